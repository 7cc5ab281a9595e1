"""The projects of a portfolio as they stand: which file of each is shown, and how its report arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.governance.rollup import WORST_OF
from pmo_excel.portfolio.arrivals import Arrival, Picked, form, picked
from pmo_excel.portfolio.pool import Source
from pmo_excel.portfolio.submission import NOT_REPORTING, Submission, submission
from pmo_excel.portfolio.summary import Finding, Summary, value
from pmo_excel.portfolio.tables import Collection, GatePipeline, Projects, Skills
from pmo_excel.portfolio.tables import Pool as PoolSheet


@dataclass(frozen=True, slots=True)
class Terms:
    """What a collect goes by: the deadline, and limits.

    Attributes
    ----------
    due, now
        Instants: the last deadline that has passed, and when it is collected.
    age_limit
        None: what each project's own workbook says.
    gates_per_board
        Gates that a board can hold in a week.
    rule
        How colours are rolled up.
    """

    due: int
    now: int
    age_limit: int | None = None
    gates_per_board: float = 2
    rule: str = WORST_OF


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


def standing(arrivals: Sequence[Arrival], earlier: Mapping[str, Arrival], held: Held, terms: Terms) -> list[Project]:
    """Every project that is known or that a file arrived of, by ID.

    Parameters
    ----------
    earlier
        The last file of each project that could be read, by the project's ID without capitals.
    """
    chosen = picked(arrivals, held.collection, held.register)
    return [_project(key, chosen, earlier, held, terms) for key in _ids(chosen, held)]


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
    at = row_of(register, key)
    return None if at is None or register is None else register.lifecycle_status[at]


def row_of(table: Projects | Collection | None, key: str) -> int | None:
    """The row of a project; None where it has none."""
    keys = [] if table is None else table.id.tolist()
    return next((row for row, one in enumerate(keys) if one and str(one).casefold() == key.casefold()), None)


def _due(key: str, collection: Collection | None, terms: Terms) -> int:
    """When the project's workbook is due: as typed for it, else by the weekly deadline."""
    at = row_of(collection, key)
    if at is None or collection is None or collection.due[at] == NO_INSTANT:
        return terms.due
    return int(collection.due[at])
