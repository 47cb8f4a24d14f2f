"""Under a document: the next steps as buttons, everything else under More."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from odoo_desk.ui import icons, theme


class DocumentButtons(QWidget):
    """`more` in groups."""

    def __init__(
        self, save: QAction, post: QAction, pay: QAction, more: Sequence[Sequence[QAction]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._save, self._post = save, post
        self._is_edited = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.SPACE, theme.MARGIN, theme.SPACE)
        layout.addWidget(self._more(more))
        layout.addStretch(1)
        self._buttons: list[tuple[QPushButton, QAction]] = []
        for name, action in (("save", save), ("post", post), ("pay", pay)):
            button = QPushButton(action.text(), self)
            button.setObjectName(f"button_{name}")
            button.setAccessibleName(action.text())
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            button.setAutoDefault(False)
            button.setDefault(action is not save)  # the next step stands out
            button.setIcon(icons.icon(name, "on_accent" if button.isDefault() else ""))
            button.clicked.connect(action.trigger)
            action.changed.connect(self._show)
            self._buttons.append((button, action))
            layout.addWidget(button)

    def show_for(self, *, is_edited: bool) -> None:
        """While a draft is edited, saving and posting stand there even when they cannot be done just now."""
        self._is_edited = is_edited
        self._show()

    def _show(self) -> None:
        for button, action in self._buttons:
            button.setText(action.text())
            button.setEnabled(action.isEnabled())
            button.setToolTip(action.toolTip())
            stays = action is self._save or (action is self._post and self._is_edited)
            button.setVisible(action.isEnabled() or stays)

    def _more(self, groups: Sequence[Sequence[QAction]]) -> QToolButton:
        more = QToolButton(self)
        more.setObjectName("button_more")
        more.setText("More")
        more.setIcon(icons.icon("more"))
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        more.setAccessibleName("More actions")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.setObjectName("more")
        for number, actions in enumerate(groups):
            if number:
                menu.addSeparator()
            menu.addActions(list(actions))
        more.setMenu(menu)
        return more
