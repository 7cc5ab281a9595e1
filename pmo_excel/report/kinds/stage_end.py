"""The reports at the end of a stage and of the project: what was agreed, what came of it, and whether to go on.

Source: *Managing Successful Projects with PRINCE2*, 2017, appendix A.8 and A.9.
"""

from __future__ import annotations

from pmo_excel.cost.tables import EarnedValue
from pmo_excel.governance.tables import Charter
from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.charts.finance_bars import finance_chart, finance_numbers
from pmo_excel.report.charts.s_curve import s_curve, s_curve_numbers
from pmo_excel.report.document import Audience, Beside, Figure, Figures, Grid, Page, Picture, Report, Text, said
from pmo_excel.report.facts import Evidence, Sentence, signed
from pmo_excel.report.kinds.benefits import benefits_grid
from pmo_excel.report.kinds.capacity import team_performance
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.narrative import asked, message, summary_text
from pmo_excel.report.kinds.registers import actions_grid, issues_grid, lessons_grid, off_specifications, risks_grid
from pmo_excel.report.kinds.tolerances import tolerances
from pmo_excel.report.kinds.work import of_stage, products
from pmo_excel.report.material import Material
from pmo_excel.report.sections.finance import finance
from pmo_excel.report.wording import wording
from pmo_excel.risk.tables import RiskAnalysis


def stage_end_report(given: Material) -> Report:
    """The end of the current stage: performance of project and stage, products, and the forecast."""
    evidence = given.evidence
    said_as = wording(evidence.fact(Charter, "methodology").value)
    stage = evidence.fact(Charter, "current_stage")
    title = message(evidence)
    named = f"{said_as.stage} objectives" + (f": {stage.text}" if stage.known else "")
    first = Page(
        title,
        (
            Beside((summary_text(evidence, "Project manager's report"), business_case(evidence)), (asked(evidence),)),
            _forecast(evidence),
            _charts(evidence),
            tolerances(evidence, "Project objectives"),
            Beside((of_stage(evidence, stage.text if stage.known else "", named),), (team_performance(evidence),), 0.6),
        ),
    )
    return project_report(
        given,
        "stage-end",
        said_as.stage_end,
        Audience.BOARD,
        (first, _rest(evidence, title)),
    )


def project_end_report(given: Material) -> Report:
    """The end of the project: against its business case and plan, its benefits, products and what is left to do."""
    evidence = given.evidence
    said_as = wording(evidence.fact(Charter, "methodology").value)
    title = message(evidence)
    first = Page(
        title,
        (
            Beside(
                (summary_text(evidence, "Project manager's report"), business_case(evidence)),
                (_criteria(evidence), asked(evidence)),
            ),
            _forecast(evidence, "Against the plan"),
            _charts(evidence),
            tolerances(evidence, "Project objectives"),
            benefits_grid(evidence),
            team_performance(evidence),
        ),
    )
    return project_report(
        given, "project-end", said_as.project_end, Audience.BOARD, (first, _rest(evidence, title, "Open "))
    )


def business_case(evidence: Evidence) -> Text:
    """The business case as the charter says it."""
    given = evidence.fact(Charter, "business_case_summary")
    return Text(said("Review of the business case"), ((given,),) if given.known else ())


def _criteria(evidence: Evidence) -> Text:
    goals = [evidence.fact(Charter, name) for name in ("objectives", "success_criteria")]
    return Text(said("Objectives and success criteria"), tuple((goal,) for goal in goals if goal.known))


def _forecast(evidence: Evidence, heading: str = "Forecast") -> Figures:
    """The finish and the cost, against what was agreed."""
    money = finance(evidence)
    agreed = evidence.result("STATUS", "baseline_finish")
    made = [
        Figure("Finish, agreed", agreed) if agreed.source else None,
        Figure("Finish, forecast", evidence.result("STATUS", "forecast_finish")),
        Figure("Variance (wd)", signed(evidence.result("STATUS", "variance")))
        if evidence.result("STATUS", "variance").source
        else None,
    ]
    if money is not None:
        made += [
            Figure("Budget", money.budget),
            Figure("Estimate at completion", money.estimate),
            Figure("Contingency left", money.contingency_left),
        ]
    return Figures(said(heading), tuple(one for one in made if one is not None and one.value.known))


def _charts(evidence: Evidence) -> Beside:
    """The money as bars, and how the work was earned over time."""
    money, earned = finance(evidence), evidence.table(EarnedValue)
    bars = None if money is None else finance_chart(money)
    curve = None if earned is None else s_curve(earned, simulated=evidence.table(RiskAnalysis))
    cost = Picture(said("Cost"), None)
    if money is not None and bars is not None:
        cost = Picture(money.message, Chart(bars, finance_numbers(money)), note=money.currency.text)
    value = Picture(said("Planned, earned and actual value"), None)
    if earned is not None and curve is not None:
        value = Picture(said(curve.title), Chart(curve, s_curve_numbers(earned)))
    return Beside((cost,), (value,), 0.42)


def _rest(evidence: Evidence, title: Sentence, still: str = "") -> Page:
    """What was made and is not as agreed, what is open, and what was learned."""
    made: Grid = products(evidence, "Product summary: quality records and approvals")
    issues, risks = (f"{still}{word}".capitalize() for word in ("issues", "risks"))
    return Page(
        said(*title, ": products and registers"),
        (
            made,
            off_specifications(evidence),
            Beside((issues_grid(evidence, issues),), (risks_grid(evidence, risks),)),
            actions_grid(evidence),
            lessons_grid(evidence),
        ),
    )
