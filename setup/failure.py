"""How a step of set-up fails: in words for the person at the terminal, with an exit code."""

from __future__ import annotations

FAILED, NEEDS_INSTALLING = 1, 2


class SetupError(Exception):
    """A step that failed, in words for the person at the terminal; `code` is the exit code."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code
