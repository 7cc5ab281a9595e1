"""The checkpoint report: what the team says of its work packages to the project manager, on one side.

Source: *Managing Successful Projects with PRINCE2*, 2017, appendix A.4.
"""

from __future__ import annotations

from pmo_excel.governance.tables import Charter
from pmo_excel.report.document import Audience, Beside, Page, Report, said
from pmo_excel.report.facts import Fact, Sentence
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import counted, number_of
from pmo_excel.report.kinds.period import period
from pmo_excel.report.kinds.registers import actions_grid, issues_grid
from pmo_excel.report.kinds.work import beyond_tolerance, done, period_text, planned
from pmo_excel.report.material import Material
from pmo_excel.report.wording import wording
from pmo_excel.schedule.tables import Schedule


def checkpoint_report(given: Material) -> Report:
    """The checkpoint report of one project."""
    evidence = given.evidence
    said_as = wording(evidence.fact(Charter, "methodology").value)
    over = period(evidence)
    page = Page(
        _message(evidence.table(Schedule)),
        (
            period_text(over),
            Beside((actions_grid(evidence, "Follow-ups", 4),), (beyond_tolerance(evidence),)),
            Beside((done(evidence, over, said_as.achieved),), (planned(evidence, over, said_as.planned),)),
            issues_grid(evidence, "Issues"),
        ),
    )
    return project_report(given, "checkpoint", "Checkpoint report", Audience.TEAM, (page,))


def _message(tasks: Schedule | None) -> Sentence:
    """How many work packages are late, with the cells that are counted."""
    if tasks is None:
        return said("No work is planned")
    red = [row for row, colour in enumerate(tasks.rag.tolist()) if colour == "R"]
    if not red:
        return said("No work package is beyond its tolerance")
    number: Fact = number_of(tasks, red)
    noun = counted(len(red), "work package").partition(" ")[2]
    return said(number, f" {noun} beyond tolerance")
