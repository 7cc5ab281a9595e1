"""The sheets of deciding: criteria, scores and selection."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


def _pairwise(number: int) -> Column:
    """How the row's criterion compares with one of the others: a row of the matrix."""
    text = f"How many times as important as the criterion of row {number}: 3, or =1/3. One of each pair is enough."
    return Column(f"Pairwise {number}", text, Type.NUMBER, minimum=0.1, maximum=9, width=9, folded=number > 5)


@table(
    "Criteria",
    "tblCriteria",
    "What projects are scored by, and how much each counts.",
    key="criterion",
    book="portfolio",
)
class Criteria(Table):
    """Scoring criteria with their weights and scales."""

    criterion: Annotated[
        Texts, Column("Criterion", "What is scored: strategic fit.", required=True, unique=True, width=26)
    ]
    direction: Annotated[
        Texts,
        Column(
            "Direction",
            "Whether more or less of it is better.",
            Type.CHOICE,
            choices=(
                "Higher is better",
                "Lower is better",
            ),
            width=17,
        ),
    ]
    weight_percent: Annotated[
        Numbers,
        Column(
            "Weight %",
            "How much it counts; all together 100%. All empty: the AHP weights hold.",
            Type.PERCENT,
            unit="fraction",
            also=("Weight",),
            minimum=0,
            maximum=1,
            width=10,
        ),
    ]
    scale_anchors_1_5: Annotated[
        Texts, Column("Scale Anchors 1-5", "What 1, 3 and 5 mean, so that scores compare.", width=60)
    ]
    pairwise_1: Annotated[Numbers, _pairwise(1)]
    pairwise_2: Annotated[Numbers, _pairwise(2)]
    pairwise_3: Annotated[Numbers, _pairwise(3)]
    pairwise_4: Annotated[Numbers, _pairwise(4)]
    pairwise_5: Annotated[Numbers, _pairwise(5)]
    pairwise_6: Annotated[Numbers, _pairwise(6)]
    pairwise_7: Annotated[Numbers, _pairwise(7)]
    pairwise_8: Annotated[Numbers, _pairwise(8)]
    pairwise_9: Annotated[Numbers, _pairwise(9)]
    ahp_weight: Annotated[
        Numbers,
        Column(
            "AHP Weight",
            "The weight from the comparisons in pairs.",
            Type.PERCENT,
            unit="fraction",
            computed="CRITERIA",
            width=10,
        ),
    ]
    consistency_ratio: Annotated[
        Numbers,
        Column(
            "Consistency Ratio",
            "On the first row: how far comparisons contradict each other; accepted below 0.10.",
            Type.NUMBER,
            computed="CRITERIA",
            width=11,
        ),
    ]


@table(
    "Scores",
    "tblScores",
    "How good each project is by each criterion.",
    book="portfolio",
    wide=("criterion", "score_1_5"),
)
class Scores(Table):
    """Scores of projects: one row per project and criterion."""

    project_id: Annotated[
        Texts,
        Column(
            "Project ID",
            "The project, or the request of Intake: PRJ-001.",
            Type.CHOICE,
            also=("Project", "Request ID"),
            refers="Portfolio Register.Project ID",
            required=True,
            width=11,
        ),
    ]
    criterion: Annotated[
        Texts,
        Column(
            "Criterion",
            "The criterion, as in Criteria.",
            Type.CHOICE,
            refers="Criteria.Criterion",
            required=True,
            width=26,
        ),
    ]
    score_1_5: Annotated[
        Numbers,
        Column(
            "Score (1-5)",
            "1 worst, 5 best; by the anchors of the scale.",
            Type.NUMBER,
            also=("Score",),
            minimum=1,
            maximum=5,
            width=10,
        ),
    ]
    scored_by: Annotated[Texts, Column("Scored By", "Who scored: Priya Nair.", Type.PERSON, width=18)]
    evidence: Annotated[Texts, Column("Evidence", "Why this score.", width=50)]
    weighted_score: Annotated[
        Numbers,
        Column(
            "Weighted Score",
            "On the project's first row: weight times score, added up; empty while a score is missing.",
            Type.NUMBER,
            computed="SCORES",
            width=10,
        ),
    ]
    rank: Annotated[
        Numbers, Column("Rank", "1 is the highest weighted score.", Type.NUMBER, computed="SCORES", width=8)
    ]
    wsjf: Annotated[
        Numbers,
        Column(
            "WSJF",
            "From the criteria Business value, Time criticality, Risk reduction and Job size, where they are scored.",
            Type.NUMBER,
            computed="SCORES",
            width=8,
        ),
    ]
    rank_range: Annotated[
        Texts,
        Column(
            "Rank Range (±10% weights)",
            "Best and worst rank when one weight after the other is 10% higher or lower.",
            computed="SCORES",
            result="Rank Range",
            width=13,
        ),
    ]


@table(
    "Selection",
    "tblSelection",
    "What can be done with the money and the people there are.",
    key="scenario",
    book="portfolio",
)
class Selection(Table):
    """Scenarios under a budget and a capacity."""

    scenario: Annotated[Texts, Column("Scenario", "Its name: budget 2027, base.", required=True, unique=True, width=26)]
    budget_limit: Annotated[
        Numbers,
        Column("Budget Limit", "What may be spent in all, such as 1000000.", Type.MONEY, unit="currency", width=13),
    ]
    capacity_limit_fte_by_role: Annotated[
        Texts,
        Column(
            "Capacity Limit (FTE by role)",
            "People by role, separated by ; as in Analyst 4; Engineer 6. A number alone is everybody.",
            width=30,
        ),
    ]
    must_do: Annotated[Texts, Column("Must Do", "Projects that are done in any case: REG-031.", Type.CHOICES, width=20)]
    exclusive_groups: Annotated[
        Texts,
        Column("Exclusive Groups", "Projects of which one at most is done: P2, P3; groups separated by ;.", width=20),
    ]
    depends_on: Annotated[
        Texts, Column("Depends On", "Projects that need others, separated by ; as in P6 needs P1.", width=20)
    ]
    selected: Annotated[
        Texts,
        Column(
            "Selected",
            "The projects with the highest score in all, proven.",
            Type.LONG_TEXT,
            computed="SELECTION",
            width=34,
        ),
    ]
    score_cost_fte: Annotated[
        Texts,
        Column(
            "Score / Cost / FTE",
            "What they score, cost and need together: 237 / 1,000 / 13.",
            computed="SELECTION",
            width=20,
        ),
    ]
    compared_with_rank_and_cut: Annotated[
        Numbers,
        Column(
            "Compared with Rank-and-Cut",
            "Points more than by going down the ranking and taking what still fits.",
            Type.NUMBER,
            computed="SELECTION",
            width=12,
        ),
    ]
    reason_not_selected: Annotated[
        Texts,
        Column(
            "Reason Not Selected",
            "Why each of the others is not among them.",
            Type.LONG_TEXT,
            computed="SELECTION",
            width=80,
        ),
    ]
