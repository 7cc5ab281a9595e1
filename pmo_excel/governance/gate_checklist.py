"""What must be in place at each gate: the checklist that a new workbook begins with.

Source: PRINCE2's and the PMBOK Guide's products at the ends of stages, as a PMO asks for them: mandate, business case,
plans and tolerances, registers, acceptance, lessons, review of benefits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pmo_excel.governance.life_cycle import gates

_ITEMS: Final[Mapping[str, Sequence[tuple[str, bool]]]] = {
    "G0 Mandate": (
        ("Sponsor named", True),
        ("Strategic objective named", True),
        ("Outline of the benefit", True),
        ("Rough size in money and time", False),
        ("Owner of the next step named", True),
    ),
    "G1 Initiate": (
        ("Charter approved", True),
        ("Outline business case", True),
        ("Stakeholders and communications planned", True),
        ("Top risks known and owned", True),
        ("Plan and tolerances of the next stage", True),
        ("Funds to the next gate", True),
    ),
    "G2 Plan": (
        ("Business case updated", True),
        ("Project plan approved", True),
        ("Baselined schedule that passes its health checks", True),
        ("Line managers have committed the people", True),
        ("Budget and contingency justified", True),
        ("Risks, issues, assumptions and dependencies kept up to date", True),
        ("Approach to quality and to change agreed", False),
        ("Plan for the benefits", True),
    ),
    "G3 Stage end": (
        ("Report of the stage's end", True),
        ("Business case still valid", True),
        ("Forecast within the tolerances", True),
        ("Open exceptions decided", True),
        ("Plan of the next stage", True),
    ),
    "G4 Go-live": (
        ("Products accepted for use", True),
        ("Cut-over and roll-back planned and rehearsed", True),
        ("Users trained", True),
        ("Support handed over", True),
        ("Go or no-go criteria met", True),
    ),
    "G5 Close": (
        ("All products accepted", True),
        ("Follow-on actions handed over", True),
        ("Lessons recorded", True),
        ("Contracts and costs closed", True),
        ("Reviews of the benefits booked", True),
    ),
    "G6 Benefits": (
        ("Benefits measured against their targets", True),
        ("What to do about what is missing decided", True),
    ),
}


_BY_METHOD: Final[Mapping[str, Mapping[str, str]]] = {
    "PRINCE2": {
        "Sponsor named": "Executive named",
        "Charter approved": "Project brief approved",
        "Plan and tolerances of the next stage": "Initiation stage plan and tolerances",
        "Project plan approved": "Project initiation documentation approved",
        "Report of the stage's end": "End stage report",
    },
    "Agile/Scrum": {
        "Project plan approved": "Product backlog and release plan agreed",
        "Baselined schedule that passes its health checks": "Velocity known, and a release forecast made from it",
        "Report of the stage's end": "Review of the release with its users",
        "Plan of the next stage": "Goal and backlog of the next release",
    },
}
"""Items that a method words differently."""


def checklist(methodology: str = "") -> list[Mapping[str, str | bool]]:
    """The rows of the Stage Gates sheet, by header: of the gates of a methodology; of all gates where none is named."""
    held = gates(methodology) if methodology else list(_ITEMS)
    said = _BY_METHOD.get(methodology, {})
    return [
        {"Gate": gate, "Item No": f"{gate.split()[0]}.{at}", "Checklist Item": said.get(item, item), "Mandatory": must}
        for gate in held
        for at, (item, must) in enumerate(_ITEMS[gate], start=1)
    ]
