"""The one seam to the file dialogs of the system, so that tests can stand in for them.

In: a parent and words. Out: paths as the file system has them, or nothing when it was cancelled.
"""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_folder(parent: QWidget, title: str) -> str:
    """A folder that is there, or ''."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    return next(iter(_run(dialog)), "")


def ask_files(parent: QWidget, title: str) -> list[str]:
    """Files that are there, or none."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _run(dialog)


def ask_save_path(parent: QWidget, title: str, name: str, pattern: str = "") -> str:
    """Where to save; `name` is proposed, `pattern` a filter such as `PNG (*.png)`; '' when cancelled."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    if pattern:
        dialog.setNameFilter(pattern)
    dialog.selectFile(name)
    return next(iter(_run(dialog)), "")


def _run(dialog: QFileDialog) -> list[str]:
    accepted = dialog.exec()
    paths = dialog.selectedFiles() if accepted else []
    dialog.deleteLater()
    return list(paths)


def open_outside(path: str) -> bool:
    """Have the system open a file in the program it knows for it; whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))
