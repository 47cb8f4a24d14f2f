"""The sample company's two years of trade, the same every time, up to today: made by the same steps that a user takes."""

from __future__ import annotations

import gc
import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from odoo_desk.demo import documents, matching, moves, payments, purchasing
from odoo_desk.demo import records as r
from odoo_desk.demo.books import Books, Env
from odoo_desk.demo.founding import Firm, found
from odoo_desk.demo.records import ZERO, Company, Journal, Line, Move, Partner, Payment
from odoo_desk.demo.taxes import rounded
from odoo_desk.demo.workshop import REMARKS, VENDORS

_DAYS = 730
_KINDS = (
    ("out_invoice", 54),
    ("in_invoice", 30),
    ("out_refund", 4),
    ("in_refund", 2),
    ("out_receipt", 3),
    ("in_receipt", 3),
    ("entry", 4),
)


def write(books: Books, documents_wanted: int) -> None:
    """Fills empty books."""
    collects = gc.isenabled()
    gc.disable()  # nothing made here becomes garbage: looking for it would take half of the time
    try:
        firms = found(books)
        _History(books, firms).tell(documents_wanted)
        books.fixed_now = None
        purchasing.order(books, firms[0])
    finally:
        if collects:
            gc.enable()


@dataclass(slots=True)
class _History:
    books: Books
    firms: tuple[Firm, ...]
    random: Random = field(default_factory=Random)
    events: list[tuple[date, int, Callable[[], None]]] = field(default_factory=list)
    scheduled: int = 0

    def tell(self, wanted: int) -> None:
        today = self.books.today
        first, second = self.firms
        for number in range(wanted):
            day = today - timedelta(days=_DAYS - 1 - number * _DAYS // max(wanted, 1))
            firm = second if number % 25 == 13 else first
            self._at(day, self._document(number, firm, day))
        latest = self.books.clock.now() - timedelta(minutes=1)  # nothing was written tomorrow
        while self.events:
            day, number, event = heapq.heappop(self.events)
            moment = datetime.combine(day, time(8 + number % 9, number % 60, number % 59), UTC)
            self.books.fixed_now = min(moment, latest)
            event()

    def _at(self, day: date, event: Callable[[], None]) -> None:
        self.scheduled += 1
        heapq.heappush(self.events, (day, self.scheduled, event))

    def _env(self, firm: Firm) -> Env:
        return Env(self.books, firm.user, (firm.company,), as_system=True)

    # --- documents ----------------------------------------------------------------------------------------------------

    def _document(self, number: int, firm: Firm, day: date) -> Callable[[], None]:
        def happen() -> None:
            self.random.seed(
                1887 * 100_003 + number
            )  # each document its own: what versions do differently spreads no further
            kind = self.random.choices([kind for kind, _ in _KINDS], [weight for _, weight in _KINDS])[0]
            if kind == "entry":
                self._wages(firm, day)
            elif kind == "out_refund":
                self._refund(firm, day)
            else:
                self._invoice(firm, kind, day)

        return happen

    def _invoice(self, firm: Firm, kind: str, day: date) -> None:
        is_sale = kind.startswith("out_")
        partner, wares = self._partner(firm, is_sale=is_sale)
        move = self._draft(firm, kind, day, partner)
        move.line_ids = tuple(self._sold(firm, move) if is_sale else self._bought(firm, move, wares))
        if not is_sale:
            move.ref = f"{self.random.choice(('RE', 'F', 'SI', ''))}{self.random.randint(10200, 98900)}"
        elif self.random.random() < 0.35:
            move.ref = f"PO {self.random.randint(1100, 8900)}"
        self._go_on(firm, move, day)

    def _draft(self, firm: Firm, kind: str, day: date, partner: Partner) -> Move:
        is_sale = kind.startswith("out_")
        journal = firm.journals["sale" if is_sale else "purchase"]
        commercial = partner.commercial_partner_id
        term = commercial.property_payment_term_id if is_sale else commercial.property_supplier_payment_term_id
        is_refund = kind.endswith("refund")
        move = Move(
            move_type=kind,
            company_id=firm.company,
            journal_id=journal,
            partner_id=partner,
            currency_id=firm.currency_of.get(commercial, firm.company.currency_id),
            invoice_date=day,
            date=day,
            invoice_payment_term_id=None if is_refund or kind.endswith("receipt") else term,
            invoice_user_id=firm.user if is_sale else None,
            partner_bank_id=commercial.bank_ids[0] if commercial.bank_ids and not is_sale else None,
        )
        return self.books.moves.add(move, firm.user)

    def _partner(self, firm: Firm, *, is_sale: bool) -> tuple[Partner, int]:
        """A few customers buy most of it."""
        pool = firm.customers if is_sale else firm.vendors
        position = min(int(self.random.random() ** 1.6 * len(pool)), len(pool) - 1)
        return pool[position], position

    def _sold(self, firm: Firm, move: Move) -> Iterator[Line]:
        abroad = move.partner_id is not None and move.partner_id.country_id is not firm.company.country_id
        count = self.random.choice((1, 1, 2, 2, 3, 4))
        if count == 4:
            yield self._line(move, 0, display_type="line_section", name="Ground floor", quantity=ZERO)
        for position in range(count):
            product = self.random.choice(firm.products)
            price = product.lst_price * Decimal(self.random.choice(("1", "1", "1", "0.95", "1.08")))
            taxes = (
                (firm.taxes["s0"],) if abroad else tuple(t for t in product.taxes_id if t.company_id is firm.company)
            )
            account = product.property_account_income_id
            yield self._line(
                move,
                position + 1,
                product_id=product,
                name="" if self.books.flavour.version >= 20 else product.name,
                quantity=Decimal(self.random.choice((1, 1, 1, 2, 2, 4, 6, 8))),
                price_unit=rounded(price, Decimal("0.01")),
                discount=Decimal(self.random.choice((0, 0, 0, 0, 0, 5, 10))),
                tax_ids=taxes,
                account_id=account if account and account.company_id is firm.company else firm.accounts["sales"],
            )
        if self.random.random() < 0.15:
            yield self._line(move, 9, display_type="line_note", name=self.random.choice(REMARKS), quantity=ZERO)

    def _bought(self, firm: Firm, move: Move, vendor: int) -> Iterator[Line]:
        wares = VENDORS[vendor % len(VENDORS)][5]
        for position, (words, account, low, high, tax) in enumerate(
            wares if self.random.random() < 0.4 else (self.random.choice(wares),)
        ):
            is_small = high < 200
            yield self._line(
                move,
                position,
                name=words,
                quantity=Decimal(self.random.randint(2, 24) if is_small else 1),
                price_unit=Decimal(self.random.randint(low * 100, high * 100)) / 100,
                tax_ids=(firm.taxes[tax],),
                account_id=firm.accounts[account],
            )

    def _line(
        self,
        move: Move,
        position: int,
        *,
        display_type: str = "product",
        name: str = "",
        quantity: Decimal = ZERO,
        price_unit: Decimal = ZERO,
        discount: Decimal = ZERO,
        tax_ids: tuple[r.Tax, ...] = (),
        product_id: r.Product | None = None,
        account_id: r.Account | None = None,
    ) -> Line:
        return self.books.lines.add(
            Line(
                move_id=move,
                display_type=display_type,
                name=name,
                quantity=quantity,
                price_unit=price_unit,
                discount=discount,
                tax_ids=tax_ids,
                product_id=product_id,
                account_id=account_id,
                currency_id=move.currency_id,
                sequence=10 * (position + 1),
            ),
            move.create_uid,
        )

    def _wages(self, firm: Firm, day: date) -> None:
        gross = Decimal(self.random.randint(9200, 11800))
        tax = rounded(gross * Decimal("0.27"), Decimal("0.01"))
        move = Move(
            company_id=firm.company,
            journal_id=firm.journals["general"],
            currency_id=firm.company.currency_id,
            date=day,
            ref=f"Wages {day:%B %Y}",
        )
        self.books.moves.add(move, firm.user)
        parts = (
            ("wages", gross, "Gross wages"),
            ("paye", -tax, "PAYE and PRSI"),
            ("wages_due", tax - gross, "Net wages"),
        )
        lines = []
        for position, (account, amount, words) in enumerate(parts):
            line = self._line(move, position, name=words, account_id=firm.accounts[account])
            line.balance = line.amount_currency = amount
            lines.append(line)
        move.line_ids = tuple(lines)
        documents.work_out(self.books, move)
        if (self.books.today - day).days > 5:
            moves.post(self._env(firm), [move])

    # --- what becomes of them -----------------------------------------------------------------------------------------

    def _go_on(self, firm: Firm, move: Move, day: date) -> None:
        age = (self.books.today - day).days
        chance = self.random.random()
        if age < 40 and chance < 0.42:
            documents.work_out(self.books, move)
            return  # still a draft
        env = self._env(firm)
        if chance > 0.975:
            if age % 2:
                moves.post(env, [move])
            moves.cancel(env, [move])
            return
        moves.post(env, [move])
        move.is_move_sent = move.is_sale
        if move.move_type.endswith("refund"):
            return
        if len(move.term_lines) > 1:
            self._pay_instalments(firm, move, day, chance)
        else:
            self._pay_later(firm, move, day, chance)

    def _pay_later(self, firm: Firm, move: Move, day: date, chance: float) -> None:
        due = move.invoice_date_due or day
        paid_on = due + timedelta(days=int(self.random.triangular(-12, 45, 2)))
        paid_on = max(paid_on, day)
        unpaid = 0.035 if (self.books.today - due).days > 120 else 0.3
        if chance < 0.3 * unpaid + 0.3 * (unpaid >= 0.3) or paid_on > self.books.today:
            return
        share = Decimal(1)
        if chance > 0.93:
            share = Decimal("0.5")
        elif 0.5 < chance < 0.515 and move.is_sale:
            share = Decimal("1.05")  # rounded up by the customer: the rest stays as an outstanding credit
        self._at(paid_on, lambda: self._pay(firm, move, share))

    def _pay_instalments(self, firm: Firm, move: Move, day: date, chance: float) -> None:
        self._at(min(day + timedelta(days=3), self.books.today), lambda: self._pay(firm, move, Decimal("0.3")))
        second = (move.invoice_date_due or day) + timedelta(days=int(self.random.triangular(0, 50, 6)))
        if chance > 0.4 and second <= self.books.today:
            self._at(second, lambda: self._pay(firm, move, Decimal(1)))

    def _pay(self, firm: Firm, move: Move, share: Decimal) -> None:
        """`share` of the total, or what is left of it."""
        if move.state != "posted" or not move.amount_residual:
            return
        day = (self.books.fixed_now or datetime.now(UTC)).date()
        amount = rounded(move.amount_total * share, move.currency_id.rounding)
        amount = amount if share > 1 else min(amount, move.amount_residual)
        is_cash = move.move_type.endswith("receipt") and move.amount_total < 400
        is_dollar = move.currency_id is not firm.company.currency_id
        journal = firm.journals["cash" if is_cash else "usd_bank" if is_dollar else "bank"]
        payment = self._payment(firm, journal, move, amount, day)
        payments.post(self.books, payment)
        assert payment.move_id
        open_lines = [line for line in (*move.term_lines, *payment.move_id.term_lines) if line.amount_residual]
        matching.reconcile(self.books, open_lines)

    def _payment(self, firm: Firm, journal: Journal, move: Move, amount: Decimal, day: date) -> Payment:
        inbound = move.direction < 0
        way = firm.ways[journal, "inbound" if inbound else "outbound"]
        partner = move.commercial_partner_id
        payment = Payment(
            by_wizard=True,
            payment_type="inbound" if inbound else "outbound",
            partner_type="customer" if move.is_sale else "supplier",
            memo=move.payment_reference or move.ref or move.name,
            date=day,
            amount=amount,
            currency_id=move.currency_id,
            journal_id=journal,
            company_id=firm.company,
            partner_id=partner,
            payment_method_line_id=way,
            invoice_ids=(move,),
        )
        return self.books.payments.add(payment, firm.user)

    def _refund(self, firm: Firm, day: date) -> None:
        """Credits the whole or a part of a recent invoice."""
        original = self._recent_unpaid(firm.company)
        if original is None or original.partner_id is None:
            self._invoice(firm, "out_invoice", day)
            return
        whole = self.random.random() < 0.6
        refund = self._draft(firm, "out_refund", day, original.partner_id)
        lines = [line for line in original.invoice_line_ids if line.display_type == "product"]
        env = self._env(firm)
        refund.line_ids = tuple(moves.copied_line(env, line, refund) for line in (lines if whole else lines[:1]))
        refund.reversed_entry_id = original
        refund.ref = f"Reversal of: {original.name}, {self.random.choice(('order cancelled', 'damaged in transit', 'wrong size'))}"
        original.reversal_move_ids = (*original.reversal_move_ids, refund)
        documents.work_out(self.books, refund)
        if (self.books.today - day).days < 8:
            return
        moves.post(env, [refund])
        if not self.books.flavour.refund_matches_itself and self.random.random() < 0.8:
            moves.match_with(self.books, refund, original)

    def _recent_unpaid(self, company: Company) -> Move | None:
        for move in reversed(self.books.moves.rows.values()):
            if (
                move.move_type == "out_invoice"
                and move.payment_state == "not_paid"
                and move.state == "posted"
                and move.company_id is company
                and not move.reversal_move_ids
            ):
                return move
        return None
