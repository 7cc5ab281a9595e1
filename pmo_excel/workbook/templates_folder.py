"""Where the templates are."""

from __future__ import annotations

from pathlib import Path

import pmo_excel


def templates_folder() -> Path:
    """Where the templates and the sample's content are: in the installed package, or beside it in a checkout."""
    package = Path(pmo_excel.__file__).parent
    shipped = package / "_shipped" / "workbook_templates"
    return shipped if shipped.is_dir() else package.parent / "workbook_templates"
