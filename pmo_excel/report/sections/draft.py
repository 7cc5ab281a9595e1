"""A draft of what a report says in words: sentences of facts, each with its cells; what is not known is not said.

Nothing is made up: a sentence whose fact is missing is not there. A person reads and edits a draft before it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from pmo_excel.change.tables import Changes
from pmo_excel.core.instants import NO_INSTANT, day_text, instant
from pmo_excel.governance.reasons import number_text
from pmo_excel.governance.tables import Charter, Status
from pmo_excel.report.facts import Evidence, Fact, Sentence, fact, money_text, words
from pmo_excel.report.sections.finance import finance
from pmo_excel.report.sections.milestones import milestone_list
from pmo_excel.report.sections.registers import top_issues, top_risks
from pmo_excel.schedule.tables import Schedule

_SINCE: Final = re.compile(r"^Since [^:]*: ")
_BETWEEN: Final = re.compile(r"; (?:and )?|\n")
_DATE: Final = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)\b")


def draft(evidence: Evidence) -> tuple[Sentence, ...]:
    """The sentences that the workbook's figures give, in the order in which a sponsor asks."""
    return tuple(found for sentence in _SENTENCES if (found := sentence(evidence)) is not None)


def changes_since_last(evidence: Evidence) -> tuple[Sentence, ...]:
    """What differs from the last snapshot, one by one as its cell says it."""
    given = evidence.fact(Status, "changes_since_last")
    said = _SINCE.sub("", given.text) if given.known else ""
    parts = (part.strip().rstrip(".") for part in _BETWEEN.split(said))
    return tuple((replace(given, text=_DATE.sub(_day, part)),) for part in parts if part)


def _day(found: re.Match[str]) -> str:
    return day_text(instant(date.fromisoformat(found[0])))


def _finish(evidence: Evidence) -> Sentence | None:
    expected, agreed = evidence.result("STATUS", "forecast_finish"), evidence.result("STATUS", "baseline_finish")
    late = evidence.result("STATUS", "variance")
    if not expected.known:
        return None
    begin = (words("The project is forecast to finish on "), expected)
    if not late.known:
        return (*begin, words("."))
    if not late.value:
        return (*begin, words(", as agreed."))
    days = replace(late, text=number_text(abs(float(late.value))))
    agreed_on = (words(" than the "), agreed, words(" agreed")) if agreed.known and agreed.source else ()
    return (
        *begin,
        words(", "),
        days,
        words(f" working days {'later' if late.value > 0 else 'earlier'}"),
        *agreed_on,
        words("."),
    )


def _progress(evidence: Evidence) -> Sentence | None:
    tasks = evidence.table(Schedule)
    if tasks is None:
        return None
    late = [
        row
        for row in range(len(tasks))
        if tasks.finish_variance[row] > 0 and tasks.actual_finish[row] == NO_INSTANT and tasks.critical[row]
    ]
    if not late:
        return None
    row = max(late, key=lambda at: float(tasks.finish_variance[at]))
    name = (fact(tasks, "id", row), words(" "), fact(tasks, "name", row))
    return (
        words("The critical task that is latest is "),
        *name,
        words(", by "),
        fact(tasks, "finish_variance", row),
        words(" working days."),
    )


def _cost(evidence: Evidence) -> Sentence | None:
    money = finance(evidence)
    if money is None or not money.estimate.known or not money.budget.known:
        return None
    unit = (words(" "), money.currency) if money.currency.known else ()
    over = money.estimate.value - money.budget.value
    begin = (words("It is forecast to cost "), money.estimate, *unit)
    if not round(over):
        return (*begin, words(", as approved."))
    source = f"={money.estimate.source}-{money.budget.source.removeprefix('=')}" if money.estimate.source else ""
    by = Fact(money_text(abs(over)), over, source)
    side = "more" if over > 0 else "less"
    return (*begin, words(", "), by, words(f" {side} than the "), money.budget, words(" approved."))


def _milestones(evidence: Evidence) -> Sentence | None:
    found = milestone_list(evidence)
    ahead = [] if found is None else [m for m in found.shown if not m.reached and m.forecast.known]
    if not ahead:
        return None
    near = min(ahead, key=lambda line: int(line.forecast.value))
    return (words("The next milestone is "), near.name, words(" on "), near.forecast, words("."))


def _risk(evidence: Evidence) -> Sentence | None:
    found = top_risks(evidence)
    if not found or not found[0] or not found[0][0].score.known:
        return None
    line = found[0][0]
    owner = (words(", owned by "), line.owner) if line.owner.known else ()
    return (
        words("The largest risk is "),
        line.id,
        words(" "),
        line.title,
        words(", scored "),
        line.score,
        *owner,
        words("."),
    )


def _issue(evidence: Evidence) -> Sentence | None:
    found = top_issues(evidence)
    if not found or not found[0] or not found[0][0].severity.known:
        return None
    line = found[0][0]
    due = (words(", due "), line.due) if line.due.known else ()
    return (
        words("The gravest issue is "),
        line.id,
        words(" "),
        line.title,
        words(" ("),
        line.severity,
        words(")"),
        *due,
        words("."),
    )


def _change(evidence: Evidence) -> Sentence | None:
    log = evidence.table(Changes)
    waiting = [] if log is None else [r for r in range(len(log)) if log.id[r] and log.status[r] == "Awaiting decision"]
    if log is None or not waiting:
        return None
    row = max(waiting, key=lambda at: float(log.age[at]) if log.age[at] == log.age[at] else -1.0)
    name = (fact(log, "id", row), words(" "), fact(log, "title", row))
    return (words("A decision is awaited on "), *name, words("."))


def _sponsor(evidence: Evidence) -> Sentence | None:
    given = evidence.fact(Status, "help_needed")
    if not given.known:
        return None
    who = evidence.fact(Charter, "sponsor")
    first = replace(given, text=given.text.splitlines()[0].strip().rstrip("."))
    return (
        (words("Asked of "), who, words(": "), first, words("."))
        if who.known
        else (words("Asked: "), first, words("."))
    )


_SENTENCES: Final[tuple[Callable[[Evidence], Sentence | None], ...]] = (
    _sponsor,
    _finish,
    _progress,
    _cost,
    _milestones,
    _risk,
    _issue,
    _change,
)
