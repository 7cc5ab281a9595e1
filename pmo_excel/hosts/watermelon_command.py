"""`pmo watermelons`: colours reported otherwise than computed, over many workbooks; for the PMO alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pmo_excel.core.calling import answer, as_json
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import columns
from pmo_excel.functions import CATALOGUE
from pmo_excel.governance.tables import Charter, History
from pmo_excel.governance.watermelons import ReportedColours
from pmo_excel.hosts.books import opened, workbooks
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused


class Found(NamedTuple):
    """Projects and people as rows with their headers first, what could not be read, and how many histories were."""

    projects: Any
    people: Any
    problems: list[Problem]
    read: int


def watermelons_in(paths: Iterable[Path], periods: float) -> Found:
    """Both lists over the snapshots of these workbooks."""
    files, problems = workbooks(paths)
    kept = []
    for path in files:
        try:
            colours = _colours(opened(path))
        except Refused as error:
            problems += error.problems
            continue
        kept += [colours] if colours is not None else []
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(one, name) for one in kept]) for name in columns(ReportedColours) if kept
    }
    made = ReportedColours.of(sum(map(len, kept)), **joined)
    projects, people = (
        as_json(CATALOGUE[name], answer(CATALOGUE[name], {"history": made, "periods": periods, **more}).value)
        for name, more in (("WATERMELONS", {}), ("OPTIMISTS", {"share": 0.5}))
    )
    return Found(projects, people, problems, len(kept))


def _colours(book: Book) -> ReportedColours | None:
    """A project's kept colours under its ID."""
    history, charter = book.tables.get("History"), book.tables.get("Charter")
    if not isinstance(history, History) or not isinstance(charter, Charter) or not len(charter):
        return None
    names = ("status_date", "object", "key", "measure", "value")
    project = np.full(len(history), charter.id[0], dtype=object)
    return ReportedColours.of(len(history), project_id=project, **{n: getattr(history, n) for n in names})
