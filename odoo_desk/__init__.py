"""Odoo Desk: a desktop program for people who keep books in Odoo."""

__version__ = "0.1.0"
