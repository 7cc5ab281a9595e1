"""The sheets of resources: people and equipment, what they are assigned to, and when they are away."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Resources", "tblResources", "People, roles and equipment that this project uses.", key="id")
class Resources(Table):
    """People, roles and equipment, with their capacity; where there is a shared pool, the pool is the master."""

    id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "A short ID as in the resource pool: AKE. Assignments and Leave refer to it.",
            also=("ID", "Resource", "Initials", "Ressource"),
            required=True,
            unique=True,
            width=11,
        ),
    ]
    name: Annotated[
        Texts,
        Column(
            "Resource Name",
            "The person's full name, or the role: Ana Keller. Read in every load report.",
            also=("Name", "Person", "Full Name", "Ressourcenname", "Nom"),
            required=True,
            width=22,
        ),
    ]
    resource_type: Annotated[
        Texts,
        Column(
            "Resource Type",
            "Person, Role (generic), Equipment, Material or Cost; empty: Person. Read by load reports.",
            Type.CHOICE,
            also=("Type", "Kind"),
            choices="ResourceType",
            default="Person",
            width=14,
        ),
    ]
    role: Annotated[
        Texts,
        Column(
            "Role",
            "What the person does here: Network engineer. Demand is added up by role.",
            also=("Job Title", "Function", "Rolle", "Rôle"),
            width=22,
        ),
    ]
    team: Annotated[
        Texts,
        Column(
            "Team",
            "The team or department: Infrastructure. Load reports group by it.",
            also=("Department", "Group", "Abteilung", "Équipe"),
            width=18,
        ),
    ]
    email: Annotated[
        Texts,
        Column(
            "E-mail",
            "The work address: ana.keller@example.org. Reminders and SharePoint use it.",
            Type.EMAIL,
            also=("Email", "Mail", "E-mail Address"),
            pattern=r"[^@\s;]+@[^@\s;]+\.[^@\s;]+",
            width=28,
            folded=True,
        ),
    ]
    skills: Annotated[
        Texts,
        Column(
            "Skills",
            "Skill and level 0 to 3, separated by ; as in Cabling:3; Wi-Fi:2. Read when roles are filled.",
            Type.CHOICES,
            also=("Skill", "Competences"),
            width=24,
            folded=True,
        ),
    ]
    capacity: Annotated[
        Numbers,
        Column(
            "Capacity %",
            "Share of the calendar available to projects: 80%; empty: 100%. Load is compared with it.",
            Type.PERCENT,
            unit="fraction",
            also=("Capacity", "Availability", "Availability %", "Max Units", "FTE", "Verfügbarkeit"),
            minimum=0,
            maximum=2,
            default=1.0,
            width=10,
        ),
    ]
    calendar: Annotated[
        Texts,
        Column(
            "Calendar",
            "A name from Calendars: Part time. Empty: Standard. Gives the hours of each day.",
            Type.CHOICE,
            also=("Calendar Name", "Kalender"),
            refers="Calendars.Calendar Name",
            width=14,
        ),
    ]
    available_from: Annotated[
        Instants,
        Column(
            "Available From",
            "The first day here, such as 1-Apr-2026; empty: always. No capacity before it.",
            Type.DATE,
            also=("From", "Start Date", "Joins"),
            width=13,
        ),
    ]
    available_to: Annotated[
        Instants,
        Column(
            "Available To",
            "The last day here, such as 30-Sep-2026; empty: always. No capacity after it.",
            Type.DATE,
            also=("To", "End Date", "Leaves"),
            width=13,
        ),
    ]
    standard_rate: Annotated[
        Numbers,
        Column(
            "Standard Rate",
            "Cost per hour, such as 68, in the project's currency. Only the project team sees it.",
            Type.RATE,
            unit="currency per hour",
            also=("Rate", "Hourly Rate", "Cost Rate", "Std. Rate", "Stundensatz", "Taux horaire"),
            minimum=0,
            private=True,
            width=12,
        ),
    ]
    rate_valid_from: Annotated[
        Instants,
        Column(
            "Rate Valid From",
            "The day from which the rate holds, such as 1-Jan-2026. Only the project team sees it.",
            Type.DATE,
            also=("Rate From",),
            private=True,
            width=13,
            folded=True,
        ),
    ]
    location: Annotated[
        Texts,
        Column(
            "Location",
            "Where the person works: Leeds. Read when meetings are planned.",
            also=("Site", "Office", "Standort"),
            width=16,
            folded=True,
        ),
    ]
    peak_load: Annotated[
        Numbers,
        Column(
            "Peak Load %",
            "The busiest day's booked hours against capacity. Above 100% somebody must choose.",
            Type.PERCENT,
            unit="fraction",
            also=("Peak Load", "Max Load"),
            computed="PEAKLOAD",
            width=10,
        ),
    ]
    overallocated_days: Annotated[
        Numbers,
        Column(
            "Over-allocated Days",
            "Days on which more is booked than there is time. Read by resource managers.",
            Type.NUMBER,
            unit="days",
            also=("Overallocated Days", "Days Over"),
            computed="PEAKLOAD",
            width=12,
        ),
    ]


@table("Assignments", "tblAssignments", "Who works on what: one row per task and resource.", key="id")
class Assignments(Table):
    """Who works on what, how much and how firmly."""

    id: Annotated[
        Texts,
        Column(
            "Assignment ID",
            "A short ID, used once: AS-01. Findings refer to it.",
            also=("ID", "No."),
            unique=True,
            width=13,
        ),
    ]
    task_id: Annotated[
        Texts,
        Column(
            "Task ID",
            "The task in Schedule: 12. Its dates are the assignment's dates.",
            Type.CHOICE,
            also=("Task", "Activity ID", "Vorgang"),
            refers="Schedule.Task ID",
            required=True,
            width=10,
        ),
    ]
    resource_id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "Who does it, from Resources: AKE. The load goes to this person.",
            Type.CHOICE,
            also=("Resource", "Person", "Assigned To", "Ressource"),
            refers="Resources.Resource ID",
            required=True,
            width=12,
        ),
    ]
    units: Annotated[
        Numbers,
        Column(
            "Units %",
            "Share of each working day: 60%; empty: 100%, or from the work. Gives the load.",
            Type.PERCENT,
            unit="fraction",
            also=("Units", "Allocation", "Allocation %", "Assignment Units", "Einheiten"),
            minimum=0,
            maximum=2,
            width=9,
        ),
    ]
    work: Annotated[
        Numbers,
        Column(
            "Work (h)",
            "Hours in all, such as 45; empty: from the units. Spread evenly over the task.",
            Type.NUMBER,
            unit="hours",
            also=("Work", "Hours", "Effort", "Planned Work", "Arbeit"),
            minimum=0,
            width=9,
        ),
    ]
    booking: Annotated[
        Texts,
        Column(
            "Booking",
            "Hard once the manager has agreed, Soft until then; empty: Hard. Loads are shown for each.",
            Type.CHOICE,
            also=("Booking Type", "Hard/Soft"),
            choices="Booking",
            default="Hard",
            width=9,
        ),
    ]
    probability: Annotated[
        Numbers,
        Column(
            "Probability %",
            "For soft bookings, how likely: 70%; empty: 50%. Weights the expected load.",
            Type.PERCENT,
            unit="fraction",
            also=("Probability", "Likelihood"),
            minimum=0,
            maximum=1,
            default=0.5,
            width=11,
        ),
    ]
    actual_work: Annotated[
        Numbers,
        Column(
            "Actual Work (h)",
            "Hours worked so far, such as 12. Read by the cost forecast.",
            Type.NUMBER,
            unit="hours",
            also=("Actual Work", "Actual Hours", "Hours Worked"),
            minimum=0,
            width=11,
        ),
    ]
    remaining_work: Annotated[
        Numbers,
        Column(
            "Remaining Work (h)",
            "Hours still needed, such as 33; empty: work less actual work. Read by the load.",
            Type.NUMBER,
            unit="hours",
            also=("Remaining Work", "Remaining Hours", "Hours Left"),
            minimum=0,
            width=11,
        ),
    ]
    start: Annotated[
        Instants,
        Column(
            "Start",
            "When the work begins: the task's start. Read by resource managers.",
            Type.DATE,
            also=("Start Date", "From"),
            computed="ASSIGNMENTS",
            width=12,
        ),
    ]
    finish: Annotated[
        Instants,
        Column(
            "Finish",
            "When the work ends: the task's finish. Read by resource managers.",
            Type.DATE,
            also=("Finish Date", "End", "To"),
            computed="ASSIGNMENTS",
            width=12,
        ),
    ]
    cost: Annotated[
        Numbers,
        Column(
            "Cost",
            "Hours times the person's rate. Only the project team sees it, as it gives the rate away.",
            Type.MONEY,
            unit="currency",
            computed="ASSIGNMENTS",
            private=True,
            width=13,
        ),
    ]
    overallocated: Annotated[
        Flags,
        Column(
            "Over-allocated",
            "Yes where the person is booked beyond capacity on a day of this assignment.",
            Type.YES_NO,
            also=("Overallocated", "Over?"),
            computed="ASSIGNMENTS",
            width=14,
        ),
    ]


@table("Leave", "tblLeave", "When people are away.")
class Leave(Table):
    """Absences: days on which a resource has less or no capacity."""

    resource_id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "Who is away, from Resources: AKE. Capacity is taken from this person.",
            Type.CHOICE,
            also=("Resource", "Person", "Name"),
            refers="Resources.Resource ID",
            required=True,
            width=12,
        ),
    ]
    date_from: Annotated[
        Instants,
        Column(
            "From",
            "The first day away, such as 9-Apr-2026. No work is expected from it.",
            Type.DATE,
            also=("Date From", "Start", "Leave From", "Von"),
            required=True,
            width=12,
        ),
    ]
    date_to: Annotated[
        Instants,
        Column(
            "To",
            "The last day away, such as 10-Apr-2026; empty: one day.",
            Type.DATE,
            also=("Date To", "End", "Leave To", "Bis"),
            width=12,
        ),
    ]
    leave_type: Annotated[
        Texts,
        Column(
            "Type",
            "Annual, Sick, Training, Public duty or Other. Read by the team.",
            Type.CHOICE,
            also=("Leave Type", "Absence Type", "Reason"),
            choices="LeaveType",
            width=13,
        ),
    ]
    portion: Annotated[
        Numbers,
        Column(
            "Portion",
            "Share of each day: 0.5 for half days; empty: 1. Taken off the capacity.",
            Type.NUMBER,
            unit="fraction",
            also=("Portion of Day", "Part of Day"),
            minimum=0,
            maximum=1,
            default=1.0,
            width=9,
        ),
    ]


@table("Resource Terms", "tblTerms", "Rates and capacity that hold from a day on.")
class Terms(Table):
    """Bands by date: what a resource costs, and how much of the time it is there, from a day on."""

    resource_id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "Whose rate or capacity changes, from Resources: AKE.",
            Type.CHOICE,
            also=("Resource", "Person", "Name"),
            refers="Resources.Resource ID",
            required=True,
            width=12,
        ),
    ]
    valid_from: Annotated[
        Instants,
        Column(
            "Valid From",
            "The first day, such as 1-Apr-2026; empty: from the beginning. Holds until the person's next row.",
            Type.DATE,
            also=("Rate Valid From", "From", "Effective From", "Effective Date"),
            width=13,
        ),
    ]
    standard_rate: Annotated[
        Numbers,
        Column(
            "Standard Rate",
            "Cost per hour from that day; empty: as before. Only the project team sees it.",
            Type.RATE,
            unit="currency per hour",
            also=("Rate", "Hourly Rate", "Cost Rate"),
            minimum=0,
            private=True,
            width=12,
        ),
    ]
    capacity: Annotated[
        Numbers,
        Column(
            "Capacity %",
            "Share of the calendar from that day: 25%, then 50%, while somebody grows into the work; empty: as before.",
            Type.PERCENT,
            unit="fraction",
            also=("Capacity", "Availability", "FTE"),
            minimum=0,
            maximum=2,
            width=10,
        ),
    ]


@table("Timesheets", "tblTimesheets", "Hours that people really worked, as their timesheets say.")
class Timesheets(Table):
    """Hours worked: one row per person, task and day or week."""

    resource_id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "Who worked, from Resources: AKE.",
            Type.CHOICE,
            also=("Resource", "Person", "Employee", "Name"),
            refers="Resources.Resource ID",
            required=True,
            width=12,
        ),
    ]
    task_id: Annotated[
        Texts,
        Column(
            "Task ID",
            "On which task of Schedule: 12.",
            Type.CHOICE,
            also=("Task", "Activity ID"),
            refers="Schedule.Task ID",
            required=True,
            width=10,
        ),
    ]
    day: Annotated[
        Instants,
        Column(
            "Date",
            "The day, or the last day of the week that the hours are of.",
            Type.DATE,
            also=("Work Date", "Week Ending", "Day"),
            required=True,
            width=12,
        ),
    ]
    hours: Annotated[
        Numbers,
        Column(
            "Hours",
            "Hours worked, such as 7.5; minus takes back what was booked wrongly.",
            Type.NUMBER,
            unit="hours",
            also=("Hours Worked", "Duration (h)", "Quantity", "Actual Work (h)"),
            required=True,
            width=9,
        ),
    ]
    comment: Annotated[Texts, Column("Comment", "A few words, if anything is to be said.", width=36)]
