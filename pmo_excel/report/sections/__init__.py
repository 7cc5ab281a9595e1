"""The parts of a page: each a value made from the tables, used by every report that shows it."""
