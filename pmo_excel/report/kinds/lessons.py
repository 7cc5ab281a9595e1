"""The lessons report: what happened, what came of it, and what to do another time.

Source: *Managing Successful Projects with PRINCE2*, 2017, appendix A.15.
"""

from __future__ import annotations

from pmo_excel.governance.tables import Charter, Lessons
from pmo_excel.report.document import Audience, Page, Report, said
from pmo_excel.report.facts import Sentence
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import counted, kept, number_of
from pmo_excel.report.kinds.registers import lessons_grid
from pmo_excel.report.material import Material
from pmo_excel.report.wording import wording


def lessons_report(given: Material) -> Report:
    """The lessons of one project."""
    evidence = given.evidence
    name = wording(evidence.fact(Charter, "methodology").value).lessons
    page = Page(_message(evidence.table(Lessons)), (lessons_grid(evidence, whole=True),))
    return project_report(given, "lessons", name, Audience.BOARD, (page,))


def _message(lessons: Lessons | None) -> Sentence:
    rows = [] if lessons is None else kept(lessons)
    if lessons is None or not rows:
        return said("No lesson is recorded yet")
    passed_on = [row for row in rows if lessons.apply_to[row]]
    to_others = counted(len(passed_on), "of them applies", "of them apply")
    return said(number_of(lessons, rows), " lesson" + "s" * (len(rows) != 1) + " recorded", f"; {to_others} to others")
