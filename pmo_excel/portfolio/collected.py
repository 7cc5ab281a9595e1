"""The portfolio from the workbooks that arrived: every sheet of it that is collected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, columns, sheets
from pmo_excel.portfolio.arrivals import Arrival, result_of
from pmo_excel.portfolio.boards import GateLoad, gate_load
from pmo_excel.portfolio.collected_findings import findings_of
from pmo_excel.portfolio.give_and_get import Matched, matched, sides
from pmo_excel.portfolio.lineage import REGISTER, SourceCell, as_table, of_dependencies, sources
from pmo_excel.portfolio.loads import PoolLoads, capacity_sheet, pool_loads
from pmo_excel.portfolio.pool import Pool, Source, pool
from pmo_excel.portfolio.pool_columns import irreplaceable, next_weeks_load
from pmo_excel.portfolio.projects import Held, Project, Terms, row_of, standing
from pmo_excel.portfolio.rollup_by import rolled_up
from pmo_excel.portfolio.stacking import stacked
from pmo_excel.portfolio.submission import Submission, counts, quality
from pmo_excel.portfolio.summary import Summary
from pmo_excel.portfolio.tables import Capacity, Collection, GatePipeline, PortfolioRaid, Projects
from pmo_excel.portfolio.tables import Pool as PoolSheet

STACKED: Final = (
    *("Portfolio Milestones", "Financials", "Portfolio Benefits", "Portfolio Changes", "Gate Pipeline"),
    "Lessons Library",
)
"""Sheets that hold the rows of one project below those of the other."""


@dataclass(frozen=True, slots=True)
class Collected:
    """A portfolio.

    Attributes
    ----------
    projects
        In the order of their IDs.
    tables
        The sheets to be written, by name.
    sources
        Where each value comes from.
    loads
        The pool's loads by week; None where nobody is booked.
    gates
        Gates by board and week.
    """

    projects: Sequence[Project]
    tables: Mapping[str, Table]
    sources: Sequence[SourceCell]
    dependencies: Matched
    loads: PoolLoads | None
    gates: GateLoad

    def of(self, how: Submission) -> list[Project]:
        """The projects whose report arrived in this way."""
        return [project for project in self.projects if project.how is how]


def collected(arrivals: Sequence[Arrival], earlier: Mapping[str, Arrival], held: Held, terms: Terms) -> Collected:
    """The portfolio of the files that arrived.

    Parameters
    ----------
    earlier
        The last file of each project that could be read, for those that are missing or cannot be read now: their
        figures are carried forward, and grow older.
    """
    projects = standing(arrivals, earlier, held, terms)
    shown = {project.id: project.summary for project in projects if project.summary is not None}
    both = matched([s for key, made in shown.items() for s in sides(key, made.file, made.dependencies)])
    people = _pool(shown, held.people)
    loads = None if people is None else pool_loads(people, "Week", "Person", "All")
    found = [*sources(shown), *of_dependencies(both.table, both.sides)]
    tables = _stacked(shown)
    register = _register(projects, held.register, terms)
    gates = _gate_load(tables["Gate Pipeline"], held.gates, terms)
    tables |= {
        REGISTER: register,
        "Roll-up": rolled_up(with_typed(register, held.register), terms.rule),
        "Collection": _collection(projects),
        "Cross Dependencies": both.table,
        "Capacity": Capacity.of(0) if loads is None else capacity_sheet(loads),
        "Lineage": as_table(found),
        "Findings": findings_of(projects, shown, people, held.people, gates),
    }
    if held.pool is not None:
        unknown = np.full(len(held.pool), np.nan)
        load = unknown if people is None else next_weeks_load(people, held.pool, terms.now, "All")
        tables["Resource Pool"] = held.pool.replace(next_weeks_load=load)
    if held.skills is not None:
        alone = irreplaceable(held.skills, held.pool if held.pool is not None else PoolSheet.of(0))
        tables["Skills"] = held.skills.replace(single_point=alone)
    return Collected(projects, tables, found, both, loads, gates)


def _stacked(shown: Mapping[str, Summary]) -> dict[str, Table]:
    """The sheets that hold rows of the projects as they are."""
    tables: dict[str, Table] = {}
    for sheet in STACKED:
        rows = [made.rows[sheet] for made in shown.values() if sheet in made.rows]
        tables[sheet] = stacked(sheets("portfolio")[sheet], rows)
    raid = [part for made in shown.values() for part in made.raid.values()]
    return tables | {"Portfolio RAID": stacked(PortfolioRaid, raid)}


def _register(projects: Sequence[Project], before: Projects | None, terms: Terms) -> Projects:
    """A row for each project; one that nobody could ever read keeps the row that it has."""
    made = Projects.of(len(projects))
    computed = [name for name, column in columns(Projects).items() if not column.typed]
    for at, project in enumerate(projects):
        row = row_of(before, project.id)
        if project.summary is not None:
            for name, (found, _) in project.summary.register.items():
                if not is_empty(found):
                    getattr(made, name)[at] = found
        elif row is not None and before is not None:
            for name in computed:
                getattr(made, name)[at] = getattr(before, name)[row]
        made.id[at] = project.id
        made.submission[at] = project.how.value
        if project.shown is not None:
            made.source_file[at] = project.shown.file
        if made.status_date[at] != NO_INSTANT:
            made.data_age[at] = terms.now // DAY - int(made.status_date[at]) // DAY
    return made


def with_typed(register: Projects, before: Projects | None) -> Projects:
    """The collected register with what people typed beside its rows."""
    values = {}
    rows = {} if before is None else {str(key): row for row, key in enumerate(before.id.tolist())}
    for name, column in columns(Projects).items():
        if column.typed and before is not None:
            values[name] = held = getattr(register, name).copy()
            for at, key in enumerate(register.id.tolist()):
                if str(key) in rows:
                    held[at] = getattr(before, name)[rows[str(key)]]
    return register.replace(**values)


def _collection(projects: Sequence[Project]) -> Collection:
    made = Collection.of(len(projects))
    for at, project in enumerate(projects):
        arrival = project.arrival
        made.id[at] = project.id
        made.result[at] = result_of(arrival, project.findings)
        made.reminder_drafted[at] = project.to_chase
        if arrival is not None:
            made.received[at] = arrival.saved
            made.file_version[at] = arrival.version or None
            made.size_hash[at] = f"{arrival.size:,} bytes, {arrival.sha256[:12]}" if arrival.sha256 else None
        if arrival is not None and arrival.summary is not None:
            made.template_version[at] = arrival.summary.template or None
            made.findings[at] = counts(project.findings)
            made.data_quality_score[at] = quality(project.findings)
    return made


def _pool(shown: Mapping[str, Summary], people: Source | None) -> Pool | None:
    """Everybody of all workbooks; the portfolio's own pool leads. None where nobody is booked."""
    own = [] if people is None or not len(people.resources) else [people]
    listed = [made.people for made in shown.values() if len(made.people.resources) or len(made.people.assignments)]
    if not any(len(source.assignments) for source in listed):
        return None
    return pool([*own, *listed])


def _gate_load(pipeline: Table, before: GatePipeline | None, terms: Terms) -> GateLoad:
    """Gates by board and week, with the boards that people typed beside them."""
    assert isinstance(pipeline, GatePipeline)  # noqa: S101 -- as it was stacked
    boards: dict[tuple[str | None, str | None], str | None] = {}
    if before is not None:
        keys = zip(before.project_id.tolist(), before.gate.tolist(), strict=True)
        boards = dict(zip(keys, before.board.tolist(), strict=True))
    listed = zip(pipeline.project_id.tolist(), pipeline.gate.tolist(), strict=True)
    board = np.full(len(pipeline), None, dtype=object)
    board[:] = [boards.get(key) for key in listed]
    return gate_load(pipeline.replace(board=board), terms.gates_per_board)
