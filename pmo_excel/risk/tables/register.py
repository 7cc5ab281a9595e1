"""The sheet of risks: what is typed, and what is computed from it."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.tables import table
from pmo_excel.risk.tables.answered import Answered


@table("Risks", "tblRisks", "What may happen, what it would do, and what we do about it.", key="id")
class Risks(Answered):
    """The risk register: threats and opportunities, their size, and the responses to them."""

    inherent_score: Annotated[
        Numbers,
        Column(
            "Inherent Score",
            "The score at the first snapshot, before responses; until then the current one.",
            Type.NUMBER,
            also=("Gross Score", "Initial Score"),
            computed="RISKREGISTER",
            width=9,
            folded=True,
        ),
    ]
    current_score: Annotated[
        Numbers,
        Column(
            "Current Score",
            "The score as assessed now; the target's, once the response is done. Sorts the register.",
            Type.NUMBER,
            also=("Score", "Risk Score", "PxI", "Residual Score"),
            computed="RISKREGISTER",
            width=9,
        ),
    ]
    target_score: Annotated[
        Numbers,
        Column(
            "Target Score",
            "The score once all responses are done. Shows whether the response is enough.",
            Type.NUMBER,
            also=("Planned Score",),
            computed="RISKREGISTER",
            width=9,
            folded=True,
        ),
    ]
    rating: Annotated[
        Texts,
        Column(
            "Rating",
            "Low, Medium or High, from the current score and the bands in Settings. Read by the board.",
            Type.CHOICE,
            also=("Risk Rating", "Level", "Risk Level"),
            choices="Rating",
            computed="RISKREGISTER",
            width=9,
        ),
    ]
    proximity: Annotated[
        Texts,
        Column(
            "Proximity",
            "How soon it may strike: imminent, this stage, next stage, later. Read by the board.",
            Type.CHOICE,
            choices="Proximity",
            computed="RISKREGISTER",
            width=15,
        ),
    ]
    exposure_cost: Annotated[
        Numbers,
        Column(
            "Exposure (EMV cost)",
            "Probability times the cost impact; minus for opportunities. Compared with the contingency.",
            Type.MONEY,
            unit="currency",
            also=("EMV", "Expected Value", "Exposure"),
            computed="RISKREGISTER",
            width=13,
        ),
    ]
    exposure_days: Annotated[
        Numbers,
        Column(
            "Exposure (EMV days)",
            "Probability times the time impact, in working days. Compared with the float.",
            Type.NUMBER,
            unit="working days",
            also=("EMV Days",),
            computed="RISKREGISTER",
            width=11,
            folded=True,
        ),
    ]
    days_gained: Annotated[
        Numbers,
        Column(
            "P80 Days Gained if Removed",
            "Working days by which the P80 finish would be earlier without this risk. Sorts what to treat first.",
            Type.NUMBER,
            unit="working days, simulated",
            also=("P80 Gain", "Days Gained"),
            computed="RISKGAINS",
            width=12,
            folded=True,
        ),
    ]
    mitigation_worth: Annotated[
        Numbers,
        Column(
            "Mitigation Worth (ratio)",
            "What the response saves in expected cost, by what it costs; above 1 it is worth it.",
            Type.NUMBER,
            also=("Benefit/Cost",),
            computed="MITIGATIONWORTH",
            result="Ratio",
            width=11,
            folded=True,
        ),
    ]
    trend: Annotated[
        Texts,
        Column(
            "Trend",
            "The score since the last snapshot: ▲ better, ► the same, ▼ worse. Read by the board.",
            Type.ARROW,
            computed="RISKREGISTER",
            width=7,
        ),
    ]
    overdue: Annotated[
        Flags,
        Column(
            "Overdue",
            "Yes where the response is past its date and not done. Read in every review.",
            Type.YES_NO,
            also=("Late",),
            computed="RISKREGISTER",
            width=9,
        ),
    ]
    issue_id: Annotated[
        Texts,
        Column(
            "Issue ID",
            "The issue that the risk has become: I-012. pmo risk occurred writes both.",
            computed="RISKREGISTER",
            width=10,
            folded=True,
        ),
    ]
