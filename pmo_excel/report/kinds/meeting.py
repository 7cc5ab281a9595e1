"""The pack of a project's meeting: agenda, what waits for a decision, actions carried over with their age, minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.tables import Table
from pmo_excel.governance.meeting import Line, MeetingPack, meeting_pack
from pmo_excel.governance.tables import Actions, Charter, Decisions, Issues, StageGates
from pmo_excel.report.document import (
    NOT_HERE,
    Audience,
    Beside,
    Bullets,
    Entry,
    Grid,
    GridColumn,
    Page,
    Report,
    entry,
    said,
)
from pmo_excel.report.facts import NOTHING, Evidence, Fact, Sentence, fact, printed
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import counted
from pmo_excel.report.material import Material

Logged = Actions | Decisions | Issues
MEETING: Final = "Meeting"
"""The source of actions that meetings asked for."""
MOST: Final = 12
_HEADS: Final = (
    GridColumn("What", 4.0),
    GridColumn("Who", 1.4),
    GridColumn("Due", 1.8, "right"),
    GridColumn("Age (d)", 0.7, "right"),
)
_MINUTES: Final = (
    "Action: what is to be done; who; 27-Mar-2026",
    "Decision: what was decided; who decided",
    "Saved as text, pmo minutes BOOK FILE takes these lines into the logs",
)


def meeting_report(given: Material) -> Report:
    """What a meeting on the status date begins with."""
    evidence = given.evidence
    actions, day = evidence.table(Actions), evidence.fact(Charter, "status_date")
    if actions is None or not day.known:
        why = NOT_HERE if actions is None else "Without a status date nothing has an age"
        empty = Page(said("No meeting can be prepared"), (Grid(said("Actions"), _HEADS, (), absent=why),))
        return project_report(given, "meeting", "Meeting pack", Audience.TEAM, (empty,))
    last = last_meeting(actions, int(day.value))
    registers = (evidence.table(Decisions), evidence.table(Issues), evidence.table(StageGates))
    pack = meeting_pack(actions, *registers, int(day.value), last)
    return project_report(given, "meeting", "Meeting pack", Audience.TEAM, (_page(evidence, pack, last),))


def last_meeting(actions: Actions, status_date: int) -> int | None:
    """The newest day before the status date on which a meeting asked for something; None where none did."""
    rows = zip(actions.source.tolist(), actions.date_raised.tolist(), strict=True)
    days = [day for source, day in rows if source == MEETING and NO_INSTANT != day < status_date]
    return max(days, default=None)


def _page(evidence: Evidence, pack: MeetingPack, last: int | None) -> Page:
    actions = evidence.table(Actions)
    since = "" if last is None else f"last meeting {day_text(last)}"
    agenda = Bullets(said("Agenda"), tuple(said(printed(line.item)) for line in pack.agenda), since)
    minutes = Bullets(said("Minutes"), tuple(said(line) for line in _MINUTES), "one line each")
    decided = _grid("Decided since", pack.decided, evidence.table(Decisions), "decision", "the newest decisions")
    return Page(
        _message(pack),
        (
            _grid(
                "For decision", pack.for_decision, evidence.table(Issues), "title", "the gate that is next, and issues"
            ),
            Beside((agenda,), (minutes,)),
            _grid("Carried over", pack.carried_over, actions, "action", "open since an earlier meeting, oldest first"),
            _grid("New actions", pack.new, actions, "action", "raised since"),
            Beside((_grid("Done since", pack.done, actions, "action", ""),), (decided,)),
        ),
    )


def _grid(heading: str, lines: Sequence[Line], table: Logged | None, field: str, note: str) -> Grid:
    rows = {} if table is None else {str(key): row for row, key in enumerate(table.id.tolist()) if key}
    made = tuple(_row(line, table, rows.get(line.id), field) for line in lines[:MOST])
    more = f"{len(lines) - MOST} more in the workbook" if len(lines) > MOST else ""
    return Grid(said(heading), _HEADS, made, note, more)


def _row(line: Line, table: Table | None, row: int | None, field: str) -> tuple[Entry, ...]:
    """One line with the cell of its words; a gate's are our own."""
    words = Fact(printed(line.item), line.item, "" if table is None or row is None else fact(table, field, row).source)
    named = said(f"{printed(line.id)} ", words) if line.id else (words,)
    due = NOTHING if line.due == NO_INSTANT else Fact(day_text(line.due), line.due)
    late = f"overdue {line.overdue:.0f} d" if line.overdue > 0 else ""
    age = Fact(f"{line.age:.0f}", line.age) if line.age == line.age else NOTHING
    owner = Fact(printed(line.owner), line.owner) if line.owner else NOTHING
    return Entry(named), entry(owner), entry(due, late), entry(age)


def _message(pack: MeetingPack) -> Sentence:
    late = sum(line.overdue > 0 for line in (*pack.carried_over, *pack.new))
    asked = counted(len(pack.for_decision), "decision")
    ran = counted(len(pack.carried_over), "action")
    return said(f"{asked} to be made, {ran} carried over, {late} overdue")
