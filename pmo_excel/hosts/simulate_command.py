"""`pmo simulate`: a workbook's plan drawn many times, with progress, until Ctrl+C at the latest."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from pmo_excel.core.calling import as_json as plain
from pmo_excel.core.catalogue import CATALOGUE
from pmo_excel.core.cells import Conventions
from pmo_excel.core.instants import day_text, instant
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.hosts.book_answers import plan_book
from pmo_excel.hosts.printing import console, errors, print_rows
from pmo_excel.refresh.compute import Unknown, bound_arguments, computed
from pmo_excel.refresh.graph import needed_by
from pmo_excel.report.simulation_page import simulation_html
from pmo_excel.risk.simulation import measures, tabulated
from pmo_excel.risk.simulation.analysis import Analysis, Wishes, analysis, costs_of
from pmo_excel.risk.simulation.results import Percentiles, Sensitivities
from pmo_excel.risk.simulation.simulation import Simulation
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.scheduling import Options, scheduled
from pmo_excel.schedule.tables import Schedule
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create

_SHOWN = ("P10", "P50", "P80", "P90", "P80 of the Critical Path Alone")


@dataclass(frozen=True, slots=True)
class Simulated:
    """What the command found.

    Attributes
    ----------
    percentiles, sensitivities
        None where the plan has none: the problems say why.
    """

    path: Path
    tasks: Schedule
    risks: Risks | None
    found: Analysis
    percentiles: Percentiles | None
    sensitivities: Sensitivities | None
    problems: list[Problem]

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        simulation = self.found.simulation
        return {
            "runs": simulation.runs if simulation else 0,
            "asked": simulation.asked if simulation else 0,
            "percentiles": plain(CATALOGUE["SIMULATE"], self.percentiles),
            "sensitivity": plain(CATALOGUE["SENSITIVITY"], self.sensitivities),
            "problems": [problem.as_json() for problem in self.problems],
        }


def simulated_file(path: Path, iterations: int | None, seed: int | None, quiet: bool) -> Simulated:
    """Simulate the plan of a workbook, with what its sheets say about it.

    Raises
    ------
    Refused
        The file cannot be read, or holds no plan.
    """
    book, problems = plan_book(path)
    conventions = Conventions(book.package.date1904)
    entry = CATALOGUE["RISKANALYSIS"]
    tables = computed(book.tables, conventions, only=needed_by(entry)).tables
    if "Schedule" not in tables:
        raise Refused([Problem(Code.MISSING_TABLE, "the workbook holds no schedule", Cell("Schedule"))])
    try:
        bound = bound_arguments(entry, tables, conventions)
    except Unknown as unknown:
        text = f"{unknown} could not be read, so nothing was simulated"
        raise Refused([*problems, Problem(Code.DEPENDS_ON_ERROR, text, Cell(""), "Repair the cell.")]) from unknown
    bound |= {} if iterations is None else {"iterations": iterations}
    bound |= {} if seed is None else {"seed": seed}
    tasks, risks = bound["tasks"], bound["risks"]
    options = Options(*(bound[name] for name in ("start", "status_date", "uncompleted_work", "constraints")))
    done = scheduled(tasks, bound["holidays"], bound["calendars"], options)
    names = ("iterations", "seed", "distribution", "correlation", "target", "time_cost", "delay_cost")
    with _told(quiet) as progress:
        wishes, costs = Wishes(*(bound[name] for name in names)), costs_of(tasks, bound["budget"])
        found = analysis(tasks, done, risks, bound["settings"], wishes, costs, progress=progress)
    said = [*problems, *done.problems, *found.problems, *_stopped(found.simulation)]
    return Simulated(
        path,
        tasks,
        risks,
        found,
        tabulated.percentiles(found) if found.answered else None,
        tabulated.sensitivities(tasks, found),
        list(dict.fromkeys(said)),
    )


def _stopped(simulation: Simulation | None) -> Iterator[Problem]:
    if simulation is not None and simulation.runs < simulation.asked and not simulation.by_schedule:
        text = f"it was stopped after {simulation.runs} of {simulation.asked} runs"
        yield Problem(Code.DEFAULT_USED, text, Cell("iterations"), "The error of each percentile is that of so many.")


@contextmanager
def _told(quiet: bool) -> Iterator[Any]:
    """A bar with what there is so far, and Ctrl+C as an end of the runs rather than of the command."""
    ended: list[bool] = []

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.append(True)

    before = signal.signal(signal.SIGINT, end)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=errors, transient=True, disable=quiet) as bar:
            line = bar.add_task("simulating", total=None)

            def progress(runs: int, of: int, so_far: Simulation) -> bool:
                if not quiet:
                    dates = " ".join(f"P{p} {day_text(measures.date_at(so_far, p / 100))}" for p in (50, 80))
                    bar.update(line, completed=runs, total=of, description=dates)
                return not ended

            yield progress
    finally:
        signal.signal(signal.SIGINT, before)


def print_simulation(done: Simulated) -> None:
    """The dates that matter, then the tasks and risks that do."""
    if done.percentiles is None:
        return
    rows = plain(CATALOGUE["SIMULATE"], done.percentiles)
    print_rows([rows[0], *(row for row in rows[1:] if row[0] in _SHOWN or not str(row[0]).startswith("P"))])
    simulation = done.found.simulation
    if simulation is None or done.sensitivities is None:
        return
    console.print(f"{simulation.runs:,} runs, seed {int(_seed(done))}")
    table = plain(CATALOGUE["SENSITIVITY"], done.sensitivities)
    ranked = sorted((row for row in table[1:] if row[4] is not None), key=lambda row: -row[4])
    if ranked:
        print_rows([table[0], *ranked[:10]])


def _seed(done: Simulated) -> int:
    simulation = done.found.simulation
    return simulation.model.seed if simulation else 0


def write_page(done: Simulated, path: Path, now: datetime) -> Path:
    """Write the page with the charts.

    Raises
    ------
    Refused
        The file cannot be written.
    """
    page = simulation_html(done.tasks, done.risks, done.found, done.path.name, instant(now))
    create(path, page.encode(), replace=True)
    return path
