"""The catalogue entries of stakeholders."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, function, undefined
from pmo_excel.schedule.functions import SnapshotRange
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.tables import Calendars, Holidays
from pmo_excel.stakeholders import engagement
from pmo_excel.stakeholders.due import DueCommunications, LastContacts, due_communications, last_contacts, next_due
from pmo_excel.stakeholders.engagement import THRESHOLD
from pmo_excel.stakeholders.tables import Communications, Contacts, Stakeholders

Threshold = Annotated[
    float, Arg("From where power and interest are high", source="Settings.Power and interest threshold")
]
HolidayRange = Annotated[Holidays | None, Arg("Holidays, or a list of dates", needs=("Date From",))]
CalendarRange = Annotated[Calendars | None, Arg("Calendars by name", needs=("Calendar Name",))]
LastStatusDate = Annotated[Date | None, Arg("Snapshots from before it count", source="Charter.Status Date")]
Level = Arg("Level of engagement", choices="Engagement")


@function("QUADRANT", example='=PMO.QUADRANT(5; 4) is "Manage closely"')
def quadrant(
    power: Annotated[float, Arg("Power, 1-5", minimum=1, maximum=5)],
    interest: Annotated[float, Arg("Interest, 1-5", minimum=1, maximum=5)],
    threshold: Threshold = THRESHOLD,
) -> str:
    """Cell of the power/interest grid."""
    return engagement.quadrant(power, interest, threshold)


@function("ENGAGEMENTGAP", unit="steps", example='=PMO.ENGAGEMENTGAP("Resistant"; "Supportive") is 2')
def engagementgap(current: Annotated[str, Level], desired: Annotated[str, Level]) -> float:
    """Steps from the current to the desired level of engagement, not below 0."""
    return float(engagement.engagement_gap(current, desired))


@function("ENGAGEMENTPRIORITY", example="=PMO.ENGAGEMENTPRIORITY(Stakeholders!A4:U30)")
def engagementpriority(
    stakeholders: Annotated[Stakeholders, Arg("The stakeholder register", needs=("Power (1-5)", "Interest (1-5)"))],
    threshold: Threshold = THRESHOLD,
) -> engagement.EngagementPriorities:
    """Whom to see first: power × interest × gap, the highest first."""
    return engagement.priorities(stakeholders, threshold)


@function("SALIENCE", example='=PMO.SALIENCE(TRUE; TRUE; TRUE) is "Definitive"')
def salience(
    power: Annotated[bool, Arg("Has power")],
    legitimacy: Annotated[bool, Arg("Has a legitimate claim")],
    urgency: Annotated[bool, Arg("Has an urgent claim")],
) -> str:
    """Stakeholder class by power, legitimacy and urgency."""
    return engagement.salience(power, legitimacy, urgency)


@function("ENGAGEMENT", example="=PMO.ENGAGEMENT(Stakeholders!A4:U30)")
def engagement_function(
    stakeholders: Annotated[
        Stakeholders, Arg("The stakeholder register", needs=("Stakeholder ID", "Power (1-5)", "Interest (1-5)"))
    ],
    threshold: Threshold = THRESHOLD,
    history: SnapshotRange = None,
    status_date: LastStatusDate = None,
) -> engagement.Engagements:
    """Quadrant, salience, gap, priority and trend of each stakeholder, in the order of the register."""
    return engagement.engagements(stakeholders, threshold, history, status_date)


@function("NEXTDUE", example='=PMO.NEXTDUE(DATE(2026;3;31); "Monthly") is 30-Apr-2026')
def nextdue(
    last_sent: Annotated[Date, Arg("When it was last sent")],
    frequency: Annotated[str, Arg("How often", choices="Frequency")],
    holidays: HolidayRange = None,
) -> Date | Answer:
    """When a communication is due again: the end of a month stays one, a day off becomes the next working day."""
    due = next_due(project_calendar(holidays, None), last_sent, frequency)
    if due is None:
        return undefined(f"{frequency} has no fixed interval", "Use Daily, Weekly, Fortnightly, Monthly or Quarterly.")
    return Date(due)


@function("COMMUNICATIONS", example="=PMO.COMMUNICATIONS('Communications Plan'!A4:K20; DATE(2026;3;31))")
def communications(
    plan: Annotated[Communications, Arg("The communications plan", needs=("Comm ID", "Frequency", "Last Sent"))],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    contacts: Annotated[
        Contacts | None, Arg("The contact log, for what was sent since", needs=("Date", "Stakeholder ID"))
    ] = None,
) -> DueCommunications:
    """When each planned communication is due again, and by how many days it is overdue.

    It was last sent on the day typed in the plan, or on a later one in the contact log.
    """
    return due_communications(plan, status_date, project_calendar(holidays, calendars), contacts)


@function("LASTCONTACT", example="=PMO.LASTCONTACT(Stakeholders!A4:V30; 'Contact Log'!A4:G90)")
def lastcontact(
    stakeholders: Annotated[Stakeholders, Arg("The stakeholder register", needs=("Stakeholder ID",))],
    contacts: Annotated[Contacts, Arg("The contact log", needs=("Date", "Stakeholder ID"))],
) -> LastContacts:
    """The latest day on which each stakeholder was spoken to, from the contact log."""
    return last_contacts(stakeholders, contacts)
