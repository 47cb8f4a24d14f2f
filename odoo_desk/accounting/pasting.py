"""A block of cells that was copied from a spreadsheet, read as lines: what each column means, which rows are no lines, which numbers are none."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from odoo_desk.accounting.entry import harmless, parse_amount
from odoo_desk.errors import InvalidInput


class Meaning(Enum):
    """Of a column, by the field of a draft's line."""

    PRODUCT = "product_id"
    ACCOUNT = "account_id"
    PARTNER = "partner_id"
    DESCRIPTION = "name"
    QUANTITY = "quantity"
    PRICE = "price_unit"
    DISCOUNT = "discount"
    TAXES = "tax_ids"
    ANALYTIC = "analytic"
    DEBIT = "debit"
    CREDIT = "credit"
    NOTHING = ""

    @property
    def is_number(self) -> bool:
        return self in _NUMBERS


@dataclass(frozen=True, slots=True)
class Block:
    """`rows` are all as wide as `meanings`; `heading` is empty when there is none; `totals` the rows at the end that only sum up."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...]
    meanings: tuple[Meaning, ...]


_NUMBERS = (Meaning.QUANTITY, Meaning.PRICE, Meaning.DISCOUNT, Meaning.DEBIT, Meaning.CREDIT)
_WORDS = {
    Meaning.PRODUCT: "product item article sku produkt artikel produit producto artículo prodotto",
    Meaning.ACCOUNT: "account konto compte cuenta rekening conto grootboek",
    Meaning.PARTNER: "partner customer vendor supplier kunde lieferant client fournisseur cliente proveedor klant",
    Meaning.DESCRIPTION: "description label text name details bezeichnung beschreibung libellé désignation descripción omschrijving descrizione",
    Meaning.QUANTITY: "quantity qty units menge anzahl stück quantité qté cantidad aantal quantità",
    Meaning.PRICE: "price rate preis einzelpreis prix precio prijs prezzo cost",
    Meaning.DISCOUNT: "discount disc rabatt remise descuento korting sconto",
    Meaning.TAXES: "tax taxes vat gst steuer mwst ust tva iva btw impuesto",
    Meaning.ANALYTIC: "analytic project projekt projet proyecto progetto kostenstelle",
    Meaning.DEBIT: "debit soll débit debe debet dare",
    Meaning.CREDIT: "credit haben crédit haber avere",
    Meaning.NOTHING: "amount total subtotal sum betrag summe gesamt gesamtpreis montant importe bedrag importo pos no nr",
}
_SUMS = re.compile(
    r"(grand |sub-?\s?)?total\b|sum\b|summe\b|gesamt|zwischensumme|somme\b|suma\b|totaal|totale\b|(vat|tax|mwst|ust|tva|iva|btw)\b",
    re.IGNORECASE,
)
_MONEY_SIGN = re.compile(r"[$€£¥₹₺₽₩₪₫฿₴₦]|(?<![A-Za-z])(?:[A-Z]{3}|Fr\.|kr\.?|zł|Kč)(?![A-Za-z])")


def read_block(text: str, offered: Collection[Meaning]) -> Block | None:
    """None when it is one cell, which is typed rather than pasted as lines. Only what is `offered` is recognised."""
    rows = [row for row in _cells(text) if any(row)]
    width = max(map(len, rows), default=0)
    if not rows or (width == 1 and len(rows) == 1):
        return None
    rows = [(*row, *[""] * (width - len(row))) for row in rows]
    used = [column for column in range(width) if any(row[column] for row in rows)]
    rows = [tuple(row[column] for column in used) for row in rows]
    heading = rows[0] if len(rows) > 1 and _is_heading(rows[0]) else ()
    lines, totals = _without_totals(rows[1:] if heading else rows)
    by_heading = [_named(cell) for cell in heading] if heading else [None] * len(used)
    return Block(tuple(heading), tuple(lines), tuple(totals), _meanings(by_heading, lines, offered))


def read_number(text: str, meaning: Meaning, *, decimal_point: str) -> Decimal:
    """As spreadsheets write them: with a currency, in brackets or with the sign behind for minus. InvalidInput when it is none or could be two."""
    typed = _MONEY_SIGN.sub("", text).strip()
    if typed.startswith("=") or not re.search(r"\d", typed):
        raise InvalidInput(f"“{text}” is not a number.", advice="Type the number itself.")
    if bracketed := re.fullmatch(r"\((.*)\)", typed):
        typed = f"-{bracketed[1].strip()}"
    elif re.fullmatch(r"[\d.,' \u00a0\u202f]+[-−]", typed):  # noqa: RUF001
        typed = f"-{typed[:-1].strip()}"
    if meaning is Meaning.DISCOUNT:
        typed = typed.removesuffix("%").strip()
    return parse_amount(typed, decimal_point=decimal_point)


# --- cells ------------------------------------------------------------------------------------------------------------


def _cells(text: str) -> list[tuple[str, ...]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    separator = _separator(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:  # a quote that is an inch
        rows = [line.split(separator) for line in text.split("\n")]
    return [tuple(_plain(cell) for cell in row) for row in rows]


def _separator(text: str) -> str:
    if "\t" in text:
        return "\t"
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.split("\n") if line.strip()]
    semicolons = [line.count(";") for line in lines]
    if lines and min(semicolons) > 0:
        return ";"
    commas = {line.count(",") for line in lines}
    return "," if len(lines) > 1 and len(commas) == 1 and commas != {0} else "\t"


def _plain(cell: str) -> str:
    """Without what makes it harmless in a spreadsheet, which our own copies have."""
    cell = cell.strip().strip("\u00a0")
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


# --- what they mean ---------------------------------------------------------------------------------------------------


def _named(cell: str) -> Meaning | None:
    for word in re.findall(r"[^\W\d_]+", cell.casefold()):
        for meaning, words in _WORDS.items():
            if word in words.split() or word.removesuffix("s") in words.split():
                return meaning
    return None


def _is_heading(row: Sequence[str]) -> bool:
    return not any(map(_is_number, row)) and any(_named(cell) is not None for cell in row)


def _is_number(cell: str) -> bool:
    try:
        read_number(cell, Meaning.DISCOUNT, decimal_point=".")
    except InvalidInput as problem:
        return "two ways" in problem.message
    return True


def _mostly(is_so: Callable[[str], bool], column: int, rows: Sequence[Sequence[str]]) -> bool:
    """A cell that does not fit is shown as one, and does not change what its column means."""
    filled = [row[column] for row in rows if row[column]]
    return 2 * sum(map(is_so, filled)) > len(filled)


def _without_totals(rows: Sequence[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """A row at the end that begins with a word for a sum, and is emptier than the lines above it."""
    lines = list(rows)
    totals: list[tuple[str, ...]] = []
    usual = max((sum(map(bool, row)) for row in rows), default=0)
    while len(lines) > 1:
        first = next(cell for cell in lines[-1] if cell)
        if not _SUMS.match(first) or sum(map(bool, lines[-1])) >= usual:
            break
        totals.insert(0, lines.pop())
    return lines, totals


def _meanings(
    by_heading: Sequence[Meaning | None], rows: Sequence[Sequence[str]], offered: Collection[Meaning]
) -> tuple[Meaning, ...]:
    """By the heading; what has none by what stands in it. No meaning is given twice."""
    found: list[Meaning | None] = []
    for meaning in by_heading:
        is_free = meaning in offered and meaning not in found
        found.append(meaning if is_free or meaning is None else Meaning.NOTHING)
    free = [column for column, meaning in enumerate(found) if meaning is None]
    shares = [column for column in free if _mostly(lambda cell: cell.endswith("%"), column, rows)]
    numbers = [column for column in free if column not in shares and _mostly(_is_number, column, rows)]
    words = [column for column in free if column not in shares and column not in numbers]
    if words and Meaning.DESCRIPTION not in found:
        found[max(words, key=lambda column: sum(len(row[column]) for row in rows))] = Meaning.DESCRIPTION
    for columns, likely in (
        (shares, (Meaning.TAXES,)),
        (numbers, (Meaning.PRICE,) if len(numbers) == 1 else (Meaning.QUANTITY, Meaning.PRICE)),
        (numbers, (Meaning.DEBIT, Meaning.CREDIT)),
    ):
        left = [each for each in likely if each in offered and each not in found]
        for column, meaning in zip([each for each in columns if found[each] is None], left, strict=False):
            found[column] = meaning
    return tuple(meaning or Meaning.NOTHING for meaning in found)
