"""What every command has: a permission. Nothing changes outside a command."""

from __future__ import annotations

from typing import ClassVar


class Command:
    """Base of all commands: frozen values in the imperative. `permission` is asked of the actor."""

    __slots__ = ()
    permission: ClassVar[str] = ""
