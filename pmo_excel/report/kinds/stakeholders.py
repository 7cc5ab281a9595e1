"""Stakeholders and communications, for the project manager only: who stands where, whom to see, what is at risk.

Restricted: it is made for the PMO and goes into no pack. Private notes are in no report at all.
"""

from __future__ import annotations

from typing import Final

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.tables import Charter, Issues, Settings
from pmo_excel.report.answers import answered
from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.charts.quadrant import Standing, quadrant_chart
from pmo_excel.report.charts.seam import Engaged, seam
from pmo_excel.report.document import NOT_HERE, Audience, Beside, Grid, GridColumn, Page, Picture, Report, entry, said
from pmo_excel.report.facts import Evidence, Sentence
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import Shown, counted, kept, listing, number_of, unknown_last
from pmo_excel.report.material import Material
from pmo_excel.schedule.snapshots import WORSE
from pmo_excel.stakeholders.concerns import EscalatedConcerns
from pmo_excel.stakeholders.ledger import AT_RISK, MISSED
from pmo_excel.stakeholders.overview import SOON
from pmo_excel.stakeholders.raci import OK
from pmo_excel.stakeholders.tables import Communications, Expectations, Raci, Stakeholders

_PRIORITY: Final = (
    Shown("Stakeholder", "name", 2.0, named_by="id"),
    Shown("Quadrant", "grid_quadrant", 1.2),
    Shown("Now", "current_engagement", 1.0),
    Shown("Wanted", "desired_engagement", 1.0),
    Shown("Gap", "engagement_gap", 0.6, "right"),
    Shown("Priority", "engagement_priority", 0.7, "right"),
    Shown("With", "relationship_owner", 1.2),
    Shown("Last contact", "last_contact", 1.0, "right"),
)
_EXPECTATIONS: Final = (
    Shown("Expectation", "statement", 2.4, named_by="id"),
    Shown("Whose", "stakeholder_id", 0.8),
    Shown("Promised", "promised_date", 1.0, "right"),
    Shown("Status", "status", 0.9),
    Shown("Why", "why", 3.0),
)
_DUE: Final = (
    Shown("Communication", "information", 2.2, named_by="id"),
    Shown("Audience", "audience", 1.4),
    Shown("Owner", "owner", 1.2),
    Shown("Due", "next_due", 1.0, "right"),
    Shown("Overdue (d)", "overdue", 0.8, "right"),
)
_RACI: Final = (Shown("Activity", "activity", 2.0), Shown("What is wrong", "check", 2.0))
_FALLING: Final = (
    Shown("Stakeholder", "name", 2.0, named_by="id"),
    Shown("Now", "current_engagement", 1.0),
    Shown("With", "relationship_owner", 1.2),
)
_CONCERNS: Final = (
    GridColumn("Concern", 2.6),
    GridColumn("Age (d)", 0.7, "right"),
    GridColumn("Level", 1.1),
    GridColumn("With", 1.1),
)
_ANSWERED: Final = ("title", "age", "level", "owner")


def stakeholders_report(given: Material) -> Report:
    """The stakeholders of one project."""
    evidence = given.evidence
    people = evidence.table(Stakeholders)
    grid = _grid_chart(evidence, people)
    first = Page(
        _message(evidence, people),
        (
            Beside(
                (Picture(said(grid.drawing.title if grid else "Power and interest"), grid),),
                (_matrix(people), _expectations(evidence)),
                0.5,
            ),
            _priorities(people),
        ),
    )
    second = Page(
        said(*_message(evidence, people), ": communications and concerns"),
        (
            _communications(evidence),
            Beside((_concerns(evidence),), (_falling(people), _raci(evidence)), 0.55),
        ),
    )
    return project_report(
        given,
        "stakeholders",
        "Stakeholders and communications (restricted: project manager and PMO)",
        Audience.PMO,
        (first, second),
    )


def _message(evidence: Evidence, people: Stakeholders | None) -> Sentence:
    promises = evidence.table(Expectations)
    broken = [] if promises is None else kept(promises, _at_risk)
    if promises is not None and broken:
        return said(number_of(promises, broken), f" {counted(len(broken), 'expectation').partition(' ')[2]} at risk")
    if people is None or not kept(people):
        return said("Nobody is in the register")
    short = [row for row in kept(people) if people.engagement_gap[row] > 0]
    if not short:
        return said("Everybody is as engaged as wanted, and no expectation is at risk")
    return said(number_of(people, short), f" of {counted(len(kept(people)), 'stakeholder')} less engaged than wanted")


def _grid_chart(evidence: Evidence, people: Stakeholders | None) -> Chart | None:
    if people is None:
        return None
    values, _ = setting_values(evidence.table(Settings))
    standings = [
        Standing(str(people.name[row] or people.id[row]), power, interest, 0.0 if gap != gap else gap)
        for row in kept(people)
        for power, interest, gap in [(people.power[row], people.interest[row], people.engagement_gap[row])]
        if power == power and interest == interest
    ]
    drawn = quadrant_chart(standings, float(values["Power and interest threshold"]))
    return None if drawn is None else Chart(drawn)


def _matrix(people: Stakeholders | None) -> Picture:
    """The engagement matrix, SEAM."""
    engaged = [
        Engaged(str(people.name[row] or people.id[row]), people.current_engagement[row], people.desired_engagement[row])
        for row in (kept(people) if people is not None else ())
        if people is not None and (people.current_engagement[row] or people.desired_engagement[row])
    ]
    drawn = seam(engaged)
    heading = said(drawn.title if drawn else "Engagement (SEAM)")
    absent = NOT_HERE if people is None else "None in period"
    return Picture(heading, None if drawn is None else Chart(drawn), absent=absent)


def _priorities(people: Stakeholders | None) -> Grid:
    return listing(
        people,
        "Whom to see first",
        _PRIORITY,
        keep=lambda table, row: table.engagement_priority[row] > 0,
        order=lambda table, row: (*unknown_last(float(table.engagement_priority[row])), str(table.id[row])),
        note="power × interest × steps to the level wanted",
    )


def _at_risk(table: Expectations, row: int) -> bool:
    return table.status[row] in (AT_RISK, MISSED) or str(table.why[row] or "").startswith("Warning")


def _expectations(evidence: Evidence) -> Grid:
    return listing(evidence.table(Expectations), "Expectations at risk", _EXPECTATIONS, keep=_at_risk, limit=6)


def _communications(evidence: Evidence) -> Grid:
    as_of = evidence.fact(Charter, "status_date").value

    def due(table: Communications, row: int) -> bool:
        date = int(table.next_due[row])
        return as_of is not None and NO_INSTANT != date <= as_of + SOON * DAY

    return listing(
        evidence.table(Communications),
        "Communications due",
        _DUE,
        keep=due,
        order=lambda table, row: int(table.next_due[row]),
        note="overdue, or due in the next two weeks",
    )


def _falling(people: Stakeholders | None) -> Grid:
    return listing(
        people, "Less engaged than before", _FALLING, keep=lambda table, row: table.engagement_trend[row] == WORSE
    )


def _raci(evidence: Evidence) -> Grid:
    return listing(
        evidence.table(Raci), "RACI to mend", _RACI, keep=lambda table, row: table.check[row] not in (None, OK)
    )


def _concerns(evidence: Evidence) -> Grid:
    heading, found = said("Concerns"), answered(evidence, "CONCERNS")
    if found is None or not isinstance(found.table, EscalatedConcerns) or evidence.table(Issues) is None:
        return Grid(heading, _CONCERNS, (), absent=NOT_HERE)
    rows = [row for row in range(len(found.table)) if not is_empty(found.table.id[row])]
    made = tuple(tuple(entry(found.fact(name, row)) for name in _ANSWERED) for row in rows[:10])
    return Grid(heading, _CONCERNS, made, "the longer open, the higher on the ladder")
