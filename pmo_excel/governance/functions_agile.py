"""The catalogue entries of agile projects: burn-up and release forecast, in the same colours as any other project."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, Series, function, undefined
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.governance.agile import velocity
from pmo_excel.governance.functions import CalendarRange, HolidayRange, Trigger
from pmo_excel.governance.functions_registers import ToleranceDays
from pmo_excel.governance.release_forecast import BurnUp, Promise, ReleaseForecast, burn_up, release_forecast
from pmo_excel.governance.tables import Iterations
from pmo_excel.schedule.named_calendars import project_calendar

RequiredFinish = Annotated[Date | None, Arg("The day it is required by", source="Charter.Required Finish")]


@function("AGILEFORECAST", example="=PMO.AGILEFORECAST(120; 20; 4) is 6 sprints at P50, 7 at P80")
def agileforecast(
    remaining: Annotated[float, Arg("Points that are left", unit="points")],
    velocities: Annotated[
        Series, Arg("Points done in each past sprint, or their mean", unit="points", also=("velocity", "mean"))
    ],
    deviation: Annotated[
        float | None,
        Arg("Standard deviation of the velocity; from the sprints if left out", unit="points", also=("sigma",)),
    ] = None,
    added: Annotated[float, Arg("Points by which the scope grows in a sprint", unit="points")] = 0,
    start: Annotated[Date | None, Arg("First day of the next sprint")] = None,
    sprint_days: Annotated[float, Arg("Length of a sprint", unit="calendar days")] = 14,
    required_finish: RequiredFinish = None,
    tolerance_days: ToleranceDays = 10,
    amber_trigger: Trigger = 0.5,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
) -> ReleaseForecast | Answer:
    """Sprints that a release still needs with 50, 80 and 90 % confidence, their last day, and the colour of that day.

    Points of n sprints are near a normal distribution with mean n m and deviation s sqrt(n).
    """
    points = [p for p in velocities if p is not None]
    below = [p for p in points if p < 0]
    wrong = [Problem(Code.ARGUMENT, f"{p:g} is less than 0", Cell("velocities"), "Give points.") for p in below]
    if sprint_days <= 0:
        wrong.append(Problem(Code.ARGUMENT, "a sprint has no day", Cell("sprint_days"), "Give its calendar days."))
    if deviation is not None and deviation < 0:
        wrong.append(Problem(Code.ARGUMENT, "a deviation is not negative", Cell("deviation"), "Give 0 or more."))
    if wrong:
        return Answer(None, wrong)
    speed = velocity(points, deviation)
    if speed is None:
        return undefined("no sprint has ended, so there is no velocity", "Give the points of past sprints.")
    promise = Promise(required_finish, tolerance_days, amber_trigger, project_calendar(holidays, calendars))
    made = release_forecast(remaining, speed, added, start, sprint_days, promise)
    why = ""
    if speed.mean <= added and remaining > 0:
        why = "the scope grows as fast as it is done, so no sprint ends it"
    elif speed.deviation is None and remaining > 0:
        why = "one sprint says nothing about the spread, so P80 and P90 are not known"
    return Answer(made, undefined(why).problems if why else [])


@function("ITERATIONS", example="=PMO.ITERATIONS(Iterations!A4:P30; DATE(2026;9;30))")
def iterations_function(
    iterations: Annotated[Iterations, Arg("The sprints", needs=("Iteration ID", "Done Points", "Total Scope"))],
    required_finish: RequiredFinish = None,
    tolerance_days: ToleranceDays = 10,
    amber_trigger: Trigger = 0.5,
    latest: Annotated[
        float, Arg("Latest sprints whose velocity counts", unit="sprints", source="Settings.Velocity sprints")
    ] = 6,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
) -> BurnUp:
    """After each sprint: what is done and left, when the release comes at the latest velocity, and in which colour.

    The colour compares the P80 date with the required finish by the tolerance in time, as that of any other project.
    """
    promise = Promise(required_finish, tolerance_days, amber_trigger, project_calendar(holidays, calendars))
    return burn_up(iterations, latest, promise)
