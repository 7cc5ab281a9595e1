"""What each report expected of every milestone: the snapshots of the History sheet, and now."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.governance.tables import Charter, History
from pmo_excel.report.charts.milestone_trend import Forecasts
from pmo_excel.report.facts import NOTHING, Evidence, Fact, fact
from pmo_excel.report.sections.milestones import MilestoneLine, all_milestones
from pmo_excel.schedule.snapshots import FORECAST_DATE, MILESTONE
from pmo_excel.schedule.trend import ENOUGH, trend

Pair = tuple[Fact, Fact]


def milestone_history(evidence: Evidence) -> list[Forecasts]:
    """Every milestone with the dates of the reports and what each expected, the report of now the last."""
    kept = _snapshots(evidence)
    found = []
    for line in all_milestones(evidence) or ():
        pairs = [*kept.get(line.id.text, ()), *_now(evidence, line)]
        if pairs:
            reports, expected = zip(*pairs, strict=True)
            found.append(Forecasts(line.name.text, reports, expected, _implied(pairs)))
    return found


def _snapshots(evidence: Evidence) -> dict[str, list[Pair]]:
    """Report dates and forecasts by milestone, by date; the last one where a day has several."""
    history, as_of = evidence.table(History), evidence.fact(Charter, "status_date")
    by_key: dict[str, dict[int, Pair]] = {}
    if history is None:
        return {}
    each = zip(history.object.tolist(), history.key.tolist(), history.measure.tolist(), strict=True)
    for row, (kind, key, measure) in enumerate(each):
        date, expected = fact(history, "status_date", row), _day(fact(history, "value", row))
        earlier = date.known and (not as_of.known or date.value < as_of.value // DAY * DAY)
        if (kind, measure) == (MILESTONE, FORECAST_DATE) and key and earlier and expected.known:
            by_key.setdefault(str(key), {})[int(date.value)] = (date, expected)
    return {key: [days[day] for day in sorted(days)] for key, days in by_key.items()}


def _day(given: Fact) -> Fact:
    """A day that is kept as text."""
    reading = cells.moment(given.value, Conventions())
    known = reading.value is not None and reading.value != NO_INSTANT
    return Fact(day_text(int(reading.value)), int(reading.value), given.source) if known else NOTHING


def _now(evidence: Evidence, line: MilestoneLine) -> Iterator[Pair]:
    as_of = evidence.fact(Charter, "status_date")
    if as_of.known and line.forecast.known:
        yield as_of, line.forecast


def _implied(pairs: list[Pair]) -> Fact:
    """Where the trend of the forecasts meets the diagonal, of three reports or more that did not all say the same."""
    if len(pairs) < ENOUGH or len({int(expected.value) for _, expected in pairs}) == 1:
        return NOTHING
    days = [[int(one.value) // DAY * DAY for one in side] for side in zip(*pairs, strict=True)]
    made = trend(days[0], days[1])
    finish = int(made.trend_finish[-1])
    if finish == NO_INSTANT:
        return NOTHING
    reports, expected = (",".join(one.source for one in side) for side in zip(*pairs, strict=True))
    return Fact(day_text(finish), finish, f"=INDEX(PMO.TREND(VSTACK({reports}),VSTACK({expected})),{len(pairs) + 1},5)")
