"""What the server says no with: each error under the name Odoo gives its class, so that every protocol can tell it on in its own way."""

from __future__ import annotations


class Refusal(Exception):
    """`name` is the dotted Python name that Odoo sends; `status` what JSON-2 answers with."""

    name = "builtins.Exception"
    status = 500
    fault = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UserError(Refusal):
    name = "odoo.exceptions.UserError"
    status = 422
    fault = 2


class ValidationError(UserError):
    name = "odoo.exceptions.ValidationError"


class MissingError(UserError):
    name = "odoo.exceptions.MissingError"
    status = 404


class UnknownModel(UserError):
    """JSON-2 tells it as a page that is not there, the older protocols as a UserError."""

    status = 404


class AccessDenied(Refusal):
    name = "odoo.exceptions.AccessDenied"
    status = 403
    fault = 3


class AccessError(Refusal):
    name = "odoo.exceptions.AccessError"
    status = 403
    fault = 4


class BadValue(Refusal):
    name = "builtins.ValueError"


class BadKey(Refusal):
    name = "builtins.KeyError"


class BadType(Refusal):
    name = "builtins.TypeError"


class BadIndex(Refusal):
    name = "builtins.IndexError"


class NoAttribute(Refusal):
    name = "builtins.AttributeError"


class BadAssertion(Refusal):
    name = "builtins.AssertionError"


class UnknownMethod(NoAttribute):
    """JSON-2 tells it as a page that is not there."""

    status = 404


class BadCall(BadType):
    """Arguments that do not fit the method's signature: JSON-2 answers 422 for these, the older protocols a TypeError."""

    status = 422


class UnknownDatabase(Refusal):
    name = "psycopg2.OperationalError"
