"""How texts are found: case and accents folded away, an index of trigrams, and what a person types turned into questions to it.

SQLite as old as 3.40 has a trigram index that keeps accents and finds nothing under three characters: so texts are folded before they are
stored, and one or two characters are looked up among the index's own trigrams that begin with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from odoo_desk.accounting.finding import fold
from odoo_desk.store.database import Connection
from odoo_desk.store.schema import BLANK

Words: TypeAlias = "tuple[tuple[str, ...], ...]"
_ENDING = "\n\n"  # so that every character of a text begins a trigram
SPREAD = 64  # trigrams; what begins more of them is in so many texts that looking at the texts is quicker
_AMOUNT = re.compile(r"\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+[.,]\d+")


def indexed(parts: Iterable[str]) -> str:
    """What is put into the index for one record."""
    return fold("\n".join(dict.fromkeys(part for part in parts if part and part != BLANK))) + _ENDING


@dataclass(frozen=True, slots=True)
class Match:
    """`expression` is for the index, "" when it cannot narrow things down; `tested` are words it says nothing about. `never`: nothing can match."""

    expression: str
    tested: Words
    never: bool = False


def asked(text: str) -> Words:
    """Each word has to be found, in one of its forms: an amount is also looked for as it is stored (1,234.50 as 1234.50)."""
    return tuple(_forms(word) for word in fold(text).split())


def _forms(word: str) -> tuple[str, ...]:
    if not _AMOUNT.fullmatch(word):
        return (word,)
    whole, point, fraction = word, "", ""
    if found := re.search(r"[.,](\d{1,2})$", word):
        whole, point, fraction = word[: found.start()], ".", found[1]
    plain = re.sub(r"\D", "", whole) + point + fraction
    return (word,) if plain == word else (word, plain)


def match(connection: Connection, index: str, wanted: Words) -> Match:
    """What to ask of the index called `index`."""
    parts, tested = [], []
    for forms in wanted:
        found: list[str] | None = []
        for form in forms:
            terms = [form] if len(form) > 2 else _beginning(connection, index, form)
            found = None if found is None or terms is None else found + terms
        if found is None:
            tested.append(forms)
        elif not found:
            return Match("", (), never=True)
        else:
            parts.append("(" + " OR ".join(map(_quoted, found)) + ")")
    return Match(" AND ".join(parts), tuple(tested))


def _beginning(connection: Connection, index: str, start: str) -> list[str] | None:
    """The trigrams that begin with `start`, None when they are very many. From one to the next by a step in the index, as each may be in a million texts."""
    found: list[str] = []
    at = start
    after = start[:-1] + chr(ord(start[-1]) + 1)
    while len(found) < SPREAD:
        row = connection.execute(
            f"select term from {index}_terms where term >= ? and term < ? limit 1",
            (at, after),
        ).fetchone()
        if row is None:
            return found
        found.append(row[0])
        at = row[0] + "\0"
    return None


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
