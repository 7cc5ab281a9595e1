"""How old open issues and actions are, and how late."""

from __future__ import annotations

from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.tables import Actions, Issues

SETTLED_ISSUES: Final = frozenset({"Resolved", "Closed"})
SETTLED_ACTIONS: Final = frozenset({"Done", "Cancelled"})


@table("Issues", key="id")
class IssueAges(Table):
    """Issues with their age."""

    id: Annotated[Texts, Column("Issue ID", "The issue, as in the register.")]
    age: Annotated[Numbers, Column("Age (d)", "Calendar days since it was raised.", Type.NUMBER, unit="days")]
    overdue: Annotated[Flags, Column("Overdue", "Open after its due date.", Type.YES_NO)]


@table("Actions", key="id")
class ActionAges(Table):
    """Actions with their lateness."""

    id: Annotated[Texts, Column("Action ID", "The action, as in the log.")]
    overdue: Annotated[Numbers, Column("Overdue (d)", "Calendar days past its due date.", Type.NUMBER, unit="days")]


def issue_ages(issues: Issues, status_date: int) -> IssueAges:
    """Age to the day it was closed, or to the status date; overdue while open past the due date."""
    settled = np.array([s in SETTLED_ISSUES for s in issues.status.tolist()], dtype=bool)
    until = np.where(settled & (issues.date_closed != NO_INSTANT), issues.date_closed, status_date)
    age = np.where(issues.date_raised == NO_INSTANT, np.nan, _days(issues.date_raised, until))
    late = ~settled & (issues.due_date != NO_INSTANT) & (issues.due_date < status_date // DAY * DAY)
    return IssueAges.of(len(issues), id=issues.id, age=np.maximum(age, 0), overdue=late.astype(object))


def action_ages(actions: Actions, status_date: int) -> ActionAges:
    """Days from the due date to the status date, for actions that are neither done nor cancelled."""
    settled = np.array([s in SETTLED_ACTIONS for s in actions.status.tolist()], dtype=bool)
    days = _days(actions.due_date, np.full(len(actions), status_date))
    late = ~settled & (actions.due_date != NO_INSTANT) & (days > 0)
    return ActionAges.of(len(actions), id=actions.id, overdue=np.where(late, days, np.nan))


def _days(start: Instants, end: Instants) -> Numbers:
    return (end // DAY - start // DAY).astype(float)
