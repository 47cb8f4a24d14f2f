"""Odoo's HTML fields, from somebody who means us harm: read as text, in time that grows with their length and no faster."""

from __future__ import annotations

import time

import pytest

from odoo_desk.odoo.texts import plain

PIECES = [
    *(
        "<!--",
        "<",
        "<a ",
        "<![CDATA[",
        "<a b='",
        '<a b="',
        "</",
        "<!",
        "&#",
        "<?",
        "&",
        "<script>",
        "<style>",
        "<template>",
    ),
    *(
        "<a x x ",
        "<!doctype ",
        "<a href=",
        "<p>",
        "</p>",
        "<!-- -->",
        "'>\"",
        "<script></",
        "&#x",
        "&lt",
        "<SCRIPT>x</ScRiPt",
    ),
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_is_read_in_one_go(piece):
    began = time.monotonic()
    plain(piece * (2_000_000 // len(piece)))
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two<br/>three</p>", "one\ntwo\nthree"),
        ('<p title="a>b">one</p>', "one"),
        ("<p title='it\"s'>one</p>two", "one\ntwo"),
        ("1 < 2 and 3 > 2 &amp; so on", "1 < 2 and 3 > 2 & so on"),
        ("a<!-- <b>hidden</b> > -->b", "ab"),
        ("a<script>if (a<b && '</p>') fetch('http://x')</script>b", "ab"),
        ("a<style>p > b { background: url(http://x) }</style>b", "ab"),
        ("a<SCRIPT>x</Script>b", "ab"),
        ("<head><title>x</title></head>b", "b"),
        ('<img src="http://127.0.0.1:9/x.png" onerror="steal()">seen', "seen"),
        ("&lt;b&gt;not bold&lt;/b&gt;", "<b>not bold</b>"),
        ("&#" + "9" * 5000 + ";", "\ufffd"),
        ("&#x" + "f" * 5000 + ";", "\ufffd"),
        ("cut off <a href='http", "cut off"),
        ("it's <b>5'</b> long", "it's 5' long"),
        ("a<br", "a"),
    ],
    ids=lambda each: each[:20],
)
def test_html_is_read_as_text(html, text):
    assert plain(html) == text
