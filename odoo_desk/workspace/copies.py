"""Where the local copies are, and which of them belongs to a profile, so that it can be opened before anybody has signed in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from odoo_desk.errors import NotAllowed
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
        _write_index({**known, _key(profile): copy.name})


def known_copy(profile: Profile) -> Path | None:
    """The copy this profile led to the last time, if it is still there."""
    name = _index().get(_key(profile))
    path = _folder() / name if name else None
    return path if path and path.exists() else None


def forget(copy: Path) -> None:
    """The copy is deleted, and no profile leads to it any more. NotAllowed while Windows does not let go of a file that is open."""
    known = {key: name for key, name in _index().items() if name != copy.name}
    try:
        for path in (copy, *(copy.with_name(copy.name + each) for each in ("-wal", "-shm")), *_beside(copy)):
            path.unlink(missing_ok=True)
    except PermissionError as problem:
        raise NotAllowed(
            "The local copy is open in a window.", advice="Close it first.", details=str(problem)
        ) from problem
    _write_index(known)


def _beside(copy: Path) -> Iterator[Path]:
    """Its lock, and what was put aside as damaged."""
    return copy.parent.glob(f"{copy.stem}.*")


def _write_index(known: Mapping[str, str]) -> None:
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    written = _folder() / "index.new"
    written.write_text(json.dumps(known, indent=1), encoding="utf-8")
    written.replace(_folder() / "index.json")


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
