"""Projects as their workbooks would be after a refresh, written cell by cell, so that each figure has an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from pmo_excel.core.headers import Grid, letter
from pmo_excel.core.instants import instant
from pmo_excel.core.reading import read
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.cost.tables import Budget
from pmo_excel.governance.status import ProjectStatus
from pmo_excel.governance.tables import Charter, History, Issues, Status
from pmo_excel.report.source import Source
from pmo_excel.report.status_page import StatusPage, status_page
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.tables import Milestones, Schedule
from pmo_excel.workbook.fields import fields_grid, read_fields

FIRST_ROW = 5
SOURCE = Source("PRJ-001_Office_move.xlsx", "a1b2c3d4e5f6", instant(datetime(2026, 4, 1, 9, 30)))


@dataclass
class Workbook:
    """A workbook's tables, what every cell holds by address, and the result of the status function."""

    tables: dict[str, Table] = field(default_factory=dict)
    cells: dict[str, Any] = field(default_factory=dict)
    results: dict[str, Table | None] = field(default_factory=dict)
    source: Source = SOURCE
    problems: list[Any] = field(default_factory=list)

    def rows(self, cls: type[Table], *records: Mapping[str, Any]) -> None:
        """Add a sheet of rows; its headers are those that any record uses."""
        used = {header for record in records for header in record}
        headers = [c.header for c in columns(cls).values() if c.header in used]
        assert used == set(headers), used - set(headers)
        sheet = declaration(cls).sheet
        grid = [[record.get(header) for header in headers] for record in records]
        for at, row in enumerate(grid, start=FIRST_ROW):
            self.cells |= {f"{sheet}!{letter(c)}{at}": value for c, value in enumerate(row, start=1)}
        numbers = range(FIRST_ROW, FIRST_ROW + len(grid))
        made, problems = read(cls, Grid(sheet, headers, grid, numbers, header_row=FIRST_ROW - 1))
        assert not [p for p in problems if p.cell.column in used], problems
        self.tables[sheet] = made

    def fields(self, cls: type[Table], record: Mapping[str, Any]) -> None:
        """Add a sheet of fields: Field, Value, Why."""
        sheet = declaration(cls).sheet
        beside = {c.beside: c.header for c in columns(cls).values() if c.beside}
        lines = [["Field", "Value", "Why"]]
        for header, value in record.items():
            if header not in beside.values():
                lines.append([header, value, record.get(beside.get((header, "Why"), ""))])
        for at, line in enumerate(lines, start=1):
            self.cells |= {f"{sheet}!B{at}": line[1], f"{sheet}!C{at}": line[2]}
        grid = fields_grid(cls, sheet, lines, Grid(sheet, [], []).conventions)
        self.tables[sheet] = read_fields(cls, grid)[0]

    def status(self, **values: Any) -> None:
        """The one-row result of the status function, with dates as dates."""
        arrays = {}
        for name, value in values.items():
            if isinstance(value, date):
                arrays[name] = np.array([instant(value)], dtype=np.int64)
            elif isinstance(value, float):
                arrays[name] = np.array([value])
            else:
                arrays[name] = np.array([value], dtype=object)
        self.results["STATUS"] = ProjectStatus.of(1, **arrays)

    def page(self) -> StatusPage:
        """The page of this workbook."""
        return status_page(self.tables, self.results, self.problems, self.source)

    def value(self, source: str) -> Any:
        """What a cited cell holds, or what a cited formula over cells gives."""
        if not source.startswith("="):
            return self.cells[source]
        text = re.sub(r"SUM\((\w+)!([A-Z]+)(\d+):[A-Z]+(\d+)\)", self._sum, source[1:])
        text = re.sub(r"\w+![A-Z]+\d+", lambda found: str(float(self.cells[found[0]])), text)
        assert re.fullmatch(r"[-+*/.\de]+", text), text
        return eval(text)  # noqa: S307 -- digits and operators only

    def _sum(self, found: re.Match[str]) -> str:
        sheet, column, first, last = found.groups()
        cells = (self.cells[f"{sheet}!{column}{row}"] for row in range(int(first), int(last) + 1))
        return str(float(sum(cell or 0 for cell in cells)))


def made_office_move() -> Workbook:
    """The office move as planned, on its first status date (spec fixture FX-OFFICE: finish 12-May-2026)."""
    book = Workbook()
    book.fields(
        Charter,
        {
            "Project ID": "PRJ-001",
            "Project Name": "Office Move",
            "Programme": "Workplace 2027",
            "Sponsor": "Helen Marsh",
            "Project Manager": "Ana Keller",
            "Methodology": "PMBOK predictive",
            "Lifecycle Status": "Active",
            "Current Stage": "Executing",
            "Currency": "GBP",
            "Approved Budget": 95000,
            "Contingency": 9500,
            "Status Date": date(2026, 3, 31),
            "Tolerance Time (wd)": 10,
            "Template Version": "1",
            "Forecast Finish": date(2026, 5, 12),
            "Estimate at Completion (EAC)": 96900,
            "Overall RAG": "G",
        },
    )
    book.fields(
        Status,
        {
            "Period End": date(2026, 3, 31),
            "Executive Summary": "Requirements are agreed and the supplier is being selected. The plan holds: we move "
            "on the weekend of 12 May. We need the landlord's consent by 10 April, or fit-out starts late.",
            "Achieved this Period": "Requirements signed off by both floors\nDesign layout issued for comment\n"
            "Three fit-out bids received",
            "Planned next Period": "Supplier contract signed\nNetwork design approved\nFit-out begins on 8 April",
            "Help / Decisions Needed": "Landlord's consent to the partition plan, from Helen Marsh, by 10-Apr-26\n"
            "Choice of caterer for two days without kitchen, by 17-Apr-26",
            "Time RAG": "G",
            "Time RAG Why": "Time GREEN: forecast finish 12-May-26 is on baseline 12-May-26 (tolerance 10, amber > 5).",
            "Cost RAG": "G",
            "Cost RAG Why": "Cost GREEN: EAC 96,900 is 2 % over budget 95,000 (tolerance 10 %, amber > 5 %).",
            "Overall RAG (computed)": "G",
            "Overall RAG Why": "Overall GREEN by Worst-of: Time G, Cost G.",
        },
    )
    _schedule(book, late=0, moved=date(2026, 5, 12))
    _money(book, fit_out=50400)
    _registers(book)
    book.status(
        template_version="1",
        period_end=date(2026, 3, 31),
        forecast_finish=date(2026, 5, 12),
        baseline_finish=date(2026, 5, 12),
        variance=0.0,
        estimate=96900.0,
        time_rag="G",
        time_why=book.cells["Status!C7"],
        cost_rag="G",
        cost_why=book.cells["Status!C8"],
        overall="G",
        overall_why=book.cells["Status!C9"],
    )
    return book


def made_late_move() -> Workbook:
    """The office move 11 working days late (27-May-2026; 25-May worked), cost amber, with overdue work and findings."""
    book = made_office_move()
    why_time = (
        "Time RED: forecast finish 27-May-26 is 11 wd after baseline 12-May-26 (tolerance 10, amber > 5). "
        "Driven by 6 Fit-out +8, 8 Test & snag +3."
    )
    why_cost = (
        "Cost AMBER: EAC 101,650 is 7 % over budget 95,000 (tolerance 10 %, amber > 5 %). "
        "Driven by C-02 Fit-out of two floors +6,650."
    )
    status = book.results["STATUS"]
    assert isinstance(status, ProjectStatus)
    book.fields(
        Charter,
        {header: book.cells[f"Charter!B{row}"] for row, header in enumerate(_field_names(book, "Charter"), start=2)}
        | {
            "Status Date": date(2026, 4, 30),
            "Forecast Finish": date(2026, 5, 27),
            "Estimate at Completion (EAC)": 101650,
            "Overall RAG": "R",
            "Methodology": "PRINCE2",
            "Current Stage": "Delivery stage 1",
        },
    )
    book.fields(
        Status,
        {
            "Period End": date(2026, 4, 30),
            "Executive Summary": "Fit-out stopped for eight days while the landlord's surveyor was away, and snagging "
            "needs three days more. The move slips to 27 May, beyond tolerance. Two options are with the board.",
            "Achieved this Period": "Supplier contract signed\nCabling of floor 2 complete\nStaff briefings held, 118 "
            "of 120 attended\nFurniture inventory closed",
            "Planned next Period": "Fit-out of floor 3 complete\nTest and snag begins\nMove rehearsal with facilities",
            "Help / Decisions Needed": "Board to choose: weekend work at GBP 4,800 or the later date, by 6-May-26",
            "Reported RAG": "A",
            "Override Reason": "Weekend work, if approved, brings the finish back to 19-May-26.",
            "Override Expires": date(2026, 5, 31),
            "Time RAG": "R",
            "Time RAG Why": why_time,
            "Cost RAG": "A",
            "Cost RAG Why": why_cost,
            "Overall RAG (computed)": "R",
            "Overall RAG Why": "Overall RED by Worst-of: Time R, Cost A.",
        },
    )
    _schedule(book, late=11, moved=date(2026, 5, 27))
    _money(book, fit_out=55150)
    book.rows(
        History,
        {
            "Snapshot ID": "2026-03",
            "Status Date": date(2026, 3, 31),
            "Object": "Milestone",
            "Key": "10",
            "Measure": "Forecast Date",
            "Value": "2026-05-12",
        },
    )
    book.status(
        template_version="1",
        period_end=date(2026, 4, 30),
        forecast_finish=date(2026, 5, 27),
        baseline_finish=date(2026, 5, 12),
        variance=11.0,
        estimate=101650.0,
        time_rag="R",
        time_why=why_time,
        cost_rag="A",
        cost_why=why_cost,
        overall="R",
        overall_why="Overall RED by Worst-of: Time R, Cost A.",
    )
    book.source = Source("PRJ-001_Office_move.xlsx", "0f9e8d7c6b5a", instant(datetime(2026, 5, 9, 8, 5)))
    return book


def _field_names(book: Workbook, sheet: str) -> list[str]:
    """The headers of a sheet of fields in the order of its rows."""
    origin = book.tables[sheet].origin
    return [origin.headers[name] for name, _ in sorted(origin.field_rows.items(), key=lambda item: item[1])]


def _schedule(book: Workbook, late: int, moved: date) -> None:
    """Tasks of FX-OFFICE with baseline; the last one is late by so many working days."""

    def task(key: str, name: str, stage: str, start: date, finish: date, **more: Any) -> dict[str, Any]:
        agreed = {"Baseline Start": start, "Baseline Finish": finish, "Finish Variance (wd)": 0, "Task RAG": "G"}
        plan = {"Task ID": key, "Task Name": name, "Stage": stage, "Task Type": "Task", "Duration (wd)": 5}
        return plan | {"Start": start, "Finish": finish} | agreed | more

    colour = "R" if late else "G"
    last = {"Finish": moved, "Finish Variance (wd)": late, "Task RAG": colour}
    book.rows(
        Schedule,
        task("1", "Approve charter", "Initiating", date(2026, 3, 2), date(2026, 3, 2)),
        task("2", "Requirements", "Planning", date(2026, 3, 2), date(2026, 3, 13)),
        task("3", "Select supplier", "Planning", date(2026, 3, 16), date(2026, 4, 7)),
        task("4", "Design layout", "Planning", date(2026, 3, 12), date(2026, 3, 27)),
        task("6", "Fit-out", "Executing", date(2026, 4, 8), date(2026, 5, 5), **last),
        task("8", "Test & snag", "Closing", date(2026, 5, 6), date(2026, 5, 12), **last),
        task("10", "Move weekend", "Closing", date(2026, 5, 12), date(2026, 5, 12), **last),
    )
    signed = {"Milestone ID": "3", "Milestone": "Supplier contract signed", "Owner": "Ana Keller"}
    supplier = {"Baseline Date": date(2026, 4, 7), "Forecast Date": date(2026, 4, 7), "Variance to Baseline (wd)": 0}
    move = {"Baseline Date": date(2026, 5, 12), "Forecast Date": moved, "Variance to Baseline (wd)": late}
    book.rows(
        Milestones,
        {"Milestone ID": "1", "Milestone": "Charter approved", "Owner": "Helen Marsh", "Milestone RAG": "Blue"}
        | {"Baseline Date": date(2026, 3, 2), "Forecast Date": date(2026, 3, 2), "Variance to Baseline (wd)": 0}
        | {"Actual Date": date(2026, 3, 2)},
        signed | supplier | {"Milestone RAG": "G"},
        {"Milestone ID": "6", "Milestone": "Fit-out accepted", "Owner": "Tom Adeyemi", "Milestone RAG": colour}
        | {"Baseline Date": date(2026, 5, 5), "Variance to Baseline (wd)": 8 if late else 0}
        | {"Forecast Date": date(2026, 5, 15) if late else date(2026, 5, 5)},
        {"Milestone ID": "10", "Milestone": "Move weekend", "Owner": "Ana Keller", "Milestone RAG": colour} | move,
        {"Milestone ID": "12", "Milestone": "Benefits review", "Owner": "Helen Marsh", "Milestone RAG": "G"}
        | {"Baseline Date": date(2026, 11, 30), "Forecast Date": date(2026, 11, 30), "Variance to Baseline (wd)": 0},
    )


def _money(book: Workbook, fit_out: float) -> None:
    names = ("Cost Line ID", "Description", "Budget", "Actual to Date", "Accrual", "Contingency Drawn", "EAC")
    lines: Sequence[tuple[Any, ...]] = (
        ("C-01", "Design and permits", 18000, 12500, 1000, None, 18000),
        ("C-02", "Fit-out of two floors", 48500, 9000, None, 2000, fit_out),
        ("C-03", "Cabling", 28500, None, 3000, None, 28500),
    )
    book.rows(Budget, *(dict(zip(names, line, strict=True)) for line in lines))


def _registers(book: Workbook) -> None:
    names = (
        *("Risk ID", "Risk Title", "Risk Status", "Current Score", "Rating", "Proximity"),
        *("Risk Owner", "Response Due", "Overdue"),
    )
    risks: Sequence[tuple[Any, ...]] = (
        ("R-001", "Landlord delays consent", "Open", 16, "High", "Imminent (≤ 30 d)", "Ana Keller"),
        ("R-002", "Lift out of order on the move weekend", "Open", 8, "Medium", "Later", "Tom Adeyemi"),
        ("R-003", "Racks do not fit the new comms room", "Closed", 20, "High", None, "Tom Adeyemi"),
        ("R-004", "Network switches delivered late", "Responding", 8, "Medium", "Imminent (≤ 30 d)", "Priya Nair"),
        ("R-005", "Key movers on leave", "Open", 4, "Low", "Later", "Ana Keller"),
    )
    due = (date(2026, 3, 20), date(2026, 4, 30), None, date(2026, 4, 10), None)
    late = ("Yes", "No", "No", "No", None)
    book.rows(Risks, *(dict(zip(names, (*r, d, o), strict=True)) for r, d, o in zip(risks, due, late, strict=True)))
    names = ("Issue ID", "Issue Title", "Severity", "Issue Owner", "Due Date", "Issue Status", "Age (d)", "Overdue")
    issues: Sequence[tuple[Any, ...]] = (
        ("I-001", "Lift too small for server racks", "Medium", "Tom Adeyemi", date(2026, 4, 10), "Open", 13, "No"),
        ("I-002", "Second signatory is away", "High", "Ana Keller", date(2026, 3, 27), "Awaiting decision", 9, "Yes"),
        ("I-003", "Badge printer broken", "Low", "Priya Nair", date(2026, 3, 20), "Closed", 4, "No"),
    )
    book.rows(Issues, *(dict(zip(names, issue, strict=True)) for issue in issues))


@pytest.fixture
def office_move() -> Workbook:
    """The office move as planned."""
    return made_office_move()


@pytest.fixture
def late_move() -> Workbook:
    """The office move, late."""
    return made_late_move()


@pytest.fixture
def blank() -> Callable[[], Workbook]:
    """A workbook without a sheet."""
    return Workbook
