"""The catalogue entries of meetings: actions by owner, decisions, the pack, and minutes."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, Words, function
from pmo_excel.governance.action_log import ActionSummary, DecisionStatus, action_summary, decision_status
from pmo_excel.governance.meeting import MeetingTable, meeting_pack, meeting_table
from pmo_excel.governance.minutes import Minuted, minuted
from pmo_excel.governance.tables import Actions, Decisions, Issues, StageGates

ActionLog = Annotated[Actions, Arg("The action log", needs=("Action ID", "Due Date"))]
Today = Annotated[Date, Arg("Status date", source="Charter.Status Date")]


@function("ACTIONLOG", example="=PMO.ACTIONLOG(Actions!A4:K40; DATE(2026;3;31))")
def actionlog(
    actions: ActionLog,
    status_date: Today,
    red_from: Annotated[
        float, Arg("Overdue actions from which on it is red", source="Settings.Overdue actions red from")
    ] = 3,
) -> ActionSummary:
    """Open and overdue actions of each owner, with their colour and which they are; the last row is for all."""
    return action_summary(actions, status_date, red_from)


@function("DECISIONLOG", example="=PMO.DECISIONLOG(Decisions!A4:J40; DATE(2026;3;31))")
def decisionlog(
    decisions: Annotated[Decisions, Arg("The decision log", needs=("Decision ID", "Date"))], status_date: Today
) -> DecisionStatus:
    """How old each decision is, whether it is in force, and by how much its review is overdue."""
    return decision_status(decisions, status_date)


@function("MEETINGPACK", example="=PMO.MEETINGPACK(Actions!A4:K40; DATE(2026;3;31); DATE(2026;3;17))")
def meetingpack(
    actions: ActionLog,
    status_date: Today,
    last_meeting: Annotated[Date | None, Arg("The day of the last meeting")] = None,
    decisions: Annotated[Decisions | None, Arg("The decision log", needs=("Decision ID", "Date"))] = None,
    issues: Annotated[Issues | None, Arg("The issue register", needs=("Issue ID", "Issue Status"))] = None,
    gates: Annotated[StageGates | None, Arg("The gate checklist", needs=("Gate", "Checklist Item"))] = None,
) -> MeetingTable:
    """What a meeting begins with: agenda, what waits for a decision, actions carried over with their age, new ones.

    Actions that were raised up to the last meeting and are open are carried over, the oldest first.
    """
    return meeting_table(meeting_pack(actions, decisions, issues, gates, status_date, last_meeting))


@function("MINUTES", example='=PMO.MINUTES("Action: Send the floor plan; Tom Adeyemi; 27-Mar-2026")')
def minutes_function(
    minutes: Annotated[Words, Arg("The lines of the minutes")],
) -> Minuted | Answer:
    """The actions and decisions of minutes: lines that begin with Action: or Decision:, with who and when after `;`."""
    return Answer(*minuted(minutes))
