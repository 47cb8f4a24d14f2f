"""Every way in which the versions of Odoo differ here, as one table. Fields that come and go are in schema.py, with the versions they are in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

OLDEST, NEWEST = 14, 20


@dataclass(frozen=True, slots=True)
class Flavour:
    """The values written here are those of 14; each row of the table says what its version changed."""

    version: int

    # --- protocols
    json2: bool = False
    json2_redirects_to_login: bool = False
    has_web_version: bool = False
    has_health: bool = False
    has_db_service: bool = True
    http_1_1: bool = False
    jsonrpc_needs_session: bool = True
    """A JSON-RPC error without a session cookie is an HTML page."""
    login_redirects: bool = True
    error_code: int = 200
    none_has_result: bool = False
    """A method's None travels as `result: null`; else the answer has no `result` at all."""
    error_timestamp: bool = False
    sends_record_ids: bool = False
    """A recordset that a method returns travels as its ids; else as its repr, and over XML-RPC not at all."""
    empty_password_fails: bool = False
    strips_control_characters: bool = False
    bad_write_is_key_error: bool = False

    # --- the ORM
    any_operator: bool = False
    nulls_in_order: bool = False
    second_granularity: bool = False
    """Moments are compared by whole seconds; else with the fractions that are in the table and never told."""
    read_group: Literal["plain", "ranged", "tuples"] = "plain"
    whole_sum_has_id: bool = True
    """read_group without groups answers the bare row of SQL: an `id`, and None for sums over nothing, which XML-RPC cannot send."""
    context_is_frozen: bool = True
    """context_get answers what XML-RPC cannot send, and no uid."""
    copy_answers_list: bool = False

    # --- documents
    reset_again: Literal["silent", "refused"] = "silent"
    """button_draft on a draft."""
    bill_gets_today: bool = True
    """A bill without a date has today's from its creation."""
    tax_lines_have_prices: bool = True
    """Tax lines and instalments carry their amount as a price too."""
    signed_tax_base: bool = False
    reversed_by_kind: bool = False
    """Settled by credit notes alone is `reversed`, whatever they were made for; else only by its own reversal."""
    default_bank: bool = False
    """A document that asks for money names the company's bank account."""
    plain_narration_in: str = "p"
    draft_name: str | None = "/"
    monthly_invoices: bool = True
    payment_prefix: str = ""
    shifts_accounting_date: bool = False
    """A bill of an earlier day or month is booked today or at that month's end, unless the date comes with it."""
    moves_locked_dates: bool = False
    """A document of a locked period is posted on a later day; else it is refused, unless only the tax lock closes that day."""
    completes_lines: bool = False
    """Price and taxes of a product line are computed when they are not sent."""
    lines_by_write: Literal["refused", "allowed"] = "refused"
    header_needs_account: bool = True
    bill_needs_date: bool = False
    posted_write: Literal["allowed", "mentioned", "changed"] = "allowed"
    post_again: Literal["silent", "already", "draft"] = "silent"
    post_answers_records: bool = True
    draft_keeps_matches: bool = False
    """button_draft leaves a paid invoice matched."""
    draft_answers_true: bool = False
    once_posted_may_go: bool = False
    totals: Literal["groups14", "json", "groups", "subtotals"] = "groups14"
    widgets_are_text: bool = True
    widget_has_currency_id: bool = False
    html_narration: bool = False

    # --- payments
    payment_has_entry: bool = True
    """A payment has its journal entry from the draft on, and that entry's state."""
    paid_states: Literal["posted", "wizard", "matched", "reconciled"] = "posted"
    cancelled_state: str = "cancel"
    pays_overdue_first: bool = False
    pays_drafts: bool = False
    skips_settled: bool = False
    """Reconciling leaves out what is settled already; else one such line refuses the whole."""
    matching_writes_entry: bool = True
    """Matching a payment writes its entry too."""
    cancel_frees: bool = False
    """action_cancel on a posted payment takes it off its invoices."""
    assign_answers_records: bool = True
    early_discount: bool = False

    # --- credit notes
    refund_method: bool = True
    reversal_needs_journal: bool = False
    refund_matches_itself: bool = False


_14 = Flavour(14)
_15 = replace(
    _14,
    version=15,
    moves_locked_dates=True,
    monthly_invoices=False,
    reset_again="refused",
    bill_gets_today=False,
    bill_needs_date=True,
    post_again="already",
    totals="json",
    read_group="ranged",
    has_health=True,
)
_16 = replace(
    _15,
    version=16,
    matching_writes_entry=False,
    jsonrpc_needs_session=False,
    login_redirects=False,
    context_is_frozen=False,
    tax_lines_have_prices=False,
    reversed_by_kind=True,
    default_bank=True,
    strips_control_characters=True,
    payment_prefix="P",
    shifts_accounting_date=True,
    completes_lines=True,
    lines_by_write="allowed",
    header_needs_account=False,
    post_answers_records=False,
    once_posted_may_go=True,
    totals="groups",
    widgets_are_text=False,
    widget_has_currency_id=True,
    html_narration=True,
    reversal_needs_journal=True,
)
_17 = replace(
    _16,
    version=17,
    whole_sum_has_id=False,
    any_operator=True,
    nulls_in_order=True,
    post_again="draft",
    skips_settled=True,
    cancel_frees=True,
    assign_answers_records=False,
    refund_method=False,
    refund_matches_itself=True,
    early_discount=True,
)
_18 = replace(
    _17,
    version=18,
    json2_redirects_to_login=True,
    http_1_1=True,
    empty_password_fails=True,
    signed_tax_base=True,
    copy_answers_list=True,
    draft_name=None,
    posted_write="mentioned",
    totals="subtotals",
    payment_has_entry=False,
    paid_states="wizard",
    cancelled_state="canceled",
    pays_overdue_first=True,
    pays_drafts=True,
)
_19 = replace(
    _18,
    version=19,
    json2=True,
    json2_redirects_to_login=False,
    has_web_version=True,
    empty_password_fails=False,
    error_code=0,
    sends_record_ids=True,
    bad_write_is_key_error=True,
    plain_narration_in="span",
    second_granularity=True,
    draft_keeps_matches=True,
    paid_states="matched",
)
_20 = replace(
    _19,
    version=20,
    has_db_service=False,
    none_has_result=True,
    error_timestamp=True,
    read_group="tuples",
    posted_write="changed",
    draft_answers_true=True,
    paid_states="reconciled",
)

FLAVOURS = {flavour.version: flavour for flavour in (_14, _15, _16, _17, _18, _19, _20)}
