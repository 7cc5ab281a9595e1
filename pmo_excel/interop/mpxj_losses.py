"""What a plan of another program holds that Microsoft Project's XML, and so the workbook, does not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.imported import Fate, Part

_KINDS: Final[Mapping[str, tuple[Callable[[Any], bool], Severity, str]]] = {
    "Activity codes": (
        lambda t: len(t.getActivityCodeValues()) > 0,
        Severity.LOW,
        "Keep the file if you report by them.",
    ),
    "Secondary constraints": (
        lambda t: t.getSecondaryConstraintType() is not None,
        Severity.MEDIUM,
        "A task holds one constraint here; add a deadline for the other.",
    ),
    "Expected finishes": (
        lambda t: t.getExpectedFinish() is not None,
        Severity.MEDIUM,
        "Set the remaining duration that leads to it.",
    ),
    "External dates": (
        lambda t: t.getExternalEarlyStart() is not None or t.getExternalLateFinish() is not None,
        Severity.MEDIUM,
        "Give the task a start date where it waits for another project.",
    ),
    "Suspended work": (
        lambda t: t.getSuspendDate() is not None,
        Severity.MEDIUM,
        "Set the remaining duration to what is left after the pause.",
    ),
    "Steps": (lambda t: len(t.getSteps()) > 0, Severity.LOW, "Keep the file if you need them."),
    "Expenses": (lambda t: len(t.getExpenseItems()) > 0, Severity.MEDIUM, "Enter them in the sheet Budget."),
}
"""What is looked for in every task: whether it has it, how much that matters, and what to do."""


def losses(project: Any, sheet: str) -> tuple[list[Part], list[Problem]]:
    """The kinds of things that some tasks have and that go nowhere, each with its count."""
    tasks = list(project.getTasks())
    parts, problems = [], []
    for name, (has, severity, fix) in _KINDS.items():
        count = sum(has(task) for task in tasks)
        if count:
            parts.append(Part(name, count, Fate.LEFT_OUT))
            text = f"{name.lower()} of {count} tasks were not carried over"
            problems.append(Problem(Code.NOT_CARRIED, text, Cell(sheet, None, name), fix, severity))
    return parts, problems
