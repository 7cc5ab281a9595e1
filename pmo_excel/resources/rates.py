"""Rates: what an hour of each resource costs on which day, and what assignments cost by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.resources.bookings import rows_by_key
from pmo_excel.resources.load import DailyLoad, hours_before
from pmo_excel.resources.tables import Assignments, Resources, Terms

_ALWAYS = -(2**40)


@dataclass(frozen=True, slots=True)
class Band:
    """A rate per hour, and the first day (days since 1970) that it holds on; nan where the cell cannot be read."""

    first: int
    rate: float


def rates(resources: Resources, terms: Terms | None) -> list[list[Band]]:
    """The bands of each resource, by day; no band where it has no rate.

    Before the first band the first one holds, as in the cost rate tables of Microsoft Project, whose first row has no
    date. A rate of Resources with Rate Valid From is a band as those of the terms are.
    """
    bands: list[list[Band]] = [[] for _ in range(len(resources))]
    for row, rate in enumerate(resources.standard_rate.tolist()):
        unread = row in resources.wrong("standard_rate") or row in resources.wrong("rate_valid_from")
        if rate == rate or unread:
            from_day = int(resources.rate_valid_from[row])
            bands[row].append(Band(_ALWAYS if from_day == NO_INSTANT else from_day // DAY, np.nan if unread else rate))
    if terms is not None:
        _add_terms(bands, resources, terms)
    return [sorted(own, key=lambda band: band.first) for own in bands]


def before_rates(
    resources: Resources, bands: list[list[Band]], who: Iterable[int], first: Iterable[int]
) -> Iterator[Problem]:
    """Resources that work before their first rate holds, so that it is used for these days too."""
    earliest: dict[int, int] = {}
    for row, day in zip(who, first, strict=True):
        earliest[row] = min(day, earliest.get(row, day))
    for row, day in sorted(earliest.items()):
        if bands[row] and day < bands[row][0].first:
            text = f"before {day_text(bands[row][0].first * DAY)} no rate is given; that of this day is used"
            fix = "Give the rate of before in Resources, with an empty Rate Valid From."
            yield Problem(Code.DEFAULT_USED, text, resources.cell("standard_rate", row), fix, Severity.LOW)


def _add_terms(bands: list[list[Band]], resources: Resources, terms: Terms) -> None:
    for row, who in enumerate(rows_by_key(terms.resource_id, resources.id).tolist()):
        unread = row in terms.wrong("standard_rate") or row in terms.wrong("valid_from")
        rate, from_day = float(terms.standard_rate[row]), int(terms.valid_from[row])
        if who >= 0 and (rate == rate or unread):
            first = _ALWAYS if from_day == NO_INSTANT else from_day // DAY
            bands[who] = [band for band in bands[who] if band.first != first]
            bands[who].append(Band(first, np.nan if unread else rate))


def costs(daily: DailyLoad, assignments: Assignments, bands: list[list[Band]]) -> Numbers:
    """The cost of each counted booking: its hours in each band times the band's rate; nan without a rate.

    Work that falls on no working hour still costs, at the rate of its first day.
    """
    total = hours_before(daily.present)
    booked, zero = daily.counted, daily.days.first
    found = np.full(len(booked.row), np.nan)
    each = zip(booked.resource.tolist(), booked.first.tolist(), booked.last.tolist(), strict=True)
    for at, (who, first, last) in enumerate(each):
        if not bands[who] or not booked.known[at]:
            continue
        there = float(total[who, last + 1 - zero] - total[who, first - zero])
        work = float(booked.work[at])
        hours = work if work == work else float(booked.units[at]) * there
        if there <= 0 or len(bands[who]) == 1:
            found[at] = hours * rate_on(bands[who], first)
            continue
        begins = [_ALWAYS, *(band.first for band in bands[who][1:])]
        cost = 0.0
        for band, begin, end in zip(bands[who], begins, [*begins[1:], last + 1], strict=True):
            low, high = max(begin, first), min(end, last + 1)
            if low < high:
                cost += hours * float(total[who, high - zero] - total[who, low - zero]) / there * band.rate
        found[at] = cost
    return found


def rate_on(bands: list[Band], day: int) -> float:
    """The rate of a day; before the first band, that of the first."""
    return next((band.rate for band in reversed(bands) if band.first <= day), bands[0].rate)
