"""What is asked of the board: each question with its options, what is recommended, and by when; the nearest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pmo_excel.change.tables import Changes
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import columns
from pmo_excel.governance.tables import Issues
from pmo_excel.report.document import Bullets, Entry, Grid, GridColumn, Page, entry, said
from pmo_excel.report.facts import NOTHING, Fact, Sentence, plain, shortened
from pmo_excel.report.kinds.listing import counted
from pmo_excel.report.kinds.portfolio.overview import Member, Overview, chosen
from pmo_excel.report.sections.narrative import decisions

MOST: Final = 3
"""Decisions that a meeting is asked for; the others are counted and named."""
WAITING_ISSUES: Final = frozenset({"Awaiting decision", "Escalated"})
WAITING_CHANGES: Final = frozenset({"Awaiting decision"})
_LONGEST: Final = 220
_HEADS: Final = (
    GridColumn("Project", 0.7),
    GridColumn("Question", 2.6),
    GridColumn("Options", 2.6),
    GridColumn("Recommendation", 2.2),
    GridColumn("Deadline", 0.8, "right"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the board.

    Attributes
    ----------
    rank
        Gates and changes before issues before what the status says in words.
    """

    project: str
    question: Sentence
    options: Sentence
    recommendation: Fact
    deadline: Fact
    rank: int

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The nearest deadline first; those without one after them, by rank, project and words."""
        day = int(self.deadline.value) if self.deadline.known else 2**62
        return day, self.rank, self.project, plain(self.question)


def asked(given: Overview) -> list[Asked]:
    """Everything that waits for a decision in the workbooks of the projects that run."""
    running = {str(given.register.id[row]) for row in given.rows()}
    members = [one for one in given.members() if one.id in running]
    found = [each for one in members for each in (*_changes(one), *_issues(one), *_words(one))]
    return sorted(found, key=lambda one: one.order)


def _changes(one: Member) -> Iterator[Asked]:
    table = one.evidence.table(Changes)
    for row in chosen(table, lambda t, r: t.status[r] in WAITING_CHANGES):
        assert table is not None  # noqa: S101 -- it has rows
        question = said("Approve change ", one.fact(table, "id", row), ": ", one.fact(table, "title", row), "?")
        advice = shortened(one.fact(table, "recommendation", row), _LONGEST)
        yield Asked(one.id, question, _effect(one, table, row), advice, NOTHING, 1)


def _effect(one: Member, table: Changes, row: int) -> Sentence:
    """Yes with what it was simulated to do; no with the plan as it stands."""
    parts: list[str | Fact] = ["Approve"]
    for name, unit in (("impact_time", " wd on the finish"), ("impact_cost", " cost")):
        given = simulated(one, table, name, row)
        if given.known:
            parts += [", " if len(parts) > 1 else " (", given, unit]
    parts.append("); reject: the plan stays" if len(parts) > 1 else " (effect not simulated); reject: the plan stays")
    return said(*parts)


def simulated(one: Member, table: Changes, name: str, row: int) -> Fact:
    """What a change was simulated to do, with its sign; nothing where the log has no such column."""
    if name not in columns(type(table)):
        return NOTHING
    given = one.fact(table, name, row)
    if not given.known:
        return given
    value = float(given.value)
    text = given.text.lstrip("-−")
    return Fact(text if not value else f"{'+' if value > 0 else '−'}{text}", value, given.source)


def _issues(one: Member) -> Iterator[Asked]:
    table = one.evidence.table(Issues)
    for row in chosen(table, lambda t, r: t.status[r] in WAITING_ISSUES):
        assert table is not None  # noqa: S101 -- it has rows
        question = said(one.fact(table, "id", row), " ", one.fact(table, "title", row))
        options = (shortened(one.fact(table, "actions", row), _LONGEST),)
        advice = shortened(one.fact(table, "resolution", row), _LONGEST)
        due = one.fact(table, "due_date", row)
        yield Asked(one.id, question, options, advice, due if table.due_date[row] != NO_INSTANT else NOTHING, 2)


def _words(one: Member) -> Iterator[Asked]:
    for line in decisions(one.evidence).shown:
        yield Asked(one.id, (shortened(one.cited(line), _LONGEST),), (NOTHING,), NOTHING, NOTHING, 3)


def asked_list(given: Overview, limit: int = MOST) -> Bullets:
    """The same in one line each, for the portfolio's page."""
    found = asked(given)
    items = tuple(_line(one) for one in found[:limit])
    return Bullets(said("Decisions required"), items, "", _more(found, limit), asks=True)


def _line(one: Asked) -> Sentence:
    """A question shortened to what a line or two hold."""
    text = plain(one.question)
    question = one.question if len(text) <= 110 else (shortened(Fact(text, text, one.question[0].source), 110),)
    due = said(", by ", one.deadline) if one.deadline.known else ()
    return (*said(f"{one.project}: "), *question, *due)


def _more(found: list[Asked], limit: int) -> str:
    left = [one.project for one in found[limit:]]
    return f"{len(left)} more, of {', '.join(dict.fromkeys(left))}" if left else ""


def decisions_grid(given: Overview) -> Grid:
    """The questions as a table, at most three."""
    found = asked(given)
    rows = tuple(_row(one) for one in found[:MOST])
    return Grid(said("For decision"), _HEADS, rows, "the nearest deadline first", _more(found, MOST))


def _row(one: Asked) -> tuple[Entry, ...]:
    return (
        Entry(said(one.project)),
        Entry(one.question),
        Entry(one.options),
        entry(one.recommendation),
        entry(one.deadline),
    )


def decisions_message(given: Overview) -> Sentence:
    """How many decisions are asked for, and the nearest deadline."""
    found = asked(given)
    if not found:
        return said("Nothing waits for a decision")
    shown = found[:MOST]
    near = next((one.deadline for one in shown if one.deadline.known), None)
    parts = f"{counted(len(shown), 'decision')} {'is' if len(shown) == 1 else 'are'} needed"
    return said(parts, ", the first by ", near) if near is not None else said(parts)


def decisions_page(given: Overview, agenda: Bullets, carried: Grid) -> Page:
    """The first page of a pack: what is asked, what the meeting goes through, and what it asked for last time."""
    return Page(decisions_message(given), (decisions_grid(given), agenda, carried))
