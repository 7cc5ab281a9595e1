"""The sheet of risks."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Risks", "tblRisks", "What may happen, what it would do, and what we do about it.", key="id")
class Risks(Table):
    """The risk register: threats and opportunities, their size, and the responses to them."""

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
    probability: Annotated[
        Numbers,
        Column(
            "Probability (1-5)",
            "1 up to 10%, 2 to 30%, 3 to 50%, 4 to 70%, 5 above. Gives the score.",
            Type.NUMBER,
            also=("Probability", "Likelihood", "Prob", "P", "Wahrscheinlichkeit", "Probabilité"),
            minimum=1,
            maximum=5,
            width=10,
        ),
    ]
    impact_time: Annotated[
        Numbers,
        Column(
            "Impact Time (1-5)",
            "How far it moves the finish: 0 not at all, 3 the whole tolerance. Gives the score.",
            Type.NUMBER,
            also=("Time Impact", "Schedule Impact", "Impact", "I", "Impact (T)"),
            minimum=0,
            maximum=5,
            width=10,
        ),
    ]
    impact_cost: Annotated[
        Numbers,
        Column(
            "Impact Cost (1-5)",
            "How far it moves the cost: 0 not at all, 3 the whole tolerance. Gives the score.",
            Type.NUMBER,
            also=("Cost Impact", "Impact (C)"),
            minimum=0,
            maximum=5,
            width=10,
        ),
    ]
    impact_scope_quality: Annotated[
        Numbers,
        Column(
            "Impact Scope/Quality (1-5)",
            "How far products would fall short: 0 not at all, 5 useless. Gives the score.",
            Type.NUMBER,
            also=("Scope Impact", "Quality Impact", "Impact (Q)"),
            minimum=0,
            maximum=5,
            width=12,
        ),
    ]
    impact_benefits: Annotated[
        Numbers,
        Column(
            "Impact Benefits (1-5)",
            "How far benefits would fall short: 0 not at all, 5 all lost. Gives the score.",
            Type.NUMBER,
            also=("Benefits Impact", "Impact (B)"),
            minimum=0,
            maximum=5,
            width=10,
        ),
    ]
    probability_percent: Annotated[
        Numbers,
        Column(
            "Probability %",
            "A better estimate than the class: 35%; empty: the middle of the class. Gives the exposure.",
            Type.PERCENT,
            unit="fraction",
            also=("Prob %", "Likelihood %"),
            minimum=0,
            maximum=1,
            width=11,
            folded=True,
        ),
    ]
    time_impact_min: Annotated[
        Numbers,
        Column(
            "Time Impact Min (wd)",
            "Working days at best if it happens, such as 3. Read by the simulation.",
            Type.NUMBER,
            unit="working days",
            also=("Days Min",),
            minimum=0,
            width=10,
            folded=True,
        ),
    ]
    time_impact_most_likely: Annotated[
        Numbers,
        Column(
            "Time Impact Most Likely (wd)",
            "Working days most likely if it happens, such as 5. Gives the exposure in days.",
            Type.NUMBER,
            unit="working days",
            also=("Days Lost", "Delay", "Time Impact ML (wd)", "Days ML"),
            minimum=0,
            width=12,
            folded=True,
        ),
    ]
    time_impact_max: Annotated[
        Numbers,
        Column(
            "Time Impact Max (wd)",
            "Working days at worst if it happens, such as 12. Read by the simulation.",
            Type.NUMBER,
            unit="working days",
            also=("Days Max",),
            minimum=0,
            width=10,
            folded=True,
        ),
    ]
    cost_impact_min: Annotated[
        Numbers,
        Column(
            "Cost Impact Min",
            "Cost at best if it happens, such as 5000. Read by the simulation.",
            Type.MONEY,
            unit="currency",
            also=("Cost Min",),
            minimum=0,
            width=12,
            folded=True,
        ),
    ]
    cost_impact_most_likely: Annotated[
        Numbers,
        Column(
            "Cost Impact Most Likely",
            "Cost most likely if it happens, such as 8000. Gives the exposure in money.",
            Type.MONEY,
            unit="currency",
            also=("Cost if Occurs", "Cost Impact ML", "Cost ML"),
            minimum=0,
            width=13,
            folded=True,
        ),
    ]
    cost_impact_max: Annotated[
        Numbers,
        Column(
            "Cost Impact Max",
            "Cost at worst if it happens, such as 20000. Read by the simulation.",
            Type.MONEY,
            unit="currency",
            also=("Cost Max",),
            minimum=0,
            width=12,
            folded=True,
        ),
    ]
    duration_factor_min: Annotated[
        Numbers,
        Column(
            "Duration Factor Min",
            "Stretch of the linked tasks at best: 1.05. Read by the simulation's driver method.",
            Type.NUMBER,
            also=("Factor Min",),
            minimum=0,
            width=10,
            folded=True,
        ),
    ]
    duration_factor_most_likely: Annotated[
        Numbers,
        Column(
            "Duration Factor Most Likely",
            "Stretch of the linked tasks most likely: 1.2. Read by the simulation's driver method.",
            Type.NUMBER,
            also=("Factor ML", "Duration Factor ML"),
            minimum=0,
            width=12,
            folded=True,
        ),
    ]
    duration_factor_max: Annotated[
        Numbers,
        Column(
            "Duration Factor Max",
            "Stretch of the linked tasks at worst: 1.6. Read by the simulation's driver method.",
            Type.NUMBER,
            also=("Factor Max",),
            minimum=0,
            width=10,
            folded=True,
        ),
    ]
    proximity_from: Annotated[
        Instants,
        Column(
            "Proximity From",
            "The first day it may strike, such as 8-Apr-2026. Gives the proximity.",
            Type.DATE,
            also=("Impact From", "Exposed From"),
            width=12,
            folded=True,
        ),
    ]
    proximity_to: Annotated[
        Instants,
        Column(
            "Proximity To",
            "The last day it may strike, such as 5-May-2026. Gives the proximity.",
            Type.DATE,
            also=("Impact To", "Exposed To", "Expires"),
            width=12,
            folded=True,
        ),
    ]
    response_type: Annotated[
        Texts,
        Column(
            "Response Type",
            "What we do about it: Mitigate, or Exploit for an opportunity. Read by the board.",
            Type.CHOICE,
            also=("Response", "Strategy", "Risk Response", "Treatment"),
            choices="Response",
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
            "Not started, In progress, Blocked, Done or Cancelled. Done responses lower the current score.",
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
            "Draft, Open, Responding, Occurred or Closed. Only open ones count in the exposure.",
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
    current_score: Annotated[
        Numbers,
        Column(
            "Current Score",
            "The score after the responses that are done. Sorts the register.",
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
