"""Reports: from tables to pages that a person is handed.

A page is a value first (what it says, each figure with the cell it comes from) and is drawn by a format afterwards, so
that every format says the same.
"""
