"""Every known error, one tree. What is not in it is a bug, and says so.

DeskError                     known: what happened, what it means, what to do
├── InvalidInput              something typed, or in a file, cannot be used as it is
├── ConnectionProblem         between us and the server
│   ├── AddressUnusable       the address cannot be a server's
│   ├── NotSent               nothing reached the server: refused, no route, no such name
│   ├── CertificateRefused    the server could not prove who it is
│   ├── OutcomeUnknown        it may have reached the server; what became of it is not known
│   ├── DoneUnseen            it was done, and could not be read back
│   ├── NotOdoo               something answered, but not Odoo's programming interface
│   ├── AnswerDamaged         cut off, or not what the format allows
│   └── AnswerTooLarge        larger than we are willing to hold
├── SignInRefused             user, password or key not accepted
├── DatabaseUnknown           no database of that name
├── DatabaseNeeded            the server has several databases, and none was named
├── ServerRefused             Odoo said no, for a reason a person can read
│   ├── AccessRefused         this user lacks the right
│   └── RecordGone            deleted, or no longer visible
├── ServerFault               Odoo broke while answering (its traceback is in `details`)
├── NotAvailable              this server, version or protocol cannot do it
├── NotAllowed                our own rules forbid it: posted documents, wrong state
├── ChangedMeanwhile          somebody else changed it since the user saw it
├── NotConfirmed              an earlier attempt was never confirmed; it must be settled first
├── NotConnected              this needs the server, which is not connected now
├── StoreDamaged              a file of ours cannot be read any more
├── StoreFull                 the disk has no room left for a file of ours
├── StoreNewer                a file of ours was written by a newer program
└── SecretStoreUnavailable    no keyring that can be used
"""

from __future__ import annotations

from odoo_desk import plain


class DeskError(Exception):
    """`message` is one sentence for a bookkeeper; `advice` says what to do; `details` is for whoever repairs it.
    Each may quote a server, so none is taken as it comes."""

    def __init__(self, message: str, *, advice: str = "", details: str = "") -> None:
        self.message = plain.sentence(message)
        super().__init__(self.message)
        self.advice = plain.sentence(advice)
        self.details = plain.details(details)

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class InvalidInput(DeskError):
    """`field` names the field (a Draft field, or a column of line `line`, counted from 0), when there is one."""

    def __init__(self, message: str, *, advice: str = "", field: str = "", line: int | None = None) -> None:
        super().__init__(message, advice=advice)
        self.field = field
        self.line = line


class ConnectionProblem(DeskError):
    pass


class AddressUnusable(ConnectionProblem):
    pass


class NotSent(ConnectionProblem):
    pass


class CertificateRefused(ConnectionProblem):
    """`fingerprint` is the SHA-256 of the certificate the server showed, in hexadecimal, when it could be had."""

    def __init__(self, message: str, *, advice: str = "", details: str = "", fingerprint: str = "") -> None:
        super().__init__(message, advice=advice, details=details)
        self.fingerprint = fingerprint


class OutcomeUnknown(ConnectionProblem):
    pass


class DoneUnseen(ConnectionProblem):
    pass


class NotOdoo(ConnectionProblem):
    pass


class AnswerDamaged(ConnectionProblem):
    pass


class AnswerTooLarge(ConnectionProblem):
    pass


class SignInRefused(DeskError):
    pass


class DatabaseUnknown(DeskError):
    pass


class DatabaseNeeded(DeskError):
    pass


class ServerRefused(DeskError):
    pass


class AccessRefused(ServerRefused):
    pass


class RecordGone(ServerRefused):
    pass


class ServerFault(DeskError):
    pass


class NotAvailable(DeskError):
    pass


class NotAllowed(DeskError):
    pass


class ChangedMeanwhile(DeskError):
    pass


class NotConfirmed(DeskError):
    pass


class NotConnected(DeskError):
    pass


class StoreDamaged(DeskError):
    pass


class StoreFull(DeskError):
    pass


class StoreNewer(DeskError):
    pass


class SecretStoreUnavailable(DeskError):
    pass


def changed_meanwhile() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        "This document was changed in Odoo while you were looking at it, so nothing was written.",
        advice="Look at what was changed, then do it again.",
    )
