"""What the functions of scoring answer with."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

Project = Annotated[Texts, Column("Project", "The project, or the request.")]
Score = Annotated[Numbers, Column("Score", "Weight times score, added up; empty: unscored.", Type.NUMBER)]
Rank = Annotated[Numbers, Column("Rank", "1 is the highest score; equal scores share a rank.", Type.NUMBER)]
RankRange = Annotated[Texts, Column("Rank Range", "Best and worst rank, as in 1-3.")]
Weight = Annotated[Numbers, Column("AHP Weight", "From the comparisons in pairs.", Type.PERCENT, unit="fraction")]
Ratio = Annotated[Numbers, Column("Consistency Ratio", "Accepted below 0.10.", Type.NUMBER)]


@table("Weighted scores", key="project")
class WeightedScores(Table):
    """The score of each project."""

    project: Project
    score: Score


@table("Ranked scores", key="project")
class RankedScores(WeightedScores):
    """The score of each project, with its rank."""

    rank: Rank
    state: Annotated[Texts, Column("State", "Scored, Mandatory, or Unscored and which scores are missing.")]


@table("Score sensitivity", key="project")
class Sensitivity(Table):
    """How firm the rank of each project is."""

    project: Project
    score: Score
    rank: Rank
    best_rank: Annotated[Numbers, Column("Best Rank", "With one weight changed.", Type.NUMBER)]
    worst_rank: Annotated[Numbers, Column("Worst Rank", "With one weight changed.", Type.NUMBER)]
    rank_range: RankRange
    keeps_top: Annotated[Flags, Column("Keeps Top", "Whether it is always among the first.", Type.YES_NO)]


@table("AHP", key="item")
class PairwiseWeights(Table):
    """Weights, then the rows Lambda, CI and CR."""

    item: Annotated[Texts, Column("Item", "What is compared.")]
    weight: Annotated[Numbers, Column("Weight", "All together 1; or the measure's value.", Type.NUMBER)]


@table("Criteria weights", key="criterion")
class CriteriaWeights(Table):
    """Weights of the criteria."""

    criterion: Annotated[Texts, Column("Criterion", "The criterion.")]
    ahp_weight: Weight
    consistency_ratio: Ratio


@table("Scores by row")
class ScoreRows(Table):
    """What is shown beside the scores, in the order of their rows."""

    weighted_score: Annotated[Numbers, Column("Weighted Score", "On the project's first row.", Type.NUMBER)]
    rank: Rank
    wsjf: Annotated[Numbers, Column("WSJF", "Cost of delay by job size.", Type.NUMBER)]
    rank_range: RankRange


@table("Priorities", key="project_id")
class Priorities(Table):
    """Rank and score of each project of the register."""

    project_id: Annotated[Texts, Column("Project ID", "The project.")]
    priority_rank: Annotated[Numbers, Column("Priority Rank", "1 is the highest score.", Type.NUMBER)]
    strategic_score: Annotated[Numbers, Column("Strategic Score", "The weighted score.", Type.NUMBER)]


@table("Portfolio confidence")
class Confidence(Table):
    """How likely at least so many projects meet their dates."""

    at_least: Annotated[Numbers, Column("At Least", "So many of them.", Type.NUMBER, unit="projects")]
    probability: Annotated[Numbers, Column("Probability", "Of that.", Type.PERCENT, unit="fraction")]
