"""What is done about a risk: response, target, state."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import table
from pmo_excel.risk.tables.assessed import Assessed


@table("Risks")
class Answered(Assessed):
    """The response to each risk and what it is to achieve."""

    response_type: Annotated[
        Texts,
        Column(
            "Response Type",
            "What we do about it: Mitigate, or Exploit for an opportunity. Read by the board.",
            Type.CHOICE,
            also=("Response", "Strategy", "Risk Response", "Treatment"),
            choices="Response",
            choices_by=("Risk Type", "Opportunity", "ResponseOpportunity", "ResponseThreat"),
            width=16,
        ),
    ]
    response_actions: Annotated[
        Texts,
        Column(
            "Response Actions",
            "What is done, by verb: agree a deputy signatory by mid-March. Read by everybody.",
            Type.LONG_TEXT,
            also=("Mitigation", "Mitigating Actions", "Mitigation Plan", "Actions", "Maßnahmen", "Mesures"),
            width=40,
        ),
    ]
    response_owner: Annotated[
        Texts,
        Column(
            "Response Owner",
            "Who does it: Tom Adeyemi. Reminded before it is due.",
            Type.PERSON,
            also=("Action Owner", "Mitigation Owner"),
            width=18,
            folded=True,
        ),
    ]
    response_due: Annotated[
        Instants,
        Column(
            "Response Due",
            "The day it must be done by, such as 20-Mar-2026. Decides Overdue.",
            Type.DATE,
            also=("Due Date", "Due by", "Action Due", "Mitigation Due"),
            width=12,
        ),
    ]
    response_cost: Annotated[
        Numbers,
        Column(
            "Response Cost",
            "What the response costs, such as 1500. Compared with what it saves.",
            Type.MONEY,
            unit="currency",
            also=("Mitigation Cost",),
            minimum=0,
            width=12,
            folded=True,
        ),
    ]
    response_status: Annotated[
        Texts,
        Column(
            "Response Status",
            "Not started, In progress, Blocked, Done or Cancelled. Once Done, assess the risk anew.",
            Type.CHOICE,
            also=("Action Status", "Mitigation Status"),
            choices="ActionStatus",
            width=13,
        ),
    ]
    target_probability: Annotated[
        Numbers,
        Column(
            "Target Probability (1-5)",
            "The class once the response is done: 2. Gives the target score.",
            Type.NUMBER,
            also=("Residual Probability", "Target P"),
            minimum=1,
            maximum=5,
            width=11,
            folded=True,
        ),
    ]
    target_impact: Annotated[
        Numbers,
        Column(
            "Target Impact (1-5)",
            "The largest impact once the response is done: 2. Gives the target score.",
            Type.NUMBER,
            also=("Residual Impact", "Target I"),
            minimum=1,
            maximum=5,
            width=10,
            folded=True,
        ),
    ]
    trigger: Annotated[
        Texts,
        Column(
            "Trigger / Early Warning",
            "The sign that it is coming: no reply after a week. Read by the risk owner.",
            also=("Trigger", "Early Warning", "Warning Sign"),
            width=30,
            folded=True,
        ),
    ]
    fallback: Annotated[
        Texts,
        Column(
            "Fallback",
            "What we do if it happens anyway: stay in two floors for a month. Read by the board.",
            also=("Contingency Plan", "Plan B", "Fallback Plan"),
            width=30,
            folded=True,
        ),
    ]
    status: Annotated[
        Texts,
        Column(
            "Risk Status",
            "Draft, Open, Responding, Occurred or Closed. The last two count in no exposure.",
            Type.CHOICE,
            also=("Status", "State"),
            choices="RiskStatus",
            width=12,
        ),
    ]
    date_closed: Annotated[
        Instants,
        Column(
            "Date Closed",
            "The day it was closed or occurred, such as 30-Apr-2026. Read by auditors.",
            Type.DATE,
            also=("Closed", "Closed On"),
            width=12,
            folded=True,
        ),
    ]
    comments: Annotated[
        Texts,
        Column(
            "Comments",
            "What was said in reviews: landlord's agent met on 9 March. Read by the team.",
            Type.LONG_TEXT,
            also=("Comment", "Notes", "Review Notes"),
            width=36,
            folded=True,
        ),
    ]
