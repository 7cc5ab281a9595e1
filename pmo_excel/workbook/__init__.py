"""Workbook files: find sheets and tables, read cells, patch cells in place, build templates, save.

This room knows files and cells, not duties. Rows and columns are counted from 1, as the user sees them.
"""
