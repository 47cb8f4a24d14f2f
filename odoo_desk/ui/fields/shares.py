"""A field for what a line is given to: analytic accounts by code or name, with their percentages, as in “Projects 60 %; Sales 40 %”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.analytic import SEPARATOR, AnalyticAccount, AnalyticShare, in_words, read
from odoo_desk.errors import InvalidInput
from odoo_desk.ui.fields.choice import only_match, why_none
from odoo_desk.ui.fields.money import decimal_point
from odoo_desk.ui.fields.several import Offered, SeveralEdit
from odoo_desk.ui.fields.suggestions import Choice

_LAST = re.compile(r"(?:.*(?:;|\+|%,))?\s*(.*)", re.DOTALL)
_PERCENT = re.compile(r"\d+([.,]\d*)?\s*%?$")


class Sharing:
    """The analytic accounts of a company, as they are typed and shown."""

    def __init__(self, accounts: Iterable[AnalyticAccount] = ()) -> None:
        self.accounts = {each.id: each for each in accounts}
        in_use = [each for each in self.accounts.values() if not each.archived]
        self.choices = tuple(Choice(each.id, each.shown, each.plan, each.code) for each in in_use)
        self._offered = Offered(self.choices)
        everything = [Choice(each.id, each.shown, code=each.code) for each in self.accounts.values()]
        self._all = Offered(everything)

    def shown(self, shares: Iterable[AnalyticShare]) -> str:
        return in_words(shares, self.accounts, decimal_point())

    def shortly(self, shares: Iterable[AnalyticShare]) -> str:
        """By their codes where there are several."""
        shares = tuple(shares)
        if len(shares) < 2:
            return self.shown(shares)
        short = {each.id: replace(each, name="" if each.code else each.name) for each in self.accounts.values()}
        return in_words(shares, short, decimal_point())

    def read(self, typed: str) -> tuple[AnalyticShare, ...]:
        """InvalidInput when something of it means nothing, or could mean several."""
        return read(typed, self._find)

    def _find(self, name: str) -> AnalyticAccount:
        found = self._offered.matches(name)
        match = only_match(name, found) or only_match(
            name, [each for each in self._all.choices if each.is_exactly(name)]
        )
        if match is None:
            raise InvalidInput(why_none(name, found))
        return self.accounts[match.id]


class SharesEdit(SeveralEdit):
    """The list completes the name that is being typed; the percentage is typed behind it."""

    def __init__(self, sharing: Sharing, parent: QWidget | None = None) -> None:
        super().__init__(sharing.choices, parent)
        self._sharing = sharing

    def shares(self) -> tuple[AnalyticShare, ...]:
        return self._sharing.read(self.text())

    def finish(self, *, show: bool = False) -> bool:
        try:
            self.shares()
        except InvalidInput as problem:
            self.complain(str(problem))
            if show:
                self.open_list()
            return False
        self.complain("")
        self.close_list()
        return True

    def _typed(self) -> None:
        """Nothing is offered while a percentage is typed."""
        if _PERCENT.search(self._last_term()) and self._is_named():
            self.close_list()
        else:
            super()._typed()

    def _is_named(self) -> bool:
        name = _PERCENT.sub("", self._last_term()).strip()
        return any(choice.is_exactly(name) for choice in self._sharing.choices)

    def _last_term(self) -> str:
        told = _LAST.fullmatch(self.text())
        return told[1].strip() if told else ""

    def _so_far(self) -> list[Choice]:
        return []

    def _toggle(self, row: int) -> None:
        """In place of what was typed of it."""
        begun = self.text()[: len(self.text()) - len(self._last_term())]
        picked = self._offered[row]
        is_other = bool(self._last_term()) and self._is_named() and not picked.is_exactly(self._last_term())
        self.setText(f"{self.text()}{SEPARATOR}{picked.text}" if is_other else f"{begun}{picked.text}")
        self.setModified(True)
        self.setCursorPosition(len(self.text()))
        self.complain("")
        self.close_list()
