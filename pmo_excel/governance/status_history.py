"""Colours and variances of past periods, as snapshots keep them: the trend, and the colours of the last periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.rag import Rag
from pmo_excel.governance.judged import Judged, badness
from pmo_excel.governance.reasons import rag_of
from pmo_excel.schedule.snapshots import BETTER, SAME, WORSE, Figure, Snapshots

STATUS: Final = "Status"
"""The kind of object that these figures are kept under; its key is the dimension."""
RAG, REPORTED, VARIANCE, MANAGER = "RAG", "Reported RAG", "Variance", "Project Manager"


def status_figures(dimensions: Sequence[Judged], reported: Rag, manager: str) -> Iterator[Figure]:
    """The figures of a status to keep, and who answers for it."""
    for found in dimensions:
        if found.colour is not None:
            yield Figure(STATUS, found.dimension, RAG, found.colour.value)
        if found.variance is not None:
            yield Figure(STATUS, found.dimension, VARIANCE, f"{found.variance:.6g}")
        if found.dimension == "Overall":
            yield Figure(STATUS, found.dimension, REPORTED, reported.value)
            if manager:
                yield Figure(STATUS, found.dimension, MANAGER, manager)


def kept(snapshots: Snapshots | None, measure: str, before: int | None) -> dict[str, dict[int, str]]:
    """Kept values of one measure by dimension and status date, oldest first; what was restated counts as restated."""
    if snapshots is None:
        return {}
    columns = (snapshots.status_date, snapshots.object, snapshots.key, snapshots.measure, snapshots.value)
    found: dict[str, dict[int, str]] = {}
    for date, kind, key, what, value in zip(*(c.tolist() for c in columns), strict=True):
        fits = (kind, what) == (STATUS, measure) and key and value is not None and date != NO_INSTANT
        if fits and (before is None or date < before):
            found.setdefault(str(key), {})[date] = str(value)
    return {key: dict(sorted(dates.items())) for key, dates in found.items()}


def last_periods(colours: dict[int, str], count: float) -> str | None:
    """The colours of the last periods, oldest first: `G G A`."""
    said = list(colours.values())[-int(count) :] if count >= 1 else []
    return " ".join(said) or None


def trend(now: Judged, variances: dict[int, str], colours: dict[int, str], share: float) -> str | None:
    """▲ better, ▼ worse, ► the same as at the last snapshot; None without one.

    A variance must have moved by more than a share of its tolerance; where there is none to compare, the colours are.

    Source
    ------
    Definition 3.2: compare v with the last snapshot; a change of more than 10 % of T is a trend.
    """
    before = _number(list(variances.values())[-1]) if variances else None
    if before is not None and now.variance is not None and now.tolerance is not None:
        moved = now.variance - before
        if abs(moved) <= share * now.tolerance + 1e-9:
            return SAME
        return WORSE if moved > 0 else BETTER
    was = rag_of(list(colours.values())[-1]) if colours else None
    if was is None or now.colour is None:
        return None
    return _arrow(badness(was), badness(now.colour))


def _arrow(before: int, after: int) -> str:
    return SAME if before == after else WORSE if after > before else BETTER


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
