"""A portfolio's workbook as a collect leaves it, with the workbooks of some of its projects, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.change.tables import Changes
from pmo_excel.core.instants import instant
from pmo_excel.governance.tables import Actions, Benefits, Charter, Issues, Status
from pmo_excel.portfolio.tables import (
    Alignment,
    Capacity,
    Collection,
    CrossDependencies,
    Demand,
    Financials,
    GatePipeline,
    Objectives,
    Pool,
    PortfolioBenefits,
    PortfolioChanges,
    PortfolioFindings,
    PortfolioMilestones,
    PortfolioRaid,
    Projects,
    Skills,
)
from pmo_excel.report.charts.drawing import Label
from pmo_excel.report.document import Report
from pmo_excel.report.facts import Evidence, Fact
from pmo_excel.report.material import Material
from pmo_excel.report.source import Source
from pmo_excel.risk.tables import Risks
from tests.report.conftest import Workbook

MADE = datetime(2026, 4, 2, 9, 0)
AS_OF = date(2026, 3, 31)
MONDAY = date(2026, 3, 30)


def project(number: int, **more: Any) -> dict[str, Any]:
    """A row of the register: green, on time and on budget unless something else is said."""
    key = f"PRJ-{number:03}"
    row = {
        "Project ID": key,
        "Project Name": f"Project number {number}",
        "Portfolio": "Workplace",
        "Project Manager": f"Manager {number}",
        "Lifecycle Status": "Active",
        "Forecast Finish": date(2026, 9, 30),
        "Schedule Variance (wd)": 0,
        "Approved Budget": 100000,
        "Actual to Date": 30000,
        "EAC": 100000,
        "Cost Variance %": 0.0,
        "Time RAG": "G",
        "Cost RAG": "G",
        "Overall RAG (computed)": "G",
        "Exposure (EMV)": 4000,
        "Status Date": AS_OF,
        "Submission": "Received",
        "Source File": f"{key}.xlsx",
    }
    return row | more


LATE = {"Overall RAG (computed)": "R", "Time RAG": "R", "Schedule Variance (wd)": 12}
DEAR = {"Overall RAG (computed)": "A", "Cost RAG": "A", "EAC": 108000, "Cost Variance %": 0.08}
OLD = {"Status Date": date(2026, 3, 17), "Submission": "Stale"}


def portfolio(count: int = 4) -> Workbook:
    """Project 2 is late, 3 is over budget, 4 reported 16 days ago (limit 7: stale 9 d); the others are as agreed."""
    book = Workbook(source=Source("Portfolio.xlsx", "a1b2c3d4e5f6", instant(MADE)))
    special = {2: LATE, 3: DEAR, 4: OLD}
    book.rows(Projects, *(project(n, **special.get(n, {})) for n in range(1, count + 1)))
    _plans(book, count)
    _registers(book, count)
    _people(book)
    return book


def _plans(book: Workbook, count: int) -> None:
    names = ("Project ID", "Milestone", "Milestone Class", "Baseline Date", "Forecast Date", "Milestone RAG")
    lines: list[tuple[Any, ...]] = [
        ("PRJ-001", "Charter approved", "Gate", date(2026, 3, 2), date(2026, 3, 2), "Blue"),
        ("PRJ-001", "Building handed over", "Contract", date(2026, 5, 12), date(2026, 5, 12), "G"),
        ("PRJ-002", "Supplier chosen", "Gate", date(2026, 3, 20), date(2026, 4, 7), "R"),
        ("PRJ-002", "Switched over", "Deliverable", date(2026, 9, 14), date(2026, 9, 30), "R"),
    ]
    lines += [(f"PRJ-{n:03}", "Closed", "Gate", date(2026, 6, 1), date(2026, 6, 1), "G") for n in range(3, count + 1)]
    book.rows(PortfolioMilestones, *(dict(zip(names, line, strict=True)) for line in lines))
    gates = [("PRJ-001", "G3 Stage end", date(2026, 4, 20), 0.8), ("PRJ-003", "G4 Go-live", date(2026, 9, 1), 0.1)]
    names = ("Project ID", "Gate", "Gate Date", "Readiness %")
    book.rows(GatePipeline, *(dict(zip(names, gate, strict=True)) for gate in gates))
    money = [
        ("PRJ-001", "FY26 P01", 20000, 15000, 0, 9000),
        ("PRJ-001", "FY26 P02", 20000, 0, 25000, None),
        ("PRJ-002", "FY26 P01", 30000, 33000, 0, 3000),
        ("PRJ-002", "FY26 P02", 10000, 0, 9000, None),
        ("PRJ-002", "(no date)", 5000, 0, 0, None),
    ]
    names = ("Project ID", "Fiscal Period", "Budget", "Actual", "Forecast", "Contingency Left")
    book.rows(Financials, *(dict(zip(names, line, strict=True)) for line in money))


def _registers(book: Workbook, count: int) -> None:
    names = ("Kind", "ID", "Project ID", "Title", "Owner", "Score / Severity", "Proximity", "Exposure", "Age (d)")
    raid: list[tuple[Any, ...]] = [
        ("Risk", "R-002", "PRJ-002", "Switches come late", "Tom Adeyemi", "12", "Later", 4000, None),
        ("Risk", "R-001", "PRJ-001", "Consent comes late", "Ana Keller", "16", "Imminent (≤ 30 d)", 9000, None),
        ("Issue", "I-001", "PRJ-002", "No test room", "Priya Nair", "Critical", None, None, 12),
        ("Assumption", "A-001", "PRJ-003", "The lift carries racks", "Ana Keller", None, None, None, None),
    ]
    book.rows(PortfolioRaid, *(dict(zip(names, line, strict=True)) for line in raid))
    pair = {"Give Project": "PRJ-001", "Get Project": "PRJ-002", "What": "Cabled rooms", "Matched": "Both sides"}
    dates = {"Needed By": date(2026, 5, 1), "Promised Date": date(2026, 5, 8), "Gap (wd)": 5}
    book.rows(CrossDependencies, pair | dates)
    names = ("Project ID", "Benefit", "Target", "Forecast", "Benefit RAG")
    benefits = [("PRJ-001", "Floor space saved", 900, 900, "G"), ("PRJ-002", "Shorter calls", 20, 14, "R")]
    book.rows(PortfolioBenefits, *(dict(zip(names, line, strict=True)) for line in benefits))
    change = {"Project ID": "PRJ-002", "Change ID": "CR-001", "Title": "Second room", "Status": "Awaiting decision"}
    book.rows(PortfolioChanges, change | {"Age (d)": 9})
    book.rows(
        Objectives,
        {"Objective ID": "O-1", "Objective": "Half the floor space", "Weight %": 0.6},
        {"Objective ID": "O-2", "Objective": "Every call answered", "Weight %": 0.4},
    )
    book.rows(Alignment, {"Project ID": "PRJ-001", "Objective ID": "O-1", "Contribution (0-3)": 3})
    names = ("Project ID", "Result", "Findings (H/M/L)", "Data Quality Score", "Reminder Drafted")
    sent = [(f"PRJ-{n:03}", "OK", "0/0/0", 100 if n % 2 else 80, "No") for n in range(1, count + 1)]
    book.rows(Collection, *(dict(zip(names, line, strict=True)) for line in sent))
    found = {"Project ID": "PRJ-002", "Severity": "High", "Code": "NOT_A_DATE", "Sheet": "Schedule", "Message": "Bad."}
    book.rows(PortfolioFindings, found, found)


def _people(book: Workbook) -> None:
    names = ("Resource ID", "Resource Name", "Role")
    people = [
        ("R-01", "Petra Lang", "Engineer"),
        ("R-02", "Omar Haddad", "Engineer"),
        ("R-03", "Mei Tanaka", "Analyst"),
    ]
    book.rows(Pool, *(dict(zip(names, one, strict=True)) for one in people))
    book.rows(Skills, {"Resource ID": "R-03", "Skill": "Audit", "Level (0-3)": 3, "Single Point": "Yes"})
    names = ("Resource / Role", "Week", "Capacity (h)", "Hard (h)", "Soft (h)", "Top Contributors")
    weeks = [MONDAY + timedelta(weeks=at) for at in range(3)]
    hours = [("Petra Lang", 40, 40, 8, "PRJ-001 40 h"), ("Omar Haddad", 40, 60, 0, "PRJ-002 60 h")]
    hours.append(("Mei Tanaka", 40, 10, 0, "PRJ-001 10 h"))
    lines = [(who, week, c, h, s, top) for who, c, h, s, top in hours for week in weeks]
    book.rows(Capacity, *(dict(zip(names, line, strict=True)) for line in lines))
    wanted = {"Project ID": "PRJ-002", "Role": "Engineer", "Week": MONDAY, "Fill Status": "Unfilled"}
    book.rows(Demand, wanted | {"Hours": 24}, wanted | {"Hours": 16, "Role": "Analyst"})


def member(number: int, **status: Any) -> Workbook:
    """A project's own workbook: what waits for a decision, what meetings asked for, its largest risk."""
    key = f"PRJ-{number:03}"
    book = Workbook(source=Source(f"{key}.xlsx", f"{number:012}", instant(MADE)))
    book.fields(Charter, {"Project ID": key, "Project Name": f"Project number {number}", "Status Date": AS_OF})
    book.fields(
        Status, {"Planned next Period": "Rooms cabled", "Time RAG": "R", "Time RAG Why": "Time RED: late."} | status
    )
    issue = {"Issue ID": "I-001", "Issue Title": "Which supplier", "Issue Status": "Awaiting decision"}
    asked = {"Actions": "A is cheaper; B is quicker", "Resolution": "Take B", "Due Date": date(2026, 4, number)}
    book.rows(Issues, issue | asked)
    change = {"Change ID": "CR-001", "Change Title": "Second room", "Change Status": "Awaiting decision"}
    effect = {"Impact Time (wd) simulated": 5, "Impact Cost simulated": -2000}
    book.rows(Changes, change | effect | {"Recommendation": "Approve", "Age (d)": 9})
    started = {"Action Status": "In progress", "Action Owner": "Tom Adeyemi"}
    meeting = {"Source": "Meeting"} | started
    book.rows(
        Actions,
        {"Action ID": "AC-001", "Action": "Ask the landlord", "Date Raised": date(2026, 3, 11)} | meeting,
        {"Action ID": "AC-002", "Action": "Not asked by a meeting", "Source": "Risk"} | started,
    )
    risk = {"Risk ID": "R-001", "Risk Title": "Consent comes late", "Risk Status": "Open", "Risk Owner": "Ana Keller"}
    book.rows(
        Risks, risk | {"Current Score": 10 + number, "Exposure (EMV cost)": 9000, "Mitigation Worth (ratio)": 2.5}
    )
    book.rows(Benefits, {"Benefit ID": "B-01", "Benefit": "Shorter calls", "Cost of Delay to Date": 12000 * number})
    return book


def material(book: Workbook, *members: Workbook) -> Material:
    """What reports are made of."""
    own = Material(Evidence(book.tables, {}), book.source)
    return replace(own, projects=tuple(Material(Evidence(m.tables, m.results), m.source) for m in members))


def facts(of: Any) -> Iterator[Fact]:
    """Every fact of a report's pages, and every label of its charts."""
    if isinstance(of, Fact):
        yield of
    elif isinstance(of, Label):
        yield Fact(of.text, float(of.text.rstrip("%")) / 100 if of.text.endswith("%") else of.text, of.source)
    elif isinstance(of, Report):
        yield from facts(of.pages)
    elif is_dataclass(of) and not isinstance(of, type):
        for each in fields(of):
            yield from facts(getattr(of, each.name))
    elif isinstance(of, tuple | list):
        for each in of:
            yield from facts(each)


def value_of(source: str, books: Sequence[Workbook]) -> Any:
    """What a cited cell holds, or what a cited formula over cells gives, as Excel would work it out."""
    if not source.startswith("="):
        return _cell(source, books)
    text = re.sub(r"(SUM|COUNTA|AVERAGE)\(([^()]*)\)", lambda found: _function(*found.groups(), books), source[1:])
    text = re.sub(r"('[^']+'|[A-Za-z][\w.]*)![A-Z]+\d+", lambda found: str(_number(_cell(found[0], books))), text)
    assert re.fullmatch(r"[-+*/.()\de]+", text), text
    return eval(text)  # noqa: S307 -- digits and operators only


def _function(name: str, arguments: str, books: Sequence[Workbook]) -> str:
    values: list[Any] = []
    for part in arguments.split(","):
        first, _, last = part.partition(":")
        start = re.fullmatch(r"(.*![A-Z]+)(\d+)", first)
        assert start is not None, part
        end = int(last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or start[2])
        values += [_cell(f"{start[1]}{row}", books) for row in range(int(start[2]), end + 1)]
    known = [value for value in values if value is not None]
    if name == "COUNTA":
        return str(len(known))
    return str(sum(known) if name == "SUM" else sum(known) / len(known))


def _cell(source: str, books: Sequence[Workbook]) -> Any:
    sheet, _, cell = source.rpartition("!")
    sheet = sheet.strip("'")
    found = re.fullmatch(r"\[(.+)\](.+)", sheet)
    file, sheet = (found[1], found[2]) if found else (books[0].source.file, sheet)
    return next(book for book in books if book.source.file == file).cells[f"{sheet}!{cell}"]


def _number(value: Any) -> float:
    return instant(value) / 1440 if isinstance(value, date) else float(value)
