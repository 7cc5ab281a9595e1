"""The schedule health report: each check with its count, threshold and trend, tasks to mend, practices kept."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pmo_excel.core.rag import Rag
from pmo_excel.report.document import Audience, Beside, Bullets, Entry, Grid, GridColumn, Page, Report, entry, said
from pmo_excel.report.facts import Evidence, Fact, Sentence, fact
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import LONGEST, counted
from pmo_excel.report.material import Material
from pmo_excel.schedule.health_checks import CHECKS, PRACTICES
from pmo_excel.schedule.tables import Schedule, ScheduleHealth

WORST: Final = 12
"""Tasks that the report names."""
_CHECKS: Final = (
    GridColumn("Check", 2.0),
    GridColumn("Count", 0.7, "right"),
    GridColumn("Out of", 0.7, "right"),
    GridColumn("Result", 0.8, "right"),
    GridColumn("Threshold", 0.9, "right"),
    GridColumn("Pass", 0.6, "middle"),
    GridColumn("Trend", 0.6, "middle"),
    GridColumn("Tasks", 3.4),
)
_TASKS: Final = (GridColumn("Task", 2.6), GridColumn("Checks", 1.2), GridColumn("Total float (wd)", 0.9, "right"))
_PASSED: Final = {True: Rag.GREEN, False: Rag.RED}


def health_report(given: Material) -> Report:
    """How sound the plan of one project is."""
    table = given.evidence.table(ScheduleHealth)
    checks = Grid(said("Checks"), _CHECKS, _rows(table), note="DCMA 14 points; E: further checks")
    practices = Bullets(said("GAO scheduling practices"), _practices(table), note="by the checks that serve each")
    beside = Beside((_to_mend(given.evidence),), (practices,))
    page = Page(_message(table), (checks, beside))
    return project_report(given, "health", "Schedule health", Audience.PMO, (page,))


def _rows(table: ScheduleHealth | None) -> tuple[tuple[Entry, ...], ...]:
    if table is None:
        return ()
    return tuple(
        (
            Entry(said(fact(table, "number", row), " ", fact(table, "check", row))),
            *(entry(fact(table, name, row)) for name in ("count", "denominator", "result", "threshold")),
            _passed(table, row),
            entry(fact(table, "trend", row)),
            entry(_cut(fact(table, "task_ids", row))),
        )
        for row in range(len(table))
        if table.check[row]
    )


def _passed(table: ScheduleHealth, row: int) -> Entry:
    given = fact(table, "passed", row)
    return Entry((given,), _PASSED.get(given.value) if given.known else None)


def _cut(given: Fact) -> Fact:
    """The first tasks of a list, cut between two of them."""
    if len(given.text) <= LONGEST:
        return given
    head = given.text[:LONGEST].rpartition(";")[0] or given.text[:LONGEST]
    return Fact(f"{head}; …", given.value, given.source)


def _message(table: ScheduleHealth | None) -> Sentence:
    if table is None:
        return said("The plan was not checked")
    judged = [row for row in range(len(table)) if table.passed[row] is not None and table.check[row]]
    failed = [row for row in judged if not table.passed[row]]
    if not judged:
        return said("The plan was not checked")
    if not failed:
        return said(f"The plan passes {counted(len(judged), 'check')}")
    return said(f"{len(failed)} of {counted(len(judged), 'check')} fail, first ", fact(table, "check", failed[0]))


def _to_mend(evidence: Evidence) -> Grid:
    """The tasks that most checks name, the least float first among those with as many."""
    tasks = evidence.table(Schedule)
    heading, note = said("Tasks to mend"), "by number of checks, then float"
    if tasks is None:
        return Grid(heading, _TASKS, (), note)
    named = {row: len(str(text).split(";")) for row, text in enumerate(tasks.health_findings.tolist()) if text}
    rows = sorted(named, key=lambda row: (-named[row], float(tasks.total_float[row])))
    made = tuple(
        (
            Entry(said(fact(tasks, "id", row), " ", fact(tasks, "name", row))),
            entry(fact(tasks, "health_findings", row)),
            entry(fact(tasks, "total_float", row)),
        )
        for row in rows[:WORST]
    )
    more = f"{len(rows) - WORST} more in the column Health Findings of Schedule" if len(rows) > WORST else ""
    return Grid(heading, _TASKS, made, note, more)


def _practices(table: ScheduleHealth | None) -> tuple[Sentence, ...]:
    """Each practice with how many of its checks pass."""
    if table is None:
        return ()
    passed, judged = Counter[int](), Counter[int]()
    for row in range(len(table)):
        served = next((check.practices for check in CHECKS if str(check.number) == _number(table, row)), ())
        if table.passed[row] is None:
            continue
        judged.update(served)
        passed.update(served if table.passed[row] else ())
    return tuple(
        said(f"{number} {name}: {passed[number]} of {counted(judged[number], 'check')} pass")
        for number, (name, _) in PRACTICES.items()
        if judged[number]
    )


def _number(table: ScheduleHealth, row: int) -> str:
    return fact(table, "number", row).text
