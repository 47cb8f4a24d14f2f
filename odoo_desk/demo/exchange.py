"""An HTTP request and its answer, as the protocols see them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from odoo_desk.demo.service import as_json


@dataclass(frozen=True, slots=True)
class Request:
    """Header names are lower case."""

    verb: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def bearer(self) -> str | None:
        found = self.headers.get("authorization", "")
        return found[7:].strip() if found[:7].lower() == "bearer " else None

    @property
    def is_json(self) -> bool:
        return self.headers.get("content-type", "").split(";")[0].strip().lower() == "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def query_of(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))


def json_answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    body = json.dumps(value, default=as_json, ensure_ascii=False).encode()
    return Answer(status, "application/json; charset=utf-8", body, headers or {})


def page(status: int, title: str, words: str = "", headers: Mapping[str, str] | None = None) -> Answer:
    body = f"<!doctype html>\n<html lang=en>\n<title>{status} {title}</title>\n<h1>{title}</h1>\n<p>{words}</p>\n"
    return Answer(status, "text/html; charset=utf-8", body.encode(), headers or {})
