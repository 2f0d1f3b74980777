"""Taking off a recorder what is verified here, and nothing else.

In: OrderRelease, then owed work. Out, group by group: each file compared once more, its recording in the
vault and its bytes on the recorder; RemovalIntended, committed; the removal, flushed; FilesReleased. A
crash between leaves files of which the next run only looks whether they are there: it removes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from recorder_desk.commands import release as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.names import raw, shown_path
from recorder_desk.domain.release import INTERRUPTED, Clearing, Kept, ReleaseOwed
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Bench, Context, Job, Now
from recorder_desk.queries.dock import Seen, SeenBelow
from recorder_desk.queries.recordings import ToCheck
from recorder_desk.queries.release import ReleasesOwed

GROUP_FILES, GROUP_BYTES = 256, 1 << 30
_NOT_HERE_SECONDS = 30.0


# -- decisions -------------------------------------------------------------------------------------------


def order_release(command: c.OrderRelease, context: Context) -> Iterator[f.Fact]:
    """Off unless the bureau switched it on; one at a time for a folder."""
    path = shown_path(command.path)
    if not context.settings.release_recorders:
        raise DeskError("release.switched-off", path=path)
    if any(each.path == path for each in context.ask(ReleasesOwed())):
        raise DeskError("release.under-way", path=path)
    yield f.ReleaseOrdered(new_id(), path)


def intend_removal(command: c.IntendRemoval, context: Context) -> Iterator[f.Fact]:
    """Only bytes that a recording holds, as the catalogue has it."""
    _owed(command.release, context.ask)
    if command.files:
        recordings = tuple({each.recording for each in command.files})
        held = {recording: digest for recording, _, _, digest, _ in context.ask(ToCheck(recordings))}
        for each in command.files:
            if held.get(each.recording) != each.digest:
                raise DeskError("release.not-held", blame="defect", path=each.path)
    yield f.RemovalIntended(command.release, command.files, command.kept)


def note_released(command: c.NoteReleased, context: Context) -> Iterator[f.Fact]:
    """Only what was named before."""
    named = {each.path for each in _owed(command.release, context.ask).open}
    told = {*command.removed, *(each.path for each in command.kept)}
    if not told <= named:
        raise DeskError("release.not-intended", blame="defect", path=min(told - named))
    if told:
        yield f.FilesReleased(command.release, command.removed, command.kept)


def end_release(command: c.EndRelease, context: Context) -> Iterator[f.Fact]:
    """Told once."""
    if any(each.release == command.release for each in context.ask(ReleasesOwed())):
        yield f.ReleaseEnded(command.release, command.code)


def _owed(release: str, ask: Ask) -> ReleaseOwed:
    for each in ask(ReleasesOwed()):
        if each.release == release:
            return each
    raise DeskError("release.unknown", release=release)


# -- the work --------------------------------------------------------------------------------------------


def jobs(ask: Ask, now: Now) -> Sequence[Job]:
    """Releases that are ordered and not over."""
    return [Job(each.release, each.path, each.release, "bytes", each) for each in ask(ReleasesOwed())]


def release(job: Job, bench: Bench) -> float | None:
    """Carry out an order, or find out what an interrupted one did. Returns when to look again."""
    owed = job.about
    assert isinstance(owed, ReleaseOwed)
    if owed.begun:
        return _look_after(owed, bench)
    run = _Run(owed, bench)
    try:
        files, left = bench.dock.scan(raw(owed.path))
    except DeskError as error:
        bench.record(c.EndRelease(owed.release, error.code))
        return None
    run.seen = bench.ask(SeenBelow(owed.path))
    bench.meter.total(2 * sum(file.size for file in files))
    run.keep(Kept(shown_path(each.path), each.code) for each in left)
    for group in _groups(files):
        if bench.cancelled():
            bench.record(c.EndRelease(owed.release, INTERRUPTED))
            return None
        run.clear(group)
    bench.record(c.EndRelease(owed.release))
    return None


@dataclass(slots=True)
class _Run:
    """One pass over a recorder. `checked` remembers what the vault said of each recording."""

    owed: ReleaseOwed
    bench: Bench
    seen: dict[str, Seen] = field(default_factory=dict)
    checked: dict[str, str] = field(default_factory=dict)

    def keep(self, kept: Iterator[Kept]) -> None:
        """Say what stays before anything goes."""
        if stays := tuple(kept):
            self.bench.record(c.IntendRemoval(self.owed.release, (), stays))

    def clear(self, group: Sequence[DockedFile]) -> None:
        """Compare, name, remove, confirm. What cannot be confirmed stays named: the next run looks."""
        try:
            self._clear(group)
        finally:
            self.bench.clear.let_go()

    def _clear(self, group: Sequence[DockedFile]) -> None:
        sure: list[tuple[DockedFile, Clearing]] = []
        kept: list[Kept] = []
        for file in group:
            try:
                sure.append((file, self._compared(file)))
            except DeskError as error:
                kept.append(Kept(shown_path(file.path), error.code))
        self.bench.record(c.IntendRemoval(self.owed.release, tuple(each for _, each in sure), tuple(kept)))
        removed: list[str] = []
        stayed: list[Kept] = []
        for file, clearing in sure:
            try:
                self.bench.clear.remove(file)
                removed.append(clearing.path)
            except DeskError as error:
                stayed.append(Kept(clearing.path, error.code))
        self.bench.clear.flush()
        self.bench.record(c.NoteReleased(self.owed.release, tuple(removed), tuple(stayed)))

    def _compared(self, file: DockedFile) -> Clearing:
        """The file's bytes are in the vault, re-read now, and on the recorder, re-read now."""
        path = shown_path(file.path)
        seen = self.seen.get(path)
        same = seen and (seen.device, seen.bytes, seen.modified_ns) == (file.device, file.size, file.mtime_ns)
        if seen is None or not same or seen.outcome not in ("received", "twin"):
            raise DeskError("release.not-received", path=path)
        held = self._held(seen.recording)
        digest = self.bench.clear.digest(file, held.partition(":")[0], self.bench.meter.add)
        if digest != held:
            raise DeskError("release.source-differs", path=path)
        return Clearing(path, file.device, file.size, file.mtime_ns, seen.recording, digest)

    def _held(self, recording: str) -> str:
        """The digest of a recording whose original was re-read just now, once in a run."""
        if recording not in self.checked:
            found = self.bench.ask(ToCheck((recording,)))
            self.checked[recording] = ""
            for _, _, object_path, digest, _ in found:
                if not self.bench.vault.check(recording, object_path, digest, self.bench.meter.add):
                    self.checked[recording] = digest
        if not self.checked[recording]:
            raise DeskError("release.vault-differs", recording=recording)
        return self.checked[recording]


def _groups(files: Sequence[DockedFile]) -> Iterator[list[DockedFile]]:
    """Little enough that a file is removed soon after it was compared."""
    group: list[DockedFile] = []
    size = 0
    for file in files:
        if group and (len(group) >= GROUP_FILES or size + file.size > GROUP_BYTES):
            yield group
            group, size = [], 0
        group.append(file)
        size += file.size
    if group:
        yield group


def _look_after(owed: ReleaseOwed, bench: Bench) -> float | None:
    """What a crash left open: gone or still there. Only the same volume can tell."""
    removed: list[str] = []
    stayed: list[Kept] = []
    for each in owed.open:
        there = bench.clear.present(raw(each.path)) if bench.dock.device_of(raw(owed.path)) == each.device else None
        if there is None:
            return _NOT_HERE_SECONDS
        if there:
            stayed.append(Kept(each.path, INTERRUPTED))
        else:
            removed.append(each.path)
    if owed.open:
        bench.record(c.NoteReleased(owed.release, tuple(removed), tuple(stayed)))
    bench.record(c.EndRelease(owed.release, INTERRUPTED))
    return None
