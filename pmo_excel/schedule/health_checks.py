# ruff: noqa: E501 -- each definition is one string
"""The checks of schedule health: what each one counts, when it passes, and which practice it serves.

One list: the function, the reference page and a sheet of checks take name, definition, formula, threshold and source
from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

LONG: Final = 44
"""Working days beyond which float, and a duration, are high: two months of 22 days."""
TEST_DELAY: Final = 600
"""Working days that the critical path test adds."""
HEALTHY_DENSITY: Final = (2.0, 4.0)
"""Links per task of a sound plan."""
MANY_LINKS: Final = 3
"""Predecessors from which a task is a merge hotspot: where paths meet, lateness gathers."""


class Passes(Enum):
    """How a result is compared with its threshold."""

    AT_MOST = "at most"
    AT_LEAST = "at least"
    EQUAL = "exactly"
    WITHIN = "from 2 to"
    INFORMATION = "for information"


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes
    ----------
    number
        As the guideline numbers it; those beyond its fourteen begin with E.
    formula
        Count ÷ Denominator, in words.
    threshold
        The result that still passes, unless Settings says otherwise; nan where the check is for information.
    practices
        Of the ten in `PRACTICES`, the ones that it serves.
    """

    number: int | str
    name: str
    definition: str
    formula: str
    passes: Passes
    threshold: float
    source: str
    practices: tuple[int, ...] = ()

    @property
    def setting(self) -> str:
        """The name of its threshold in Settings; empty where the threshold is no share that people agree on."""
        agreed = self.passes in (Passes.AT_MOST, Passes.AT_LEAST)
        return f"Health threshold {self.number}" if agreed else ""

    def passed(self, result: float) -> bool | None:
        """Whether a result passes; None where it is for information only."""
        if self.passes is Passes.INFORMATION:
            return None
        if self.passes is Passes.WITHIN:
            return HEALTHY_DENSITY[0] <= result <= HEALTHY_DENSITY[1]
        if self.passes is Passes.EQUAL:  # to the day: successors may work on another calendar
            return abs(result - self.threshold) < 1 / TEST_DELAY
        return result <= self.threshold if self.passes is Passes.AT_MOST else result >= self.threshold


_DCMA: Final = "DCMA-EA PAM 200.1, Earned Value Management System Program Analysis Pamphlet, 14-point assessment"
_LIBRARY: Final = "Deltek Acumen Fuse metric library"
_OPEN: Final = "Tasks are rows that are neither finished nor summaries, milestones included."
_WORK: Final = "Milestones and level of effort are left out, too."

CHECKS: Final[tuple[Check, ...]] = (
    Check(1, "Logic", f"Tasks without a predecessor or without a successor, of their own or of a summary above. The first and the last task of the project are excused. {_OPEN}", "tasks missing a predecessor or a successor ÷ unfinished tasks", Passes.AT_MOST, 0.05, _DCMA, (2,)),
    Check(2, "Leads", "Links to unfinished tasks with a negative lag.", "links with a lead ÷ links", Passes.AT_MOST, 0, _DCMA, (2,)),
    Check(3, "Lags", "Links to unfinished tasks with a positive lag.", "links with a lag ÷ links", Passes.AT_MOST, 0.05, _DCMA, (2,)),
    Check(4, "Relationship types", "Links to unfinished tasks that are finish to start; Task IDs names the tasks with others.", "finish-to-start links ÷ links", Passes.AT_LEAST, 0.9, _DCMA, (2,)),
    Check(5, "Hard constraints", "Tasks that must start or finish on a date, or no later than one.", "tasks with a hard constraint ÷ unfinished tasks", Passes.AT_MOST, 0.05, _DCMA, (2,)),
    Check(6, "High float", f"Tasks with more than {LONG} working days of total float. {_WORK}", f"tasks with a float above {LONG} wd ÷ unfinished tasks", Passes.AT_MOST, 0.05, _DCMA, (7,)),
    Check(7, "Negative float", "Tasks with a total float below zero: a date that must be kept will not be.", "tasks with a negative float ÷ unfinished tasks", Passes.AT_MOST, 0, _DCMA, (7,)),
    Check(8, "High duration", f"Tasks with more than {LONG} working days left to do, or in their baseline. {_WORK} Planning packages are excused.", f"tasks with more than {LONG} wd ÷ unfinished tasks", Passes.AT_MOST, 0.05, _DCMA, (4,)),
    Check("9a", "Forecast dates in the past", "Unfinished tasks whose start (if not started) or finish lies before the status date.", "tasks with such a date ÷ unfinished tasks", Passes.AT_MOST, 0, _DCMA, (9,)),
    Check("9b", "Actual dates in the future", "Tasks with an actual start or finish after the status date; finished ones count.", "tasks with such a date ÷ all tasks", Passes.AT_MOST, 0, _DCMA, (9,)),
    Check(10, "Resources", "Tasks of a day or more with neither an assignment nor a budget line, where the plan has assignments.", "tasks without resource or cost ÷ unfinished tasks of 1 wd or more", Passes.AT_MOST, 0, _DCMA, (3,)),
    Check(11, "Missed tasks", f"Tasks finished or forecast later than their baseline, of those baselined to finish by the status date. {_WORK}", "tasks later than baseline ÷ tasks baselined to finish by the status date", Passes.AT_MOST, 0.05, _DCMA, (10,)),
    Check(12, "Critical path test", f"{TEST_DELAY} working days are added to a critical task of a copy: the project's finish must move as much.", f"working days by which the finish moves ÷ {TEST_DELAY}", Passes.EQUAL, 1, _DCMA, (5, 6)),
    Check(13, "Critical path length index (CPLI)", "Length: working days from the status date to the finish of the last task. Float: working days from that finish to its baseline; without one, to its deadline or constraint. The target is 1.00.", "(length + float) ÷ length", Passes.AT_LEAST, 0.95, _DCMA, (7,)),
    Check(14, "Baseline execution index (BEI)", "Tasks with a baseline that are finished by the status date, against those baselined to finish by then.", "tasks finished ÷ tasks baselined to finish by the status date", Passes.AT_LEAST, 0.95, _DCMA, (9, 10)),
    Check("E1", "Hit task percentage", f"Tasks finished on or before their baseline, of those baselined to finish by the status date. {_WORK}", "tasks on time ÷ tasks baselined to finish by the status date", Passes.INFORMATION, np.nan, _DCMA, (10,)),
    Check("E2", "Dangling starts", "Tasks with predecessors, none of which holds their start: only finish to finish or start to finish.", "tasks with a dangling start ÷ unfinished tasks", Passes.AT_MOST, 0, _DCMA, (2, 5)),
    Check("E3", "Dangling finishes", "Tasks with successors, none of which waits for their finish: only start to start or start to finish.", "tasks with a dangling finish ÷ unfinished tasks", Passes.AT_MOST, 0, _DCMA, (2, 5)),
    Check("E4", "Logic density", "Links per task: under 2 some logic is missing, above 4 it is tangled.", "links ÷ unfinished tasks", Passes.WITHIN, HEALTHY_DENSITY[1], _LIBRARY, (2,)),
    Check("E5", "Merge hotspots", f"Tasks with {MANY_LINKS} predecessors or more: each of them can make the task late.", "merge hotspots ÷ unfinished tasks", Passes.INFORMATION, np.nan, _LIBRARY, (2,)),
    Check("E6", "Soft constraints", "Tasks that start or finish no earlier than a date, or are as late as possible.", "tasks with a soft constraint ÷ unfinished tasks", Passes.INFORMATION, np.nan, _LIBRARY, (2,)),
    Check("E7", "Float ratio", "Float for each day of work that is left: how flexible the plan is.", "total float ÷ duration left, both summed over unfinished tasks", Passes.INFORMATION, np.nan, _LIBRARY, (7,)),
)  # fmt: skip
"""Every check, in the order of the result."""

PRACTICES: Final[Mapping[int, tuple[str, str]]] = {
    1: ("Capture all activities", "A deliverable without a task; compare Deliverables with the column Deliverable ID."),
    2: ("Sequence all activities", ""),
    3: ("Assign resources to all activities", ""),
    4: ("Establish the duration of all activities", ""),
    5: ("Verify that the schedule can be traced horizontally and vertically", "Dates of summaries are always those of their tasks."),
    6: ("Confirm that the critical path is valid", ""),
    7: ("Ensure reasonable total float", ""),
    8: ("Conduct a schedule risk analysis", "A simulation of the plan that is recent."),
    9: ("Update the schedule using actual progress and logic", "Progress that contradicts itself is a finding of every refresh."),
    10: ("Maintain a baseline schedule", "A baseline is there, and the change log explains what differs from it."),
}  # fmt: skip
"""The ten best practices (GAO-16-89G, Schedule Assessment Guide), with what to look at beside the checks."""


@table("Schedule Health")
class CheckList(Table):
    """The checks of schedule health, as they are defined here."""

    number: Annotated[Texts, Column("Check No", "As the guideline numbers it.")]
    check: Annotated[Texts, Column("Check", "Its name.")]
    definition: Annotated[Texts, Column("Definition", "What is counted.", Type.LONG_TEXT)]
    formula: Annotated[Texts, Column("Formula", "Count ÷ denominator.")]
    passes: Annotated[Texts, Column("Passes", "How the result is compared with the threshold.")]
    threshold: Annotated[Numbers, Column("Threshold", "The result that still passes.", Type.NUMBER)]
    practices: Annotated[Texts, Column("GAO Practice", "The best practices that it serves, by number.")]
    source: Annotated[Texts, Column("Source", "Where the check comes from.")]


def check_list() -> CheckList:
    """Every check with its definition."""
    return CheckList.of(
        len(CHECKS),
        number=np.array([c.number for c in CHECKS], dtype=object),
        check=_texts([c.name for c in CHECKS]),
        definition=_texts([c.definition for c in CHECKS]),
        formula=_texts([c.formula for c in CHECKS]),
        passes=_texts([c.passes.value for c in CHECKS]),
        threshold=np.array([c.threshold for c in CHECKS], dtype=float),
        practices=_texts(["; ".join(str(number) for number in c.practices) for c in CHECKS]),
        source=_texts([c.source for c in CHECKS]),
    )


def _texts(values: list[str]) -> Texts:
    return np.array(values, dtype=object)
