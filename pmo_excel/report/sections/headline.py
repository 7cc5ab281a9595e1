"""The title of a project's page: its message, built by rules from the figures and never invented."""

from __future__ import annotations

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.rag import Rag
from pmo_excel.governance.reasons import number_text, percent_text
from pmo_excel.governance.tables import Charter
from pmo_excel.report.facts import Evidence, Fact, Sentence, words
from pmo_excel.report.sections.strip import Strip
from pmo_excel.schedule.tables import Schedule


def headline(evidence: Evidence, strip: Strip) -> Sentence:
    """`Office Move finishes 12-May-26 as planned; cost within tolerance`."""
    name = evidence.fact(Charter, "name")
    subject = name if name.known else words("The project")
    return (subject, *_finish(evidence, strip), words("; "), *_cost(evidence, strip))


def _finish(evidence: Evidence, strip: Strip) -> Sentence:
    forecast = evidence.result("STATUS", "forecast_finish")
    if not forecast.known:
        return (words(" has no computed finish"),)
    late = evidence.result("STATUS", "variance")
    verb = words(" finished " if _done(evidence) else " finishes ")
    if not late.known:
        return (verb, forecast, words(", with no baseline to compare with"))
    if late.value == 0:
        return (verb, forecast, words(" as planned"))
    time = strip.of("Time")
    days = Fact(number_text(abs(late.value)), late.value, late.source or (time.why.source if time else ""))
    unit = " working day " if abs(late.value) == 1 else " working days "
    if late.value < 0:
        return (verb, forecast, words(", "), days, words(f"{unit}early"))
    within = "beyond" if time and time.rag is Rag.RED else "within"
    return (verb, forecast, words(", "), days, words(f"{unit}late, {within} tolerance"))


def _done(evidence: Evidence) -> bool:
    """Whether every task has its actual finish."""
    tasks = evidence.table(Schedule)
    return tasks is not None and len(tasks) > 0 and bool((tasks.actual_finish != NO_INSTANT).all())


def _cost(evidence: Evidence, strip: Strip) -> Sentence:
    cost = strip.of("Cost")
    if cost is None or cost.rag is Rag.GREY:
        return (words("cost not judged"),)
    share = overrun(evidence)
    if cost.rag is Rag.GREEN or not share.known:
        return (words("cost within tolerance"),)
    within = "beyond" if cost.rag is Rag.RED else "within"
    return (words("cost "), Fact(share.text, share.value, cost.why.source), words(f" over budget, {within} tolerance"))


def overrun(evidence: Evidence) -> Fact:
    """The part of the approved budget by which the estimate at completion exceeds it; negative where it is under."""
    estimate, budget = evidence.result("STATUS", "estimate"), evidence.fact(Charter, "approved_budget")
    if not estimate.known or not budget.value:
        return Fact("", None)
    share = (estimate.value - budget.value) / budget.value
    return Fact(percent_text(abs(share)), share, f"={estimate.source}/{budget.source}-1")
