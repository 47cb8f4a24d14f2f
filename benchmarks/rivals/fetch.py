"""Documents in pages of 200 by one library, the way its own documentation shows. Runs in the rivals' environment and knows nothing of ours.

python fetch.py NAME COMPANY ROWS
"""

import asyncio
import json
import os
import sys
import time
import xmlrpc.client
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

URL, DATABASE, LOGIN = os.environ["BENCH_URL"], os.environ["BENCH_DB"], os.environ["BENCH_LOGIN"]
SECRET = os.environ["ODOO_DESK_SECRET"]
PAGE = 200
# odoo_desk.odoo.ledger.reading.HEADER_FIELDS; the fill is refused when they are not the same any more.
FIELDS = (
    *("move_type", "state", "payment_state", "name", "partner_id", "invoice_date", "date", "invoice_date_due", "ref"),
    *("payment_reference", "invoice_origin", "journal_id", "company_id", "currency_id", "amount_untaxed", "amount_tax"),
    *("amount_total", "amount_residual", "amount_untaxed_signed", "amount_total_signed", "amount_residual_signed"),
    *("invoice_user_id", "write_date"),
)
ORDER = "id desc"


def pages(read, rows):
    """`read(offset, limit)` until there are no more, or as many as are wanted."""
    began, found, requests = time.perf_counter(), 0, 0
    while found < rows:
        page = read(found, min(PAGE, rows - found))
        requests += 1
        found += len(page)
        if len(page) < PAGE:
            break
    return found, time.perf_counter() - began, requests


def odoorpc(domain, rows):
    import odoorpc

    address = urlsplit(URL)
    server = odoorpc.ODOO(address.hostname, port=address.port, timeout=120)
    server.login(DATABASE, LOGIN, SECRET)
    moves = server.env["account.move"]
    return pages(lambda offset, limit: moves.search_read(domain, FIELDS, offset=offset, limit=limit, order=ORDER), rows)


def odooly(domain, rows):
    import odooly

    client = odooly.Client(f"{URL}/jsonrpc", DATABASE, LOGIN, SECRET)
    return pages(
        lambda offset, limit: client.env.execute(
            "account.move", "search_read", domain, FIELDS, offset=offset, limit=limit, order=ORDER
        ),
        rows,
    )


def aio_odoorpc(domain, rows):
    import httpx
    from aio_odoorpc import AsyncOdooRPC

    async def run():
        async with httpx.AsyncClient(base_url=f"{URL}/jsonrpc", timeout=120) as http:
            server = AsyncOdooRPC(
                database=DATABASE,
                username_or_uid=LOGIN,
                password=SECRET,
                http_client=http,
                default_model_name="account.move",
            )
            await server.login()
            began, found, requests = time.perf_counter(), 0, 0
            while found < rows:
                page = await server.search_read(
                    domain=domain, fields=FIELDS, offset=found, limit=min(PAGE, rows - found), order=ORDER
                )
                requests += 1
                found += len(page)
                if len(page) < PAGE:
                    break
            return found, time.perf_counter() - began, requests

    return asyncio.run(run())


def odoo_json2(domain, rows):
    from odoo_json2 import JSON2Client

    client = JSON2Client(host=URL, api_key=SECRET, database=DATABASE)
    moves = client.env["account.move"]
    return pages(
        lambda offset, limit: moves.search_read(domain=domain, fields=FIELDS, offset=offset, limit=limit, order=ORDER),
        rows,
    )


def xmlrpc_client(domain, rows):
    user = xmlrpc.client.ServerProxy(f"{URL}/xmlrpc/2/common").authenticate(DATABASE, LOGIN, SECRET, {})
    models = xmlrpc.client.ServerProxy(f"{URL}/xmlrpc/2/object")

    def read(offset, limit):
        options = {"fields": FIELDS, "offset": offset, "limit": limit, "order": ORDER}
        return models.execute_kw(DATABASE, user, SECRET, "account.move", "search_read", [domain], options)

    return pages(read, rows)


WAYS = {
    "OdooRPC": odoorpc,
    "odooly": odooly,
    "aio-odoorpc": aio_odoorpc,
    "odoo-json2": odoo_json2,
    "xmlrpc.client": xmlrpc_client,
}

if __name__ == "__main__":
    name, company, wanted = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    got, seconds, asked = WAYS[name]([["company_id", "=", company]], wanted)
    try:
        release = version(name)
    except PackageNotFoundError:
        release = sys.version.split()[0]
    print(json.dumps({"rows": got, "seconds": seconds, "requests": asked, "version": release}))
