"""Attacks on what is done once: the program between a user and a server, with faults at every point of its requests (docs/safety.md)."""
