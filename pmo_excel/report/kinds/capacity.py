"""The capacity of one project's roles: how busy they are, what nobody is named for, and what would help.

Roles only: boards read it, and no person's name belongs on their page.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from pmo_excel.core.instants import DAY
from pmo_excel.governance.tables import Charter
from pmo_excel.report.answers import answered
from pmo_excel.report.document import (
    NOT_HERE,
    Audience,
    Beside,
    Entry,
    Figure,
    Figures,
    Grid,
    GridColumn,
    Page,
    Picture,
    Report,
    entry,
    said,
)
from pmo_excel.report.facts import Evidence, Fact, Sentence, fact, total
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import counted
from pmo_excel.report.material import Material
from pmo_excel.report.sections.role_weeks import RoleWeeks, busy_chart, hours_chart, role_weeks
from pmo_excel.resources.demand import RoleDemand
from pmo_excel.resources.leveling.smoothing import Smoothing
from pmo_excel.resources.skills import SinglePoints
from pmo_excel.resources.tables import Assignments, Resources

SHOWN: Final = 8
_ABOUT_NOTHING: Final = 1e-6
"""Hours that are rounding."""
_SHARE: Final = "share of capacity, as PMO.CAPACITY gives it by role and week"
_DEMAND: Final = (
    GridColumn("Role", 2.0),
    GridColumn("Week of", 1.1, "right"),
    GridColumn("Asked for (FTE)", 1.0, "right"),
    GridColumn("Missing (FTE)", 1.0, "right"),
    GridColumn("State", 1.0),
)
_SKILLS: Final = (GridColumn("Skill", 2.4), GridColumn("People who have it", 1.2, "right"))
_MOVES: Final = (
    GridColumn("Role", 1.8),
    GridColumn("Week of", 1.0, "right"),
    GridColumn("Overload (h)", 0.9, "right"),
    GridColumn("What", 1.3),
    GridColumn("Task", 0.8),
    GridColumn("Hours", 0.7, "right"),
    GridColumn("Slip (wd)", 0.7, "right"),
)
_TASKS: Final = (GridColumn("Role", 1.4), GridColumn("Busiest week", 1.1, "right"), GridColumn("Tasks", 2.6))


def capacity_report(given: Material) -> Report:
    """The capacity heatmap of one project's roles."""
    evidence = given.evidence
    both, hard = role_weeks(evidence, "All"), role_weeks(evidence, "Hard")
    title = _message(both)
    role, hours = hours_chart(both)
    first = Page(
        title,
        (
            Picture(said("Hard and soft bookings, role by week"), busy_chart(both), note=_SHARE),
            Picture(said("Hard bookings only"), busy_chart(hard), note=_SHARE),
            Picture(said("Hours: ", role) if role.known else said("Hours"), hours),
        ),
    )
    second = Page(
        said("Demand without a name, skills of one person, moves within float"),
        (
            Beside((_unfilled(evidence),), (_single_points(evidence),), 0.62),
            Beside((_moves(evidence),), (_contributors(both),), 0.58),
        ),
    )
    return project_report(given, "capacity", "Capacity heatmap", Audience.BOARD, (first, second))


def team_performance(evidence: Evidence) -> Figures:
    """The work of the team: planned, done and still needed."""
    table, heading = evidence.table(Assignments), said("Team performance")
    if table is None:
        return Figures(heading, (), absent=NOT_HERE)
    named = (("Work planned (h)", "work"), ("Work done (h)", "actual_work"), ("Still needed (h)", "remaining_work"))
    filled = [(label, name) for label, name in named if not np.isnan(getattr(table, name)).all()]
    made = tuple(Figure(label, total(table, name)) for label, name in filled)
    return Figures(heading, tuple(one for one in made if one.value.known))


def _message(weeks: RoleWeeks | None) -> Sentence:
    if weeks is None:
        return said("Nobody is booked")
    if not weeks.over:
        return said(f"No role is booked beyond its capacity in the next {counted(len(weeks.starts), 'week')}")
    worst, given = weeks.over[0], weeks.found.fact
    return said(
        given("who", worst),
        " booked to ",
        given("utilisation", worst),
        " in the week of ",
        given("period_start", worst),
    )


def _unfilled(evidence: Evidence) -> Grid:
    """What is asked for by role and week and has nobody."""
    heading, found = said("Demand without a name"), answered(evidence, "DEMAND")
    if found is None or not isinstance(found.table, RoleDemand):
        return Grid(heading, _DEMAND, (), absent=NOT_HERE)
    as_of = evidence.fact(Charter, "status_date").value
    missing = zip(found.table.gap.tolist(), found.table.period_start.tolist(), strict=True)
    rows = [
        row
        for row, (gap, start) in enumerate(missing)
        if gap > _ABOUT_NOTHING and (as_of is None or start + 7 * DAY > as_of)
    ]
    fields = ("role", "period_start", "demand_fte", "gap_fte", "status")
    made = tuple(tuple(entry(found.fact(name, row)) for name in fields) for row in rows[:SHOWN])
    return Grid(heading, _DEMAND, made, "by role and week", _more(len(rows)))


def _single_points(evidence: Evidence) -> Grid:
    """Skills that one person has, or nobody: how many, not who."""
    heading, found = said("Skills that hang on one person"), answered(evidence, "SINGLEPOINTS")
    if found is None or not isinstance(found.table, SinglePoints):
        return Grid(heading, _SKILLS, (), absent=NOT_HERE)
    rows = range(len(found.table))
    made = tuple((entry(found.fact("skill", row)), entry(found.fact("holders", row))) for row in rows[:SHOWN])
    return Grid(heading, _SKILLS, made, "level 2 or more", _more(len(rows)))


def _moves(evidence: Evidence) -> Grid:
    """Ways out of overloads that leave the finish where it is."""
    heading, found, people = said("Moves within float"), answered(evidence, "SMOOTHING"), evidence.table(Resources)
    if found is None or people is None or not isinstance(found.table, Smoothing):
        return Grid(heading, _MOVES, (), absent=NOT_HERE)
    places = {str(key): row for row, key in enumerate(people.id.tolist())}
    table = found.table
    rows = [row for row in range(len(table)) if not table.slip[row] > 0 and table.kind[row]]
    made = tuple(
        (
            Entry((_role(people, places.get(str(table.resource[row]))),)),
            *(entry(found.fact(name, row)) for name in ("week", "overload", "kind", "task", "hours", "slip")),
        )
        for row in rows[:SHOWN]
    )
    return Grid(heading, _MOVES, made, "the finish stays", _more(len(rows)))


def _role(people: Resources, row: int | None) -> Fact:
    """The role of a resource; a person without one is not named."""
    given = fact(people, "role", row) if row is not None else Fact("no role")
    return given if given.known else Fact("no role")


def _contributors(weeks: RoleWeeks | None) -> Grid:
    """The tasks that take most of each role in its busiest week."""
    heading = said("What takes most")
    if weeks is None:
        return Grid(heading, _TASKS, ())
    rows = weeks.busiest
    fields = ("who", "period_start", "contributors")
    made = tuple(tuple(entry(weeks.found.fact(name, row)) for name in fields) for row in rows[:SHOWN])
    return Grid(heading, _TASKS, made, "by hours in the busiest week", _more(len(rows)))


def _more(count: int) -> str:
    return f"{count - SHOWN} more" if count > SHOWN else ""
