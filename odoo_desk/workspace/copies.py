"""Where the local copies are, and which of them belongs to a profile, so that it can be opened before anybody has signed in."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from odoo_desk.settings import Profile, data_folder


def copy_of(url: str, database: str, login: str, company_id: int) -> Path:
    """One file per server, database, user and company."""
    identity = json.dumps([url, database, login, company_id])
    name = re.sub(r"[^a-z0-9]+", "-", f"{urlsplit(url).hostname}-{database}-{login}".lower()).strip("-")[:60]
    return _folder() / f"{name}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}.sqlite"


def remember(profile: Profile, copy: Path) -> None:
    """A profile may leave to the server which database and company it is; after signing in it is known."""
    known = _index()
    if known.get(_key(profile)) != copy.name:
        known[_key(profile)] = copy.name
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = _folder() / "index.new"
        written.write_text(json.dumps(known, indent=1), encoding="utf-8")
        written.replace(_folder() / "index.json")


def known_copy(profile: Profile) -> Path | None:
    """The copy this profile led to the last time, if it is still there."""
    name = _index().get(_key(profile))
    path = _folder() / name if name else None
    return path if path and path.exists() else None


def _folder() -> Path:
    return data_folder() / "copies"


def _index() -> dict[str, str]:
    try:
        found = json.loads((_folder() / "index.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}  # it is only a short cut: without it the copy is found after signing in
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _key(profile: Profile) -> str:
    return json.dumps([profile.url, profile.database, profile.login, profile.company_id])
