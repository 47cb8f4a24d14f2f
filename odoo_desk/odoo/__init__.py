"""Everything that knows the server is Odoo."""
