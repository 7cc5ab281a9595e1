"""Reference-class forecast: how late similar projects were, and what that makes of a forecast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Final, NamedTuple

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, table

ENOUGH: Final = 3
"""Finished projects from which there is a class to compare with."""
PERCENTILES: Final = (0.5, 0.8, 0.9)
"""An even chance, the usual commitment, and a cautious one."""


@table("Portfolio Register")
class PastProjects(Table):
    """Finished projects: what was agreed, and what became of it."""

    id: Annotated[Texts, Column("Project ID", "The project.", also=("ID", "Project"))]
    manager: Annotated[Texts, Column("Project Manager", "Who led it.", Type.PERSON, also=("Manager", "PM"))]
    project_type: Annotated[Texts, Column("Project Type", "What kind of project.", also=("Type",))]
    baseline_start: Annotated[Instants, Column("Baseline Start", "The agreed start.", Type.DATE, also=("Start",))]
    baseline_finish: Annotated[Instants, Column("Baseline Finish", "The agreed finish.", Type.DATE)]
    actual_finish: Annotated[
        Instants, Column("Actual Finish", "When it was finished; empty: not yet.", Type.DATE, also=("Finished On",))
    ]


@table("Portfolio Register")
class ReferenceClass(Table):
    """A forecast as similar projects would correct it."""

    reference_class: Annotated[Texts, Column("Reference Class", "Which projects are compared with.")]
    projects: Annotated[Numbers, Column("Projects", "How many they are.", Type.NUMBER)]
    percentile: Annotated[
        Numbers, Column("Percentile", "Part of them that slipped no more than this.", Type.PERCENT, unit="fraction")
    ]
    slip: Annotated[Numbers, Column("Slip", "Part of the agreed duration.", Type.PERCENT, unit="fraction")]
    days: Annotated[Numbers, Column("Correction (d)", "Days that it adds.", Type.NUMBER, unit="days")]
    corrected_finish: Annotated[Instants, Column("Corrected Finish", "The forecast with that slip.", Type.DATE)]


class _Past(NamedTuple):
    manager: str
    project_type: str
    slip: float


class Forecast(NamedTuple):
    """What is to be corrected: from when on, the finish that is forecast, and whose and what kind of project it is."""

    start: int
    finish: int
    manager: str = ""
    project_type: str = ""


def reference_class(past: PastProjects, forecast: Forecast) -> ReferenceClass | None:
    """The corrected finish at each percentile; None where there are not enough finished projects.

    The class is the narrowest with three projects: those of the same manager and type, of the type, of the manager, or
    all. A project slipped by the part of its agreed duration that it finished later; percentiles are interpolated
    between projects.

    Source
    ------
    B. Flyvbjerg, "From Nobel Prize to Project Management: Getting Risks Right", Project Management Journal 37 (3),
    2006: the outside view takes the distribution of outcomes of a reference class.
    """
    projects = list(_finished(past))
    for name, members in _classes(projects, forecast):
        if len(members) >= ENOUGH:
            return _table(name, [each.slip for each in members], forecast)
    return None


def _finished(past: PastProjects) -> Iterator[_Past]:
    columns = (past.manager, past.project_type, past.baseline_start, past.baseline_finish, past.actual_finish)
    for manager, kind, start, finish, actual in zip(*(c.tolist() for c in columns), strict=True):
        if NO_INSTANT not in (start, finish, actual) and finish > start:
            yield _Past(_plain(manager), _plain(kind), (actual - finish) / (finish - start))


def _classes(projects: Sequence[_Past], forecast: Forecast) -> Iterator[tuple[str, list[_Past]]]:
    """The classes that a forecast belongs to, the narrowest first."""
    manager, kind = _plain(forecast.manager), _plain(forecast.project_type)
    if manager and kind:
        both = [p for p in projects if (p.manager, p.project_type) == (manager, kind)]
        yield f"{forecast.project_type} of {forecast.manager}", both
    if kind:
        yield forecast.project_type, [p for p in projects if p.project_type == kind]
    if manager:
        yield f"Projects of {forecast.manager}", [p for p in projects if p.manager == manager]
    yield "All projects", list(projects)


def _table(name: str, slips: Sequence[float], forecast: Forecast) -> ReferenceClass:
    made = ReferenceClass.of(len(PERCENTILES))
    made.reference_class[:], made.projects[:] = name, len(slips)
    left = forecast.finish - forecast.start
    for at, percentile in enumerate(PERCENTILES):
        slip = float(np.percentile(slips, 100 * percentile))
        made.percentile[at], made.slip[at] = percentile, slip
        made.days[at] = days = round(left * slip / DAY)
        made.corrected_finish[at] = forecast.finish + days * DAY
    return made


def _plain(name: str | None) -> str:
    return " ".join(str(name or "").casefold().split())
