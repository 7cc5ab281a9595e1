"""What the portfolio keeps of one project's workbook: its rows, the cells that they come from, and its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from pmo_excel.core.columns import is_empty
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Origin, Table, columns, declaration
from pmo_excel.cost.tables import Budget
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.tables import Benefits, Charter, Dependencies, Lessons, Settings
from pmo_excel.portfolio.pool import Source
from pmo_excel.portfolio.project_rows import project_rows
from pmo_excel.portfolio.raid_rows import raid
from pmo_excel.portfolio.reasons import WHY, row_reasons, status_reasons
from pmo_excel.portfolio.register_row import (
    EXPECTED_FROM,
    FROM_CHARTER,
    FROM_STATUS,
    PLAN_FIELDS,
    Found,
    Tables,
    of,
    register_row,
)
from pmo_excel.portfolio.tables import PortfolioRaid
from pmo_excel.resources.bookings import placed_dates
from pmo_excel.resources.tables import Assignments, Leave, Resources, Terms
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule


class Finding(NamedTuple):
    """A finding as its workbook lists it: on its sheet Findings, or as a refresh would list it there."""

    severity: str
    code: str
    sheet: str
    place: str
    message: str
    suggested_fix: str = ""

    @property
    def serious(self) -> bool:
        """Whether it empties results: severity High or Critical."""
        return self.severity in (Severity.HIGH.value, Severity.CRITICAL.value)


def finding_of(problem: Problem) -> Finding:
    """A problem as a list of findings says it: in sentences."""
    text = problem.message[:1].upper() + problem.message[1:]
    text += "" if text.endswith((".", "?", "!")) else "."
    cell = problem.cell
    return Finding(problem.severity.value, problem.code.value, cell.sheet, cell.address, text, problem.suggestion)


@dataclass(frozen=True, slots=True)
class Summary:
    """One project, as its workbook says it.

    Attributes
    ----------
    file
        The workbook's name in messages and in the lineage.
    project
        The project's ID; the file's name without ending where the workbook gives none.
    register
        Values of the register's row by field, each with its cell or cells.
    rows
        Rows of the other sheets of the portfolio; a table's origin is the project's sheet. RAID comes in parts, one for
        each kind, for each kind is on a sheet of its own.
    reasons
        The sentence behind each colour of the register's row, by field.
    row_reasons
        The sentence behind the colour of each row, by sheet, and by kind of RAID.
    dependencies
        What it gives to others and gets from them.
    people
        Its resources and assignments with dates, without rates.
    currency, age_limit
        The currency of its money, and the days after which its status is stale.
    findings
        Everything wrong or doubtful in it.
    plan
        Whether there are tasks in it; a form that came back has none.
    computed
        False where the figures are those that the last refresh left in the workbook.
    """

    file: str
    project: str
    register: Mapping[str, Found]
    rows: Mapping[str, Table]
    raid: Mapping[str, PortfolioRaid]
    reasons: Mapping[str, str]
    row_reasons: Mapping[str, Sequence[str]]
    dependencies: Dependencies
    people: Source
    currency: str
    age_limit: int
    template: str
    findings: Sequence[Finding]
    plan: bool = True
    computed: bool = True


NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "Charter": frozenset({*FROM_CHARTER, "overall_rag", "currency", "contingency", "template_version"}),
    "Status": frozenset({*FROM_STATUS.values(), *WHY.values(), "override_reason"}),
    "Schedule": PLAN_FIELDS | {"start", "finish", "baseline_start", "baseline_finish"},
    "Milestones": frozenset(
        {"id", "name", "milestone_class", "baseline_date", "previous_forecast", "forecast_date", "p80_date", "moved"}
        | {"rag", "rag_why"}
    ),
    "Budget": frozenset(columns(Budget)),
    "EVM": frozenset({"period_end", "wbs", "cpi", "time_index"}),
    "Risks": frozenset(
        {"id", "title", "owner", "status", "response_type", "current_score", "rating", "proximity", "exposure_cost"}
        | {"exposure_days", *EXPECTED_FROM}
    ),
    "Risk Analysis": frozenset({"target_milestone", "result", "finish"}),
    "History": frozenset({"snapshot_id", "status_date", "object", "key", "measure", "value"}),
    "Issues": frozenset({"id", "title", "owner", "severity", "status", "escalated_to", "age"}),
    "Assumptions": frozenset({"id", "statement", "owner", "overdue"}),
    "Dependencies": frozenset(columns(Dependencies)),
    "Changes": frozenset({"id", "title", "status", "impact_time", "impact_cost", "age", "authority_required"}),
    "Stage Gates": frozenset({"gate", "gate_date", "gate_outcome", "readiness_percent", "missing_mandatory"}),
    "Benefits": frozenset(columns(Benefits)) - {"measure", "cost_of_delay", "value_per_week"},
    "Lessons": frozenset(columns(Lessons)),
    "Settings": frozenset({"name", "value"}),
    "Resources": frozenset(columns(Resources)) - {"peak_load", "overallocated_days", "standard_rate", "skills"},
    "Assignments": frozenset(columns(Assignments)) - {"cost", "overallocated"},
    "Leave": frozenset(columns(Leave)),
    "Resource Terms": frozenset(columns(Terms)) - {"standard_rate"},
    "Holidays": frozenset(columns(Holidays)),
    "Calendars": frozenset(columns(Calendars)),
}
"""The sheets of a project's workbook, and their fields, that a summary is made from; a person's rate is none."""


def needed(table: Table) -> Table:
    """A table without the fields that no summary needs."""
    fields = NEEDED[declaration(type(table)).sheet]
    origin = table.origin
    if not len(table):
        return type(table).of(0, Origin(origin.sheet))
    held = {name: getattr(table, name) for name in fields}
    return type(table).of(
        len(table),
        Origin(
            origin.sheet,
            origin.rows,
            {f: v for f, v in origin.letters.items() if f in fields},
            {f: v for f, v in origin.headers.items() if f in fields},
            {f: v for f, v in origin.wrong.items() if f in fields},
            {f: v for f, v in origin.field_rows.items() if f in fields},
        ),
        **held,
    )


def summary(tables: Tables, findings: Sequence[Finding], file: str, stem: str, computed: bool = True) -> Summary:
    """Summarise a project from its tables, whose computed columns are filled.

    Parameters
    ----------
    file, stem
        The workbook's name, and what stands for the project's ID where the workbook gives none.

    Problems
    --------
    MISSING_VALUE
        It does not say which project it is.
    """
    charter = of(tables, Charter)
    row = register_row(tables)
    said = list(findings)
    if "id" not in row:
        cell = charter.cell("id", 0) if charter is not None and len(charter) else Cell("Charter", None, "Project ID")
        said.append(_nameless(cell, stem))
    project = str(row.get("id", (stem, ""))[0])
    currency = None if charter is None or not len(charter) else charter.currency[0]
    version = None if charter is None or not len(charter) else charter.template_version[0]
    dependencies = of(tables, Dependencies)
    settings, _ = setting_values(of(tables, Settings))
    rows, parts = project_rows(tables, project), raid(tables, project)
    return Summary(
        file,
        project,
        row | {"id": row.get("id", (stem, ""))},
        rows,
        {part.kind: part.table for part in parts},
        status_reasons(tables),
        row_reasons(tables, rows, parts),
        Dependencies.of(0) if dependencies is None else dependencies,
        _people(tables, file, project),
        str(currency or ""),
        int(settings["Data age limit"]),
        str(version or ""),
        tuple(dict.fromkeys(said)),
        bool(len(of(tables, Schedule) or ())),
        computed,
    )


def _nameless(cell: Cell, stem: str) -> Finding:
    text = f"the workbook does not say which project it is; it is collected as {stem!r}"
    return finding_of(Problem(Code.MISSING_VALUE, text, cell, "Type the Project ID in the Charter."))


def _people(tables: Tables, file: str, project: str) -> Source:
    """The people and their bookings with the dates of their tasks."""
    resources, assignments = of(tables, Resources), of(tables, Assignments)
    held = Assignments.of(0) if assignments is None else assignments
    start, finish = placed_dates(held, of(tables, Schedule))
    return Source(
        file,
        project,
        Resources.of(0) if resources is None else resources,
        held.replace(start=start, finish=finish),
        None,
        of(tables, Leave),
        of(tables, Terms),
        of(tables, Holidays),
        of(tables, Calendars),
    )


def value(made: Summary, field: str) -> Any:
    """A value of the register's row; None where it is empty."""
    found = made.register.get(field, (None, ""))[0]
    return None if is_empty(found) else found
