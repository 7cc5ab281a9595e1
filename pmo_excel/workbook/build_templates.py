"""Write the committed templates anew: `python -m pmo_excel.workbook.build_templates`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pmo_excel.workbook.build import build, build_portfolio
from pmo_excel.workbook.templates_folder import templates_folder

LEVELS: Final = ("Light", "Standard", "Structured")
"""The levels of the project workbook of which a template is kept."""


def templates() -> dict[str, bytes]:
    """Every committed template by file name."""
    projects = {f"Project ({level}).xlsx": build(level) for level in LEVELS}
    return projects | {"Portfolio.xlsx": build_portfolio()}


def write_templates(folder: Path) -> None:
    """Write every template into a folder."""
    for name, data in templates().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    write_templates(templates_folder())
