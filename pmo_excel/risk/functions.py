"""The catalogue entries of the risk register."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, Series, Words, function, undefined
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.risk import burn_down, matrix, register
from pmo_excel.risk.beside import GateDates, RiskIssues
from pmo_excel.risk.scales import (
    CLASSES,
    HIGH_FROM,
    MEDIUM_FROM,
    MatrixCell,
    RiskSettings,
    Scales,
    band_of,
    matrix_cells,
    read_band,
    scales,
)
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.beside import GateSlots
from pmo_excel.schedule.functions import SnapshotRange

RiskRange = Annotated[Risks, Arg("The risk register", needs=("Risk ID",))]
AssessedRisks = Annotated[Risks, Arg("The risk register", needs=("Risk ID", "Probability (1-5)"))]
ScaleRange = Annotated[
    RiskSettings | None, Arg("Settings, for other scales than the usual ones", needs=("Setting", "Value"))
]
StatusDate = Annotated[Date | None, Arg("Status date", source="Charter.Status Date")]
Probability = Annotated[float, Arg("Probability on the scale 1-5", minimum=1, maximum=CLASSES)]
MediumFrom = Annotated[float, Arg("Scores from here on are Medium", source="Settings.Medium risk from")]
HighFrom = Annotated[float, Arg("Scores from here on are High", source="Settings.High risk from")]


@function("RISKSCORE", example="=PMO.RISKSCORE(4; 5) is 20")
def riskscore(
    probability: Probability,
    impacts: Annotated[Series, Arg("Impact on each objective, 0-5; one or a range", minimum=0, maximum=CLASSES)],
    matrix: Annotated[
        Series | None, Arg("Scores by cell: five rows for probability 1 to 5, five columns for impact 1 to 5")
    ] = None,
) -> float | Answer:
    """Risk score: probability times the worst impact, or that cell of a matrix. Empty while no impact is given."""
    known = [impact for impact in impacts if impact is not None]
    if not known:
        return undefined("no impact is given, so the risk has no score")
    if not matrix:
        return probability * max(known)
    numbers = [score for score in matrix if score is not None]
    if len(numbers) != CLASSES**2:
        return _no_matrix(len(numbers))
    cells = {(p, i): MatrixCell(numbers[(p - 1) * CLASSES + i - 1], "") for p, i in matrix_cells("")}
    score = Scales(cells, product=False).score(probability, max(known))
    return score if score == score else _no_cell(probability, max(known))


@function("RISKRATING", example='=PMO.RISKRATING(5; 3) is "High"')
def riskrating(
    probability: Probability,
    impact: Annotated[float, Arg("Worst impact on the scale 0-5", minimum=0, maximum=CLASSES)],
    matrix: Annotated[
        Words | None, Arg("Low, Medium, High or a score by cell: five rows for probability 1 to 5, five columns")
    ] = None,
    medium_from: MediumFrom = MEDIUM_FROM,
    high_from: HighFrom = HIGH_FROM,
) -> str | Answer:
    """Low up to a score of 5, Medium from 6, High from 15; or the band of that cell of a matrix."""
    if not matrix:
        return band_of(probability * impact, medium_from, high_from)
    found = [read_band(text, medium_from, high_from) for text in matrix if text is not None]
    if len(found) != CLASSES**2 or None in found:
        return _no_matrix(len(found) - found.count(None))
    cells = {(p, i): MatrixCell(0, str(found[(p - 1) * CLASSES + i - 1])) for p, i in matrix_cells("")}
    return Scales(cells, product=False).band(probability, impact) or _no_cell(probability, impact)


def _no_matrix(count: int) -> Answer:
    text = f"a matrix has 25 cells, five rows of five; {count} of these can be read"
    fix = "Give the cells without their headings, the row of probability 1 first."
    return Answer(None, [Problem(Code.ARGUMENT, text, Cell("matrix"), fix)])


def _no_cell(probability: float, impact: float) -> Answer:
    return undefined(f"the matrix has no cell for probability {probability:g} and impact {impact:g}")


@function("RISKREGISTER", example="=PMO.RISKREGISTER(Risks!A4:AU40; DATE(2026;3;31))")
def riskregister(
    risks: AssessedRisks,
    status_date: StatusDate = None,
    history: SnapshotRange = None,
    issues: Annotated[RiskIssues | None, Arg("Issues that risks have become", needs=("Source Risk ID",))] = None,
    gates: Annotated[GateSlots | None, Arg("When gates are held", needs=("Gate", "Gate Date (planned)"))] = None,
    milestones: Annotated[
        GateDates | None,
        Arg("Milestones, for gates without a date", needs=("Milestone Class",), reads=("Forecast Date", "Actual Date")),
    ] = None,
    settings: ScaleRange = None,
) -> register.ScoredRisks | Answer:
    """Scores, rating, proximity, expected values, trend, lateness and issue of each risk, in the order of the register.

    Responses that do not fit the kind of risk, states that went back, and occurred risks without an issue are named.
    """
    with_scales, wrong = scales(settings)
    got = register.scored_risks(risks, status_date, with_scales, register.Beside(history, issues, gates, milestones))
    return Answer(got.value, [*wrong, *got.problems])


@function("RISKMATRIX", example="=PMO.RISKMATRIX(Risks!A4:AU40)")
def riskmatrix(risks: AssessedRisks, settings: ScaleRange = None) -> matrix.Matrix | Answer:
    """The probability-impact matrix: its 25 cells, each with score, band and the open risks in it."""
    with_scales, wrong = scales(settings)
    return Answer(matrix.matrix(risks, with_scales), wrong)


@function("RISKBURNDOWN", example="=PMO.RISKBURNDOWN(Risks!A4:AU40; History!A4:H900; DATE(2026;3;31))")
def riskburndown(
    risks: RiskRange,
    history: SnapshotRange = None,
    status_date: StatusDate = None,
    settings: ScaleRange = None,
) -> burn_down.BurnDown | Answer:
    """Exposure planned and actual by date: at each snapshot, now, and on the days when responses are to lower it.

    The plan begins with the exposure of the first snapshot. An increase since the snapshot before is flagged.
    """
    with_scales, wrong = scales(settings)
    got = burn_down.burn_down(risks, history, status_date, with_scales)
    return Answer(got.value, [*wrong, *got.problems])
