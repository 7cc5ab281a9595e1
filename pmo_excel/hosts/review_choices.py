"""What people chose on a review sheet, carried out: recorded, written into the workbook, and left to the next plan.

The order makes a killed run harmless. First it is recorded what was decided (nothing follows from that alone), then the
workbook gets its cells and the rows their outcome in one step, then the site is planned anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pmo_excel.core.lists import matched
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.governance.tables.review import CHOICES, KEEP, MERGE, OWN, TAKE
from pmo_excel.hosts.books import edit, read_file, saved
from pmo_excel.hosts.review_cells import UnusableError, from_site, spot, typed
from pmo_excel.hosts.review_new_rows import Intake, TakenIn
from pmo_excel.hosts.review_sheet import OpenRow, header, open_rows
from pmo_excel.workbook.date_style import with_dates_shown
from pmo_excel.workbook.draft import Edit
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import patch
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused
from sharepoint.decisions import Decisions
from sharepoint.intake import ReadList
from sharepoint.merged_text import merged_text
from sharepoint.questions import Asked, Question
from sharepoint.values import Value

Record = Callable[[Decisions], None]


@dataclass(slots=True)
class Decided:
    """What the choices of one workbook come to.

    Attributes
    ----------
    lines
        Each choice in words.
    edits
        The workbook's cells, and the outcomes on the review sheet.
    records
        What is recorded before the workbook is written.
    choices
        What the next plan is made with.
    """

    path: Path
    lines: list[str] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    choices: dict[tuple[str, str, str], Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    copy: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The same as programs read it."""
        backup = None if self.copy is None else str(self.copy)
        return {"file": str(self.path), "choices": self.lines, "backup": backup}


def carry_out(
    path: Path,
    questions: Sequence[Question],
    reads: Sequence[ReadList],
    taken_in: Mapping[str, TakenIn],
    decisions: Decisions,
    now: datetime,
    *,
    dry_run: bool = False,
) -> Decided:
    """Carry out what was chosen on a workbook's review sheet, as far as its rows show the values as they are now.

    The workbook is written once, after a backup; a choice that cannot be carried out is a problem, and stays open.
    """
    decided = Decided(path)
    try:
        rows = [row for row in open_rows(open_package(path)) if row.answered]
        if not rows:
            return decided
        package, book, memory = read_file(path)
        intake = Intake(book, taken_in)
        choosing = _Choosing(decided, book, {read.title: read for read in reads}, intake, now)
        for row in rows:
            choosing.take(row, questions)
        if dry_run or not decided.edits:
            return decided
        changes, growths = intake.changes()
        with decisions.together():
            for record in decided.records:
                record(decisions)
        shown = with_dates_shown(package, [*(edit(change) for change in changes), *decided.edits])
        patched = patch(*shown, growths)
        decided.copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    except Refused as error:
        return Decided(path, problems=[*decided.problems, *error.problems])
    except UnusableError as error:
        text = f"{error}; none of the choices in {path.name} was carried out"
        problem = Problem(Code.NO_ROOM, text, suggestion=error.suggestion)
        return Decided(path, problems=[*decided.problems, problem])
    return decided


@dataclass(slots=True)
class _Choosing:
    """The choices of one workbook, taken one by one."""

    decided: Decided
    book: Book
    reads: Mapping[str, ReadList]
    intake: Intake
    now: datetime

    def take(self, row: OpenRow, questions: Sequence[Question]) -> None:
        """One row that a person answered."""
        question = next((one for one in questions if row.asks(one)), None)
        if question is None:
            return  # settled meanwhile; the next review closes the row
        try:
            if not row.shows(question):
                raise UnusableError(
                    f"{row.text('object_key')} changed since this was asked",
                    "Look at the values as they are now: pmo publish review.",
                )
            outcome = self._outcome(row, question, _choice(row))
        except UnusableError as error:
            self._refuse(row, error)
            return
        self.decided.edits.append(row.closed(f"{self.now:%Y-%m-%d %H:%M}: {outcome}"))
        self.decided.lines.append(
            f"{question.project} {question.object_key} {question.title}".rstrip() + f": {outcome}"
        )

    def _refuse(self, row: OpenRow, error: UnusableError) -> None:
        name = "choice" if row.text("choice") else "your_value"
        text = f"{error}; nothing was done about it"
        self.decided.problems.append(Problem(Code.CONFLICT, text, row.cell(name), error.suggestion, Severity.MEDIUM))

    def _outcome(self, row: OpenRow, question: Question, choice: str) -> str:
        if question.asked is Asked.NEW:
            return self._new_row(question, choice)
        if question.asked in (Asked.DELETED, Asked.GONE):
            return self._whole_row(question, choice)
        if choice == KEEP:
            self._agree(question, question.workbook)
            return "Kept the workbook's value."
        place = spot(self.book, question)
        assert question.column is not None  # noqa: S101 -- only whole rows have none
        date1904 = self.book.package.date1904
        if choice == TAKE:
            taken = from_site(place.column, question.column, question.site, date1904)
        elif choice == OWN:
            taken = typed(place.column, question.column, row.row.cells.get(header("your_value")), date1904)
        else:
            taken = typed(place.column, question.column, _merged(question), date1904)
        self.decided.edits.append(Edit(place.cell.sheet, place.cell.ref, taken.cell))
        if taken.value != question.site:
            self._agree(question, taken.value)
        return {TAKE: "Took the site's value.", MERGE: "Merged both texts."}.get(choice, "Took your value.")

    def _agree(self, question: Question, value: Value) -> None:
        """The workbook's value, as it will be, is to go to the site."""
        conflict = question.conflict
        assert conflict is not None  # noqa: S101 -- only new items are no conflict
        list_id = question.list_id
        self.decided.records.append(lambda decisions: decisions.agree(list_id, conflict, value))
        self.decided.choices[conflict.place] = conflict.seen

    def _whole_row(self, question: Question, choice: str) -> str:
        if choice != KEEP and question.asked is Asked.DELETED:
            raise UnusableError(
                f"{question.object_key} stands in the workbook still",
                "Delete its row there: that is not done for you. Or choose Keep workbook, which makes the item again.",
            )
        if choice != KEEP:
            raise UnusableError(
                f"{question.object_key} has no row in the workbook",
                "Type it again with its ID. Or choose Keep workbook, which marks the item as removed.",
            )
        self._agree(question, question.workbook)
        return "Made again on the site." if question.asked is Asked.DELETED else "Marked as removed on the site."

    def _new_row(self, question: Question, choice: str) -> str:
        number, list_id = question.item, question.list_id
        if choice == KEEP:
            self.decided.records.append(lambda decisions: decisions.take_in(list_id, number, "", {}))
            return "Not taken into the workbook."
        if choice != TAKE:
            raise UnusableError("a new row is taken or not", f"Choose {TAKE} or {KEEP}.")
        new = self.intake.add(question, self.reads[question.spec.title])
        self.decided.records.append(lambda decisions: decisions.take_in(list_id, number, new.key, new.values))
        left = f" Not taken: {'; '.join(new.left)}." if new.left else ""
        return f"Taken into the workbook as {new.id}.{left}"


def _choice(row: OpenRow) -> str:
    """What was chosen; a value of one's own alone is a choice too."""
    said, own = row.text("choice"), row.row.cells.get(header("your_value"))
    choice = matched(said, CHOICES) if said else OWN
    if choice is None:
        raise UnusableError(f"{said!r} is no choice", f"Use one of: {', '.join(CHOICES)}.")
    if own is not None and choice in (KEEP, TAKE):
        raise UnusableError(
            f"{choice} is chosen and a value of your own is typed", f"Clear one of them, or choose {OWN}."
        )
    if choice == OWN and own is None:
        raise UnusableError(f"{OWN} is chosen, and there is none", "Type it, or choose another way.")
    return OWN if own is not None else choice


def _merged(question: Question) -> str:
    assert question.column is not None  # noqa: S101 -- only whole rows have none
    text = merged_text(question.column, question.last, question.workbook, question.site)
    if text is None:
        raise UnusableError(f"{question.title} is no text", f"Choose another way than {MERGE}.")
    return text
