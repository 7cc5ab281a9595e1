"""Folders of project workbooks made by hand, collected within this process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from pmo_excel.hosts import collect_files
from pmo_excel.hosts.collect_command import Asked, Outcome, collect
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.templates_folder import templates_folder
from tests.portfolio.books import small
from tests.refresh.workbooks import CHARTER

DUE = datetime(2026, 4, 3, 17, 0)
NOW = datetime(2026, 4, 6, 9, 0)
"""Monday at nine; workbooks were due on Friday at five."""
STATUS = date(2026, 4, 2)


class Threads:
    """Readers in this process: what is read is the same, and no process has to start."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool = ThreadPoolExecutor(1)

    def executor(self) -> Executor:
        return self._pool

    def restart(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        self._pool.shutdown()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process."""
    monkeypatch.setattr(collect_files, "Processes", Threads)


def project(key: str, *, days: int = 10, charter: Mapping[str, Any] | None = None, **sheets: Any) -> bytes:
    """A project of one task from 2 March 2026, finished up to nothing, that reports up to Thursday 2 April."""
    tasks = [{"Task ID": "1", "Task Name": "Do", "Duration (wd)": days, "Predecessors": None}]
    fields = {**CHARTER, "Project ID": key, "Project Name": f"Name of {key}", "Status Date": STATUS}
    return small(fields | dict(charter or {}), **({"Schedule": tasks} | sheets))


def put(folder: Path, name: str, data: bytes, saved: datetime = DUE - timedelta(hours=5)) -> Path:
    """A file in the folder, saved before it was due."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (saved.timestamp(), saved.timestamp()))
    return path


def run(folder: Path, portfolio: Path, now: datetime = NOW, **more: Any) -> Outcome:
    return collect(Asked([folder], portfolio, now, **more))


def portfolio_with(path: Path, **sheets: Any) -> Path:
    """A portfolio workbook with rows on some sheets, by the sheet's name with _ for blanks."""
    template = templates_folder() / "Portfolio.xlsx"
    edits = []
    for name, rows in sheets.items():
        sheet = name.replace("_", " ")
        cells = grid_of(template, sheet)[3:]
        for at, row in enumerate(rows, start=5):
            known = (
                {cells[n][cells[0].index("Setting")]: n + 4 for n in range(1, len(cells))} if "Setting" in row else {}
            )
            number = known.get(row.get("Setting"), at)
            edits += [Edit(sheet, cell_ref(number, cells[0].index(h) + 1), value) for h, value in row.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(patch(template, edits).data)
    return path


def grid_of(path: Path, sheet: str) -> list[list[Any]]:
    """A sheet's cells from A1: None where one is empty, dates as datetime."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[_plain(value) for value in row] for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, datetime.min.time())
    return None if value == "" else value


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The filled rows of a sheet of the portfolio, by header."""
    headers, *cells = grid_of(path, sheet)[3:]
    width = next((at for at, header in enumerate(headers) if header is None), len(headers))
    rows = [dict(zip(headers[:width], row[:width], strict=True)) for row in cells]
    return [row for row in rows if any(value is not None for value in row.values())]


def cell_of(path: Path, sheet: str, header: str, key: str) -> str:
    """The reference of a cell, by its header and the row's first cell."""
    headers, *cells = grid_of(path, sheet)[3:]
    row = next(at for at, one in enumerate(cells, start=5) if one[0] == key)
    return cell_ref(row, headers.index(header) + 1)
