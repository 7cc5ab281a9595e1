"""The catalogue entries of the budget: reserves, groups, currencies, cash flow, funding, and why the EAC moved."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, function
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.cost import cash_flow, exchange, finance_extract, funding, reserves
from pmo_excel.cost.drawdowns import ChangeStates
from pmo_excel.cost.estimate_changes import EarlierEstimates, EstimateChanges, Estimates, by_line, estimate_changes
from pmo_excel.cost.past_values import estimates_before
from pmo_excel.cost.tables import Budget
from pmo_excel.risk.functions import ScaleRange
from pmo_excel.risk.scales import scales
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.functions import CalendarRange, HolidayRange, SnapshotRange
from pmo_excel.schedule.named_calendars import named_calendars
from pmo_excel.schedule.tables import Schedule

Lines = Annotated[Budget, Arg("The budget lines", needs=("Cost Line ID", "Budget"))]
Contingency = Annotated[float, Arg("Contingency reserve", unit="currency", source="Charter.Contingency")]
OptionalStatusDate = Annotated[Date | None, Arg("Status date", source="Charter.Status Date")]


@function("BUDGETLEDGER", example="=PMO.BUDGETLEDGER(Budget!A4:R40; 500000; 30000; 20000)")
def budgetledger(
    budget: Lines,
    approved_budget: Annotated[
        float | None, Arg("Approved budget", "currency", source="Charter.Approved Budget")
    ] = None,
    contingency: Contingency = 0,
    management_reserve: Annotated[
        float, Arg("Management reserve", unit="currency", source="Charter.Management Reserve")
    ] = 0,
    changes: Annotated[ChangeStates | None, Arg("Changes, for approvals", needs=("Change ID", "Change Status"))] = None,
) -> reserves.BudgetLedger | Answer:
    """Base budget, contingency and management reserve apart, what is drawn, spent, ordered and left.

    Contingency that a line draws needs the ID of an approved change.
    """
    return reserves.budget_ledger(budget, approved_budget, contingency, management_reserve, changes)


@function("BUDGETBY", example='=PMO.BUDGETBY(Budget!A4:R40; "Cost Category")')
def budgetby(
    budget: Lines,
    by: Annotated[str, Arg("What the lines are summed up by", choices=tuple(reserves.GROUPS))] = "Cost Category",
) -> reserves.BudgetGroups:
    """Budget, commitment, actual cost, forecast, EAC and variance by category, task, supplier or code; and in total."""
    return reserves.budget_groups(budget, by)


@function("EXCHANGE", example='=PMO.EXCHANGE(A1:C9; Rates!A1:C20; "GBP")')
def exchange_function(
    amounts: Annotated[exchange.Amounts, Arg("Amounts with currency and date", needs=("Amount",))],
    rates: Annotated[exchange.Rates, Arg("Rates by currency and date", needs=("Currency", "Date", "Rate"))],
    currency: Annotated[str, Arg("The currency to convert to", source="Charter.Currency")] = "GBP",
) -> exchange.Converted | Answer:
    """Amounts in the project's currency: each at the newest rate of its day or before, with the rate and its date."""
    return exchange.converted(amounts, rates, currency)


@function("RECONCILE", example="=PMO.RECONCILE(Budget!A4:R40; Ledger!A1:E900)")
def reconcile(
    budget: Lines,
    extract: Annotated[
        finance_extract.FinanceEntries, Arg("Entries of the finance system", needs=("Cost Code", "Amount"))
    ],
    rates: Annotated[
        exchange.Rates | None, Arg("Rates by currency and date", needs=("Currency", "Date", "Rate"))
    ] = None,
    currency: Annotated[str, Arg("The project's currency", source="Charter.Currency")] = "GBP",
    status_date: OptionalStatusDate = None,
) -> finance_extract.Reconciliation | Answer:
    """Actual cost of each budget line beside the finance system's, what matches no line, and the extract's total."""
    return finance_extract.reconciliation(budget, extract, rates, currency, status_date)


@function("CASHFLOW", example="=PMO.CASHFLOW(Schedule!A4:AP60; Budget!A4:R40; DATE(2026;3;31); ; ; 4)")
def cashflow(
    tasks: Annotated[
        Schedule, Arg("The tasks with their dates", needs=("Task ID", "Start", "Finish"), reads=("Start", "Finish"))
    ],
    budget: Annotated[Budget, Arg("The budget lines", needs=("WBS / Task ID", "Budget"))],
    status_date: OptionalStatusDate = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    fiscal_start: Annotated[
        float, Arg("Month with which the fiscal year begins, 1 to 12", source="Settings.First fiscal month")
    ] = 1,
    period: Annotated[str, Arg("How long a period is", choices=("Month", "Quarter", "Year"))] = "Month",
) -> cash_flow.CashFlow | Answer:
    """Budget, forecast and commitments by period of the fiscal year, over the working time of the tasks."""
    if fiscal_start not in range(1, 13):
        text = f"{fiscal_start:g} is no month"
        return Answer(None, [Problem(Code.ARGUMENT, text, Cell("fiscal_start"), "Give 1 for January to 12.")])
    named, problems = named_calendars(holidays, calendars)
    got = cash_flow.cash_flow(tasks, budget, status_date, named, int(fiscal_start), period)
    return Answer(got.value, [*problems, *got.problems]) if isinstance(got, Answer) else Answer(got, problems)


@function("EACCHANGE", example="=PMO.EACCHANGE(Budget!A4:R40; Before!A4:R40)")
def eacchange(
    budget: Annotated[Estimates, Arg("The lines with their EAC", needs=("Cost Line ID", "EAC"), also=("after",))],
    before: Annotated[
        EarlierEstimates | None,
        Arg("The same as it was; empty: from History", needs=("Cost Line ID", "EAC"), also=("budget_before",)),
    ] = None,
    history: SnapshotRange = None,
    status_date: OptionalStatusDate = None,
) -> EstimateChanges | Answer:
    """Why the estimate at completion moved: a row for each line and cause, and the total, which is their exact sum.

    Compared is with an earlier budget, or with the newest snapshot before the status date.
    """
    earlier = by_line(before) if before is not None else estimates_before(history, status_date)
    if earlier is None:
        text = "there is no earlier estimate to compare with"
        fix = "Give an earlier budget, or take snapshots: pmo snapshot."
        return Answer(None, [Problem(Code.UNDEFINED, text, Cell("History"), fix)])
    now = by_line(budget)
    unknown = [key for lines in (earlier, now) for key, line in lines.items() if line.estimate != line.estimate]
    if unknown:
        text = f"the EAC of {', '.join(dict.fromkeys(unknown))} is not known, so neither is what moved the total"
        return Answer(None, [Problem(Code.DEPENDS_ON_ERROR, text, Cell("budget"), "Repair the lines.")])
    return estimate_changes(earlier, now)


@function("FUNDING", example="=PMO.FUNDING(Risks!A4:AU40; 30000)")
def funding_function(
    risks: Annotated[Risks, Arg("The risk register", needs=("Risk ID", "Cost Impact Most Likely"))],
    contingency: Contingency = 0,
    estimate_at_completion: Annotated[float, Arg("EAC without risks, for the total", unit="currency")] = 0,
    settings: ScaleRange = None,
) -> funding.Funding | Answer:
    """What open risks may cost at 50, 80, 90 and 95 % confidence, and the confidence that the contingency gives."""
    with_scales, wrong = scales(settings)
    got = funding.funding(risks, contingency, estimate_at_completion, with_scales)
    return Answer(got.value, [*wrong, *got.problems])


@function("COSTOFDELAY", unit="currency", example="=PMO.COSTOFDELAY(4000; 3) is 12,000")
def costofdelay(
    value_per_week: Annotated[float, Arg("What a week of the benefit is worth", unit="currency per week")],
    weeks: Annotated[float, Arg("Weeks of delay", unit="weeks")],
) -> float:
    """Cost of delay: the benefit that is lost while it is late; negative for benefits that come early."""
    return value_per_week * weeks
