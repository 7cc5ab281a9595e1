"""Minutes as people write them, read into rows of the action log and the decision log.

Action: Send the floor plan to the caterer; Tom Adeyemi; 27-Mar-2026
Decision: The second site stays open until June; Project board
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Final

import numpy as np

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.tables import Actions, Decisions

_LINE: Final = re.compile(r"^\s*(?:[-*•]\s*|\d+[.)]\s+)?(action|decision|a|d)\s*:\s*(.+)$", re.IGNORECASE)


@table("Minutes")
class Minuted(Table):
    """Actions and decisions found in minutes, in their order."""

    kind: Annotated[Texts, Column("Kind", "Action or Decision.")]
    text: Annotated[Texts, Column("Text", "What is to be done, or was decided.", Type.LONG_TEXT)]
    who: Annotated[Texts, Column("Who", "Who does it, or decided it.")]
    due: Annotated[Instants, Column("Due", "By when, for actions.", Type.DATE)]


def minuted(lines: Sequence[str | None]) -> tuple[Minuted, list[Problem]]:
    """The lines that begin with Action or Decision; text, person and date are separated by `;`.

    A date that cannot be read stays empty and is a problem; so is an action without an owner.
    """
    found: list[tuple[str, str, str, int | None]] = []
    problems = []
    for number, line in enumerate(lines, start=1):
        match = _LINE.match(line or "")
        if match is None:
            continue
        kind = "Action" if match.group(1)[0].lower() == "a" else "Decision"
        text, who, due, *_ = [part.strip() for part in match.group(2).split(";")] + ["", ""]
        reading = cells.moment(due, Conventions()) if due else None
        if reading is not None and reading.value is None and reading.fault is not None:
            said = f"line {number}: {reading.fault.message}, so the action has no date"
            problems.append(Problem(reading.fault.code, said, Cell("minutes", number), "Write it as 27-Mar-2026."))
        if kind == "Action" and not who:
            said = f"line {number}: nobody is named for {text!r}"
            problems.append(Problem(Code.NO_OWNER, said, Cell("minutes", number), "Write it after ;.", Severity.MEDIUM))
        found.append((kind, text, who, None if reading is None or reading.value is None else int(reading.value)))
    made = Minuted.of(len(found))
    for row, (kind, text, who, day) in enumerate(found):
        made.kind[row], made.text[row], made.who[row] = kind, text, who or None
        if day is not None:
            made.due[row] = day
    return made, problems


def next_ids(used: Sequence[str | None], begins: str, count: int) -> list[str]:
    """IDs after the highest number that is used, as wide as those that are there: AC-014, AC-015."""
    numbers = [m for one in used if one and (m := re.fullmatch(rf"{re.escape(begins)}(\d+)", str(one)))]
    highest = max((int(m.group(1)) for m in numbers), default=0)
    width = max((len(m.group(1)) for m in numbers), default=3)
    return [f"{begins}{highest + n:0{width}}" for n in range(1, count + 1)]


def action_rows(found: Minuted, actions: Actions, day: int) -> Actions:
    """The actions as rows for the log, raised on the day of the meeting."""
    rows = [row for row, kind in enumerate(found.kind.tolist()) if kind == "Action"]
    made = Actions.of(len(rows))
    made.id[:] = np.array(next_ids(actions.id.tolist(), "AC-", len(rows)), dtype=object)
    made.action[:], made.owner[:], made.due_date[:] = found.text[rows], found.who[rows], found.due[rows]
    made.source[:], made.status[:], made.date_raised[:] = "Meeting", "Not started", day
    return made


def decision_rows(found: Minuted, decisions: Decisions, day: int, forum: str) -> Decisions:
    """The decisions as rows for the log, made on the day of the meeting."""
    rows = [row for row, kind in enumerate(found.kind.tolist()) if kind == "Decision"]
    made = Decisions.of(len(rows))
    made.id[:] = np.array(next_ids(decisions.id.tolist(), "DE-", len(rows)), dtype=object)
    made.decision[:], made.decided_by[:], made.date[:] = found.text[rows], found.who[rows], day
    made.forum[:] = forum or None
    return made
