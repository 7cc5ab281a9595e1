"""The exception report: what is forecast beyond its tolerance, why, what follows, and what could be done.

Every sentence is a fact with its cells; what to recommend and what was learned stays for a person to write.
Source: *Managing Successful Projects with PRINCE2*, 2017, appendix A.10.
"""

from __future__ import annotations

from typing import Final

from pmo_excel.change.tables import Changes
from pmo_excel.governance.exceptions import PACKAGE, PROJECT, STAGE, Exceptions
from pmo_excel.governance.tables import Charter
from pmo_excel.report.answers import Answered, answered
from pmo_excel.report.document import Audience, Bullets, Entry, Grid, GridColumn, Page, Report, Text, entry, said
from pmo_excel.report.facts import EMPTY, NOTHING, Evidence, Fact, Sentence, fact, shortened, signed
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.registers import UNDECIDED, lessons_grid
from pmo_excel.report.material import Material
from pmo_excel.report.wording import wording
from pmo_excel.schedule.recovery import Recovery

SHOWN: Final = 6
_OPTIONS: Final = (
    GridColumn("Option", 3.4),
    GridColumn("Finish", 0.9, "right"),
    GridColumn("Gain (wd)", 0.7, "right"),
    GridColumn("Within tolerance", 0.9, "middle"),
    GridColumn("Business case: cost", 2.0),
    GridColumn("Risks", 2.4),
)
"""PRINCE2 asks for the effect of each option on the business case, the risks and the tolerances."""
_NONE: Final = "No tolerance is forecast to be exceeded"


def exception_report(given: Material) -> Report:
    """The exception report of one project; where there is no exception it says so under each heading."""
    evidence = given.evidence
    found = answered(evidence, "EXCEPTION")
    name = wording(evidence.fact(Charter, "methodology").value).exception
    page = Page(
        _title(found),
        (
            _bullets(found, "Cause", "Cause"),
            _bullets(found, "Consequence", "Consequences"),
            _options(evidence, found),
            _recommendation(found),
            lessons_grid(evidence),
            _below(found),
        ),
    )
    return project_report(given, "exception", name, Audience.BOARD, (page,))


def _rows(found: Answered | None, level: str, section: str) -> list[int]:
    if found is None or not isinstance(found.table, Exceptions):
        return []
    pairs = zip(found.table.level.tolist(), found.table.section.tolist(), strict=True)
    return [row for row, pair in enumerate(pairs) if pair == (level, section)]


def _said(found: Answered, row: int) -> Fact:
    """A sentence with the cells that it comes from; where there are none, with the call that says it."""
    given, cells = found.fact("text", row), found.fact("cells", row)
    return Fact(given.text, given.value, cells.text) if cells.known else given


def _title(found: Answered | None) -> Sentence:
    for level in (PROJECT, STAGE, PACKAGE):
        for row in _rows(found, level, "Title"):
            if found is not None:
                given = _said(found, row)
                return (Fact(given.text.rstrip("."), given.value, given.source),)
    return said(_NONE)


def _bullets(found: Answered | None, section: str, heading: str) -> Bullets:
    items = tuple((_said(found, row),) for row in _rows(found, PROJECT, section) if found is not None)
    return Bullets(said(heading), items)


def _options(evidence: Evidence, found: Answered | None) -> Grid:
    """Doing nothing, each change to the plan that was tried on a copy, and each change that is not decided."""
    heading, note = said("Options"), "each tried on a copy of the plan"
    if not _rows(found, PROJECT, "Title"):
        return Grid(heading, _OPTIONS, (), note)
    rows = [_nothing_done(evidence), *_recovered(evidence), *_changes(evidence)]
    return Grid(heading, _OPTIONS, tuple(rows), note)


def _nothing_done(evidence: Evidence) -> tuple[Entry, ...]:
    estimate = evidence.result("STATUS", "estimate")
    cost = said("EAC stays ", estimate) if estimate.known else said("EAC is not known")
    return (
        entry(Fact("Do nothing: the forecast stands")),
        entry(evidence.result("STATUS", "forecast_finish")),
        entry(NOTHING),
        entry(Fact("No")),
        Entry(cost),
        entry(Fact("As in the register")),
    )


def _recovered(evidence: Evidence) -> list[tuple[Entry, ...]]:
    late = evidence.result("STATUS", "variance")
    if not late.known or late.value <= 0:
        return []
    agreed = evidence.fact(Charter, "tolerance_time")
    beyond = float(late.value) - (float(agreed.value) if agreed.known else 0.0)
    found = answered(evidence, "RECOVERY", {"days": max(1.0, beyond)})
    if found is None or not isinstance(found.table, Recovery):
        return []
    return [
        (
            Entry(said(found.fact("option", row), " (", shortened(found.fact("name", row), 44), ")")),
            entry(found.fact("new_finish", row)),
            entry(signed(found.fact("gain", row))),
            entry(found.fact("enough", row)),
            entry(found.fact("cost_effect", row)),
            entry(found.fact("risk_effect", row)),
        )
        for row in range(min(len(found.table), SHOWN))
    ]


def _changes(evidence: Evidence) -> list[tuple[Entry, ...]]:
    """Changes that nobody has decided yet, with what they were tried to do."""
    log = evidence.table(Changes)
    if log is None:
        return []
    rows = [row for row in range(len(log)) if log.id[row] and log.status[row] in UNDECIDED]
    return [
        (
            Entry(said("Reject or defer ", fact(log, "id", row), " ", shortened(fact(log, "title", row), 60))),
            entry(NOTHING),
            entry(fact(log, "impact_time", row)),
            entry(NOTHING),
            Entry(
                said("saves ", fact(log, "impact_cost", row)) if fact(log, "impact_cost", row).known else said(EMPTY)
            ),
            entry(fact(log, "impact_risk", row)),
        )
        for row in rows[:3]
    ]


def _recommendation(found: Answered | None) -> Text:
    rows = _rows(found, PROJECT, "Recommendation")
    return Text(said("Recommendation"), tuple((_said(found, row),) for row in rows if found is not None))


def _below(found: Answered | None) -> Bullets:
    """Stages and work packages that are beyond theirs: they go one level up."""
    rows = [*_rows(found, STAGE, "Title"), *_rows(found, PACKAGE, "Title")]
    items = tuple((_said(found, row),) for row in rows if found is not None)
    return Bullets(said("Stages and work packages"), items[:8], more=f"{len(items) - 8} more" if len(items) > 8 else "")
