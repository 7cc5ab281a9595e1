"""The sheets of the project workbook in the order of the tabs, and how each is laid out."""

from __future__ import annotations

from typing import Final

from pmo_excel.workbook.layout import Colour, Level, SheetPlan

_STANDARD, _STRUCTURED = Level.STANDARD, Level.STRUCTURED
_MONEY: Final = (
    "Budget",
    "Commitment",
    "Actual to Date",
    "Accrual",
    "Forecast to Complete",
    "Contingency Drawn",
    "EAC",
    "Variance at Completion",
)

_PLAN: Final = (
    SheetPlan(
        "Schedule",
        Colour.PLAN,
        rows=60,
        spare=25,
        frozen=3,
        hint="Type tasks, durations and predecessors, then Refresh. Open the + above for more columns.",
    ),
    SheetPlan("Holidays", Colour.PLAN, _STANDARD, True, rows=20, spare=10, hint="Type days on which nobody works."),
    SheetPlan("Resources", Colour.PLAN, _STANDARD, True, hint="One row per person; the resource pool leads."),
    SheetPlan(
        "Assignments",
        Colour.PLAN,
        _STANDARD,
        True,
        rows=40,
        spare=20,
        frozen=3,
        sums=("Work (h)", "Actual Work (h)", "Remaining Work (h)", "Cost"),
        hint="One row per task and person, with units or hours.",
    ),
    SheetPlan("Leave", Colour.PLAN, _STANDARD, True, rows=20, spare=10, frozen=1, hint="Say who is away, and when."),
    SheetPlan(
        "Budget",
        Colour.PLAN,
        _STANDARD,
        True,
        frozen=1,
        sums=_MONEY,
        hint="One row per cost line; update actuals and forecasts each month.",
    ),
    SheetPlan(
        "EVM",
        Colour.PLAN,
        _STANDARD,
        True,
        rows=26,
        spare=8,
        frozen=2,
        hint="Refresh fills it from Budget, Baselines and progress; choose how the EAC is found.",
        height=32,
    ),
    SheetPlan(
        "Milestones",
        Colour.PLAN,
        rows=16,
        spare=6,
        hint="Refresh lists the milestones; choose their class and what is shown.",
        height=32,
    ),
)

_REGISTERS: Final = (
    SheetPlan(
        "Risks",
        Colour.REGISTER,
        frozen=1,
        sums=("Response Cost", "Exposure (EMV cost)", "Exposure (EMV days)"),
        hint="Say what may happen, its probability and impact, and what you do. Open the + for ranges and dates.",
    ),
    SheetPlan("Issues", Colour.REGISTER, frozen=1, hint="Say what has happened, who resolves it and by when."),
    SheetPlan("Assumptions", Colour.REGISTER, _STRUCTURED, True, hint="Say what you take as true, and who finds out."),
    SheetPlan("Dependencies", Colour.REGISTER, _STANDARD, True, hint="Say what you give and get, needed and promised."),
    SheetPlan("Actions", Colour.REGISTER, hint="Say who does what by when; set Done when it is done."),
    SheetPlan("Decisions", Colour.REGISTER, _STANDARD, True, hint="Say what was decided, by whom and why."),
    SheetPlan(
        "Changes",
        Colour.REGISTER,
        _STANDARD,
        True,
        hint="Say what is asked for and list its edits in Change Lines; Refresh tries it on a copy of the plan.",
        height=28,
    ),
    SheetPlan(
        "Change Lines", Colour.REGISTER, _STANDARD, True, hint="One row per cell of the plan that a change edits."
    ),
)

_PEOPLE: Final = (
    SheetPlan("Stakeholders", Colour.PEOPLE, hint="Say who has a say, where they stand and should stand."),
    SheetPlan(
        "Expectations",
        Colour.PEOPLE,
        _STANDARD,
        True,
        frozen=1,
        hint="Say what people were told, when and by whom.",
        height=32,
    ),
    SheetPlan(
        "Communications Plan",
        Colour.PEOPLE,
        _STANDARD,
        True,
        rows=20,
        spare=10,
        frozen=1,
        hint="Say who is told what and how often; Last Sent moves Next Due.",
    ),
    SheetPlan("Contact Log", Colour.PEOPLE, _STRUCTURED, True, frozen=0, hint="One row per contact, the newest below."),
    SheetPlan(
        "RACI",
        Colour.PEOPLE,
        _STANDARD,
        True,
        rows=20,
        spare=10,
        frozen=1,
        hint="One A in each row, one R or more.",
        height=32,
    ),
)

_PRODUCTS: Final = (
    SheetPlan("Deliverables", Colour.CONTROL, _STANDARD, True, hint="Say what is handed over and who accepts it."),
    SheetPlan(
        "Stage Gates",
        Colour.CONTROL,
        _STANDARD,
        True,
        spare=4,
        frozen=3,
        hint="Set the result and link the evidence; readiness is on the first row of each gate.",
    ),
    SheetPlan(
        "Benefits", Colour.CONTROL, _STANDARD, True, hint="Say what gets better, how it is measured and how much."
    ),
    SheetPlan("Lessons", Colour.CONTROL, _STANDARD, True, frozen=1, hint="Say what to do again, and what not."),
    SheetPlan(
        "Iterations",
        Colour.PLAN,
        _STRUCTURED,
        True,
        rows=16,
        spare=6,
        frozen=1,
        hint="One row per sprint: its points when it has ended, and the whole scope.",
        height=32,
    ),
    SheetPlan(
        "Approvals",
        Colour.CONTROL,
        _STRUCTURED,
        True,
        rows=20,
        spare=10,
        frozen=1,
        hint="Written by pmo approve; never edit.",
    ),
)

_RECORDS: Final = (
    SheetPlan(
        "Findings", Colour.RECORD, rows=16, spare=6, frozen=2, hint="Work from the top; then Refresh again.", height=32
    ),
    SheetPlan(
        "Schedule Health",
        Colour.RECORD,
        _STRUCTURED,
        True,
        rows=24,
        spare=2,
        frozen=2,
        hint="Refresh fills it; look at the tasks named where Pass is No.",
        height=46,
        least=22,
    ),
    SheetPlan(
        "Risk Analysis",
        Colour.RECORD,
        _STRUCTURED,
        True,
        spare=3,
        frozen=0,
        hint="Type how the simulation is to be run.",
    ),
    SheetPlan(
        "Resource Terms",
        Colour.PLAN,
        _STRUCTURED,
        True,
        rows=12,
        spare=6,
        frozen=1,
        hint="One row per change of a rate or a capacity: from which day, and what then.",
    ),
    SheetPlan("Timesheets", Colour.PLAN, _STRUCTURED, True, rows=20, spare=10, frozen=2, hint="Paste hours worked."),
    SheetPlan(
        "People Readiness",
        Colour.PEOPLE,
        _STRUCTURED,
        True,
        rows=12,
        spare=6,
        frozen=1,
        hint="One row per group: where they stand on the way from knowing why to keeping it up.",
        height=32,
    ),
    SheetPlan(
        "Cutover",
        Colour.CONTROL,
        _STRUCTURED,
        True,
        rows=20,
        spare=8,
        frozen=3,
        hint="List what must be true to go live, and the way back; answer Yes, No or N/A.",
        height=32,
    ),
    SheetPlan("Calendars", Colour.RECORD, _STRUCTURED, rows=8, spare=6, frozen=1, hint="Type the hours of each day."),
    SheetPlan("Baselines", Colour.RECORD, _STRUCTURED, frozen=0, hint="Written by Baseline; never edit."),
    SheetPlan("History", Colour.RECORD, _STRUCTURED, frozen=0, hint="Written by Snapshot; never edit."),
    SheetPlan("Audit", Colour.RECORD, _STRUCTURED, frozen=0, hint="Written by commands; never edit."),
    SheetPlan(
        "Lists",
        Colour.RECORD,
        _STRUCTURED,
        spare=0,
        frozen=0,
        hint="The words of the drop-down lists.",
        height=15,
        upright=True,
    ),
    SheetPlan("Settings", Colour.RECORD, _STRUCTURED, spare=3, frozen=1, hint="Type where the default does not fit."),
)

PROJECT_SHEETS: Final[tuple[SheetPlan, ...]] = (
    SheetPlan("Start", Colour.GUIDE),
    SheetPlan("Charter", Colour.IDENTITY, frozen=1, hint="Fill the yellow cells; the rest when you know it."),
    *_PLAN,
    *_REGISTERS,
    *_PEOPLE,
    *_PRODUCTS,
    SheetPlan("Status", Colour.IDENTITY, frozen=1, hint="Write three sentences; the colours and reasons are computed."),
    SheetPlan("Dashboard", Colour.GUIDE),
    *_RECORDS,
)
"""Every sheet, what people use most first."""
