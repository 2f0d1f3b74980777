"""Who or what gives a command, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass

RIGHTS = frozenset(
    {
        "dock.receive",
        "dock.configure",
        "dock.release",
        "recorders.edit",
        "recorders.hand-out",
        "recorders.clock",
        "recordings.derive",
        "recordings.view",
        "recordings.tag",
        "recordings.mark",
        "recordings.align",
        "recordings.export",
        "recordings.export-flagged",
        "officers.edit",
        "cases.edit",
        "cases.link",
        "review.score",
        "review.rectify",
        "review.criteria",
        "archive.seal",
        "archive.check",
        "archive.mirror",
        "desk.configure",
        "desk.rebuild",
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """The one in whose name something is done; `rights` are permission names, as on commands."""

    name: str
    rights: frozenset[str] = RIGHTS

    def may(self, permission: str) -> bool:
        """Whether this actor holds the right a command asks for."""
        return permission in self.rights


DESK = Actor("desk")
"""The desk itself: work that is owed and needs nobody's decision."""
