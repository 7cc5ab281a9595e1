"""`pmo star`: star tables of project workbooks or of a portfolio, written for Power BI as CSV or Parquet."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table
from pmo_excel.governance.tables import Charter
from pmo_excel.hosts.books import opened, workbooks
from pmo_excel.refresh import refreshed
from pmo_excel.report.star.parts import PORTFOLIO_PARTS, PROJECT_PARTS
from pmo_excel.report.star.tables import Source, StarTable, relationships, star_tables
from pmo_excel.workbook.read import PORTFOLIO
from pmo_excel.workbook.refused import Refused, refused
from pmo_excel.workbook.save import create

_FORMULA: Final = ("=", "+", "-", "@")
"""With what a text begins that a spreadsheet program would take for a formula."""


@dataclass(frozen=True, slots=True)
class Star:
    """What was made: the tables, and what could not be taken over."""

    tables: Sequence[StarTable]
    problems: Sequence[Problem]

    def as_json(self, files: Sequence[Path]) -> dict[str, Any]:
        """The tables in numbers, as programs read them."""
        return {
            "tables": [
                {"table": t.name, "rows": len(t.rows), "key": t.key, "links": dict(t.links)} for t in self.tables
            ],
            "files": [str(file) for file in files],
            "problems": [problem.as_json() for problem in self.problems],
        }


def star(path: Path) -> Star:
    """The star tables of a portfolio workbook, of a project workbook, or of all project workbooks of a folder.

    Raises
    ------
    Refused
        Nothing could be read.
    """
    sources, problems = sources_of(path)
    portfolio = not sources[0].project
    parts = PORTFOLIO_PARTS if portfolio else PROJECT_PARTS
    chosen, left = newest(sources)
    tables_made, said = star_tables(chosen, parts)
    return Star(tables_made, [*problems, *left, *said])


def sources_of(path: Path) -> tuple[list[Source], list[Problem]]:
    """The workbooks that a path names, each computed; of a folder, its projects and not their portfolio.

    Raises
    ------
    Refused
        None could be read.
    """
    files, problems = workbooks([path])
    sources: list[Source] = []
    for file in files:
        try:
            book = opened(file)
        except Refused as error:
            problems += error.problems
            continue
        if book.kind == PORTFOLIO and len(files) > 1:
            continue
        tables = refreshed(book).tables
        sources.append(Source(file.name, "" if book.kind == PORTFOLIO else project_of(tables, file), tables))
    if not sources:
        fix = "Name a portfolio workbook, or a folder of project workbooks."
        raise Refused(problems) if problems else refused(f"{path.name} holds no workbook", fix, code=Code.FILE)
    return sources, problems


def project_of(tables: Mapping[str, Table], file: Path) -> str:
    """The project's ID, or the file's name where the charter gives none."""
    charter = tables.get("Charter")
    known = isinstance(charter, Charter) and len(charter) and not is_empty(charter.id[0])
    return str(charter.id[0]) if known and isinstance(charter, Charter) else file.stem


def newest(sources: Sequence[Source]) -> tuple[list[Source], list[Problem]]:
    """One workbook of each project, the one with the newest status date; the others are said."""
    found: dict[str, Source] = {}
    problems = []
    for one in sources:
        other = found.get(one.project)
        if other is None or not one.project:
            found[one.project] = one
            continue
        keep, leave = (one, other) if _status(one) > _status(other) else (other, one)
        found[one.project] = keep
        text = f"{leave.file} is of {one.project} too; {keep.file} is used, whose status date is not older"
        fix = "Leave one of them in the folder."
        problems.append(Problem(Code.DUPLICATE_VERSION, text, Cell(leave.file), fix, Severity.MEDIUM))
    return list(found.values()), problems


def _status(source: Source) -> int:
    charter = source.tables.get("Charter")
    return int(charter.status_date[0]) if isinstance(charter, Charter) and len(charter) else NO_INSTANT


def write_star(made: Star, folder: Path, kind: str = "csv") -> list[Path]:
    """Write each table to a file of the folder, and the relationships among them.

    Raises
    ------
    Refused
        A file cannot be written, or Parquet was asked for without pyarrow.
    """
    if kind == "parquet" and not find_spec("pyarrow"):
        raise refused("Parquet needs pyarrow", "pip install pyarrow, or take CSV.", code=Code.ARGUMENT)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for table in (*made.tables, relationships(made.tables)):
        file = folder / f"{table.name}.{kind}"
        create(file, _parquet(table) if kind == "parquet" else as_csv(table), replace=True)
        files.append(file)
    return files


def as_csv(table: StarTable) -> bytes:
    """UTF-8 with the mark that Excel and Power BI look for; numbers with a point, dates as ISO, no formulas."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_plain(value) for value in row] for row in table.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _parquet(table: StarTable) -> bytes:
    import pandas as pd

    data = BytesIO()
    columns = {name: [row[at] for row in table.rows] for at, name in enumerate(table.columns)}
    pd.DataFrame(columns).convert_dtypes().to_parquet(data, index=False)
    return data.getvalue()
