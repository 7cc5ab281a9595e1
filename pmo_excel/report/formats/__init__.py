"""The formats of a report: each lays the same blocks out on its own pages, slides or sheets."""
