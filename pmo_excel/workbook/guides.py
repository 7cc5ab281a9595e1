"""What the Start sheet of each workbook says: what it is for, what to do, and what its pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_READABLE: Final = "The workbook can be read and typed in without them."


@dataclass(frozen=True, slots=True)
class Guide:
    """The words of a Start sheet.

    Attributes
    ----------
    name, purpose
        What the workbook is called while it has no name of its own, and what it is for.
    steps
        In order: the sheet to go to, what to do, and how.
    pages
        What each sheet without a table shows.
    notes
        What stands under the list of sheets.
    """

    name: str
    purpose: str
    steps: tuple[tuple[str, str, str], ...]
    pages: Mapping[str, str]
    notes: tuple[str, ...]


PROJECT: Final = Guide(
    "Project workbook",
    "Plan, status, risks and people of one project, in one workbook that a PMO can read without asking.",
    (
        ("Charter", "Say what the project is", "Project ID, sponsor, manager, planned start, budget, status date."),
        (
            "Schedule",
            "Type the plan",
            "Task name, duration in working days, predecessors: 3; 5SS+2d. Then Refresh.",
        ),
        ("Risks", "Name the risks", "What may happen, how likely, how bad, who watches it, what you do about it."),
        ("Stakeholders", "Name the people", "Who has a say or an interest, where they stand and where you need them."),
        (
            "Schedule",
            "Report progress",
            "Each period: % Complete, Actual Start and Finish; the status date in Charter.",
        ),
        (
            "Findings",
            "Refresh and read the findings",
            "Refresh fills the grey columns. Repair what it found; repeat.",
        ),
        (
            "Status",
            "Write the status",
            "Three sentences; the colours and their reasons are there. Dashboard is the page.",
        ),
    ),
    {"Dashboard": "The project on one page: colours, dates, cost, risks, actions."},
    (
        "Refresh, Check and Report are buttons of the PMO menu, and commands: pmo refresh with the name of this file. "
        f"{_READABLE}",
        "More sheets are there and hidden: right-click a tab and choose Unhide. The Standard level adds people, money, "
        "changes and gates; the Structured level shows calendars, baselines, history and settings too.",
    ),
)
PORTFOLIO: Final = Guide(
    "Portfolio workbook",
    "All projects side by side: where they stand, what they cost, who is short, what is asked for next.",
    (
        (
            "Collection",
            "Say which workbooks there are",
            "Project, folder or address, file name, day due.",
        ),
        ("Objectives", "Name the objectives", "What the organisation wants to reach; the weights add up to 100%."),
        (
            "Resource Pool",
            "Name the people",
            "Everybody whom projects can ask for, with role, team and share of time.",
        ),
        ("Intake", "Take requests", "What is asked for, why, what it may bring and cost; then decide."),
        ("Criteria", "Agree what counts", "What projects are scored by, how much each counts, what 1, 3 and 5 mean."),
        ("Scores", "Score the projects", "One row per project and criterion, with the evidence for it."),
        ("Dashboard", "Read the page", "Colours, dates and money of all projects. The register has every figure."),
    ),
    {
        "Dashboard": "The portfolio on one page: colours, dates, money, risks.",
        "Heatmap": "How busy everybody is, week by week.",
    },
    (
        "Grey columns are filled from the project workbooks when these are collected, blue ones are yours. "
        "What is typed stays where it is.",
    ),
)
