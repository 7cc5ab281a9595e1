"""The highlight report of PRINCE2: what the project board reads in the rhythm of a stage, on two sides at most.

Source: *Managing Successful Projects with PRINCE2*, 2017, appendix A.11.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pmo_excel.change.tables import Changes
from pmo_excel.governance.tables import Charter, Issues
from pmo_excel.report.document import Audience, Beside, Page, Report, Text, said
from pmo_excel.report.facts import Evidence, Fact, Sentence
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import kept, number_of
from pmo_excel.report.kinds.narrative import asked, changes_text, drafted_text, message, summary_text
from pmo_excel.report.kinds.period import Period, period
from pmo_excel.report.kinds.registers import (
    changes_grid,
    corrective_actions,
    issues_grid,
    lessons_grid,
    open_issue,
    open_risk,
    risks_grid,
    undecided,
)
from pmo_excel.report.kinds.tolerances import tolerances
from pmo_excel.report.kinds.work import done, planned, products_of
from pmo_excel.report.material import Material
from pmo_excel.report.paging import fits
from pmo_excel.report.wording import wording
from pmo_excel.risk.tables import Risks

MOST_ROWS: Final = 4
"""Rows of each list, where there is room."""


def highlight_report(given: Material) -> Report:
    """The highlight report of one project: two sides, each with as many rows of its lists as it holds."""
    pages = tuple(_fitted(side, given.evidence) for side in (_first, _second))
    return project_report(given, "highlight", "Highlight report", Audience.BOARD, pages)


def _fitted(side: Callable[[Evidence, int], Page], evidence: Evidence) -> Page:
    sides = (side(evidence, rows) for rows in range(MOST_ROWS, 0, -1))
    return next((page for page in sides if fits(page)), side(evidence, 1))


def _first(evidence: Evidence, rows: int) -> Page:
    """The period, the status and the tolerances."""
    said_as, over = wording(evidence.fact(Charter, "methodology").value), period(evidence)
    stage = evidence.fact(Charter, "current_stage")
    return Page(
        message(evidence),
        (
            Beside(
                (_period(over, said_as.stage, stage), summary_text(evidence), changes_text(evidence, 2 * rows)),
                (asked(evidence), drafted_text(evidence, 2 * rows)),
            ),
            tolerances(evidence, longest=60 + 20 * rows),
        ),
    )


def _second(evidence: Evidence, rows: int) -> Page:
    """The work of both periods, changes, lessons, issues and risks."""
    said_as, over = wording(evidence.fact(Charter, "methodology").value), period(evidence)
    return Page(
        _open(evidence),
        (
            Beside((done(evidence, over, said_as.achieved, rows),), (planned(evidence, over, said_as.planned, rows),)),
            Beside((products_of(evidence, over, rows),), (corrective_actions(evidence, rows),)),
            Beside((changes_grid(evidence, limit=rows),), (lessons_grid(evidence, "Lessons", over, limit=rows),)),
            Beside((issues_grid(evidence, limit=rows),), (risks_grid(evidence, limit=rows),)),
        ),
    )


def _period(over: Period | None, name: str, stage: Fact) -> Text:
    """The period, and the stage that it lies in."""
    where = said(f"{name}: ", stage) if stage.known else ()
    paragraphs = (*(() if over is None else (over.said,)), *((where,) if where else ()))
    return Text(said("Period"), ((*paragraphs[0], *said("; "), *paragraphs[1]),) if len(paragraphs) > 1 else paragraphs)


def _open(evidence: Evidence) -> Sentence:
    """What waits and what is open, each with the cells that are counted."""
    changes, issues, risks = evidence.table(Changes), evidence.table(Issues), evidence.table(Risks)
    waiting = Fact("0", 0) if changes is None else number_of(changes, kept(changes, undecided))
    wrong = Fact("0", 0) if issues is None else number_of(issues, kept(issues, open_issue))
    possible = Fact("0", 0) if risks is None else number_of(risks, kept(risks, open_risk))
    return said("Changes undecided: ", waiting, "; issues open: ", wrong, "; risks open: ", possible)
