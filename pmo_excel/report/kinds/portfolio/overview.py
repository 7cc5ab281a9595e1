"""A portfolio as its reports see it: the projects that run, how current each is, and their own workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import quoted
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table, columns
from pmo_excel.governance.reasons import rag_of
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.tables import Charter, Settings
from pmo_excel.portfolio.tables import PortfolioSettings, Projects
from pmo_excel.report.document import Entry
from pmo_excel.report.facts import NOTHING, Evidence, Fact, fact
from pmo_excel.report.material import Material

T = TypeVar("T", bound=Table)

ENDED: Final = frozenset({"Closed", "Cancelled"})
"""Projects that reports of a portfolio show no more."""
WORST_FIRST: Final = (Rag.RED, Rag.AMBER, Rag.GREY, Rag.GREEN, Rag.BLUE)
_AGE: Final = "Data age limit"


@dataclass(frozen=True, slots=True)
class Member:
    """A project's workbook, and the ID under which the portfolio knows it."""

    id: str
    material: Material

    @property
    def evidence(self) -> Evidence:
        """Its tables and results."""
        return self.material.evidence

    def cited(self, given: Fact) -> Fact:
        """A fact of its workbook, with the file before its cell."""
        return in_file(given, self.material.source.file)

    def fact(self, table: Table, name: str, row: int) -> Fact:
        """One cell of its workbook, with the file before it."""
        return self.cited(fact(table, name, row))


@dataclass(frozen=True, slots=True)
class Overview:
    """The portfolio's workbook and its projects' own, as far as they are there."""

    material: Material

    @property
    def evidence(self) -> Evidence:
        """The tables of the portfolio workbook."""
        return self.material.evidence

    @property
    def register(self) -> Projects:
        """The register; without rows where the workbook has none."""
        found = self.evidence.table(Projects)
        return Projects.of(0) if found is None else found

    def table(self, cls: type[T]) -> T | None:
        """A sheet of the portfolio workbook."""
        return self.evidence.table(cls)

    def rows(self) -> list[int]:
        """Rows of the projects that run, the worst colour first, then the latest, then by ID."""
        table = self.register
        keys = table.id.tolist()
        running = [r for r, key in enumerate(keys) if not is_empty(key) and table.lifecycle_status[r] not in ENDED]

        def exception(row: int) -> tuple[Any, ...]:
            late = float(table.schedule_variance[row])
            return WORST_FIRST.index(self.colour(row)), late != late, -late, str(keys[row])

        return sorted(running, key=exception)

    def colour(self, row: int) -> Rag:
        """The computed overall colour of a row of the register; grey where it has none."""
        given = self.register.overall_rag_computed[row]
        return (rag_of(str(given)) if given else None) or Rag.GREY

    def members(self) -> Iterator[Member]:
        """The projects' own workbooks by ID; others are not the portfolio's, and of two the newest status counts."""
        known = {str(key).casefold(): str(key) for key in self.register.id.tolist() if key}
        newest: dict[str, Material] = {}
        for project in self.material.projects:
            key = _id(project).casefold()
            if key in known and (key not in newest or _day(newest[key]) < _day(project)):
                newest[key] = project
        for key in sorted(newest):
            yield Member(known[key], newest[key])

    def stale_by(self, row: int) -> int:
        """Days by which a project's status is older than its limit; 0 while it is current or nobody knows."""
        day = int(self.register.status_date[row])
        if day == NO_INSTANT:
            return 0
        age = self.material.source.produced_at // DAY - day // DAY
        return max(0, age - self._limit(str(self.register.id[row])))

    def stamp(self, row: int) -> str:
        """The grey stamp of a project whose figures are old or missing."""
        if int(self.register.status_date[row]) == NO_INSTANT:
            return "no status"
        days = self.stale_by(row)
        return f"stale {days} d" if days else ""

    def stamps(self) -> dict[str, str]:
        """The stamps of running projects by ID; none for those that are current."""
        return {str(self.register.id[row]): self.stamp(row) for row in self.rows() if self.stamp(row)}

    def stale_ids(self) -> list[str]:
        """Running projects whose figures are older than their limit, or that report no day."""
        return sorted(self.stamps())

    def _limit(self, project: str) -> int:
        """Days of age that are accepted: for the project, else for all, else the default."""
        return age_limit(self.evidence, project)


def age_limit(evidence: Evidence, project: str = "") -> int:
    """Days of age that the portfolio's settings accept: for the project, else for all, else the default."""
    table = evidence.table(PortfolioSettings)
    if table is None:
        return int(setting_values()[0][_AGE])
    said = zip(table.project_id.tolist(), table.name.tolist(), table.value.tolist(), strict=True)
    typed = {str(who or ""): value for who, name, value in said if name == _AGE and value}
    value = typed.get(project, typed.get(""))
    made = None if value is None else Settings.of(1, name=_one(_AGE), value=_one(value))
    return int(setting_values(made)[0][_AGE])


def _one(value: object) -> Any:
    return np.array([value], dtype=object)


def _id(project: Material) -> str:
    found = project.evidence.fact(Charter, "id")
    return found.text if found.known else project.source.file


def _day(project: Material) -> int:
    found = project.evidence.fact(Charter, "status_date")
    return int(found.value) if found.known else NO_INSTANT


def in_file(given: Fact, file: str) -> Fact:
    """A fact with the file before its cell, as Excel writes a cell of another workbook."""
    if not given.source or given.source.startswith("="):
        return replace(given, source=f"{given.source} in {file}") if given.source else given
    sheet, _, cell = given.source.rpartition("!")
    return replace(given, source=f"{quoted(f'[{file}]{sheet.strip(chr(39))}')}!{cell}")


def chosen(
    table: T | None, keep: Callable[[T, int], bool] | None = None, order: Callable[[T, int], Any] | None = None
) -> list[int]:
    """The rows of a sheet that are kept, in order; none where the workbook has no such sheet."""
    if table is None:
        return []
    first = next(iter(columns(type(table))))
    rows = [row for row in range(len(table)) if not is_empty(getattr(table, first)[row])]
    rows = rows if keep is None else [row for row in rows if keep(table, row)]
    return rows if order is None else sorted(rows, key=lambda row: order(table, row))


def summed(table: Table, name: str, rows: Sequence[int], text: Callable[[float], str]) -> Fact:
    """The sum of some cells of a column, with the formula that gives it; unknown while one of them is not a number."""
    values = [float(getattr(table, name)[row]) for row in rows]
    known = [value for value in values if value == value]
    cells = [table.cell(name, row) for row in rows if float(getattr(table, name)[row]) == getattr(table, name)[row]]
    source = added(cells) if cells and all(cell.ref for cell in cells) else ""
    if not known or table.wrong(name) & set(rows):
        return replace(NOTHING, source=source)
    return Fact(text(sum(known)), sum(known), source)


def added(cells: Sequence[Any]) -> str:
    """The formula that adds up cells of one column: `=SUM(Register!G5:G9,Register!G11)`."""
    letters = cells[0].ref.rstrip("0123456789")
    numbers = sorted(int(cell.ref[len(letters) :]) for cell in cells)
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    sheet = quoted(cells[0].sheet)
    places = ",".join(f"{sheet}!{letters}{a}{f':{letters}{b}' if b > a else ''}" for a, b in runs)
    return f"=SUM({places})"


def stamped(given: Entry, stamp: str) -> Entry:
    """A cell of a grid with the grey stamp behind it."""
    return replace(given, tag=stamp, old=True) if stamp else given
