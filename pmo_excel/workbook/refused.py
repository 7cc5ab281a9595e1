"""Refusals: what the file, or the world around it, does not let us do, and what the person can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_excel.core.problems import NOWHERE, Cell, Code, Problem, Severity


class Refused(Exception):  # noqa: N818 -- a refusal is an answer, named as the reports name it
    """The file was left as it is; `problems` say why, and each says what to do.

    Attributes
    ----------
    problems
        Every reason found, in workbook order; at least one.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    @property
    def problem(self) -> Problem:
        """The first reason."""
        return self.problems[0]


def refused(message: str, suggestion: str, *, code: Code = Code.FILE_REFUSED, cell: Cell = NOWHERE) -> Refused:
    """A refusal for one reason."""
    return Refused([Problem(code, message, cell, suggestion, Severity.CRITICAL)])


def damaged(label: str, what: str) -> Refused:
    """A refusal of a file whose bytes are not a sound workbook."""
    return refused(
        f"{label} is damaged: {what}",
        "Open it in Excel, let Excel repair it and save it; or take an earlier version.",
        code=Code.FILE,
    )
