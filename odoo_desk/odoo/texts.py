"""Odoo's HTML fields as plain text, and back. Texts from the server are data: nothing of their markup is ever shown as markup."""

from __future__ import annotations

import re
from html import escape, unescape

_BREAKS = frozenset({"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"head", "template"})
_NO_MARKUP_IN = frozenset({"script", "style"})
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})|<[!?/]")
_TURN = re.compile(r"[>\"']")
_NO_CHARACTER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")


class _Reader:
    """Goes through the text once: html.parser takes minutes for some hundred thousand characters that are made for it."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._missing: set[str] = set()
        self._unseen = 0
        self.pieces: list[str] = []

    def read(self) -> None:
        at, end = 0, len(self._html)
        while at < end:
            tag = self._html.find("<", at)
            self._say(at, end if tag < 0 else tag)
            if tag < 0:
                return
            at = self._past(tag)

    def _past(self, at: int) -> int:
        """Where the text goes on behind the tag at `at`."""
        found = _TAG.match(self._html, at)
        if found is None:
            self._say(at, at + 1)
            return at + 1
        if self._html.startswith("<!--", at):
            return self._behind("-->", at + 4)
        name, is_end = (found[2] or "").lower(), bool(found[1])
        self._tag(name, is_end=is_end)
        at = self._behind_tag(found.end())
        if name in _NO_MARKUP_IN and not is_end:
            at = self._behind_tag(self._behind(f"</{name}", at))
        return at

    def _tag(self, name: str, *, is_end: bool) -> None:
        if name in _UNSEEN:
            self._unseen = max(0, self._unseen + (-1 if is_end else 1))
        if (name == "br" and not is_end) or (name in _BREAKS and is_end):
            self.pieces.append("\n")

    def _behind_tag(self, at: int) -> int:
        """What stands in quotes does not end a tag."""
        while (turn := _TURN.search(self._html, at)) is not None:
            if turn[0] == ">":
                return turn.end()
            closed = self._behind(turn[0], turn.end())
            at = closed if turn[0] not in self._missing else turn.end()
        return len(self._html)

    def _behind(self, mark: str, at: int) -> int:
        """The end of the text where there is none; that is looked for once."""
        found = None if mark in self._missing else re.compile(re.escape(mark), re.IGNORECASE).search(self._html, at)
        if found is None:
            self._missing.add(mark)
            return len(self._html)
        return found.end()

    def _say(self, start: int, end: int) -> None:
        if not self._unseen and end > start:
            self.pieces.append(unescape(_NO_CHARACTER.sub("\ufffd", self._html[start:end])))


def plain(html: str) -> str:
    reader = _Reader(html)
    reader.read()
    return "".join(reader.pieces).replace("\xa0", " ").strip()


def markup(text: str) -> str:
    """Paragraphs at empty lines, breaks at single ones."""
    paragraphs = (escape(part, quote=False).replace("\n", "<br>") for part in text.strip().split("\n\n"))
    return "".join(f"<p>{part}</p>" for part in paragraphs) if text.strip() else ""
