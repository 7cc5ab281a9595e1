"""The sheet of stakeholders."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Stakeholders", "tblStakeholders", "Who has a say or an interest, and what we do about it.", key="id", own=True)
class Stakeholders(Table):
    """People and groups with a say or an interest: where they stand, and where we need them."""

    id: Annotated[
        Texts,
        Column(
            "Stakeholder ID",
            "A short ID, used once: S-01. Findings and plans refer to it.",
            also=("ID", "No."),
            required=True,
            unique=True,
            width=12,
        ),
    ]
    name: Annotated[
        Texts,
        Column(
            "Name",
            "A person or a group: Works council. Read by the project team.",
            also=("Stakeholder", "Stakeholder Name", "Partie prenante"),
            required=True,
            width=24,
        ),
    ]
    role: Annotated[
        Texts,
        Column(
            "Role / Title",
            "What they are: Finance Director. Read by the project team.",
            also=("Role", "Title", "Position", "Job Title", "Funktion"),
            width=24,
        ),
    ]
    organisation: Annotated[
        Texts,
        Column(
            "Organisation",
            "Company or department: Facilities. Read by the project team.",
            also=("Organization", "Company", "Department"),
            width=20,
        ),
    ]
    group: Annotated[
        Texts,
        Column(
            "Group",
            "Internal, Sponsor, Team, External, Supplier or Regulator. Reports group by it.",
            Type.CHOICE,
            also=("Stakeholder Group", "Category"),
            choices="StakeholderGroup",
            width=12,
        ),
    ]
    email: Annotated[
        Texts,
        Column(
            "E-mail",
            "The work address: h.marsh@example.org. Updates are sent there.",
            Type.EMAIL,
            also=("Email", "Mail", "E-mail Address"),
            pattern=r"[^@\s;]+@[^@\s;]+\.[^@\s;]+",
            width=28,
            folded=True,
        ),
    ]
    interest_in_project: Annotated[
        Texts,
        Column(
            "Interest in Project",
            "What it means for them: Moves 40 desks in May. Read by the project team.",
            also=("Stake", "What Matters", "Expectations"),
            width=36,
        ),
    ]
    power: Annotated[
        Numbers,
        Column(
            "Power (1-5)",
            "How much they can help or stop: 1 little, 5 decisive. Places them in the grid.",
            Type.NUMBER,
            also=("Power", "Influence", "Einfluss", "Pouvoir"),
            minimum=1,
            maximum=5,
            width=10,
        ),
    ]
    interest: Annotated[
        Numbers,
        Column(
            "Interest (1-5)",
            "How much they care: 1 little, 5 very much. Places them in the grid.",
            Type.NUMBER,
            also=("Interest", "Interesse", "Intérêt"),
            minimum=1,
            maximum=5,
            width=10,
        ),
    ]
    legitimacy: Annotated[
        Flags,
        Column(
            "Legitimacy",
            "Yes where their claim is proper: contract, law, role. Gives the salience class.",
            Type.YES_NO,
            also=("Legitimate",),
            width=10,
            folded=True,
        ),
    ]
    urgency: Annotated[
        Flags,
        Column(
            "Urgency",
            "Yes where their claim cannot wait. Gives the salience class.",
            Type.YES_NO,
            also=("Urgent",),
            width=9,
            folded=True,
        ),
    ]
    current_engagement: Annotated[
        Texts,
        Column(
            "Current Engagement",
            "Where they stand now: Unaware, Resistant, Neutral, Supportive or Leading. Gives the gap.",
            Type.CHOICE,
            also=("Current", "Engagement", "Current Level"),
            choices="Engagement",
            width=13,
        ),
    ]
    desired_engagement: Annotated[
        Texts,
        Column(
            "Desired Engagement",
            "Where we need them to stand: Supportive. Gives the gap.",
            Type.CHOICE,
            also=("Desired", "Target Engagement", "Desired Level"),
            choices="Engagement",
            width=13,
        ),
    ]
    attitude_notes: Annotated[
        Texts,
        Column(
            "Attitude Notes (private)",
            "What you would say only inside the team: burned by the last move. Never published.",
            Type.LONG_TEXT,
            also=("Attitude", "Private Notes"),
            private=True,
            width=34,
        ),
    ]
    engagement_action: Annotated[
        Texts,
        Column(
            "Engagement Action",
            "The next thing we do: walk the new floor with her. Read by the relationship owner.",
            also=("Strategy", "Engagement Strategy", "Next Step"),
            width=36,
        ),
    ]
    relationship_owner: Annotated[
        Texts,
        Column(
            "Relationship Owner",
            "Who in the team keeps in touch: Ana Keller. Reminded when contact is due.",
            Type.PERSON,
            also=("Owner", "Contact Owner"),
            width=18,
        ),
    ]
    preferred_channel: Annotated[
        Texts,
        Column(
            "Preferred Channel",
            "How they like to hear from us: Call. Read by the relationship owner.",
            Type.CHOICE,
            also=("Channel", "Contact By"),
            choices="Channel",
            width=12,
        ),
    ]
    last_contact: Annotated[
        Instants,
        Column(
            "Last Contact",
            "The latest day in Contact Log. Read by whoever keeps the relationship.",
            Type.DATE,
            computed="LASTCONTACT",
            width=12,
        ),
    ]
    grid_quadrant: Annotated[
        Texts,
        Column(
            "Grid Quadrant",
            "The place in the power and interest grid: Manage closely. Read by the project team.",
            Type.CHOICE,
            also=("Quadrant",),
            choices="Quadrant",
            computed="ENGAGEMENT",
            width=15,
        ),
    ]
    salience_class: Annotated[
        Texts,
        Column(
            "Salience Class",
            "What power, legitimacy and urgency make them: Definitive. Read by the project team.",
            Type.CHOICE,
            also=("Salience",),
            choices="Salience",
            computed="ENGAGEMENT",
            width=14,
            folded=True,
        ),
    ]
    engagement_gap: Annotated[
        Numbers,
        Column(
            "Engagement Gap",
            "Steps from current to desired engagement, 0 when none. Read by the project team.",
            Type.NUMBER,
            unit="steps",
            also=("Gap",),
            computed="ENGAGEMENT",
            width=12,
        ),
    ]
    engagement_priority: Annotated[
        Numbers,
        Column(
            "Engagement Priority",
            "Power times interest times gap: talk to the highest first. Read by the project team.",
            Type.NUMBER,
            also=("Engagement Rank",),
            computed="ENGAGEMENT",
            width=12,
        ),
    ]
    expectations_at_risk: Annotated[
        Numbers,
        Column(
            "Open Expectations at Risk",
            "Promises made to them whose status is At risk. Read by the relationship owner.",
            Type.NUMBER,
            computed="EXPECTATIONSATRISK",
            width=13,
        ),
    ]
    engagement_trend: Annotated[
        Texts,
        Column(
            "Engagement Trend",
            "▲ more engaged, ► the same, ▼ less than at the last snapshot. Read by the project team.",
            Type.ARROW,
            computed="ENGAGEMENT",
            width=12,
        ),
    ]
