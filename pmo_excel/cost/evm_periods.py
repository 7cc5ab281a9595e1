"""Earned value over time: planned value at each month's end, and what was earned and spent at each status date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pmo_excel.core.instants import DAY, day_text
from pmo_excel.core.tables import columns
from pmo_excel.cost.evm_rows import WHOLE, Forecasting, Row, evm_row, parts
from pmo_excel.cost.measures import ESTIMATES, Basics, in_words, measures
from pmo_excel.cost.months import last_day, month_of
from pmo_excel.cost.past_values import KEPT, PastValues
from pmo_excel.cost.tables import EarnedValue
from pmo_excel.cost.valuation import Valuation

Chosen = Mapping[tuple[int, str], str]
"""Methods that people chose, by day and part of the breakdown."""
_SHOWN: Final = frozenset(column.header for column in columns(EarnedValue).values())


def period_rows(valued: Valuation, how: Forecasting, chosen: Chosen) -> list[Row]:
    """The whole project by month's end and status date; then each part of the first level by status date.

    Parts without money have no rows.
    """
    wbs = valued.tasks.wbs.tolist()
    funded = {key: rows for key, rows in parts(wbs, 1).items() if valued.funded(rows)} if any(wbs) else {}
    listed = parts(wbs, 0) | funded
    past = how.past or PastValues({})
    days = sorted({valued.day, *past.days, *_month_ends(valued)})
    return [
        row
        for key, rows in listed.items()
        for row in _part_rows(valued, key, rows, days, replace(how, past=past), chosen)
    ]


def _month_ends(valued: Valuation) -> list[int]:
    if not valued.phased.there.any():
        return []
    return [last_day(month) for month in range(month_of(valued.phased.start), month_of(valued.phased.finish) + 1)]


def _part_rows(
    valued: Valuation, key: str, rows: list[int], days: list[int], how: Forecasting, chosen: Chosen
) -> Iterator[Row]:
    method = how.method
    for day in days:
        method = chosen.get((day, key), method)
        used = replace(how, method=method, shown=_SHOWN | {ESTIMATES[method]})
        if day == valued.day:
            yield evm_row(valued, key, rows, used)
        elif key == WHOLE or (how.past and key in how.past.days.get(day, {})):
            yield _other_day(valued, key, rows, day, used)


def _other_day(valued: Valuation, key: str, rows: list[int], day: int, how: Forecasting) -> Row:
    """A row of a day that is not the status date: the figures kept then, or what is planned for it."""
    kept = how.past.days.get(day, {}).get(key, {}) if how.past else {}
    plain: dict[str, object] = {"Period End": day * DAY, "WBS": key}
    if {KEPT[1], KEPT[2]} <= kept.keys():
        pv, ev, ac, bac = (kept.get(measure, float("nan")) for measure in KEPT[:4])
        basics = Basics(pv, ev, ac, bac)
        found, reasons = measures(basics, how.method, how.weight)
        found["EAC chosen"] = kept.get("EAC chosen", found["EAC chosen"])
        found["ETC"] = found["EAC chosen"] - found["Actual Cost (AC)"]
        found["VAC"] = found["BAC"] - found["EAC chosen"]
        why = "; ".join(in_words(reasons, how.shown)) or None
        return plain | found | {"EAC method": how.method, "Reason if blank": why}
    if valued.phased.there.any():
        plain |= {"Planned Value (PV)": float(valued.planned(day)[rows].sum()), "BAC": float(valued.budget[rows].sum())}
    why = "after the status date" if day > valued.day else f"no snapshot was taken on {day_text(day * DAY)}"
    return plain | {"Reason if blank": why}
