"""Folders of project workbooks made by hand, collected within this process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_excel.hosts import collect_files
from pmo_excel.hosts.collect_command import Asked, Outcome, collect
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.sample import templates_folder
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
    data = (templates_folder() / "Portfolio.xlsx").read_bytes()
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    edits = []
    for name, rows in sheets.items():
        sheet = name.replace("_", " ")
        cells = [list(row) for row in book[sheet].iter_rows(min_row=4, max_row=60, max_col=20, values_only=True)]
        for at, row in enumerate(rows, start=5):
            known = (
                {cells[n][cells[0].index("Setting")]: n + 4 for n in range(1, len(cells))} if "Setting" in row else {}
            )
            number = known.get(row.get("Setting"), at)
            edits += [Edit(sheet, cell_ref(number, cells[0].index(h) + 1), value) for h, value in row.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(patch(data, edits).data)
    return path


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The filled rows of a sheet of the portfolio as openpyxl reads them, by header."""
    cells = list(openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(min_row=4, values_only=True))
    width = next((at for at, header in enumerate(cells[0]) if header is None), len(cells[0]))
    headers = cells[0][:width]
    rows = [dict(zip(headers, row[:width], strict=True)) for row in cells[1:]]
    return [row for row in rows if any(value is not None for value in row.values())]


def cell_of(path: Path, sheet: str, header: str, key: str) -> str:
    """The reference of a cell, by its header and the row's first cell."""
    found = openpyxl.load_workbook(path)[sheet]
    column = next(cell for cell in found[4] if cell.value == header)
    row = next(r for r in range(5, found.max_row + 1) if found.cell(r, 1).value == key)
    return f"{column.column_letter}{row}"
