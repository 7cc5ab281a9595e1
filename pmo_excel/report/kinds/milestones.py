"""The milestone tracker: what was agreed, what the last report said, what is expected now, and what moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pmo_excel.core.instants import DAY
from pmo_excel.report.charts.milestone_trend import milestone_trend
from pmo_excel.report.document import (
    Audience,
    Beside,
    Entry,
    Grid,
    GridColumn,
    Page,
    Picture,
    Report,
    entry,
    letter,
    said,
)
from pmo_excel.report.facts import NOTHING, Fact, Sentence
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.material import Material
from pmo_excel.report.sections.milestone_history import milestone_history
from pmo_excel.report.sections.milestones import MilestoneLine, all_milestones
from pmo_excel.report.source import currency

_COLUMNS: Final = (
    GridColumn("Milestone", 3.2),
    GridColumn("Class", 1.0),
    GridColumn("Owner", 1.3),
    GridColumn("Baseline", 1.0, "right"),
    GridColumn("Last report", 1.0, "right"),
    GridColumn("Forecast", 1.0, "right"),
    GridColumn("P80", 1.0, "right"),
    GridColumn("Actual", 1.0, "right"),
    GridColumn("Variance (wd)", 0.9, "right"),
    GridColumn("RAG", 0.5, "middle"),
)
_DUE: Final = (GridColumn("Milestone", 3.0), GridColumn("Date", 1.1, "right"), GridColumn("RAG", 0.6, "middle"))
WINDOWS: Final = (30, 60, 90)
"""Calendar days ahead of the status date that the tracker looks."""


def milestones_report(given: Material) -> Report:
    """The tracker of one project: all milestones by date, those missed, and what comes in 30, 60 and 90 days."""
    evidence, source = given.evidence, given.source
    lines = all_milestones(evidence) or ()
    as_of = currency(evidence, source).as_of.value
    tracker = Grid(
        said("Milestones"), _COLUMNS, tuple(_row(line) for line in lines), note="by forecast; variance in working days"
    )
    missed = [line for line in lines if _missed(line, as_of)]
    ahead = (_due("Missed", missed, "baseline passed, not reached"), _windows(lines, as_of))
    chart = milestone_trend(milestone_history(evidence))
    heading = said(chart.drawing.title if chart else "Milestone trend")
    slips = Picture(heading, chart, note="what each report expected", absent="It takes two reports to show a trend")
    page = Page(_message(lines), (tracker, Beside(ahead, (slips,), 0.4)))
    return project_report(given, "milestones", "Milestone tracker", Audience.TEAM, (page,))


def _row(line: MilestoneLine) -> tuple[Entry, ...]:
    return (
        Entry((line.id, Fact(" "), line.name) if line.id.known else (line.name,)),
        *(entry(given) for given in (line.milestone_class, line.owner, line.baseline, line.previous)),
        entry(NOTHING if line.reached else line.forecast),
        *(entry(given) for given in (line.p80, line.actual, line.variance)),
        letter(line.rag, line.letter),
    )


def _message(lines: Sequence[MilestoneLine]) -> Sentence:
    """What the reader should take away: the milestone that moved most."""
    if not lines:
        return said("No milestones are planned")
    moved = [line for line in lines if line.moved]
    if not moved:
        return said(_count(len(lines), "milestone"), " as agreed" if len(lines) == 1 else ", all as agreed")
    worst = max(moved, key=lambda line: float(line.variance.value))
    return said(
        f"{len(moved)} of {_count(len(lines), 'milestone')} moved; ", worst.name, " most, by ", worst.variance, " wd"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _missed(line: MilestoneLine, as_of: int | None) -> bool:
    return as_of is not None and not line.reached and line.baseline.known and line.baseline.value // DAY < as_of // DAY


def _windows(lines: Sequence[MilestoneLine], as_of: int | None) -> Grid:
    """What falls due within each span, the nearest first."""
    due = [] if as_of is None else [x for x in lines if not x.reached and x.forecast.known]
    near = [x for x in due if as_of is not None and 0 <= x.forecast.value // DAY - as_of // DAY <= WINDOWS[-1]]
    rows = tuple((entry(x.name), entry(x.forecast, _window(x, as_of or 0)), letter(x.rag, x.letter)) for x in near)
    return Grid(said(f"Next {WINDOWS[-1]} days"), _DUE, rows, note="by forecast")


def _window(line: MilestoneLine, as_of: int) -> str:
    days = line.forecast.value // DAY - as_of // DAY
    return next(f"≤ {limit} d" for limit in WINDOWS if days <= limit)


def _due(heading: str, lines: Sequence[MilestoneLine], note: str) -> Grid:
    rows = tuple((entry(x.name), entry(x.baseline), letter(x.rag, x.letter)) for x in lines)
    return Grid(said(heading), _DUE, rows, note=note)
