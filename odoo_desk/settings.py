"""Preferences and connection profiles: typed, declared once, kept in one file that holds no secret."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import PlatformDirs

from odoo_desk.errors import InvalidInput

FORMAT = 1
PROTOCOLS = ("auto", "json2", "jsonrpc", "xmlrpc", "rest")
COLOURS = ("#2f6fab", "#3a7d44", "#8a4f9e", "#b3541e", "#ad2e45", "#5b6770")


@dataclass(frozen=True, slots=True)
class Profile:
    """One way into one server. `database` "" lets the server decide, `company_id` None takes the user's own.
    `ca_file` is a company's certificate authority (PEM), `fingerprint` the SHA-256 of a certificate trusted by hand.
    `read_only`: to look at somebody's books; nothing that could change them leaves this program."""

    name: str
    url: str
    database: str = ""
    login: str = ""
    protocol: str = "auto"
    company_id: int | None = None
    colour: str = COLOURS[0]
    ca_file: str = ""
    fingerprint: str = ""
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    """`theme` is system, light or dark; `density` comfortable or compact; `lock_after` minutes without a key or click, 0 for never
    (what unlocks is often an API key, which few people have at hand: nobody is locked out who did not ask for it).
    `keys`: the user's own, by command (ui/keys.py); `enter_goes` where Enter goes in the lines of a document: right, down or next (line)."""

    theme: str = "system"
    density: str = "comfortable"
    last_profile: str = ""
    lock_after: int = 0
    keys: dict[str, str] = field(default_factory=dict)
    enter_goes: str = "right"


@dataclass(frozen=True, slots=True)
class Settings:
    profiles: tuple[Profile, ...] = ()
    preferences: Preferences = Preferences()

    def profile(self, name: str) -> Profile:
        for profile in self.profiles:
            if profile.name == name:
                return profile
        known = ", ".join(profile.name for profile in self.profiles) or "none yet"
        raise InvalidInput(f"There is no profile called “{name}”.", advice=f"Known profiles: {known}.", field="profile")

    def with_profile(self, profile: Profile) -> Settings:
        others = tuple(each for each in self.profiles if each.name != profile.name)
        return replace(self, profiles=(*others, profile))

    def without_profile(self, name: str) -> Settings:
        return replace(self, profiles=tuple(each for each in self.profiles if each.name != name))


def folders() -> PlatformDirs:
    """Where this system keeps a program's files; ODOO_DESK_HOME puts them all in one folder."""
    return PlatformDirs("Odoo Desk" if os.name == "nt" else "odoo-desk", appauthor=False)


def config_folder() -> Path:
    return _own("config", folders().user_config_path)


def data_folder() -> Path:
    return _own("data", folders().user_data_path)


def log_folder() -> Path:
    return data_folder() / "logs"


def _own(kind: str, usual: Path) -> Path:
    home = os.environ.get("ODOO_DESK_HOME")
    return Path(home) / kind if home else usual


def load(path: Path | None = None) -> Settings:
    path = path or config_folder() / "settings.json"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    try:
        found: dict[str, Any] = json.loads(text)
        if found["format"] > FORMAT:
            raise InvalidInput(
                f"The settings in {path} were written by a newer Odoo Desk.",
                advice="Update this program, or move that file away.",
            )
        return Settings(
            profiles=tuple(Profile(**_known(Profile, each)) for each in found["profiles"]),
            preferences=_preferences(found["preferences"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InvalidInput(
            f"The settings in {path} cannot be read ({problem}).",
            advice="Mend the file, or move it away to start afresh.",
        ) from problem


def save(settings: Settings, path: Path | None = None) -> None:
    """All or nothing: a crash in the middle leaves the old file."""
    path = path or config_folder() / "settings.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"format": FORMAT, **asdict(settings)}, file, indent=2, ensure_ascii=False)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _preferences(found: dict[str, Any]) -> Preferences:
    known = _known(Preferences, found)
    own = known.get("keys") or {}
    known["keys"] = {command: keys for command, keys in own.items() if isinstance(keys, str)}
    return Preferences(**known)


def _known(kind: type, found: dict[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in found.items() if name in names}
