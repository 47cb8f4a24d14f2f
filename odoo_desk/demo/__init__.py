"""A stand-in Odoo server with a small company's books: real HTTP on loopback, four protocols, Odoo 14 to 20. It shares no code with the rest.

It forgets everything when it ends. Its users are admin (everything), billing (documents and payments) and readonly (looks only); each has its
login as password, and an API key that says what it is.
"""

from __future__ import annotations

import json
import signal
import sys
import threading

from odoo_desk.demo.server import DemoServer


def serve(
    port: int,
    *,
    version: int = 19,
    invoices: int = 300,
    enterprise: bool = False,
    until_stdin_closes: bool = False,
) -> int:
    """Runs it in the foreground until it is interrupted, or until standard input ends: with the window that started it.
    Says where it is in one line of JSON on standard output. The exit code."""
    done = threading.Event()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: done.set())
    with DemoServer(version=version, port=port, invoices=invoices, enterprise=enterprise) as server:
        users = [
            {"login": user.login, "password": user.password, "api_key": user.api_key} for user in server.users.values()
        ]
        told = {"url": server.url, "database": server.database, "version": str(server.version), "users": users}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        if until_stdin_closes:
            threading.Thread(target=_await_end_of_input, args=(done,), daemon=True).start()
        try:
            done.wait()
        except KeyboardInterrupt:
            return 0
    return 0


def _await_end_of_input(done: threading.Event) -> None:
    sys.stdin.buffer.read()
    done.set()
