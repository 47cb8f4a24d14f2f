"""API keys and passwords: the system's keyring, and nowhere else. All calls block and may ask the user: off the loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odoo_desk.errors import SecretStoreUnavailable
from odoo_desk.settings import Profile

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Odoo Desk"
# Backends that keep nothing, or keep it readable.
_REFUSED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


def read(profile: Profile) -> str | None:
    """SecretStoreUnavailable where there is no keyring."""
    from keyring.errors import KeyringError  # noqa: PLC0415  a tenth of a second that a start does not need

    try:
        return _backend().get_password(SERVICE, _key(profile))
    except KeyringError as problem:
        raise _unavailable(str(problem)) from problem


def write(profile: Profile, secret: str) -> None:
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        _backend().set_password(SERVICE, _key(profile), secret)
    except KeyringError as problem:
        raise _unavailable(str(problem)) from problem


def forget(profile: Profile) -> None:
    """Nothing happens when there is nothing to forget."""
    from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415

    try:
        _backend().delete_password(SERVICE, _key(profile))
    except PasswordDeleteError:
        return
    except KeyringError as problem:
        raise _unavailable(str(problem)) from problem


def usable() -> bool:
    try:
        _backend()
    except SecretStoreUnavailable:
        return False
    return True


def _backend() -> KeyringBackend:
    import keyring  # noqa: PLC0415

    backend = keyring.get_keyring()
    if type(backend).__module__.startswith(_REFUSED):
        raise _unavailable(type(backend).__module__)
    return backend


def _key(profile: Profile) -> str:
    return f"{profile.login} at {profile.url} ({profile.database or 'only database'})"


def _unavailable(details: str) -> SecretStoreUnavailable:
    return SecretStoreUnavailable(
        "This computer has no keyring that can be used, so keys are not remembered.",
        advice="You are asked for the key each time.",
        details=details,
    )
