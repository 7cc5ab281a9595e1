"""The catalogue entries of approvals, tailoring and the words of methods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Answer, Arg, function
from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.approvals import ApprovalStatus, approval_said, approval_status
from pmo_excel.governance.life_cycle import place_of, stages
from pmo_excel.governance.tables import Approvals, Benefits, Charter, Deliverables
from pmo_excel.governance.tailoring import Scheme, Tailoring, tailoring
from pmo_excel.governance.terms import METHODS, translated

SizeWeight = Annotated[float, Arg("Weight of the size", source="Settings.Tailoring weight of size")]
RiskWeight = Annotated[float, Arg("Weight of the risk", source="Settings.Tailoring weight of risk")]
NoveltyWeight = Annotated[float, Arg("Weight of the novelty", source="Settings.Tailoring weight of novelty")]
StandardFrom = Annotated[float, Arg("Score from which on it is Standard", source="Settings.Standard level from")]
StructuredFrom = Annotated[float, Arg("Score from which on it is Structured", source="Settings.Structured level from")]


@table("Charter")
class CharterCheck(Table):
    """What there is to say about a charter, in one row."""

    recommended_level: Annotated[Texts, Column("Recommended Level", "From size, risk and novelty.")]
    recommended_why: Annotated[Texts, Column("Recommended Level Why", "The score and its parts.", Type.LONG_TEXT)]
    approval: Annotated[Texts, Column("Approval", "Who approved it, and whether it lapsed.", Type.LONG_TEXT)]


@function("APPROVALS", example="=PMO.APPROVALS(Approvals!A4:G20; Charter!A4:B50)")
def approvals_function(
    approvals: Annotated[Approvals, Arg("The approvals", needs=("Approved Item", "Fingerprint"))],
    charter: Annotated[Charter | None, Arg("The charter", needs=("Project ID",))] = None,
    deliverables: Annotated[Deliverables | None, Arg("The deliverables", needs=("Deliverable ID",))] = None,
    benefits: Annotated[Benefits | None, Arg("The benefits", needs=("Benefit ID",))] = None,
) -> ApprovalStatus | Answer:
    """Whether each approval still stands: it lapses when what was approved is changed, and says which fields were.

    What goes on by itself voids nothing: status, dates of reviews, measured values.
    """
    tables: list[Table] = [one for one in (charter, deliverables, benefits) if one is not None]
    return Answer(*approval_status(approvals, tables))


@function("TAILORING", example="=PMO.TAILORING(9; 8; 6) gives score 23, Standard")
def tailoring_function(
    size: Annotated[float, Arg("Size, 1 to 10", minimum=1, maximum=10)],
    risk: Annotated[float, Arg("Risk, 1 to 10", minimum=1, maximum=10)],
    novelty: Annotated[float, Arg("Novelty, 1 to 10", minimum=1, maximum=10)],
    size_weight: SizeWeight = 1,
    risk_weight: RiskWeight = 1,
    novelty_weight: NoveltyWeight = 1,
    standard_from: StandardFrom = 12,
    structured_from: StructuredFrom = 24,
) -> Tailoring | Answer:
    """How much of the template a project needs: the score of its size, risk and novelty, the level, and why."""
    scheme = Scheme(size_weight, risk_weight, novelty_weight, standard_from, structured_from)
    return tailoring(size, risk, novelty, scheme)


@function("CHARTERCHECK", example="=PMO.CHARTERCHECK(Charter!A4:B50; Approvals!A4:G20)")
def chartercheck(
    charter: Annotated[Charter, Arg("The charter", needs=("Project ID",))],
    approvals: Annotated[Approvals | None, Arg("The approvals", needs=("Approved Item", "Fingerprint"))] = None,
    size_weight: SizeWeight = 1,
    risk_weight: RiskWeight = 1,
    novelty_weight: NoveltyWeight = 1,
    standard_from: StandardFrom = 12,
    structured_from: StructuredFrom = 24,
) -> CharterCheck | Answer:
    """The level that a charter's size, risk and novelty ask for, with its reason; and whether its approval stands.

    Empty where one of the three is missing, or where the charter was never approved. A current stage that is none of
    the methodology is a finding.
    """
    made = CharterCheck.of(1)
    if not len(charter):
        return made
    classes = [float(getattr(charter, name)[0]) for name in ("size_class", "risk_class", "novelty_class")]
    if not np.isnan(classes).any():
        scheme = Scheme(size_weight, risk_weight, novelty_weight, standard_from, structured_from)
        fits = tailoring(classes[0], classes[1], classes[2], scheme)
        made.recommended_level[0], made.recommended_why[0] = fits.level[0], fits.why[0]
    made.approval[0] = approval_said(approvals, charter, "Charter")
    return Answer(made, list(_stage(charter)))


def _stage(charter: Charter) -> Iterator[Problem]:
    """A current stage that the methodology does not have."""
    methodology, stage = charter.methodology[0], charter.current_stage[0]
    if methodology and stage and place_of(str(stage), methodology) is None:
        text = f"{stage!r} is no stage of {methodology}"
        fix = f"Use one of: {', '.join(one.name for one in stages(methodology))}."
        yield Problem(Code.NOT_A_CHOICE, text, charter.cell("current_stage", 0), fix, Severity.MEDIUM)


@function("TRANSLATE", example='=PMO.TRANSLATE("Status report"; "PRINCE2") is Highlight report')
def translate(
    text: Annotated[str, Arg("A term, a header or a whole text")],
    method: Annotated[str, Arg("The method whose words are wanted", choices=METHODS)],
) -> str:
    """A text in the words of the PMBOK Guide or of PRINCE2: each term of the other method is replaced, nothing else."""
    return translated(text, method)
