"""The sheet of the budget."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Budget", "tblBudget", "What it may cost, has cost and will cost, line by line.", key="id")
class Budget(Table):
    """The cost plan: one row per cost line, in the project's currency."""

    id: Annotated[
        Texts,
        Column(
            "Cost Line ID",
            "A short ID, used once: C-01. Reports and findings refer to it.",
            also=("ID", "Line", "Cost Line", "Line No"),
            required=True,
            unique=True,
            width=11,
        ),
    ]
    wbs_or_task: Annotated[
        Texts,
        Column(
            "WBS / Task ID",
            "The WBS code or task that the money is for: 2.1. Earned value needs it.",
            also=("WBS", "Task ID", "Task", "Work Package"),
            width=11,
        ),
    ]
    category: Annotated[
        Texts,
        Column(
            "Cost Category",
            "Labour, Supplier, Hardware and so on. Cost reports group by it.",
            Type.CHOICE,
            also=("Category", "Cost Type", "Kostenart"),
            choices="CostCategory",
            width=14,
        ),
    ]
    description: Annotated[
        Texts,
        Column(
            "Description",
            "What is paid for: Cabling of two floors. Read by sponsor and finance.",
            also=("Item", "Cost Item", "Beschreibung", "Désignation"),
            width=34,
        ),
    ]
    capex_opex: Annotated[
        Texts,
        Column(
            "CapEx/OpEx",
            "CapEx where it is capitalised, OpEx where it is expensed. Read by finance.",
            Type.CHOICE,
            also=("Capex Opex", "Capital/Revenue"),
            choices="CapexOpex",
            width=10,
        ),
    ]
    supplier: Annotated[
        Texts,
        Column(
            "Supplier",
            "Who is paid: Northgate Interiors. Read by procurement.",
            also=("Vendor", "Contractor", "Lieferant", "Fournisseur"),
            width=22,
        ),
    ]
    budget: Annotated[
        Numbers,
        Column(
            "Budget",
            "What was approved, such as 42000. Variances are measured from it.",
            Type.MONEY,
            unit="currency",
            also=("Approved", "Approved Budget", "Plan", "BAC", "Planned Cost", "Planned", "Plankosten"),
            width=13,
        ),
    ]
    commitment: Annotated[
        Numbers,
        Column(
            "Commitment",
            "Ordered and not yet invoiced, such as 18000. Read by finance.",
            Type.MONEY,
            unit="currency",
            also=("Committed", "Orders", "PO Value", "Obligo"),
            width=13,
        ),
    ]
    actual_to_date: Annotated[
        Numbers,
        Column(
            "Actual to Date",
            "Paid or invoiced up to the status date, such as 9500. Read by every cost report.",
            Type.MONEY,
            unit="currency",
            also=("Actual", "Actuals", "Spent", "Spend to Date", "Actual Cost", "Istkosten", "Coût réel"),
            width=13,
        ),
    ]
    accrual: Annotated[
        Numbers,
        Column(
            "Accrual",
            "Work done and not invoiced yet, such as 3000. Added to the actual.",
            Type.MONEY,
            unit="currency",
            also=("Accruals", "Accrued"),
            width=12,
        ),
    ]
    forecast_to_complete: Annotated[
        Numbers,
        Column(
            "Forecast to Complete",
            "What is still to be spent, such as 31000; empty: budget less spent. Gives the EAC.",
            Type.MONEY,
            unit="currency",
            also=("ETC", "Forecast", "To Go", "Estimate to Complete", "Cost to Complete", "Restkosten"),
            width=13,
        ),
    ]
    contingency_drawn: Annotated[
        Numbers,
        Column(
            "Contingency Drawn",
            "Contingency used for this line, such as 2000. Read by the sponsor.",
            Type.MONEY,
            unit="currency",
            also=("Contingency", "Contingency Used"),
            width=13,
            folded=True,
        ),
    ]
    change_id: Annotated[
        Texts,
        Column(
            "Change ID",
            "The approved change that altered the budget: CR-004. Read by auditors.",
            Type.CHOICE,
            refers="Changes.Change ID",
            also=("CR", "CR ID", "Change Request"),
            width=11,
            folded=True,
        ),
    ]
    finance_code: Annotated[
        Texts,
        Column(
            "Finance Code",
            "The cost centre or ledger code: 4410-220. Read by finance.",
            also=("Cost Centre", "Cost Center", "GL Code", "Ledger Code", "Kostenstelle"),
            width=13,
            folded=True,
        ),
    ]
    estimate_at_completion: Annotated[
        Numbers,
        Column(
            "EAC",
            "Estimate at completion: actual, accrual and forecast to complete. Read by sponsor and finance.",
            Type.MONEY,
            unit="currency",
            also=("Estimate at Completion", "Forecast Outturn", "Outturn", "Forecast Total"),
            computed="COSTLINES",
            width=13,
        ),
    ]
    variance_at_completion: Annotated[
        Numbers,
        Column(
            "Variance at Completion",
            "Budget less EAC; minus is over budget. Read by sponsor and finance.",
            Type.MONEY,
            unit="currency",
            also=("VAC", "Variance", "Cost Variance"),
            computed="COSTLINES",
            width=13,
        ),
    ]
    rag: Annotated[
        Texts,
        Column(
            "Cost RAG",
            "R, A or G from the overrun and the cost tolerance. Read by sponsor and finance.",
            Type.RAG,
            also=("RAG", "Status"),
            computed="COSTLINES",
            width=9,
        ),
    ]
