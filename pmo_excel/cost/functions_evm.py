"""The catalogue entries of earned value by task, by breakdown and by period, and of earned schedule."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, Series, function
from pmo_excel.core.instants import DAY
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.cost import earned_schedule, evm
from pmo_excel.cost.earning import Acceptance, EarningSteps, Rules
from pmo_excel.cost.evm_periods import period_rows
from pmo_excel.cost.evm_rows import EarnedValues, Forecasting, as_table, evm_row, parts
from pmo_excel.cost.past_values import PastValues
from pmo_excel.cost.tables import Budget, EarnedValue
from pmo_excel.cost.task_values import TaskValues, task_values
from pmo_excel.cost.valuation import Valuation, valuation
from pmo_excel.schedule.functions import CalendarRange, HolidayRange, SnapshotRange
from pmo_excel.schedule.named_calendars import named_calendars
from pmo_excel.schedule.tables import Baselines, Calendars, Holidays, Schedule

TaskRange = Annotated[
    Schedule,
    Arg("The tasks with their progress", needs=("Task ID",), reads=("Baseline Start", "Baseline Finish")),
]
BudgetRange = Annotated[Budget, Arg("The budget lines", needs=("WBS / Task ID", "Budget"))]
StatusDate = Annotated[Date, Arg("Status date; its evening counts", source="Charter.Status Date")]
BaselineRange = Annotated[
    Baselines | None,
    Arg("The baselines; empty: the tasks' own", needs=("Task ID", "Baseline Start", "Baseline Finish")),
]
StartCredit = Annotated[
    float, Arg("What a 25/75 task earns when it starts", "fraction", source="Settings.Start credit")
]
Cap = Annotated[float, Arg("Most of % complete before acceptance", "fraction", source="Settings.Earned cap")]
AcceptanceRange = Annotated[
    Acceptance | None,
    Arg("Deliverables, whose approval is acceptance", needs=("Deliverable ID", "Deliverable Status")),
]
StepRange = Annotated[EarningSteps | None, Arg("Weighted milestones or units within tasks", needs=("Task ID",))]
MethodSetting = Annotated[
    str,
    Arg("What is assumed about the work that remains", choices="EACMethod", source="Settings.EAC method"),
]
WeightSetting = Annotated[
    float, Arg("Share of CPI in the weighted method", unit="fraction", source="Settings.EAC weight")
]


def _valued(
    tasks: Schedule,
    budget: Budget,
    status_date: int,
    baseline: Baselines | None,
    time: tuple[Holidays | None, Calendars | None],
    rules: Rules,
    steps: EarningSteps | None,
) -> Valuation:
    calendars, problems = named_calendars(*time)
    made = valuation(tasks, budget, status_date, baseline, calendars, rules, steps)
    made.problems[:0] = problems
    return made


def _rules(start_credit: float, cap: float, deliverables: Acceptance | None) -> Rules:
    if deliverables is None:
        return Rules(start_credit, cap)
    pairs = zip(deliverables.id.tolist(), deliverables.deliverable_status.tolist(), strict=True)
    return Rules(start_credit, cap, frozenset(str(key) for key, status in pairs if key and status == "Approved"))


@function("EVM", example="=PMO.EVM(Schedule!A4:AP60; Budget!A4:R40; DATE(2026;3;31); Baselines!A4:K200)")
def evm_function(
    tasks: TaskRange,
    budget: BudgetRange,
    status_date: StatusDate,
    baseline: BaselineRange = None,
    holidays: HolidayRange = None,
    wbs_level: Annotated[float, Arg("Depth of the breakdown; 0: the whole project in one row")] = 0,
    calendars: CalendarRange = None,
    history: SnapshotRange = None,
    eac_method: MethodSetting = evm.TYPICAL,
    weight: WeightSetting = 0.8,
    start_credit: StartCredit = 0.25,
    cap: Cap = 1,
    deliverables: AcceptanceRange = None,
    steps: StepRange = None,
) -> EarnedValues | Answer:
    """Every measure of earned value of each part of the breakdown, in the order of the plan.

    PV is time-phased over baseline working time. EV follows each task's earning rule. A measure without a value is
    empty, and the last column says why.
    """
    if wbs_level < 0 or not float(wbs_level).is_integer():
        text = f"{wbs_level:g} is no level of a breakdown"
        return Answer(None, [Problem(Code.ARGUMENT, text, Cell("wbs_level"), "Give 0, 1, 2, …")])
    rules = _rules(start_credit, cap, deliverables)
    valued = _valued(tasks, budget, status_date, baseline, (holidays, calendars), rules, steps)
    how = Forecasting(eac_method, weight, PastValues.of(history, valued.day))
    listed = parts(tasks.wbs.tolist(), int(wbs_level))
    return Answer(as_table([evm_row(valued, key, rows, how) for key, rows in listed.items()]), valued.problems)


@function("EARNEDSCHEDULE", example="=PMO.EARNEDSCHEDULE(A1:I1; 180; 4) begins with ES 3.75")
def earnedschedule(
    planned_values: Annotated[Series, Arg("Cumulative PV at the end of each period, period 0 first", "currency")],
    earned_value: Annotated[float, Arg("Earned value, EV", unit="currency")],
    actual_time: Annotated[float, Arg("Periods from the start to the status date", unit="periods")],
    performance_factor: Annotated[
        float | None, Arg("PF: EAC(t) is then AT + (PD - ES) / PF; empty: PD / SPI(t)", unit="ratio")
    ] = None,
    estimated_duration: Annotated[
        float | None, Arg("The duration to end on, for TSPI; empty: as planned", unit="periods")
    ] = None,
) -> earned_schedule.EarnedSchedule | Answer:
    """Earned schedule and what follows from it, in periods.

    Where PV stands still over several periods, ES is the end of that stretch. Once all is earned, ES is the planned
    duration: the first period in which PV reaches BAC.
    """
    return earned_schedule.earned_schedule(
        planned_values, earned_value, actual_time, performance_factor, estimated_duration
    )


@function("TASKVALUES", example="=PMO.TASKVALUES(Schedule!A4:AP60; Budget!A4:R40; DATE(2026;3;31); Baselines!A4:K200)")
def taskvalues(
    tasks: TaskRange,
    budget: BudgetRange,
    status_date: StatusDate,
    baseline: BaselineRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    start_credit: StartCredit = 0.25,
    cap: Cap = 1,
    deliverables: AcceptanceRange = None,
    steps: StepRange = None,
) -> TaskValues | Answer:
    """Planned value, earned value, actual cost and budget of each task; a summary has those of what is below it."""
    rules = _rules(start_credit, cap, deliverables)
    valued = _valued(tasks, budget, status_date, baseline, (holidays, calendars), rules, steps)
    return Answer(task_values(valued), valued.problems)


@function("EVMPERIODS", example="=PMO.EVMPERIODS(Schedule!A4:AP60; Budget!A4:R40; DATE(2026;3;31); Baselines!A4:K200)")
def evmperiods(
    tasks: TaskRange,
    budget: BudgetRange,
    status_date: StatusDate,
    baseline: BaselineRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    history: SnapshotRange = None,
    methods: Annotated[
        EarnedValue | None, Arg("The EVM sheet, for the chosen method", needs=("Period End", "WBS", "EAC method"))
    ] = None,
    eac_method: MethodSetting = evm.TYPICAL,
    weight: WeightSetting = 0.8,
    start_credit: StartCredit = 0.25,
    cap: Cap = 1,
    deliverables: AcceptanceRange = None,
    steps: StepRange = None,
) -> EarnedValues | Answer:
    """Earned value by period: the whole project first, then each part of the first level of the breakdown.

    The whole project has a row for the end of every month of its baseline, with PV, and for the status date and those
    of the snapshots in History, with EV and AC; a part has rows for these dates.
    """
    rules = _rules(start_credit, cap, deliverables)
    valued = _valued(tasks, budget, status_date, baseline, (holidays, calendars), rules, steps)
    if not len(budget):
        return as_table([])
    how = Forecasting(eac_method, weight, PastValues.of(history, valued.day))
    return Answer(as_table(period_rows(valued, how, _chosen(methods))), valued.problems)


def _chosen(methods: EarnedValue | None) -> dict[tuple[int, str], str]:
    """The method that a person chose for a row of the EVM sheet; a choice holds for the later rows of its part too."""
    if methods is None:
        return {}
    rows = zip(methods.period_end.tolist(), methods.wbs.tolist(), methods.eac_method.tolist(), strict=True)
    return {(int(day) // DAY, str(wbs)): str(method) for day, wbs, method in rows if method and wbs}
