"""One table model over a query, one view, one way of painting a cell: for every list in the program."""
