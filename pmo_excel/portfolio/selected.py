"""A selection as people read it: every candidate, the totals, what rank-and-cut would take, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.portfolio.choice import Choice, rank_and_cut, score_by_cost
from pmo_excel.portfolio.selection import Selected
from pmo_excel.portfolio.selection_reasons import reasons
from pmo_excel.portfolio.selection_tables import BestSet, SelectedProjects


def how_sure(best: Selected, cell: Cell) -> list[Problem]:
    """That the set is one of several, or is not proven; nothing where it is the only one."""
    if best.unique:
        return []
    if best.proven and best.unique is None:
        text = "no set scores more; whether another scores as much was not settled"
        return [Problem(Code.UNDEFINED, text, cell, "", Severity.INFO)]
    if best.proven:
        text = "other sets score as much; the cheapest of those that were found is shown"
        return [Problem(Code.UNDEFINED, text, cell, "Choose by something else than points.", Severity.INFO)]
    text = "the search ended before it was proven that no set scores more"
    fix = 'With OR-Tools it is proven: pip install "pmo-excel[ortools]".'
    return [Problem(Code.DEFAULT_USED, text, cell, fix, Severity.MEDIUM)]


def best_set(made: Choice, best: Selected) -> BestSet:
    """Every candidate with whether it is in the best set, and its totals below."""
    chosen: list[Any] = [at in best.chosen for at in range(len(made))]
    chosen += [float(values[list(best.chosen)].sum()) for values in (made.score, made.cost, made.people)]
    names = np.array([*made.names, "Score", "Cost", "FTE"], dtype=object)
    return BestSet.of(len(names), project=names, selected=np.array(chosen, dtype=object))


def selected_table(made: Choice, best: Selected) -> SelectedProjects:
    """Every candidate with whether each way of choosing takes it, and the totals of each below."""
    sets = [best.chosen, rank_and_cut(made, made.score), rank_and_cut(made, score_by_cost(made))]
    why = dict(reasons(made, best))
    columns: list[list[Any]] = [[at in one for at in range(len(made))] for one in sets]
    for column, one in zip(columns, sets, strict=True):
        column += [float(values[list(one)].sum()) for values in (made.score, made.cost, made.people)]
        column += [best.score - made.total(one) if made.fits(one) else None]
    columns = [[*columns[0], best.unique], [*columns[1], None], [*columns[2], None]]
    names = [*made.names, "Score", "Cost", "FTE", "Points lost", "Unique"]
    reason = [why.get(at) for at in range(len(names))]
    selected, by_score, by_ratio, listed, why_not = (
        np.array(column, dtype=object) for column in (*columns, names, reason)
    )
    return SelectedProjects.of(
        len(names), project=listed, selected=selected, by_score=by_score, by_ratio=by_ratio, reason=why_not
    )


def named(made: Choice, chosen: Sequence[int]) -> str:
    """The IDs of candidates, separated as in a list of choices."""
    return "; ".join(made.names[at] for at in chosen)
