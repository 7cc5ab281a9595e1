"""LibreOffice: the extension pmo.oxt as it is made from the function catalogue, and what its buttons ask of us."""
