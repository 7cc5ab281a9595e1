"""Drafts of messages about promises at risk: every fact from a cell, what nobody recorded in brackets, nothing sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.tables import Schedule
from pmo_excel.stakeholders.ledger import AT_RISK, MISSED
from pmo_excel.stakeholders.promised import Delivery, deliveries
from pmo_excel.stakeholders.tables import Communications, Expectations, Stakeholders

_OVER: Final = frozenset({"Done", "Cancelled"})


@table("Drafts", key="")
class DraftMessages(Table):
    """Messages for people to edit and to send."""

    id: Annotated[Texts, Column("Expectation ID", "The promise.")]
    facts: Annotated[Texts, Column("Facts", "What was promised and what is forecast.")]
    to: Annotated[Texts, Column("To", "Who it is for.")]
    email: Annotated[Texts, Column("E-mail", "Their address.")]
    subject: Annotated[Texts, Column("Subject", "Of the message.")]
    message: Annotated[Texts, Column("Message", "The text.", Type.LONG_TEXT)]


@table("Actions", key="id")
class OpenActions(Table):
    """What is done about things."""

    id: Annotated[Texts, Column("Action ID", "The action.")]
    action: Annotated[Texts, Column("Action", "What is done.")]
    source_id: Annotated[Texts, Column("Source ID", "What it is about.")]
    owner: Annotated[Texts, Column("Action Owner", "Who does it.")]
    due_date: Annotated[Instants, Column("Due Date", "By when.", Type.DATE)]
    status: Annotated[Texts, Column("Action Status", "Done where it is done.")]


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets that a draft takes its facts from; None where the workbook has no such sheet."""

    promises: Expectations
    tasks: Schedule
    people: Stakeholders | None = None
    actions: OpenActions | None = None
    plan: Communications | None = None
    sender: str = ""


def drafts(book: Book) -> DraftMessages:
    """A message for each promise that is at risk, warned of, or missed and not delivered; in the ledger's order."""
    there = deliveries(book.tasks, None)
    rows = [row for row in range(len(book.promises)) if _warned(book.promises, row, _delivery(book, row, there))]
    made = DraftMessages.of(len(rows), id=book.promises.id[rows])
    for at, row in enumerate(rows):
        one = _Draft(book, row, _delivery(book, row, there))
        made.facts[at], made.to[at], made.email[at] = one.facts(), one.name, one.email
        made.subject[at], made.message[at] = one.subject(), one.message()
    return made


def _delivery(book: Book, row: int, there: Mapping[str, Delivery]) -> Delivery | None:
    return there.get(str(book.promises.linked_id[row] or "").casefold())


def _warned(promises: Expectations, row: int, found: Delivery | None) -> bool:
    status, why = promises.status[row], str(promises.why[row] or "")
    missing = status == MISSED and (found is None or not found.done)
    return status == AT_RISK or missing or why.startswith("Warning")


class _Draft:
    """One promise, and what the cells say about it."""

    def __init__(self, book: Book, row: int, found: Delivery | None) -> None:
        self.book, self.row = book, row
        promises = book.promises
        self.id, self.who = str(promises.id[row]), promises.stakeholder_id[row]
        self.linked = str(promises.linked_id[row] or "").casefold()
        keys = [] if book.people is None else book.people.id.tolist()
        at = keys.index(self.who) if self.who in keys else None
        known = book.people is not None and at is not None
        self.name = str(book.people.name[at] or self.who) if known and book.people is not None else self.who
        self.email = book.people.email[at] if known and book.people is not None else None
        self.old = int(promises.promised_date[row])
        self.new = None if found is None else found.day

    @property
    def dated(self) -> bool:
        """Whether it is about a day rather than a value."""
        return self.book.promises.measure[self.row] not in ("Cost", "Benefit")

    def facts(self) -> str:
        """What it rests on, so that a draft is made anew only when that changes."""
        promises, gap = self.book.promises, float(self.book.promises.gap[self.row])
        if self.dated:
            sure = float(promises.confidence[self.row])
            chance = "" if sure != sure else f", {sure:.0%}"
            return f"{day_text(self.old)} → {'–' if self.new is None else day_text(self.new)}{chance}"
        return f"{_amount(float(promises.promised_value[self.row]))}, worse by {_amount(gap)}"

    def subject(self) -> str:
        """`Move done: forecast 13-May-26 instead of 12-May-26`."""
        promises = self.book.promises
        what = _line(promises.statement[self.row] or self.id)
        if self.dated and self.new is not None and self.new > self.old:
            return f"{what}: forecast {day_text(self.new)} instead of {day_text(self.old)}"
        return f"{what}: at risk"

    def message(self) -> str:
        """The text, with what is not recorded in brackets for a person to fill in."""
        greeting = f"Dear {_line(self.name) if self.name else '[name]'},"
        parts = [greeting, self._told(), self._now(), self._cause(), self._action(), self._next()]
        return "\n\n".join([*parts, _line(self.book.sender) or "[your name]"])

    def _told(self) -> str:
        promises = self.book.promises
        day, via = int(promises.told_on[self.row]), promises.told_via[self.row]
        when = "" if day == NO_INSTANT else f" on {day_text(day)}"
        how = "" if via is None else f" ({_line(via)})"
        value = float(promises.promised_value[self.row])
        by = "" if self.old == NO_INSTANT else f", by {day_text(self.old)}"
        worth = "" if value != value else f": {_amount(value)}"
        return f"You were told{when}{how}: “{_line(promises.statement[self.row] or self.id)}”{worth}{by}."

    def _now(self) -> str:
        promises, gap = self.book.promises, float(self.book.promises.gap[self.row])
        if not self.dated:
            return f"The forecast is now worse by {_amount(gap)}."
        if self.new is None:
            return "There is no forecast now: [what is expected]."
        sure = float(promises.confidence[self.row])
        late = f", {gap:g} working day{'' if gap == 1 else 's'} later" if gap > 0 else ""
        chance = "" if sure != sure else f" The chance of keeping {day_text(self.old)} is {sure:.0%}."
        return f"The forecast is now {day_text(self.new)}{late}.{chance}"

    def _cause(self) -> str:
        return f"Cause: {' '.join(_causes(self.book.tasks, self.linked)) or '[why: nothing is recorded]'}"

    def _action(self) -> str:
        actions = self.book.actions
        found = []
        for row in range(0 if actions is None else len(actions)):
            assert actions is not None  # noqa: S101 -- there are rows
            about = str(actions.source_id[row] or "").casefold()
            if about in (self.id.casefold(), self.linked) and about and actions.status[row] not in _OVER:
                due = int(actions.due_date[row])
                owner = _line(actions.owner[row] or "")
                said = [owner, "" if due == NO_INSTANT else f"due {day_text(due)}"]
                known = ", ".join(part for part in said if part)
                found.append(f"{_line(actions.action[row] or actions.id[row])}{f' ({known})' if known else ''}")
        missing = f"[what is done: no open action has the Source ID {self.id}]"
        return f"What we do: {'; '.join(found) or missing}"

    def _next(self) -> str:
        plan = self.book.plan
        days = []
        for row in range(0 if plan is None else len(plan)):
            assert plan is not None  # noqa: S101 -- there are rows
            audience = [part.strip() for part in str(plan.audience[row] or "").split(";")]
            if self.who in audience and plan.next_due[row] != NO_INSTANT:
                days.append((int(plan.next_due[row]), _line(plan.information[row] or plan.id[row])))
        if not days:
            return "Next update: [when: no planned communication has a day]"
        day, what = min(days)
        return f"Next update: {day_text(day)} ({what})"


def _causes(tasks: Schedule, linked: str) -> Iterator[str]:
    """The tasks on the driving chain that are later against the baseline than what they wait for, one sentence each.

    Without a baseline, the task that drives it.
    """
    keys = [str(key or "").casefold() for key in tasks.id.tolist()]
    row = keys.index(linked) if linked in keys else None
    seen: set[int] = set()
    first = row
    while row is not None and row not in seen:
        seen.add(row)
        before = str(tasks.driving_predecessor[row] or "").casefold()
        driver = keys.index(before) if before in keys else None
        own, theirs = float(tasks.finish_variance[row]), 0.0 if driver is None else float(tasks.finish_variance[driver])
        if own == own and theirs == theirs and own - theirs > 0:
            finish = day_text(int(tasks.finish[row]))
            yield f"{_label(tasks, row)} finishes {finish}, {own:g} working days after its baseline."
        elif own != own and row == first and driver is not None and tasks.finish[driver] != NO_INSTANT:
            finish = day_text(int(tasks.finish[driver]))
            yield f"its date is set by {_label(tasks, driver)}, which finishes {finish}."
        row = driver


def _label(tasks: Schedule, row: int) -> str:
    return _line(f"{tasks.id[row]} {tasks.name[row] or ''}")


def _amount(value: float) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def _line(text: object) -> str:
    """A cell's text on one line, without characters that do not print."""
    return "".join(c for c in " ".join(str(text).split()) if c.isprintable())
