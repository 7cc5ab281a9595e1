"""The catalogue entries of scoring: weighted scores, comparisons in pairs, WSJF, and portfolio confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final

import numpy as np

from pmo_excel.core.catalogue import Answer, Arg, Series, Words, asks_as, function, undefined
from pmo_excel.core.columns import Texts
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.portfolio import confidence, pairwise, scoring
from pmo_excel.portfolio.score_tables import (
    Confidence,
    CriteriaWeights,
    PairwiseWeights,
    Priorities,
    RankedScores,
    ScoreRows,
    Sensitivity,
    WeightedScores,
)
from pmo_excel.portfolio.tables import Criteria, Intake, Projects, Scores
from pmo_excel.portfolio.weighing import compared, rank_range, score_rows

ScoreRange = Annotated[Scores, Arg("Scores of projects by criterion", needs=("Project ID", "Criterion", "Score (1-5)"))]
WeightRange = Annotated[Criteria, Arg("The criteria and their weights", needs=("Criterion",), reads=("AHP Weight",))]
Mandatory = Annotated[Words | None, Arg("Projects that are done whatever they score: regulatory ones")]
Requests = Annotated[
    Intake | None, Arg("Requests, for those that are mandatory", needs=("Request ID", "Mandatory / Regulatory"))
]
NONE: Final = float("nan")


@function("SCORERANKS", example="=PMO.SCORERANKS(Scores!A4:E60; Criteria!A4:D9)")
def scoreranks(scores: ScoreRange, weights: WeightRange, mandatory: Mandatory = None) -> RankedScores | Answer:
    """The score of each project as WEIGHTEDSCORE gives it, with its rank, and why one has none."""
    made = scoring.scored(scores, weights, words(mandatory))
    if isinstance(made, list):
        return Answer(None, made)
    table = RankedScores.of(
        len(made.projects),
        project=texts(one.project for one in made.projects),
        score=np.array(made.score),
        rank=np.array(made.rank),
        state=texts(_state(one, made.weights) for one in made.projects),
    )
    return Answer(table, made.problems)


@function("WEIGHTEDSCORE", example="=PMO.WEIGHTEDSCORE(Scores!A4:E60; Criteria!A4:D9)")
@asks_as(scoreranks)
def weightedscore(**asked: Any) -> WeightedScores | Answer:
    """Weight times score of each project, added up.

    Weights are 100% together. A project with one score missing is unscored, not lower; mandatory ones are not scored.
    """
    found = scoreranks(**asked)
    if not isinstance(found, Answer) or found.value is None:
        return found
    return Answer(found.value.only(WeightedScores), found.problems)


def _state(one: scoring.Given, weights: scoring.Weights) -> str:
    if one.mandatory:
        return "Mandatory"
    missing = one.missing(weights)
    return f"Unscored: {', '.join(missing)} missing" if missing else "Scored"


@function("SCORESENSITIVITY", example="=PMO.SCORESENSITIVITY(Scores!A4:E60; Criteria!A4:D9; 5)")
def scoresensitivity(
    scores: ScoreRange,
    weights: WeightRange,
    top: Annotated[float, Arg("How many count as the first", unit="projects")] = 5,
    shift: Annotated[float, Arg("Part by which a weight goes up and down, as in 10%", unit="fraction")] = scoring.SHIFT,
    mandatory: Mandatory = None,
) -> Sensitivity | Answer:
    """Does the ranking hold: best and worst rank of each project when one weight after the other is 10% up and down.

    The other weights make room in proportion, so that all are 100% together.
    """
    if not 0 <= shift <= 1:
        text = f"a weight goes up and down by a part of itself, 0% to 100%; it is {shift:g}"
        return Answer(None, [Problem(Code.ARGUMENT, text, Cell("shift"), "Give 10%.")])
    made = scoring.scored(scores, weights, words(mandatory))
    if isinstance(made, list):
        return Answer(None, made)
    firm = scoring.firmness(made, int(top), shift)
    table = Sensitivity.of(
        len(made.projects),
        project=texts(one.project for one in made.projects),
        score=np.array(made.score),
        rank=np.array(made.rank),
        best_rank=np.array(firm.best),
        worst_rank=np.array(firm.worst),
        rank_range=texts(map(rank_range, firm.best, firm.worst)),
        keeps_top=texts(firm.keeps),
    )
    return Answer(table, made.problems)


@function("AHP", example="=PMO.AHP(B2:D4) with 1;3;5 in its first row gives 64.8%, 23.0% and 12.2%")
def ahp(
    matrix: Annotated[
        Words, Arg("How many times as important the row's item is as the column's; headings may be in it")
    ],
    items: Annotated[Words | None, Arg("Names of the items, where the range has no headings")] = None,
) -> PairwiseWeights | Answer:
    """Weights from comparing items in pairs: the analytic hierarchy process. The last rows are Lambda, CI and CR.

    One comparison of each pair is enough. A consistency ratio of 0.10 or more is a finding.
    """
    found = pairwise.square(matrix)
    if found is None:
        text = f"a square of numbers is expected, a row and a column for each item; the range has {len(matrix)} cells"
        return Answer(
            None, [Problem(Code.ARGUMENT, text, Cell("matrix"), "Select the square, with its headings or not.")]
        )
    numbers, names = found
    given = words(items)
    names = given if len(given) == len(names) else names
    made, _, problems = compared(numbers, names, Cell("matrix"))
    if made is None:
        return Answer(None, problems)
    weights = [*made.weights.tolist(), made.eigenvalue, made.index, made.ratio]
    rows = [*names, "Lambda", "CI", "CR"]
    return Answer(PairwiseWeights.of(len(rows), item=texts(rows), weight=np.array(weights)), problems)


@function("CRITERIA", example="=PMO.CRITERIA(Criteria!A4:N9)")
def criteria_function(
    criteria: Annotated[Criteria, Arg("The criteria and their comparisons in pairs", needs=("Criterion",))],
) -> CriteriaWeights | Answer:
    """Weights of the criteria from their comparisons in pairs, and on the first row how consistent these are."""
    keys = [row for row, key in enumerate(criteria.criterion.tolist()) if key is not None]
    table = CriteriaWeights.of(len(criteria), criterion=criteria.criterion)
    columns = [f"pairwise_{number}" for number in range(1, 10)]
    square = np.array([[getattr(criteria, name)[row] for name in columns] for row in keys]).reshape(len(keys), 9)
    if np.isnan(square).all() and not any(criteria.wrong(name) for name in columns):
        return table
    if len(keys) > len(columns):
        text = f"{len(keys)} criteria are compared; there is room for {len(columns)}, and nobody compares more"
        cell = criteria.cell("criterion", keys[9])
        return Answer(table, [Problem(Code.OUT_OF_RANGE, text, cell, "Group the criteria.", Severity.HIGH)])
    names = [str(criteria.criterion[row]) for row in keys]
    made, _, problems = compared(square[:, : len(keys)], names, criteria.cell("pairwise_1", keys[0]))
    if made is None:
        return Answer(table, problems)
    table.ahp_weight[keys] = made.weights
    table.consistency_ratio[keys[0]] = made.ratio
    return Answer(table, problems)


@function("WSJF", example="=PMO.WSJF(8; 5; 3; 5) is 3.2")
def wsjf(
    business_value: Annotated[float, Arg("Value to users and the business, relative", unit="points")],
    time_criticality: Annotated[float, Arg("How value decays over time, relative", unit="points")],
    risk_reduction: Annotated[float, Arg("Risk reduced, or opportunity enabled, relative", unit="points")],
    job_size: Annotated[float, Arg("Size of the job, relative", unit="points")],
) -> float | Answer:
    """Weighted shortest job first: (business value + time criticality + risk reduction) by job size; highest first."""
    value = scoring.wsjf(business_value, time_criticality, risk_reduction, job_size)
    if value is None:
        return undefined(f"the job size is {job_size:g}; a job without size has no WSJF", "Give a size above 0.")
    return value


@function("SCORES", example="=PMO.SCORES(Scores!A4:I60; Criteria!A4:N9)")
def scores_function(scores: ScoreRange, criteria: WeightRange, requests: Requests = None) -> ScoreRows | Answer:
    """Weighted score, rank, WSJF and range of ranks of each project, on its first row of the scores."""
    return score_rows(scores, criteria, mandatory_of(requests))


@function("PRIORITIES", example="=PMO.PRIORITIES('Portfolio Register'!A4:AR60; Scores!A4:I60; Criteria!A4:N9)")
def priorities(
    projects: Annotated[Projects, Arg("The register", needs=("Project ID",))],
    scores: ScoreRange,
    criteria: WeightRange,
    requests: Requests = None,
) -> Priorities | Answer:
    """Strategic score of each project of the register, and its rank among them."""
    table = Priorities.of(len(projects), project_id=projects.id)
    if not len(scores):
        return table
    made = scoring.scored(scores, criteria, mandatory_of(requests))
    if isinstance(made, list):
        return table  # what is wrong with the weights is said of the scores
    at = [made.at(str(key)) for key in projects.id.tolist()]
    values = [NONE if place is None else made.score[place] for place in at]
    return table.replace(strategic_score=np.array(values), priority_rank=np.array(scoring.ranks(values)))


@function("PORTFOLIOCONFIDENCE", example="=PMO.PORTFOLIOCONFIDENCE(B2:B4) with 80% in each says 51.2% for all three")
def portfolioconfidence(
    probabilities: Annotated[Series, Arg("Of each project: the probability that it meets its date", unit="fraction")],
    at_least: Annotated[float | None, Arg("Only for at least so many of them", unit="projects")] = None,
) -> Confidence | Answer:
    """How likely at least 0, 1, 2, … all projects meet their dates, taken as independent of each other; exact.

    Projects that share people or suppliers are late together: then all on time is likelier than said, and so is none.
    """
    known = [p for p in probabilities if p is not None]
    wrong = [p for p in known if not 0 <= p <= 1]
    if wrong or not known or len(known) < len(probabilities):
        said = f"{wrong[0]:g} is none" if wrong else "one is missing" if known else "there is none"
        text = f"each project needs a probability from 0% to 100%; {said}"
        return Answer(None, [Problem(Code.OUT_OF_RANGE, text, Cell("probabilities"), "Give one for each project.")])
    tails = confidence.at_least(known)
    rows = np.arange(len(tails))
    if at_least is not None:
        rows = rows[rows == int(np.ceil(max(at_least, 0)))]
    return Confidence.of(len(rows), at_least=rows.astype(float), probability=tails[rows])


def mandatory_of(requests: Intake | None) -> list[str]:
    """The IDs of requests that the law requires, and of the projects that they became."""
    if requests is None:
        return []
    rows = [row for row, flag in enumerate(requests.mandatory_regulatory.tolist()) if flag]
    return [str(held[row]) for held in (requests.id, requests.project_id) for row in rows if held[row] is not None]


def words(given: Sequence[str | None] | None) -> list[str]:
    """The texts of a range that are not empty; one cell may hold several, separated by ; or ,."""
    parts = (part for text in given or () if text for part in str(text).replace(",", ";").split(";"))
    return [part.strip() for part in parts if part.strip()]


def texts(values: Iterable[Any]) -> Texts:
    """A column of texts or flags."""
    return np.array([*values, None], dtype=object)[:-1]
