"""What the user can do, in one open company."""
