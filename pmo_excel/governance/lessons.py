"""Lessons of other projects that fit one: by tags, by words of its charter and risks, by the kinds of its risks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Final, NamedTuple

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

TAG, WORD, CATEGORY = 4, 2, 1
"""What a match counts: a tag that was asked for, a tag that the project's words hold, the kind of one of its risks."""
_BETWEEN: Final = re.compile(r"[;,\n]")


@table("Lessons", key="id")
class LessonRows(Table):
    """Lessons of one project or of many: what a search goes through."""

    project_id: Annotated[Texts, Column("Project ID", "The project that learnt it.", also=("Project",))]
    id: Annotated[Texts, Column("Lesson ID", "Its lesson.", required=True)]
    category: Annotated[Texts, Column("Category", "The kind of cause.")]
    event: Annotated[Texts, Column("Event", "What happened.")]
    effect: Annotated[Texts, Column("Effect", "What it did.")]
    recommendation: Annotated[Texts, Column("Recommendation", "What to do next time.")]
    tags: Annotated[Texts, Column("Tags", "Words to find it by, separated by ;.")]


@table("Fitting Lessons")
class FittingLessons(Table):
    """Lessons that fit, the best first."""

    project_id: Annotated[Texts, Column("Project ID", "The project that learnt it.")]
    id: Annotated[Texts, Column("Lesson ID", "Its lesson.")]
    recommendation: Annotated[Texts, Column("Recommendation", "What to do next time.", Type.LONG_TEXT)]
    event: Annotated[Texts, Column("Event", "What happened.", Type.LONG_TEXT)]
    tags: Annotated[Texts, Column("Tags", "Its tags.")]
    because: Annotated[Texts, Column("Because", "Why it fits.")]
    score: Annotated[Numbers, Column("Score", "How well it fits.", Type.NUMBER)]


class Wanted(NamedTuple):
    """What a project is about: tags that a person asks for, its words, and the kinds of its open risks."""

    tags: Sequence[str] = ()
    text: str = ""
    categories: Sequence[str] = ()


def parts(text: str | None) -> list[str]:
    """The entries of a cell that holds several, folded."""
    return [part for raw in _BETWEEN.split(text or "") if (part := " ".join(raw.casefold().split()))]


def fitting(lessons: LessonRows, wanted: Wanted) -> FittingLessons:
    """The lessons that fit, the best first and then in their order; all of them where nothing is asked for."""
    everything = not (wanted.tags or wanted.text or wanted.categories)
    found = []
    for row, name in enumerate(lessons.id.tolist()):
        reasons = list(_reasons(lessons, row, wanted))
        if name and (everything or reasons):
            found.append((row, sum(score for score, _ in reasons), [why for _, why in reasons]))
    found.sort(key=lambda one: -one[1])
    made = FittingLessons.of(len(found))
    for at, (row, score, whys) in enumerate(found):
        for field in ("project_id", "id", "recommendation", "event", "tags"):
            getattr(made, field)[at] = getattr(lessons, field)[row]
        made.because[at], made.score[at] = "; ".join(whys) or None, score
    return made


def _reasons(lessons: LessonRows, row: int, wanted: Wanted) -> Iterator[tuple[int, str]]:
    asked = {tag for one in wanted.tags for tag in parts(one)}
    for tag in dict.fromkeys(parts(lessons.tags[row])):
        if tag in asked:
            yield TAG, f"tag {tag}"
        elif re.search(rf"(?<!\w){re.escape(tag)}s?(?!\w)", wanted.text, re.IGNORECASE):
            yield WORD, f"the project's words hold {tag!r}"
    category = lessons.category[row]
    if category and str(category).casefold() in {one.casefold() for one in wanted.categories}:
        yield CATEGORY, f"category {category}"


def as_text(found: FittingLessons, most: int = 10) -> str:
    """The first lessons as lines for one cell: where they are from, what to do, why they fit."""
    lines = []
    for row in range(min(len(found), most)):
        whose = " ".join(str(part) for part in (found.project_id[row], found.id[row]) if part)
        what = found.recommendation[row] or found.event[row] or ""
        lines.append(f"{whose}: {what}" + (f" ({found.because[row]})" if found.because[row] else ""))
    return "\n".join(lines)
