"""What must be in place at each gate: the checklist that a new workbook begins with.

Source: PRINCE2's and the PMBOK Guide's products at the ends of stages, as a PMO asks for them: mandate, business case,
plans and tolerances, registers, acceptance, lessons, review of benefits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

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


def checklist() -> list[Mapping[str, str | bool]]:
    """The rows of the Stage Gates sheet, by header."""
    return [
        {"Gate": gate, "Item No": f"{gate.split()[0]}.{at}", "Checklist Item": item, "Mandatory": mandatory}
        for gate, items in _ITEMS.items()
        for at, (item, mandatory) in enumerate(items, start=1)
    ]
