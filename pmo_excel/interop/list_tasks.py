"""One task of a list as a row of the sheet Schedule: status, dates, work, and notes for all that has no place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pmo_excel.core.instants import DAY, NO_INSTANT, as_date
from pmo_excel.core.lists import LISTS
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.interop.imported import Row
from pmo_excel.interop.list_columns import ListColumns
from pmo_excel.interop.list_programs import ListProgram
from pmo_excel.interop.list_status import Status, priority_of, priority_of_rank, status_of
from pmo_excel.interop.task_rows import LONGEST_NOTE
from pmo_excel.schedule.calendars import STANDARD
from pmo_excel.schedule.durations import amount
from pmo_excel.schedule.workdays import working_days

HOURS: Final = 8
"""Hours of a working day of the standard calendar."""
_TYPES: Final = {word.casefold(): word for word in LISTS["TaskType"]}
_YES: Final = frozenset({"yes", "true", "1", "x", "y", "ja", "oui"})


@dataclass(slots=True)
class ListTask:
    """A task of a list.

    Attributes
    ----------
    row
        Its row in the list.
    start, finish
        The days that the program gives it, instants; `NO_INSTANT` where it gives none.
    unlasting
        Whether nothing says how long it takes.
    """

    row: int
    fields: Row
    notes: list[tuple[str, str]]
    status: Status | None
    start: int = NO_INSTANT
    finish: int = NO_INSTANT
    unlasting: bool = False


def status_in(found: ListColumns, row: int, program: ListProgram) -> Status | None:
    """How far the task is, by its status or the group of its status; None where nothing known is said."""
    word, group = found.first("status", row), found.first("status_group", row)
    if word is not None and str(word).casefold() in program.still_open:
        return Status.IN_PROGRESS
    own = status_of(str(word)) if word is not None else None
    if own is Status.CANCELLED or group is None:
        return own
    return status_of(str(group)) or own


def list_task(found: ListColumns, row: int, program: ListProgram, summary: bool) -> ListTask:
    """The task in a row of a list; a summary takes its dates and its progress from the tasks under it."""
    status = status_in(found, row, program)
    made = ListTask(row, {}, list(found.notes[row]), status)
    made.start = _instant(found, "start", row)
    finish, deadline = _instant(found, "finish", row), _instant(found, "deadline", row)
    made.finish = finish if finish != NO_INSTANT else deadline
    word = found.first("status", row)
    if word is not None and status is not Status.NOT_STARTED and (status is not Status.DONE or summary):
        made.notes.insert(0, ("Status", str(word)))
    made.fields["Deadline"] = _day(deadline)
    if summary:
        made.fields["Task Type"] = "Summary"
        if made.start != NO_INSTANT:
            made.notes.append(("Start", as_date(made.start).isoformat()))
    else:
        _type(made, found, row)
        _progress(made, found, row, program)
        _duration(made, found, row)
    _work_told(made, found, row)
    _people(made, found, row)
    _rest(made, found, row)
    return made


def _instant(found: ListColumns, meaning: str, row: int) -> int:
    value = found.first(meaning, row)
    return NO_INSTANT if value is None else int(value)


def _day(value: int) -> date | None:
    return None if value == NO_INSTANT else as_date(value)


def _type(made: ListTask, found: ListColumns, row: int) -> None:
    said, milestone = found.first("task_type", row), found.first("milestone", row)
    if (milestone is not None and str(milestone).casefold() in _YES) or str(said).casefold() == "milestone":
        made.fields["Task Type"] = "Milestone"
    elif said is not None and str(said).casefold() in _TYPES and str(said).casefold() != "summary":
        made.fields["Task Type"] = _TYPES[str(said).casefold()]


def _progress(made: ListTask, found: ListColumns, row: int, program: ListProgram) -> None:
    """Done is 100 % with the day on which it was; begun has its start for an actual one."""
    begun, done = _instant(found, "actual_start", row), _instant(found, "actual_finish", row)
    if done == NO_INSTANT and made.status is Status.DONE:
        done = _instant(found, "resolved", row)
    share = found.first("percent_complete", row)
    if made.status is None and share is not None and share >= 1:
        made.status = Status.DONE
    if made.status is Status.DONE:
        share = 1.0
        if done == NO_INSTANT and found.first("finish", row) is not None:
            done = made.finish
        if begun == NO_INSTANT and done != NO_INSTANT and made.start != NO_INSTANT:
            begun = min(made.start, done)
        begun = done if begun == NO_INSTANT else begun
    elif share is None and made.status is Status.IN_PROGRESS:
        share = _share_by_work(found, row)
        share = program.in_progress if share is None else share
    running = made.status is Status.IN_PROGRESS or (share is not None and 0 < share < 1)
    if running and begun == NO_INSTANT:
        begun = made.start
    if made.status is not Status.DONE and done != NO_INSTANT:
        made.notes.append(("Finished", as_date(done).isoformat()))
        done = NO_INSTANT
    made.fields |= {"% Complete": share or None, "Actual Start": _day(begun), "Actual Finish": _day(done)}


def _share_by_work(found: ListColumns, row: int) -> float | None:
    """Work done of all work; None where either is not said."""
    spent, left = _hours(found, row, "spent"), _hours(found, row, "remaining")
    if spent is None or left is None or spent + left <= 0:
        return None
    return round(min(spent / (spent + left), 0.99), 4)


def _hours(found: ListColumns, row: int, kind: str) -> float | None:
    """Hours of work: given in seconds, in hours, or as text with a unit (`8 hours`)."""
    for meaning, per_hour in ((f"{kind}_seconds", 3600), (f"{kind}_hours", 1)):
        value = found.first(meaning, row)
        if value is not None:
            return float(value) / per_hour
    text = found.first(f"{kind}_text", row)
    read = amount(str(text), HOURS * 60, 5 * HOURS * 60, 20) if text is not None else None
    return None if read is None else read.minutes / 60


def _effort(found: ListColumns, row: int) -> float | None:
    """All hours: as given; else those spent and left; else the estimate."""
    given = found.first("effort", row)
    if given is not None:
        return float(given)
    whole = _hours(found, row, "effort")
    spent, left = _hours(found, row, "spent"), _hours(found, row, "remaining")
    if whole is not None:
        return whole
    if left is not None and (spent or left):
        return (spent or 0) + left
    estimate = _hours(found, row, "estimate")
    return estimate if estimate is not None else spent


def _work_told(made: ListTask, found: ListColumns, row: int) -> None:
    """The parts of the work, of which the row has the sum only, or nothing where it is a summary."""
    kinds = {"estimated": "estimate", "planned": "effort", "spent": "spent", "left": "remaining"}
    hours = {word: _hours(found, row, kind) for word, kind in kinds.items()}
    if made.fields.get("Task Type") == "Summary" and found.first("effort", row) is not None:
        hours["planned"] = float(found.first("effort", row))
    told = [f"{value:g} h {word}" for word, value in hours.items() if value is not None]
    if told and (len(told) > 1 or made.fields.get("Effort (h)") is None):
        made.notes.append(("Work", ", ".join(told)))


def _duration(made: ListTask, found: ListColumns, row: int) -> None:
    """As given; else the working days from start to due day; else the estimated work of one person."""
    effort = _effort(found, row)
    made.fields["Effort (h)"] = round(effort, 4) if effort else None
    given = found.first("duration", row)
    if given is not None:
        made.fields["Duration (wd)"] = _plain_duration(given)
    elif made.fields.get("Task Type") == "Milestone":
        made.fields["Duration (wd)"] = 0
    elif made.start != NO_INSTANT and made.finish != NO_INSTANT:
        _between(made, found, row)
    elif made.fields.get("Actual Start") and made.fields.get("Actual Finish"):
        first, last = (found_day * DAY for found_day in _days(made))
        made.fields["Duration (wd)"] = max(working_days(STANDARD, first, last), 1)
    elif effort:
        made.fields["Duration (wd)"] = f"{effort:g}h"
    else:
        made.unlasting = True


def _days(made: ListTask) -> tuple[int, int]:
    epoch = date(1970, 1, 1)
    return (made.fields["Actual Start"] - epoch).days, (made.fields["Actual Finish"] - epoch).days


def _between(made: ListTask, found: ListColumns, row: int) -> None:
    if made.finish < made.start:
        text = f"it starts on {as_date(made.start)} and is due before, on {as_date(made.finish)}"
        made.notes += [("Start", as_date(made.start).isoformat()), ("Due", as_date(made.finish).isoformat())]
        fix = "Type the duration, and repair the dates in the source."
        found.problems.append(Problem(Code.OUT_OF_RANGE, text, found.cell(row, "start"), fix))
        return
    days = working_days(STANDARD, made.start, made.finish)
    if days == 0:
        text = "its days are all on a weekend; it was given one working day"
        found.problems.append(
            Problem(Code.OUT_OF_RANGE, text, found.cell(row, "start"), "Type the duration.", Severity.LOW)
        )
    made.fields["Duration (wd)"] = max(days, 1)


def _plain_duration(given: Any) -> str | float:
    """A number of days as a number, everything else as typed: `10 days` is read by the sheet as it is."""
    if isinstance(given, (int, float)):
        return given
    text = str(given).strip()
    number = text.replace(",", ".")
    return float(number) if re.fullmatch(r"\d+(\.\d+)?", number) else text


def _people(made: ListTask, found: ListColumns, row: int) -> None:
    """The first person owns the task; all of several are in the notes."""
    names = [part.strip() for value in found.all("owner", row) for part in _split(str(value)) if part.strip()]
    made.fields["Owner"] = re.sub(r"\s*<[^>]*>$", "", names[0]) if names else None
    if len(names) > 1 or (names and names[0] != made.fields["Owner"]):
        made.notes.append(("Assigned to", "; ".join(names)))


def _split(names: str) -> list[str]:
    """Several names; one with a comma, `Keller, Ana`, stays whole where semicolons part them or it is but two words."""
    if ";" in names or "\n" in names:
        return re.split(r"[;\n]", names)
    parts = names.split(",")
    single = len(parts) == 2 and all(len(part.split()) == 1 for part in parts)
    return [names] if single else parts


def _rest(made: ListTask, found: ListColumns, row: int) -> None:
    priority = found.first("priority", row)
    word, rank = found.first("priority_word", row), found.first("priority_rank", row)
    if word is not None:
        priority = priority_of(str(word))
        if priority is None:
            made.notes.append(("Priority", str(word)))
    elif rank is not None:
        priority = priority_of_rank(rank)
        if priority is None:
            made.notes.append(("Priority", f"{rank:g}"))
    made.fields["Priority (level)"] = None if priority in (None, 500) else int(priority)
    kind = found.first("kind", row)
    if kind is not None:
        made.notes.insert(0, ("Type", str(kind)))
    for header, meaning in _TAKEN.items():
        value = found.first(meaning, row)
        if value is not None:
            made.fields[header] = _day(int(value)) if meaning == "constraint_date" else value


_TAKEN: Final = {
    "Constraint Type": "constraint_type",
    "Constraint Date": "constraint_date",
    "Remaining Duration (wd)": "remaining_duration",
    "Earned Value Method": "earned_value_method",
    "Optimistic": "optimistic",
    "Most Likely": "most_likely",
    "Pessimistic": "pessimistic",
    "Stage": "stage",
    "Deliverable ID": "deliverable_id",
}


def notes_text(made: ListTask, found: ListColumns) -> str | None:
    """The notes of the task, then a line for everything that has no column of its own."""
    own = [str(value) for value in found.all("notes", made.row)]
    told: dict[str, list[str]] = {}
    for header, text in dict.fromkeys(made.notes):
        told.setdefault(header, []).append(text)
    lines = own + [f"{header}: {'; '.join(texts)}" for header, texts in told.items()]
    return "\n".join(lines)[:LONGEST_NOTE] or None
