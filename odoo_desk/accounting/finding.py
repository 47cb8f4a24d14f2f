"""Finding a record by what somebody types of it: code, name, number, address, words in any order; accents, case and slips of the fingers forgiven.

The best comes first, and of an answer it is known whether it can only mean one record."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

# Letters that Unicode does not take apart; what a person types who has no such key.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h"}
)
_BEHIND = "\U0010ffff"  # after every text that begins the same
_WORD = re.compile(r"\w+")
_SPLIT = re.compile(r"\W+")
_MANY = 2000  # words or records; what begins more of them means none of them yet


def fold(text: str) -> str:
    """Small letters without accents: Éclair and ECLAIR are eclair, Große is grosse."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each)).translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class Card:
    """What a record is found by. `others`: VAT number, e-mail, telephone and the like. `detail` is shown beside the name.
    `company_id`: the company that a contact belongs to."""

    id: int
    name: str
    code: str = ""
    detail: str = ""
    others: tuple[str, ...] = ()
    company_id: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """`is_meant`: it can only be this one. `is_guess`: found by forgiving slips, never to be taken unless it is pointed at."""

    card: Card
    is_meant: bool = False
    is_guess: bool = False


class Index:
    """Of equally good ones the first that was added comes first. The index is asked after `seal`."""

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self._cards: list[Card] = []
        self._exact: dict[str, list[int]] = {}
        self._words, self._others = _Words(), _Words()
        self._codes, self._names, self._lines = _Lines(), _Lines(), _Lines()
        for card in cards:
            self.add(card)
        self.seal()

    def __len__(self) -> int:
        return len(self._cards)

    def add(self, card: Card) -> None:
        place, name, code = len(self._cards), _spaced(card.name), _spaced(card.code)
        self._cards.append(card)
        words = _words(name) | _words(code)
        others = {word for text in card.others if text for word in _words(fold(text))} - words
        for whole in {name, code} - {""}:
            self._exact.setdefault(whole, []).append(place)
        for word in words:
            self._words.add(word, place)
        for word in others:
            self._others.add(word, place)
        line = " ".join((name, *words))
        self._codes.add(code)
        self._names.add(line)
        self._lines.add(" ".join((line, *others)))

    def seal(self) -> None:
        for each in (self._words, self._others, self._codes, self._names, self._lines):
            each.seal()

    def find(self, text: str, limit: int) -> tuple[Hit, ...]:
        typed = _spaced(text)
        terms = sorted(filter(None, (_SPLIT.sub("", word) for word in typed.split())), key=len, reverse=True)
        if not terms:
            return tuple(map(Hit, self._cards[:limit]))
        exact = sorted(self._exact.get(typed, ()), key=lambda place: (_spaced(self._cards[place].code) != typed, place))
        begun = self._begun(typed, terms)
        if begun is None:
            found = _merged(limit, exact, *self._scanned(typed, terms, limit))
            meant = self._only(exact, typed) if exact else None
        else:
            certain, rest = begun
            found = _merged(limit, exact, certain, rest)
            if len(found) < limit:
                found = _merged(limit, found, self._lines.having(terms, limit))
            meant = self._only(exact or certain or found, typed)
        if found:
            return tuple(Hit(self._cards[place], is_meant=place == meant) for place in found)
        return tuple(Hit(self._cards[place], is_guess=True) for place in self._guessed(terms)[:limit])

    def _begun(self, typed: str, terms: Sequence[str]) -> tuple[list[int], list[int]] | None:
        """Those in which every term begins a word: of code or name, the best first; and of anything else. None when they are very many."""
        runs = [(self._words.run(term), self._others.run(term)) for term in terms]
        words, others = min(runs, key=lambda run: len(run[0]) + len(run[1]))
        if len(words) + len(others) > _MANY:
            return None
        begins = [f" {term}" for term in terms]
        near = self._words.places(words)
        far = near | self._others.places(others)
        if len(far) > _MANY:
            return None
        ranks = {place: self._rank(place, typed) for place in near if self._names.has(place, begins)}
        certain = sorted(ranks, key=lambda place: (ranks[place], place))
        return certain, sorted(place for place in far - ranks.keys() if self._lines.has(place, begins))

    def _rank(self, place: int, typed: str) -> int:
        return 0 if self._codes.begins(place, typed) else 1 if self._names.begins(place, typed) else 2

    def _scanned(self, typed: str, terms: Sequence[str], limit: int) -> Iterator[list[int]]:
        """The same where a letter or two begin half of all words: as far as is shown."""
        begins = [f" {term}" for term in terms]
        yield self._codes.having([f"\n {typed}"], limit)
        yield self._names.having([f"\n {typed}"], limit)
        yield self._names.having(begins, limit)
        yield self._lines.having(begins, limit)

    def _guessed(self, terms: Sequence[str]) -> list[int]:
        """With slips forgiven in the words of names."""
        left: set[int] | None = None
        for term in terms:
            near = self._words.near(term)
            if left is None:
                left = near or set(self._lines.having([term], _MANY))
            else:
                left = {place for place in left if place in near or self._lines.has(place, [term])}
        return sorted(left or ())

    def _only(self, places: Sequence[int], typed: str) -> int | None:
        """The one that is meant: the only one, or a company all others are contacts of."""
        companies = {
            self._cards[place].id
            for place in places
            if self._cards[place].company_id is None and self._names.begins(place, typed)
        }
        left = [place for place in places if self._cards[place].company_id not in companies]
        return left[0] if len(left) == 1 else None


def judged(cards: Sequence[Card], text: str, limit: int) -> tuple[Hit, ...]:
    """What somebody else found for this text, at most `limit` of them, in the order in which it was told."""
    meant = {hit.card.id for hit in Index(cards).find(text, len(cards)) if hit.is_meant}
    if len(cards) == 1 and text.strip():
        meant = {cards[0].id}
    elif len(cards) >= limit:  # there may be more
        meant = {
            card.id for card in cards if card.id in meant and _spaced(text) in (_spaced(card.name), _spaced(card.code))
        }
    return tuple(Hit(card, is_meant=card.id in meant) for card in cards)


class _Words:
    """Words, and the places of the records that have them."""

    def __init__(self) -> None:
        self._places: dict[str, list[int]] = {}
        self._sorted: list[str] = []

    def add(self, word: str, place: int) -> None:
        known = self._places.get(word)
        if known is None:
            self._places[word] = [place]
        else:
            known.append(place)

    def seal(self) -> None:
        self._sorted = sorted(self._places)

    def run(self, begin: str) -> range:
        """Of the words that begin so."""
        return range(bisect_left(self._sorted, begin), bisect_left(self._sorted, begin + _BEHIND))

    def places(self, run: range) -> set[int]:
        return self._of(self._sorted[run.start : run.stop])

    def near(self, typed: str) -> set[int]:
        """Begun with `typed` but for one slip, in words of four letters and more, or two in words of eight and more. A slip is a letter too many,
        too few, another one, or two that changed places. In numbers none is forgiven: every digit makes another one."""
        if len(typed) < 4 or not typed.isalpha():
            return set()
        if len(typed) < 8:
            return self._of(self._one_slip(typed))
        # With two slips, one half has at most one of them: the first, or the second has none (its first letter may have changed places).
        half = len(typed) // 2
        second = typed[half + 1 :]
        likely = {*self._one_slip(typed[:half]), *(word for word in self._sorted if second in word)}
        letters = set(typed)
        return self._of(word for word in likely if len(letters.difference(word)) <= 2 and _is_near(typed, word, 2))

    def _one_slip(self, typed: str) -> Iterator[str]:
        for at in range(len(typed)):
            head, tail = typed[:at], typed[at:]
            run = self.run(head)
            if not run:
                return
            variants = {head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]}
            for letter in self._letters(len(head), run):
                variants |= {head + letter + tail[1:], head + letter + tail}
            for variant in variants:
                found = self.run(variant)
                yield from self._sorted[found.start : found.stop]

    def _letters(self, at: int, run: range) -> Iterator[str]:
        """Those that come at this position in a run of words that begin the same."""
        place = run.start
        while place < run.stop:
            word = self._sorted[place]
            if len(word) <= at:
                place += 1
                continue
            yield word[at]
            place = bisect_left(self._sorted, word[: at + 1] + _BEHIND, place, run.stop)

    def _of(self, words: Iterable[str]) -> set[int]:
        return set().union(*map(self._places.__getitem__, words))


class _Lines:
    """One line of text for each record, one after the other: looked through as fast as memory is read, the best records first."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._whole = ""
        self._starts = array("l")

    def add(self, line: str) -> None:
        self._parts.append(f"\n {line}")

    def seal(self) -> None:
        self._whole = "".join((*self._parts, "\n"))
        self._starts = array("l", accumulate(map(len, self._parts), initial=0))

    def begins(self, place: int, typed: str) -> bool:
        return self._whole.startswith(typed, self._starts[place] + 2)

    def has(self, place: int, parts: Iterable[str]) -> bool:
        start, end = self._starts[place], self._starts[place + 1]
        return all(self._whole.find(part, start, end) >= 0 for part in parts)

    def having(self, parts: Sequence[str], limit: int) -> list[int]:
        """The first `limit` that have all of the parts, of the first that have the first of them."""
        found: list[int] = []
        at, first, looked = self._whole.find(parts[0]), parts[0], 0
        while at >= 0 and len(found) < limit and looked < _MANY:
            place = bisect_right(self._starts, at) - 1
            if self.has(place, parts[1:]):
                found.append(place)
            looked += 1
            at = self._whole.find(first, self._starts[place + 1])
        return found


def _merged(limit: int, *parts: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(chain.from_iterable(parts)))[:limit]


def _spaced(text: str) -> str:
    return " ".join(fold(text).split())


def _words(folded: str) -> set[str]:
    """Also what is written apart or with signs in between, as one: telephone and VAT numbers, addresses."""
    found = set(_WORD.findall(folded))
    if len(found) > 1:
        found.update(filter(None, (_SPLIT.sub("", part) for part in folded.split())))
        if any(each.isdigit() for each in folded):
            found.add(_SPLIT.sub("", folded))
    return found


def _is_near(typed: str, word: str, most: int) -> bool:
    """Whether it is at most so many slips away from a beginning of the word."""
    word = word[: len(typed) + most]
    before: list[int] = []
    row = list(range(len(word) + 1))
    for at, letter in enumerate(typed):
        earlier, before, row = before, row, [at + 1]
        for place, other in enumerate(word):
            slips = min(before[place] + (letter != other), before[place + 1] + 1, row[place] + 1)
            if at and place and letter == word[place - 1] and typed[at - 1] == other:
                slips = min(slips, earlier[place - 1] + 1)
            row.append(slips)
        if min(row) > most:
            return False
    return min(row) <= most
