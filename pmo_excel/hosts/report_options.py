"""The options that commands of reports have in common."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Stale(StrEnum):
    """What becomes of projects whose status is older than its limit."""

    STAMP = "stamp"
    LEAVE_OUT = "leave-out"


To = Annotated[str, typer.Option("--to", help="Formats, as in html,pdf,pptx,docx,xlsx.")]
Template = Annotated[
    Path | None, typer.Option("--template", help="A PowerPoint file whose master, layouts and size are used.")
]
OldFigures = Annotated[
    Stale, typer.Option("--stale", help="Projects of a portfolio with old figures: a grey stamp, or left out.")
]
