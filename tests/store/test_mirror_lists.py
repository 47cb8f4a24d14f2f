"""Lists out of the copy: every order, filter and text, against a plain reckoning of the same random books."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from odoo_desk.accounting.bare import Kind
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.records import PaymentState
from odoo_desk.store import filling, searching, shelves
from odoo_desk.store.mirror import Mirror
from tests.store.reckoning import (
    CURRENCIES,
    DAY,
    MOVE_ORDERS,
    NAMES,
    NEGATIVE,
    PARTNER_ORDERS,
    PAYMENT_ORDERS,
    PEOPLE,
    REFS,
    USER,
    Books,
    found,
    random_books,
    random_move,
)

DOCUMENTS = [book for book in Book if book.move_types]
TEXTS = (
    "", "a", "o", "oa", "OAK", "oak", "Oak Forest", "ang", "sohn", "son", "grosse", "GROSSE", "éclair", "lodz", "færge", "faerge", "inv/2026",
    "INV/2026/0001",
    "2026/000", "po 7", "77", "1234", "1.234,50", "12.5", "0", "%", "_", "100%", '"hi"', "x*y", "NEAR(a b)", "AND", "a-b", "-", "'", "fine aether", "zz",
    "Zz 7",
    "nothing like this", "ü", "été po", "  oak  ", "oak oak", "4711 re",
)  # fmt: skip


@pytest.fixture(autouse=True)
def indexes_however_few(monkeypatch):
    """A book of a few records is not given any; "while it is filled" is the same as without."""
    monkeypatch.setattr(filling, "FEW", 0)


@pytest.fixture(params=["while it is filled", "full", "as if very large"])
async def shelf(request, tmp_path, monkeypatch):
    """A copy and the books in it; with few rows every way of answering is taken only if it believes that there are many."""
    books = random_books(Random(4711), 400)  # noqa: S311
    mirror = Mirror(tmp_path / "copy.sqlite")
    await mirror.open()
    try:
        await fill(mirror, books)
        if request.param != "while it is filled":
            await index(mirror)
        if request.param == "as if very large":
            monkeypatch.setattr(shelves, "FEW", 4)
            monkeypatch.setattr(searching, "SPREAD", 3)
        yield mirror, books
    finally:
        await mirror.close()


@pytest.fixture
async def filled_shelf(tmp_path):
    books = random_books(Random(4711), 100)  # noqa: S311
    mirror = Mirror(tmp_path / "copy.sqlite")
    await mirror.open()
    try:
        await fill(mirror, books)
        await index(mirror)
        yield mirror, books
    finally:
        await mirror.close()


async def index(mirror: Mirror) -> None:
    for book in (*DOCUMENTS, Book.PAYMENTS, Book.PARTNERS):
        await mirror.make_indexes(book)
    await mirror.make_indexes()
    await mirror.set_facts({"lists_complete": "1"})


async def fill(mirror: Mirror, books: Books) -> None:
    await mirror.begin(USER, tuple(CURRENCIES.values()))
    await mirror.put(books.journals)
    await mirror.put_names({}, PEOPLE)
    await mirror.put(list(books.partners.values()))
    await mirror.put(list(books.moves.values()))
    await mirror.put(list(books.payments.values()))
    await mirror.put(list(books.items.values()))
    await mirror.settle_dues()


async def check(mirror: Mirror, books: Books, query: Query) -> None:
    wanted = found(books, query)
    rows = await mirror.window(query, 0, 10_000)
    assert [row.id for row in rows] == wanted, query
    assert (await mirror.summary(query)).count == len(wanted), query
    assert list(await mirror.ids(query)) == wanted, query


def orders_of(book: Book):
    return {Book.PAYMENTS: PAYMENT_ORDERS, Book.PARTNERS: PARTNER_ORDERS}.get(book, MOVE_ORDERS)


async def test_every_order_of_every_book(shelf):
    for book in (*DOCUMENTS, Book.PAYMENTS, Book.PARTNERS):
        await check(*shelf, Query(book))
        for order in orders_of(book):
            for descending in (True, False):
                await check(*shelf, Query(book, order=order, descending=descending))


@pytest.mark.parametrize("book", [*DOCUMENTS, Book.PAYMENTS, Book.PARTNERS])
async def test_every_text_in_every_book(shelf, book):
    for text in TEXTS:
        await check(*shelf, Query(book, text=text))
        order = "number" if book is not Book.PARTNERS else "ref"
        await check(*shelf, Query(book, text=text, order=order, descending=False))


async def test_every_part_of_a_name_finds_it(shelf):
    mirror, books = shelf
    for text in {row.number for row in books.moves.values() if row.number} | set(NAMES) | set(REFS):
        for start in range(0, len(text), 3):
            for length in (1, 2, 3, 5):
                part = text[start : start + length]
                await check(mirror, books, Query(Book.CUSTOMER_INVOICES, text=part))
        if len(books.moves) % 2:
            break


@pytest.mark.parametrize("seed", range(6))
async def test_filters_orders_and_texts_at_once(shelf, seed):
    mirror, books = shelf
    random = Random(seed)  # noqa: S311
    for _ in range(60):
        await check(mirror, books, random_query(random))


def random_query(random: Random) -> Query:
    book = random.choice((*DOCUMENTS, Book.PAYMENTS))
    states = ("draft", "posted", "cancel") if book.move_types else ("draft", "paid", "in_process")
    chosen = frozenset(random.sample(states, random.choice((0, 0, 1, 2))))
    paid = frozenset(random.sample(list(PaymentState), random.choice((0, 0, 1, 3))))
    if not book.move_types or (chosen and "posted" not in chosen):
        paid = frozenset()
    start = DAY - timedelta(days=random.randint(-10, 50))
    return Query(
        book,
        text=random.choice(("", "", *TEXTS)),
        states=chosen,
        payment_states=paid,
        date_from=random.choice((None, start)),
        date_to=random.choice((None, start + timedelta(days=20))),
        overdue=book.move_types != () and random.random() < 0.2,
        to_check=book.move_types != () and random.random() < 0.2,
        today=DAY,
        partner_id=random.choice((None, None, *range(1, 31))),
        order=random.choice(("", *orders_of(book))),
        descending=random.random() < 0.5,
    )


async def test_filters_that_exclude_each_other_find_nothing(filled_shelf):
    mirror, _books = filled_shelf
    query = Query(Book.CUSTOMER_INVOICES, states=frozenset({"draft"}), payment_states=frozenset({PaymentState.PAID}))
    assert await mirror.window(query, 0, 10) == ()
    assert (await mirror.summary(query)).count == 0


async def test_windows_are_cut_out_anywhere(shelf):
    mirror, books = shelf
    for query in (
        Query(Book.CUSTOMER_INVOICES),
        Query(Book.CUSTOMER_INVOICES, text="oak", order="amount_total", descending=False),
    ):
        wanted = found(books, query)
        for known in (False, True):
            if known:
                await mirror.summary(query)  # from then on the far half is read from its end
            for offset in (0, 1, len(wanted) // 2, len(wanted) - 7, len(wanted) - 1, len(wanted)):
                rows = await mirror.window(query, max(offset, 0), 9)
                assert [row.id for row in rows] == wanted[max(offset, 0) :][:9], (query, offset, known)


async def test_beyond_the_end_there_is_nothing(filled_shelf):
    """A list that has become shorter is scrolled where it no longer is."""
    mirror, _books = filled_shelf
    count = (await mirror.summary(Query(Book.CUSTOMER_INVOICES))).count
    assert list(await mirror.window(Query(Book.CUSTOMER_INVOICES), count + 50, 10)) == []


async def test_selections_are_runs_of_positions(shelf):
    mirror, books = shelf
    query = Query(Book.CUSTOMER_INVOICES, order="amount_total")
    wanted = found(books, query)
    spans = (range(2, 5), range(10, 30))
    chosen = [*wanted[2:5], *wanted[10:30]]
    assert list(await mirror.ids(query, spans)) == chosen
    assert await mirror.spans(query, chosen) == spans
    assert await mirror.spans(query, [10**9]) == ()
    summary = await mirror.summary_of(query, spans)
    assert summary.count == 23
    assert summary.company_sum.total == sum(books.moves[each].amount_total_signed for each in chosen)


@pytest.mark.parametrize("text", ["", "oak", "a", "no such thing"])
async def test_sums_are_signed_and_by_currency(shelf, text):
    mirror, books = shelf
    for book in DOCUMENTS:
        query = Query(book, text=text)
        rows = [books.moves[each] for each in found(books, query)]
        summary = await mirror.summary(query)
        assert summary.company_sum.total == sum((row.amount_total_signed for row in rows), Decimal(0))
        assert summary.company_sum.residual == sum((row.amount_residual_signed for row in rows), Decimal(0))
        expected = {}
        for row in rows:
            sign = -1 if row.move_type in NEGATIVE else 1
            total, residual = expected.get(row.currency_id, (Decimal(0), Decimal(0)))
            expected[row.currency_id] = (total + sign * row.amount_total, residual + sign * row.amount_residual)
        told = {each.currency.id: (each.total, each.residual) for each in summary.by_currency}
        assert told == expected, book


async def test_rows_are_what_was_put(shelf):
    mirror, books = shelf
    for row in await mirror.window(Query(Book.VENDOR_BILLS), 0, 1000):
        bare = books.moves[row.id]
        assert (row.number, row.ref, row.origin, row.amount_total) == (
            bare.number,
            bare.ref,
            bare.origin,
            bare.amount_total,
        )
        assert row.amount_total.as_tuple().exponent == -CURRENCIES[bare.currency_id].decimal_places
        assert (row.partner.name if row.partner else "") == (
            books.partners[bare.partner_id].name if bare.partner_id else ""
        )
        assert (row.salesperson.name if row.salesperson else "") == PEOPLE.get(bare.salesperson_id or 0, "")
        assert (row.invoice_date.isoformat() if row.invoice_date else "") == bare.invoice_date


# --- changed afterwards -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
async def test_after_changes_lists_are_as_if_filled_anew(shelf, seed):
    mirror, books = shelf
    random = Random(seed)  # noqa: S311
    changed = [random_move(random, each) for each in random.sample(sorted(books.moves), 60)]
    changed += [random_move(random, number) for number in range(5000, 5030)]
    gone = random.sample(sorted(set(books.moves) - {row.id for row in changed}), 40)
    for row in changed:
        if row.move_type == "entry" or row.state != "posted":  # have nothing that is due
            row = row._replace(move_type="out_invoice", state="posted")  # noqa: PLW2901
        books.moves[row.id] = row
    filed = await mirror.put([books.moves[row.id] for row in changed])
    assert filed.changed == {row.id for row in changed}
    assert (await mirror.put([books.moves[row.id] for row in changed])).changed == frozenset()
    assert await mirror.drop(Kind.MOVE, gone) == set(gone)
    for each in gone:
        del books.moves[each]
    for query in (
        *(Query(book) for book in DOCUMENTS),
        *(Query(Book.CUSTOMER_INVOICES, text=text) for text in TEXTS),
        *(Query(Book.CUSTOMER_INVOICES, order=order) for order in MOVE_ORDERS),
    ):
        await check(mirror, books, query)


@pytest.mark.parametrize("step", [1, 3, 1000])
async def test_a_renamed_partner_is_found_and_sorted_by_the_new_name(shelf, step):
    """In steps of any size, through all documents and payments."""
    mirror, books = shelf
    renamed = {number: books.partners[number]._replace(name=f"Renamed {number}") for number in (2, 11, 12)}
    books.partners |= renamed
    filed = await mirror.put(list(renamed.values()))
    assert filed.renamed == set(renamed)
    for kind in (Kind.MOVE, Kind.PAYMENT):
        after = 0
        while done := await mirror.rename(kind, filed.renamed, step, after):
            after = max(done)
    for book in (*DOCUMENTS, Book.PAYMENTS):
        await check(mirror, books, Query(book, text="renamed"))
        await check(mirror, books, Query(book, order="partner", descending=False))


async def test_a_draft_has_nothing_that_is_due(shelf):
    mirror, books = shelf
    move = next(each for each in books.items.values() if each.residual).move_id
    await mirror.put([books.moves[move]._replace(state="draft")])
    [row] = await mirror.headers([move])
    assert row.next_due is None


async def test_money_is_kept_exactly(shelf):
    """14 sends what doubles add up to."""
    mirror, books = shelf
    move = next(row for row in books.moves.values() if row.move_type == "out_invoice" and row.currency_id == 1)
    dust = replace_amounts(move, Decimal("1100.0000000000001137"))
    await mirror.put([dust])
    [row] = await mirror.headers([move.id])
    assert str(row.amount_total) == "1100.00"
    assert (await mirror.put([replace_amounts(move, Decimal("1100.00"))])).changed == frozenset()


def replace_amounts(move, amount):
    return move._replace(amount_total=amount, amount_untaxed=amount)
