"""The office move FX-OFFICE as a workbook with changes: CR-004 approved, CR-005 in the short form, a promise, rates."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.refresh.workbooks import CHARTER
from tests.schedule.office_sheet import OFFICE

OWNERS = {
    "1": "Ana Keller",
    "2": "Ana Keller",
    "3": "Ana Keller",
    "4": "Designer",
    "5": "Tom Oduya",
    "6": "Mei Tanaka",
    "7": "Tom Oduya",
    "8": "Mei Tanaka",
    "9": "Sana Hussain",
    "10": "Ana Keller",
}
TASKS = [
    {"Task ID": key, "Task Name": name, "Duration (wd)": days, "Predecessors": before, "Owner": OWNERS[key]}
    for key, name, days, before in OFFICE
]
CR_004 = {
    "Change ID": "CR-004",
    "Change Title": "Bigger layout",
    "Change Type": "Request for change",
    "Date Raised": date(2026, 2, 20),
    "Decision": "Approve",
    "Decision Date": date(2026, 2, 26),
    "Decided By": "Helen Marsh",
    "Change Status": "Approved",
}
CR_005 = {
    "Change ID": "CR-005",
    "Change Title": "Longer briefing",
    "Date Raised": date(2026, 2, 25),
    "What changes": "9:Duration (wd)=18",
    "Change Status": "Raised",
}
LINE = {"Change ID": "CR-004", "Object": "Task", "Key": "4", "Field": "Duration (wd)", "New Value": "18"}


def content(**more: Any) -> dict[str, Any]:
    """The rows of each sheet: the rate of the designer is 50 an hour, 400 a day; prolongation 350 a day."""
    return {
        "Charter": [CHARTER | {"Status Date": date(2026, 2, 27)}],
        "Schedule": TASKS,
        "Holidays": [{"Date From": date(2026, 4, 3)}, {"Date From": date(2026, 4, 6)}],
        "Resources": [{"Resource ID": "DES", "Resource Name": "Designer", "Standard Rate": 50}],
        "Assignments": [{"Assignment ID": "AS-1", "Task ID": "4", "Resource ID": "DES", "Units %": 1}],
        "Budget": [{"Cost Line ID": "C-1", "WBS / Task ID": "4", "Budget": 12000}],
        "Changes": [CR_004, CR_005],
        "Change Lines": [LINE],
        "Stakeholders": [
            {"Stakeholder ID": "S-01", "Name": "Ingrid Bauer", "Role / Title": "CFO", "E-mail": "ib@example.com"}
        ],
        "Expectations": [
            {
                "Expectation ID": "E-1",
                "Stakeholder ID": "S-01",
                "Expectation (statement)": "Desks are there on 12 May",
                "Linked ID": "10",
                "Promised Date": date(2026, 5, 12),
            }
        ],
        "People Readiness": [
            {"Impacted Group": "Sales", "People": 40, "Go-live Date": date(2026, 3, 29), "Awareness %": 0.6}
        ],
        "Cutover": [{"Step No": "1", "Checklist Item": "Support on call", "Result": "No", "Roll-back": "Old floor"}],
        "Settings": [
            {"Setting": "Prolongation cost", "Value": "350"},
            {"Setting": "Change budget"},
            {"Setting": "Project manager's change limit"},
            {"Setting": "Readiness red days"},
        ],
    } | more
