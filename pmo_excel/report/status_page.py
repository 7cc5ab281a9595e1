"""The one-page project status: what a sponsor needs in three minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, declaration
from pmo_excel.cost.tables import Budget
from pmo_excel.governance.tables import Charter, Issues, Status
from pmo_excel.report.charts.drawing import Drawing
from pmo_excel.report.charts.finance_bars import finance_chart
from pmo_excel.report.charts.timeline import timeline
from pmo_excel.report.facts import Evidence, Fact, Sentence, signed
from pmo_excel.report.sections.finance import Finance, finance
from pmo_excel.report.sections.headline import headline
from pmo_excel.report.sections.milestones import MilestoneList, milestone_list
from pmo_excel.report.sections.narrative import Items, decisions, items, summary, summary_notes
from pmo_excel.report.sections.plan import plan_bars
from pmo_excel.report.sections.quality import Quality, quality
from pmo_excel.report.sections.registers import IssueLine, RiskLine, top_issues, top_risks
from pmo_excel.report.sections.strip import Strip, strip, strip_notes
from pmo_excel.report.source import Currency, Source, currency
from pmo_excel.report.wording import Wording, wording
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.tables import Schedule


@dataclass(frozen=True, slots=True)
class Header:
    """Who and what the page is about."""

    id: Fact
    name: Fact
    programme: Fact
    manager: Fact
    sponsor: Fact
    stage: Fact
    lifecycle: Fact
    forecast_finish: Fact
    variance: Fact
    template_version: Fact


@dataclass(frozen=True, slots=True)
class StatusPage:
    """Everything that the page says. A part is None where the workbook has no sheet for it, which is said as such.

    Attributes
    ----------
    title
        The message.
    risks, issues
        The first lines, and how many are open in all.
    plan, money
        The charts, as shapes that each format draws natively.
    notes
        What the page's author should know and its reader need not.
    """

    title: Sentence
    header: Header
    wording: Wording
    strip: Strip
    summary: Fact
    plan: Drawing | None
    milestones: MilestoneList | None
    finance: Finance | None
    money: Drawing | None
    risks: tuple[tuple[RiskLine, ...], int] | None
    issues: tuple[tuple[IssueLine, ...], int] | None
    achieved: Items
    planned: Items
    decisions: Items
    quality: Quality
    currency: Currency
    source: Source
    notes: tuple[Problem, ...]


def status_page(
    tables: Mapping[str, Table], results: Mapping[str, Table | None], problems: Sequence[Problem], source: Source
) -> StatusPage:
    """The page of one project, from its workbook after a refresh.

    Parameters
    ----------
    tables
        The workbook's sheets by declared name, their computed columns filled; any may be missing.
    results
        The functions' results; `STATUS` gives the colours, dates and the estimate.
    problems
        The findings of the refresh, which the page counts.
    source
        The file and the moment: the page reads no clock.

    Problems
    --------
    In `notes`: MISSING_TABLE, OUT_OF_RANGE (a summary of more than 60 words), OVERRIDE (a colour without a reason).
    """
    evidence = Evidence(tables, results)
    colours = strip(evidence)
    dates, money = milestone_list(evidence), finance(evidence)
    age = currency(evidence, source)
    return StatusPage(
        title=headline(evidence, colours),
        header=_header(evidence),
        wording=wording(evidence.fact(Charter, "methodology").value),
        strip=colours,
        summary=summary(evidence),
        plan=timeline(plan_bars(evidence), dates.shown if dates else (), age.as_of.value),
        milestones=dates,
        finance=money,
        money=finance_chart(money) if money else None,
        risks=top_risks(evidence),
        issues=top_issues(evidence),
        achieved=items(evidence, "achieved"),
        planned=items(evidence, "planned"),
        decisions=decisions(evidence),
        quality=quality(problems, colours),
        currency=age,
        source=source,
        notes=(*_missing(evidence), *strip_notes(evidence), *summary_notes(evidence)),
    )


def _header(evidence: Evidence) -> Header:
    return Header(
        id=evidence.fact(Charter, "id"),
        name=evidence.fact(Charter, "name"),
        programme=evidence.fact(Charter, "programme"),
        manager=evidence.fact(Charter, "project_manager"),
        sponsor=evidence.fact(Charter, "sponsor"),
        stage=evidence.fact(Charter, "current_stage"),
        lifecycle=evidence.fact(Charter, "lifecycle_status"),
        forecast_finish=evidence.result("STATUS", "forecast_finish"),
        variance=signed(evidence.result("STATUS", "variance")),
        template_version=evidence.result("STATUS", "template_version"),
    )


def _missing(evidence: Evidence) -> list[Problem]:
    """The sheets that the page would have shown."""
    return [
        Problem(
            Code.MISSING_TABLE,
            f"the workbook has no sheet {sheet!r}, so that part of the page is empty",
            Cell(sheet),
            f"Add the sheet {sheet!r}.",
            Severity.LOW,
        )
        for cls in (Charter, Schedule, Status, Budget, Risks, Issues)
        if evidence.table(cls) is None and (sheet := declaration(cls).sheet)
    ]
