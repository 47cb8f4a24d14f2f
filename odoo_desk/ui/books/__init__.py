"""The list pages: one page for each of the eight books, with its filters, its columns and its sums."""
