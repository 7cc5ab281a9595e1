"""When communications are due again, and when people were last spoken to."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, as_date, instant
from pmo_excel.core.lists import LISTS
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.snapshots import BETTER, SAME, WORSE
from pmo_excel.schedule.workdays import add_working_days
from pmo_excel.stakeholders.tables import Communications, Contacts, Stakeholders

_DAYS: Final = {"Daily": 1, "Weekly": 7, "Fortnightly": 14}
SENTIMENTS: Final = LISTS["Sentiment"]
"""The best first."""
_MONTHS: Final = {"Monthly": 1, "Quarterly": 3}


@table("Communications Plan", key="id")
class DueCommunications(Table):
    """Communications with the day on which they are due again."""

    id: Annotated[Texts, Column("Comm ID", "The communication, as in the plan.")]
    next_due: Annotated[Instants, Column("Next Due", "When it is due again.", Type.DATE)]
    overdue: Annotated[Numbers, Column("Overdue (d)", "Calendar days past that day.", Type.NUMBER, unit="days")]


@table("Stakeholders", key="id")
class LastContacts(Table):
    """Stakeholders with the day of their latest contact."""

    id: Annotated[Texts, Column("Stakeholder ID", "The stakeholder, as in the register.")]
    last_contact: Annotated[Instants, Column("Last Contact", "The latest day in the log.", Type.DATE)]
    sentiment: Annotated[
        Texts, Column("Last Sentiment", "How they took the last contact.", Type.CHOICE, choices="Sentiment")
    ]
    trend: Annotated[
        Texts, Column("Sentiment Trend", "▲ better, ► as well, ▼ worse than at the contact before.", Type.ARROW)
    ]


def next_due(calendar: Calendar, last_sent: int, frequency: str) -> int | None:
    """The day after one interval, or the next working day where nobody works on it; None without a fixed interval.

    What was sent on the last day of a month is due on the last day of a month again: 28-Feb, 31-Mar, 30-Apr.
    """
    if frequency in _DAYS:
        due = last_sent // DAY * DAY + _DAYS[frequency] * DAY
    elif frequency in _MONTHS:
        due = _months_later(last_sent, _MONTHS[frequency])
    else:
        return None
    return add_working_days(calendar, due - DAY, 1)


def _months_later(day: int, months: int) -> int:
    sent = as_date(day)
    number = sent.year * 12 + sent.month - 1 + months
    year, month = number // 12, number % 12 + 1
    last = monthrange(year, month)[1]
    month_end = (sent + timedelta(days=1)).day == 1
    return instant(sent.replace(year=year, month=month, day=last if month_end else min(sent.day, last)))


def due_communications(
    plan: Communications, status_date: int, calendar: Calendar, log: Contacts | None = None
) -> DueCommunications:
    """Every communication's next day, and how late it is at the status date; empty where it was never sent.

    It was last sent on the day that is typed, or on a later one in the contact log: of a row that names the
    communication, or that names none and is with the only stakeholder of its audience.
    """
    made = DueCommunications.of(len(plan), id=plan.id)
    last = last_sent(plan, log)
    for row, (sent, frequency) in enumerate(zip(last, plan.frequency.tolist(), strict=True)):
        due = next_due(calendar, sent, frequency) if sent != NO_INSTANT and frequency else None
        if due is not None:
            made.next_due[row] = due
            late = status_date // DAY - due // DAY
            made.overdue[row] = late if late > 0 else np.nan
    return made


def last_sent(plan: Communications, log: Contacts | None) -> list[int]:
    """The day on which each communication was last sent, by its own cell and by the contact log."""
    by_comm: dict[str, int] = {}
    alone: dict[str, int] = {}
    if log is not None:
        rows = zip(log.comm_id.tolist(), log.stakeholder_id.tolist(), log.date.tolist(), strict=True)
        for comm, who, day in rows:
            held, key = (by_comm, comm) if comm is not None else (alone, who)
            if key is not None and day != NO_INSTANT:
                held[key] = max(day, held.get(key, day))
    columns = (plan.id.tolist(), plan.audience.tolist(), plan.last_sent.tolist())
    return [
        max(sent, by_comm.get(key, NO_INSTANT), alone.get(str(audience or "").strip(), NO_INSTANT))
        for key, audience, sent in zip(*columns, strict=True)
    ]


def last_contacts(people: Stakeholders, log: Contacts) -> LastContacts:
    """The latest day on which the log names each stakeholder, and how they took it; empty where it does not."""
    latest: dict[str, int] = {}
    for who, day in zip(log.stakeholder_id.tolist(), log.date.tolist(), strict=True):
        if who and day != NO_INSTANT:
            latest[who] = max(day, latest.get(who, day))
    made = LastContacts.of(len(people), id=people.id)
    taken = sentiments(log)
    for row, who in enumerate(people.id.tolist()):
        said = taken.get(str(who), ())
        made.last_contact[row] = latest.get(who, NO_INSTANT)
        if said:
            made.sentiment[row] = said[-1]
        if len(said) > 1:
            moved = SENTIMENTS.index(said[-2]) - SENTIMENTS.index(said[-1])
            made.trend[row] = SAME if moved == 0 else BETTER if moved > 0 else WORSE
    return made


def sentiments(log: Contacts) -> Mapping[str, Sequence[str]]:
    """How each stakeholder took the contacts that say so, the latest last."""
    found: dict[str, list[tuple[int, str]]] = {}
    for who, day, said in zip(log.stakeholder_id.tolist(), log.date.tolist(), log.sentiment.tolist(), strict=True):
        if who and said and day != NO_INSTANT:
            found.setdefault(str(who), []).append((day, str(said)))
    return {who: [said for _, said in sorted(each, key=lambda one: one[0])] for who, each in found.items()}
