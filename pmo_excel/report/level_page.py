"""The page of projects leveled together: how late each one is, each task that moves, and whose task went first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.portfolio.leveling import AcrossProjects, MovedTasks, ProjectDelays
from pmo_excel.report.charts.leveled_chart import Slip, leveled_chart
from pmo_excel.report.charts.svg import svg
from pmo_excel.report.html import moment_text, rendered

LISTED: Final = 200
"""Moved tasks that the page lists; `--json` has them all."""
OBJECTIVES: Final = {
    "delay": "least delay, weighted by project priority",
    "makespan": "soonest finish of the last project",
    "priority": "higher project priority first",
}


@dataclass(frozen=True, slots=True)
class LevelPage:
    """Projects leveled together, and what the page says of them."""

    files: tuple[str, ...]
    objective: str
    made_at: int
    found: AcrossProjects


def level_html(page: LevelPage) -> str:
    """The page as one HTML document."""
    delays, moved = page.found.delays, page.found.moved
    title = _title(delays)
    chart = leveled_chart(_slips(delays), title)
    left = [str(problem) for problems in page.found.problems.values() for problem in problems]
    return rendered(
        "level_page.html",
        page=page,
        objective=OBJECTIVES[page.objective],
        title_text=title,
        chart=svg(chart, "finishes") if chart else None,
        projects=[_project(delays, row) for row in range(len(delays))],
        moved=[_moved(moved, row) for row in range(min(len(moved), LISTED))],
        more=max(0, len(moved) - LISTED),
        left=left,
        produced=moment_text(page.made_at),
    )


def _title(delays: ProjectDelays) -> str:
    late = [row for row in range(len(delays)) if delays.delay[row] > 0]
    if not late:
        return "Every project finishes when it would"
    named = ", ".join(f"{delays.id[row]} {_days(float(delays.delay[row]))}" for row in late[:3])
    more = f" and {len(late) - 3} more" if len(late) > 3 else ""
    return f"{len(late)} of {len(delays)} projects finish later: {named}{more}"


def _days(days: float) -> str:
    if days != days:
        return "–"
    return f"+{days:.1f}".removesuffix(".0") + " d" if days > 0 else f"{days:.1f}".removesuffix(".0") + " d"


def _number(value: float) -> str:
    return "–" if value != value else f"{value:.1f}".removesuffix(".0")


def _slips(delays: ProjectDelays) -> list[Slip]:
    return [
        Slip(
            f"{delays.id[row]} (priority {delays.rank[row]:.0f})",
            int(delays.finish[row]),
            int(delays.leveled[row]),
            _days(float(delays.delay[row])) if delays.delay[row] else "as it was",
        )
        for row in range(len(delays))
        if NO_INSTANT not in (delays.finish[row], delays.leveled[row])
    ]


def _project(delays: ProjectDelays, row: int) -> dict[str, str]:
    return {
        "id": str(delays.id[row]),
        "priority": f"{delays.rank[row]:.0f}",
        "finish": day_text(int(delays.finish[row])),
        "leveled": day_text(int(delays.leveled[row])),
        "delay": _days(float(delays.delay[row])),
        "weighted": _number(float(delays.weighted[row])),
        "moved": f"{delays.moved[row]:.0f}",
        "waits": str(delays.waits[row] or "–"),
    }


def _moved(moved: MovedTasks, row: int) -> dict[str, str]:
    return {
        "project": str(moved.project[row]),
        "task": f"{moved.id[row]} {moved.name[row] or ''}",
        "start": day_text(int(moved.start[row])),
        "leveled": day_text(int(moved.leveled_start[row])),
        "delay": _days(float(moved.delay[row])),
        "because": str(moved.because[row]),
    }
