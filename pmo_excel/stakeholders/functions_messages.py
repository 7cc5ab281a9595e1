"""The catalogue entries of messages: drafts about promises at risk, who gets what, and concerns on their ladder."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, function
from pmo_excel.schedule.tables import Schedule
from pmo_excel.stakeholders import concerns, distribution, drafts
from pmo_excel.stakeholders.functions_promises import Register
from pmo_excel.stakeholders.tables import Communications, Expectations, Stakeholders


@function("DRAFTS", example="=PMO.DRAFTS(Expectations!A4:O20; Schedule!A4:AK60; Stakeholders!A4:X30)")
def drafts_function(
    expectations: Annotated[
        Expectations,
        Arg(
            "What was promised, with its status",
            needs=("Expectation ID", "Expectation Status"),
            reads=("Expectation Status",),
        ),
    ],
    tasks: Annotated[
        Schedule,
        Arg(
            "The tasks with their dates",
            needs=("Task ID", "Finish"),
            reads=("Finish", "Finish Variance (wd)", "Driving Predecessor"),
        ),
    ],
    stakeholders: Register = None,
    actions: Annotated[
        drafts.OpenActions | None, Arg("The actions, for what is done", needs=("Action ID", "Source ID"))
    ] = None,
    plan: Annotated[
        Communications | None,
        Arg("The communications plan, for the next update", needs=("Comm ID",), reads=("Next Due",)),
    ] = None,
    sender: Annotated[str, Arg("Who signs", source="Charter.Project Manager")] = "",
) -> drafts.DraftMessages:
    """A message to edit for each promise that is at risk: old date, new date, cause, action and next update.

    Every fact is from a cell; what is not recorded stands in brackets. Nothing is sent.
    """
    return drafts.drafts(drafts.Book(expectations, tasks, stakeholders, actions, plan, sender))


@function("DISTRIBUTION", example="=PMO.DISTRIBUTION(Stakeholders!A4:X30; 'Communications Plan'!A4:K20)")
def distribution_function(
    stakeholders: Annotated[Stakeholders, Arg("The stakeholder register", needs=("Stakeholder ID",))],
    plan: Annotated[Communications, Arg("The communications plan", needs=("Comm ID", "Audience"))],
    audience: Annotated[str, Arg("Only what is for this stakeholder or group; empty: all")] = "",
) -> distribution.Distribution | Answer:
    """Who gets each planned communication, with their addresses; who opted out gets none.

    An audience is IDs, names and groups separated by `;`, or All; `not S-03` leaves somebody out. A column Opt-out that
    you add to the register holds Yes for who gets nothing.
    """
    return Answer(*distribution.distribution(stakeholders, plan, audience))


@function("CONCERNS", example="=PMO.CONCERNS(Issues!A4:S40; DATE(2026;3;31))")
def concerns_function(
    issues: Annotated[concerns.Concerns, Arg("The issues", needs=("Issue ID", "Issue Type", "Date Raised"))],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
    limit: Annotated[
        float, Arg("Days on each step of the ladder", "days", source="Settings.Concern limit")
    ] = concerns.LIMIT,
    project_manager: Annotated[str, Arg("Who is on the first step", source="Charter.Project Manager")] = "",
    sponsor: Annotated[str, Arg("Who is on the second step", source="Charter.Sponsor")] = "",
) -> concerns.EscalatedConcerns:
    """Open concerns with the step of the escalation ladder that their age puts them on, the highest first."""
    return concerns.concerns(issues, status_date, limit, project_manager, sponsor)
