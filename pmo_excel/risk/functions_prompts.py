"""The catalogue entry of prompts: risks that the plan itself suggests."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, function
from pmo_excel.risk import prompts
from pmo_excel.risk.beside import GateDates, GivenByOthers, TakenForGranted
from pmo_excel.risk.functions import ScaleRange
from pmo_excel.risk.scales import scales
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.beside import GateSlots, People, TaskAssignments
from pmo_excel.schedule.functions import CalendarRange, HolidayRange, Start, StatusDate, TaskRange
from pmo_excel.schedule.functions_health import NearCritical
from pmo_excel.schedule.roadblocks import Staffing
from pmo_excel.schedule.scheduling import Options, scheduled


@function("RISKPROMPTS", example="=PMO.RISKPROMPTS(Schedule!A4:AK60; DATE(2026;3;2); Holidays!A4:E20)")
def riskprompts(
    tasks: TaskRange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    dependencies: Annotated[
        GivenByOthers | None, Arg("What others give, and who answers for it", needs=("Direction",))
    ] = None,
    gates: Annotated[GateSlots | None, Arg("When gates are held", needs=("Gate", "Gate Date (planned)"))] = None,
    milestones: Annotated[
        GateDates | None, Arg("Which milestones are gates and contract dates", needs=("Milestone Class",))
    ] = None,
    resources: Annotated[People | None, Arg("People and roles", needs=("Resource ID",))] = None,
    assignments: Annotated[TaskAssignments | None, Arg("Who works on what", needs=("Task ID", "Resource ID"))] = None,
    assumptions: Annotated[
        TakenForGranted | None, Arg("Assumptions, for those that proved false", needs=("Validation Result",))
    ] = None,
    risks: Annotated[Risks | None, Arg("The register, for what is known already", needs=("Risk ID",))] = None,
    near_critical: NearCritical = 5,
    settings: ScaleRange = None,
) -> prompts.Prompts | Answer:
    """What in the plan should be asked about as a risk, each with its cells and the risks that are known of it.

    One person alone on most of the critical path, no float before a gate, close contract dates, external dependencies
    without an owner, assumptions that proved false.
    """
    with_scales, wrong = scales(settings)
    done = scheduled(tasks, holidays, calendars, Options(start, status_date))
    around = prompts.Around(Staffing(None, resources, assignments), dependencies, gates, milestones, assumptions, risks)
    found = prompts.prompts(tasks, done, around, near_critical, with_scales.single_person)
    return Answer(found, [*done.problems, *wrong])
