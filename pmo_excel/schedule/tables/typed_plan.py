"""The columns of the plan that people type."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Schedule")
class TypedPlan(Table):
    """Work, links, dates that are set, and progress: one row per task, milestone or summary."""

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
