"""The plan in a few bars: its phases, never its tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_excel.core.columns import Instants
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.governance.tables import Charter
from pmo_excel.report.facts import Evidence, printed
from pmo_excel.schedule.tables import Schedule

SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class PlanBar:
    """A phase: when it was agreed to run and when it runs; instants, None where one of its tasks has no date."""

    name: str
    baseline_start: int | None
    baseline_finish: int | None
    start: int | None
    finish: int | None


def plan_bars(evidence: Evidence) -> tuple[PlanBar, ...]:
    """The top level of the breakdown; else the stages that tasks name; else the project as a whole."""
    tasks = evidence.table(Schedule)
    if tasks is None or not (tasks.finish != NO_INSTANT).any():
        return ()
    name = evidence.fact(Charter, "name")
    whole = (name.text if name.known else "Project", list(range(len(tasks))))
    for groups in (list(_breakdown(tasks)), list(_stages(tasks))):
        if 1 < len(groups) <= SHOWN:
            return tuple(_bar(tasks, label, rows) for label, rows in groups)
    return (_bar(tasks, *whole),)


def _breakdown(tasks: Schedule) -> Iterator[tuple[str, list[int]]]:
    """The highest level of summaries of which there are several."""
    codes = [str(code) if code else "" for code in tasks.wbs.tolist()]
    summaries = {row for row, code in enumerate(codes) if code and any(c.startswith(f"{code}.") for c in codes)}
    for depth in (0, 1):
        rows = [row for row in sorted(summaries) if codes[row].count(".") == depth]
        if len(rows) > 1:
            for row in rows:
                under = [at for at, code in enumerate(codes) if code == codes[row] or code.startswith(f"{codes[row]}.")]
                yield str(tasks.name[row] or codes[row]), under
            return


def _stages(tasks: Schedule) -> Iterator[tuple[str, list[int]]]:
    stages = tasks.stage.tolist()
    for stage in dict.fromkeys(s for s in stages if s):
        yield str(stage), [row for row, s in enumerate(stages) if s == stage]


def _bar(tasks: Schedule, label: str, rows: Sequence[int]) -> PlanBar:
    at = np.array(rows, dtype=np.int64)
    agreed = tasks.baseline_start[at], tasks.baseline_finish[at]
    known = [instants[instants != NO_INSTANT] for instants in agreed]
    return PlanBar(
        name=printed(label),
        baseline_start=int(known[0].min()) if len(known[0]) else None,
        baseline_finish=int(known[1].max()) if len(known[1]) else None,
        start=int(tasks.start[at].min()) if _whole(tasks, at) else None,
        finish=int(tasks.finish[at].max()) if _whole(tasks, at) else None,
    )


def _whole(tasks: Schedule, at: Instants) -> bool:
    """Whether every task of the phase has both dates: the rest of them would look like the phase itself."""
    return not ((tasks.start[at] == NO_INSTANT) | (tasks.finish[at] == NO_INSTANT)).any()
