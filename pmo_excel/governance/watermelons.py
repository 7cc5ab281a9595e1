"""Watermelons, green outside and red inside: colours reported better than computed; and people who do so as a rule.

For the PMO alone: no page and no list shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, NamedTuple

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.judged import badness
from pmo_excel.governance.reasons import rag_of
from pmo_excel.governance.status_history import MANAGER, RAG, REPORTED, STATUS

WATERMELON, PESSIMIST, OPTIMIST = "Watermelon", "Pessimist", "Optimist"
OVERALL: Final = "Overall"


@table("History")
class ReportedColours(Table):
    """Kept colours of one project or of many."""

    project_id: Annotated[Texts, Column("Project ID", "The project; not there: all rows are of one.")]
    status_date: Annotated[Instants, Column("Status Date", "The day it was true of.", Type.DATE, also=("As of",))]
    object: Annotated[Texts, Column("Object", "Status for colours.")]
    key: Annotated[Texts, Column("Key", "The dimension.", also=("ID",))]
    measure: Annotated[Texts, Column("Measure", "RAG, Reported RAG or Project Manager.")]
    value: Annotated[Texts, Column("Value", "The value as it was.")]


@table("Watermelons")
class Watermelons(Table):
    """Projects that report another colour than is computed, period after period."""

    project_id: Annotated[Texts, Column("Project ID", "The project.")]
    project_manager: Annotated[Texts, Column("Project Manager", "Who reports.")]
    kind: Annotated[Texts, Column("Kind", "Watermelon: better than computed; Pessimist: worse.")]
    periods: Annotated[Numbers, Column("Periods", "Reports in a row, up to the last.", Type.NUMBER, unit="reports")]
    since: Annotated[Instants, Column("Since", "The first of them.", Type.DATE)]
    reported: Annotated[Texts, Column("Reported", "The colours reported, oldest first.")]
    computed: Annotated[Texts, Column("Computed", "The colours computed, oldest first.")]


@table("Optimists")
class Optimists(Table):
    """People by how often they report another colour than is computed, over all their projects."""

    project_manager: Annotated[Texts, Column("Project Manager", "Who reports.")]
    reports: Annotated[Numbers, Column("Reports", "How many are known.", Type.NUMBER)]
    better: Annotated[Numbers, Column("Better", "Reported better than computed.", Type.NUMBER)]
    worse: Annotated[Numbers, Column("Worse", "Reported worse than computed.", Type.NUMBER)]
    share: Annotated[Numbers, Column("Share Better", "Better of all.", Type.PERCENT, unit="fraction")]
    kind: Annotated[Texts, Column("Kind", "Optimist or Pessimist, where it is a rule.")]


class Report(NamedTuple):
    """One report of one project: its day, both colours, and who answered for it."""

    project: str
    day: int
    reported: Rag
    computed: Rag
    manager: str

    @property
    def leaning(self) -> str:
        """Which way the reported colour leans from the computed one; empty where they agree."""
        said, real = badness(self.reported), badness(self.computed)
        return WATERMELON if said < real else PESSIMIST if said > real else ""


def reports(history: ReportedColours) -> list[Report]:
    """Every report whose colours are both kept, by project and day; a restated one as it was restated."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    columns = (history.project_id, history.status_date, history.object, history.key, history.measure, history.value)
    for project, day, kind, key, measure, value in zip(*(c.tolist() for c in columns), strict=True):
        if kind == STATUS and key == OVERALL and value is not None and day != NO_INSTANT:
            found.setdefault((str(project or ""), day), {})[str(measure)] = str(value)
    made = []
    for (project, day), kept in sorted(found.items()):
        said, real = rag_of(kept.get(REPORTED, "")), rag_of(kept.get(RAG, ""))
        if said is not None and real is not None:
            made.append(Report(project, day, said, real, kept.get(MANAGER, "")))
    return made


def watermelons(history: ReportedColours, periods: float) -> Watermelons:
    """Projects that have leaned the same way for so many reports running, up to the last one; watermelons first."""
    by_project: dict[str, list[Report]] = {}
    for report in reports(history):
        by_project.setdefault(report.project, []).append(report)
    runs = [run for known in by_project.values() if len(run := _last_run(known)) >= max(1, periods)]
    runs.sort(key=lambda run: (run[-1].leaning != WATERMELON, -len(run), run[-1].project))
    made = Watermelons.of(len(runs))
    for at, run in enumerate(runs):
        made.project_id[at], made.project_manager[at] = run[-1].project or None, run[-1].manager or None
        made.kind[at], made.periods[at], made.since[at] = run[-1].leaning, len(run), run[0].day
        made.reported[at] = " ".join(r.reported.value for r in run)
        made.computed[at] = " ".join(r.computed.value for r in run)
    return made


def _last_run(known: list[Report]) -> list[Report]:
    """The latest reports that lean the same way; none where the last one agrees with what is computed."""
    run: list[Report] = []
    for report in reversed(known):
        if not report.leaning or (run and report.leaning != run[0].leaning):
            break
        run.insert(0, report)
    return run


def optimists(history: ReportedColours, periods: float, share: float) -> Optimists:
    """Everybody who has reported, the most optimistic first.

    Parameters
    ----------
    periods, share
        Optimist is who has reported better than computed in at least so many reports, and in such a share of all;
        a pessimist likewise.
    """
    by_person: dict[str, list[Report]] = {}
    for report in reports(history):
        if report.manager:
            by_person.setdefault(report.manager, []).append(report)
    rows = sorted(_counted(by_person), key=lambda row: (-row[2] / row[1], row[0]))
    made = Optimists.of(len(rows))
    for at, (person, count, better, worse) in enumerate(rows):
        made.project_manager[at], made.reports[at], made.better[at], made.worse[at] = person, count, better, worse
        made.share[at] = better / count
        least = max(periods, share * count)
        made.kind[at] = OPTIMIST if better >= least else PESSIMIST if worse >= least else None
    return made


def _counted(by_person: dict[str, list[Report]]) -> Iterator[tuple[str, int, int, int]]:
    for person, known in by_person.items():
        leanings = [report.leaning for report in known]
        yield person, len(known), leanings.count(WATERMELON), leanings.count(PESSIMIST)
