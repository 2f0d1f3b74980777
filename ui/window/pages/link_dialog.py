"""The link dialog, where the window looks for it. It lives with the other parts of cases."""

from __future__ import annotations

from ui.window.cases.link_dialog import LinkDialog

__all__ = ["LinkDialog"]
