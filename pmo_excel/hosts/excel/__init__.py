"""Excel for Windows and Mac: the add-in `pmo.xlam`, what its functions and buttons call, and workbooks with buttons."""
