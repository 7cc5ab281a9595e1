"""The sheet of iterations: what each sprint finished, and when the release comes at that speed."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Iterations", "tblIterations", "What each sprint finished, and when the release comes at that speed.", key="id")
class Iterations(Table):
    """Sprints in order, with the burn-up and the release forecast after each."""

    id: Annotated[
        Texts,
        Column(
            "Iteration ID",
            "A short ID, used once: S-01. Reports refer to it.",
            also=("Sprint", "Iteration", "Sprint ID"),
            required=True,
            unique=True,
            width=12,
        ),
    ]
    goal: Annotated[
        Texts,
        Column("Iteration Goal", "What it was to reach, in one sentence.", also=("Sprint Goal", "Goal"), width=36),
    ]
    start: Annotated[Instants, Column("Sprint Start", "The first day of the sprint.", Type.DATE, width=12)]
    finish: Annotated[
        Instants,
        Column("Sprint Finish", "The last day of the sprint; the next begins on the day after.", Type.DATE, width=12),
    ]
    planned_points: Annotated[
        Numbers,
        Column(
            "Planned Points",
            "Points taken into the sprint, such as 22. Read in reviews.",
            Type.NUMBER,
            unit="points",
            also=("Committed", "Commitment"),
            minimum=0,
            width=10,
        ),
    ]
    done_points: Annotated[
        Numbers,
        Column(
            "Done Points",
            "Points accepted in the sprint, such as 20; empty until it ends. Gives the velocity.",
            Type.NUMBER,
            unit="points",
            also=("Completed", "Velocity", "Completed Points"),
            minimum=0,
            width=10,
        ),
    ]
    total_scope: Annotated[
        Numbers,
        Column(
            "Total Scope",
            "Points of the whole release at the end of the sprint, done ones included: 240.",
            Type.NUMBER,
            unit="points",
            also=("Scope", "Backlog", "Total Points"),
            minimum=0,
            width=10,
        ),
    ]
    done_to_date: Annotated[
        Numbers,
        Column(
            "Done to Date",
            "Points accepted so far: the burn-up. Compare it with Total Scope.",
            Type.NUMBER,
            unit="points",
            computed="ITERATIONS",
            width=10,
        ),
    ]
    remaining: Annotated[
        Numbers,
        Column(
            "Points Left",
            "Total Scope without what is done. Read in reviews.",
            Type.NUMBER,
            unit="points",
            computed="ITERATIONS",
            width=10,
        ),
    ]
    velocity: Annotated[
        Numbers,
        Column(
            "Mean Velocity",
            "Mean of the latest sprints; Settings says of how many. Gives the forecast.",
            Type.NUMBER,
            unit="points per sprint",
            computed="ITERATIONS",
            width=10,
        ),
    ]
    sprints_p50: Annotated[
        Numbers,
        Column(
            "Sprints Left P50",
            "Sprints after which it is as likely done as not. Read by the team.",
            Type.NUMBER,
            unit="sprints",
            computed="ITERATIONS",
            width=10,
        ),
    ]
    sprints_p80: Annotated[
        Numbers,
        Column(
            "Sprints Left P80",
            "Sprints after which it is done with 80% confidence. Read by the board.",
            Type.NUMBER,
            unit="sprints",
            computed="ITERATIONS",
            width=10,
        ),
    ]
    release_p50: Annotated[
        Instants,
        Column(
            "Release P50",
            "The end of that sprint. Read by the team.",
            Type.DATE,
            computed="ITERATIONS",
            width=12,
        ),
    ]
    release_p80: Annotated[
        Instants,
        Column(
            "Release P80",
            "The end of that sprint. Compared with the Required Finish of the charter.",
            Type.DATE,
            computed="ITERATIONS",
            width=12,
        ),
    ]
    rag: Annotated[
        Texts,
        Column(
            "Release RAG",
            "R, A or G of the release's P80 date against the required finish and the time tolerance.",
            Type.RAG,
            computed="ITERATIONS",
            width=10,
        ),
    ]
    why: Annotated[
        Texts,
        Column(
            "Release RAG Why",
            "One sentence with the numbers behind the colour. Read by the board.",
            Type.LONG_TEXT,
            computed="ITERATIONS",
            width=60,
        ),
    ]
