"""Workbooks that are open in a spreadsheet program: the same cell changes as for a file, applied to the open book."""
