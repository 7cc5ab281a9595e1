"""Colours of projects rolled up by programme, sponsor and so on: by the worst, by weight, and by the chosen rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table, columns, table
from pmo_excel.governance.rollup import WEIGHTED, WORST_OF, roll_up
from pmo_excel.portfolio.stacking import stacked
from pmo_excel.portfolio.tables import Projects, RollUps

GROUPS: Final = {
    "Whole": "",
    "Portfolio": "portfolio",
    "Programme": "programme",
    "Sponsor": "sponsor",
    "Project Manager": "project_manager",
    "Project Type": "project_type",
}
"""What projects can be grouped by, and the register's field that says so."""
NONE: Final = "(none)"
NAMED: Final = 8
"""Projects of one colour that a reason names."""


@table("Roll-up", key="group")
class RollUp(Table):
    """Colours by group."""

    group: Annotated[Texts, Column("Group", "The programme, the sponsor and so on.")]
    projects: Annotated[Numbers, Column("Projects", "How many.", Type.NUMBER)]
    red: Annotated[Numbers, Column("Red", "How many of them.", Type.NUMBER)]
    amber: Annotated[Numbers, Column("Amber", "How many of them.", Type.NUMBER)]
    green: Annotated[Numbers, Column("Green", "How many of them; complete ones too.", Type.NUMBER)]
    grey: Annotated[Numbers, Column("Not Reported", "How many of them.", Type.NUMBER)]
    worst: Annotated[Texts, Column("Worst-of", "By the worst.", Type.RAG)]
    weighted: Annotated[Texts, Column("Weighted", "By points, weighted by approved budget.", Type.RAG)]
    chosen: Annotated[Texts, Column("Roll-up", "By the rule that was chosen.", Type.RAG)]
    why: Annotated[Texts, Column("Why", "The projects behind the colour.")]


def rollup_by(projects: Projects, by: str, rule: str) -> RollUp:
    """The computed overall colours of the register, by group; a colour that is not there is grey.

    Weights are the approved budgets; where a project of the group has none, all weigh the same.
    """
    field = GROUPS[by]
    groups: dict[str, list[int]] = {}
    for row, key in enumerate(projects.id.tolist()):
        if key:
            name = "All projects" if not field else getattr(projects, field)[row] or NONE
            groups.setdefault(str(name), []).append(row)
    names = sorted(groups, key=lambda name: (name == NONE, name.casefold()))
    made = RollUp.of(len(names), group=np.array(names, dtype=object))
    for at, name in enumerate(names):
        rows = groups[name]
        colours = [_colour(projects.overall_rag_computed[row]) for row in rows]
        budgets = projects.approved_budget[rows].tolist()
        weights = budgets if all(budget > 0 for budget in budgets) else None
        found = {r: roll_up(colours, weights, r) or Rag.GREY for r in {WORST_OF, WEIGHTED, rule}}
        made.projects[at] = len(rows)
        made.red[at], made.amber[at] = colours.count(Rag.RED), colours.count(Rag.AMBER)
        made.green[at] = colours.count(Rag.GREEN) + colours.count(Rag.BLUE)
        made.grey[at] = colours.count(Rag.GREY)
        made.worst[at], made.weighted[at] = found[WORST_OF].value, found[WEIGHTED].value
        made.chosen[at] = found[rule].value
        made.why[at] = _why(found[rule], colours, [str(projects.id[row]) for row in rows], rule)
    return made


def _why(found: Rag, colours: Sequence[Rag], keys: Sequence[str], rule: str) -> str:
    """What a colour is made of: `RED by Worst-of: RED CRM-207, HRP-009; 3 GREEN.`"""
    parts = []
    for colour in (Rag.RED, Rag.AMBER, Rag.GREY):
        named = [key for key, one in zip(keys, colours, strict=True) if one is colour]
        if named:
            more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
            parts.append(f"{'not reported' if colour is Rag.GREY else colour.word} {', '.join(named[:NAMED])}{more}")
    fine = sum(colour in (Rag.GREEN, Rag.BLUE) for colour in colours)
    parts += [f"{fine} GREEN"] if fine else []
    return f"{found.word} by {rule}: {'; '.join(parts)}."


def rolled_up(projects: Projects, rule: str) -> RollUps:
    """The Roll-up sheet: all projects together, then by each kind of group; kinds that nobody fills in are left out."""
    parts = []
    for by, field in GROUPS.items():
        made = rollup_by(projects, by, rule)
        if field and set(made.group.tolist()) <= {NONE}:
            continue
        same = {name: getattr(made, name) for name in columns(RollUp)}
        size = len(made)
        parts.append(RollUps.of(size, by=_each(by, size), rule=_each(rule, size), **same))
    return stacked(RollUps, parts)


def _each(text: str, rows: int) -> Texts:
    column = np.full(rows, None, dtype=object)
    column[:] = text
    return column


def _colour(text: str | None) -> Rag:
    return next((rag for rag in Rag if rag.value == text), Rag.GREY)
