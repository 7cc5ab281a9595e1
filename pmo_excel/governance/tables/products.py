"""The sheets of deliverables, stage gates and benefits."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.gate_checklist import checklist


@table(
    "Deliverables", "tblDeliverables", "What the project hands over, how good it must be, and who accepts it.", key="id"
)
class Deliverables(Table):
    """Products with their acceptance criteria and approval."""

    id: Annotated[
        Texts,
        Column(
            "Deliverable ID",
            "A short ID, used once: P-01. Tasks refer to it.",
            also=("Product ID", "ID", "Document ID", "No."),
            required=True,
            unique=True,
            width=12,
        ),
    ]
    name: Annotated[
        Texts,
        Column(
            "Deliverable",
            "What is handed over: tested network on both floors.",
            also=("Product", "Document", "Title", "Name"),
            required=True,
            width=36,
        ),
    ]
    product_description: Annotated[
        Texts,
        Column(
            "Product Description",
            "What it is, in two sentences, so that all expect the same.",
            Type.LONG_TEXT,
            width=40,
            folded=True,
        ),
    ]
    acceptance_criteria: Annotated[
        Texts,
        Column(
            "Acceptance Criteria",
            "What makes it good enough, measurable: all 240 ports tested.",
            Type.LONG_TEXT,
            width=36,
        ),
    ]
    quality_method: Annotated[
        Texts, Column("Quality Method", "How that is checked: inspection, test, review.", width=20, folded=True)
    ]
    producer: Annotated[Texts, Column("Producer", "Who makes it: Northgate Interiors.", Type.PERSON, width=18)]
    reviewer: Annotated[Texts, Column("Reviewer", "Who checks it: Petra Lang.", Type.PERSON, width=18)]
    approver: Annotated[Texts, Column("Approver", "Who accepts it: Helen Marsh.", Type.PERSON, width=18)]
    planned_approval: Annotated[
        Instants, Column("Planned Approval", "The day by which it should be accepted.", Type.DATE, width=12)
    ]
    actual_approval: Annotated[
        Instants, Column("Actual Approval", "The day on which it was accepted; empty until then.", Type.DATE, width=12)
    ]
    version: Annotated[Texts, Column("Version", "The version that is current: 1.2. Read by whoever reviews.", width=9)]
    document_link: Annotated[
        Texts,
        Column(
            "Document Link",
            "Where it is kept: an https address. Published with the list.",
            Type.URL,
            also=("Link",),
            width=30,
        ),
    ]
    review_due: Annotated[
        Instants,
        Column(
            "Review Due",
            "The day of the next review. Listed when it has passed.",
            Type.DATE,
            also=("Next Review", "Review Date"),
            width=12,
        ),
    ]
    deliverable_status: Annotated[
        Texts,
        Column(
            "Deliverable Status",
            "Planned, In progress, In review, Approved, Rejected or Superseded.",
            Type.CHOICE,
            also=("Status", "State"),
            choices="DeliverableStatus",
            width=14,
        ),
    ]
    linked_tasks: Annotated[
        Texts,
        Column(
            "Linked Tasks",
            "Tasks in Schedule that name this deliverable. Read by whoever plans.",
            computed="DELIVERABLES",
            width=18,
        ),
    ]
    rag: Annotated[
        Texts,
        Column(
            "Deliverable RAG",
            "R, A or G from the finish of its tasks against the planned approval; blue when approved.",
            Type.RAG,
            computed="DELIVERABLES",
            width=12,
        ),
    ]


@table(
    "Stage Gates",
    "tblGates",
    "What must be in place before the next stage, and what the board decided.",
    first_rows=checklist(),
)
class StageGates(Table):
    """Gate checklist: one row per item, with its evidence and result."""

    gate: Annotated[
        Texts,
        Column(
            "Gate",
            "The gate that the item belongs to: G2 Plan. Readiness is counted by gate.",
            Type.CHOICE,
            choices="Gate",
            required=True,
            width=14,
        ),
    ]
    item_no: Annotated[
        Texts,
        Column("Item No", "The item's number within the gates: G2.3. Minutes refer to it.", computed="LOG", width=9),
    ]
    checklist_item: Annotated[
        Texts,
        Column("Checklist Item", "What must be in place. From the template's checklist.", computed="LOG", width=50),
    ]
    mandatory: Annotated[
        Flags,
        Column("Mandatory", "Yes where the gate cannot be passed without it.", Type.YES_NO, computed="LOG", width=11),
    ]
    evidence_link: Annotated[
        Texts,
        Column(
            "Evidence Link",
            "Where the proof is kept: an https address. Read by the reviewer.",
            Type.URL,
            also=("Evidence", "Link"),
            width=30,
        ),
    ]
    result: Annotated[
        Texts,
        Column(
            "Result",
            "Yes, Partly, No or N/A. Readiness counts Yes, and leaves out N/A.",
            Type.CHOICE,
            choices=(
                "Yes",
                "No",
                "N/A",
                "Partly",
            ),
            width=9,
        ),
    ]
    reviewer: Annotated[
        Texts,
        Column(
            "Reviewer",
            "Who looked at the evidence: Priya Nair.",
            Type.PERSON,
            also=("Assessor", "Reviewed By"),
            width=18,
        ),
    ]
    reviewed_on: Annotated[Instants, Column("Reviewed On", "The day of the review.", Type.DATE, width=12)]
    condition: Annotated[
        Texts,
        Column("Condition", "What must still be done where the gate is passed on conditions.", width=28, folded=True),
    ]
    condition_due: Annotated[
        Instants,
        Column("Condition Due", "The day by which the condition must be met.", Type.DATE, width=12, folded=True),
    ]
    gate_date: Annotated[
        Instants,
        Column("Gate Date (planned)", "The planned day of the gate; once per gate is enough.", Type.DATE, width=12),
    ]
    gate_outcome: Annotated[
        Texts,
        Column(
            "Gate Outcome",
            "Go, Conditional go, Hold, Stop or Not held; once per gate is enough.",
            Type.CHOICE,
            also=("Outcome",),
            choices="GateOutcome",
            width=14,
        ),
    ]
    decided_by: Annotated[
        Texts, Column("Decided By", "Who decided at the gate: Project board.", Type.PERSON, width=18, folded=True)
    ]
    readiness_percent: Annotated[
        Numbers,
        Column(
            "Readiness %",
            "Share of the gate's items that are in place. Read before the gate.",
            Type.PERCENT,
            unit="fraction",
            computed="GATES",
            width=11,
        ),
    ]
    missing_mandatory: Annotated[
        Texts,
        Column(
            "Missing Mandatory",
            "Mandatory items of the gate that are not in place. Read before the gate.",
            Type.LONG_TEXT,
            computed="GATES",
            width=90,
        ),
    ]


@table("Benefits", "tblBenefits", "What the project is for, how it is measured, and how much of it comes.", key="id")
class Benefits(Table):
    """The benefits register: target, forecast and realised value of each."""

    id: Annotated[
        Texts,
        Column(
            "Benefit ID",
            "A short ID, used once: B-01. The portfolio refers to it.",
            also=("ID", "No."),
            required=True,
            unique=True,
            width=11,
        ),
    ]
    name: Annotated[
        Texts, Column("Benefit", "What gets better: rent of the second office saved.", required=True, width=36)
    ]
    benefit_owner: Annotated[
        Texts,
        Column(
            "Benefit Owner",
            "Who answers for it after the project: Helen Marsh.",
            Type.PERSON,
            also=("Owner",),
            required=True,
            width=18,
        ),
    ]
    benefit_type: Annotated[
        Texts,
        Column(
            "Benefit Type",
            "Cashable, Efficiency, Non-cashable, or Disbenefit: what gets worse.",
            Type.CHOICE,
            also=("Type",),
            choices=(
                "Cashable",
                "Efficiency",
                "Non-cashable",
                "Disbenefit",
            ),
            width=14,
        ),
    ]
    strategic_objective_id: Annotated[
        Texts, Column("Strategic Objective ID", "The portfolio's objective that it serves: O-1.", width=13)
    ]
    measure: Annotated[
        Texts, Column("Measure", "How it is measured and in which unit: rent per year, GBP.", required=True, width=28)
    ]
    baseline_value: Annotated[
        Numbers,
        Column(
            "Baseline Value", "The value before the project, such as 180000.", Type.NUMBER, also=("Baseline",), width=12
        ),
    ]
    target_value: Annotated[
        Numbers,
        Column(
            "Target Value",
            "The value promised, such as 60000. The colour compares with it.",
            Type.NUMBER,
            also=("Target",),
            width=12,
        ),
    ]
    target_date: Annotated[
        Instants, Column("Target Date", "The day by which the target is to be reached.", Type.DATE, width=12)
    ]
    forecast_value: Annotated[
        Numbers,
        Column(
            "Forecast Value",
            "The value now expected, such as 55000. The colour compares it with the target.",
            Type.NUMBER,
            also=("Forecast",),
            width=12,
        ),
    ]
    realised_value: Annotated[
        Numbers,
        Column(
            "Realised Value",
            "The value measured so far, such as 15000.",
            Type.NUMBER,
            also=("Realised", "Actual Value"),
            width=12,
        ),
    ]
    measured_on: Annotated[
        Instants,
        Column(
            "Measured On",
            "The day of the last measurement.",
            Type.DATE,
            also=("Measure Date", "Date Measured"),
            width=12,
        ),
    ]
    value_per_week: Annotated[
        Numbers,
        Column(
            "Value per Week",
            "What a week of the benefit is worth: 4000. The cost of each week's delay.",
            Type.MONEY,
            unit="currency per week",
            width=13,
        ),
    ]
    rag: Annotated[
        Texts,
        Column(
            "Benefit RAG",
            "R, A or G from forecast against target and the tolerance for benefits.",
            Type.RAG,
            computed="BENEFITS",
            width=10,
        ),
    ]
    cost_of_delay: Annotated[
        Numbers,
        Column(
            "Cost of Delay to Date",
            "Value per week, for the weeks since the target date while the target is not reached. Read by the board.",
            Type.MONEY,
            unit="currency",
            computed="BENEFITS",
            width=13,
        ),
    ]
