"""The sheet of the plan: what people type, and what is computed beside it."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import table
from pmo_excel.schedule.tables.typed_plan import TypedPlan


@table("Schedule", "tblSchedule", "The plan: one row per task, milestone or summary.", key="id")
class Schedule(TypedPlan):
    """Work to schedule: one row per task, milestone or summary, in workbook order."""

    start: Annotated[
        Instants,
        Column(
            "Start",
            "When the task begins, from links, calendars and progress. Read by owners and reports.",
            Type.DATE,
            also=("Start Date", "Planned Start", "Begin", "Anfang", "Début"),
            computed="SCHEDULE",
            width=12,
        ),
    ]
    finish: Annotated[
        Instants,
        Column(
            "Finish",
            "The last working day of the task, from links, calendars and progress. Read by owners and reports.",
            Type.DATE,
            also=("Finish Date", "End", "End Date", "Planned Finish", "Forecast Finish", "Ende", "Fin"),
            computed="SCHEDULE",
            width=12,
        ),
    ]
    baseline_start: Annotated[
        Instants,
        Column(
            "Baseline Start",
            "The start that was agreed, from the latest baseline in Baselines. Shows what has moved.",
            Type.DATE,
            also=("BL Start", "Baseline Start Date", "Geplanter Anfang"),
            computed="BASELINEVARIANCE",
            width=12,
            folded=True,
        ),
    ]
    baseline_finish: Annotated[
        Instants,
        Column(
            "Baseline Finish",
            "The finish that was agreed, from the latest baseline in Baselines. Shows what has moved.",
            Type.DATE,
            also=("BL Finish", "Baseline End", "Baseline Finish Date", "Geplantes Ende"),
            computed="BASELINEVARIANCE",
            width=12,
        ),
    ]
    start_variance: Annotated[
        Numbers,
        Column(
            "Start Variance (wd)",
            "Working days the start is later than the baseline; minus is earlier. Read in status meetings.",
            Type.NUMBER,
            unit="working days",
            also=("Start Var", "Start Slip"),
            computed="BASELINEVARIANCE",
            width=10,
            folded=True,
        ),
    ]
    finish_variance: Annotated[
        Numbers,
        Column(
            "Finish Variance (wd)",
            "Working days the finish is later than the baseline; minus is earlier. Read in status meetings.",
            Type.NUMBER,
            unit="working days",
            also=("Finish Var", "Finish Slip", "Slip", "Variance"),
            computed="BASELINEVARIANCE",
            width=10,
        ),
    ]
    total_float: Annotated[
        Numbers,
        Column(
            "Total Float (wd)",
            "Working days the task can slip before the project's finish or a deadline moves. Read by planners.",
            Type.NUMBER,
            unit="working days",
            also=("Float", "Slack", "Total Slack", "TF", "Gesamtpuffer", "Pufferzeit", "Marge totale"),
            computed="SCHEDULE",
            width=10,
        ),
    ]
    free_float: Annotated[
        Numbers,
        Column(
            "Free Float (wd)",
            "Working days the task can slip before any other task moves. Read by planners.",
            Type.NUMBER,
            unit="working days",
            also=("Free Slack", "FF", "Freier Puffer", "Marge libre"),
            computed="SCHEDULE",
            width=10,
            folded=True,
        ),
    ]
    critical: Annotated[
        Flags,
        Column(
            "Critical",
            "Yes where a day lost here is a day lost at the project's finish. Watched by everybody.",
            Type.YES_NO,
            also=("Critical?", "On Critical Path", "Kritisch", "Critique"),
            computed="SCHEDULE",
            width=9,
        ),
    ]
    criticality: Annotated[
        Numbers,
        Column(
            "Criticality Index",
            "Share of the simulated runs in which a day lost here is a day lost at the finish. Compare with Critical.",
            Type.PERCENT,
            unit="fraction",
            also=("Criticality", "CI"),
            computed="TASKPERCENTILES",
            width=10,
            folded=True,
        ),
    ]
    driving_predecessor: Annotated[
        Texts,
        Column(
            "Driving Predecessor",
            "The task that holds this one's start. Follow it back to see why a date is what it is.",
            also=("Driver", "Driving Pred", "Driven By"),
            computed="SCHEDULE",
            width=12,
            folded=True,
        ),
    ]
    p50_finish: Annotated[
        Instants,
        Column(
            "P50 Finish",
            "The working date by which it is finished in half of the simulated runs; empty where all is certain.",
            Type.DATE,
            also=("P50", "P50 Date"),
            computed="TASKPERCENTILES",
            width=12,
            folded=True,
        ),
    ]
    p80_finish: Annotated[
        Instants,
        Column(
            "P80 Finish",
            "The working date by which it is finished in 80% of the simulated runs. Promise this one.",
            Type.DATE,
            also=("P80", "P80 Date"),
            computed="TASKPERCENTILES",
            width=12,
        ),
    ]
    planned_value: Annotated[
        Numbers,
        Column(
            "Planned Value",
            "Budget of the work planned up to the status date, from the baseline. Read in cost reports.",
            Type.MONEY,
            unit="currency",
            also=("PV", "BCWS"),
            computed="TASKVALUES",
            width=13,
            folded=True,
        ),
    ]
    earned_value: Annotated[
        Numbers,
        Column(
            "Earned Value",
            "Budget of the work that is done, by the earned value method. Read in cost reports.",
            Type.MONEY,
            unit="currency",
            also=("EV", "BCWP"),
            computed="TASKVALUES",
            width=13,
            folded=True,
        ),
    ]
    actual_cost: Annotated[
        Numbers,
        Column(
            "Actual Cost",
            "What it has cost so far, from the lines of Budget, with accruals. Read in cost reports.",
            Type.MONEY,
            unit="currency",
            also=("AC", "ACWP"),
            computed="TASKVALUES",
            width=13,
            folded=True,
        ),
    ]
    cost: Annotated[
        Numbers,
        Column(
            "Cost (budget)",
            "What was approved for it, from the lines of Budget. Read in cost reports.",
            Type.MONEY,
            unit="currency",
            also=("Cost", "Planned Cost"),
            computed="TASKVALUES",
            width=13,
            folded=True,
        ),
    ]
    levelled_start: Annotated[
        Instants,
        Column(
            "Levelled Start",
            "When it can start with the people there are; the Start stays as it is. Compare the two.",
            Type.DATE,
            also=("Leveled Start",),
            computed="LEVEL",
            width=12,
            folded=True,
        ),
    ]
    levelled_finish: Annotated[
        Instants,
        Column(
            "Levelled Finish",
            "When it then finishes, without anybody booked for more time than there is.",
            Type.DATE,
            also=("Leveled Finish",),
            computed="LEVEL",
            width=12,
            folded=True,
        ),
    ]
    rag: Annotated[
        Texts,
        Column(
            "Task RAG",
            "R, A or G from the finish variance and the time tolerance; Blue is done. Read in status meetings.",
            Type.RAG,
            also=("RAG", "Status", "RAG Status", "Health", "Ampel"),
            computed="TASKRAG",
            width=8,
        ),
    ]
    rag_why: Annotated[
        Texts,
        Column(
            "RAG Why",
            "One sentence with the numbers behind the colour. Answers the first question in every meeting.",
            also=("Why", "RAG Reason", "RAG Comment"),
            computed="TASKRAG",
            width=44,
            folded=True,
        ),
    ]
    health_findings: Annotated[
        Texts,
        Column(
            "Health Findings",
            "The schedule checks that name this task, as in DCMA1; DCMA7. Read by planners.",
            also=("DCMA", "Schedule Checks"),
            computed="HEALTHFINDINGS",
            width=18,
            folded=True,
        ),
    ]
