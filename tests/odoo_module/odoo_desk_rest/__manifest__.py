{
    "name": "Odoo Desk: REST for tests",
    "summary": "Serves the REST format that Odoo Desk speaks, so that it can be tried on a real Odoo 14 and 19.",
    "version": "1.0",
    "author": "Odoo Desk",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["base", "web"],
    "installable": True,
}
