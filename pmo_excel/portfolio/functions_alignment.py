"""The catalogue entries of alignment, of requests, and of scenarios."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Answer, Arg, Date, Words, function
from pmo_excel.core.columns import Numbers
from pmo_excel.core.problems import Cell, Code, Problem, Severity, serious
from pmo_excel.portfolio import alignment as aligning
from pmo_excel.portfolio import intake, scoring
from pmo_excel.portfolio.alignment_tables import (
    AlignmentGaps,
    AlignmentScores,
    RequestStates,
    ScenarioEffects,
    ServedObjectives,
)
from pmo_excel.portfolio.functions_scoring import texts
from pmo_excel.portfolio.rules import Names
from pmo_excel.portfolio.scenario import Held, actions_of, effects
from pmo_excel.portfolio.selection_tables import RoleDemand
from pmo_excel.portfolio.tables import Alignment, Criteria, Intake, Objectives, PortfolioBenefits, Projects, Scores

ObjectiveRange = Annotated[Objectives, Arg("The objectives", needs=("Objective ID",))]
AlignmentRange = Annotated[
    Alignment, Arg("Who serves what", needs=("Project ID", "Objective ID", "Contribution (0-3)"))
]
Register = Annotated[Projects, Arg("The register", needs=("Project ID",))]
Benefits = Annotated[PortfolioBenefits | None, Arg("Benefits of the projects", needs=("Project ID", "Benefit"))]


@function("ALIGNMENT", example="=PMO.ALIGNMENT(Alignment!A4:D40; Objectives!A4:G12)")
def alignment_function(alignment: AlignmentRange, objectives: ObjectiveRange) -> AlignmentScores:
    """Contribution, 0-3, times the weight of the objective, for each row of the alignment."""
    scores = aligning.alignment_scores(alignment, objectives)
    ids = {"project_id": alignment.project_id, "objective_id": alignment.objective_id}
    return AlignmentScores.of(len(alignment), None, **ids, score=scores)


@function("OBJECTIVES", example="=PMO.OBJECTIVES(Objectives!A4:G12; Alignment!A4:D40; 'Portfolio Register'!A4:AR60)")
def objectives_function(
    objectives: ObjectiveRange, alignment: AlignmentRange, projects: Register, benefits: Benefits = None
) -> ServedObjectives | Answer:
    """Money, projects and forecast contribution of each objective; who serves nothing, or is not served, is a finding.

    The budget of a project is split by its contributions, so that the shares add up to the budgets that serve anything.
    """
    made = aligning.aligned(objectives, alignment, projects, benefits)
    money = np.nan_to_num(aligning.budgets(projects)) * made.share
    table = ServedObjectives.of(
        len(objectives),
        objective_id=objectives.id,
        budget_share=money.sum(axis=1),
        projects_serving=(made.contribution > 0).sum(axis=1).astype(float),
        forecast_contribution=made.forecast.sum(axis=1),
    )
    found = aligning.gaps(made, projects, objectives) if len(objectives) else ()
    return Answer(table, [*made.problems, *(_gap(one, projects, objectives) for one in found)])


def _gap(one: aligning.Gap, projects: Projects, objectives: Objectives) -> Problem:
    table: Projects | Objectives = projects if one.kind == "Project" else objectives
    fix = "Say in Alignment what it serves; or ask whether it is needed."
    if one.kind == "Objective":
        fix = "Say in Alignment which project serves it; or start one."
    text = f"{table.id[one.row]}: {one.why}"
    return Problem(Code.MISSING_VALUE, text, table.cell("id", one.row), fix, Severity.MEDIUM)


@function(
    "ALIGNMENTGAPS", example="=PMO.ALIGNMENTGAPS('Portfolio Register'!A4:AR60; Objectives!A4:G12; Alignment!A4:D40)"
)
def alignmentgaps(projects: Register, objectives: ObjectiveRange, alignment: AlignmentRange) -> AlignmentGaps | Answer:
    """Projects that serve no objective, and objectives that no project, or no money, serves."""
    made = aligning.aligned(objectives, alignment, projects)
    found = list(aligning.gaps(made, projects, objectives))
    tables = [
        (projects, projects.name) if one.kind == "Project" else (objectives, objectives.objective) for one in found
    ]
    table = AlignmentGaps.of(
        len(found),
        kind=texts(one.kind for one in found),
        id=texts(held.id[one.row] for (held, _), one in zip(tables, found, strict=True)),
        name=texts(names[one.row] for (_, names), one in zip(tables, found, strict=True)),
        why=texts(one.why for one in found),
    )
    return Answer(table, made.problems)


@function("INTAKE", example="=PMO.INTAKE(Intake!A4:R40; DATE(2026;3;31); Scores!A4:I60; Criteria!A4:N9)")
def intake_function(
    requests: Annotated[Intake, Arg("The requests", needs=("Request ID",))],
    as_of: Annotated[Date | None, Arg("The day that ages are counted to; else the newest status date")] = None,
    scores: Annotated[Scores | None, Arg("Scores", needs=("Project ID", "Criterion", "Score (1-5)"))] = None,
    criteria: Annotated[Criteria | None, Arg("The criteria", needs=("Criterion",), reads=("AHP Weight",))] = None,
    projects: Annotated[Projects | None, Arg("The register, for its status dates", needs=("Status Date",))] = None,
) -> RequestStates:
    """Stage, age, score and next gate of each request; its scores stand under its own ID or its project's."""
    stages = [intake.stage_of(requests, row) for row in range(len(requests))]
    return RequestStates.of(
        len(requests),
        id=requests.id,
        stage=texts(stages),
        age=intake.ages(requests, intake.as_of(as_of, projects)),
        score=_request_scores(requests, scores, criteria),
        next_gate=texts(intake.next_gate(stage) for stage in stages),
    )


def _request_scores(requests: Intake, scores: Scores | None, criteria: Criteria | None) -> Numbers:
    values = np.full(len(requests), np.nan)
    if scores is None or criteria is None or not len(scores):
        return values
    made = scoring.scored(scores, criteria)
    if isinstance(made, list):
        return values  # what is wrong with the weights is said of the scores
    for row in range(len(requests)):
        keys = (key for key in (requests.id[row], requests.project_id[row]) if key is not None)
        at = next((place for key in keys if (place := made.at(str(key))) is not None), None)
        values[row] = np.nan if at is None else made.score[at]
    return values


@function("SCENARIO", example="=PMO.SCENARIO('Portfolio Register'!A4:AR60; \"defer P3 1q\"; Demand!A4:H400)")
def scenario_function(
    projects: Annotated[Projects, Arg("The register", needs=("Project ID",), reads=("Strategic Score",))],
    actions: Annotated[Words, Arg("What is tried: stop P3; defer P4 1q; accelerate P5 2m")],
    demand: Annotated[RoleDemand | None, Arg("Hours asked for", needs=("Project ID", "Week", "Hours"))] = None,
    alignment: Annotated[Alignment | None, Arg("Who serves what", needs=("Project ID", "Objective ID"))] = None,
    objectives: Annotated[Objectives | None, Arg("The objectives", needs=("Objective ID",))] = None,
    benefits: Benefits = None,
    minutes_per_day: Annotated[
        float, Arg("Working minutes in a day", unit="minutes", source="Settings.Minutes per day")
    ] = 480,
) -> ScenarioEffects | Answer:
    """What stopping, deferring or speeding up projects changes: finishes, score, money, people by quarter, objectives.

    People are hours by the working hours of Monday to Friday in the quarter. A deferred project counts for an objective
    only where its new finish and the target date are known, and it comes in time.
    """
    names = Names([str(key) for key in projects.id.tolist()])
    wanted = actions_of([text for text in actions if text], names, Cell("actions"))
    if any(serious(p) for p in names.problems) or not wanted:
        fix = "Write stop P3; defer P4 1q."
        empty = [] if names.problems else [Problem(Code.ARGUMENT, "nothing is to be tried", Cell("actions"), fix)]
        return Answer(None, [*names.problems, *empty])
    since = intake.as_of(None, projects)
    held = Held(projects, demand, alignment, objectives, benefits)
    rows = effects(held, wanted, minutes_per_day / 60, since)
    columns = list(zip(*rows, strict=True)) or [()] * 9
    before, after = (np.array(columns[at], dtype=float) for at in (3, 4))
    table = ScenarioEffects.of(
        len(rows),
        measure=texts(columns[0]),
        what=texts(columns[1]),
        quarter=texts(columns[2]),
        before=before,
        after=after,
        difference=after - before,
        unit=texts(columns[5]),
        note=texts(columns[6]),
        date_before=np.array(columns[7], dtype=np.int64),
        date_after=np.array(columns[8], dtype=np.int64),
    )
    return Answer(table, names.problems)
