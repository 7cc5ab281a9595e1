"""The sheet of people, roles and equipment."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
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
