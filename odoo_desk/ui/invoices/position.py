"""The fiscal position of a draft: picked in the header, and what another one makes of the lines that are there, as Odoo's “Update taxes and accounts”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.fiscal import FiscalPosition
from odoo_desk.ui import tasks
from odoo_desk.ui.fields.pick import PickBox
from odoo_desk.ui.fields.providers import account_choice
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.invoices.remarks import Remark

if TYPE_CHECKING:
    from odoo_desk.accounting.records import Draft, DraftLine
    from odoo_desk.errors import DeskError
    from odoo_desk.ui.invoices.form import DraftForm
    from odoo_desk.ui.invoices.line import Line
    from odoo_desk.workspace.workspace import Workspace

_NO_POSITION = -1  # the id of the entry for none at all; no record has it


class PositionBox(PickBox):
    """`value()` as Draft.fiscal_position_id: None is the partner's, 0 is none. `before` is what the lines stand for, until they have followed."""

    def __init__(self, positions: Sequence[FiscalPosition], parent: QWidget) -> None:
        self.before: int | None = None
        super().__init__(parent, none="By the partner")
        self.set_choices([(_NO_POSITION, "None"), *((each.id, each.name) for each in positions)])

    def value(self) -> int | None:
        value = super().value()
        return 0 if value == _NO_POSITION else value

    def set_value(self, value: int | None, text: str = "") -> None:
        super().set_value(_NO_POSITION if value == 0 else value, text)
        self.before = value


@dataclass(frozen=True, slots=True)
class _Mapped:
    """`lines` as they were when it was asked, beside what becomes of each."""

    draft: Draft
    position: FiscalPosition | None
    lines: tuple[tuple[Line, DraftLine], ...]
    accounts: dict[int, Choice]


class Remapping(QObject):
    """Of one form: when another position is picked, the lines follow, and it is said what changed."""

    def __init__(self, workspace: Workspace, form: DraftForm) -> None:
        super().__init__(form)
        self._workspace = workspace
        self._form = form
        self._field = form.header.fiscal_position
        self._field.picked.connect(self._picked)  # it is told together with the lines: both are one step to undo

    def _picked(self) -> None:
        draft = self._form.so_far()
        lines = [self._form.lines.line(row) for row in range(len(draft.lines))]
        tasks.run(self._form, self._map(draft, self._field.before, lines), done=self._take, failed=self._not_mapped)

    def _not_mapped(self, _problem: DeskError) -> bool:
        """The position is picked all the same; what went wrong is said as everywhere."""
        self._form.changed.emit()
        return False

    async def _map(self, draft: Draft, before_id: int | None, lines: Sequence[Line]) -> _Mapped:
        invoicing = self._workspace.invoicing
        before = await invoicing.fiscal_position(replace(draft, fiscal_position_id=before_id))
        after = await invoicing.fiscal_position(draft)
        mapped = await invoicing.remapped(draft, before, after)
        changed = [(line, new) for line, old, new in zip(lines, draft.lines, mapped, strict=True) if new != old]
        accounts: dict[int, Choice] = {}
        for line, new in changed:
            if new.account_id is not None and new.account_id != line.draft.account_id:
                found = await self._workspace.lookups.account(new.account_id)
                if found is not None:
                    accounts[found.id] = account_choice(found)
        return _Mapped(draft, after, tuple(changed), accounts)

    def _take(self, mapped: _Mapped) -> None:
        if self._field.value() != mapped.draft.fiscal_position_id:
            return  # another one was picked meanwhile
        form, position = self._form, mapped.position
        self._field.before = mapped.draft.fiscal_position_id
        if mapped.draft.fiscal_position_id is None and mapped.draft.id is not None:
            self._field.set_value(position.id if position else 0)  # saved as what it is, as Odoo has it
        form.outlook.position = position
        taxes = accounts = 0
        with form.lines.together():
            for line, new in mapped.lines:
                account = mapped.accounts.get(new.account_id or 0)
                is_account, is_tax = form.lines.remap(line, new, account)
                accounts, taxes = accounts + is_account, taxes + is_tax
        form.outlook.say_mapped(_told(position, taxes, accounts))
        form.changed.emit()


def _told(position: FiscalPosition | None, taxes: int, accounts: int) -> Remark | None:
    parts = [
        f"the {what} of {count} line{'' if count == 1 else 's'}"
        for what, count in (("taxes", taxes), ("account", accounts))
        if count
    ]
    if not parts:
        return None
    name = f"Fiscal position {position.name}" if position else "No fiscal position"
    return Remark(f"{name} changed {' and '.join(parts)}. Ctrl+Z takes it back.", "info")
