"""The station's key: made once, for its owner alone, never replaced; the Windows half with stand-ins."""

from __future__ import annotations

import ctypes
import os
import stat
import threading
import uuid
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from recorder_desk.domain.journal import read_verifier_key
from recorder_desk.errors import DeskError
from storage.key_access import Security, restrict
from storage.keys import PRIVATE, PUBLIC, StationKey, raw_public

posix_only = pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")


def mode(path: Path) -> int:
    """The permission bits."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_is_made_once_and_read_again(tmp_path: Path) -> None:
    first = StationKey.load_or_create(tmp_path / "keys")
    again = StationKey.load_or_create(tmp_path / "keys")
    assert (again.station, raw_public(again.public)) == (first.station, raw_public(first.public))
    assert uuid.UUID(first.station).version == 7
    first.public.verify(again.sign(b"text"), b"text")
    assert sorted(os.listdir(tmp_path / "keys")) == [PRIVATE, PUBLIC]


def test_what_a_crash_left_of_a_key_does_not_stay(tmp_path: Path) -> None:
    first = StationKey.load_or_create(tmp_path / "keys")
    for name in (PRIVATE, PUBLIC):
        (tmp_path / "keys" / f".{name}.4711.new").write_bytes(b"a piece of a key")
    StationKey.clear_unfinished(tmp_path / "keys")
    assert StationKey.load_or_create(tmp_path / "keys").station == first.station
    assert sorted(os.listdir(tmp_path / "keys")) == [PRIVATE, PUBLIC]


def test_the_file_is_pem_that_other_programs_read(tmp_path: Path) -> None:
    key = StationKey.load_or_create(tmp_path / "keys")
    content = (tmp_path / "keys" / PRIVATE).read_bytes()
    assert content.startswith(f"station: {key.station}\n-----BEGIN PRIVATE KEY-----\n".encode())
    assert load_pem_private_key(content, None).public_key() == key.public  # type: ignore[comparison-overlap]
    name, public = read_verifier_key((tmp_path / "keys" / PUBLIC).read_text("utf-8"))
    assert (name, public) == (f"recorder-desk/{key.station}", raw_public(key.public))


@posix_only
def test_nobody_else_may_read_it_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        StationKey.load_or_create(tmp_path / "keys")
    finally:
        os.umask(old)
    assert (mode(tmp_path / "keys"), mode(tmp_path / "keys" / PRIVATE)) == (0o700, 0o600)


@posix_only
def test_a_folder_that_was_open_is_closed_before_the_key_is_written(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys").chmod(0o777)
    StationKey.load_or_create(tmp_path / "keys")
    assert mode(tmp_path / "keys") == 0o700


def test_the_public_half_is_written_again_when_it_is_missing(tmp_path: Path) -> None:
    StationKey.load_or_create(tmp_path / "keys")
    before = (tmp_path / "keys" / PUBLIC).read_bytes()
    (tmp_path / "keys" / PUBLIC).unlink()
    StationKey.load_or_create(tmp_path / "keys")
    assert (tmp_path / "keys" / PUBLIC).read_bytes() == before


def other_kinds() -> dict[str, bytes]:
    """Files that are no station's key."""
    curve = generate_private_key(SECP256R1())
    named = b"station: 0199a3b4-0000-7000-8000-000000000000\n"
    plain = curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    locked = curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    return {"empty": b"", "text": b"text", "another curve": named + plain, "with a password": named + locked}


@pytest.mark.parametrize("content", other_kinds().values(), ids=other_kinds())
def test_a_key_that_cannot_be_read_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / PRIVATE).write_bytes(content)
    with pytest.raises(DeskError) as raised:
        StationKey.load_or_create(tmp_path)
    assert (raised.value.code, raised.value.blame) == ("home.key-unreadable", "environment")
    assert (tmp_path / PRIVATE).read_bytes() == content


def test_a_key_without_its_station_is_refused(tmp_path: Path) -> None:
    StationKey.load_or_create(tmp_path)
    path = tmp_path / PRIVATE
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])
    with pytest.raises(DeskError) as raised:
        StationKey.load_or_create(tmp_path)
    assert raised.value.code == "home.key-unreadable"


def test_desks_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    """Threads race through the making; `os.getpid` tells them apart as it tells processes."""
    found: list[str] = []
    barrier = threading.Barrier(6)

    def start() -> None:
        barrier.wait()
        found.append(StationKey.load_or_create(tmp_path / "keys").station)

    threads = [threading.Thread(target=start) for _ in range(6)]
    pids = os.getpid
    try:
        os.getpid = threading.get_ident
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        os.getpid = pids
    assert len(found) == 6
    assert len(set(found)) == 1
    assert sorted(os.listdir(tmp_path / "keys")) == [PRIVATE, PUBLIC]


class FakeAdvapi:
    """advapi32: hands out one SID, notes the access lists, and refuses when told to."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses, self.rules, self.set = refuses, b"", list[tuple[str, int, str]]()
        self._sid = ctypes.create_string_buffer(b"sid")
        self._text = ctypes.create_unicode_buffer("S-1-5-21-7")

    def OpenProcessToken(self, process: object, access: int, token: object) -> int:  # noqa: N802
        return int(self.refuses != "token")

    def GetTokenInformation(self, token: object, kind: int, buffer: object, size: object, needed: object) -> int:  # noqa: N802
        needed._obj.value = 64  # type: ignore[attr-defined]
        if buffer is None:
            return 0
        ctypes.memmove(buffer, ctypes.byref(ctypes.c_void_p(ctypes.addressof(self._sid))), 8)  # type: ignore[arg-type]
        return 1

    def ConvertSidToStringSidW(self, sid: ctypes.c_void_p, text: object) -> int:  # noqa: N802
        assert sid.value == ctypes.addressof(self._sid)
        text._obj.value = self._text.value  # type: ignore[attr-defined]
        return 1

    def ConvertStringSecurityDescriptorToSecurityDescriptorW(  # noqa: N802
        self, rules: str, revision: int, descriptor: object, size: object
    ) -> int:
        self._rules = rules
        return revision

    def SetFileSecurityW(self, path: str, what: int, descriptor: object) -> int:  # noqa: N802
        if self.refuses == "set":
            return 0
        self.set.append((path, what, self._rules))
        return 1


class FakeKernel:
    """kernel32: counts what is let go of."""

    class _Call:
        restype = argtypes = None

        def __init__(self) -> None:
            self.calls = 0

        def __call__(self, *arguments: object) -> int:
            self.calls += 1
            return 1

    def __init__(self) -> None:
        self.GetCurrentProcess, self.LocalFree, self.CloseHandle = self._Call(), self._Call(), self._Call()


def test_on_windows_the_user_and_the_system_have_all_access_and_nobody_inherits_any(tmp_path: Path) -> None:
    advapi, kernel = FakeAdvapi(), FakeKernel()
    (tmp_path / PRIVATE).touch()
    restrict(tmp_path, Security(advapi, kernel))
    restrict(tmp_path / PRIVATE, Security(advapi, kernel))
    protected = 0x80000004
    assert advapi.set == [
        (str(tmp_path), protected, "D:P(A;OICI;FA;;;S-1-5-21-7)(A;OICI;FA;;;SY)"),
        (str(tmp_path / PRIVATE), protected, "D:P(A;;FA;;;S-1-5-21-7)(A;;FA;;;SY)"),
    ]
    assert (kernel.LocalFree.calls, kernel.CloseHandle.calls) == (4, 2)


@pytest.mark.parametrize("refuses", ["token", "set"])
def test_on_windows_a_refusal_is_an_error(tmp_path: Path, refuses: str) -> None:
    advapi = FakeAdvapi(refuses)
    with pytest.raises(OSError, match="Windows error"):
        restrict(tmp_path, Security(advapi, FakeKernel()))
    assert advapi.set == []
