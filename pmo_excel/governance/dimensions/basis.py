"""What a status is judged from: the sheets that the workbook has, what was agreed, and the thresholds of its PMO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pmo_excel.change.tables import Changes
from pmo_excel.core.tables import Table, columns, field_of
from pmo_excel.cost.tables import Budget, EarnedValue
from pmo_excel.governance.judged import Cited, address
from pmo_excel.governance.reasons import number_text, percent_text
from pmo_excel.governance.tables import Benefits, Charter, Deliverables, Issues, Settings
from pmo_excel.resources.tables import Assignments, Leave, Resources
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.tables import Calendars, Holidays, Milestones, Schedule
from pmo_excel.stakeholders.tables import Contacts, Expectations, Stakeholders


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed: money, tolerances (working days; fractions), amber trigger and roll-up rule.

    Attributes
    ----------
    unreadable
        Those of the terms whose cell in the charter could not be read: what rests on them is grey.
    """

    approved_budget: float | None = None
    tolerance_days: float = 10
    tolerance_cost: float = 0.1
    amber_trigger: float = 0.5
    rule: str = "Worst-of"
    contingency: float | None = None
    tolerance_risk: float | None = None
    tolerance_benefits: float = 0.1
    unreadable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets that a status looks at besides the plan; None where the workbook has none."""

    budget: Budget | None = None
    earned: EarnedValue | None = None
    risks: Risks | None = None
    issues: Issues | None = None
    deliverables: Deliverables | None = None
    changes: Changes | None = None
    benefits: Benefits | None = None
    resources: Resources | None = None
    assignments: Assignments | None = None
    leave: Leave | None = None
    milestones: Milestones | None = None
    charter: Charter | None = None
    settings: Settings | None = None
    holidays: Holidays | None = None
    calendars: Calendars | None = None
    stakeholders: Stakeholders | None = None
    contacts: Contacts | None = None
    expectations: Expectations | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a status is judged from; `limits` are the settings by name, defaults where nobody set them."""

    tasks: Schedule
    sheets: Sheets
    agreed: Agreed
    limits: Mapping[str, Any]
    calendar: Calendar
    status_date: int | None = None

    def limit(self, name: str) -> float:
        """A threshold of the settings."""
        return float(self.limits[name])

    def cited_limit(self, name: str, percent: bool = True) -> Cited:
        """A threshold as a reason prints it, with its cell where somebody set it."""
        value = self.limit(name)
        return Cited(name, percent_text(value) if percent else number_text(value), value, self._setting_cell(name))

    def cited_term(self, header: str, value: float, percent: bool, setting: str = "") -> Cited:
        """Something agreed as a reason prints it, with its cell in the charter, else in the settings."""
        charter = self.sheets.charter
        name = field_of(Charter, header)
        held = None if charter is None or not len(charter) else getattr(charter, name)[0]
        cell = address(charter, name) if held is not None and held == held else self._setting_cell(setting)
        return Cited(header, percent_text(value) if percent else number_text(value), value, cell)

    def _setting_cell(self, name: str) -> str:
        settings = self.sheets.settings
        if settings is None or not name:
            return ""
        wanted = " ".join(name.casefold().split())
        for row, said in enumerate(settings.name.tolist()):
            if said and " ".join(str(said).casefold().split()) == wanted and settings.value[row] is not None:
                return address(settings, "value", row)
        return ""


def unreadable(table: Table, *names: str) -> int:
    """Rows that have a cell in one of these columns that could not be read."""
    return len(frozenset().union(*(table.wrong(name) for name in names)))


def declared(cls: type[Any], *headers: str) -> tuple[str, ...]:
    """Those of the headers that a table declares: a status looks at what there is."""
    known = {c.header for c in columns(cls).values()}
    return tuple(h for h in headers if h in known)
