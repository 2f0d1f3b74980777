"""Whether the medium holds what was staged: every object re-read past the page cache and compared.

In: staged originals with their documents. Out: an `Original` on each, or the code of its failure.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from recorder_desk.domain.recording import Original
from recorder_desk.ports import DeskFailure, Report, Staged
from storage import ocfl
from storage.durable import vault_failure
from storage.intent import Meant
from storage.reading import read_bytes, reread, same_bytes
from storage.system import ReadBack

_LARGE = 64 << 20
_READERS = min(2, os.cpu_count() or 1)


@dataclass(slots=True)
class Held:
    """A staged original on its way: `name` is its file's, `code` says why it will not arrive.

    `beside`: a file whose digest was compared just before, to compare with byte for byte ('': by digest).
    """

    staged: Staged
    name: str
    object_path: str
    documents: dict[str, bytes] = field(default_factory=dict)
    inventory: bytes = b""
    code: str = ""
    moved: bool = False
    beside: str = ""
    original: Original | None = None

    @property
    def content_path(self) -> str:
        """Where the original lies in its object."""
        return f"v1/content/{self.name}"

    def meant(self) -> Meant:
        """The line of the intent."""
        staged = self.staged
        recording, place = staged.origin.recording, self.object_path
        return Meant(recording, staged.digest, staged.bytes, place, self.content_path)

    def answer(self) -> Original | DeskFailure:
        """The original, or why there is none."""
        if self.code or self.original is None:
            return DeskFailure(self.staged.origin.recording, self.code)
        return self.original


def read_back_all(held: list[Held], folder: str, report: Report) -> None:
    """Compare all that lies staged in `folder`; `report` is told bytes, in the calling thread.

    Two threads share the smaller files, since hashing leaves the interpreter to others.
    """
    for each in held:
        if each.staged.bytes >= _LARGE:
            _compare(each, folder, report)

    def compare_group(group: list[Held]) -> int:
        for each in group:
            _compare(each, folder, None)
        return sum(each.staged.bytes for each in group)

    with ThreadPoolExecutor(_READERS, "read-back") as pool:
        for size in pool.map(compare_group, _groups(each for each in held if each.staged.bytes < _LARGE)):
            report(size)


def _compare(each: Held, folder: str, report: Report | None) -> None:
    staged = each.staged
    base = os.path.join(folder, staged.origin.recording)
    content = os.path.join(base, "v1", "content")
    try:
        read_back = _read_back(each, os.path.join(content, each.name), report)
        whole = read_bytes(os.path.join(base, ocfl.INVENTORY)) == each.inventory and all(
            read_bytes(os.path.join(content, name)) == data for name, data in each.documents.items()
        )
    except OSError as error:
        each.code = vault_failure(error).code
        return
    if not whole or read_back is None:
        each.code = "receive.digest-differs"
        return
    each.original = Original(
        recording=staged.origin.recording,
        digest=staged.digest,
        bytes=staged.bytes,
        object_path=each.object_path,
        content_path=each.content_path,
        read_back=read_back,
    )


def _read_back(each: Held, path: str, report: Report | None) -> ReadBack | None:
    """How the original was re-read, None where it is not what was staged."""
    if each.beside:
        return same_bytes(path, each.beside)
    found = reread(path, report)
    same = (f"{ocfl.ALGORITHM}:{found.digest}", found.bytes) == (each.staged.digest, each.staged.bytes)
    return found.read_back if same else None


def _groups(held: Iterable[Held]) -> Iterator[list[Held]]:
    """Some megabytes at a time: enough to be worth handing over, little enough to share evenly."""
    group: list[Held] = []
    size = 0
    for each in held:
        group.append(each)
        size += each.staged.bytes + 4096
        if size >= 4 << 20:
            yield group
            group, size = [], 0
    if group:
        yield group
