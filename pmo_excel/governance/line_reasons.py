"""Why each line of a sheet has its colour, where the sheet itself has no column that says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.rag import Rag, rag
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.tables import Budget
from pmo_excel.governance.benefits import shortfall
from pmo_excel.governance.deliverables import Limits, deliverable_status
from pmo_excel.governance.judged import address
from pmo_excel.governance.reasons import benefit_said, cost_said, number_text
from pmo_excel.governance.tables import Benefits, Deliverables, Dependencies
from pmo_excel.schedule.tables import Schedule


@table("RAG Reasons")
class LineReasons(Table):
    """Coloured lines with their reasons."""

    sheet: Annotated[Texts, Column("Sheet", "The sheet that the line is on.")]
    place: Annotated[Texts, Column("Cell", "The cell with the colour.")]
    key: Annotated[Texts, Column("Key", "The ID of the line.")]
    rag: Annotated[Texts, Column("RAG", "Its colour.", Type.RAG)]
    why: Annotated[Texts, Column("Why", "One sentence with the numbers.", Type.LONG_TEXT)]


class Line(NamedTuple):
    """One coloured line."""

    sheet: str
    place: str
    key: str
    rag: str
    why: str


def line_table(lines: list[Line]) -> LineReasons:
    """Lines as a table."""
    made = LineReasons.of(len(lines))
    for at, line in enumerate(lines):
        made.sheet[at], made.place[at], made.key[at], made.rag[at], made.why[at] = line
    return made


def budget_lines(budget: Budget, tolerance: float, trigger: float) -> Iterator[Line]:
    """Each cost line: its EAC against its budget."""
    for row, key in enumerate(budget.id.tolist()):
        approved, estimate = float(budget.budget[row]), float(budget.estimate_at_completion[row])
        if not key or approved != approved or estimate != estimate:
            continue
        if approved > 0:
            colour = rag((estimate - approved) / approved, tolerance, trigger)
            said = cost_said(approved, estimate, tolerance, trigger)
        else:
            colour = Rag.RED if estimate > approved else Rag.GREEN
            said = f"EAC {number_text(estimate)} has no budget"
        yield Line("Budget", address(budget, "rag", row), str(key), colour.value, f"{colour.word}: {said}.")


def benefit_lines(benefits: Benefits, tolerance: float, trigger: float) -> Iterator[Line]:
    """Each benefit: its forecast against its target."""
    for row, (key, kind) in enumerate(zip(benefits.id.tolist(), benefits.benefit_type.tolist(), strict=True)):
        baseline, target, forecast = (
            float(getattr(benefits, name)[row]) for name in ("baseline_value", "target_value", "forecast_value")
        )
        short = shortfall(kind == "Disbenefit", baseline, target, forecast)
        if key and short == short:
            colour = rag(short, tolerance, trigger)
            said = benefit_said("", forecast, target, short, tolerance, trigger * tolerance)
            yield Line("Benefits", address(benefits, "rag", row), str(key), colour.value, f"{colour.word}: {said}.")


def deliverable_lines(made: Deliverables, tasks: Schedule, limits: Limits) -> Iterator[Line]:
    """Each deliverable: its expected approval against the planned one."""
    found = deliverable_status(made, tasks, limits)
    for row, (key, colour, why) in enumerate(zip(*(c.tolist() for c in (made.id, found.rag, found.why)), strict=True)):
        if key and colour and why:
            yield Line("Deliverables", address(made, "rag", row), str(key), str(colour), str(why))


def dependency_lines(dependencies: Dependencies, tolerance: float, trigger: float) -> Iterator[Line]:
    """Each dependency: the promised day against the needed one, and what its state adds."""
    columns = (
        dependencies.id,
        dependencies.rag,
        dependencies.gap,
        dependencies.needed_by,
        dependencies.promised_date,
        dependencies.dependency_status,
    )
    for row, (key, colour, gap, needed, promised, state) in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
        if not key or not colour:
            continue
        said = f"{state}" if state in ("Delivered", "Broken", "At risk") else ""
        if gap == gap and NO_INSTANT not in (needed, promised):
            how = f"{number_text(abs(gap))} wd {'after' if gap > 0 else 'before'}" if gap else "on"
            limits = f"tolerance {number_text(tolerance)}, amber > {number_text(trigger * tolerance)}"
            dates = f"promised {day_text(promised)} is {how} needed {day_text(needed)} ({limits})"
            said = f"{said}; {dates}" if said else dates
        why = f"{Rag(colour).word}: {said}."
        yield Line("Dependencies", address(dependencies, "rag", row), str(key), colour, why)
