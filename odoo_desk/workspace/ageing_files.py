"""An ageing as a workbook, and read back to be compared with the books of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.open_items import PAYABLE, RECEIVABLE, Ageing, AgeingRow, AsOf, Control, OpenItem
from odoo_desk.accounting.saved_ageing import SavedAgeing, SavedItem
from odoo_desk.errors import InvalidInput
from odoo_desk.spreadsheets import Sheet, Value

AGEING, ITEMS, ABOUT = "Ageing", "Open items", "About"
_KINDS: Mapping[tuple[str, ...], str] = {(RECEIVABLE,): "Aged Receivable", (PAYABLE,): "Aged Payable"}
_YES = "yes"


def sheets_of(
    ageing: Ageing,
    items: Sequence[OpenItem],
    controls: Sequence[Control],
    own: Currency,
    company: str,
    books: str,
    newest: tuple[int, int],
) -> tuple[Sheet, Sheet, Sheet]:
    return _ageing(ageing, own), _items(ageing, items, own), _about(ageing, controls, own, company, books, newest)


def _ageing(ageing: Ageing, own: Currency) -> Sheet:
    sign, buckets = ageing.asked.sign, ageing.buckets.titles(ageing.aged_by)
    titles = (ageing.grouped_by.word, *buckets, "Total", "Currency", "In Currency", "Oldest", "Items")

    def row(each: AgeingRow) -> Sequence[Value]:
        foreign = each.currency is not None and each.currency.id != own.id
        return (
            each.name,
            *(sign * amount for amount in each.amounts),
            sign * each.total,
            each.currency.code if each.currency and foreign else None,
            sign * sum(each.in_currency, Decimal(0)) if foreign else None,
            each.oldest,
            each.items,
        )

    places = dict.fromkeys(range(1, len(buckets) + 2), own.decimal_places) | {len(buckets) + 3: 2}
    amounts = (sign * amount for amount in ageing.amounts)
    count = sum(each.items for each in ageing.rows)
    total = ("Total", *amounts, sign * ageing.total, None, None, None, count)
    return Sheet(AGEING, titles, [row(each) for each in ageing.rows], total, places)


def _items(ageing: Ageing, items: Sequence[OpenItem], own: Currency) -> Sheet:
    on, sign = ageing.asked.on, ageing.asked.sign
    titles = (
        *("Number", "Partner", "Date", "Accounting Date", "Due Date", "Days Overdue", "Reference", "Original"),
        *("Amount Due", "Currency", "In Currency", *(("Revalued",) if ageing.rates else ()), "Item"),
    )
    rows: list[Sequence[Value]] = [
        (
            each.number,
            each.partner.name if each.partner else None,
            each.document_date,
            each.accounting_date,
            each.due_date,
            max((on - each.due_date).days, 0),
            each.ref or each.name,
            sign * each.balance,
            sign * each.residual,
            each.currency.code,
            sign * each.residual_currency,
            *((sign * each.revalued,) if each.revalued is not None else ()),
            each.id,
        )
        for each in items
    ]
    own_places = own.decimal_places
    places = {7: own_places, 8: own_places, 10: 2} | ({11: own_places} if ageing.rates else {})
    return Sheet(ITEMS, titles, rows, places=places)


def _about(
    ageing: Ageing, controls: Sequence[Control], own: Currency, company: str, books: str, newest: tuple[int, int]
) -> Sheet:
    """What whoever gets the file has to know, and what it takes to compare it later."""
    asked, sign = ageing.asked, ageing.asked.sign
    rows: list[Sequence[Value]] = [
        ("Report", _KINDS.get(asked.kinds, "Open items")),
        ("Company", company),
        ("As of", asked.on),
        ("Currency", own.code),
        ("Aged by", ageing.aged_by.word),
        ("Grouped by", ageing.grouped_by.word),
        ("Drafts counted", _YES if asked.with_drafts else "no"),
        ("Computed", ageing.computed.isoformat(" ", "seconds")),
        ("Copy of", ageing.in_step.isoformat(" ", "seconds") if ageing.in_step else None),
        (
            "What it says",
            "What was open at the end of that day by accounting date, as the books stood when this was computed",
        ),
    ]
    rows += [(f"Revalued: {each.currency.code} for one {own.code}", each.units) for each in ageing.rates]
    for each in controls:
        rows.append((f"Balance of {each.account.name}", sign * each.balance))
        rows.append((f"Open items of {each.account.name}", sign * each.open_items))
    rows += [("Books", books), ("Newest item", newest[0]), ("Newest partial", newest[1])]
    return Sheet(ABOUT, ("What", "Value"), rows)


def saved_in(found: Mapping[str, Sequence[Mapping[str, Value]]]) -> SavedAgeing:
    """InvalidInput when it is another kind of workbook, or somebody took away what is needed."""
    about = {row.get("What"): row.get("Value") for row in found[ABOUT]}
    kinds = next((kinds for kinds, title in _KINDS.items() if title == about.get("Report")), None)
    on, newest, partial = about.get("As of"), about.get("Newest item"), about.get("Newest partial")
    if kinds is None or not isinstance(on, date) or not isinstance(newest, int) or not isinstance(partial, int):
        raise InvalidInput(
            "This workbook does not say what day and which books it is of.",
            advice="Choose an ageing that was saved by this program, with its sheet About as it was.",
        )
    asked = AsOf(on, kinds, with_drafts=about.get("Drafts counted") == _YES)
    items = []
    for place, row in enumerate(found[ITEMS], start=2):
        number, residual = row.get("Item"), row.get("Amount Due")
        if not isinstance(number, int) or not isinstance(residual, int | Decimal):
            raise InvalidInput(f"Row {place} of the sheet {ITEMS} has no amount due, or no number of an item.")
        name, partner = row.get("Number"), row.get("Partner")
        amount = asked.sign * Decimal(residual)
        items.append(SavedItem(number, str(name or ""), str(partner or ""), amount))
    return SavedAgeing(
        asked, str(about.get("Computed") or ""), str(about.get("Books") or ""), newest, partial, tuple(items)
    )
