"""Milestones a sponsor looks at: those of the next 90 days, and any that moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from pmo_excel.core.instants import DAY
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Origin, columns, declaration
from pmo_excel.governance.reasons import rag_of
from pmo_excel.governance.tables import Charter
from pmo_excel.report.facts import NOTHING, Evidence, Fact, fact, shortened, signed
from pmo_excel.report.sections.history import previous_day
from pmo_excel.schedule.tables import Milestones, Schedule

AHEAD: Final = 90
"""Calendar days that the page looks ahead."""
SHOWN: Final = 5
NAME_LENGTH: Final = 44

_IN_SCHEDULE: Final = {
    "id": "id",
    "name": "name",
    "owner": "owner",
    "baseline_date": "baseline_finish",
    "forecast_date": "finish",
    "actual_date": "actual_finish",
    "variance": "finish_variance",
    "rag": "rag",
    "rag_why": "rag_why",
}
"""Where the Schedule sheet has what the Milestones sheet repeats."""
_OWN: Final = frozenset({"rag", "rag_why"})
"""What the Milestones sheet judges itself, so that it is not cited elsewhere."""


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone: what was agreed, what the last report said, what is expected now or was reached."""

    id: Fact
    name: Fact
    milestone_class: Fact
    owner: Fact
    baseline: Fact
    previous: Fact
    forecast: Fact
    actual: Fact
    p80: Fact
    variance: Fact
    rag: Rag | None
    letter: Fact

    @property
    def reached(self) -> bool:
        """Whether it has its actual date."""
        return self.actual.known

    @property
    def moved(self) -> bool:
        """Whether it is, or was reached, on another day than agreed."""
        return bool(self.variance.value)


@dataclass(frozen=True, slots=True)
class MilestoneList:
    """The milestones in order of their dates, how many others fit the rule, and how many there are in all."""

    shown: tuple[MilestoneLine, ...]
    more: int
    total: int

    @property
    def moved(self) -> int:
        """How many of those shown have moved."""
        return sum(line.moved for line in self.shown)


def milestone_list(evidence: Evidence) -> MilestoneList | None:
    """Milestones of the next 90 days and any that moved; the most moved stay where there is no room for all.

    None where the workbook has neither milestones nor a schedule.
    """
    table = _table(evidence)
    if table is None:
        return None
    as_of = evidence.fact(Charter, "status_date").value
    lines = _lines(evidence, table)
    wanted = [line for line in lines if line.moved or _ahead(line, as_of)]
    kept = sorted(wanted, key=lambda line: -abs(line.variance.value or 0.0))[:SHOWN]
    kept.sort(key=_when)
    return MilestoneList(tuple(kept), len(wanted) - len(kept), len(lines))


def all_milestones(evidence: Evidence) -> tuple[MilestoneLine, ...] | None:
    """Every milestone that reports show, by forecast or actual date; None where the workbook has none."""
    table = _table(evidence)
    if table is None:
        return None
    return tuple(sorted(_lines(evidence, table), key=_when))


def _lines(evidence: Evidence, table: Milestones) -> list[MilestoneLine]:
    shown = table.show_in_report.tolist()
    return [_line(evidence, table, row) for row in range(len(table)) if shown[row] is not False]


def _when(line: MilestoneLine) -> tuple[bool, int]:
    return line.forecast.value is None, line.forecast.value or 0


def _ahead(line: MilestoneLine, as_of: int | None) -> bool:
    if line.reached:
        return False
    if as_of is None or line.forecast.value is None:
        return True  # without a date nobody can say that it is far away
    return bool(line.forecast.value // DAY <= as_of // DAY + AHEAD)


def _line(evidence: Evidence, table: Milestones, row: int) -> MilestoneLine:
    name, variance = fact(table, "name", row), fact(table, "variance", row)
    letter, actual = fact(table, "rag", row), fact(table, "actual_date", row)
    identity = fact(table, "id", row)
    expected = fact(table, "forecast_date", row)
    return MilestoneLine(
        id=identity,
        name=shortened(name, NAME_LENGTH),
        milestone_class=fact(table, "milestone_class", row),
        owner=fact(table, "owner", row),
        baseline=fact(table, "baseline_date", row),
        previous=previous_day(evidence, "Milestone", identity.text, "Forecast Date"),
        forecast=actual if actual.known and not expected.known else expected,
        actual=actual,
        p80=fact(table, "p80_date", row) if "p80_date" in columns(Milestones) else NOTHING,
        variance=signed(variance),
        rag=rag_of(letter.text) if letter.known else None,
        letter=letter,
    )


def _table(evidence: Evidence) -> Milestones | None:
    """The Milestones sheet, or the milestones of the Schedule sheet; cited in Schedule where only that has cells."""
    made, tasks = evidence.table(Milestones), evidence.table(Schedule)
    if made is not None and (made.origin.letters or tasks is None):
        return made
    if tasks is None:
        return None
    if made is None:
        rows = [r for r, kind in enumerate(tasks.task_type.tolist()) if _milestone(kind, tasks.duration[r])]
        values = {name: getattr(tasks, there)[rows] for name, there in _IN_SCHEDULE.items()}
        return Milestones.of(len(rows), _origin(tasks, rows), **values)
    places = {key: row for row, key in enumerate(tasks.id.tolist())}
    known = [row for row, key in enumerate(made.id.tolist()) if key in places]
    kept = {name: getattr(made, name)[np.array(known, dtype=np.int64)] for name in columns(Milestones)}
    origin = _origin(tasks, [places[made.id[row]] for row in known])
    repeated = {name: letter for name, letter in origin.letters.items() if name not in _OWN}
    return Milestones.of(len(known), replace(origin, letters=repeated), **kept)


def _milestone(kind: object, duration: object) -> bool:
    return kind == "Milestone" or (kind is None and str(duration) in ("0", "0.0"))


def _origin(tasks: Schedule, rows: Sequence[int]) -> Origin:
    origin = tasks.origin
    numbers = [origin.rows[row] if row < len(origin.rows) else row + 2 for row in rows]
    letters = {name: origin.letters[there] for name, there in _IN_SCHEDULE.items() if there in origin.letters}
    headers = {name: columns(Schedule)[there].header for name, there in _IN_SCHEDULE.items()}
    return Origin(origin.sheet or declaration(Schedule).sheet, numbers, letters, headers)
