"""The portfolio from the workbooks that arrived: every sheet of it that is collected, and what there is to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.person_names import same_name
from pmo_excel.core.problems import Code, Severity
from pmo_excel.core.tables import Table, columns, sheets
from pmo_excel.portfolio.arrivals import Arrival, Picked, form, picked, result_of
from pmo_excel.portfolio.boards import GateLoad, gate_load
from pmo_excel.portfolio.give_and_get import Matched, matched, sides
from pmo_excel.portfolio.lineage import REGISTER, SourceCell, as_table, of_dependencies, sources
from pmo_excel.portfolio.loads import PoolLoads, capacity_sheet, pool_loads
from pmo_excel.portfolio.pool import Pool, Source, pool
from pmo_excel.portfolio.pool_figures import with_load, with_single_points
from pmo_excel.portfolio.stacking import stacked
from pmo_excel.portfolio.submission import NOT_REPORTING, Submission, counts, quality, submission
from pmo_excel.portfolio.summary import Finding, Summary, finding_of, value
from pmo_excel.portfolio.tables import Collection, GatePipeline, PortfolioFindings, PortfolioRaid, Projects, Skills
from pmo_excel.portfolio.tables import Pool as PoolSheet
from pmo_excel.resources.bookings import generic

Said = tuple[str, Finding]
"""A finding, and the project that it is of; empty: of several."""
STACKED: Final = (
    *("Portfolio Milestones", "Financials", "Portfolio Benefits", "Portfolio Changes", "Gate Pipeline"),
    "Lessons Library",
)
"""Sheets that hold the rows of one project below those of the other."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a collect goes by: the weekly deadline in minutes from Monday, the days after which a status is stale.

    Attributes
    ----------
    due, now
        Instants: the last deadline that has passed, and when it is collected.
    age_limit
        None: what each project's own workbook says.
    gates_per_board
        Gates that a board can hold in a week.
    """

    due: int
    now: int
    age_limit: int | None = None
    gates_per_board: float = 2


@dataclass(frozen=True, slots=True)
class Held:
    """What the portfolio workbook holds already; None where it has no such sheet."""

    register: Projects | None = None
    collection: Collection | None = None
    gates: GatePipeline | None = None
    people: Source | None = None
    pool: PoolSheet | None = None
    skills: Skills | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """One project of the portfolio, as it stands now.

    Attributes
    ----------
    arrival
        The file of this collect; None where none arrived.
    shown
        What the portfolio shows: of that file, or of the last one that could be read; None where none ever was.
    carried
        Whether that is an earlier file.
    """

    id: str
    arrival: Arrival | None
    shown: Arrival | None
    carried: bool
    due: int
    how: Submission
    findings: Sequence[Finding]

    @property
    def to_chase(self) -> bool:
        """Whether its project manager is to be reminded; who is late has sent it by now."""
        return self.how in (Submission.MISSING, Submission.STALE, Submission.DEFECTIVE)

    @property
    def summary(self) -> Summary | None:
        """What the shown file says."""
        return None if self.shown is None else self.shown.summary


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
    chosen = picked(arrivals, held.collection, held.register)
    projects = [_project(key, chosen, earlier, held, terms) for key in _ids(chosen, held)]
    shown = {project.id: project.summary for project in projects if project.summary is not None}
    both = matched([s for key, made in shown.items() for s in sides(key, made.file, made.dependencies)])
    people = _pool(shown, held.people)
    loads = None if people is None else pool_loads(people, "Week", "Person", "All")
    tables: dict[str, Table] = {REGISTER: _register(projects, held.register, terms)}
    tables["Collection"] = _collection(projects)
    for sheet in STACKED:
        cls = sheets("portfolio")[sheet]
        tables[sheet] = stacked(cls, [made.rows[sheet] for made in shown.values() if sheet in made.rows])
    tables["Portfolio RAID"] = stacked(PortfolioRaid, [part for made in shown.values() for part in made.raid.values()])
    tables["Cross Dependencies"] = both.table
    if loads is not None:
        tables["Capacity"] = capacity_sheet(loads)
    if held.pool is not None:
        tables["Resource Pool"] = with_load(held.pool, people, loads, terms.now)
    if held.skills is not None:
        tables["Skills"] = with_single_points(held.skills)
    found = [*sources(shown), *of_dependencies(both.table, both.sides)]
    tables["Lineage"] = as_table(found)
    gates = _gate_load(tables["Gate Pipeline"], held.gates, terms)
    more = [*_of_people(people, shown, held.people), *_currencies(shown), *_overloads(gates)]
    tables["Findings"] = findings_table(_findings(projects, shown, more))
    return Collected(projects, tables, found, both, loads, gates)


def _ids(chosen: Picked, held: Held) -> list[str]:
    """Every project that is known or found, by ID; of two spellings the file's own."""
    names: dict[str, str] = {}
    listed = [t.id.tolist() for t in (held.collection, held.register) if t is not None]
    for key in [*chosen.files, *(key for keys in listed for key in keys), *chosen.unread]:
        if key:
            names.setdefault(str(key).casefold(), str(key))
    return [names[key] for key in sorted(names)]


def _project(key: str, chosen: Picked, earlier: Mapping[str, Arrival], held: Held, terms: Terms) -> Project:
    arrival = chosen.files.get(key) or chosen.unread.get(key)
    shown, own = _shown(arrival, earlier.get(key.casefold()))
    due = _due(key, held.collection, terms)
    how = Submission.MISSING
    if arrival is not None:
        readable = arrival.summary is not None and shown is not None
        how = _how(replace(shown, saved=arrival.saved) if readable and shown is not None else arrival, due, terms)
    elif _state(shown, key, held.register) in NOT_REPORTING:
        how = Submission.RECEIVED
    carried = shown is not arrival
    return Project(key, arrival, shown, carried, due, how, (*chosen.findings.get(key, ()), *own))


def _shown(arrival: Arrival | None, before: Arrival | None) -> tuple[Arrival | None, Sequence[Finding]]:
    """The file whose figures are shown, and what is said of the one that arrived: a form does not replace a plan."""
    if arrival is None or arrival.summary is None:
        return before, ()
    if before is not None and _planned(before) and not arrival.summary.plan:
        return before, (form(arrival, before),)
    return arrival, arrival.summary.findings


def _planned(arrival: Arrival) -> bool:
    return arrival.summary is not None and arrival.summary.plan


def _how(arrival: Arrival, due: int, terms: Terms) -> Submission:
    made = arrival.summary
    if made is None:
        return Submission.DEFECTIVE
    status = value(made, "status_date")
    limit = made.age_limit if terms.age_limit is None else terms.age_limit
    defective = any(finding.serious for finding in made.findings)
    reporting = value(made, "lifecycle_status") not in NOT_REPORTING
    day = NO_INSTANT if status is None else int(status)
    return submission(arrival.saved, day, due, terms.now, limit, defective, reporting)


def _state(shown: Arrival | None, key: str, register: Projects | None) -> str | None:
    """The lifecycle status of a project without a file."""
    if shown is not None and shown.summary is not None:
        found = value(shown.summary, "lifecycle_status")
        return None if found is None else str(found)
    at = _row(register, key)
    return None if at is None or register is None else register.lifecycle_status[at]


def _row(table: Projects | Collection | None, key: str) -> int | None:
    keys = [] if table is None else table.id.tolist()
    return next((row for row, one in enumerate(keys) if one and str(one).casefold() == key.casefold()), None)


def _due(key: str, collection: Collection | None, terms: Terms) -> int:
    """When the project's workbook is due: as typed for it, else by the weekly deadline."""
    at = _row(collection, key)
    if at is None or collection is None or collection.due[at] == NO_INSTANT:
        return terms.due
    return int(collection.due[at])


def _register(projects: Sequence[Project], before: Projects | None, terms: Terms) -> Projects:
    """A row for each project; one that nobody could ever read keeps the row that it has."""
    made = Projects.of(len(projects))
    computed = [name for name, column in columns(Projects).items() if not column.typed]
    for at, project in enumerate(projects):
        row = _row(before, project.id)
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


def _of_people(people: Pool | None, shown: Mapping[str, Summary], own: Source | None) -> Iterator[Said]:
    """What is to be said of people across workbooks: told in two ways, or booked and not in the Resource Pool."""
    if people is None:
        return
    projects = {made.file: key for key, made in shown.items()}
    for file, problems in people.problems.items():
        yield from ((projects.get(file, ""), finding_of(problem)) for problem in problems)
    listed = set() if own is None else {same_name(str(name)) for name in own.resources.name.tolist() if name}
    booked = set(people.assignments.resource_id.tolist())
    rows = zip(*(getattr(people.resources, n).tolist() for n in ("id", "name", "resource_type")), strict=True)
    unlisted = [
        str(name or key)
        for key, name, kind in rows
        if key in booked and not generic(kind) and same_name(str(name or key)) not in listed
    ]
    if unlisted:
        named = ", ".join(unlisted[:_NAMED]) + (", …" if len(unlisted) > _NAMED else "")
        who = "1 person is" if len(unlisted) == 1 else f"{len(unlisted)} people are"
        text = f"{who} booked and not in the Resource Pool, so the Heatmap has no row for them: {named}."
        fix = "Add them there, with the same names."
        where = ("Resource Pool", "Resource Pool!Resource Name")
        yield "", Finding(Severity.MEDIUM.value, Code.UNKNOWN_RESOURCE.value, *where, text, fix)


_NAMED: Final = 8
"""People that a finding names."""


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


def _overloads(gates: GateLoad) -> Iterator[Said]:
    """Boards that have more gates in a week than they can hold."""
    for row in np.flatnonzero(gates.overload.astype(bool)).tolist():
        text = f"{gates.board[row]} has {gates.gates[row]:g} gates in the week of {day_text(gates.week[row])}"
        text += f" and can hold {gates.capacity[row]:g}: {gates.which[row]}."
        fix = "Move one of them, or raise Gates per board and week in Settings."
        place = "Gate Pipeline!Board"
        yield "", Finding(Severity.MEDIUM.value, Code.OVERALLOCATED.value, "Gate Pipeline", place, text, fix)


def _findings(projects: Sequence[Project], shown: Mapping[str, Summary], more: Sequence[Said]) -> Iterator[Said]:
    """What is to be said of the files, and of the projects among each other; the worst first."""
    order = {severity.value: at for at, severity in enumerate(Severity)}
    listed = [(project.id, finding) for project in projects for finding in project.findings]
    listed += [(key, finding) for key, made in shown.items() for finding in _watermelon(made)]
    listed += more
    listed = [one for one in dict.fromkeys(listed) if one[1].severity != Severity.INFO.value]
    yield from sorted(listed, key=lambda one: order.get(one[1].severity, len(order)))


def _watermelon(made: Summary) -> Iterator[Finding]:
    """A colour that is reported and not the computed one: better (green outside, red inside) or worse."""
    worse = ("G", "A", "R")
    reported, computed = value(made, "overall_rag_reported"), value(made, "overall_rag_computed")
    if reported not in worse or computed not in worse or reported == computed:
        return
    kind = "a watermelon" if worse.index(reported) < worse.index(computed) else "a pessimist"
    text = f"{reported} is reported, {computed} is computed ({kind})."
    place = made.register["overall_rag_reported"][1]
    fix = "Report the computed colour, or say why not in Override Reason."
    yield Finding(Severity.MEDIUM.value, Code.OVERRIDE.value, place.partition("!")[0], place, text, fix)


def _currencies(shown: Mapping[str, Summary]) -> list[Said]:
    """Projects whose money is in another currency than most: sums over all of them mean nothing."""
    named = {key: made.currency for key, made in shown.items() if made.currency}
    if len(set(named.values())) < 2:
        return []
    most = max(sorted(set(named.values())), key=list(named.values()).count)
    text = "The project's money is in {}, most others' in {}; it is not converted, and sums add unlike amounts."
    fix = "Read sums by currency, or keep the workbook in the portfolio's currency."
    place = "Charter!Currency"
    return [
        (key, Finding(Severity.MEDIUM.value, Code.DEFAULT_USED.value, "Charter", place, text.format(one, most), fix))
        for key, one in named.items()
        if one != most
    ]


def findings_table(listed: Iterator[Said] | Sequence[Said]) -> PortfolioFindings:
    """Findings as the sheet lists them."""
    rows = list(listed)
    values: dict[str, Any] = {"project_id": [key for key, _ in rows]}
    for name in Finding._fields:
        values[name] = [getattr(finding, name) or None for _, finding in rows]
    made = PortfolioFindings.of(len(rows))
    return made.replace(**{name: np.array(column, dtype=object) for name, column in values.items()})
