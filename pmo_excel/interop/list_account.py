"""The account of a list: what came over and what did not, in sums, by column, and as problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from pmo_excel.core import cells
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.imported import Fate, Part, Total
from pmo_excel.interop.list_found import Found, ListMade
from pmo_excel.interop.list_outline import TITLES
from pmo_excel.interop.list_sheets import ListSheet


def said(made: ListMade) -> Iterator[Problem]:
    """What is left out and what is missing, each kind once, with its count."""
    sheet = made.found.sheet.name
    nameless = len(made.found.rows) - len(made.tasks)
    if nameless:
        shown = ", ".join(map(str, _nameless(made)[:10]))
        text = f"{nameless} rows without a task's name, or with a total, were left out: {shown}"
        yield Problem(Code.NOT_CARRIED, text, Cell(sheet), "Check that they hold no task.", Severity.LOW)
    cancelled = made.kept.count(False)
    if cancelled:
        text = f"{cancelled} cancelled tasks were left out"
        yield Problem(Code.NOT_CARRIED, text, Cell(sheet), "Add those that still count.", Severity.INFO)
    for name, count in Counter(made.ids[at].casefold() for at in made.done).items():
        if count > 1:
            text = f"{count} tasks have the ID {name!r}"
            yield Problem(Code.DUPLICATE_KEY, text, Cell(sheet), "Give each its own.")
    lasting = [made.ids[at] for at, task in made.done.items() if task.unlasting]
    if lasting:
        text = f"{len(lasting)} tasks have no duration: neither two dates nor an estimate ({', '.join(lasting[:10])})"
        fix = "Type their working days in the workbook."
        yield Problem(Code.MISSING_DURATION, text, Cell(sheet), fix, Severity.MEDIUM)


def _nameless(made: ListMade) -> list[int]:
    tasks = set(made.tasks)
    return [made.found.sheet.numbers[at] for row, at in enumerate(made.found.rows) if row not in tasks]


def other_sheets(where: Found, sheets: Sequence[ListSheet], told: set[str]) -> Iterator[Problem]:
    for sheet in sheets:
        if sheet is not where.sheet and sheet.name not in told:
            text = f"the sheet {sheet.name!r} with {len(sheet.rows)} rows was not carried over"
            yield Problem(Code.NOT_CARRIED, text, Cell(sheet.name), "Keep the file if you need it.", Severity.INFO)


def totals(made: ListMade) -> Iterator[Total]:
    """Rows, tasks, links, dates and work of the list, and what of each is left out."""
    rows, tasks = len(made.found.rows), len(made.tasks)
    yield Total("Rows", rows, rows - tasks, "without a task's name, or totals")
    yield Total("Tasks", tasks, made.kept.count(False), "cancelled")
    yield Total("Links", made.links.found, made.links.left, "to tasks that do not come over")
    for entity, meaning in (("Start dates", "start"), ("Due dates", "deadline"), ("Finish dates", "finish")):
        if meaning in made.found.values:
            held = [bool(made.found.all(meaning, row)) for row in made.tasks]
            lost = sum(on and not kept for on, kept in zip(held, made.kept, strict=True))
            yield Total(entity, sum(held), lost, "of cancelled tasks")
    work = sum(task.fields.get("Effort (h)") or 0 for task in made.done.values())
    yield Total("Work (h)", round(work, 3))


_PLACES: Final = {
    "id": "Task ID",
    "name": "Task Name",
    "wbs": "WBS",
    "level": "WBS",
    "parent": "WBS",
    "status": "% Complete",
    "status_group": "% Complete",
    "percent_complete": "% Complete",
    "start": "Constraint Date",
    "finish": "Duration (wd)",
    "deadline": "Deadline",
    "actual_start": "Actual Start",
    "actual_finish": "Actual Finish",
    "resolved": "Actual Finish",
    "duration": "Duration (wd)",
    "owner": "Owner",
    "predecessors": "Predecessors",
    "blocked_by": "Predecessors",
    "blocks": "Predecessors",
    "milestone": "Task Type",
    "task_type": "Task Type",
    "priority": "Priority (level)",
    "priority_word": "Priority (level)",
    "priority_rank": "Priority (level)",
    "constraint_type": "Constraint Type",
    "constraint_date": "Constraint Date",
    "remaining_duration": "Remaining Duration (wd)",
    "effort": "Effort (h)",
    **dict.fromkeys(("effort_text", "estimate_seconds"), "Effort (h)"),
    **{f"{kind}_{unit}": "Effort (h)" for kind in ("spent", "remaining") for unit in ("seconds", "hours", "text")},
    **dict.fromkeys(TITLES, "Task Name"),
}
"""Where the meaning of a column goes in the sheet Schedule; others go to its notes."""


def list_parts(made: ListMade) -> Iterator[Part]:
    """Every column, how many of its cells hold something, and where they go."""
    found = made.found
    for at, (header, meaning) in found.places.items():
        raws = [found.sheet.rows[row][at] for row in found.rows if at < len(found.sheet.rows[row])]
        count = sum(cells.clean(raw) is not None for raw in raws)
        if not count:
            continue
        if meaning == "computed":
            yield Part(header, count, Fate.COMPUTED)
        elif meaning == "other_id":
            yield Part(header, count, Fate.LEFT_OUT)
        else:
            yield Part(header, count, Fate.CARRIED, f"Schedule!{_PLACES.get(meaning, 'Notes')}")
