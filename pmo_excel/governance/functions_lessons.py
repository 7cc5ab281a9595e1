"""The catalogue entries of lessons that fit, and of what a project has to have."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Arg, Words, function
from pmo_excel.governance.compliance import Compliance, Standing, compliance
from pmo_excel.governance.lessons import FittingLessons, LessonRows, Wanted, fitting
from pmo_excel.governance.tables import Deliverables, StageGates


@function("LESSONS", example="=PMO.LESSONS('Lessons Library'!A4:K200; \"supplier\")")
def lessons_function(
    lessons: Annotated[LessonRows, Arg("Lessons, of a project or the portfolio's library", needs=("Lesson ID",))],
    tags: Annotated[Words | None, Arg("Tags that are asked for")] = None,
    text: Annotated[str, Arg("What the project is about: its tags are looked for in these words")] = "",
    categories: Annotated[Words | None, Arg("Kinds of risk that the project has")] = None,
) -> FittingLessons:
    """Lessons that fit, the best first, with the reason: a tag, a word of the project, or the kind of one of its risks.

    All of them where nothing is asked for.
    """
    said = [one for one in tags or [] if one]
    return fitting(lessons, Wanted(said, text, [one for one in categories or [] if one]))


@function("COMPLIANCE", example='=PMO.COMPLIANCE("PRINCE2"; "Standard"; "Initiation"; Deliverables!A4:P20)')
def compliance_function(
    methodology: Annotated[str, Arg("The method", choices="Methodology", source="Charter.Methodology")],
    level: Annotated[
        str, Arg("The template level", choices="TemplateLevel", source="Charter.Template Level")
    ] = "Standard",
    current_stage: Annotated[str, Arg("The current stage", source="Charter.Current Stage")] = "",
    deliverables: Annotated[
        Deliverables | None, Arg("The register of documents", needs=("Deliverable", "Deliverable Status"))
    ] = None,
    gates: Annotated[StageGates | None, Arg("The gate checklist", needs=("Gate", "Gate Outcome"))] = None,
    filled: Annotated[
        Words | None, Arg("What holds something: sheets such as Risks, and the charter's Business Case Summary")
    ] = None,
) -> Compliance:
    """What a project has to have by its method and level: what is in place, missing, due at the next gate, or later.

    A document is in place when a row of the register names it, in the words of either method, and is approved.
    """
    held = frozenset(one for one in filled or [] if one)
    return compliance(Standing(methodology, level, current_stage, deliverables, gates, held))
