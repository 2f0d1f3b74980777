"""Everything below a folder, seen without following a link and without changing anything.

In: the path of a folder. Out: each regular file with its status, and what cannot be or is not to be
taken, each with a code. Folders are opened from the descriptor of the one above (where the system
has that), so that nobody can turn the walk aside by putting a link in place of a folder.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field

from recorder_desk.domain.docked import is_temporary
from recorder_desk.tools.opening import extended, is_link

Files = Callable[[str, str, os.stat_result], None]
Left = Callable[[str, str], None]
Identity = tuple[int, int]

BY_DESCRIPTOR = os.open in os.supports_dir_fd and os.scandir in os.supports_fd

# What systems keep on a volume for themselves. `LOST.DIR` and `FOUND.000` are not here: what a
# repair put there may be a recording.
_SYSTEM = frozenset(("system volume information", "$recycle.bin", "recycler", "recycled"))
_FOLDER_FLAGS = os.O_RDONLY
for _flag in ("O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"):
    _FOLDER_FLAGS |= getattr(os, _flag, 0)
_LONG = 256  # characters: shorter paths can be opened everywhere; descriptors lead deeper than a path may
_MOST_OPEN = 128  # folders held open at once: one per level that still has unseen sub-folders


@dataclass(slots=True)
class _Folder:
    handle: int | str
    path: str
    below: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Let go of the folder's descriptor, where it has one."""
        if isinstance(self.handle, int):
            os.close(self.handle)


def code_of(name: str, status: os.stat_result) -> str:
    """Why an entry that is no folder is left alone, or '' for a file that is taken."""
    if is_link(status):
        return "dock.link"
    if not stat.S_ISREG(status.st_mode):
        return "dock.not-a-file"
    return "dock.temporary-name" if is_temporary(name) else ""


def identity(path: str) -> Identity | None:
    """Which folder a path leads to, under whatever name; None where there is none."""
    try:
        status = os.stat(extended(path))
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def walk(
    root: str, found: Files, left: Left, by_descriptor: bool = BY_DESCRIPTOR, own: frozenset[Identity] = frozenset()
) -> None:
    """Tell `found(path, name, status)` of each file and `left(path, code)` of what is left alone.

    Folders of the desk itself (`own`) are left alone: it must not receive its own vault.

    Not recursive: depth costs no stack. What vanishes meanwhile is passed over. Raises OSError when
    the root itself cannot be opened or listed; below it that is `dock.folder-unreadable`.
    """
    top = _open(root, None, root, by_descriptor)
    folders = [top]
    try:
        _list(top, found, left, own)
        while folders:
            _step(folders, found, left, by_descriptor, own)
    finally:
        for folder in folders:
            folder.close()


def _step(folders: list[_Folder], found: Files, left: Left, by_descriptor: bool, own: frozenset[Identity]) -> None:
    above = folders[-1]
    if not above.below:
        folders.pop().close()
        return
    name = above.below.pop()
    path = os.path.join(above.path, name)
    try:
        folder = _open(path, above, name, by_descriptor)
    except FileNotFoundError:
        return
    except OSError:
        left(path, "dock.folder-unreadable")
        return
    if not above.below:  # its last sub-folder: a chain of any depth holds one descriptor
        folders.pop().close()
    folders.append(folder)
    try:
        if len(folders) > _MOST_OPEN:
            raise OSError("too many folders")
        _list(folder, found, left, own)
    except OSError:
        left(path, "dock.folder-unreadable")


def _open(path: str, above: _Folder | None, name: str, by_descriptor: bool) -> _Folder:
    if not by_descriptor:
        if is_link(os.lstat(extended(path))):
            raise NotADirectoryError(path)
        return _Folder(extended(path), path)
    parent = above.handle if above is not None and isinstance(above.handle, int) else None
    return _Folder(os.open(name, _FOLDER_FLAGS, dir_fd=parent), path)


def _list(folder: _Folder, found: Files, left: Left, own: frozenset[Identity]) -> None:
    prefix = os.path.join(folder.path, "")
    with os.scandir(folder.handle) as entries:
        for entry in entries:
            name = entry.name
            try:
                status = _look(entry, folder)
                if stat.S_ISDIR(status.st_mode) and not is_link(status):
                    if is_temporary(name) or name.lower() in _SYSTEM:
                        left(prefix + name, "dock.temporary-name")
                    elif own and identity(prefix + name) in own:
                        left(prefix + name, "dock.own-folder")
                    else:
                        folder.below.append(name)
                    continue
                code = code_of(name, status) or _closed(name, folder)
            except FileNotFoundError:
                continue
            except OSError:
                code = "dock.unreadable"
            if code:
                left(prefix + name, code)
            else:
                found(prefix + name, name, status)


def _look(entry: os.DirEntry[str], folder: _Folder) -> os.stat_result:
    if isinstance(folder.handle, int):
        return entry.stat(follow_symlinks=False)
    # Windows' own listing has no inode and, for a file being written, an old size.
    return os.lstat(os.path.join(folder.handle, entry.name))


def _closed(name: str, folder: _Folder) -> str:
    """Why a file cannot be opened by its path, or ''."""
    above = folder.handle if isinstance(folder.handle, int) else None
    path = name if isinstance(folder.handle, int) else os.path.join(folder.handle, name)
    if not os.access(path, os.R_OK, dir_fd=above):
        os.lstat(path, dir_fd=above)  # raises where it is not unreadable but gone
        return "dock.unreadable"
    whole = os.path.join(folder.path, name)
    if above is not None and len(whole) >= _LONG:
        try:
            os.lstat(whole)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return "dock.path-too-long"
            raise
    return ""
