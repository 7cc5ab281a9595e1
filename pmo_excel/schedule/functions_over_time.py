"""The catalogue entries of plans over time: look-ahead, differences, trends and ranges."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, function, undefined
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.schedule import lookahead, plan_diff, three_points, trend
from pmo_excel.schedule.functions import CalendarRange, HolidayRange, Start, StatusDate
from pmo_excel.schedule.plan_basis import Basis
from pmo_excel.schedule.reference_class import ENOUGH as REFERENCES
from pmo_excel.schedule.reference_class import Forecast, PastProjects, ReferenceClass, reference_class
from pmo_excel.schedule.scheduling import LEAVE, Options, scheduled
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule
from pmo_excel.schedule.trend import DateList, Trend

_NEEDED = ("Task ID", "Duration (wd)", "Predecessors")


@function("LOOKAHEAD", example="=PMO.LOOKAHEAD(Schedule!A4:AK60; DATE(2026;3;30); 2; Holidays!A4:E20)")
def lookahead_function(
    tasks: Annotated[
        Schedule, Arg("The tasks, with their dates where there are any", needs=_NEEDED, reads=("Start", "Finish"))
    ],
    status_date: Annotated[Date, Arg("The day to look ahead from", source="Charter.Status Date")],
    weeks: Annotated[float, Arg("How far to look", unit="weeks of seven days")],
    holidays: HolidayRange = None,
    start: Start = None,
    calendars: CalendarRange = None,
) -> lookahead.LookAhead | Answer:
    """What starts, finishes and falls due after the status date, day by day, with what each start waits for.

    Dates are taken from the columns Start and Finish; without them the plan is scheduled, and work that is left stays
    where it is. Holidays of the project's calendar are marked.
    """
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, LEAVE))
    return Answer(lookahead.look_ahead(tasks, done, holidays, status_date, weeks), done.problems)


@function("PLANDIFF", example="=PMO.PLANDIFF(LastWeek!A4:X60; Schedule!A4:X60; DATE(2026;3;2); Holidays!A4:E20)")
def plandiff(
    tasks_before: Annotated[Schedule, Arg("The tasks of the first version", needs=_NEEDED)],
    tasks_after: Annotated[Schedule, Arg("The tasks of the second version", needs=_NEEDED)],
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    start_before: Annotated[Date | None, Arg("Start of the first version, where it was another")] = None,
    holidays_before: Annotated[
        Holidays | None, Arg("Holidays of the first version, where they were others", needs=("Date From",))
    ] = None,
    calendars_before: Annotated[
        Calendars | None, Arg("Calendars of the first version, where they were others", needs=("Calendar Name",))
    ] = None,
    status_date_before: Annotated[Date | None, Arg("Status date of the first version, where it was another")] = None,
) -> plan_diff.PlanDiff | Answer:
    """Two versions of a plan compared by meaning: what people changed (Cause), and what moved by it (Consequence).

    Both are scheduled alike, unless the first has a start, holidays, calendars or a status date of its own. Rows are
    matched by Task ID, so that moving a row is no difference; `2w` is 10 days.
    """
    now = Basis(start, status_date, holidays, calendars)
    was = Basis(
        start if start_before is None else start_before,
        status_date if status_date_before is None else status_date_before,
        holidays if holidays_before is None else holidays_before,
        calendars if calendars_before is None else calendars_before,
    )
    before, after = _version(tasks_before, was), _version(tasks_after, now)
    problems = [*before.done.problems, *after.done.problems]
    return Answer(plan_diff.plan_diff(before, after), list(dict.fromkeys(problems)))


def _version(tasks: Schedule, basis: Basis) -> plan_diff.Version:
    options = Options(basis.start, basis.status_date)
    return plan_diff.Version(tasks, scheduled(tasks, basis.holidays, basis.calendars, options), basis)


@function("THREEPOINT", example="=PMO.THREEPOINT(Schedule!A4:X60)")
def threepoint(
    tasks: Annotated[Schedule, Arg("The tasks", needs=("Task ID", "Duration (wd)"))],
) -> three_points.ThreePoints | Answer:
    """Optimistic, most likely and pessimistic duration of every task [working days].

    They come from the columns of that name, else from a range typed with the duration, as in `10 (8-18)`. A plain
    duration is certain.
    """
    return Answer(*three_points.three_points(tasks))


@function("TREND", example="=PMO.TREND(History!A5:A12; History!C5:C12)")
def trend_function(
    report_dates: Annotated[DateList, Arg("When each forecast was reported", needs=("Date",))],
    forecast_dates: Annotated[DateList, Arg("The finish that was forecast each time", needs=("Date",))],
    points: Annotated[float, Arg("How many latest reports count, at least 3; 0: all", unit="reports")] = 0,
) -> Trend | Answer:
    """Milestone trend: the slip from report to report, its slope, and the finish that it implies if it goes on.

    The trend-implied finish is where the line through the forecasts meets the diagonal, on which a forecast is the day
    itself. An indication only; it needs three reports, and a slope below 1.
    """
    reports, forecasts = report_dates.date.tolist(), forecast_dates.date.tolist()
    if len(reports) != len(forecasts):
        text = f"{len(reports)} report dates and {len(forecasts)} forecasts do not pair"
        return Answer(None, [Problem(Code.ARGUMENT, text, Cell("forecast_dates"), "Select ranges of one length.")])
    made = trend.trend(reports, forecasts, round(points))
    return Answer(made, _why_no_trend(made))


@function(
    "REFERENCECLASS", example='=PMO.REFERENCECLASS(Projects!A4:M60; DATE(2026;3;2); DATE(2026;5;12); "Ana Keller")'
)
def referenceclass(
    past_projects: Annotated[
        PastProjects,
        Arg("Finished projects", needs=("Baseline Start", "Baseline Finish", "Actual Finish"), also=("projects",)),
    ],
    start: Annotated[Date, Arg("Start of the project; or the day of the forecast", source="Charter.Planned Start")],
    finish: Annotated[Date, Arg("The finish that is forecast", also=("forecast_finish",))],
    manager: Annotated[str, Arg("Project manager; empty: any", source="Charter.Project Manager")] = "",
    project_type: Annotated[str, Arg("Type of project; empty: any", source="Charter.Project Type")] = "",
) -> ReferenceClass | Answer:
    """What the past slips of this manager's and this type's projects make of a forecast, at P50, P80 and P90.

    The narrowest class with three finished projects is taken: manager and type, type, manager, or all. A slip is the
    part of the agreed duration by which a project finished later, and is added to the time from start to finish.
    """
    if finish < start:
        return undefined("the forecast finish lies before the start", "Give a finish after the start.", Cell("finish"))
    made = reference_class(past_projects, Forecast(start, finish, manager, project_type))
    if made is None:
        text = f"fewer than {REFERENCES} past projects have an agreed start and finish and an actual finish"
        return undefined(text, "Give more finished projects.", Cell("past_projects"))
    return made


def _why_no_trend(made: Trend) -> list[Problem]:
    """Why the last report has no trend-implied finish."""
    if len(made) and made.trend_finish[-1] != NO_INSTANT:
        return []
    if len(made) and made.slope[-1] >= 1:
        text = "the forecast slips as fast as time passes, so the trend has no finish"
    else:
        text = f"{len(made)} reports make no trend; it needs {trend.ENOUGH} on different days"
    return [Problem(Code.UNDEFINED, text, Cell("report_dates"), "", Severity.INFO)]
