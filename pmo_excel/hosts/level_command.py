"""`pmo level` and `pmo fairshare` over several workbooks: people shared by projects, and who goes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pmo_excel.functions  # noqa: F401 -- fills the catalogue and declares the sheets
from pmo_excel.core.catalogue import CATALOGUE
from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns
from pmo_excel.governance.tables import Charter
from pmo_excel.hosts.books import Outcome
from pmo_excel.hosts.pool_files import PoolBook, PoolFiles, pool_files
from pmo_excel.hosts.records import records
from pmo_excel.portfolio.leveling import (
    AcrossProjects,
    Member,
    ProjectShare,
    Shared,
    level_projects,
    rank_of,
    shared_people,
    shares,
)
from pmo_excel.portfolio.pool import Source
from pmo_excel.refresh.compute import Unknown, bound_arguments
from pmo_excel.report.level_page import LevelPage, level_html
from pmo_excel.resources.leveling.leveled_table import SECONDS_OF_OPTIMUM, LeveledTasks, Wishes, how_good
from pmo_excel.resources.leveling.projects import USUAL_RANK
from pmo_excel.resources.leveling.search import Limits
from pmo_excel.resources.leveling.together import Effort, Objective, Step
from pmo_excel.schedule.scheduling import Options, scheduled
from pmo_excel.workbook.save import create

WHAT: Final = {
    Objective.DELAY: "weighted days of delay",
    Objective.MAKESPAN: "working days to the last finish",
    Objective.PRIORITY: "days of delay, weighted so that priority decides",
}
_NOT_COMPUTED: Final = {"LEVEL": LeveledTasks.of(0)}


@dataclass(frozen=True, slots=True)
class Asked:
    """How projects are to be leveled; days as instants.

    Attributes
    ----------
    ranks
        By project: a priority other than the Charter's.
    """

    objective: Objective = Objective.DELAY
    booking: str = "Hard"
    within_float: bool = False
    date_from: int | None = None
    date_to: int | None = None
    seconds: float | None = None
    schedules: int | None = None
    optimal: bool = False
    ranks: Mapping[str, int] = field(default_factory=dict)

    def effort(self, cancelled: Callable[[], bool] | None) -> Effort:
        """As the search reads it."""
        usual = SECONDS_OF_OPTIMUM if self.optimal else None
        return Effort(self.objective, Limits(self.seconds or usual, self.schedules, cancelled), self.optimal)

    @property
    def wishes(self) -> Wishes:
        """What may be moved."""
        return Wishes(self.within_float, date_from=self.date_from, date_to=self.date_to)


@dataclass(frozen=True, slots=True)
class LeveledFiles:
    """Workbooks leveled together; None where no plan could be read. `cancelled`: ended by Ctrl+C."""

    files: PoolFiles
    found: AcrossProjects | None
    problems: Mapping[str, tuple[Problem, ...]]
    asked: Asked
    cancelled: bool = False

    @property
    def all_problems(self) -> list[Problem]:
        """Everything there is to say, whatever its file."""
        return [problem for problems in self.problems.values() for problem in problems]

    def as_json(self, written: Sequence[Outcome] = ()) -> dict[str, Any]:
        """The plan as programs read it."""
        found = self.found
        search = None if found is None else found.together.search
        return {
            "files": [{"file": str(path)} for path in self.files.files],
            "objective": self.asked.objective.value,
            "projects": [] if found is None else records(found.delays),
            "moved": [] if found is None else records(found.moved),
            "seconds": None if found is None else round(found.together.seconds, 3),
            "schedules": None if search is None else search.schedules,
            "cancelled": self.cancelled,
            "written": [outcome.as_json() for outcome in written],
            "problems": [{"file": f, **p.as_json()} for f, found in self.problems.items() for p in found],
        }


@dataclass(frozen=True, slots=True)
class _Ready:
    files: PoolFiles
    shared: Shared | None
    problems: dict[str, tuple[Problem, ...]]


def leveled_files(
    paths: Iterable[Path],
    portfolio: Path | None,
    asked: Asked,
    progress: Callable[[Step], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> LeveledFiles:
    """Level the projects of these workbooks together; nothing is written.

    Raises
    ------
    MissingSolverError
        The optimum is asked for without OR-Tools.
    """
    ready = _ready(paths, portfolio, asked)
    if ready.shared is None:
        return LeveledFiles(ready.files, None, ready.problems, asked)
    found = level_projects(ready.shared, asked.wishes.rules, asked.effort(cancelled), progress)
    said = dict(ready.problems)
    for file, problems in found.problems.items():
        said[file] = (*said.get(file, ()), *problems)
    if asked.optimal:
        said[""] = (*said.get("", ()), *how_good(found.together.search, WHAT[asked.objective]))
    return LeveledFiles(ready.files, found, said, asked, bool(cancelled and cancelled()))


def shared_files(
    paths: Iterable[Path], portfolio: Path | None, asked: Asked
) -> tuple[ProjectShare | None, dict[str, tuple[Problem, ...]], bool]:
    """What each project's soft bookings would cost the others, what is to be said, whether a file was not read."""
    ready = _ready(paths, portfolio, Asked(asked.objective, "All", ranks=asked.ranks))
    if ready.shared is None:
        return None, ready.problems, True
    made = shares(ready.shared, asked.wishes.rules, asked.effort(None))
    return made, ready.problems, ready.files.failed


def _ready(paths: Iterable[Path], portfolio: Path | None, asked: Asked) -> _Ready:
    files = pool_files(paths, portfolio, _NOT_COMPUTED)
    made, said = files.pool()
    if made is None:
        return _Ready(files, None, said)
    members, names = [], set[str]()
    for source in files.sources:
        book = files.books.get(source.file)
        if book is None:
            continue
        names.add(source.project)
        member, problems = _member(source, book, asked)
        members += [] if member is None else [member]
        said[source.file] = tuple(dict.fromkeys([*said.get(source.file, ()), *problems]))
    unknown = [name for name in asked.ranks if name not in names]
    if unknown:
        text = f"no workbook is of the project {unknown[0]!r}"
        fix = f"Use one of {', '.join(sorted(names))}."
        said[""] = (*said.get("", ()), Problem(Code.ARGUMENT, text, Cell("--priority"), fix, Severity.HIGH))
    shared = shared_people(members, files.sources, made, asked.booking) if members else None
    return _Ready(files, shared, said)


def _member(source: Source, book: PoolBook, asked: Asked) -> tuple[Member | None, list[Problem]]:
    """A workbook's plan; None where it has none that can be leveled."""
    try:
        given = bound_arguments(CATALOGUE["LEVEL"], book.tables, book.conventions)
    except Unknown as unknown:
        text = f"{unknown} could not be read, so the project is not leveled"
        return None, [Problem(Code.DEPENDS_ON_ERROR, text, Cell("Charter"), "Repair the cell.")]
    tasks = given["tasks"]
    if tasks is None or not len(tasks):
        text = "the workbook has no tasks, so it is not leveled"
        return None, [Problem(Code.MISSING_TABLE, text, Cell("Schedule"), "Add tasks.", Severity.LOW)]
    options = Options(given["start"], given["status_date"], given["uncompleted_work"], given["constraints"])
    done = scheduled(tasks, given["holidays"], given["calendars"], options)
    rank, problems = _rank(book, asked.ranks.get(source.project))
    return Member(source, tasks, done, rank), problems


def _rank(book: PoolBook, given: int | None) -> tuple[int, list[Problem]]:
    charter = book.tables.get("Charter")
    if given is not None or not isinstance(charter, Charter) or not len(charter):
        return given or USUAL_RANK, []
    rank = rank_of(charter.priority[0])
    if rank is not None:
        return rank, []
    text = f"the project has no priority; {USUAL_RANK}, the middle one, was used"
    fix = "Type Priority in the Charter: 1 is first, 5 last."
    return USUAL_RANK, [Problem(Code.DEFAULT_USED, text, charter.cell("priority", 0), fix, Severity.LOW)]


def instant_of(day: datetime | None) -> int | None:
    """A day of the command line as an instant."""
    return None if day is None else instant(day.date())


def row_lists(table: Table) -> list[list[Any]]:
    """A table as rows to print, headers first."""
    held = records(table)
    headers = [column.header for column in columns(type(table)).values()]
    return [list(headers), *([row[header] for header in headers] for row in held)]


def write_page(of: LeveledFiles, path: Path, now: int) -> None:
    """Write the page of a leveled portfolio.

    Raises
    ------
    Refused
        The file cannot be written.
    """
    assert of.found is not None  # noqa: S101 -- the caller saw that there is a plan
    names = tuple(file.name for file in of.files.files)
    path.parent.mkdir(parents=True, exist_ok=True)
    page = LevelPage(names, of.asked.objective.value, now, of.found)
    create(path, level_html(page).encode(), replace=True)
