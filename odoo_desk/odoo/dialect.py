"""Every difference between Odoo versions, as one table. What a server offers (its fields and selections) decides before its version does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from odoo_desk.accounting.rates import RateRules
from odoo_desk.plain import legible

OLDEST, NEWEST = 14, 20
_LONGEST = 100  # characters of a version

_RATES = RateRules()
# How the totals of an unsaved document can be had (api-facts 3.4).
Preview = Literal["specification", "flat", "amounts"]


@dataclass(frozen=True, slots=True)
class Version:
    """`text` as the server wrote it. `online` marks the releases between two majors (saas~19.3), which read like the newest major before them."""

    major: int
    minor: int
    text: str
    online: bool = False


@dataclass(frozen=True, slots=True)
class Dialect:
    """What only the version can tell. Names of fields are not here but in NAMES, looked up in what the server offers."""

    major: int
    protocols: tuple[str, ...]
    """Open on this version, the one to prefer first."""
    preview: Preview
    rights_method: str
    sums_method: str
    pay_word: str
    """What Odoo's own button says: Register Payment, from 18 on Pay. Confirm (Post for an entry) it says on all versions."""
    lists_bare_ids: bool = True
    """search_read takes `load`, and with it leaves out the names of what records link to; 14 and 15 only in read."""
    session_for_errors: bool = False
    """14 answers JSON-RPC errors as an HTML page unless a session cookie names the database (api-facts 1.5)."""
    lines_need_account: bool = False
    """14 refuses new lines without an account on a move that has none yet (api-facts 3.1)."""
    moves_locked_dates: bool = True
    """A document of a locked period is posted on a later day; 14 refuses it, unless only the tax lock closes that day (measured)."""
    taxes_by_batches: bool = False
    """From 18 on alike taxes are worked out together and rounded over the document (account.tax _get_tax_details); before, one after the other."""
    new_lines_exact: bool = False
    """14 and 15 round what they keep of a line's quantity, price and discount, but count a new line as it was typed (measured on 14)."""
    coins_first: bool = False
    """14 finds out what cash rounding adds before it rounds the taxes (measured on 14, and taken to be so on 15)."""
    fixed_taxes_signed: bool = False
    """14 takes a fixed tax out of a price with the sign of the quantity, later ones without it (account.tax compute_all; measured on 14)."""
    rates: RateRules = _RATES
    """Which rate counts, measured on 14 and 19: of the accounting date up to 15, before the first rate one to one up to 16."""
    groups_of_records: bool = False
    """has_group is asked of the user's record; before 18 of the model."""
    lines_lose_names: bool = False
    """14 gives every product line of a document its default name when any line is written, unless the name comes along
    (measured; _move_autocomplete_invoice_lines_values)."""


# Each row says what its version changed.
_OLD = ("jsonrpc", "xmlrpc", "rest")
_14 = Dialect(
    major=14,
    protocols=_OLD,
    preview="amounts",
    rights_method="check_access_rights",
    sums_method="read_group",
    pay_word="Register Payment",
    lists_bare_ids=False,
    session_for_errors=True,
    lines_need_account=True,
    rates=RateRules(by_accounting_date=True, reaches_back=False),
    lines_lose_names=True,
    moves_locked_dates=False,
    fixed_taxes_signed=True,
    new_lines_exact=True,
    coins_first=True,
)
_15 = replace(_14, major=15, moves_locked_dates=True, fixed_taxes_signed=False)
_16 = replace(
    _15,
    major=16,
    new_lines_exact=False,
    coins_first=False,
    preview="flat",
    rates=RateRules(reaches_back=False),
    lists_bare_ids=True,
    session_for_errors=False,
    lines_need_account=False,
    lines_lose_names=False,
)
_17 = replace(_16, major=17, preview="specification", rates=_RATES)
_18 = replace(_17, major=18, taxes_by_batches=True, rights_method="has_access", groups_of_records=True, pay_word="Pay")
_19 = replace(_18, major=19, protocols=("json2", *_OLD), sums_method="formatted_read_group")
_20 = replace(_19, major=20, rates=RateRules(from_next_day=True))
DIALECTS = {row.major: row for row in (_14, _15, _16, _17, _18, _19, _20)}

# (model, what we call it) -> its names, newest first.
NAMES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("account.payment", "memo"): ("memo", "ref"),
    ("account.payment", "method"): ("payment_method_line_id", "payment_method_id"),
    ("account.payment.register", "method"): ("payment_method_line_id", "payment_method_id"),
    ("account.payment.register", "methods"): ("available_payment_method_line_ids", "available_payment_method_ids"),
    ("account.account", "kind"): ("account_type", "user_type_id"),
    ("account.account", "archived"): ("active", "deprecated"),
    ("account.account", "company"): ("company_ids", "company_id"),
    ("account.move", "totals"): ("tax_totals", "tax_totals_json", "amount_by_group"),
    ("account.move", "notice"): ("tax_lock_date_message",),
    ("account.move", "to_check"): ("review_state", "checked", "to_check"),
    ("account.tax", "price_included"): ("price_include",),
    ("res.partner", "sorted_name"): ("complete_name", "display_name"),
    ("res.partner", "term"): ("property_payment_term_id",),
    ("res.partner", "vendor_term"): ("property_supplier_payment_term_id",),
    ("res.partner.bank", "number"): ("account_number", "acc_number"),
}

# 14 and 15 have account types as records: (internal group, type) -> the name that 16 gave them.
ACCOUNT_KINDS: Mapping[tuple[str, str], str] = {
    ("asset", "receivable"): "asset_receivable",
    ("liability", "payable"): "liability_payable",
    ("asset", "liquidity"): "asset_cash",
    ("liability", "liquidity"): "liability_credit_card",
    ("asset", "other"): "asset_current",
    ("liability", "other"): "liability_current",
    ("equity", "other"): "equity",
    ("income", "other"): "income",
    ("expense", "other"): "expense",
    ("off_balance", "other"): "off_balance",
}


def dialect_for(version: Version) -> Dialect:
    """The row of this version; the newest we know for anything newer, the oldest for anything older."""
    return DIALECTS[min(max(version.major, OLDEST), NEWEST)]


def notice_for(version: Version) -> str:
    if version.major > NEWEST:
        return f"Odoo {version.text} is newer than this program knows ({NEWEST}). It is treated like {NEWEST}; check what it writes."
    if version.major < OLDEST:
        return f"Odoo {version.text} is older than this program knows ({OLDEST}). Much may not work."
    return ""


def parse_version(info: Sequence[object], text: str) -> Version:
    """From `server_version_info` and `server_version`: (19, 0), ("saas~19", 3), 17.0-20250106, saas~18.2+e. ValueError when it is none of these."""
    first = str(info[0]) if info else text
    second = str(info[1]) if len(info) > 1 else ""
    found = re.search(r"(?<!\d)(\d{1,4})(?:\.(\d{1,4}))?(?!\d)", first)
    if not found or len(text) > _LONGEST:
        raise ValueError(f"not a version of Odoo: {text or list(info)!r}")
    minor = found[2] or (second if second.isdecimal() else "0")
    said = legible(text) or f"{found[1]}.{minor}"
    return Version(int(found[1]), int(minor), said, online="saas" in first or "saas" in text)


@dataclass(frozen=True, slots=True)
class Field:
    """One field as fields_get tells it. `selection` holds the keys."""

    name: str
    kind: str
    label: str = ""
    relation: str = ""
    stored: bool = True
    required: bool = False
    selection: tuple[str, ...] = field(default=())
    decimals: int | None = None
    """That a number is rounded to when it is saved; None: all are kept."""


def first_offered(fields: Mapping[str, Field], model: str, name: str) -> str:
    """What this server calls it; "" when it has nothing of the kind."""
    return next((each for each in NAMES[model, name] if each in fields), "")
