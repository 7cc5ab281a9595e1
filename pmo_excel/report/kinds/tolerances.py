"""Where the project and its stages stand against what was agreed that they may use without asking."""

from __future__ import annotations

from typing import Final

import numpy as np

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.rag import Rag, rag
from pmo_excel.governance.reasons import number_text
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.tables import Charter, Settings
from pmo_excel.report import palette
from pmo_excel.report.document import Beside, Entry, Grid, GridColumn, entry, letter, said
from pmo_excel.report.facts import NOTHING, Evidence, Fact, fact, printed, shortened
from pmo_excel.report.sections.strip import Dimension, strip
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule
from pmo_excel.schedule.workdays import working_days_after

_COLUMNS: Final = (
    GridColumn("Tolerance", 1.25),
    GridColumn("Agreed", 1.7),
    GridColumn("Status", 0.6, "middle"),
    GridColumn("Forecast", 4.4),
)
_STAGES: Final = (
    GridColumn("Stage", 1.2),
    GridColumn("Agreed", 0.9, "right"),
    GridColumn("Status", 0.6, "middle"),
    GridColumn("Finish", 3.4),
)
_AREAS: Final = (
    ("Time", "tolerance_time"),
    ("Cost", "tolerance_cost"),
    ("Quality", "tolerance_quality"),
    ("Scope", "tolerance_scope"),
    ("Benefits", "tolerance_benefits"),
    ("Risk", "tolerance_risk"),
)
"""What may be tolerated, in PRINCE2's order, and where the charter says how much; sustainability has nothing there."""


_UNSET: Final = Fact("No tolerance is set")
_UNJUDGED: Final = Fact("No figure judges it")


def tolerances(evidence: Evidence, project: str = "Project tolerance status", longest: int = 160) -> Beside:
    """The project's tolerances beside those of its open stages; reasons of at most so many letters."""
    return Beside((project_tolerances(evidence, project, longest),), (stage_tolerances(evidence),), 0.64)


def project_tolerances(evidence: Evidence, heading: str, longest: int) -> Grid:
    """What was agreed for each area, the colour of its forecast, and why; the status as a whole first."""
    colours = strip(evidence)
    overall = colours.of("Overall")
    rows = [] if overall is None else [_row("Overall", NOTHING, overall, longest)]
    rows += [_project(evidence, name, field, colours.of(name), longest) for name, field in _AREAS]
    rows.append(_row("Sustainability", NOTHING, None, longest))
    return Grid(said(heading), _COLUMNS, tuple(rows), note="forecast against what was agreed")


def stage_tolerances(evidence: Evidence, heading: str = "Stage tolerance status") -> Grid:
    """Each stage that is not complete and has a baseline: its last finish against the one agreed."""
    tasks = evidence.table(Schedule)
    names = [] if tasks is None else list(dict.fromkeys(str(stage) for stage in tasks.stage.tolist() if stage))
    rows = [row for stage in names if tasks is not None for row in _stage(evidence, tasks, stage)]
    return Grid(said(heading), _STAGES, tuple(rows), note="in time")


def _project(evidence: Evidence, name: str, field: str, judged: Dimension | None, longest: int) -> tuple[Entry, ...]:
    agreed = evidence.fact(Charter, field)
    days = Fact(f"{agreed.text} wd", agreed.value, agreed.source) if name == "Time" and agreed.known else agreed
    return _row(name, shortened(days, 60), judged, longest)


def _row(name: str, agreed: Fact, judged: Dimension | None, longest: int) -> tuple[Entry, ...]:
    if judged is None:
        return entry(Fact(name)), entry(agreed), entry(NOTHING), entry(_UNJUDGED if agreed.known else _UNSET)
    return entry(Fact(name)), entry(agreed), letter(judged.rag, judged.letter), entry(shortened(judged.why, longest))


def _stage(evidence: Evidence, tasks: Schedule, stage: str) -> list[tuple[Entry, ...]]:
    rows = np.array([r for r in range(len(tasks)) if tasks.stage[r] == stage], dtype=np.int64)
    agreed = rows[tasks.baseline_finish[rows] != NO_INSTANT]
    open_now = (tasks.actual_finish[rows] == NO_INSTANT).any()
    if not len(agreed) or not open_now or (tasks.finish[rows] == NO_INSTANT).any():
        return []
    last, promised = int(rows[np.argmax(tasks.finish[rows])]), int(agreed[np.argmax(tasks.baseline_finish[agreed])])
    finish, baseline = fact(tasks, "finish", last), fact(tasks, "baseline_finish", promised)
    calendar = project_calendar(evidence.table(Holidays), evidence.table(Calendars))
    late = working_days_after(calendar, int(baseline.value), int(finish.value))
    limit, trigger = _stage_tolerance(evidence)
    colour = rag(float(late), float(limit.value), trigger)
    days = fact(tasks, "finish_variance", last)
    exact = late > 0 and last == promised and days.known
    how = (
        said(", ", days, " wd late")
        if exact
        else said(", late" if late > 0 else ", as agreed" if not late else ", early")
    )
    return [
        (
            entry(Fact(printed(stage))),
            entry(Fact(f"{limit.text} wd", limit.value, limit.source)),
            letter(colour, Fact(palette.LETTERS[colour])),
            Entry(said(finish, ", agreed ", baseline, *how)),
        )
    ]


def _stage_tolerance(evidence: Evidence) -> tuple[Fact, float]:
    """The days that a stage may be late, with the cell that says so, and the part of them from which it is amber."""
    settings = evidence.table(Settings)
    values, _ = setting_values(settings)
    name = "Stage tolerance"
    limit = float(values[name])
    trigger = evidence.fact(Charter, "amber_trigger")
    part = float(trigger.value) if trigger.known else float(values["Amber trigger"])
    names = settings.name.tolist() if settings is not None else []
    row = names.index(name) if name in names else -1
    filled = settings is not None and row >= 0 and not is_empty(settings.value[row])
    source = settings.cell("value" if filled else "default", row).address if settings is not None and row >= 0 else ""
    return Fact(number_text(limit), limit, source), part


def worst(evidence: Evidence) -> tuple[Dimension, ...]:
    """The dimensions that are forecast beyond their tolerance."""
    return tuple(d for d in strip(evidence).dimensions if d.rag is Rag.RED and d.name != "Overall")
