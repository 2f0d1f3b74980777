"""The mirror: second copies of the vault's objects, byte for byte, on another disk or share.

In: an appointed place and objects of the vault. Out: the same objects below `vault/` there, an OCFL 1.1
storage root by itself. `mirror.json` beside it says whose it is; it is written last.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import msgspec

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.mirror import MirrorOwed, MirrorPlace
from recorder_desk.errors import DeskError
from recorder_desk.ports import Cancelled, Report
from storage import mirror_copy
from storage.durable import is_full, replace_durably
from storage.ocfl import json_bytes
from storage.second import NO_SECOND, Second
from storage.second_batch import SecondBatch
from storage.vault import OcflVault

DECLARATION = "mirror.json"
DAMAGED = "damaged"
_OURS = frozenset({"vault", "staging", DAMAGED, DECLARATION, f".{DECLARATION}.new"})
_OF_THE_SYSTEM = frozenset({"lost+found", "System Volume Information", "$RECYCLE.BIN"})


class _Declaration(msgspec.Struct, frozen=True):
    mirror: str
    station: str


class FileMirror:
    """See `recorder_desk.ports.Mirror`. Safe from any thread."""

    def __init__(self, root: Path, *, station: str, owner_name: str) -> None:
        """`root`: the vault whose objects are copied; `station`: who it belongs to."""
        self._root, self._station, self._owner = root, station, owner_name
        self._opened: dict[MirrorPlace, OcflVault] = {}
        self._lock = threading.Lock()

    def prepare(self, path: str, *, same_disk: bool) -> MirrorPlace:
        """See `Mirror.prepare`."""
        try:
            entries = set(os.listdir(path)) - _OF_THE_SYSTEM
            if not same_disk and os.stat(path).st_dev == os.stat(self._root).st_dev:
                raise DeskError("mirror.same-disk", path=path)
        except OSError as error:
            raise DeskError("mirror.missing", blame="environment", path=path, reason=str(error.strerror)) from error
        found = _read(path)
        if found is not None:
            if found.station != self._station:
                raise DeskError("mirror.of-another-desk", path=path)
            return MirrorPlace(found.mirror, path)
        if entries - _OURS:
            raise DeskError("mirror.not-empty", path=path, file=min(entries - _OURS))
        place = MirrorPlace(new_id(), path)
        try:
            self._vault_at(place)
            replace_durably(Path(path, DECLARATION), json_bytes(_Declaration(place.mirror, self._station)))
        except DeskError as error:
            raise _translated(error, place) from error
        return place

    def here(self, place: MirrorPlace) -> bool:
        """See `Mirror.here`."""
        found = _read(place.path)
        return found is not None and found.mirror == place.mirror

    def batch(self, place: MirrorPlace) -> Second:
        """The second copies of a batch that begins; none where the mirror is not there or takes nothing."""
        if not self.here(place):
            return NO_SECOND
        try:
            return SecondBatch(self._vault(place).rooms, place.mirror, str(self._root))
        except DeskError:  # whatever it is, the mirror's own step will tell it; receiving goes on
            return NO_SECOND

    def bring(self, place: MirrorPlace, owed: MirrorOwed, report: Report, cancelled: Cancelled) -> bool:
        """See `Mirror.bring`."""
        if not self.here(place):
            raise DeskError("mirror.missing", blame="environment", path=place.path)
        source = os.path.join(self._root, *owed.object_path.split("/"))
        try:
            rooms = self._vault(place).rooms
            damaged = os.path.join(place.path, DAMAGED)
            return mirror_copy.bring(mirror_copy.Bringing(rooms, damaged, source, owed, report, cancelled))
        except OSError as error:
            raise self._failure(error, place) from error
        except DeskError as error:
            raise _translated(error, place) from error

    def check(self, place: MirrorPlace, id: str, object_path: str, digest: str, report: Report) -> list[Finding]:
        """See `Mirror.check`."""
        if not self.here(place):
            raise DeskError("mirror.missing", blame="environment", path=place.path)
        return self._vault(place).check(id, object_path, digest, report)

    def _vault(self, place: MirrorPlace) -> OcflVault:
        """The mirror's storage root; what a crash left half done in it is brought to an end once."""
        with self._lock:
            if place not in self._opened:
                vault = self._vault_at(place)
                for batch, _ in vault.unfinished():
                    batch.close()
                self._opened[place] = vault
            return self._opened[place]

    def _vault_at(self, place: MirrorPlace) -> OcflVault:
        there = Path(place.path)
        return OcflVault(
            there / "vault", there / "staging", owner_name=self._owner, owner_address=f"urn:uuid:{self._station}"
        )

    def _failure(self, error: OSError, place: MirrorPlace) -> DeskError:
        if not self.here(place):
            return DeskError("mirror.missing", blame="environment", path=place.path)
        code = "mirror.full" if is_full(error) else "mirror.unwritable"
        return DeskError(code, blame="environment", path=place.path, reason=str(error.strerror))


def _translated(error: DeskError, place: MirrorPlace) -> DeskError:
    """What the mirror's own storage root says, as word of the mirror."""
    if error.code.startswith("mirror."):
        return error
    code = {"receive.disk-full": "mirror.full", "receive.digest-differs": "mirror.copy-differs"}.get(
        error.code, "mirror.unwritable"
    )
    return DeskError(code, blame="environment", path=place.path, reason=error.code)


def _read(path: str) -> _Declaration | None:
    """Whose mirror lies here; None where none does or nothing can be read now."""
    try:
        with open(os.path.join(path, DECLARATION), "rb") as file:
            return msgspec.json.decode(file.read(4096), type=_Declaration)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
