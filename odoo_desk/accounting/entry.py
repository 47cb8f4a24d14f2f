"""What a person types: dates and amounts, in their locale. Whatever could mean two things is refused in words, never guessed."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from decimal import Context, Decimal, localcontext

from odoo_desk.errors import InvalidInput

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATE_ADVICE = "Type a day like 15, 15/3 or 2026-03-15; t is today, +30 in thirty days, em the end of the month."
_OFFSET = re.compile(r"([+-])\s*(\d{1,5})\s*([dwmy]?)")
_PARTS = re.compile(r"(\d{1,4})\s*[-/. ]\s*(\d{1,4})(?:\s*[-/. ]\s*(\d{1,4}))?\s*\.?")

_QUARTER = 92
_LONGEST = 120
_LARGEST = Decimal(10) ** 15
_PRECISE = Context(prec=50)
_PLAIN = {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "’": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "}  # noqa: RUF001
_MONEY_SIGN = r"(?:[$€£¥₹₺₽₩₪₫฿₴₦]|(?:[A-Za-z]{3}|Fr\.?|kr\.?|zł|Kč)(?![A-Za-z]))"
_TOKEN = re.compile(r"\s*(?:(\d(?:[\d.,']|\s(?=\d))*|[.,]\d+)|([-+*/()%]))")


# --- dates ------------------------------------------------------------------------------------------------------------


def parse_date(text: str, *, today: date, day_first: bool = True) -> date:
    """`t` or `=` today; `+30`, `-7`, `+2w`, `+1m`; `15`, `15/3`, `1503`, `15.3.26`, ISO; `m`/`h` or `em` first and last of the month,
    `y`/`r` of the year; `fri` the next Friday from today on, `-fri` the last one. A day without a year is this year's, or a neighbour's when that is near."""
    typed = text.strip().lower()
    if not typed:
        raise InvalidInput("No date was typed.", advice=_DATE_ADVICE)
    found = _named_day(typed, today) or _offset_day(typed, today) or _weekday(typed, today)
    if found is None:
        found = _numeric_day(typed, today, day_first=day_first)
    if found is None:
        raise InvalidInput(f"“{text.strip()}” is not a date.", advice=_DATE_ADVICE)
    return found


def _named_day(typed: str, today: date) -> date | None:
    match typed:
        case "t" | "=" | "today":
            return today
        case "m":
            return today.replace(day=1)
        case "h" | "em":
            return today.replace(day=monthrange(today.year, today.month)[1])
        case "y":
            return date(today.year, 1, 1)
        case "r":
            return date(today.year, 12, 31)
    return None


def _offset_day(typed: str, today: date) -> date | None:
    match = _OFFSET.fullmatch(typed)
    if match is None:
        return None
    count = int(match[1] + match[2])
    try:
        if match[3] in ("", "d"):
            return today + timedelta(days=count)
        if match[3] == "w":
            return today + timedelta(weeks=count)
        months = today.year * 12 + today.month - 1 + count * (12 if match[3] == "y" else 1)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError) as problem:
        raise InvalidInput(f"“{typed}” is too far away.", advice=_DATE_ADVICE) from problem


def _weekday(typed: str, today: date) -> date | None:
    name = typed.lstrip("-")
    matches = [number for number, weekday in enumerate(WEEKDAYS) if len(name) >= 2 and weekday.startswith(name)]
    if len(matches) != 1 or len(typed) - len(name) > 1:
        return None
    if typed.startswith("-"):
        return today - timedelta(days=(today.weekday() - matches[0] - 1) % 7 + 1)
    return today + timedelta(days=(matches[0] - today.weekday()) % 7)


def _numeric_day(typed: str, today: date, *, day_first: bool) -> date | None:
    if match := _PARTS.fullmatch(typed):
        first, second, third = match.groups()
        if len(first) == 4:
            return _checked(int(first), int(second), int(third), typed) if third and len(second) <= 2 else None
        if max(len(first), len(second)) > 2 or (third and len(third) == 3):
            return None
        return _of_parts(first, second, third, today, typed, day_first=day_first)
    return _of_digits(typed, today, day_first=day_first) if typed.isascii() and typed.isdigit() else None


def _of_digits(typed: str, today: date, *, day_first: bool) -> date | None:
    if len(typed) <= 2:
        return _checked(today.year, today.month, int(typed), typed)
    if len(typed) == 3:
        raise InvalidInput(
            f"“{typed}” can be read in two ways.",
            advice=f"Write {typed[:2]}/{typed[2:]} or {typed[0]}/{typed[1:]}, whichever you mean.",
        )
    if len(typed) == 8 and 19 <= int(typed[:2]) <= 21 and not 1900 <= int(typed[4:]) <= 2199:
        return _checked(int(typed[:4]), int(typed[4:6]), int(typed[6:]), typed)
    if len(typed) in (4, 6, 8):
        return _of_parts(typed[:2], typed[2:4], typed[4:] or None, today, typed, day_first=day_first)
    return None


def _of_parts(first: str, second: str, third: str | None, today: date, typed: str, *, day_first: bool) -> date:
    day, month = (int(first), int(second)) if day_first else (int(second), int(first))
    if not 1 <= month <= 12:
        order = "the day comes first, then the month" if day_first else "the month comes first, then the day"
        raise InvalidInput(f"“{typed}”: there is no month {month}.", advice=f"Here {order}.")
    if third is None:
        year = _likely_year(month, day, today)
    elif len(third) <= 2:
        year = _nearest_century(int(third), today)
    else:
        year = int(third)
    return _checked(year, month, day, typed)


def _likely_year(month: int, day: int, today: date) -> int:
    """This year; in January 28/12 is last year's and in December 5/1 is next year's: when that is within a quarter of a year."""
    for year in (today.year - 1, today.year + 1):
        if abs((date(year, month, min(max(day, 1), 28)) - today).days) <= _QUARTER:
            return year if abs((date(today.year, month, min(max(day, 1), 28)) - today).days) > _QUARTER else today.year
    return today.year


def _nearest_century(year: int, today: date) -> int:
    return min((today.year // 100 * 100 + year + shift for shift in (0, -100, 100)), key=lambda y: abs(y - today.year))


def _checked(year: int, month: int, day: int, typed: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise InvalidInput(f"“{typed}”: there is no such day.", advice=_DATE_ADVICE) from problem


# --- amounts ----------------------------------------------------------------------------------------------------------


def parse_amount(text: str, *, decimal_point: str = ".") -> Decimal:
    """A number or a sum: `=12*9,5+3`, `(4+5)*2`, `100+19%` (of what stands before, as on a desk calculator), `1.234,56 €`, `(123.45)` for minus.
    Both signs are taken as the decimal sign where only one reading is possible; `1.234` in a country of decimal commas has two and is refused."""
    typed = text.strip()
    for odd, plain in _PLAIN.items():
        typed = typed.replace(odd, plain)
    typed = re.sub(rf"^(=?-?)\s*{_MONEY_SIGN}\s*|\s*{_MONEY_SIGN}$", r"\1", typed).strip()
    if not typed or typed == "=":
        raise InvalidInput("No amount was typed.", advice="Type a number, or a sum like =12*9.5+3.")
    if len(typed) > _LONGEST:
        raise InvalidInput("That is too long for an amount.", advice="Work it out in shorter steps.")
    with localcontext(_PRECISE):
        reader = _Sum(text.strip(), typed.removeprefix("="), decimal_point)
        found = reader.read()
        if re.fullmatch(r"\([\d.,' ]+\)", typed):
            found = -found
    if abs(found) >= _LARGEST:
        raise InvalidInput(f"“{text.strip()}” is too large for an amount.", advice="Look for a digit too many.")
    return found


class _Sum:
    """Reads one arithmetic expression from left to right, multiplication first."""

    def __init__(self, shown: str, typed: str, decimal_point: str) -> None:
        self._shown = shown
        self._decimal_point = decimal_point
        self._tokens = self._split(typed)
        self._at = 0

    def read(self) -> Decimal:
        found = self._sum()
        if self._at < len(self._tokens):
            raise self._not_understood()
        return found

    def _split(self, typed: str) -> list[str]:
        tokens, at = [], 0
        while at < len(typed):
            match = _TOKEN.match(typed, at)
            if match is None:
                raise self._not_understood()
            tokens.append(match[1] or match[2])
            at = match.end()
        return tokens

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _sum(self) -> Decimal:
        found, _ = self._product()
        while self._next() in ("+", "-"):
            sign = 1 if self._take() == "+" else -1
            term, is_percentage = self._product()
            found += sign * (found * term if is_percentage else term)
        return found

    def _product(self) -> tuple[Decimal, bool]:
        found, is_percentage = self._signed()
        while self._next() in ("*", "/"):
            divide = self._take() == "/"
            factor, _ = self._signed()
            if divide and factor == 0:
                raise InvalidInput(f"“{self._shown}” divides by zero.", advice="Correct the sum.")
            found, is_percentage = (found / factor if divide else found * factor), False
        return found, is_percentage

    def _signed(self) -> tuple[Decimal, bool]:
        sign = 1
        while self._next() in ("+", "-"):
            sign = -sign if self._take() == "-" else sign
        found = self._single()
        is_percentage = self._next() == "%"
        if is_percentage:
            self._take()
            found /= 100
        return sign * found, is_percentage

    def _single(self) -> Decimal:
        piece = self._next()
        if piece == "(":
            self._take()
            found = self._sum()
            if self._next() != ")":
                raise self._not_understood()
            self._take()
            return found
        if not piece or piece in "+-*/)%":
            raise self._not_understood()
        return _number(self._take(), self._decimal_point)

    def _not_understood(self) -> InvalidInput:
        return InvalidInput(
            f"“{self._shown}” is not an amount.", advice="Type a number, or a sum like =12*9.5+3 with + - * / ( ) %."
        )


def _number(token: str, decimal_point: str) -> Decimal:
    signs = [sign for sign in ".," if sign in token]
    grouped = any(sign in token for sign in " '")
    if len(signs) == 2:
        decimal = max(signs, key=token.rindex)
    elif signs and (token.count(signs[0]) == 1):
        decimal = signs[0]
        if decimal != decimal_point and not grouped and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", token):
            whole, part = token.split(decimal)
            raise InvalidInput(
                f"“{token}” can be read in two ways.",
                advice=f"Write {whole}{part} for thousands, or {whole}{decimal_point}{part} for decimals.",
            )
    else:
        decimal = ""
    whole, _, part = token.rpartition(decimal) if decimal else (token, "", "")
    groups = re.split(r"[.,' ]", whole)
    well_grouped = len(groups[0]) in (1, 2, 3) and all(len(group) == 3 for group in groups[1:])
    one_sign = len({sign for sign in whole if not sign.isdigit()}) <= 1
    if (len(groups) > 1 and not (well_grouped and one_sign)) or not (part.isdigit() or not part):
        raise InvalidInput(f"“{token}” is not a number.", advice="Thousands come in groups of three digits.")
    return Decimal(f"{''.join(groups) or '0'}.{part or '0'}")


def harmless(text: str) -> str:
    """A cell for a spreadsheet that is read there as text: what looks like a formula would be carried out, also one that stands behind
    something unseen, or in signs of full width; and what begins with a quote goes on into the cells after it."""
    if text[:1] in ("\t", "\r", "\n"):
        return f"'{text}"
    seen = next((each for each in text if each.isprintable() and not each.isspace()), "")
    return f"'{text}" if unicodedata.normalize("NFKC", seen)[:1] in ("=", "+", "-", "@", '"') and seen else text
