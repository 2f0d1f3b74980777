"""The mirror: a second OCFL storage root on another disk or share."""

from __future__ import annotations

from typing import Protocol

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.mirror import MirrorOwed, MirrorPlace
from recorder_desk.ports.media import Cancelled
from recorder_desk.ports.vault import Report


class Mirror(Protocol):
    """Second copies of objects, byte for byte, in a storage root that any OCFL tool validates.

    A mirror is known by the UUID in its `mirror.json`: a folder without it, or with another, is not there.
    """

    def prepare(self, path: str, *, same_disk: bool) -> MirrorPlace:
        """Make a folder a mirror (or find that it is one of this vault's station), and say which.

        Raises DeskError `mirror.missing` (no such folder), `mirror.same-disk` unless allowed,
        `mirror.not-empty` (other things lie in it), `mirror.of-another-desk`, `mirror.unwritable`.
        """
        ...

    def here(self, place: MirrorPlace) -> bool:
        """Whether that very mirror is at its place now."""
        ...

    def bring(self, place: MirrorPlace, owed: MirrorOwed, report: Report, cancelled: Cancelled) -> bool:
        """Copy what the mirror lacks of an object, flush it, re-read it there; False when cancelled.

        An object that lies there already is re-read (unless `owed.before`), and set aside in `damaged/`
        where it is not as it should be. Raises DeskError `mirror.missing`, `mirror.full`,
        `mirror.unwritable`, `mirror.copy-differs`, and `mirror.source-damaged` where the vault's own object is.
        """
        ...

    def check(self, place: MirrorPlace, id: str, object_path: str, digest: str, report: Report) -> list[Finding]:
        """As `Vault.check`, of the second copy. Raises DeskError `mirror.missing`."""
        ...
