"""The money: budget, spent, estimate at completion and what is left of the contingency."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pmo_excel.cost.tables import Budget
from pmo_excel.governance.tables import Charter
from pmo_excel.report.facts import NOTHING, Evidence, Fact, Sentence, money_text, total, words
from pmo_excel.report.sections.headline import overrun


@dataclass(frozen=True, slots=True)
class Finance:
    """The four figures of the finance bar, in the project's currency, and what they come to.

    Attributes
    ----------
    currency
        Three letters.
    budget, spent, estimate, contingency_left
        Approved budget; actual and accrual to date; estimate at completion (EAC); contingency less what was drawn.
    message
        What the figures come to.
    """

    currency: Fact
    budget: Fact
    spent: Fact
    estimate: Fact
    contingency_left: Fact
    message: Sentence


def finance(evidence: Evidence) -> Finance | None:
    """The money of one project; None where the workbook has neither an approved budget nor budget lines."""
    lines, approved = evidence.table(Budget), evidence.fact(Charter, "approved_budget")
    if lines is None and not approved.known:
        return None
    budget = approved if approved.known or lines is None else total(lines, "budget")
    return Finance(
        currency=evidence.fact(Charter, "currency"),
        budget=budget,
        spent=_spent(lines),
        estimate=evidence.result("STATUS", "estimate"),
        contingency_left=_contingency_left(evidence, lines),
        message=_message(evidence),
    )


def _spent(lines: Budget | None) -> Fact:
    """Actual to date and accrual: work that is done and not invoiced yet has been spent too."""
    if lines is None:
        return NOTHING
    actual, accrual = total(lines, "actual_to_date"), total(lines, "accrual")
    if not actual.known or not accrual.value:
        return actual
    value = actual.value + accrual.value
    return Fact(money_text(value), value, f"{actual.source}+{accrual.source.removeprefix('=')}")


def _contingency_left(evidence: Evidence, lines: Budget | None) -> Fact:
    given = evidence.fact(Charter, "contingency")
    drawn = total(lines, "contingency_drawn") if lines is not None else NOTHING
    unreadable = lines is not None and bool(lines.wrong("contingency_drawn"))
    if not given.known or unreadable:
        return replace(given, text=NOTHING.text, value=None)
    if not drawn.value:
        return given
    value = given.value - drawn.value
    return Fact(money_text(value), value, f"={given.source}-{drawn.source.removeprefix('=')}")


def _message(evidence: Evidence) -> Sentence:
    share = overrun(evidence)
    if not share.known:
        return (words("Cost at completion is not known"),)
    if share.value == 0:
        return (words("Cost at completion is on budget"),)
    return (words("Cost at completion is "), share, words(" over budget" if share.value > 0 else " under budget"))
