"""Plans of all kinds that Microsoft Project's XML can hold, for Hypothesis."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st

from pmo_excel.core.instants import NO_INSTANT, instant
from pmo_excel.schedule.calendars import STANDARD, Calendar, CalendarException, Intervals, WorkWeek
from pmo_excel.schedule.plan import NO_DURATION, Constraint, LagUnit, Link, LinkType, Plan, Settings, plan_of

_FIRST = instant(datetime(2026, 3, 2, 8))
_DAY = _FIRST // 1440

names = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=12).map(str.strip)
"""Any text that XML can hold, without spaces around it, as cells are read."""
moments = st.integers(_FIRST, _FIRST + 300 * 1440)
exact = st.one_of(moments, moments.map(lambda minute: minute + 0.5))
"""To the half minute, as Microsoft Project stores tenths of minutes."""


def maybe(of: st.SearchStrategy[float], empty: int = NO_INSTANT) -> st.SearchStrategy[float]:
    return st.one_of(st.just(empty), of)


@st.composite
def days(draw: st.DrawFn) -> Intervals:
    """Working times of a day: none, or one to three, to midnight at the latest."""
    hours = draw(st.lists(st.integers(0, 24), min_size=0, max_size=6, unique=True).map(sorted))
    return tuple((a * 60, b * 60) for a, b in zip(hours[::2], hours[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn, name: str) -> Calendar:
    """A calendar with holidays, half days and another week for a time."""
    monday = draw(days()) or ((480, 720), (780, 1020))
    week = (monday, *(draw(days()) for _ in range(6)))
    spans = st.tuples(st.integers(_DAY, _DAY + 300), st.integers(0, 9))
    exceptions = tuple(CalendarException(a, a + n, draw(days())) for a, n in draw(st.lists(spans, max_size=3)))
    weeks = tuple(
        WorkWeek(a, a + n, (draw(days()), *(draw(st.one_of(st.none(), days())) for _ in range(6))))
        for a, n in draw(st.lists(spans, max_size=1))
    )
    return Calendar(name, week, exceptions, weeks)


@st.composite
def parents(draw: st.DrawFn, rows: int) -> list[int]:
    """An outline."""
    found: list[int] = []
    above: list[int] = []
    for row in range(rows):
        depth = draw(st.integers(0, len(above)))
        del above[depth:]
        found.append(above[-1] if above else -1)
        above.append(row)
    return found


@st.composite
def settings(draw: st.DrawFn) -> Settings:
    per_day, backwards = draw(st.sampled_from([480, 420])), draw(st.booleans())
    return Settings(
        start=_FIRST,
        finish=draw(moments) if backwards else NO_INSTANT,
        schedule_from_finish=backwards,
        status_date=int(draw(maybe(moments))),
        honor_constraints=draw(st.booleans()),
        deadline_caps_late_finish=True,
        critical_float_limit=draw(st.integers(0, 3)) * per_day,
        multiple_critical_paths=draw(st.booleans()),
        minutes_per_day=per_day,
        minutes_per_week=per_day * 5,
    )


@st.composite
def links(draw: st.DrawFn, rows: int) -> list[Link]:
    """Links of every type between different rows, in the order of their successors."""
    ends = st.tuples(st.integers(0, rows - 1), st.integers(0, rows - 1)).filter(lambda pair: pair[0] != pair[1])
    pairs = draw(st.lists(ends, max_size=rows)) if rows > 1 else []
    kinds, units = st.sampled_from(LinkType), st.sampled_from(LagUnit)
    return [
        Link(before, after, draw(kinds), draw(st.integers(-4000, 4000)), draw(units))
        for before, after in sorted(pairs, key=lambda pair: pair[1])
    ]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan with everything that a plan can have but assignments, which need their resources."""
    rows = draw(st.integers(0, 7))
    used = [draw(calendars("Works")), *(draw(calendars(f"Other {at}")) for at in range(draw(st.integers(0, 2))))]
    different = [c for at, c in enumerate(used) if not any(c.same_times(earlier) for earlier in used[:at])]
    column = [draw(st.integers(-1, len(different) - 1)) for _ in range(rows)]
    order = [0, *dict.fromkeys(place for place in column if place > 0)]
    held = [draw(st.sampled_from(["", "", "", "manual", "external", "inactive"])) for _ in range(rows)]

    def each(of: st.SearchStrategy[float]) -> list[float]:
        return [draw(of) for _ in range(rows)]

    dated = [draw(exact) if how else NO_INSTANT for how in held]
    return plan_of(
        [str(number) for number in draw(st.permutations(range(1, rows + 1)))],
        draw(settings()),
        draw(links(rows)),
        [different[place] for place in order],
        name=[draw(names) for _ in range(rows)],
        duration=each(maybe(st.integers(0, 9000), NO_DURATION)),
        elapsed=each(st.booleans()),
        parent=draw(parents(rows)),
        milestone=each(st.booleans()),
        calendar=[place if place < 0 else order.index(place) for place in column],
        constraint=[draw(st.sampled_from(Constraint)) for _ in range(rows)],
        constraint_date=each(maybe(moments)),
        deadline=each(maybe(moments)),
        actual_start=each(maybe(exact)),
        actual_finish=each(maybe(exact)),
        resume=each(maybe(exact)),
        remaining_duration=each(maybe(st.integers(0, 9000), NO_DURATION)),
        percent_complete=[percent / 100 for percent in each(st.integers(0, 100))],
        manual=[how == "manual" for how in held],
        manual_start=dated,
        manual_finish=[start if start == NO_INSTANT else start + 480 for start in dated],
        active=[how != "inactive" for how in held],
        external=[how == "external" for how in held],
        leveling_delay=each(st.integers(0, 2000)),
    )


SIMPLE = plan_of(["1"], Settings(start=_FIRST), calendars=[STANDARD], duration=[480])
"""One task of a day."""
