"""The window: books at the left, one book or one document beside them, what can be done above, where we are below."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from odoo_desk import __version__
from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import Invoice, MoveType, Partner, Payment
from odoo_desk.ui import icons, keys, notices, tasks, theme
from odoo_desk.ui.books.filters import FIRST_BOOK
from odoo_desk.ui.books.page import BookPage
from odoo_desk.ui.elided import ElidedLabel
from odoo_desk.ui.navigation import Navigation
from odoo_desk.ui.outbox import OutboxDialog, OutboxStatus
from odoo_desk.ui.palette import IN_PALETTE, Memory, Palette
from odoo_desk.ui.places import BOOKS, REPORTS, TITLES, Place, Report
from odoo_desk.ui.sync_status import SyncStatus
from odoo_desk.ui.unsaved import UnsavedDrafts

if TYPE_CHECKING:
    from odoo_desk.accounting.kept import KeptDraft
    from odoo_desk.ui.invoices.page import InvoicePage
    from odoo_desk.ui.open_items.page import AgeingPage
    from odoo_desk.workspace.workspace import Workspace

MESSAGE_STAYS = 10_000  # ms
ICON = 2 * theme.SPACE
LOOKS_EVERY = 5  # seconds; whoever goes to and fro between two windows makes no request at each turn


class MainWindow(QMainWindow):
    """One open company. `left` when the user closes the window or signs out; `company_chosen` with the id of another one;
    `keys_changed` with the user's own keys; `preferences_wanted`, `sign_in_wanted` and `lock_wanted` are the application's to answer."""

    left = Signal()
    company_chosen = Signal(int)
    sign_in_wanted = Signal()
    preferences_wanted = Signal()
    lock_wanted = Signal()
    keys_changed = Signal(dict)

    def __init__(self, workspace: Workspace, kept: QSettings) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.workspace = workspace
        self._kept = kept
        self._may_close = False
        self._nudged_at = -float(LOOKS_EVERY)
        self._pages: dict[Place, BookPage | AgeingPage] = {}
        self._place: Place = FIRST_BOOK
        self._palette_memory = Memory()
        self._busy: list[tuple[tasks.Task, str]] = []
        self.navigation = Navigation(self)
        self.navigation.chosen.connect(self._chosen)
        self.stack = QStackedWidget(self)
        self._document_page: InvoicePage | None = None
        self._title = QLabel(self)
        self._back = QAction(icons.icon("back"), "Back", self)
        self._arrange()
        self._make_actions()
        self._status()
        self.restore()
        self.show_place(FIRST_BOOK)

    # --- what the application, the tour and the tests use -------------------------------------------------------------

    @property
    def page(self) -> BookPage:
        """The book that is shown, or was before what is shown now."""
        page = self._pages[self._place]
        assert isinstance(page, BookPage)
        return page

    @property
    def document_page(self) -> InvoicePage:
        """Made when the first document is opened: lists are on screen sooner without it."""
        if self._document_page is None:
            from odoo_desk.ui.invoices.page import InvoicePage  # noqa: PLC0415

            page = self._document_page = InvoicePage(self.workspace, self.stack)
            self.stack.addWidget(page)
            page.title_changed.connect(self._name_document)
            page.leave_requested.connect(self.leave_document)
            page.document_opened.connect(self._leave_and_open)
            page.keeper.changed.connect(self.unsaved.look)
        return self._document_page

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed and not saved."""
        return self._document_page is not None and self._document_page.is_dirty

    @property
    def shows_document(self) -> bool:
        return self._document_page is not None and self.stack.currentWidget() is self._document_page

    async def may_leave(self) -> bool:
        """Asks when something would be lost."""
        return self._document_page is None or await self._document_page.may_leave()

    def come_forward(self) -> None:
        """The program was started once more."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_place(self, place: Place) -> None:
        """The document that is open is left first, if it may be."""
        if self.shows_document and self.is_dirty:
            tasks.run(self, self._leave_then(place))
            return
        self._turn_to(place)

    def open_document(self, document_id: int) -> None:
        self.document_page.open_document(document_id)
        self._show_document()

    def new_document(self, move_type: MoveType) -> None:
        self.document_page.start(move_type)
        self._show_document()

    def leave_document(self) -> None:
        if self.shows_document:
            tasks.run(self, self._leave_then(self._place))

    def show_message(self, text: str) -> None:
        self.statusBar().showMessage(text, MESSAGE_STAYS)

    def show_busy(self, task: tasks.Task, saying: str) -> None:
        self._busy.append((task, saying))
        self._show_busy()

    def hide_busy(self, task: tasks.Task) -> None:
        self._busy = [each for each in self._busy if each[0] is not task]
        self._show_busy()

    def restore(self) -> None:
        self.resize(QSize(1280, 820))
        geometry = self._kept.value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)

    # --- arrangement --------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        strip = QWidget(self)
        strip.setObjectName("profile_colour")
        strip.setFixedHeight(4)
        strip.setStyleSheet(f"background: {self.workspace.profile.colour};")
        self._title.setObjectName("page_title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        theme.TITLE.on(self._title)
        self._new = QPushButton(icons.icon("new", "on_accent"), "New", self)
        self._new.setObjectName("new_document")
        self._new.setDefault(True)
        self._new.setVisible(self.workspace.user.rights.write_invoices)
        self._back_button = QToolButton(self)
        self._back_button.setObjectName("back")
        self._back_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._back_button.setDefaultAction(self._back)
        row = QWidget(self)
        row.setMinimumHeight(6 * theme.SPACE)  # the same with and without buttons, so that the title stands still
        head = QHBoxLayout(row)
        head.setContentsMargins(theme.MARGIN, theme.SPACE, theme.MARGIN, 0)
        head.addWidget(self._back_button)
        head.addWidget(self._title)
        head.addStretch(1)
        self._tools = QToolBar(self)
        self._tools.setObjectName("document_tools")
        self._tools.setMovable(False)
        self._tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._tools.setIconSize(QSize(ICON, ICON))
        head.addWidget(self._tools)
        head.addWidget(self._new)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._add_notice(right)
        right.addWidget(row)
        right.addWidget(self.stack, 1)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self.navigation)
        columns.addLayout(right, 1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(strip)
        whole.addLayout(columns, 1)
        centre = QWidget(self)
        centre.setLayout(whole)
        self.setCentralWidget(centre)

    def _add_notice(self, layout: QVBoxLayout) -> None:
        """What the user has to know of this server, until it is put away."""
        if not self.workspace.server.notice:
            return
        notice, away = QLabel(self.workspace.server.notice, self), QToolButton(self)
        notice.setObjectName("server_notice")
        notice.setProperty("tone", "warning")
        notice.setTextFormat(Qt.TextFormat.PlainText)
        notice.setWordWrap(True)
        away.setObjectName("put_notice_away")
        away.setAccessibleName("Put this notice away")
        away.setIcon(icons.icon("close"))
        away.setToolTip("Put this notice away")
        banner, line = QFrame(self), QWidget(self)
        banner.setProperty("banner", "warning")
        row = QHBoxLayout(banner)
        row.setContentsMargins(theme.SPACE, theme.SPACE // 2, theme.SPACE // 2, theme.SPACE // 2)
        row.addWidget(notice, 1)
        row.addWidget(away)
        around = QVBoxLayout(line)
        around.setContentsMargins(theme.MARGIN, theme.SPACE, theme.MARGIN, 0)
        around.addWidget(banner)
        away.clicked.connect(line.hide)
        layout.addWidget(line)

    def _make_actions(self) -> None:
        bar = self.menuBar()
        file, edit, view, go = (bar.addMenu(title) for title in ("&File", "&Edit", "&View", "&Go"))
        self._document_menu = bar.addMenu("&Actions")
        help_menu = bar.addMenu("&Help")
        self._new_action = self._action(file, "New", "new", self._new_here)
        self._new.clicked.connect(self._new_clicked)
        kinds = file.addMenu("New of type")
        for move_type in MoveType:
            self._action(kinds, move_type.word, None, lambda kind=move_type: self.new_document(kind))
        kinds.setEnabled(self.workspace.user.rights.write_invoices)
        self._new_action.setEnabled(self.workspace.user.rights.write_invoices)
        file.addSeparator()
        self._action(file, "Sign in to another server…", None, self.sign_in_wanted.emit)
        self._companies(file)
        self._action(file, "Preferences…", "preferences", self.preferences_wanted.emit)
        file.addSeparator()
        self.lock_action = self._action(file, "Lock", "lock", self.lock_wanted.emit)
        self.lock_action.setIcon(icons.icon("lock"))
        self._action(file, "Quit", "quit", self.close)
        self._action(edit, "Search", "search", self._search)
        self._action(edit, "Clear filters", "clear_filters", self._clear_filters)
        self._action(view, "Refresh", "refresh", self._refresh)
        self._back.triggered.connect(self.leave_document)
        keys.bind(self._back, "back")
        go.addAction(self._back)
        go.addSeparator()
        for number, book in enumerate(BOOKS, start=1):
            self._action(go, TITLES[book], f"book_{number}", lambda book=book: self.show_place(book))
        for report in REPORTS:
            self._action(go, TITLES[report], report.value, lambda report=report: self.show_place(report))
        self._action(view, "Outbox …", "outbox", self._show_outbox)
        self._action(go, "Command palette …", "palette", self._show_palette)
        self._action(help_menu, "Keyboard shortcuts …", "shortcuts", self._show_shortcuts)
        self._action(help_menu, "Activity log …", None, self._show_activity)
        self._action(help_menu, "About Odoo Desk", None, self._about)

    def _action(self, menu: QMenu, title: str, command: str | None, work: object) -> QAction:
        action = menu.addAction(title)
        action.setObjectName("menu_" + title.lower().replace(" ", "_").strip("…"))
        if command is not None:
            keys.bind(action, command)
        action.triggered.connect(lambda _checked=False: work())  # type: ignore[operator]
        return action

    def _companies(self, menu: QMenu) -> None:
        user = self.workspace.user
        chooser, group = menu.addMenu("Company"), QActionGroup(self)
        chooser.setObjectName("companies")
        chooser.menuAction().setVisible(len(user.companies) > 1)
        self._company_menu = chooser
        for company in user.companies:
            action = chooser.addAction(company.name.replace("&", "&&"))
            action.setProperty(IN_PALETTE, f"Change company: {company.name}")
            action.setCheckable(True)
            action.setChecked(company.id == user.company.id)
            action.setActionGroup(group)
            action.triggered.connect(lambda _on=False, company=company: self.company_chosen.emit(company.id))

    def _status(self) -> None:
        server, user = self.workspace.server, self.workspace.user
        self._busy_text, self._busy_cancel = QLabel(self), QPushButton("Cancel", self)
        self._busy_text.setObjectName("busy")
        self._busy_cancel.setObjectName("cancel_busy")
        self._busy_cancel.clicked.connect(self._cancel_busy)
        sync = SyncStatus(self.workspace.syncing, self)
        sync.sign_in_wanted.connect(self.sign_in_wanted)
        # In a widget of its own: it shows itself when something changes, which must not be over a message.
        left = QWidget(self)
        row = QHBoxLayout(left)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(sync)
        self.statusBar().addWidget(left)
        self.unsaved = UnsavedDrafts(self.workspace, self._key_of_open_draft, self)
        self.unsaved.opened.connect(self._resume)
        self.statusBar().addPermanentWidget(self.unsaved)
        outbox = OutboxStatus(self.workspace, self)
        outbox.clicked.connect(self._show_outbox)
        self.statusBar().addPermanentWidget(outbox)
        self.statusBar().addPermanentWidget(self._busy_text)
        self.statusBar().addPermanentWidget(self._busy_cancel)
        host = server.url.split("://", 1)[1]
        if len(user.companies) > 1:
            chooser = QToolButton(self)
            chooser.setObjectName("company")
            chooser.setText("Change company")
            chooser.setIcon(icons.icon("company", "muted"))
            chooser.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chooser.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            chooser.setMenu(self._company_menu)
            self.statusBar().addPermanentWidget(chooser)
        looking = "only looking" if self.workspace.profile.read_only else ""
        version = f"Odoo {server.version} · {server.protocol}"
        parts = (looking, host, server.database, user.company.name, user.name, version)
        where = ElidedLabel("   ·   ".join(filter(None, parts)), self)
        where.setObjectName("where")
        where.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.statusBar().addPermanentWidget(where)
        self._show_busy()

    # --- turning pages ------------------------------------------------------------------------------------------------

    def _turn_to(self, place: Place) -> None:
        self._place = place
        if isinstance(place, Book):
            self.workspace.syncing.look_at(place)
        if place not in self._pages:
            self._pages[place] = self._made(place)
            self.stack.addWidget(self._pages[place])
        page = self._pages[place]
        self.stack.setCurrentWidget(page)
        self.unsaved.look()
        self._title.setText(page.title)
        self.setWindowTitle(f"{page.title} - {self.workspace.user.company.name} - Odoo Desk")
        self._back.setEnabled(False)
        self._back_button.hide()
        kinds = self._kinds_here
        self._new.setVisible(bool(kinds) and self.workspace.user.rights.write_invoices)
        self._new.setText("New  ▾" if len(kinds) > 1 else "New")
        self._offer(page.document_actions())
        self.navigation.mark(place)
        QTimer.singleShot(0, page.view, page.view.setFocus)

    def _made(self, place: Place) -> BookPage | AgeingPage:
        if isinstance(place, Report):
            from odoo_desk.ui.open_items.page import AgeingPage  # noqa: PLC0415  not before the first paint

            report = AgeingPage(self.workspace, place, self._kept, self.stack)
            report.opened.connect(self.open_document)
            return report
        page = BookPage(self.workspace, place, self._kept, self.stack)
        page.opened.connect(self._open_row)
        if page.actions_of_documents is not None:
            page.actions_of_documents.opened.connect(self.open_document)
        return page

    @property
    def _kinds_here(self) -> tuple[MoveType, ...]:
        """What is written anew where one is."""
        return self._place.move_types if isinstance(self._place, Book) else ()

    def _key_of_open_draft(self) -> str:
        return self._document_page.keeper.key if self._document_page is not None else ""

    def _resume(self, kept: KeptDraft) -> None:
        tasks.run(self, self._leave_and_resume(kept))

    async def _leave_and_resume(self, kept: KeptDraft) -> None:
        if await self.may_leave():
            self.document_page.resume(kept)
            self._show_document()

    def _show_document(self) -> None:
        self.stack.setCurrentWidget(self.document_page)
        self._back.setEnabled(True)
        self._back.setText(TITLES[self._place])
        self._back_button.show()
        self._new.hide()
        self._offer(self.document_page.actions())

    def _offer(self, actions: list[QAction]) -> None:
        """The same actions in the toolbar and in the menu. A document has its own buttons, so there the toolbar stays empty."""
        self._tools.clear()
        self._document_menu.clear()
        self._document_menu.addActions(actions)
        if not self.shows_document:
            self._tools.addActions(actions)
        self._document_menu.setEnabled(bool(actions))

    async def _leave_then(self, place: Place) -> None:
        if await self.may_leave():
            self._turn_to(place)
        else:
            self.navigation.mark(self._place)

    def _chosen(self, place: Place) -> None:
        if place is not self._place or self.shows_document:
            self.show_place(place)

    def _open_row(self, row: object) -> None:
        if isinstance(row, Invoice):
            self.open_document(row.id)
        elif isinstance(row, Payment):
            if row.documents:
                self.open_document(row.documents[0])
            else:
                notices.tell(self, "This payment is not matched with any document yet.")
        elif isinstance(row, Partner):
            self._turn_to(Book.CUSTOMER_INVOICES if row.receivable or not row.payable else Book.VENDOR_BILLS)
            self.page.only_partner(row)

    def _name_document(self, title: str) -> None:
        if self.shows_document:
            self._title.setText(title)
            self.setWindowTitle(f"{title} - {self.workspace.user.company.name} - Odoo Desk")
            if self.document_page.document is not None:
                self._palette_memory.opened(self.document_page.document.header)

    def _new_clicked(self) -> None:
        """In a book of two kinds the button asks which; Ctrl+N starts the first."""
        if len(self._kinds_here) < 2:
            self._new_here()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in self._kinds_here:
            action = menu.addAction(kind.word)
            action.triggered.connect(lambda _on=False, kind=kind: self.new_document(kind))
        menu.popup(self._new.mapToGlobal(self._new.rect().bottomLeft()))

    def _new_here(self) -> None:
        self.new_document((*self._kinds_here, MoveType.CUSTOMER_INVOICE)[0])

    def _search(self) -> None:
        if not self.shows_document:
            self._pages[self._place].search()

    def _clear_filters(self) -> None:
        self._pages[self._place].clear_filters()

    def _refresh(self) -> None:
        """The document that is shown, or else the lists."""
        if self.shows_document:
            self.document_page.reload_action.trigger()
        else:
            tasks.run(self, self.workspace.refresh(), saying="Refreshing …")

    def _show_outbox(self) -> None:
        dialog = OutboxDialog(self.workspace, self)
        dialog.document_wanted.connect(self._leave_and_open)
        dialog.draft_wanted.connect(self._resume)
        dialog.open()

    def _leave_and_open(self, document_id: int) -> None:
        tasks.run(self, self._leave_then_open(document_id))

    async def _leave_then_open(self, document_id: int) -> None:
        if await self.may_leave():
            self.open_document(document_id)

    def _show_shortcuts(self) -> None:
        from odoo_desk.ui.shortcuts import ShortcutsDialog  # noqa: PLC0415

        dialog = ShortcutsDialog(self)
        dialog.changed.connect(self.keys_changed)
        dialog.open()

    def _show_palette(self) -> None:
        palette = Palette(self.workspace, self._palette_memory, self.menuBar(), self)
        palette.row_wanted.connect(self._leave_then_go)
        palette.open()

    def _leave_then_go(self, row: object) -> None:
        tasks.run(self, self._go_to_row(row))

    async def _go_to_row(self, row: object) -> None:
        if await self.may_leave():
            self._open_row(row)

    def _show_activity(self) -> None:
        from odoo_desk.ui.activity import ActivityDialog  # noqa: PLC0415

        ActivityDialog(self.workspace, self).open()

    def _about(self) -> None:
        server = self.workspace.server
        notices.tell(self, f"Odoo Desk {__version__}, on Odoo {server.version} over {server.protocol}.")

    # --- busy and closing ---------------------------------------------------------------------------------------------

    def _show_busy(self) -> None:
        self._busy_text.setText(self._busy[-1][1] if self._busy else "")
        self._busy_text.setVisible(bool(self._busy))
        self._busy_cancel.setVisible(bool(self._busy))

    def _cancel_busy(self) -> None:
        if self._busy:
            self._busy[-1][0].cancel()

    def close_at_once(self) -> None:
        """Without asking: whoever calls has asked, or nothing is lost."""
        self._may_close = True
        self.close()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            now = time.monotonic()
            if now - self._nudged_at >= LOOKS_EVERY:
                self._nudged_at = now
                self.workspace.syncing.nudge()  # somebody may have worked in Odoo meanwhile

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close or not self.is_dirty:
            self._kept.setValue("window/geometry", self.saveGeometry())
            if self._document_page is not None:
                self._document_page.end()
            event.accept()
            self.left.emit()
            return
        event.ignore()
        tasks.run(self, self._ask_then_close())

    async def _ask_then_close(self) -> None:
        if await self.may_leave():
            self.close_at_once()
