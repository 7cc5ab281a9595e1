"""A workbook of fixtures A.1 and A.13: the office move with its stakeholders, what they were told and who does what."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.refresh.workbooks import CHARTER

OFFICE = {
    "1": ("Approve charter", 0, ""),
    "2": ("Requirements", 10, "1"),
    "3": ("Select supplier", 15, "2"),
    "4": ("Design layout", 12, "2FS-2d"),
    "5": ("Network design", 8, "4SS+3d"),
    "6": ("Fit-out", 20, "3; 4"),
    "7": ("Cabling", 10, "5; 6SS+5d"),
    "8": ("Test & snag", 5, "6; 7FF+2d"),
    "9": ("Staff comms", 15, "3FS+5d"),
    "10": ("Move weekend", 0, "8; 9"),
}
"""Fixture A.1: name, working days, predecessors. Finish 12-May-2026; task 4 has 5 days of float."""
PEOPLE = (
    ("CFO", 5, 4, "Resistant", "Supportive"),
    ("Ops Dir", 4, 5, "Supportive", "Leading"),
    ("Union", 3, 5, "Resistant", "Neutral"),
    ("IT", 2, 2, "Unaware", "Neutral"),
    ("Auditor", 4, 2, "Neutral", "Neutral"),
)
"""Fixture A.13: power, interest, current and desired engagement."""


def people() -> list[dict[str, Any]]:
    """The register, S-1 to S-5."""
    headers = ("Name", "Power (1-5)", "Interest (1-5)", "Current Engagement", "Desired Engagement")
    return [
        {"Stakeholder ID": f"S-{at}"} | dict(zip(headers, row, strict=True)) for at, row in enumerate(PEOPLE, start=1)
    ]


def tasks(**days: int) -> list[dict[str, Any]]:
    """The plan, 6 of 10 days of task 2 done by 9 March as planned, with other durations for some tasks: `t4=18`."""
    done = {
        "1": {"% Complete": 1, "Actual Start": date(2026, 3, 2), "Actual Finish": date(2026, 3, 2)},
        "2": {"% Complete": 0.6, "Actual Start": date(2026, 3, 2)},
    }
    return [
        {"Task ID": key, "Task Name": name, "Duration (wd)": days.get(f"t{key}", given), "Predecessors": before}
        | done.get(key, {})
        for key, (name, given, before) in OFFICE.items()
    ]


def promise(key: str, day: date, **more: Any) -> dict[str, Any]:
    """That the move is done on a day, told to the CFO by e-mail on 1 March."""
    return {
        "Expectation ID": key,
        "Stakeholder ID": "S-1",
        "Expectation (statement)": "Move done",
        "Measure": "Milestone date",
        "Linked ID": "10",
        "Promised Date": day,
        "Told On": date(2026, 3, 1),
        "Told Via": "E-mail",
    } | more


def content(**days: int) -> dict[str, list[dict[str, Any]]]:
    """The whole of it, on 9 March."""
    return {
        "Charter": [CHARTER | {"Planned Start": date(2026, 3, 2), "Status Date": date(2026, 3, 9)}],
        "Schedule": tasks(**days),
        "Holidays": [{"Date From": date(2026, 4, 3)}, {"Date From": date(2026, 4, 6)}],
        "Stakeholders": people(),
        "Expectations": [promise("EX-1", date(2026, 5, 12)), promise("EX-2", date(2026, 5, 29), **{"Linked ID": "8"})],
        "Communications Plan": [
            {"Comm ID": "CM-1", "Audience": "S-1", "Information": "Status", "Channel": "Meeting", "Frequency": "Weekly"}
            | {"Owner": "Ana Keller", "Last Sent": date(2026, 2, 20)},
            {"Comm ID": "CM-2", "Audience": "S-3", "Information": "Rotas", "Channel": "Meeting", "Frequency": "Weekly"}
            | {"Owner": "Ana Keller", "Last Sent": date(2026, 2, 20)},
        ],
        "Contact Log": [
            {"Date": date(2026, 3, 4), "Stakeholder ID": "S-1", "Channel": "Call", "Result / Sentiment": "Concerned"}
        ],
        "RACI": [
            {"Activity / Deliverable": "Fit-out", "Sponsor": "A", "Project Manager": "R"},
            {"Activity / Deliverable": "Move", "Sponsor": "A", "Project Manager": "A", "Team": "R"},
        ],
    }
