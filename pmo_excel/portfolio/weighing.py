"""Scores and comparisons put together for the sheets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Numbers
from pmo_excel.core.problems import Cell, Problem
from pmo_excel.portfolio import pairwise, scoring
from pmo_excel.portfolio.pairwise import Weighed
from pmo_excel.portfolio.rules import plain
from pmo_excel.portfolio.score_tables import ScoreRows
from pmo_excel.portfolio.tables import Criteria, Scores


def compared(matrix: Numbers, names: Sequence[str], cell: Cell) -> tuple[Weighed | None, Numbers, list[Problem]]:
    """The weights of a matrix, the matrix with its other half, and what is wrong; None where it is of no use."""
    full, problems = pairwise.completed(matrix, names, cell)
    if problems:
        return None, full, problems
    made = pairwise.weighed(full)
    return made, full, pairwise.inconsistency(made, full, names, cell)


def rank_range(best: float, worst: float) -> str | None:
    """`1-3`, or `2` where it never moves; None for a project without rank."""
    if best != best:
        return None
    return f"{best:.0f}" if best == worst else f"{best:.0f}-{worst:.0f}"


def score_rows(scores: Scores, criteria: Criteria, mandatory: Sequence[str]) -> ScoreRows | Answer:
    """What each project comes to, on its first row; nothing where nothing is scored."""
    table = ScoreRows.of(len(scores))
    if not len(scores):
        return table
    made = scoring.scored(scores, criteria, mandatory)
    if isinstance(made, list):
        return Answer(table, made)
    firm = scoring.firmness(made)
    first: dict[str, int] = {}
    for row, project in enumerate(scores.project_id.tolist()):
        first.setdefault(plain(project), row)
    for at, one in enumerate(made.projects):
        row = first[plain(one.project)]
        table.weighted_score[row], table.rank[row] = made.score[at], made.rank[at]
        table.rank_range[row] = rank_range(firm.best[at], firm.worst[at])
        found = scoring.wsjf_of(one.scores)
        table.wsjf[row] = np.nan if found is None else found
    return Answer(table, made.problems)
