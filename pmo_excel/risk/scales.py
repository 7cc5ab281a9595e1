"""The scales that risks are assessed on: what a class stands for, the score and the band of each cell of the matrix."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Any, Final, NamedTuple

from pmo_excel.core.cells import Conventions
from pmo_excel.core.column_reading import read_column
from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table

CLASSES: Final = 5
CENTRES: Final = (0.05, 0.20, 0.40, 0.60, 0.85)
"""Probability that each class stands for, where no percentage is typed (definitions 3.4)."""
MEDIUM_FROM, HIGH_FROM = 6, 15
PRODUCT, NON_LINEAR, BY_CELL = "Product", "PMI non-linear", "By cell"
LOW, MEDIUM, HIGH = "Low", "Medium", "High"
_BANDS: Final = {"l": LOW, "m": MEDIUM, "h": HIGH, "g": LOW, "a": MEDIUM, "r": HIGH}
"""The letters of a cell's band: low, medium, high, or the colours green, amber, red."""
_PROBABILITIES: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
_IMPACTS: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
_PMI_MEDIUM_FROM, _PMI_HIGH_FROM = 0.06, 0.18
_CELL: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)
_ROW: Final = "Risk matrix {}"


@table("Settings")
class RiskSettings(Table):
    """Settings by name, for the scales of risks."""

    name: Annotated[Texts, Column("Setting", "The setting, as in High risk from.")]
    value: Annotated[Texts, Column("Value", "Its value; empty: the default.")]


class MatrixCell(NamedTuple):
    """One cell of the matrix: its score, and Low, Medium or High."""

    score: float
    band: str


@dataclass(frozen=True, slots=True)
class Scales:
    """How risks are assessed.

    Attributes
    ----------
    cells
        Score and band of each cell by class of probability and of impact, 1 to 5.
    product
        Whether scores are products, so that there are some between the classes too.
    centres
        The probability that each class stands for.
    imminent_days, confidence, single_person
        Days within which a risk is imminent; the confidence that a contingency is to give; the share of critical work
        on one person from which it is a risk.
    medium_from, high_from
        Where the bands of scores begin that are in no cell of the matrix.
    """

    cells: dict[tuple[int, int], MatrixCell]
    product: bool = True
    centres: tuple[float, ...] = CENTRES
    imminent_days: float = 30
    confidence: float = 0.8
    single_person: float = 0.5
    medium_from: float = MEDIUM_FROM
    high_from: float = HIGH_FROM

    def score(self, probability: float, impact: float) -> float:
        """The score of a cell, 0 without an impact; between the classes only where scores are products; else nan."""
        found = self._cell(probability, impact)
        if found:
            return found.score
        return probability * impact if self.product or impact == 0 else float("nan")

    def band(self, probability: float, impact: float) -> str | None:
        """Low, Medium or High; None where there is no score."""
        found, score = self._cell(probability, impact), self.score(probability, impact)
        if found:
            return found.band
        return band_of(score, self.medium_from, self.high_from) if score == score else None

    def chance(self, probability: float) -> float:
        """The probability that a class stands for; nan where it is none."""
        whole = probability in range(1, CLASSES + 1)
        return self.centres[int(probability) - 1] if whole else float("nan")

    def _cell(self, probability: float, impact: float) -> MatrixCell | None:
        whole = float(probability).is_integer() and float(impact).is_integer()
        return self.cells.get((int(probability), int(impact))) if whole else None


def band_of(score: float, medium_from: float = MEDIUM_FROM, high_from: float = HIGH_FROM) -> str:
    """Low, Medium or High, by where the bands begin."""
    return HIGH if score >= high_from else MEDIUM if score >= medium_from else LOW


def matrix_cells(kind: str, medium_from: float = MEDIUM_FROM, high_from: float = HIGH_FROM) -> dict[Any, MatrixCell]:
    """The cells of the matrix of products, or of PMI's non-linear one, whose bands are those of its source.

    Source
    ------
    PMI, A Guide to the Project Management Body of Knowledge, 4th edition, 2008, figure 11-10: probability 0.1 to 0.9
    times impact 0.05 to 0.80; low up to 0.05, moderate to 0.14, high from 0.18.
    """
    made = {}
    for p, i in product(range(1, CLASSES + 1), repeat=2):
        if kind == NON_LINEAR:
            score = round(_PROBABILITIES[p - 1] * _IMPACTS[i - 1], 3)
            made[p, i] = MatrixCell(score, band_of(score, _PMI_MEDIUM_FROM, _PMI_HIGH_FROM))
        else:
            made[p, i] = MatrixCell(float(p * i), band_of(p * i, medium_from, high_from))
    return made


def read_cells(text: str, medium_from: float = MEDIUM_FROM, high_from: float = HIGH_FROM) -> list[MatrixCell] | None:
    """A row of the matrix from its text, `5L; 10M; 15H; 20H; 25H`; None where it is not five scores.

    A score without a letter has the band of its size.
    """
    found = [_CELL.fullmatch(part) for part in text.replace("|", ";").split(";")]
    cells = []
    for one in found:
        letter = one[2].casefold()[:1] if one else "?"
        if one is None or (letter and letter not in _BANDS):
            return None
        score = float(one[1])
        cells.append(MatrixCell(score, _BANDS[letter] if letter else band_of(score, medium_from, high_from)))
    return cells if len(cells) == CLASSES else None


def _row_text(probability: int) -> str:
    cells = matrix_cells(PRODUCT)
    row = (cells[probability, impact] for impact in range(1, CLASSES + 1))
    return "; ".join(f"{cell.score:g}{cell.band[0]}" for cell in row)


def _share(name: str, default: float, meaning: str) -> Column:
    return Column(name, meaning, Type.PERCENT, "fraction", minimum=0, maximum=1, default=default)


def _number(name: str, default: float, meaning: str, unit: str, low: float, high: float) -> Column:
    return Column(name, meaning, Type.NUMBER, unit, minimum=low, maximum=high, default=default)


_SPANS: Final = ("up to 10%", "11% to 30%", "31% to 50%", "51% to 70%", "above 70%")
SETTINGS: Final[tuple[Column, ...]] = (
    _number("Medium risk from", MEDIUM_FROM, "Risk scores from here on are Medium; below, Low.", "score", 1, 25),
    _number("High risk from", HIGH_FROM, "Risk scores from here on are High.", "score", 1, 25),
    Column(
        "Risk matrix",
        "Product: probability times impact. PMI non-linear: 0.05 to 0.72. By cell: the five rows below.",
        Type.CHOICE,
        choices=(PRODUCT, NON_LINEAR, BY_CELL),
        default=PRODUCT,
    ),
    *(
        Column(
            _ROW.format(n),
            f"By cell: scores of probability {n} with impact 1 to 5, each with its band: L, M or H.",
            default=_row_text(n),
        )
        for n in range(1, CLASSES + 1)
    ),
    *(
        _share(f"Probability class {n}", centre, f"Probability that class {n} stands for, {span}.")
        for n, (centre, span) in enumerate(zip(CENTRES, _SPANS, strict=True), start=1)
    ),
    _number("Imminent risk", 30, "A risk that may strike within so many days is imminent.", "days", 0, 365),
    _share("Contingency confidence", 0.8, "Probability with which the contingency is to cover the risks."),
    _share("Single person share", 0.5, "Share of the critical work on one person from which it is named as a risk."),
)
"""The settings of this room, declared as settings are; in the order of the sheet."""


def scales(settings: RiskSettings | None) -> tuple[Scales, list[Problem]]:
    """The scales as a workbook sets them, and what is wrong there; what cannot be read is at its default."""
    read: dict[str, Any] = {column.header: column.default for column in SETTINGS}
    problems: list[Problem] = []
    rows = {} if settings is None else {_plain(n): r for r, n in enumerate(settings.name.tolist()) if n}
    for column in SETTINGS:
        row = rows.get(_plain(column.header))
        if settings is None or row is None or settings.value[row] is None:
            continue
        got = read_column(column, [settings.value[row]], Conventions())
        if not got.wrong:
            read[column.header] = got.values.tolist()[0]
        for _, fault in got.faults:
            if got.wrong or fault.severity is not Severity.LOW:
                text = f"{fault.message}; the default, {column.default}, was used" if got.wrong else fault.message
                cell = settings.cell("value", row)
                problems.append(Problem(fault.code, text, cell, fault.suggestion, fault.severity))
    bands = read["Medium risk from"], read["High risk from"]
    cells, wrong = _own(read, settings, rows, bands) if read["Risk matrix"] == BY_CELL else ({}, [])
    centres = tuple(read[f"Probability class {n}"] for n in range(1, CLASSES + 1))
    others = read["Imminent risk"], read["Contingency confidence"], read["Single person share"]
    kind = read["Risk matrix"]
    return Scales({**matrix_cells(kind, *bands), **cells}, kind == PRODUCT, centres, *others, *bands), problems + wrong


def _own(
    read: dict[str, Any], settings: RiskSettings | None, rows: dict[str, int], bands: tuple[float, float]
) -> tuple[dict[tuple[int, int], MatrixCell], list[Problem]]:
    """The cells that a PMO has set for itself."""
    cells: dict[tuple[int, int], MatrixCell] = {}
    problems = []
    for p in range(1, CLASSES + 1):
        name = _ROW.format(p)
        found = read_cells(str(read[name]), *bands)
        if found is None and settings is not None:
            text = f"{read[name]!r} is no row of the matrix; the products were used"
            fix = "Type five scores, each with its band: 2L; 4L; 6M; 8M; 10M."
            row = rows[_plain(name)]
            problems.append(Problem(Code.PATTERN, text, settings.cell("value", row), fix))
        cells |= {(p, i): cell for i, cell in enumerate(found or (), start=1)}
    return cells, problems


def _plain(name: object) -> str:
    return " ".join(str(name).casefold().split())


def read_band(text: str, medium_from: float = MEDIUM_FROM, high_from: float = HIGH_FROM) -> str | None:
    """The band that a word, a letter or a score means; None where it is none of them."""
    said = text.strip().casefold()
    try:
        return band_of(float(said), medium_from, high_from)
    except ValueError:
        words = {"low", "medium", "high", "green", "amber", "red"} | set(_BANDS)
        return _BANDS[said[0]] if said in words else None
