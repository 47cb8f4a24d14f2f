"""What is owed, by whom, since when."""
