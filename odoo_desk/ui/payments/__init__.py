"""Registering payments."""
