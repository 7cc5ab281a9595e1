"""The analytic hierarchy process: weights from comparing criteria in pairs, and how consistent the comparisons are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.core.problems import Cell, Code, Problem, Severity

RANDOM_INDEX: Final = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45}
"""The consistency index of random comparisons by their number (Saaty, The Analytic Hierarchy Process, 1980)."""
ACCEPTED: Final = 0.10
"""Comparisons with a consistency ratio below this are consistent enough."""
_RECIPROCAL: Final = 0.02
"""How far two comparisons of the same pair may be from reciprocal: people type 0.33 for a third."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights, which are 1 together; the consistency ratio is nan where no random index is known."""

    weights: Numbers
    eigenvalue: float
    index: float
    ratio: float


def weighed(matrix: Numbers) -> Weighed:
    """The principal eigenvector of a reciprocal matrix, with its eigenvalue and consistency.

    Parameters
    ----------
    matrix
        (n, n): how many times as important the row's criterion is as the column's.

    Source
    ------
    T. L. Saaty, "How to make a decision: The analytic hierarchy process", EJOR 48 (1990): CI = (λ − n) / (n − 1),
    CR = CI / RI.
    """
    n = len(matrix)
    values, vectors = np.linalg.eig(matrix)
    at = int(np.argmax(values.real))
    weights = np.abs(vectors[:, at].real)
    eigenvalue = float(values[at].real)
    index = max(0.0, (eigenvalue - n) / (n - 1)) if n > 1 else 0.0
    ratio = 0.0 if n < 3 else index / RANDOM_INDEX[n] if n in RANDOM_INDEX else float("nan")
    return Weighed(weights / weights.sum(), eigenvalue, index, ratio)


def completed(matrix: Numbers, items: Sequence[str], cell: Cell) -> tuple[Numbers, list[Problem]]:
    """The matrix with what follows filled in: 1 on the diagonal, and the reciprocal of the other comparison of a pair.

    Problems are what is missing, is no comparison, or contradicts its reciprocal; with them the matrix is of no use.
    """
    full = matrix.astype(float)
    problems: list[Problem] = []
    for i in range(len(full)):
        if full[i, i] == full[i, i] and abs(full[i, i] - 1) > _RECIPROCAL:
            problems.append(_wrong(cell, f"{items[i]} is compared with itself as {full[i, i]:g}", "It is 1."))
        full[i, i] = 1.0
        for j in range(i + 1, len(full)):
            problems += _pair(full, i, j, items, cell)
    return full, problems


def _pair(full: Numbers, i: int, j: int, items: Sequence[str], cell: Cell) -> list[Problem]:
    one, other = float(full[i, j]), float(full[j, i])
    pair = f"{items[i]} with {items[j]}"
    if one != one and other != other:
        return [_wrong(cell, f"{pair} is not compared", "Say how many times as important the first is, 1/9 to 9.")]
    if any(v <= 0 for v in (one, other) if v == v):
        return [_wrong(cell, f"{pair} is compared with a number that is not above 0", "Use 1/9 to 9.")]
    full[i, j] = 1 / other if one != one else one
    full[j, i] = 1 / one if other != other else other
    if abs(full[i, j] * full[j, i] - 1) > _RECIPROCAL:
        text = f"{pair} is {full[i, j]:g}, and the other way round {full[j, i]:g}, which is not one by it"
        return [_wrong(cell, text, f"Leave one of them empty, or make the second {1 / full[i, j]:.4g}.")]
    if not 1 / 9 - 0.01 <= full[i, j] <= 9 + 1e-9:
        text = f"{pair} is {full[i, j]:g}; the scale goes from 1/9 to 9"
        return [_wrong(cell, text, "9 is extremely more important; compare again.")]
    return []


def inconsistency(made: Weighed, matrix: Numbers, items: Sequence[str], cell: Cell) -> list[Problem]:
    """What is to be said of the consistency: the comparison that fits least, or that it cannot be judged."""
    if made.ratio != made.ratio:
        text = f"{len(items)} items are compared; the consistency ratio is known for up to {max(RANDOM_INDEX)}"
        return [Problem(Code.UNDEFINED, text, cell, "Group the items, and compare within the groups.", Severity.INFO)]
    if made.ratio < ACCEPTED:
        return []
    implied = made.weights[:, None] / made.weights[None, :]
    away = np.abs(np.log(matrix / implied))
    i, j = (int(at) for at in np.unravel_index(int(np.argmax(away)), away.shape))
    text = (
        f"the comparisons contradict each other: consistency ratio {made.ratio:.2f}, accepted below {ACCEPTED:.2f}; "
        f"{items[i]} with {items[j]} is {matrix[i, j]:.3g}, and the others together say {implied[i, j]:.3g}"
    )
    return [Problem(Code.OUT_OF_RANGE, text, cell, "Compare these two again.", Severity.HIGH)]


def _wrong(cell: Cell, text: str, fix: str) -> Problem:
    return Problem(Code.OUT_OF_RANGE, text, cell, fix, Severity.HIGH)


def square(texts: Sequence[str | None]) -> tuple[Numbers, list[str]] | None:
    """A range, row by row, as a matrix with the names of its rows; None where it is no square of numbers.

    Headings above the columns and before the rows may be in the range or not; `1/3` is a third.
    """
    cells = list(texts)
    for headed, named in ((False, False), (True, True), (True, False), (False, True)):
        n = _side(len(cells), headed, named)
        if n is None:
            continue
        width = n + named
        rows = [cells[at : at + width] for at in range(0, len(cells), width)]
        heads = rows.pop(0)[named:] if headed else []
        names = [row.pop(0) for row in rows] if named else heads or [None] * n
        read = [[_number(text) for text in row] for row in rows]
        headings = [text for text in (*heads, *names) if text is not None]
        if any(v is None for row in read for v in row) or any(_number(h) is not None for h in headings if headed):
            continue
        shown = [str(name) if name is not None else str(at) for at, name in enumerate(names, start=1)]
        return np.array(read, dtype=float), shown
    return None


def _side(count: int, headed: bool, named: bool) -> int | None:
    """How many items so many cells compare."""
    return next((n for n in range(2 if headed or named else 1, 31) if (n + headed) * (n + named) == count), None)


def _number(text: str | None) -> float | None:
    """A comparison; nan where the cell is empty, None where it is no number."""
    if text is None or not str(text).strip():
        return float("nan")
    above, _, below = str(text).partition("/")
    try:
        return float(above) / (float(below) if below else 1.0)
    except (ValueError, ZeroDivisionError):
        return None
