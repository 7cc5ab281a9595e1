"""`pmo change impact`: what changes would do, tried on copies in memory; the workbook is only read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_excel.change.change_budget import ChangeBudget, change_budget
from pmo_excel.change.facts import ChangeFacts, change_facts
from pmo_excel.change.impact import CumulativeUse, cumulative
from pmo_excel.change.states import IN_PLAN, OPEN, state
from pmo_excel.core.calling import as_json
from pmo_excel.core.catalogue import CATALOGUE
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import Table
from pmo_excel.hosts.change_book import ChangeBook, change_book


@dataclass(frozen=True)
class Tried:
    """Changes that were tried: the facts of each, what all open ones do together, and the change budget."""

    path: Path
    project: str
    facts: tuple[ChangeFacts, ...]
    together: CumulativeUse
    budget: ChangeBudget | None
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        """Whether a change that was asked for could not be tried."""
        return any(one.impact is None for one in self.facts)

    def as_json(self) -> dict[str, Any]:
        """The impacts as programs read them."""
        return {
            "file": str(self.path),
            "changes": [_facts_json(one) for one in self.facts],
            "together": rows("CUMULATIVEFLOAT", self.together),
            "budget": None if self.budget is None else rows("CHANGEBUDGET", self.budget),
            "problems": [problem.as_json() for problem in self.problems],
        }


def rows(name: str, value: Table | None) -> Any:
    """A function's table as rows with the headers first."""
    return None if value is None else as_json(CATALOGUE[name], value)


def _facts_json(one: ChangeFacts) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "state": one.state,
        "message": one.message,
        "impact": rows("IMPACTREASONS", one.impact),
        "dimensions": dict(one.dimensions),
        "authority": None if one.authority is None else {"level": one.authority.level, "why": one.authority.why},
        "disruption": rows("DISRUPTION", one.disruption),
        "notices": rows("CHANGENOTICES", one.notices),
    }


def impacts(path: Path, ids: Sequence[str]) -> Tried:
    """The impact of some changes of a workbook; of all that the plan does not hold yet, where none is named.

    Raises
    ------
    Refused
        The workbook cannot be read, or has no such change, or a named one has no lines.
    """
    held = change_book(path)
    chosen = [held.row(one) for one in ids] if ids else _not_in_plan(held)
    facts = []
    for row in chosen:
        key = str(held.changes.id[row])
        facts.append(change_facts(held.changes, row, held.lines_of(key), held.asked))
    together, found = cumulative(held.asked.live, _open(held))
    ledger = change_budget(held.changes, held.changes.impact_cost, held.budget) if held.budget else None
    problems = [*(p for one in facts for p in one.problems), *found, *(ledger[1] if ledger else ())]
    charter = held.result.tables.get("Charter")
    project = "" if charter is None or not len(charter) else str(getattr(charter, "name")[0] or path.stem)  # noqa: B009
    unique = tuple(dict.fromkeys(problems))
    return Tried(path, project, tuple(facts), together, ledger[0] if ledger else None, unique)


def _not_in_plan(held: ChangeBook) -> list[int]:
    rows = range(len(held.changes))
    return [at for at in rows if str(held.changes.id[at]) in held.lines and state(held.changes, at) not in IN_PLAN]


def _open(held: ChangeBook) -> dict[str, Any]:
    """The lines of the open changes."""
    states = {str(key): state(held.changes, at) for at, key in enumerate(held.changes.id.tolist())}
    return {key: lines for key, lines in held.lines.items() if states.get(key) in OPEN}
