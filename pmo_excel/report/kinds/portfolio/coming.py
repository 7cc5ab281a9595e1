"""What is ahead: gates of the next days, milestones that were missed, moved, or are near."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import columns
from pmo_excel.governance.reasons import rag_of
from pmo_excel.portfolio.tables import GatePipeline, PortfolioMilestones
from pmo_excel.report.document import (
    Audience,
    Beside,
    Bullets,
    Entry,
    Grid,
    GridColumn,
    Page,
    Report,
    entry,
    letter,
    said,
)
from pmo_excel.report.facts import Fact, Sentence, fact, shortened
from pmo_excel.report.kinds.listing import LONGEST, counted
from pmo_excel.report.kinds.portfolio.frame import as_of, days_between, on_one_page, portfolio_report
from pmo_excel.report.kinds.portfolio.overview import Overview, chosen, stamped
from pmo_excel.report.material import Material

GATES_AHEAD: Final = 60
MILESTONES_AHEAD: Final = 90
"""Calendar days that the pages look ahead."""
_REACHED: Final = "Blue"
_HEADS: Final = (
    ("Project", "project_id", 1.5),
    ("Class", "milestone_class", 1.0),
    ("Baseline", "baseline_date", 1.0),
    ("Last report", "previous_forecast", 1.0),
    ("Forecast", "forecast_date", 1.0),
    ("P80", "p80_date", 1.0),
)


def gates_ahead(given: Overview, limit: int = 5) -> Bullets:
    """Gates without an outcome within the next 60 days or past their day, the nearest first."""
    table = given.table(GatePipeline)
    now = as_of(given)
    running = {str(given.register.id[row]) for row in given.rows()}

    def near(t: GatePipeline, row: int) -> bool:
        day = int(t.gate_date[row])
        open_ = not t.outcome[row] or t.outcome[row] == "Not held"
        return open_ and day != NO_INSTANT and day <= now + GATES_AHEAD * DAY and str(t.project_id[row]) in running

    rows = chosen(table, near, lambda t, r: (int(t.gate_date[r]), str(t.project_id[r])))
    more = f"{len(rows) - limit} more in the sheet Gate Pipeline" if len(rows) > limit else ""
    items = () if table is None else tuple(_gate(table, row, now) for row in rows[:limit])
    return Bullets(said(f"Gates, next {GATES_AHEAD} days"), items, "by date", more)


def _gate(table: GatePipeline, row: int, now: int) -> Sentence:
    day, ready = fact(table, "gate_date", row), fact(table, "readiness_percent", row)
    late = " (past)" if int(table.gate_date[row]) // DAY < now // DAY else ""
    parts = said(day, f"{late}: ", fact(table, "project_id", row), " ", fact(table, "gate", row))
    return (*parts, *said(", ", ready, " ready")) if ready.known else parts


def milestones_report(given: Material) -> Report:
    """The tracker of all projects: what was missed and what comes first, then everything else by date."""
    view = Overview(given)
    return portfolio_report(view, "milestones", "Milestone tracker", Audience.TEAM, (tracker_page(view),))


def tracker_page(given: Overview) -> Page:
    """Every milestone that is not reached, by forecast; those that are, and moved, below."""
    table = given.table(PortfolioMilestones)
    rows = _open(given, table)
    missed = [row for row in rows if table is not None and _missed(table, row, as_of(given))]
    near = [row for row in rows if table is not None and _near(table, row, as_of(given))]
    grid = _grid(given, table, rows, "Milestones to come", "not reached, by forecast", len(rows))
    beside = Beside(
        (_grid(given, table, missed, "Missed", "baseline passed, not reached", 12, short=True),),
        (_grid(given, table, near, f"Next {MILESTONES_AHEAD} days", "by forecast", 12, short=True),),
    )
    return Page(_message(table, rows, missed), (grid, beside))


def milestones_page(given: Overview) -> Page:
    """For the pack: what was missed, what moved, what comes in the next 90 days."""
    table = given.table(PortfolioMilestones)
    rows = _open(given, table)
    missed = [row for row in rows if table is not None and _missed(table, row, as_of(given))]
    near = [row for row in rows if table is not None and _near(table, row, as_of(given)) and row not in missed]
    moved = [row for row in rows if table is not None and _moved(table, row) and row not in missed and row not in near]

    def made(limit: int) -> Page:
        ahead = _grid(given, table, near, f"Next {MILESTONES_AHEAD} days", "by forecast", limit)
        others = _grid(given, table, moved, "Moved, further ahead", "furthest first", limit)
        late = _grid(given, table, missed, "Missed", "baseline passed, not reached; longest overdue first", limit)
        return Page(_message(table, rows, missed), (late, ahead, others))

    return on_one_page(made)


def _open(given: Overview, table: PortfolioMilestones | None) -> list[int]:
    """Milestones of running projects that are not reached, by forecast; those without a day last."""
    running = {str(given.register.id[row]) for row in given.rows()}

    def wanted(t: PortfolioMilestones, row: int) -> bool:
        return str(t.project_id[row]) in running and t.rag[row] != _REACHED

    def when(t: PortfolioMilestones, row: int) -> tuple[bool, int, str]:
        day = int(t.forecast_date[row])
        return day == NO_INSTANT, day, str(t.project_id[row])

    return chosen(table, wanted, when)


def _missed(table: PortfolioMilestones, row: int, now: int) -> bool:
    day = int(table.baseline_date[row])
    return day != NO_INSTANT and day // DAY < now // DAY


def _near(table: PortfolioMilestones, row: int, now: int) -> bool:
    day = int(table.forecast_date[row])
    return day != NO_INSTANT and day // DAY <= now // DAY + MILESTONES_AHEAD


def _moved(table: PortfolioMilestones, row: int) -> bool:
    days = int(table.forecast_date[row]), int(table.baseline_date[row])
    return NO_INSTANT not in days and days[0] // DAY != days[1] // DAY


def _grid(
    given: Overview,
    table: PortfolioMilestones | None,
    rows: list[int],
    heading: str,
    note: str,
    limit: int,
    short: bool = False,
) -> Grid:
    old = given.stamps()
    there = [h for h in _HEADS if table is None or h[1] in columns(PortfolioMilestones)]
    there = [h for h in there if not short or h[1] in ("project_id", "baseline_date", "forecast_date")]
    heads = (
        GridColumn("Milestone", 3.4),
        *(
            GridColumn(head, share, "right" if name.endswith(("date", "forecast")) else "left")
            for head, name, share in there
        ),
        GridColumn("Moved (d)", 0.8, "right"),
        GridColumn("RAG", 0.6, "middle"),
    )
    names = [name for _, name, _ in there]
    made = (
        ()
        if table is None
        else tuple(_row(table, row, names, old.get(str(table.project_id[row]), "")) for row in rows[:limit])
    )
    more = f"{len(rows) - limit} more in the sheet Portfolio Milestones" if len(rows) > limit else ""
    return Grid(said(heading), heads, made, note, more)


def _row(table: PortfolioMilestones, row: int, fields: list[str], old: str) -> tuple[Entry, ...]:
    colour = fact(table, "rag", row)
    return (
        entry(shortened(fact(table, "milestone", row), LONGEST)),
        *(stamped(entry(fact(table, name, row)), old if name == "project_id" else "") for name in fields),
        entry(_days(table, row)),
        letter(rag_of(colour.text) if colour.known else None, colour),
    )


def _days(table: PortfolioMilestones, row: int) -> Fact:
    """Calendar days from the baseline to the forecast."""
    return days_between(fact(table, "forecast_date", row), fact(table, "baseline_date", row))


def _message(table: PortfolioMilestones | None, rows: list[int], missed: list[int]) -> Sentence:
    if table is None or not rows:
        return said("No milestones are ahead")
    moved = [row for row in rows if _moved(table, row)]
    later = [row for row in moved if table.forecast_date[row] > table.baseline_date[row]]
    if not moved and not missed:
        return said(f"{counted(len(rows), 'milestone')} ahead, all as agreed")
    parts = f"{len(missed)} missed, {len(moved)} of {counted(len(rows), 'milestone')} moved"
    if not later:
        return said(parts)
    worst = max(later, key=lambda row: int(table.forecast_date[row]) - int(table.baseline_date[row]))
    name = shortened(fact(table, "milestone", worst), 26)
    return said(parts, "; ", fact(table, "project_id", worst), " ", name, " most, by ", _days(table, worst), " d")
