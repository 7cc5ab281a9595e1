"""The sample portfolio: five projects as people keep them, built into workbooks that are not refreshed yet.

Their content is in `workbook_templates/sample`, one TOML file a project: fields by header, and tables as a list of
headers and rows in which an empty text is an empty cell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_excel.workbook.build import build
from pmo_excel.workbook.templates_folder import templates_folder

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """One project of the sample: the name of its workbook, its level, and the rows of each sheet."""

    file: str
    level: str
    content: Mapping[str, Sequence[Record]]

    def workbook(self) -> bytes:
        """Its workbook, as it is before the first refresh."""
        return build(self.level, self.content)


def read_sample(text: str) -> Sample:
    """One project from the text of its file."""
    found = tomllib.loads(text)
    file, level = str(found.pop("file")), str(found.pop("level"))
    return Sample(file, level, {sheet: _records(table) for sheet, table in found.items()})


def samples(folder: Path | None = None) -> list[Sample]:
    """Every project of the sample, by file name."""
    files = sorted((folder or templates_folder() / "sample").glob("*.toml"))
    return [read_sample(file.read_text(encoding="utf-8")) for file in files]


def sample() -> dict[str, bytes]:
    """Every workbook of the sample portfolio by file name, as it is before the first refresh."""
    return {project.file: project.workbook() for project in samples()}


def _records(table: Mapping[str, Any]) -> list[Record]:
    if "columns" not in table:
        return [dict(table)]
    rows = (zip(table["columns"], row, strict=False) for row in table["rows"])
    return [{header: value for header, value in row if value != ""} for row in rows]
