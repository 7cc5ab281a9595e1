"""Work in progress: what was worked lies before the status date, what is left after it."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.resources.bookings import Bookings, Positions
from pmo_excel.resources.tables import Assignments

StatusDates = int | Positions | None
"""The status date of all assignments, or of each; None and `NO_INSTANT`: not known."""


def in_progress(placed: Bookings, assignments: Assignments, status_dates: StatusDates) -> Bookings:
    """Bookings of assignments with actual or remaining work, cut at the status date into what was and what will be.

    Actual work is spread over the days up to the status date, remaining work over those after it. Remaining work that
    is not given is the work less the actual work. What is planned counts where the status date or both are not known,
    where actual or remaining work could not be read, and where work is left but no day after the status date.
    """
    if status_dates is None or not len(placed.row):
        return placed
    status = np.broadcast_to(np.asarray(status_dates, dtype=np.int64), len(assignments))[placed.row]
    actual, left = assignments.actual_work[placed.row], assignments.remaining_work[placed.row]
    wrong = assignments.wrong("actual_work") | assignments.wrong("remaining_work")
    done = np.where(np.isnan(actual), 0.0, actual)
    left = np.where(np.isnan(left) & ~np.isnan(actual), np.maximum(placed.work - done, 0.0), left)
    day = status // DAY
    known = (status != NO_INSTANT) & ~np.isnan(left) & ~np.isin(placed.row, list(wrong)) & placed.known
    known &= (left == 0) | (placed.last > day)
    known &= (done == 0) | (placed.first <= day)
    if not known.any():
        return placed
    nan = np.full(len(done), np.nan)
    before = _changed(placed, last=np.minimum(placed.last, day), units=nan, work=done)
    after = _changed(placed, first=np.maximum(placed.first, day + 1), units=nan, work=left)
    parts = placed.of(~known), before.of(known & (done > 0)), after.of(known & (left > 0))
    joined = Bookings(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Bookings)))
    return joined.of(np.argsort(joined.row, kind="stable"))


def _changed(placed: Bookings, **values: object) -> Bookings:
    return Bookings(*(values.get(f.name, getattr(placed, f.name)) for f in fields(Bookings)))  # type: ignore[arg-type]
