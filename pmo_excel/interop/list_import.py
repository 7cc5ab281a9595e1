"""A list of tasks of another program (Jira, Azure DevOps, Planner, any CSV or Excel list) as a project workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from pmo_excel.core.headers import Grid, plain_header
from pmo_excel.core.instants import DAY, NO_INSTANT, as_date
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.reading import read
from pmo_excel.interop.imported import Imported, Row, SourceTask
from pmo_excel.interop.list_account import list_parts, other_sheets, said, totals
from pmo_excel.interop.list_charter import list_charter
from pmo_excel.interop.list_columns import ListColumns, list_columns
from pmo_excel.interop.list_found import Found, ListMade
from pmo_excel.interop.list_links import list_links
from pmo_excel.interop.list_outline import TITLES, in_outline_order, parents_of
from pmo_excel.interop.list_programs import HEADERS_WITHIN, LIST, PROGRAMS, ListProgram
from pmo_excel.interop.list_sheets import ListSheet, list_sheets
from pmo_excel.interop.list_status import Status
from pmo_excel.interop.list_tasks import ListTask, list_task, notes_text, status_in
from pmo_excel.interop.task_rows import outline_codes
from pmo_excel.interop.typed_starts import held_where_put
from pmo_excel.schedule.plan import Plan
from pmo_excel.schedule.scheduling import Options, scheduled
from pmo_excel.schedule.tables import Schedule

_OURS: Final = frozenset({"Charter", "Schedule"})
"""Sheets that every project workbook of ours has."""
_TOTALS: Final = frozenset({"total", "totals", "sum", "subtotal", "grand total", "summe", "gesamt", "somme"})
_ENOUGH: Final = 2
"""Headers that any list must have, that of the task's name among them."""


def named_list(path: Path) -> str:
    """The program whose list a file holds; `Task list` for any other, and empty for one of our own workbooks."""
    try:
        state = path.stat()
    except OSError:
        return ""
    return _named(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _named(path: Path, changed: int, size: int) -> str:
    """The same, read once for each state of the file."""
    del changed, size
    sheets, _ = list_sheets(path)
    if {sheet.name for sheet in sheets} >= _OURS:
        return ""
    found = _located(sheets)
    return LIST.name if found is None else found.program.name


def import_list(path: Path) -> tuple[Imported | None, list[Problem]]:
    """The list in a file as rows of a workbook; None, and why, where there is none."""
    sheets, problems = list_sheets(path)
    if not sheets:
        return None, problems or [_no_list(path)]
    where = _located(sheets)
    if where is None:
        return None, [*problems, _no_list(path)]
    made = _made(where)
    charter, told = list_charter(where, sheets, made)
    content: dict[str, Sequence[Row]] = {"Charter": [charter], "Schedule": _held(_rows(made), made, charter)}
    every = [*problems, *made.found.problems, *made.links.problems, *said(made), *other_sheets(where, sheets, told)]
    imported = Imported(
        program=where.program.name,
        content=content,
        tasks=_source_tasks(made),
        totals=list(totals(made)),
        parts=list(list_parts(made)),
        problems=every,
    )
    return imported, every


def read_list_plan(path: Path) -> tuple[Plan | None, list[Problem]]:
    """The list in a file as a plan on the standard calendar; None, and why, where there is none."""
    imported, problems = import_list(path)
    if imported is None:
        return None, problems
    plan, more = _plan(imported.content["Schedule"], imported.content["Charter"][0])
    return plan, [*problems, *more]


def _no_list(path: Path) -> Problem:
    text = "no list of tasks was found: no row has a header for the task's name and one for dates, status or links"
    fix = "Give the columns headers such as ID, Task Name, Start, Finish, Duration, Predecessors."
    return Problem(Code.MISSING_TABLE, text, Cell(path.name), fix, Severity.CRITICAL)


def _located(sheets: Sequence[ListSheet]) -> Found | None:
    """The list of a known program, or else the row with the most headers that any list has."""
    for program in PROGRAMS:
        for sheet in sheets:
            for at, row in enumerate(sheet.rows[:HEADERS_WITHIN]):
                if program.knows(frozenset(plain_header(cell) for cell in row)):
                    return Found(program, sheet, at)
    best: tuple[int, Found] | None = None
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:HEADERS_WITHIN]):
            meanings = {LIST.fields.get(plain_header(cell)) for cell in row} - {None, "computed"}
            count = len(meanings)
            if "name" in meanings and count >= _ENOUGH and (best is None or count > best[0]):
                best = (count, Found(LIST, sheet, at))
    return None if best is None else best[1]


def _made(where: Found) -> ListMade:
    found = list_columns(where.sheet, where.header_row, where.program)
    _join_titles(found)
    tasks = [row for row in range(len(found.rows)) if found.first("name", row) is not None and not _total(found, row)]
    ids = _ids(found, tasks)
    above, missing = parents_of(found, tasks, ids)
    for at in missing:
        found.notes[tasks[at]].append(("Parent", "; ".join(str(v) for v in found.all("parent", tasks[at]))))
    kept = _kept(found, tasks, above, where.program)
    links = list_links(found, tasks, ids, above, kept)
    summaries = {parent for at, parent in enumerate(above) if kept[at]}
    done = {
        at: list_task(found, tasks[at], where.program, at in summaries) for at in in_outline_order(above) if kept[at]
    }
    return ListMade(found, tasks, ids, above, kept, links, done)


def _total(found: ListColumns, row: int) -> bool:
    """Whether a row is the sum under a list: named so, without an ID, days or links of its own."""
    own = ("id", "start", "finish", "deadline", "predecessors", "status")
    return plain_header(found.first("name", row)) in _TOTALS and not any(found.all(name, row) for name in own)


def _kept(found: ListColumns, tasks: Sequence[int], above: Sequence[int], program: ListProgram) -> list[bool]:
    """What was cancelled stays behind, unless something under it comes over."""
    kept = [status_in(found, row, program) is not Status.CANCELLED for row in tasks]
    for at in [at for at, on in enumerate(kept) if on]:
        place = above[at]
        while place >= 0 and not kept[place]:
            kept[place] = True
            place = above[place]
    return kept


def _join_titles(found: ListColumns) -> None:
    """Titles in a column for each level become names."""
    titles = [name for name in TITLES if name in found.values]
    if titles and "name" not in found.values:
        found.values["name"] = [
            [value for name in titles for value in found.all(name, row)][:1] for row in range(len(found.rows))
        ]


def _ids(found: ListColumns, tasks: Sequence[int]) -> list[str]:
    """The IDs of the list; the number of the task where there is none."""
    given = [found.first("id", row) for row in tasks]
    taken = {str(name).casefold() for name in given if name is not None}
    made = []
    for at, name in enumerate(given, start=1):
        own = str(name).strip() if name is not None else str(at) if "id" not in found.values else f"T{at}"
        while name is None and own.casefold() in taken:
            own = f"{own}x"
        made.append(own)
        taken.add(own.casefold())
    return made


def _rows(made: ListMade) -> list[Row]:
    """The rows of the sheet Schedule, in the order of the outline."""
    order = list(made.done)
    places = {at: place for place, at in enumerate(order)}
    codes = outline_codes([places.get(made.above[at], -1) for at in order])
    outlined = any(made.above[at] in places for at in order) or "wbs" in made.found.values
    rows = []
    for place, at in enumerate(order):
        task = made.done[at]
        task.notes += made.links.notes[at]
        given = made.found.first("wbs", task.row)
        if given is not None and str(given).strip(". ") != codes[place]:
            task.notes.append((_header(made.found, "wbs"), str(given)))
        row: Row = {
            "Task ID": made.ids[at],
            "WBS": codes[place] if outlined else None,
            "Task Name": str(made.found.first("name", task.row)).strip(),
            "Predecessors": made.links.texts[at] or None,
            **task.fields,
            **_constraint(made, at, task),
            "Notes": notes_text(task, made.found),
        }
        rows.append({header: value for header, value in row.items() if value is not None})
    return rows


def _header(found: ListColumns, meaning: str) -> str:
    return next((header for header, own in found.places.values() if own == meaning), meaning)


def _constraint(made: ListMade, at: int, task: ListTask) -> Row:
    """A start that no link gives holds the task; one that has begun is held by what is actual."""
    free = task.start != NO_INSTANT and not made.links.links[at] and task.fields.get("Task Type") != "Summary"
    if not free or task.fields.get("Actual Start") or task.fields.get("Constraint Type"):
        return {}
    return {"Constraint Type": "Start no earlier than", "Constraint Date": as_date(task.start)}


def _held(rows: list[Row], made: ListMade, charter: Row) -> list[Row]:
    """Linked tasks that the program has later than their links ask are held there, too."""
    starts = {made.ids[at]: task.start for at, task in made.done.items()}
    if not any(made.links.links):
        return rows
    plan, _ = _plan(rows, charter)
    held, count = held_where_put(plan, [starts.get(name, NO_INSTANT) for name in plan.id])
    if not count:
        return rows
    changed = []
    for row, kind, before, day in zip(rows, held.constraint, plan.constraint, held.constraint_date, strict=True):
        extra = {"Constraint Type": kind.value, "Constraint Date": as_date(day)} if kind is not before else {}
        changed.append(row | extra)
    return changed


def _plan(rows: Sequence[Row], charter: Row) -> tuple[Plan, list[Problem]]:
    """The plan of rows of the sheet Schedule."""
    headers = list(
        dict.fromkeys(["Task ID", "Task Name", "Duration (wd)", "Predecessors", *(h for r in rows for h in r)])
    )
    grid = Grid("Schedule", headers, [[row.get(header) for header in headers] for row in rows])
    tasks, problems = read(Schedule, grid)
    start = charter.get("Planned Start")
    made = scheduled(tasks, None, None, Options(start=_instant(start) if start else None))
    return made.plan, [*problems, *made.problems]


def _instant(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY


def _actual(task: ListTask, header: str) -> int:
    day = task.fields.get(header)
    return NO_INSTANT if day is None else _instant(day)


def _source_tasks(made: ListMade) -> list[SourceTask]:
    tasks = []
    for at, task in made.done.items():
        linked = tuple(made.ids[before] for before in made.links.links[at])
        below = tuple(made.ids[other] for other in made.done if made.above[other] == at)
        name = str(made.found.first("name", task.row)).strip()
        start, finish = (_actual(task, f"Actual {end}") for end in ("Start", "Finish"))
        dated = (task.start if start == NO_INSTANT else start, task.finish if finish == NO_INSTANT else finish)
        tasks.append(SourceTask(made.ids[at], name, *dated, linked=linked, below=below))
    return tasks
