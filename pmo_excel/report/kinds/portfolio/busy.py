"""Roles by week: what is booked of what there is, from the portfolio's Capacity; no names of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.person_names import same_name
from pmo_excel.portfolio.tables import Capacity, Pool
from pmo_excel.report.kinds.portfolio.frame import as_of
from pmo_excel.report.kinds.portfolio.overview import Overview, added, chosen
from pmo_excel.resources.tables import Resources

NO_ROLE: Final = "Without a role"
WEEK: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class RoleWeek:
    """One role in one week: hours, the rows of Capacity that they are added up from, and the formulas of its shares."""

    capacity: float
    hard: float
    soft: float
    rows: tuple[int, ...]
    hard_from: str = ""
    all_from: str = ""

    def share(self, soft: bool) -> float | None:
        """Booked hours over capacity; None where there is neither, nan where it is not known or nobody can do them."""
        booked = self.hard + (self.soft if soft else 0.0)
        if self.capacity > 0 or self.capacity != self.capacity:
            return booked / self.capacity
        return float("nan") if booked > 0 else None


@dataclass(frozen=True, slots=True)
class RoleLoads:
    """Roles by week, from the week of the status date on."""

    weeks: tuple[int, ...]
    roles: Mapping[str, Mapping[int, RoleWeek]] = field(default_factory=dict)

    def shares(self, role: str, soft: bool) -> list[float | None]:
        """The shares of a role, week by week."""
        found = self.roles[role]
        return [found[week].share(soft) if week in found else None for week in self.weeks]

    def sources(self, role: str, soft: bool) -> list[str]:
        """The formulas that give the shares of a role, week by week."""
        found = [self.roles[role].get(week) for week in self.weeks]
        return ["" if one is None else one.all_from if soft else one.hard_from for one in found]

    def all_roles(self, soft: bool) -> list[float | None]:
        """The shares of everybody together."""
        made: list[float | None] = []
        for week in self.weeks:
            parts = [weeks[week] for weeks in self.roles.values() if week in weeks]
            hours = [sum(getattr(part, name) for part in parts) for name in ("capacity", "hard", "soft")]
            total = RoleWeek(hours[0], hours[1], hours[2], ())
            made.append(total.share(soft) if parts else None)
        return made

    def busiest(self) -> list[tuple[str, int, float]]:
        """Roles above capacity, hard and soft, with their busiest week, the busiest first."""
        worst = []
        for role in self.roles:
            known = [
                (s, w) for s, w in zip(self.shares(role, True), self.weeks, strict=True) if s is not None and s == s
            ]
            if known:
                share, week = max(known, key=lambda pair: (pair[0], -pair[1]))
                worst.append((role, week, share))
        return sorted((one for one in worst if one[2] > 1), key=lambda one: (-one[2], one[0]))


def role_loads(given: Overview, weeks: int) -> RoleLoads:
    """The next weeks of every role; without rows where Capacity has none."""
    table = given.table(Capacity)
    day = as_of(given) // DAY
    monday = (day - (day + 3) % 7) * DAY  # day 0, 1 January 1970, was a Thursday
    ahead = tuple(monday + at * WEEK for at in range(weeks))
    if table is None:
        return RoleLoads(ahead)
    role_of = _roles(given)
    rows: dict[str, dict[int, list[int]]] = {}
    for row in chosen(table, lambda t, r: int(t.week[r]) != NO_INSTANT):
        week = int(table.week[row]) // DAY * DAY
        if week in ahead:
            role = role_of.get(same_name(str(table.who[row])), NO_ROLE)
            rows.setdefault(role, {}).setdefault(week, []).append(row)
    names = sorted(rows, key=lambda name: (name == NO_ROLE, name.casefold()))
    return RoleLoads(ahead, {n: {w: _week(table, found) for w, found in rows[n].items()} for n in names})


def _week(table: Capacity, rows: Sequence[int]) -> RoleWeek:
    def hours(name: str) -> float:
        values = [float(getattr(table, name)[row]) for row in rows]
        return float("nan") if table.wrong(name) & set(rows) else sum(v for v in values if v == v)

    places = {name: [table.cell(name, row) for row in rows] for name in ("capacity", "hard", "soft")}
    if not all(cell.ref for cells in places.values() for cell in cells):
        return RoleWeek(hours("capacity"), hours("hard"), hours("soft"), tuple(rows))
    of, hard, soft = (added(cells).removeprefix("=") for cells in places.values())
    shares = (f"={hard}/{of}", f"=({hard}+{soft})/{of}")
    return RoleWeek(hours("capacity"), hours("hard"), hours("soft"), tuple(rows), *shares)


def _roles(given: Overview) -> dict[str, str]:
    """Each person's role by name: as the Resource Pool says, else the projects' own sheets; a role is itself.

    IDs count in the Resource Pool only, as projects may give the same one to different people.
    """
    found: dict[str, str] = {}
    tables: list[Pool | Resources] = [t for t in (given.table(Pool),) if t is not None]
    tables += [t for one in given.members() if (t := one.evidence.table(Resources)) is not None]
    for table in tables:
        for key, name, role in zip(table.id.tolist(), table.name.tolist(), table.role.tolist(), strict=True):
            if role:
                found.setdefault(same_name(str(role)), str(role))
                for said in (key, name) if isinstance(table, Pool) else (name,):
                    if said:
                        found.setdefault(same_name(str(said)), str(role))
    return found
