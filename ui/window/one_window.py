"""One window a home: a second start raises the first.

In: the home's folder and what the second start was asked to open. Out: a signal in the first one.
Nothing secret passes: a list of words over the system's local socket, open to the same person only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 1500
LONGEST = 65_536


def name_of(home: Path) -> str:
    """The socket's name for a home; the same for every spelling of its path."""
    return "recorder-desk-" + hashlib.sha256(str(home.resolve()).encode(errors="surrogateescape")).hexdigest()[:20]


def knock(home: Path, arguments: Sequence[str]) -> bool:
    """Ask the window that shows this home to come forward; False when there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name_of(home))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    socket.write(json.dumps(list(arguments)).encode() + b"\n")
    socket.flush()
    heard = socket.waitForReadyRead(PATIENCE_MS) and bytes(socket.readAll().data()) == b"here\n"
    socket.disconnectFromServer()
    return heard


class OneWindow(QObject):
    """Hears those who knock. Built only by whoever holds the home's lock, so a name left by a crash is stale."""

    knocked = Signal(object)
    """The words of a second start: list[str]."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name_of(home))
        self._server.listen(name_of(home))
        self._server.newConnection.connect(self._greet)

    @Slot()
    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._hear)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def _hear(self) -> None:
        socket = self.sender()
        if not isinstance(socket, QLocalSocket):
            return
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST:
                socket.abort()
            return
        words = _words(bytes(socket.readLine(LONGEST).data()))
        if words is None:
            socket.abort()
            return
        socket.write(b"here\n")
        socket.flush()
        self.knocked.emit(words)


def _words(line: bytes) -> list[str] | None:
    try:
        words = json.loads(line)
    except ValueError:  # also what is not UTF-8
        return None
    return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else None
