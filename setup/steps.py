"""The steps of set-up, in order, and what makes them repeatable.

In: the tree. Out: `.venv` holding exactly what `requirements-dev.lock` says, with the program installed
editable, and last of all a stamp that says so.

The stamp is removed before anything is altered and written, atomically, when everything is done. So a
set-up that was interrupted leaves no stamp, and the next one builds the environment anew. A lock, which the
pip that is running also holds, keeps two set-ups apart even when the first one's parent was killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from failure import FAILED, SetupError

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "recorder-desk-setup.json"
FORMAT = "1"  # raise it when the steps change so that finished environments must be gone through again


def main(arguments: list[str]) -> int:
    """Bring the environment to what the lock says; return the exit code (see setup.py).

    With `--check` only say, by the exit code, whether it is there already.
    """
    wanted = key()
    if is_complete(wanted):
        return 0
    if "--check" in arguments:
        return FAILED
    try:
        with only_one() as lock:
            bring_up(wanted, lock)
    except SetupError as failure:
        print(f"\n{failure}", file=sys.stderr)
        return failure.code
    except KeyboardInterrupt:
        print("\nSet-up was interrupted; the next one completes it.", file=sys.stderr)
        return FAILED
    return 0


def key() -> str:
    """What the environment is made from, as one hash: the lock, pyproject.toml, these steps, the place."""
    digest = hashlib.sha256(f"{FORMAT}\n{ROOT}\n".encode())
    for name in ("requirements-dev.lock", "pyproject.toml"):
        digest.update(hashlib.sha256((ROOT / name).read_bytes()).digest())
    return digest.hexdigest()


def interpreter() -> Path:
    """The environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamped() -> dict[str, str]:
    """What the last complete set-up wrote; empty when there is none, its Python is no longer the same, or it was moved.

    The programs in `.venv/bin` name the place they were made in.
    """
    try:
        stamp = json.loads(STAMP.read_bytes())
        same = os.path.realpath(interpreter()) == stamp["python"] and stamp["tree"] == str(ROOT)
        same = same and os.access(interpreter(), os.X_OK)
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return stamp if same else {}


def is_complete(wanted: str) -> bool:
    """Whether a set-up for this key was completed and its Python is still there."""
    return stamped().get("key") == wanted


def bring_up(wanted: str, lock: int) -> None:
    """Everything a machine may lack, one step after the other. Raises SetupError."""
    if is_complete(wanted):  # another set-up did it while this one waited for the lock
        return
    import environment
    import system

    system.provide()
    fresh = not stamped()
    STAMP.unlink(missing_ok=True)
    environment.Environment(ROOT, VENV, interpreter(), lock).build(fresh)
    write_stamp(wanted)
    print("Set-up is complete.", flush=True)


def write_stamp(wanted: str) -> None:
    """Say, in one atomic step, that the environment is complete."""
    part = STAMP.with_suffix(".part")
    stamp = {"key": wanted, "python": os.path.realpath(interpreter()), "tree": str(ROOT)}
    with part.open("w", encoding="utf-8") as file:
        file.write(json.dumps(stamp))
        file.flush()
        os.fsync(file.fileno())
    part.replace(STAMP)


@contextmanager
def only_one() -> Iterator[int]:
    """Keep other set-ups of this tree waiting; gives the open lock file's number for children to hold."""
    lock = os.open(ROOT / ".setup-lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Another set-up of this tree is running; waiting for it.", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)
