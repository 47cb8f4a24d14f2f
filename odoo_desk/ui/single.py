"""One program at a time for one set of settings: a second start rings, and the window of the first comes forward."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from odoo_desk import settings

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

PATIENCE = 500  # ms
_RING = b"raise"


class Doorbell(QObject):
    """`rung` when the program was started once more. Open until it is closed or deleted."""

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415  not before the first paint

        self._server: QLocalServer = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        if not self._server.listen(_name()):
            QLocalServer.removeServer(_name())  # left behind by a program that was ended by force
            self._server.listen(_name())

    @property
    def is_open(self) -> bool:
        return self._server.isListening()

    def close(self) -> None:
        self._server.close()

    def _answer(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.readyRead.connect(self._hear)
            caller.disconnected.connect(caller.deleteLater)
            if caller.bytesAvailable():
                self._take(bytes(caller.readAll().data()))

    def _hear(self) -> None:
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415

        caller = self.sender()
        if isinstance(caller, QLocalSocket):
            self._take(bytes(caller.readAll().data()))

    def _take(self, said: bytes) -> None:
        if said == _RING:
            self.rung.emit()


def already_running() -> bool:
    """Rings at the program that runs already, if one does and answers."""
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415

    caller = QLocalSocket()
    caller.connectToServer(_name())
    if not caller.waitForConnected(PATIENCE):
        return False
    caller.write(_RING)
    rang = caller.waitForBytesWritten(PATIENCE)
    caller.disconnectFromServer()
    return rang


def _name() -> str:
    """One for each folder of settings: short, because a socket's path has to be."""
    return "odoo-desk-" + hashlib.sha256(str(settings.config_folder()).encode()).hexdigest()[:16]
