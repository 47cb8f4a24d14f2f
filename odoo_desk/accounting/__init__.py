"""What an invoice is: pure values and rules; no I/O, no Qt, no Odoo field names."""
