"""The figures behind the colours of a status, one row each: what an auditor needs to work them out again."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.judged import Cited, Judged
from pmo_excel.governance.status import Standing


@table("RAG Figures")
class RagFigures(Table):
    """Figures that reasons name, with their cells."""

    dimension: Annotated[Texts, Column("Dimension", "Time, Cost, … and Overall.")]
    rag: Annotated[Texts, Column("RAG", "Its colour.", Type.RAG)]
    figure: Annotated[Texts, Column("Figure", "What the figure is.")]
    text: Annotated[Texts, Column("Text", "As the reason prints it.")]
    value: Annotated[Numbers, Column("Value", "The number; empty for dates and names.", Type.NUMBER)]
    date: Annotated[Instants, Column("Date", "The date, where it is one.", Type.DATE)]
    source: Annotated[Texts, Column("Cell", "Its cell, or a formula over cells; empty: a default, or worked out.")]


def rag_figures(found: Standing) -> RagFigures:
    """Every figure of every reason, dimension by dimension."""
    rows = [(judged, cited) for judged in (*found.dimensions, found.overall) for cited in judged.cited]
    made = RagFigures.of(len(rows))
    for at, (judged, cited) in enumerate(rows):
        _fill(made, at, judged, cited)
    return made


def _fill(made: RagFigures, at: int, judged: Judged, cited: Cited) -> None:
    made.dimension[at], made.figure[at], made.text[at] = judged.dimension, cited.what, cited.text
    made.rag[at] = judged.colour.value if judged.colour else None
    made.source[at] = cited.cell or None
    made.date[at] = int(cited.value) if cited.is_date else NO_INSTANT
    made.value[at] = np.nan if cited.is_date else cited.value
