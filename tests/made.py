"""Workbooks that many tests begin with: made once in a run, and shared between its processes."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import pmo_excel.functions  # noqa: F401 -- declares the sheets and fills the catalogue
from pmo_excel.core.tables import declaration
from pmo_excel.workbook.build import Rows, build, build_portfolio
from pmo_excel.workbook.content import Content, declared, field_ref, letter, table_width
from pmo_excel.workbook.layout import FIRST_ROW, Level, table_rows, visible
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.sample import samples as projects
from pmo_excel.workbook.sheet_plans import PROJECT_SHEETS

FOLDER = "PMO_TESTS_MADE"
"""The environment variable with the folder of what is made; it is removed at the end of the run."""
PATIENCE = 60
"""Seconds to wait for another process that is making the same workbook."""


def workbook(level: str = "Light", content: Rows | None = None) -> bytes:
    """A project workbook with this content, as a person gets it: typed into a new one, where it has room for it.

    That takes a tenth of the time in which `build` makes one with the content in it.
    """
    given = {sheet: rows for sheet, rows in (content or {}).items() if rows}
    if not all(_fits(sheet, rows) for sheet, rows in given.items()):
        return built(level, content)
    plans = {plan.name: plan for plan in PROJECT_SHEETS}
    shown = sorted(s for s in given if plans[s].optional and not visible(plans[s], Level(level), ()))
    new = _once(repr((level, shown)), lambda: build(level, show=shown))
    edits = [edit for sheet, rows in given.items() for edit in _typed(sheet, rows)]
    return _once(repr((level, content)), lambda: patch(new, edits).data) if edits else new


def built(level: str = "Light", content: Rows | None = None) -> bytes:
    """What `build` makes of this content."""
    return _once(repr(("built", level, content)), lambda: build(level, content))


def portfolio(content: Mapping[str, Any] | None = None) -> bytes:
    """What `build_portfolio` makes of this content."""
    return _once(repr(("portfolio", content)), lambda: build_portfolio(content))


@cache
def samples() -> dict[str, bytes]:
    """The sample projects by file name, as `sample` makes them."""
    return {project.file: built(project.level, project.content) for project in projects()}


def sheet_of(book: bytes | Path, name: str, data_only: bool = False) -> Worksheet:
    """A sheet as openpyxl reads it, the others left out: all forty take it half a second."""
    package = open_package(book)
    part = package.archive.read(package.workbook_part)
    nowhere = re.sub(rb"<definedNames>.*</definedNames>|<bookViews>.*</bookViews>", b"", part, flags=re.DOTALL)
    alone = re.sub(rb'<sheet name="(?!%b")[^>]*/>' % name.encode(), b"", nowhere)
    return load_workbook(BytesIO(package.archive.with_members({package.workbook_part: alone})), data_only=data_only)[
        name
    ]


def _fits(sheet: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the sheet of a new workbook has room for the rows and one more."""
    stated = declaration(declared(sheet))
    if stated.layout == "fields":
        return True
    if sheet == "Lists":
        return False  # whose words of digits are built as numbers
    plan = next(plan for plan in PROJECT_SHEETS if plan.name == sheet)
    return len(rows) < table_rows(plan, len(stated.first_rows), table_width(Content.of({}), sheet))


def _typed(sheet: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Edit]:
    """The cells of the rows, with the values that `build` would write; what the sheet begins with goes."""
    begins = declaration(declared(sheet)).first_rows
    cells = dict.fromkeys((_ref(sheet, header, at) for at, row in enumerate(begins) for header in row))
    cells |= {_ref(sheet, header, at): value for at, row in enumerate(rows) for header, value in row.items()}
    for ref, value in cells.items():
        text = ("No", "Yes")[value] if isinstance(value, bool) else value
        yield Edit(sheet, ref, None if text == "" else text)


def _ref(sheet: str, header: str, row: int) -> str:
    """The cell of a column in a row of the table, or of a field."""
    if declaration(declared(sheet)).layout == "fields":
        return field_ref(sheet, header).partition("!")[2].replace("$", "")
    return f"{letter(sheet, header)}{FIRST_ROW + 1 + row}"


def _once(what: str, make: Callable[[], bytes]) -> bytes:
    """The bytes as they were made the first time: one process makes them, others wait; none reads half a file."""
    if FOLDER not in os.environ:
        return make()
    path = Path(os.environ[FOLDER]) / sha256(what.encode()).hexdigest()
    if not path.exists() and not _made_by_another(path):
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(make())
        os.replace(name, path)
    return path.read_bytes()


def _made_by_another(path: Path) -> bool:
    """Whether it is there after another process made it; False to the one that is to make it."""
    try:
        path.with_suffix(".begun").touch(exist_ok=False)
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while not path.exists() and time.monotonic() < until:
            time.sleep(0.02)
    return path.exists()
