"""What is to be said of a portfolio: of each workbook, and of the projects among each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from pmo_excel.core.instants import day_text
from pmo_excel.core.person_names import same_name
from pmo_excel.core.problems import Code, Severity
from pmo_excel.portfolio.boards import GateLoad
from pmo_excel.portfolio.pool import Pool, Source
from pmo_excel.portfolio.projects import Project
from pmo_excel.portfolio.summary import Finding, Summary, finding_of, value
from pmo_excel.portfolio.tables import PortfolioFindings
from pmo_excel.resources.bookings import generic

Said = tuple[str, Finding]
"""A finding, and the project that it is of; empty: of several."""


def findings_of(
    projects: Sequence[Project],
    shown: Mapping[str, Summary],
    people: Pool | None,
    own: Source | None,
    gates: GateLoad,
) -> PortfolioFindings:
    """The rows of the Findings sheet, the worst first; what is for information only stays in the project.

    Parameters
    ----------
    own
        The portfolio's own Resource Pool.
    """
    more = [*_of_people(people, shown, own), *_currencies(shown), *_overloads(gates)]
    return _table(list(_findings(projects, shown, more)))


def _findings(projects: Sequence[Project], shown: Mapping[str, Summary], more: Sequence[Said]) -> Iterator[Said]:
    """What is to be said of the files, and of the projects among each other; the worst first."""
    order = {severity.value: at for at, severity in enumerate(Severity)}
    listed = [(project.id, finding) for project in projects for finding in project.findings]
    listed += [(key, finding) for key, made in shown.items() for finding in _watermelon(made)]
    listed += more
    listed = [one for one in dict.fromkeys(listed) if one[1].severity != Severity.INFO.value]
    yield from sorted(listed, key=lambda one: order.get(one[1].severity, len(order)))


def _watermelon(made: Summary) -> Iterator[Finding]:
    """A colour that is reported and not the computed one: better (green outside, red inside) or worse."""
    worse = ("G", "A", "R")
    reported, computed = value(made, "overall_rag_reported"), value(made, "overall_rag_computed")
    if reported not in worse or computed not in worse or reported == computed:
        return
    kind = "a watermelon" if worse.index(reported) < worse.index(computed) else "a pessimist"
    text = f"{reported} is reported, {computed} is computed ({kind})."
    place = made.register["overall_rag_reported"][1]
    fix = "Report the computed colour, or say why not in Override Reason."
    yield Finding(Severity.MEDIUM.value, Code.OVERRIDE.value, place.partition("!")[0], place, text, fix)


def _currencies(shown: Mapping[str, Summary]) -> list[Said]:
    """Projects whose money is in another currency than most: sums over all of them mean nothing."""
    named = {key: made.currency for key, made in shown.items() if made.currency}
    if len(set(named.values())) < 2:
        return []
    most = max(sorted(set(named.values())), key=list(named.values()).count)
    text = "The project's money is in {}, most others' in {}; it is not converted, and sums add unlike amounts."
    fix = "Read sums by currency, or keep the workbook in the portfolio's currency."
    place = "Charter!Currency"
    return [
        (key, Finding(Severity.MEDIUM.value, Code.DEFAULT_USED.value, "Charter", place, text.format(one, most), fix))
        for key, one in named.items()
        if one != most
    ]


def _table(rows: Sequence[Said]) -> PortfolioFindings:
    """Findings as the sheet lists them."""
    values: dict[str, Any] = {"project_id": [key for key, _ in rows]}
    for name in Finding._fields:
        values[name] = [getattr(finding, name) or None for _, finding in rows]
    made = PortfolioFindings.of(len(rows))
    return made.replace(**{name: np.array(column, dtype=object) for name, column in values.items()})


def _of_people(people: Pool | None, shown: Mapping[str, Summary], own: Source | None) -> Iterator[Said]:
    """What is to be said of people across workbooks: told in two ways, or booked and not in the Resource Pool."""
    if people is None:
        return
    projects = {made.file: key for key, made in shown.items()}
    for file, problems in people.problems.items():
        yield from ((projects.get(file, ""), finding_of(problem)) for problem in problems)
    listed = set() if own is None else {same_name(str(name)) for name in own.resources.name.tolist() if name}
    booked = set(people.assignments.resource_id.tolist())
    rows = zip(*(getattr(people.resources, n).tolist() for n in ("id", "name", "resource_type")), strict=True)
    unlisted = [
        str(name or key)
        for key, name, kind in rows
        if key in booked and not generic(kind) and same_name(str(name or key)) not in listed
    ]
    if unlisted:
        named = ", ".join(unlisted[:_NAMED]) + (", …" if len(unlisted) > _NAMED else "")
        who = "1 person is" if len(unlisted) == 1 else f"{len(unlisted)} people are"
        text = f"{who} booked and not in the Resource Pool, so the Heatmap has no row for them: {named}."
        fix = "Add them there, with the same names."
        where = ("Resource Pool", "Resource Pool!Resource Name")
        yield "", Finding(Severity.MEDIUM.value, Code.UNKNOWN_RESOURCE.value, *where, text, fix)


_NAMED: Final = 8
"""People that a finding names."""


def _overloads(gates: GateLoad) -> Iterator[Said]:
    """Boards that have more gates in a week than they can hold."""
    for row in np.flatnonzero(gates.overload.astype(bool)).tolist():
        text = f"{gates.board[row]} has {gates.gates[row]:g} gates in the week of {day_text(gates.week[row])}"
        text += f" and can hold {gates.capacity[row]:g}: {gates.which[row]}."
        fix = "Move one of them, or raise Gates per board and week in Settings."
        place = "Gate Pipeline!Board"
        yield "", Finding(Severity.MEDIUM.value, Code.OVERALLOCATED.value, "Gate Pipeline", place, text, fix)
