"""One program at a time: a second start brings the first one's window forward."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from odoo_desk import settings

PATIENCE = 500  # ms; the other one is on this computer


def ring() -> bool:
    """Whether the program is running already; it then comes forward."""
    socket = QLocalSocket()
    socket.connectToServer(_name())
    if not socket.waitForConnected(PATIENCE):
        return False
    socket.disconnectFromServer()
    return True


class Doorbell(QObject):
    """`rung` when the program was started once more."""

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(_name())  # of a program that did not come to its end
        self._server.listen(_name())
        self._server.newConnection.connect(self._opened)

    def take_down(self) -> None:
        self._server.close()

    def _opened(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
        self.rung.emit()


def _name() -> str:
    """Of this user's program with these settings."""
    return "odoo-desk-" + hashlib.sha256(str(settings.config_folder()).encode()).hexdigest()[:16]
