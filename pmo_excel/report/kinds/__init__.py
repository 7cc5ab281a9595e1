"""The kinds of report: each makes a `Report` of a workbook's tables and the results of its functions."""
