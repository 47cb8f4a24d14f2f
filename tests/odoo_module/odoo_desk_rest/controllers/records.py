"""/api/<model> and what is below it: who asks, what is asked of the ORM, and its errors in the form of JSON-2."""

import datetime
import inspect
import json
import traceback

import werkzeug.exceptions
from odoo import SUPERUSER_ID, api, exceptions, http
from odoo.http import request
from odoo.models import BaseModel
from odoo.modules.registry import Registry
from odoo.service import model as orm

STATUSES = (
    (exceptions.AccessDenied, 403),
    (exceptions.AccessError, 403),
    (exceptions.MissingError, 404),
    (exceptions.UserError, 422),
    (exceptions.RedirectWarning, 422),
)
LISTING = {"domain": json.loads, "fields": json.loads, "offset": int, "limit": int, "order": str, "load": str}


class Records(http.Controller):
    @http.route(
        "/api/<string:model>", type="http", auth="none", methods=["GET", "POST"], csrf=False, save_session=False
    )
    def records(self, model, **_query):
        return answer(search_read if request.httprequest.method == "GET" else create, model)

    @http.route(
        "/api/<string:model>/<string:ids>",
        type="http",
        auth="none",
        methods=["PUT", "DELETE"],
        csrf=False,
        save_session=False,
    )
    def some(self, model, ids, **_query):
        return answer(write if request.httprequest.method == "PUT" else unlink, model, ids)

    @http.route(
        "/api/<string:model>/<string:ids>/<string:method>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def method(self, model, ids, method, **_query):
        return answer(call, model, ids, method)


def answer(work, model, *path):
    try:
        uid = user()
        if model not in Registry(request.db):
            raise werkzeug.exceptions.NotFound(f"the model {model!r} does not exist")
        value, status = work(uid, model, *path), 200
    except Exception as problem:  # whatever it is, the caller is told in JSON
        value, status = told(problem)
    body = json.dumps(value, default=plain)
    return http.Response(body, status=status, headers=[("Content-Type", "application/json; charset=utf-8")])


def user():
    kind, _, key = request.httprequest.headers.get("Authorization", "").partition(" ")
    uid = None
    if kind.lower() == "bearer" and key:
        with Registry(request.db).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            uid = env["res.users.apikeys"]._check_credentials(scope="rpc", key=key)
            if uid and not env["res.users"].browse(uid).active:
                uid = None
    if not uid:
        raise werkzeug.exceptions.Unauthorized("Invalid apikey")
    return uid


def search_read(uid, model):
    query = request.httprequest.args
    asked = {name: read(query[name]) for name, read in LISTING.items() if name in query}
    reading = {name: asked.pop(name) for name in ("fields", "load") if name in asked}
    domain = asked.pop("domain", [])
    registry = Registry(request.db).check_signaling()
    with registry.cursor() as cr:
        records = api.Environment(cr, uid, {})[model].with_context(**context()).search(domain, **asked)
        return json.loads(
            json.dumps(records.read(**reading), default=plain)
        )  # while the cursor is open: some values are lazy


def create(uid, model):
    return execute(uid, model, "create", [body()], {"context": context()})


def write(uid, model, ids):
    return execute(uid, model, "write", [numbers(ids), body()], {"context": context()})


def unlink(uid, model, ids):
    return execute(uid, model, "unlink", [numbers(ids)], {"context": context()})


def call(uid, model, ids, method):
    asked = body()
    arguments, options = list(asked.get("args") or []), dict(asked.get("kwargs") or {})
    function = getattr(Registry(request.db)[model], method, None)
    if not callable(function):
        raise werkzeug.exceptions.NotFound(f"The method '{model}.{method}' does not exist")
    of_model = getattr(function, "_api", None) in ("model", "model_create") or getattr(function, "_api_model", False)
    if of_model and numbers(ids):
        raise werkzeug.exceptions.UnprocessableEntity(f"cannot call {model}.{method} with ids")
    try:
        inspect.signature(function).bind(None, *arguments, **options)
    except TypeError as problem:
        raise werkzeug.exceptions.UnprocessableEntity(str(problem)) from problem
    first = [] if of_model else [numbers(ids)]
    value = execute(uid, model, method, first + arguments, dict(options, context=asked.get("context") or {}))
    if (model, method) == ("res.users", "context_get"):
        return dict(value, uid=uid)  # 14 leaves it out
    return value


def execute(uid, model, method, arguments, options):
    """As a call over RPC: one transaction, tried again by Odoo when another one was in its way."""
    registry = Registry(request.db).check_signaling()
    with registry.manage_changes():
        if hasattr(orm, "execute_kw"):  # 14
            return orm.execute_kw(request.db, uid, model, method, arguments, options)
        with registry.cursor() as cr:
            return orm.execute_cr(cr, uid, model, method, arguments, options)


def body():
    try:
        found = json.loads(request.httprequest.get_data() or b"{}")
    except ValueError as problem:
        raise werkzeug.exceptions.BadRequest(f"could not parse the body as json: {problem}") from problem
    if not isinstance(found, dict):
        raise werkzeug.exceptions.UnprocessableEntity("a JSON object is wanted")
    return found


def context():
    return json.loads(request.httprequest.args.get("context", "{}"))


def numbers(ids):
    try:
        return [int(each) for each in ids.split(",") if each != "0"]
    except ValueError as problem:
        raise werkzeug.exceptions.NotFound(f"{ids!r} is no list of ids") from problem


def told(problem):
    status = next((status for kind, status in STATUSES if isinstance(problem, kind)), 500)
    message, arguments = str(problem), problem.args
    if isinstance(problem, werkzeug.exceptions.HTTPException):
        status, message, arguments = problem.code, problem.description, (problem.description, problem.code)
    kind = type(problem)
    debug = "".join(traceback.format_exception(kind, problem, problem.__traceback__))
    name = f"{kind.__module__}.{kind.__name__}"
    return {"name": name, "message": message, "arguments": list(arguments), "context": {}, "debug": debug}, status


def plain(value):
    if isinstance(value, BaseModel):
        return value.ids
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, bytes):
        return value.decode()
    return str(value)


if hasattr(http, "JsonRequest"):
    # 14 takes every JSON body for JSON-RPC; below /api it is plain HTTP.
    get_request = http.Root.get_request

    def get_plain_request(root, httprequest):
        if httprequest.path.startswith("/api/"):
            return http.HttpRequest(httprequest)
        return get_request(root, httprequest)

    http.Root.get_request = get_plain_request
