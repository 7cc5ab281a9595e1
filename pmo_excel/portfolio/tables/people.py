"""The sheets of people across projects: pool, skills, demand, capacity."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table(
    "Resource Pool",
    "tblPool",
    "Everybody whom projects can ask for; the master of all workbooks.",
    key="id",
    book="portfolio",
)
class Pool(Table):
    """The master list of resources."""

    id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "A short ID, used once: R-01. Project workbooks use the same.",
            required=True,
            unique=True,
            width=11,
        ),
    ]
    name: Annotated[Texts, Column("Resource Name", "The name: Petra Lang.", required=True, width=24)]
    role: Annotated[Texts, Column("Role", "What the person does: Network engineer. Demand is counted by it.", width=20)]
    team: Annotated[Texts, Column("Team", "The team: Infrastructure.", width=16)]
    manager: Annotated[Texts, Column("Manager", "Who agrees to bookings: Omar Haddad.", Type.PERSON, width=18)]
    location: Annotated[Texts, Column("Location", "Where the person works: Lyon.", width=12)]
    fte: Annotated[Numbers, Column("FTE", "Share of full time: 0.8.", Type.NUMBER, minimum=0, maximum=1.5, width=8)]
    calendar: Annotated[
        Texts, Column("Calendar", "The working calendar, where it is another than the project's.", width=14)
    ]
    standard_rate: Annotated[
        Numbers,
        Column(
            "Standard Rate",
            "Cost of an hour, such as 85. Never published.",
            Type.RATE,
            unit="currency per hour",
            minimum=0,
            private=True,
            width=12,
        ),
    ]
    skills: Annotated[
        Texts, Column("Skills", "Skills with their level, as in Cabling:3; Audit:1.", Type.CHOICES, width=24)
    ]
    available_from: Annotated[Instants, Column("Available From", "The first day, if not always.", Type.DATE, width=12)]
    available_to: Annotated[Instants, Column("Available To", "The last day, if not always.", Type.DATE, width=12)]
    non_project_load_percent: Annotated[
        Numbers,
        Column(
            "Non-project Load %",
            "Share of the time that other work takes: 20%.",
            Type.PERCENT,
            unit="fraction",
            minimum=0,
            maximum=1,
            width=11,
        ),
    ]
    utilisation_target_percent: Annotated[
        Numbers,
        Column(
            "Utilisation Target %",
            "Share of the time to be booked: 85%.",
            Type.PERCENT,
            unit="fraction",
            minimum=0,
            maximum=1,
            width=11,
        ),
    ]
    next_weeks_load: Annotated[
        Numbers,
        Column(
            "Next 8 Weeks Load %",
            "Bookings of all projects over capacity, this week and the seven after it.",
            Type.PERCENT,
            unit="fraction",
            computed="COLLECT",
            width=11,
        ),
    ]


@table("Skills", "tblSkills", "Who can do what, and how well.", book="portfolio")
class Skills(Table):
    """The skill matrix: one row per person and skill."""

    resource_id: Annotated[
        Texts,
        Column(
            "Resource ID", "The person: R-01.", Type.CHOICE, refers="Resource Pool.Resource ID", required=True, width=11
        ),
    ]
    skill: Annotated[Texts, Column("Skill", "The skill: Cabling.", required=True, width=24)]
    level_0_3: Annotated[
        Numbers,
        Column("Level (0-3)", "0 none, 1 basic, 2 good, 3 expert.", Type.NUMBER, minimum=0, maximum=3, width=10),
    ]
    last_assessed: Annotated[Instants, Column("Last Assessed", "The day of the last assessment.", Type.DATE, width=12)]
    single_point: Annotated[
        Flags,
        Column(
            "Single Point",
            "Yes where nobody else has the skill at level 2 or more.",
            Type.YES_NO,
            computed="COLLECT",
            width=10,
        ),
    ]


@table("Demand", "tblDemand", "Which hours projects ask for, by week, and who fills them.", book="portfolio")
class Demand(Table):
    """Consolidated assignments and requests for roles."""

    project_id: Annotated[Texts, Column("Project ID", "The project that asks.", computed="COLLECT", width=11)]
    task_id: Annotated[Texts, Column("Task ID", "Its task.", computed="COLLECT", width=10)]
    role: Annotated[Texts, Column("Role", "The role that is asked for: Business analyst.", width=22)]
    resource_id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "Who fills it; empty until somebody is named.",
            Type.CHOICE,
            refers="Resource Pool.Resource ID",
            width=11,
        ),
    ]
    week: Annotated[Instants, Column("Week", "The Monday of the week.", Type.DATE, computed="COLLECT", width=12)]
    hours: Annotated[
        Numbers,
        Column("Hours", "Hours asked for in that week.", Type.NUMBER, unit="hours", computed="COLLECT", width=10),
    ]
    booking: Annotated[
        Texts, Column("Booking", "Hard: confirmed. Soft: asked for.", Type.CHOICE, choices="Booking", width=10)
    ]
    fill_status: Annotated[
        Texts,
        Column(
            "Fill Status",
            "Named, Requested or Unfilled.",
            Type.CHOICE,
            choices=(
                "Named",
                "Requested",
                "Unfilled",
            ),
            computed="COLLECT",
            width=12,
        ),
    ]


@table(
    "Capacity",
    "tblCapacity",
    "What people and roles can do in each week, and what is booked.",
    key="who+week",
    book="portfolio",
)
class Capacity(Table):
    """Capacity against bookings: one row per role or person and week."""

    who: Annotated[Texts, Column("Resource / Role", "The person or the role.", computed="COLLECT", width=24)]
    week: Annotated[Instants, Column("Week", "The Monday of the week.", Type.DATE, computed="COLLECT", width=12)]
    capacity: Annotated[
        Numbers,
        Column(
            "Capacity (h)",
            "Hours available: calendar less leave.",
            Type.NUMBER,
            unit="hours",
            computed="COLLECT",
            width=11,
        ),
    ]
    hard: Annotated[
        Numbers,
        Column("Hard (h)", "Hours that are confirmed.", Type.NUMBER, unit="hours", computed="COLLECT", width=10),
    ]
    soft: Annotated[
        Numbers,
        Column("Soft (h)", "Hours that are asked for.", Type.NUMBER, unit="hours", computed="COLLECT", width=10),
    ]
    gap: Annotated[
        Numbers,
        Column(
            "Gap (h)",
            "Capacity less bookings; minus is too much.",
            Type.NUMBER,
            unit="hours",
            computed="COLLECT",
            width=10,
        ),
    ]
    utilisation_percent: Annotated[
        Numbers,
        Column(
            "Utilisation %",
            "Bookings as a share of the capacity. The heatmap shows it.",
            Type.PERCENT,
            unit="fraction",
            computed="COLLECT",
            width=11,
        ),
    ]
    peak_day_percent: Annotated[
        Numbers,
        Column(
            "Peak Day %", "The busiest day of the week.", Type.PERCENT, unit="fraction", computed="COLLECT", width=10
        ),
    ]
    band: Annotated[
        Texts,
        Column(
            "Band",
            "Light below 80%, Healthy to 100%, Over to 120%, Critical above.",
            Type.CHOICE,
            choices=(
                "Light",
                "Healthy",
                "Over",
                "Critical",
            ),
            computed="COLLECT",
            width=11,
        ),
    ]
    top_contributors: Annotated[
        Texts, Column("Top Contributors", "The projects that book the most.", computed="COLLECT", width=36)
    ]
