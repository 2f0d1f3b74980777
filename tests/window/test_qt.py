"""What we stand on: the binding itself. A version of it once broke after some 550 signals."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot


class _Sender(QObject):
    told = Signal(bool, object)


class _Hearer(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    @Slot(bool, object)
    def hear(self, flag: bool, value: object) -> None:
        self.heard += flag and value is None


def test_five_thousand_signals_of_true_and_none() -> None:
    sender, hearer = _Sender(), _Hearer()
    sender.told.connect(hearer.hear)
    for _ in range(5000):
        sender.told.emit(True, None)
    assert hearer.heard == 5000
