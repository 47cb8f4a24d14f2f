"""The outbox on screen: what waits for a connection, what is not confirmed, what was refused and why; in the status bar, and as a list."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.outgoing import Kind, Outgoing, Progress
from odoo_desk.ui import formats, icons, notices, tasks, theme
from odoo_desk.ui.empty import EmptyList

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace

SHOWN = 200
TITLES = ("Asked for", "What", "State", "Remark")
WORDS = {  # with an icon and its tone
    Progress.WAITING: ("Waiting", "outbox", "info"),
    Progress.SENT: ("Sending", "refresh", "info"),
    Progress.NOT_CONFIRMED: ("Not confirmed", "question", "warning"),
    Progress.DIFFERS: ("Total differs", "warning", "warning"),
    Progress.REFUSED: ("Refused", "error", "bad"),
    Progress.DONE: ("Done", "post", "good"),
    Progress.SETTLED: ("Checked by you", "post", "muted"),
}
STATE = 2  # the column
_WRITTEN = (Kind.CREATE, Kind.CHANGE)


class OutboxStatus(QToolButton):
    """In the status bar while there is something unfinished; a click opens the list."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("outbox_status")
        self.setAutoRaise(True)
        self.setIcon(icons.icon("outbox", "warning"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setToolTip("What is not done on the server yet. Click to look.")
        self.hide()
        self._workspace = workspace
        self.destroyed.connect(workspace.sending.subscribe(self.look))
        self.look()

    def look(self) -> None:
        tasks.run(self, self._workspace.sending.unfinished(), done=self._show)

    def _show(self, entries: Sequence[Outgoing]) -> None:
        self.setVisible(bool(entries))
        counts: dict[str, int] = {}
        for entry in entries:
            word = WORDS[entry.progress][0].lower()
            counts[word] = counts.get(word, 0) + 1
        text = "Outbox: " + ", ".join(f"{count} {word}" for word, count in counts.items())
        self.setText(text)
        self.setAccessibleName(text)


class OutboxDialog(QDialog):
    """`document_wanted` and `draft_wanted` (a KeptDraft) are the window's to open."""

    document_wanted = Signal(int)
    draft_wanted = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("outbox")
        self.setWindowTitle("Outbox")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._entries: tuple[Outgoing, ...] = ()
        self.table = self._make_table()
        self.remark = QLabel(self)
        self.remark.setObjectName("outbox_remark")
        self.remark.setTextFormat(Qt.TextFormat.PlainText)
        self.remark.setWordWrap(True)
        self.remark.setMinimumHeight(self.remark.fontMetrics().lineSpacing() * 2)
        self.remark.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.retry = self._button(buttons, "Try again", self._retry)
        self.open_it = self._button(buttons, "Open", self._open)
        self.edit = self._button(buttons, "Edit", self._edit)
        self.checked = self._button(buttons, "I have checked", self._settle)
        self.discard = self._button(buttons, "Discard …", self._discard)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        theme.margins(layout)
        layout.setSpacing(theme.SPACE)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        empty = EmptyList(self)
        empty.say(
            "Nothing was sent from this computer yet.", "What you save, post and pay is noted here until it is done."
        )
        self._stack.addWidget(empty)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.remark)
        layout.addWidget(buttons)
        self.resize(860, 460)
        self.table.itemSelectionChanged.connect(self._offer)
        self.destroyed.connect(workspace.sending.subscribe(self.look))
        self._offer()
        self.look()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(TITLES), self)
        table.setObjectName("outgoing")
        table.setAccessibleName("What was asked of the server")
        table.setHorizontalHeaderLabels(TITLES)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.density().line)
        table.setFont(theme.tabular(table.font()))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        return table

    def look(self) -> None:
        tasks.run(self, self._workspace.sending.latest(SHOWN), done=self._show)

    @property
    def chosen(self) -> Outgoing | None:
        rows = self.table.selectionModel().selectedRows()
        return self._entries[rows[0].row()] if rows and rows[0].row() < len(self._entries) else None

    def _button(
        self, box: QDialogButtonBox, title: str, work: Callable[[Outgoing], Coroutine[object, object, None]]
    ) -> QPushButton:
        button = box.addButton(title, QDialogButtonBox.ButtonRole.ActionRole)
        button.setObjectName("outbox_" + title.lower().strip(" …").replace(" ", "_"))
        button.setAutoDefault(False)

        def clicked() -> None:
            if (entry := self.chosen) is not None:
                tasks.run(self, work(entry), control=button)

        button.clicked.connect(clicked)
        return button

    def _show(self, entries: Sequence[Outgoing]) -> None:
        marker = self.chosen.marker if self.chosen else ""
        self._entries = tuple(entries)
        self.table.setRowCount(len(entries))
        for row, entry in enumerate(entries):
            word, icon, tone = WORDS[entry.progress]
            cells = (formats.moment(entry.created), entry.title, word, entry.reason.replace("\n", " "))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column == STATE:
                    item.setIcon(icons.icon(icon, tone))
                self.table.setItem(row, column, item)
        here = next((row for row, entry in enumerate(entries) if entry.marker == marker), 0)
        if entries:
            self.table.selectRow(here)
        self._offer()

    def _offer(self) -> None:
        entry = self.chosen
        progress = entry.progress if entry else None
        is_written = entry is not None and entry.kind in _WRITTEN
        at_rest = progress is Progress.WAITING or (progress is Progress.REFUSED and is_written)
        self.retry.setEnabled(progress is Progress.NOT_CONFIRMED or (at_rest and entry is not None and entry.queued))
        self.open_it.setEnabled(bool(entry and entry.documents))
        self.edit.setEnabled(at_rest)
        self.checked.setEnabled(progress in (Progress.NOT_CONFIRMED, Progress.DIFFERS))
        self.discard.setEnabled(at_rest)
        self._stack.setCurrentIndex(0 if self._entries else 1)
        self.remark.setText(entry.reason if entry else "")

    # --- what can be done with one ------------------------------------------------------------------------------------

    async def _retry(self, entry: Outgoing) -> None:
        if entry.progress is not Progress.NOT_CONFIRMED:
            await self._workspace.sending.queue(replace(entry, reason=""))
            await self._workspace.sending.send_waiting()
            return
        left = {each.marker for each in await self._workspace.sending.settle()}
        if entry.marker not in left:
            notices.tell(self, f"{entry.title}: it is known now what became of it.")

    async def _open(self, entry: Outgoing) -> None:
        self.document_wanted.emit(entry.documents[-1])
        self.close()

    async def _edit(self, entry: Outgoing) -> None:
        kept = next((each for each in await self._workspace.drafts.all() if each.key == entry.marker), None)
        if kept is None and entry.documents:
            await self._open(entry)
        elif kept is not None:
            self.draft_wanted.emit(kept)
            self.close()

    async def _settle(self, entry: Outgoing) -> None:
        if await notices.ask(
            self,
            "Checked",
            f"“{entry.title}”: did you look in Odoo at what became of it?",
            confirm="I have checked",
            informative="It is then no longer looked for, and the documents can be paid or posted again.",
        ):
            await self._workspace.sending.settle_by_hand(entry.marker)

    async def _discard(self, entry: Outgoing) -> None:
        if await notices.ask(
            self,
            "Discard",
            f"Discard “{entry.title}”? It is not sent, and what was typed is gone.",
            confirm="Discard",
        ):
            await self._workspace.sending.withdraw(entry.marker)
            await self._workspace.drafts.forget(entry.marker)
