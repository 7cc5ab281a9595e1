"""The same selection by a constraint solver, OR-Tools' CP-SAT (the extra `ortools`): for many candidates."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from pmo_excel.portfolio.choice import Choice
from pmo_excel.portfolio.selection import Selected

_DECIMALS: Final = 10**6
"""The solver counts in whole numbers: of scores and uses, six decimals count."""
_OPTIMUM: Final = 5.0
_ANOTHER: Final = 2.0
"""Work that the solver may do for the best set, and to see whether it is the only one, about in seconds."""


def solved(choice: Choice) -> Selected | None:
    """The best set, whether it is the only one, and whether that is proven; None where nothing fits."""
    from ortools.sat.python import cp_model

    model, take = _model(cp_model, choice)
    points = [round(score * _DECIMALS) for score in choice.score.tolist()]
    value = sum(p * one for p, one in zip(points, take, strict=True))
    model.maximize(value)
    status, chosen = _run(cp_model, model, take, _OPTIMUM)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    if status != cp_model.OPTIMAL:
        return Selected(chosen, choice.total(chosen), None, False)
    model.clear_objective()
    model.add(value >= sum(points[j] for j in chosen))
    held = set(chosen)
    model.add_bool_or([one.negated() if j in held else one for j, one in enumerate(take)])
    another, _ = _run(cp_model, model, take, _ANOTHER)
    settled = {cp_model.INFEASIBLE: True, cp_model.OPTIMAL: False, cp_model.FEASIBLE: False}
    return Selected(chosen, choice.total(chosen), settled.get(another), True)


def _model(cp_model: Any, choice: Choice) -> tuple[Any, list[Any]]:
    model = cp_model.CpModel()
    take = [model.new_bool_var(f"x{j}") for j in range(len(choice))]
    for limit in choice.limits:
        whole = np.rint(limit.use * _DECIMALS).astype(np.int64).tolist()
        if sum(whole) > limit.most * _DECIMALS:
            model.add(sum(u * one for u, one in zip(whole, take, strict=True)) <= round(limit.most * _DECIMALS))
    for a, b in sorted(choice.needs):
        model.add_implication(take[a], take[b])
    for a, b in sorted(choice.excludes):
        model.add_at_most_one([take[a], take[b]])
    for j in choice.must:
        model.add(take[j] == 1)
    for j in choice.barred:
        model.add(take[j] == 0)
    return model, take


def _run(cp_model: Any, model: Any, take: list[Any], work: float) -> tuple[Any, tuple[int, ...]]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = work
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return status, tuple(j for j, one in enumerate(take) if found and solver.value(one))
