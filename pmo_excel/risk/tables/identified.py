"""What a risk is: the first columns of the register."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Risks")
class Identified(Table):
    """Cause, event and effect, who raised and who owns it, and what it would hit."""

    id: Annotated[
        Texts,
        Column(
            "Risk ID",
            "A short ID, used once: R-001. Issues and reports refer to it.",
            also=("ID", "Risk No", "No.", "Ref", "Nr.", "N°"),
            required=True,
            unique=True,
            width=9,
        ),
    ]
    risk_type: Annotated[
        Texts,
        Column(
            "Risk Type",
            "Threat or Opportunity; empty: Threat. Opportunities lower the exposure.",
            Type.CHOICE,
            also=("Type", "Threat/Opportunity"),
            choices="ThreatOpportunity",
            default="Threat",
            width=12,
        ),
    ]
    title: Annotated[
        Texts,
        Column(
            "Risk Title",
            "The risk in a few words: Landlord delays consent. Read by everybody.",
            also=("Risk", "Title", "Name", "Risk Description", "Risk Name", "Risiko", "Risque"),
            required=True,
            width=36,
        ),
    ]
    cause: Annotated[
        Texts,
        Column(
            "Cause",
            "What is true today: consent needs two signatures. Read by the risk owner.",
            also=("Because", "Ursache"),
            width=30,
            folded=True,
        ),
    ]
    event: Annotated[
        Texts,
        Column(
            "Event",
            "What may happen: one signatory is away in April. Read by the risk owner.",
            also=("Risk Event", "Ereignis"),
            width=30,
            folded=True,
        ),
    ]
    effect: Annotated[
        Texts,
        Column(
            "Effect",
            "What that would do: fit-out starts two weeks late. Read by the board.",
            also=("Consequence", "Impact Description", "Auswirkung"),
            width=30,
        ),
    ]
    category: Annotated[
        Texts,
        Column(
            "Category (RBS)",
            "The branch of the risk breakdown: Supplier/Contract. Reports group by it.",
            Type.CHOICE,
            also=("Category", "Risk Category", "RBS"),
            choices="RiskCategory",
            width=23,
        ),
    ]
    raised_by: Annotated[
        Texts,
        Column(
            "Raised By",
            "Who saw it: Tom Adeyemi. Asked when it is unclear.",
            Type.PERSON,
            also=("Identified By", "Raiser", "Author"),
            width=18,
            folded=True,
        ),
    ]
    date_raised: Annotated[
        Instants,
        Column(
            "Date Raised",
            "The day it was written down, such as 4-Mar-2026. Gives its age.",
            Type.DATE,
            also=("Raised", "Raised On", "Date Identified", "Logged"),
            width=12,
            folded=True,
        ),
    ]
    owner: Annotated[
        Texts,
        Column(
            "Risk Owner",
            "The one person who watches it: Ana Keller. Read in every review.",
            Type.PERSON,
            also=("Owner", "Responsible", "Verantwortlich"),
            required=True,
            width=18,
        ),
    ]
    linked_task_ids: Annotated[
        Texts,
        Column(
            "Linked Task IDs",
            "Tasks it would hit, separated by ; as in 3; 6. Read by the simulation.",
            Type.CHOICES,
            also=("Task IDs", "Linked Tasks", "Tasks", "Task ID"),
            refers="Schedule.Task ID",
            width=12,
            folded=True,
        ),
    ]
    linked_objective: Annotated[
        Texts,
        Column(
            "Linked Objective",
            "What it threatens most: Time, Cost, Scope, Quality or Benefits. Reports group by it.",
            Type.CHOICE,
            also=("Objective",),
            choices="Objective",
            width=11,
            folded=True,
        ),
    ]
