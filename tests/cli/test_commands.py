"""The command line against the demo server: what it prints, and how it ends."""

from __future__ import annotations

import io
import json
import xmlrpc.client

import pytest

from odoo_desk.cli import main
from odoo_desk.demo.server import DemoServer


@pytest.fixture(scope="session")
def shop():
    with DemoServer(version=19) as server:
        yield server


@pytest.fixture
def desk(shop, capsys, monkeypatch):
    """Runs a command as a user; gives exit code, JSON (or text) of the output, and the errors."""

    def desk(*arguments, login="admin", typed=None, as_json=True, protocol="auto"):
        monkeypatch.setenv("ODOO_DESK_SECRET", shop.users[login].api_key)
        if typed is not None:
            monkeypatch.setattr("sys.stdin", io.StringIO(typed if isinstance(typed, str) else json.dumps(typed)))
        where = ("--url", shop.url, "--db", shop.database, "--login", login, "--protocol", protocol)
        code = main([*arguments, *where, *(["--json"] if as_json else [])])
        out, err = capsys.readouterr()
        return code, json.loads(out) if as_json and out else out, err

    return desk


@pytest.fixture
def partner(desk):
    rows = desk("list", "partners")[1]["rows"]
    return next(row for row in rows if row["vat"] or row["email"])


@pytest.fixture
def locked(shop):
    """The books are locked until the end of January 2020."""
    key = shop.users["admin"].api_key
    with (
        xmlrpc.client.ServerProxy(f"{shop.url}/xmlrpc/2/common") as common,
        xmlrpc.client.ServerProxy(f"{shop.url}/xmlrpc/2/object") as odoo,
    ):
        uid = common.authenticate(shop.database, "admin", key, {})

        def lock(day):
            for company in odoo.execute_kw(shop.database, uid, key, "res.company", "search", [[]]):
                values = {"fiscalyear_lock_date": day}
                odoo.execute_kw(shop.database, uid, key, "res.company", "write", [[company], values])

        lock("2020-01-31")
        yield
        lock(False)


def invoice(partner, **fields):
    lines = [{"name": "Table", "quantity": 2, "price_unit": 100.5}, {"name": "Delivery", "price_unit": "20"}]
    return {
        "move_type": "out_invoice",
        "partner": partner["id"],
        "invoice_date": "2026-11-20",
        "lines": lines,
        **fields,
    }


@pytest.mark.parametrize("protocol", ["json2", "jsonrpc", "xmlrpc", "rest"])
def test_the_main_job(desk, partner, protocol):
    code, draft, _ = desk("draft", typed=invoice(partner), protocol=protocol)
    assert (code, draft["state"], draft["amount_untaxed"]) == (0, "draft", "221.00")
    code, posted, _ = desk("post", str(draft["id"]), protocol=protocol)
    assert (code, posted["state"], posted["amount_total"]) == (0, "posted", draft["amount_total"])
    assert posted["name"]
    code, part, _ = desk(
        "pay", str(draft["id"]), "--amount", "21", "--date", "2026-11-21", "--memo", "First", protocol=protocol
    )
    assert (code, part["payment_state"], part["residual"]) == (0, "partial", "200.00")
    code, rest, _ = desk("pay", str(draft["id"]), protocol=protocol)
    assert (code, rest["payment_state"], rest["residual"]) == (0, "paid", "0.00")
    code, shown, _ = desk("show", str(draft["id"]), protocol=protocol)
    assert (shown["payment_state"], shown["amount_residual"], shown["partner_id"][0]) == ("paid", "0.00", partner["id"])
    assert [line["price_subtotal"] for line in shown["lines"]] == ["201.00", "20.00"]
    assert {payment["id"] for payment in shown["payments"]} == {*part["payment_ids"], *rest["payment_ids"]}
    assert shown["date"] == "2026-11-20"


def test_another_accounting_date_waits_for_a_yes(desk, partner, locked):
    code, draft, _ = desk("draft", typed=invoice(partner, invoice_date="2020-01-15"))
    assert code == 0
    code, _, said = desk("post", str(draft["id"]))
    assert code == 1
    assert "locked until 31 Jan 2020, so Odoo books it on 31 Dec 2020" in said  # numbered by the year
    assert "--yes" in said
    assert desk("show", str(draft["id"]))[1]["state"] == "draft"
    code, posted, _ = desk("post", str(draft["id"]), "--yes")
    assert (code, posted["state"]) == (0, "posted")
    assert desk("show", str(draft["id"]))[1]["date"] == "2020-12-31"


def test_records_are_found_by_exact_name_or_code(desk, partner):
    journal = "INV"
    draft = invoice({"id": partner["name"]}, journal=journal, currency="USD")
    code, saved, err = desk("draft", typed=draft)
    assert (code, err) == (0, "")
    shown = desk("show", str(saved["id"]))[1]
    assert shown["currency_id"][1] == "USD"
    assert shown["partner_id"][0] == partner["id"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"partner": "Nobody at all"}, "no partner"),
        ({"colour": "red"}, "colour"),
        ({"invoice_date": "20.11.2026"}, "20.11.2026"),
        ({"move_type": "invoice"}, "move type"),
        ({"lines": [{"name": "x", "price_unit": "1,5"}]}, "Line 1"),
        ({"lines": "none"}, "lines"),
    ],
)
def test_a_document_that_cannot_be_used_is_refused_in_one_sentence(desk, partner, wrong, said):
    code, out, err = desk("draft", typed={**invoice(partner), **wrong})
    assert (code, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1


def test_what_is_not_json_is_said(desk):
    assert desk("draft", typed="{not json")[0] == 1


def test_a_file_can_be_given(desk, partner, tmp_path):
    (tmp_path / "invoice.json").write_text(json.dumps(invoice(partner)))
    assert desk("draft", str(tmp_path / "invoice.json"))[0] == 0
    assert desk("draft", str(tmp_path / "missing.json"))[0] == 1


def test_readonly_is_refused_in_words(desk, partner):
    code, out, err = desk("draft", typed=invoice(partner), login="readonly")
    assert (code, out) == (1, "")
    assert err.startswith("odoo-desk: ")
    assert "Traceback" not in err


def test_doctor_tells_every_step(desk, shop):
    code, told, _ = desk("doctor")
    assert (code, told["ok"], [step["name"] for step in told["steps"]][-1]) == (0, True, "rights")
    code, text, _ = desk("doctor", as_json=False)
    assert text.count("ok ") == 6
    shop_users = shop.users["admin"].api_key
    assert shop_users not in text


def test_a_paid_document_is_not_paid_again(desk, partner):
    number = str(desk("draft", typed=invoice(partner))[1]["id"])
    desk("post", number)
    desk("pay", number)
    code, _, err = desk("pay", number)
    assert code == 1
    assert "amount due" in err


def test_lists_have_a_count_and_rows(desk):
    for book in ("invoices", "bills", "credit-notes", "payments", "accounts", "journal-entries"):
        code, told, _ = desk("list", book, "--limit", "3")
        assert code == 0
        assert told["count"] >= len(told["rows"]) > 0, book
        assert len(told["rows"]) <= 3


def test_usage_errors_end_with_2(desk, capsys):
    for arguments in (["pay"], ["show", "x"], ["list", "nonsense"], ["pay", "1", "--amount", "abc"], ["frobnicate"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    capsys.readouterr()


def test_no_server_named_is_said(capsys):
    assert main(["list"]) == 1
    assert "--profile" in capsys.readouterr().err


def test_a_wrong_key_is_said_without_the_key(shop, capsys, monkeypatch):
    monkeypatch.setenv("ODOO_DESK_SECRET", "recognisable-wrong-key")
    assert main(["list", "--url", shop.url, "--db", shop.database, "--login", "admin"]) == 1
    out, err = capsys.readouterr()
    assert "recognisable-wrong-key" not in out + err
    assert "key" in err
