"""The change impact sheet: what each open change would do to the plan, alone and with others, and who may decide."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

from pmo_excel.change.impact import TOGETHER, CumulativeImpact, Impact
from pmo_excel.change.states import OPEN, state
from pmo_excel.change.tables import ChangeLines, Changes
from pmo_excel.core.instants import day_text, instant
from pmo_excel.core.tables import Origin, columns
from pmo_excel.report.answers import Answered, answered
from pmo_excel.report.document import (
    Audience,
    Beside,
    Bullets,
    Entry,
    Figure,
    Figures,
    Grid,
    GridColumn,
    Page,
    Report,
    Text,
    entry,
    said,
)
from pmo_excel.report.facts import EMPTY, NOTHING, Evidence, Fact, Sentence, fact, shortened, signed, signed_text
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import Shown, counted, kept, listing
from pmo_excel.report.material import Material

_IMPACT: Final = (
    GridColumn("Measure", 1.5),
    GridColumn("Before", 1.7),
    GridColumn("After", 1.7),
    GridColumn("Difference", 1.1, "right"),
    GridColumn("How it comes about", 3.2),
)
_TOGETHER: Final = (
    GridColumn("Change", 1.2),
    GridColumn("Alone (wd)", 1.0, "right"),
    GridColumn("On top of the others (wd)", 1.2, "right"),
    GridColumn("Float used (wd)", 1.0, "right"),
)
_OPEN: Final = (
    Shown("Change", "title", 3.0, named_by="id"),
    Shown("Type", "change_type", 1.3),
    Shown("State", "status", 1.2),
    Shown("Time (wd)", "impact_time", 0.8, "right"),
    Shown("Cost", "impact_cost", 0.9, "right"),
    Shown("Float used (wd)", "float_used", 0.9, "right"),
    Shown("People", "people_affected", 0.7, "right"),
    Shown("Authority", "authority_required", 1.4),
    Shown("Age (d)", "age", 0.7, "right"),
)
_DIMENSIONS: Final = (
    ("Scope", "impact_scope"),
    ("Quality", "impact_quality"),
    ("Risk", "impact_risk"),
    ("Benefits", "impact_benefits"),
    ("People", "impact_people_readiness"),
)
_DATE: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")
TOLD: Final = 6
"""People who are named as to be told."""
PAGES: Final = 12
"""Changes that have a page of their own, at most."""


def change_report(given: Material, only: Collection[str] = ()) -> Report:
    """The open changes of one project, and a page for each.

    Parameters
    ----------
    only
        IDs of changes: those pages alone.
    """
    evidence = given.evidence
    log = evidence.table(Changes)
    rows = [] if log is None else kept(log, _open)
    if log is not None and only:
        asked = {key.casefold() for key in only}
        pages = [_page(evidence, log, row) for row in kept(log) if str(log.id[row]).casefold() in asked]
    else:
        pages = [_overview(evidence, log, rows)]
        pages += [_page(evidence, log, row) for row in rows[:PAGES] if log is not None]
    return project_report(given, "change", "Change impact sheet", Audience.BOARD, tuple(pages))


def _open(log: Changes, row: int) -> bool:
    return state(log, row) in OPEN


def _overview(evidence: Evidence, log: Changes | None, rows: list[int]) -> Page:
    changes = listing(
        log, "Open changes", _OPEN, keep=_open, note="in the order of the log; tried on a copy of the plan"
    )
    return Page(_message(log, rows), (changes, _together(evidence, log, rows)))


def _message(log: Changes | None, rows: list[int]) -> Sentence:
    if log is None or not rows:
        return said("No change waits for a decision")
    together = next((g for row in rows if (g := fact(log, "impact_together", row)).known), NOTHING)
    noun = counted(len(rows), "open change")
    if not together.known:
        return said(f"{noun}; what they do together is not known")
    if not together.value:
        return said(f"{noun} together leave{'s' * (len(rows) == 1)} the finish where it is")
    days = replace(together, text=signed_text(together.value).lstrip("+−"))
    return said(f"{noun} together move the finish ", days, f" wd {'later' if together.value > 0 else 'earlier'}")


def _together(evidence: Evidence, log: Changes | None, rows: list[int]) -> Grid:
    """Each open change alone and on top of the others: small ones add up."""
    heading, note = said("Cumulative effect"), "working days by which the finish is later"
    lines = None if log is None else _lines(evidence, {str(log.id[row]) for row in rows})
    found = None if lines is None else answered(evidence, "CUMULATIVEFLOAT", {"change_lines": lines})
    if found is None or not isinstance(found.table, CumulativeImpact):
        return Grid(heading, _TOGETHER, (), note)
    made = tuple(
        (
            entry(found.fact("id", row) if found.table.id[row] != TOGETHER else Fact(TOGETHER)),
            *(entry(signed(found.fact(name, row))) for name in ("alone", "marginal")),
            entry(found.fact("float_used", row)),
        )
        for row in range(len(found.table))
    )
    return Grid(heading, _TOGETHER, made, note)


def _lines(evidence: Evidence, keys: set[str]) -> ChangeLines | None:
    """The lines of some changes, at the places at which they stand; None without any."""
    table = evidence.table(ChangeLines)
    rows = [] if table is None else [row for row, key in enumerate(table.change_id.tolist()) if str(key) in keys]
    if table is None or not rows:
        return None
    origin = table.origin
    numbers = [origin.rows[row] for row in rows] if len(origin.rows) else ()
    wrong = {name: frozenset(rows.index(row) for row in found if row in rows) for name, found in origin.wrong.items()}
    placed: Origin = replace(origin, rows=numbers, wrong=wrong)
    return ChangeLines.of(len(rows), placed, **{name: getattr(table, name)[rows] for name in columns(ChangeLines)})


def _page(evidence: Evidence, log: Changes, row: int) -> Page:
    lines = _lines(evidence, {str(log.id[row])})
    found = None if lines is None else answered(evidence, "IMPACTREASONS", {"change_lines": lines})
    told = [("Why", "justification"), ("What changes", "what_changes")]
    words = tuple(said(f"{label}: ", fact(log, name, row)) for label, name in told if fact(log, name, row).known)
    return Page(
        _title(log, row),
        (
            Beside((Text(said("Request"), words),), (_decision(log, row),), 0.6),
            _impact(found),
            Beside(
                (_milestones(log, row), _told(evidence, lines)),
                (_recommendation(log, row), _dimensions(log, row), _touched(evidence, lines)),
            ),
        ),
    )


def _title(log: Changes, row: int) -> Sentence:
    name = said(fact(log, "id", row), " ", shortened(fact(log, "title", row), 60))
    time, cost = fact(log, "impact_time", row), fact(log, "impact_cost", row)
    if not time.known:
        return (*name, *said(": its effect on the finish is not known"))
    if time.value:
        days = replace(time, text=signed_text(time.value).lstrip("+−"))
        effect = said(": finish ", days, f" wd {'later' if time.value > 0 else 'earlier'}")
    else:
        effect = said(": the finish stays")
    money = said(", cost ", cost) if cost.known else said(", cost not known")
    return (*name, *effect, *money)


def _impact(found: Answered | None) -> Grid:
    """Before and after, measure by measure."""
    heading = said("Before and after")
    if found is None or not isinstance(found.table, Impact):
        return Grid(heading, _IMPACT, (), "tried on a copy of the plan", absent="It has no lines that could be tried")
    made = tuple(
        (
            entry(Fact(str(found.table.measure[row]))),
            *(entry(_dated(found.fact(name, row))) for name in ("before", "after")),
            _difference(found, row),
            entry(_dated(shortened(found.fact("reason", row), 160))),
        )
        for row in range(len(found.table))
    )
    return Grid(heading, _IMPACT, made, "tried on a copy of the plan; the plan itself is as it was")


def _difference(found: Answered, row: int) -> Entry:
    given, unit = found.fact("difference", row), found.fact("unit", row)
    if not given.known:
        return entry(Fact("not assessed"))
    number = signed(given) if isinstance(given.value, float) and unit.text in ("wd", "currency") else given
    return Entry(said(number, f" {unit.text}") if unit.known and unit.text != "currency" else (number,))


def _dated(given: Fact) -> Fact:
    """Days in a text as reports print them."""
    return replace(given, text=_DATE.sub(_day, given.text)) if given.known else given


def _day(found: re.Match[str]) -> str:
    try:
        return day_text(instant(date.fromisoformat(found[0])))
    except ValueError:  # part of an ID
        return found[0]


def _decision(log: Changes, row: int) -> Figures:
    named = (
        ("State", "status"),
        ("Authority required", "authority_required"),
        ("Age (d)", "age"),
        ("All open together (wd)", "impact_together"),
    )
    made = tuple(Figure(label, fact(log, name, row)) for label, name in named)
    return Figures(said("Authority"), tuple(one for one in made if one.value.known))


def _milestones(log: Changes, row: int) -> Bullets:
    given = fact(log, "milestones_moved", row)
    parts = [part.strip() for part in re.split(r"[;\n]", given.text)] if given.known else []
    return Bullets(said("Milestones moved"), tuple((_dated(replace(given, text=part)),) for part in parts if part))


def _recommendation(log: Changes, row: int) -> Text:
    given = fact(log, "recommendation", row)
    return Text(said("Recommendation"), ((given,),) if given.known else (), absent="None is recorded")


def _touched(evidence: Evidence, lines: ChangeLines | None) -> Text:
    """Whom and what it touches, and how much of that soon."""
    heading = said("Disruption")
    found = None if lines is None else answered(evidence, "DISRUPTION", {"change_lines": lines})
    if found is None or not len(found.table):
        return Text(heading, (), absent="Not known")
    index, why = found.fact("index"), found.fact("because")
    words = said("Index ", index, ": ", _dated(why)) if why.known else said("Index ", index)
    return Text(heading, (words,), note="people and milestones in the weeks ahead")


def _told(evidence: Evidence, lines: ChangeLines | None) -> Bullets:
    """Who is to be told, and why."""
    heading = said("Who is told")
    found = None if lines is None else answered(evidence, "CHANGENOTICES", {"change_lines": lines})
    if found is None:
        return Bullets(heading, ())
    rows = range(min(len(found.table), TOLD))
    more = f"{len(found.table) - TOLD} more: pmo change notices" if len(found.table) > TOLD else ""
    items = (said(found.fact("name", row), ": ", _dated(found.fact("because", row))) for row in rows)
    return Bullets(heading, tuple(items), more=more)


def _dimensions(log: Changes, row: int) -> Bullets:
    """What was assessed beside time and money."""
    found = [(name, fact(log, field, row)) for name, field in _DIMENSIONS]
    items = tuple(said(f"{name}: ", given) for name, given in found if given.known and given.text != EMPTY)
    return Bullets(said("Other effects"), items, absent="Not assessed")
