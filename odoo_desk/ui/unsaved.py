"""The drafts that are on this computer only, in the status bar: how many there are, and each a click away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from odoo_desk.accounting.kept import KeptDraft
from odoo_desk.ui import formats, icons, notices, tasks

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace


class UnsavedDrafts(QToolButton):
    """`opened` with the draft that was chosen. Not there while there is nothing to say."""

    opened = Signal(object)

    def __init__(self, workspace: Workspace, open_key: Callable[[], str], parent: QWidget) -> None:
        """`open_key` is that of the draft that is being typed: it is seen already."""
        super().__init__(parent)
        self.setObjectName("unsaved_drafts")
        self.setAutoRaise(True)
        self.setIcon(icons.icon("unsaved", "warning"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.setToolTip("Typed here and not on the server yet. Choose one to go on with it.")
        self.hide()
        self._workspace = workspace
        self._open_key = open_key
        self.destroyed.connect(workspace.sending.subscribe(self.look))

    def look(self) -> None:
        """Another one may be kept, or one less."""
        tasks.run(self, self._unsent(), done=self._show)

    async def _unsent(self) -> Sequence[KeptDraft]:
        """What waits in the outbox is shown there."""
        waiting = {each.marker for each in await self._workspace.sending.unfinished()}
        return [each for each in await self._workspace.drafts.all() if each.key not in waiting]

    def _show(self, kept: Sequence[KeptDraft]) -> None:
        drafts = [each for each in kept if each.key != self._open_key()]
        self.setVisible(bool(drafts))
        text = "1 draft is not saved" if len(drafts) == 1 else f"{len(drafts)} drafts are not saved"
        self.setText(text)
        self.setAccessibleName(text)
        menu = self.menu()
        menu.clear()
        for each in drafts:
            menu.addAction(_named(each)).triggered.connect(lambda _on=False, each=each: self.opened.emit(each))
        menu.addSeparator()
        discard = menu.addMenu("Discard")
        for each in drafts:
            action = discard.addAction(f"{_named(each)} …")
            action.triggered.connect(lambda _on=False, each=each: tasks.run(self, self._discard(each)))

    async def _discard(self, kept: KeptDraft) -> None:
        if await notices.ask(
            self,
            "Discard draft",
            f"Discard what was typed into “{kept.title}”?",
            confirm="Discard",
            informative="It is on this computer only and cannot be had again.",
        ):
            await self._workspace.drafts.forget(kept.key)
            self.look()


def _named(kept: KeptDraft) -> str:
    return f"{kept.title}, typed {formats.moment(kept.kept_at)}".replace("&", "&&")
