"""The catalogue entries of messages: drafts about promises at risk, who gets what, and concerns on their ladder."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Arg, function
from pmo_excel.schedule.tables import Schedule
from pmo_excel.stakeholders import drafts
from pmo_excel.stakeholders.functions_promises import Register
from pmo_excel.stakeholders.tables import Communications, Expectations


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
