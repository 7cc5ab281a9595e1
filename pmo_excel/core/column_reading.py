"""One column of raw cells read as its declaration says, with the evidence of the whole column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from numpy.typing import NDArray

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions, Fault, Reading
from pmo_excel.core.columns import NUMERIC, TEMPORAL, Column, Type, empty_values
from pmo_excel.core.date_words import common_year
from pmo_excel.core.instants import as_date
from pmo_excel.core.lists import matched, words
from pmo_excel.core.problems import Code, Severity
from pmo_excel.core.scales import step


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """One column's values, the rows that could not be read, and what is to be said, by row."""

    values: NDArray[Any]
    wrong: frozenset[int]
    faults: list[tuple[int, Fault]]


def read_column(column: Column, raws: Sequence[Any], conventions: Conventions) -> ColumnReading:
    """Every cell of a column, read as its declaration says, with the evidence of the whole column."""
    cleaned = cells.cleaned(raws)
    if not column.required and not any(raw is not None for raw in cleaned):  # most columns of most sheets
        return ColumnReading(empty_values(column, len(cleaned)), frozenset(), [])
    conventions, inferred = _evidence(column, cleaned, conventions)
    reader = _reader(column, conventions)
    values = empty_values(column, len(cleaned))
    wrong, faults = set(), []
    as_found = reader is cells.text and not column.pattern
    known: dict[tuple[type, Any], Any] = {}  # the same cell reads the same: dates and numbers repeat
    for row, raw in enumerate(cleaned):
        if as_found and raw.__class__ is str and raw not in cells.ERROR_VALUES:  # most cells of most sheets
            values[row] = raw
            continue
        if raw is None:
            if column.required:
                faults.append((row, _required(column)))
            continue
        same = (raw.__class__, raw)
        if same in known:
            values[row] = known[same]
            continue
        fault = cells.error_value(raw)
        reading = Reading(None, fault) if fault else reader(raw)
        checked = _checked(column, reading)
        if checked.value is not None:
            values[row] = checked.value
            if not checked.fault and not (inferred and isinstance(raw, str)):
                known[same] = checked.value
        elif checked.fault:
            wrong.add(row)
        if checked.fault:
            faults.append((row, checked.fault))
        elif inferred and isinstance(raw, str) and cells.needs_order(raw):
            faults.append((row, _inferred(raw, checked.value)))
    return ColumnReading(values, frozenset(wrong), faults)


def _evidence(column: Column, cleaned: list[Any], conventions: Conventions) -> tuple[Conventions, bool]:
    """The conventions with what the whole column says; and whether it is what tells the day from the month."""
    if column.type in TEMPORAL:
        order = conventions.day_first if conventions.day_first is not None else cells.day_first(cleaned)
        year = conventions.year or common_year(cleaned)
        return replace(conventions, day_first=order, year=year), conventions.day_first is None
    if column.type in NUMERIC and any(isinstance(raw, str) for raw in cleaned):
        conventions = replace(conventions, decimal_comma=cells.decimal_comma(cleaned))
    if column.type is Type.PERCENT and not column.computed:
        highest = _highest(column)
        whole = any(isinstance(r, (int, float)) and not isinstance(r, bool) and abs(r) > highest for r in cleaned)
        conventions = replace(conventions, whole_percents=whole)
    return conventions, False


def _inferred(raw: str, value: int) -> Fault:
    day = as_date(value)
    text = f"{raw!r} was read as {day:%d-%b-%Y}, for other dates of the column show the order of day and month"
    return Fault(Code.DATE_ORDER, text, "Type a date that Excel knows as one.", Severity.INFO, day)


def _highest(column: Column) -> float:
    return float("inf") if column.computed else max(cells.HIGHEST_FRACTION, column.maximum or 0.0)


def _reader(column: Column, conventions: Conventions) -> Callable[[Any], Reading]:
    kind = column.type
    if kind is Type.PERCENT:
        highest = _highest(column)
        return lambda raw: cells.percent(raw, highest, conventions)
    if kind in NUMERIC and (column.minimum, column.maximum) == (1, 5):
        return lambda raw: _scaled(raw, cells.number(raw, conventions.decimal_comma))
    if kind in NUMERIC:
        return lambda raw: cells.number(raw, conventions.decimal_comma)
    if kind is Type.DATE:
        return lambda raw: _dated(cells.moment(raw, conventions))
    if kind is Type.DATETIME:
        return lambda raw: cells.moment(raw, conventions)
    if kind is Type.TIME:
        return cells.time_of_day
    if kind is Type.YES_NO:
        return cells.yes_or_no
    if kind is Type.DURATION:
        return _duration
    if kind is Type.RAG:
        return lambda raw: _rag(str(raw))
    if kind in (Type.CHOICE, Type.CHOICES) and column.choices:
        return lambda raw: _choice(str(cells.text(raw).value), words(column.choices), kind is Type.CHOICES)
    return cells.text


def _scaled(raw: Any, reading: Reading) -> Reading:
    """A number from 1 to 5; a word of a scale is proposed as one, for its owner's scale may have three steps or ten."""
    meant = step(raw) if reading.value is None and isinstance(raw, str) else None
    if meant is None:
        return reading
    text = f"{raw!r} is a word, and the column holds numbers from 1 (very low) to 5 (very high)"
    fix = f"If it is step {meant:g} of five, type {meant:g}."
    return Reading(None, Fault(Code.NOT_A_NUMBER, text, fix, proposal=meant))


_EARLIEST_SERIAL: Final = 35_000
"""Numbers from here on are days since 1900, or since 1904, of this century: no plan has a task of 130 years."""


def _duration(raw: Any) -> Reading:
    """A number or a text; spreadsheet programs make a date of `8/10/18`, which is no number of days."""
    number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
    if isinstance(raw, date) or (number and raw >= _EARLIEST_SERIAL):
        said = f"{raw:%d-%b-%Y}" if isinstance(raw, date) else cells.digits(float(raw))
        text = f"{said} is a date: the program made one of what was typed"
        return Reading(None, Fault(Code.DURATION_TEXT, text, "Set the cell's format to Text and type 10 (8-18)."))
    return Reading(raw if number else str(raw))


def _dated(reading: Reading) -> Reading:
    return reading if reading.value is None else Reading(cells.day_of(reading.value), reading.fault)


_RAG_WORDS: Final = {"r": "R", "red": "R", "a": "A", "amber": "A", "yellow": "A", "g": "G", "green": "G", "gr": "G"} | {
    "grey": "Grey",
    "gray": "Grey",
    "blue": "Blue",
    "b": "Blue",
    "complete": "Blue",
    "rot": "R",
    "rouge": "R",
    "gelb": "A",
    "orange": "A",
    "grün": "G",
    "gruen": "G",
    "vert": "G",
    "grau": "Grey",
    "gris": "Grey",
    "blau": "Blue",
    "bleu": "Blue",
}


def _rag(raw: str) -> Reading:
    colour = _RAG_WORDS.get(raw.casefold())
    if colour == raw:
        return Reading(colour)
    if colour:
        text = f"{raw!r} was read as {colour}"
        return Reading(colour, Fault(Code.NOT_A_CHOICE, text, f"Choose {colour}.", Severity.LOW, colour))
    return Reading(None, Fault(Code.NOT_A_CHOICE, f"{raw!r} is not a status", "Use R, A, G, Grey or Blue."))


def _choice(raw: str, allowed: tuple[str, ...], several: bool) -> Reading:
    parts = [p.strip() for p in raw.split(";") if p.strip()] if several else [raw]
    found = [matched(part, allowed) for part in parts]
    bad = [part for part, choice in zip(parts, found, strict=True) if choice is None]
    if bad:
        return Reading(None, _not_listed(bad[0], allowed, several))
    return Reading("; ".join(c for c in found if c))


def _not_listed(word: str, allowed: tuple[str, ...], several: bool) -> Fault:
    """The finding of a word that is not in the list; a close one is proposed, never taken."""
    near = get_close_matches(word.casefold(), [choice.casefold() for choice in allowed], 1, 0.75)
    meant = next((choice for choice in allowed if near and choice.casefold() == near[0]), None)
    fix = f"Use one of: {', '.join(allowed)}."
    if meant is not None:
        fix = f"Is {meant} meant? {fix}"
    return Fault(Code.NOT_A_CHOICE, f"{word!r} is not in the list", fix, proposal=None if several else meant)


def _checked(column: Column, reading: Reading) -> Reading:
    value = reading.value
    if column.type in NUMERIC:
        return within(reading, column.minimum, column.maximum)
    if column.pattern and isinstance(value, str) and not re.fullmatch(column.pattern, value):
        text = f"{value!r} is not written as this column expects"
        return Reading(value, Fault(Code.PATTERN, text, column.help, Severity.MEDIUM))
    return reading


def within(reading: Reading, low: float | None, high: float | None) -> Reading:
    """A number as it was read, unless it lies outside of its limits; None where there is no limit."""
    value = reading.value
    if not isinstance(value, float) or ((low is None or value >= low) and (high is None or value <= high)):
        return reading
    bounds = f"between {low:g} and {high:g}" if low is not None and high is not None else _bound(low, high)
    fault = Fault(Code.OUT_OF_RANGE, f"{cells.digits(value)} is not {bounds}", f"Type a number {bounds}.")
    return Reading(None, fault)


def _bound(low: float | None, high: float | None) -> str:
    return f"{low:g} or more" if low is not None else f"{high:g} or less"


def _required(column: Column) -> Fault:
    return Fault(Code.MISSING_VALUE, "the cell is empty", f"{column.help}", Severity.MEDIUM)
