"""IO8: a calendar that is imported again updates diaries, and no text of a cell becomes a line of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from pmo_excel.core.instants import instant
from pmo_excel.hosts.cli import app
from pmo_excel.report.calendar_events import Event, events, once
from pmo_excel.report.icalendar_file import NotOursError, calendar_file
from pmo_excel.schedule.tables import Milestones
from pmo_excel.stakeholders.tables import Communications
from tests.made import samples

MONDAY = datetime(2026, 3, 30, 9, tzinfo=UTC)
LATER = MONDAY + timedelta(days=7)
TWELVE = [
    Event("Milestone", "P1", str(at), date(2026, 4, at), f"P1: milestone {at}", "forecast") for at in range(1, 13)
]


def held(data: bytes) -> dict[str, Any]:
    """The events of a file by their UID."""
    found = Calendar.from_ical(data).walk("VEVENT")
    assert len({str(one["UID"]) for one in found}) == len(found)
    return {str(one["UID"]): one for one in found}


def test_twelve_events_of_a_day_each() -> None:
    made = calendar_file(TWELVE, "Plan", MONDAY)
    assert (made.new, len(held(made.data))) == (12, 12)
    first = held(made.data)[TWELVE[0].uid]
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2026, 4, 1), date(2026, 4, 2))


def test_the_same_plan_gives_the_same_bytes_a_week_later() -> None:
    first = calendar_file(TWELVE, "Plan", MONDAY)
    again = calendar_file(TWELVE, "Plan", LATER, before=first.data)
    assert again.data == first.data
    assert (again.new, again.changed, again.same, again.cancelled) == (0, 0, 12, 0)


def test_a_milestone_that_moves_is_the_same_event_with_a_higher_number() -> None:
    first = calendar_file(TWELVE, "Plan", MONDAY)
    moved = [replace(TWELVE[0], day=date(2026, 5, 4), summary="P1: renamed"), *TWELVE[1:]]
    again = calendar_file(moved, "Plan", LATER, before=first.data)
    assert (again.changed, again.same) == (1, 11)
    one, other = held(first.data)[TWELVE[0].uid], held(again.data)[TWELVE[0].uid]
    assert int(other["SEQUENCE"]) == int(one["SEQUENCE"]) + 1
    assert other["DTSTAMP"].dt == LATER
    assert other["DTSTART"].dt == date(2026, 5, 4)


def test_a_milestone_that_is_gone_is_cancelled_and_can_come_back() -> None:
    first = calendar_file(TWELVE, "Plan", MONDAY)
    without = calendar_file(TWELVE[1:], "Plan", LATER, before=first.data)
    assert (without.cancelled, str(held(without.data)[TWELVE[0].uid]["STATUS"])) == (1, "CANCELLED")
    still = calendar_file(TWELVE[1:], "Plan", LATER, before=without.data)
    assert (still.cancelled, still.data) == (0, without.data)
    back = calendar_file(TWELVE, "Plan", LATER, before=still.data)
    assert (back.changed, int(held(back.data)[TWELVE[0].uid]["SEQUENCE"])) == (1, 2)


def test_a_later_plan_goes_first_even_where_the_file_before_is_lost() -> None:
    one = calendar_file(TWELVE, "Plan", MONDAY, status=date(2026, 3, 31))
    other = calendar_file(TWELVE, "Plan", LATER, status=date(2026, 4, 30))
    uid = TWELVE[0].uid
    assert int(held(other.data)[uid]["SEQUENCE"]) - int(held(one.data)[uid]["SEQUENCE"]) == 30


@pytest.mark.parametrize(
    "text", ["x\r\nEND:VEVENT\r\nBEGIN:VALARM", "a\nATTACH:http://x", 'q";X-EVIL=1:', "tab\tnul\0ü"]
)
def test_no_text_becomes_a_line(text: str) -> None:
    made = calendar_file([replace(TWELVE[0], summary=text, description=text)], text, MONDAY)
    assert len(held(made.data)) == 1
    lines = made.data.replace(b"\r\n ", b"").split(b"\r\n")
    assert not [line for line in lines if line.startswith((b"ATTACH", b"BEGIN:VALARM", b"X-EVIL"))]
    assert str(held(made.data)[TWELVE[0].uid]["SUMMARY"]) == " ".join(text.replace("\0", " ").split())


def test_a_file_of_another_program_is_left_alone() -> None:
    for other in (b"BEGIN:VCALENDAR\r\nPRODID:Other\r\nEND:VCALENDAR\r\n", b"no calendar", b""):
        with pytest.raises(NotOursError):
            calendar_file(TWELVE, "Plan", MONDAY, before=other)


def test_milestones_and_meetings_become_events_and_reports_do_not() -> None:
    day = instant(date(2026, 4, 10))
    empty = instant(date(2026, 4, 9))
    milestones = Milestones.of(
        1, id=np.array(["7"], dtype=object), name=np.array(["Go live"], dtype=object), forecast_date=np.array([day])
    )
    plan = Communications.of(
        2,
        id=np.array(["C-1", "C-2"], dtype=object),
        information=np.array(["Board", "Report"], dtype=object),
        channel=np.array(["Meeting", "Report"], dtype=object),
        next_due=np.array([empty, empty]),
    )
    found = list(events({"Milestones": milestones, "Communications Plan": plan}, "P1"))
    assert [(one.kind, one.key, one.day.day) for one in found] == [("Milestone", "7", 10), ("Meeting", "C-1", 9)]
    listed, said = once([("a.xlsx", found[0]), ("a.xlsx", found[0]), ("a.xlsx", found[1])])
    assert [one.key for one in listed] == ["C-1", "7"]
    assert [problem.code for problem in said] == ["DUPLICATE_KEY"]


def test_by_command_twice_and_into_a_file_that_is_not_ours(tmp_path: Path) -> None:
    name = next(name for name in samples() if "CRM" in name)
    (tmp_path / name).write_bytes(samples()[name])
    target = tmp_path / "out" / "plan.ics"
    runs = [CliRunner().invoke(app, ["calendar", str(tmp_path / name), "-o", str(target)]) for _ in range(2)]
    assert [run.exit_code for run in runs] == [0, 0]
    assert "0 new, 0 changed" in runs[1].stdout
    assert {"Milestone", "Meeting"} <= {str(one["CATEGORIES"].cats[0]) for one in held(target.read_bytes()).values()}
    target.write_text("mine")
    assert CliRunner().invoke(app, ["calendar", str(tmp_path / name), "-o", str(target)]).exit_code == 2
    assert target.read_text() == "mine"
