"""Odoo's HTML fields as plain text, and back. Texts from the server are data: nothing of their markup is ever shown as markup."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"script", "style", "head", "template"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unseen += tag in _UNSEEN
        if tag == "br":
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BREAKS and tag != "br":
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def plain(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces).replace("\xa0", " ").strip()


def markup(text: str) -> str:
    """Paragraphs at empty lines, breaks at single ones."""
    paragraphs = (escape(part, quote=False).replace("\n", "<br>") for part in text.strip().split("\n\n"))
    return "".join(f"<p>{part}</p>" for part in paragraphs) if text.strip() else ""
