"""The figures of the dashboard: each a formula over the other sheets, and its value when the workbook is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from pmo_excel.workbook.content import Content, field_ref, part
from pmo_excel.workbook.standing import Formula

NOTHING: Final = "–"
"""Shown where there is nothing to show yet."""
CLOSED_ISSUES: Final = ("Closed", "Resolved")
CLOSED_RISKS: Final = ("Closed", "Occurred")
CLOSED_ACTIONS: Final = ("Done", "Cancelled")


def from_charter(content: Content, header: str) -> Formula:
    """A number or date of the charter, or the sign for nothing."""
    ref, value = field_ref("Charter", header), content.field("Charter", header)
    shown = value if isinstance(value, (int, float, date)) else NOTHING
    return Formula(f'=IF(ISNUMBER({ref}),{ref},"{NOTHING}")', shown)


def in_currency(content: Content, words: str) -> Formula:
    """Words with the currency of the charter after them, where it is known."""
    ref, currency = field_ref("Charter", "Currency"), content.field("Charter", "Currency")
    return Formula(f'="{words}"&IF({ref}="",""," ("&{ref}&")")', f"{words} ({currency})" if currency else words)


def when_empty(cells: str, values: Sequence[Any], nothing: str, zeros: str) -> Formula:
    """What a chart of these cells says in its place: while none holds a number, and while all numbers are 0."""
    numbers = _numbers(values)
    said = nothing if not numbers else ("" if any(numbers) else zeros)
    text = f'=IF(COUNT({cells})=0,"{nothing}",IF(COUNTIF({cells},0)=COUNT({cells}),"{zeros}",""))'
    return Formula(text, said)


def text_of(content: Content, sheet: str, header: str) -> Formula:
    """A text field, or nothing."""
    ref, value = field_ref(sheet, header), content.field(sheet, header)
    return Formula(f'=IF({ref}="","",{ref})', value or "")


def latest(content: Content, sheet: str, header: str) -> Formula:
    """The latest date in a column."""
    column, days = part(sheet, header, content.book), [d for d in content.column(sheet, header) if isinstance(d, date)]
    return Formula(f'=IF(COUNT({column})=0,"{NOTHING}",MAX({column}))', max(days) if days else NOTHING)


def total(content: Content, sheet: str, header: str) -> Formula:
    """The sum of a column."""
    column, amounts = part(sheet, header, content.book), _numbers(content.column(sheet, header))
    return Formula(f'=IF(COUNT({column})=0,"{NOTHING}",SUM({column}))', sum(amounts) if amounts else NOTHING)


def tasks_done(content: Content) -> Formula:
    """Tasks and milestones at 100 %, of all; summaries are not counted."""
    done, name, kind = (part("Schedule", h) for h in ("% Complete", "Task Name", "Task Type"))
    real = [row for row in content.of_sheet("Schedule") if row.get("Task Name") and row.get("Task Type") != "Summary"]
    complete = [row for row in real if isinstance(row.get("% Complete"), (int, float)) and row["% Complete"] >= 1]
    text = f'=COUNTIFS({done},">=1",{kind},"<>Summary")&" of "&(COUNTA({name})-COUNTIF({kind},"Summary"))'
    return Formula(text, f"{len(complete)} of {len(real)}")


def counted(content: Content, sheet: str, header: str, state: str, closed: Sequence[str], word: str = "") -> Formula:
    """Rows that are not closed; with a word in one column, or all that have a value there."""
    column, states = part(sheet, header, content.book), part(sheet, state, content.book)
    open_ones = "".join(f',{states},"<>{s}"' for s in closed)
    kept = [r for r in content.of_sheet(sheet) if r.get(state) not in closed]
    found = [r for r in kept if (r.get(header) == word if word else r.get(header))]
    return Formula(f'=COUNTIFS({column},"{word or "?*"}"{open_ones})', len(found))


def positive(content: Content, sheet: str, header: str) -> Formula:
    """Rows with a number above 0."""
    found = [n for n in _numbers(content.column(sheet, header)) if n > 0]
    return Formula(f'=COUNTIF({part(sheet, header, content.book)},">0")', len(found))


def saying(content: Content, sheet: str, header: str, word: str) -> Formula:
    """Rows with a word."""
    spoken = {True: "Yes", False: "No"}
    said = [spoken.get(v, v) if isinstance(v, bool) else v for v in content.column(sheet, header)]
    return Formula(f'=COUNTIF({part(sheet, header, content.book)},"{word}")', said.count(word))


def nth(content: Content, sheet: str, header: str, number: int) -> Formula:
    """The cell of the n-th row of a table, empty where there is none."""
    values, column = content.column(sheet, header), part(sheet, header, content.book)
    cell = f"INDEX({column},{number})"
    value = values[number - 1] if number <= len(values) else None
    return Formula(f'=IF({cell}="","",{cell})', "" if value is None else value)


def _numbers(values: Sequence[Any]) -> list[float]:
    return [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]


def tiles(content: Content) -> Mapping[str, tuple[Formula, str]]:
    """The key figures in order: label, figure, and the kind of number it is."""
    make: Sequence[tuple[str, Callable[[], Formula], str]] = (
        ("Forecast finish", lambda: from_charter(content, "Forecast Finish"), "date"),
        ("Baseline finish", lambda: latest(content, "Schedule", "Baseline Finish"), "date"),
        ("Required finish", lambda: from_charter(content, "Required Finish"), "date"),
        ("Tasks complete", lambda: tasks_done(content), "text"),
        ("Critical tasks", lambda: saying(content, "Schedule", "Critical", "Yes"), "count"),
        ("Findings", lambda: counted(content, "Findings", "Message", "Accept", ("Ignore",)), "count"),
        ("Approved budget", lambda: from_charter(content, "Approved Budget"), "money"),
        ("Estimate at completion", lambda: from_charter(content, "Estimate at Completion (EAC)"), "money"),
        ("Risk exposure", lambda: total(content, "Risks", "Exposure (EMV cost)"), "money"),
        ("Open high risks", lambda: counted(content, "Risks", "Rating", "Risk Status", CLOSED_RISKS, "High"), "count"),
        ("Open issues", lambda: counted(content, "Issues", "Issue Title", "Issue Status", CLOSED_ISSUES), "count"),
        ("Overdue actions", lambda: positive(content, "Actions", "Overdue (d)"), "count"),
    )
    return {label: (figure(), kind) for label, figure, kind in make}
