"""The capacity heatmap: roles by week, confirmed alone and with what is asked for; where people lack, and ways out."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.governance.tables import Charter
from pmo_excel.portfolio.tables import Capacity, Demand, Skills
from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.charts.heatmap import Busy, heatmap
from pmo_excel.report.document import Audience, Beside, Bullets, Page, Picture, Report, said
from pmo_excel.report.facts import Fact, Sentence, fact, printed, shortened
from pmo_excel.report.kinds.listing import counted
from pmo_excel.report.kinds.portfolio.busy import RoleLoads, role_loads
from pmo_excel.report.kinds.portfolio.frame import on_one_page, portfolio_report
from pmo_excel.report.kinds.portfolio.overview import Member, Overview, chosen, summed
from pmo_excel.report.material import Material
from pmo_excel.resources.functions_leveling import smoothing_function
from pmo_excel.resources.leveling.smoothing import Smoothing
from pmo_excel.resources.tables import Assignments, Leave, Resources
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule

WEEKS: Final = 12
_WIDTH: Final = 560.0
_RULE: Final = "booked over available hours; roles, not people"


def capacity_report(given: Material) -> Report:
    """The page of roles; people's names are not on it, as it goes to boards."""
    view = Overview(given)
    return portfolio_report(view, "capacity", "Capacity heatmap", Audience.BOARD, (capacity_page(view),))


def capacity_page(given: Overview) -> Page:
    """Both heatmaps and what follows from them."""
    loads = role_loads(given, WEEKS)
    return on_one_page(lambda limit: _page(given, loads, limit), (14, 11, 9, 7, 5, 3))


def _page(given: Overview, loads: RoleLoads, limit: int) -> Page:
    shown = _shown(loads, limit)
    left = (_map(loads, shown, "Hard: confirmed", False), _contributors(given, loads, min(limit, 6)))
    right = (_map(loads, shown, "Hard and soft: with what is asked for", True), _unfilled(given, min(limit, 6)))
    below = Beside((_single_points(given, min(limit, 6)),), (_ways_out(given, loads, min(limit, 6)),), 0.5)
    return Page(_message(loads), (Beside(left, right, 0.5), below))


def _shown(loads: RoleLoads, limit: int) -> list[str]:
    """The roles that fit: those above capacity, the busiest first, then the others in order of their names."""
    over = [role for role, _, _ in loads.busiest()]
    return [*over, *(role for role in loads.roles if role not in over)][:limit]


def _map(loads: RoleLoads, roles: list[str], heading: str, soft: bool) -> Picture:
    rows = [Busy(printed(role), loads.shares(role, soft), loads.sources(role, soft)) for role in roles]
    drawing = heatmap(rows, loads.weeks, width=_WIDTH, legend=False)
    left = len(loads.roles) - len(roles)
    note = f"{_RULE}; {left} more roles are less busy" if left else _RULE
    return Picture(said(heading), Chart(drawing) if drawing else None, note if soft or left else "")


def _message(loads: RoleLoads) -> Sentence:
    if not loads.roles:
        return said("No bookings are collected")
    over = loads.busiest()
    if not over:
        return said(f"No role is booked above capacity in the next {WEEKS} weeks")
    role, week, share = over[0]
    verb = "is" if len(over) == 1 else "are"
    told = f"{len(over)} of {counted(len(loads.roles), 'role')} {verb} above capacity; "
    return said(f"{told}{printed(role)} most, {share:.0%} in the week of {day_text(week)}")


def _contributors(given: Overview, loads: RoleLoads, limit: int) -> Bullets:
    """Which projects book the most of a role in its busiest week."""
    table = given.table(Capacity)
    items = []
    for role, week, share in loads.busiest() if table is not None else ():
        assert table is not None  # noqa: S101 -- there are loads
        rows = loads.roles[role][week].rows
        parts = [fact(table, "top_contributors", row) for row in rows if table.top_contributors[row]]
        head = said(f"{printed(role)}, week of {day_text(week)}, {share:.0%}: ")
        items.append((*head, *_joined(parts[:3])))
    more = f"{len(items) - limit} more" if len(items) > limit else ""
    return Bullets(said("Top contributing projects"), tuple(items[:limit]), "roles above capacity, busiest week", more)


def _joined(parts: list[Fact]) -> Sentence:
    return tuple(piece for at, part in enumerate(parts) for piece in (said("; ", part) if at else (part,)))


def _unfilled(given: Overview, limit: int) -> Bullets:
    """Hours that nobody is named for, by role."""
    table = given.table(Demand)
    rows = chosen(table, lambda t, r: t.fill_status[r] == "Unfilled" and int(t.week[r]) != NO_INSTANT)
    by_role: dict[str, list[int]] = {}
    for row in rows if table is not None else ():
        assert table is not None  # noqa: S101 -- it has rows
        by_role.setdefault(str(table.role[row] or "no role"), []).append(row)
    if table is None:
        return Bullets(said("Unfilled demand by role"), ())
    totals = {role: summed(table, "hours", found, lambda hours: f"{hours:,.0f} h") for role, found in by_role.items()}
    ordered = sorted(totals, key=lambda role: (-(totals[role].value or 0.0), role))
    items = tuple(said(f"{printed(role)}: ", totals[role]) for role in ordered[:limit])
    more = f"{len(ordered) - limit} more roles" if len(ordered) > limit else ""
    return Bullets(said("Unfilled demand by role"), items, more=more)


def _single_points(given: Overview, limit: int) -> Bullets:
    """Skills that one person alone is good at."""
    table = given.table(Skills)
    rows = chosen(table, lambda t, r: bool(t.single_point[r]) and not is_empty(t.skill[r]))
    items = () if table is None else tuple((fact(table, "skill", row),) for row in rows[:limit])
    more = f"{len(rows) - limit} more in the sheet Skills" if len(rows) > limit else ""
    return Bullets(said("Skills that hang on one person"), items, "nobody else is good at them", more)


def _ways_out(given: Overview, loads: RoleLoads, limit: int) -> Bullets:
    """Moves within float that leave every finish where it is; no names."""
    found = [(one, made, row) for one in given.members() for made, row in _moves(one, loads.weeks[0])]
    items = tuple(_way(one, made, row) for one, made, row in found[:limit])
    more = f"{len(found) - limit} more: pmo smoothing" if len(found) > limit else ""
    return Bullets(said("Ways out without delay"), items, "work moved within float; no project finishes later", more)


def _moves(one: Member, since: int) -> list[tuple[Smoothing, int]]:
    """What could be moved in one project from a week on; nothing where nobody is booked for too much."""
    evidence = one.evidence
    tasks, assignments = evidence.table(Schedule), evidence.table(Assignments)
    people = evidence.table(Resources)
    if tasks is None or assignments is None or people is None or not any(people.overallocated_days > 0):
        return []
    rest = (evidence.table(Leave), evidence.table(Holidays), evidence.table(Calendars))
    dates = (evidence.fact(Charter, name).value for name in ("planned_start", "status_date"))
    answer = smoothing_function(tasks, assignments, people, *rest, *dates)
    made = answer if isinstance(answer, Smoothing) else answer.value
    if not isinstance(made, Smoothing):
        return []
    rows = [row for row in range(len(made)) if made.week[row] >= since and str(made.kind[row]).startswith("Move")]
    return [(made, row) for row in rows if not made.slip[row] > 0]


def _way(one: Member, made: Smoothing, row: int) -> Sentence:
    to = "" if int(made.to[row]) == NO_INSTANT else f" to {day_text(int(made.to[row]))}"
    task = shortened(Fact(printed(str(made.task[row]))), 24).text
    week = day_text(int(made.week[row]))
    return said(f"{one.id}: move {float(made.hours[row]):,.0f} h of task {task} from the week of {week}{to}")
