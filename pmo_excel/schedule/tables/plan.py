"""The sheet of the plan."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Schedule", "tblSchedule", "The plan: one row per task, milestone or summary.", key="id")
class Schedule(Table):
    """Work to schedule: one row per task, milestone or summary, in workbook order."""

    id: Annotated[
        Texts,
        Column(
            "Task ID",
            "A short ID that never changes and is never used again: 12. Predecessors refer to it.",
            also=("ID", "Activity ID", "Unique ID", "No.", "No", "#", "Task No", "Vorgangs-Nr.", "Nr.", "N°"),
            required=True,
            unique=True,
            width=8,
        ),
    ]
    wbs: Annotated[
        Texts,
        Column(
            "WBS",
            "The place in the breakdown: 1.2.3 stands under the summary 1.2. Roll-ups follow it.",
            also=("WBS Code", "Outline Number", "Outline", "PSP-Code", "PSP", "Code WBS"),
            pattern=r"\d+(\.\d+)*",
            width=8,
        ),
    ]
    name: Annotated[
        Texts,
        Column(
            "Task Name",
            "What is done, beginning with a verb: Select supplier. Everybody who reads the plan sees it.",
            also=(
                "Task",
                "Activity",
                "Activity Name",
                "Name",
                "Description",
                "Vorgangsname",
                "Vorgang",
                "Nom de la tâche",
            ),
            required=True,
            width=38,
        ),
    ]
    task_type: Annotated[
        Texts,
        Column(
            "Task Type",
            "Task, Milestone, Summary, Level of effort or Planning package; empty: from duration and WBS.",
            Type.CHOICE,
            also=("Type", "Activity Type", "Vorgangsart"),
            choices="TaskType",
            width=12,
        ),
    ]
    deliverable_id: Annotated[
        Texts,
        Column(
            "Deliverable ID",
            "The product this task works on, such as P-03. Tells reviewers which tasks a product waits for.",
            Type.CHOICE,
            refers="Deliverables.Deliverable ID",
            also=("Deliverable", "Product ID"),
            width=12,
            folded=True,
        ),
    ]
    stage: Annotated[
        Texts,
        Column(
            "Stage",
            "The stage the task belongs to, from the list: Plan. Stage and gate reports group by it.",
            Type.CHOICE,
            also=("Phase", "Project Phase", "Projektphase"),
            choices="Stage",
            width=13,
            folded=True,
        ),
    ]
    owner: Annotated[
        Texts,
        Column(
            "Owner",
            "The one person who answers for the task: Ana Keller. Read in look-aheads and reminders.",
            Type.PERSON,
            also=(
                "Task Owner",
                "Responsible",
                "Assigned To",
                "Lead",
                "Resource Names",
                "Verantwortlich",
                "Responsable",
            ),
            width=18,
        ),
    ]
    predecessors: Annotated[
        Texts,
        Column(
            "Predecessors",
            "IDs of the tasks it waits for, separated by ; with type and lag: 3; 5SS+2d. Sets the dates.",
            also=(
                "Pred",
                "Preds",
                "Pred.",
                "Predecessor",
                "Depends On",
                "Dependency",
                "Dependencies",
                "Vorgänger",
                "Prédécesseurs",
            ),
            width=14,
        ),
    ]
    duration: Annotated[
        Texts,
        Column(
            "Duration (wd)",
            "Working days: 10, or 2w, 16h; with a range 10 (8-18). 0 is a milestone. Sets the dates.",
            Type.DURATION,
            unit="working days",
            also=("Duration", "Dur", "Dur.", "Days", "Original Duration", "OD", "Work Days", "Dauer", "Durée"),
            width=10,
        ),
    ]
    optimistic: Annotated[
        Numbers,
        Column(
            "Optimistic",
            "Working days if all goes well, such as 8. Read by the risk simulation.",
            Type.NUMBER,
            unit="working days",
            also=("Best Case", "Min Duration", "Optimistic Duration", "O"),
            minimum=0,
            width=10,
            folded=True,
        ),
    ]
    most_likely: Annotated[
        Numbers,
        Column(
            "Most Likely",
            "Working days most often needed, such as 10; empty: the duration. Read by the risk simulation.",
            Type.NUMBER,
            unit="working days",
            also=("Likely", "ML", "Most Likely Duration", "M"),
            minimum=0,
            width=10,
            folded=True,
        ),
    ]
    pessimistic: Annotated[
        Numbers,
        Column(
            "Pessimistic",
            "Working days if much goes wrong, such as 18. Read by the risk simulation.",
            Type.NUMBER,
            unit="working days",
            also=("Worst Case", "Max Duration", "Pessimistic Duration", "P"),
            minimum=0,
            width=10,
            folded=True,
        ),
    ]
    effort: Annotated[
        Numbers,
        Column(
            "Effort (h)",
            "Hours of work for everybody together, such as 60. Compared with the assignments.",
            Type.NUMBER,
            unit="hours",
            also=("Effort", "Work", "Planned Work", "Work (h)", "Estimate (h)", "Arbeit", "Travail"),
            minimum=0,
            width=9,
            folded=True,
        ),
    ]
    calendar: Annotated[
        Texts,
        Column(
            "Calendar",
            "A name from Calendars: Night shift. Empty: the Standard calendar. Sets which days count.",
            Type.CHOICE,
            also=("Task Calendar", "Calendar Name", "Kalender", "Calendrier"),
            refers="Calendars.Calendar Name",
            width=12,
            folded=True,
        ),
    ]
    constraint_type: Annotated[
        Texts,
        Column(
            "Constraint Type",
            "Only where a date is imposed from outside: Start no earlier than. Empty: as soon as possible.",
            Type.CHOICE,
            also=("Constraint", "Einschränkungsart"),
            choices="ConstraintType",
            width=18,
            folded=True,
        ),
    ]
    constraint_date: Annotated[
        Instants,
        Column(
            "Constraint Date",
            "The imposed date, such as 12-May-2026; only with a constraint type that needs one. Sets the dates.",
            Type.DATE,
            also=("Constraint On", "Einschränkungstermin"),
            width=12,
            folded=True,
        ),
    ]
    deadline: Annotated[
        Instants,
        Column(
            "Deadline",
            "The day it was promised for, such as 29-May-2026. Moves nothing; lowers the float and warns.",
            Type.DATE,
            also=("Due Date", "Due by", "Due", "Must Finish By", "Required By", "Stichtag", "Échéance"),
            width=12,
            folded=True,
        ),
    ]
    priority: Annotated[
        Numbers,
        Column(
            "Priority (level)",
            "0 to 1000, such as 700; empty: 500. Levelling delays low numbers first.",
            Type.NUMBER,
            also=("Priority", "Priorität", "Priorité"),
            minimum=0,
            maximum=1000,
            default=500,
            width=9,
            folded=True,
        ),
    ]
    earned_value_method: Annotated[
        Texts,
        Column(
            "Earned Value Method",
            "How progress earns value: 50/50. Empty: % complete. Read by the earned value report.",
            Type.CHOICE,
            also=("EV Method", "Earning Rule", "EV Technique"),
            choices="EVMethod",
            default="% complete",
            width=14,
            folded=True,
        ),
    ]
    percent_complete: Annotated[
        Numbers,
        Column(
            "% Complete",
            "How much of the duration is done: 40%. 100% needs an actual finish. Read by everybody.",
            Type.PERCENT,
            unit="fraction",
            also=(
                "% Done",
                "Percent Complete",
                "Pct Complete",
                "Progress",
                "Complete",
                "Fortschritt",
                "% abgeschlossen",
                "% achevé",
            ),
            minimum=0,
            maximum=1,
            width=10,
        ),
    ]
    actual_start: Annotated[
        Instants,
        Column(
            "Actual Start",
            "The day work really began, not after the status date: 2-Mar-2026. Replaces the planned start.",
            Type.DATE,
            also=("Started", "Started On", "AS", "Actual Start Date", "Ist-Anfang", "Début réel"),
            width=12,
        ),
    ]
    actual_finish: Annotated[
        Instants,
        Column(
            "Actual Finish",
            "The day work was really finished, not after the status date: 13-Mar-2026. Replaces the planned finish.",
            Type.DATE,
            also=(
                "Finished",
                "Finished On",
                "Completed",
                "Completed On",
                "AF",
                "Actual Finish Date",
                "Ist-Ende",
                "Fin réelle",
            ),
            width=12,
        ),
    ]
    remaining_duration: Annotated[
        Numbers,
        Column(
            "Remaining Duration (wd)",
            "Working days still needed once started, such as 6; empty: from % complete. Sets the finish.",
            Type.NUMBER,
            unit="working days",
            also=("Remaining", "Remaining Duration", "RD", "Days Left", "Restdauer", "Durée restante"),
            minimum=0,
            width=11,
            folded=True,
        ),
    ]
    notes: Annotated[
        Texts,
        Column(
            "Notes",
            "Anything a successor in your job should know: permit applied for on 3 March. Read by the team.",
            Type.LONG_TEXT,
            also=("Note", "Comments", "Comment", "Remarks", "Bemerkungen", "Remarques"),
            width=36,
            folded=True,
        ),
    ]
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
