"""Which folders are watched and what is offered. In: commands of the dock. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recorder_desk.commands import dock as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.names import raw, shown_path
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Context, Job, Now
from recorder_desk.queries import dock as q


def add_drop_folder(command: c.AddDropFolder, context: Context) -> Iterator[f.Fact]:
    """Watch a folder, unless it is watched already."""
    path = shown_path(command.path)
    if not any(each.path == path and not each.offer for each in context.ask(q.DropFolders())):
        yield f.DropFolderAdded(new_id(), path)


def remove_drop_folder(command: c.RemoveDropFolder, context: Context) -> Iterator[f.Fact]:
    """Stop watching a folder."""
    path = shown_path(command.path)
    found = [each for each in context.ask(q.DropFolders()) if each.path == path]
    if not found:
        raise DeskError("dock.unknown-folder", path=path)
    for each in found:
        yield f.DropFolderRemoved(each.dock, path) if not each.offer else f.OfferClosed(each.dock)


def offer_path(command: c.OfferPath, context: Context) -> Iterator[f.Fact]:
    """Offer a file or folder by hand."""
    yield f.OfferOpened(new_id(), shown_path(command.path))


def close_offer(command: c.CloseOffer, context: Context) -> Iterator[f.Fact]:
    """Every file of an offer has its outcome."""
    if any(each.dock == command.dock and each.offer for each in context.ask(q.DropFolders())):
        yield f.OfferClosed(command.dock)


def jobs(ask: Ask, now: Now) -> Sequence[Job]:
    """Every drop folder and open offer may hold files that are owed."""
    return [Job(each.dock, each.path, each.dock, "bytes", each) for each in ask(q.DropFolders())]


def path_of(folder: q.DropFolder) -> str:
    """The folder's path as the file system has it."""
    return raw(folder.path)
