"""A project's rows of the portfolio's RAID: what concerns the board, and what became of it since the last snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.tables import Table
from pmo_excel.governance.ages import SETTLED_ISSUES
from pmo_excel.governance.tables import Assumptions, Dependencies, Issues
from pmo_excel.portfolio.project_rows import Copied, Rows, copy, same
from pmo_excel.portfolio.register_row import GRAVE, Tables, of
from pmo_excel.portfolio.tables import PortfolioRaid
from pmo_excel.portfolio.what_became import WhatBecame
from pmo_excel.risk.sizes import SETTLED
from pmo_excel.risk.tables import Risks


def raid_parts(tables: Tables, became: WhatBecame) -> Iterator[tuple[str, Table, Rows, Mapping[str, str]]]:
    """The rows that concern the board: high risks, grave or escalated issues, late dependencies and assumptions.

    A risk or an issue that was settled since the last snapshot is shown once more.
    """
    risks, issues = of(tables, Risks), of(tables, Issues)
    dependencies, assumptions = of(tables, Dependencies), of(tables, Assumptions)
    if risks is not None:
        same_as = {"owner": "owner", "title": "title", "score": "current_score", "proximity": "proximity"}
        yield "Risk", risks, _risks(risks, became), {"id": "id", "exposure": "exposure_cost"} | same_as
    if issues is not None:
        same_as = {name: name for name in ("id", "title", "owner", "age", "escalated_to")}
        yield "Issue", issues, _issues(issues, became), same_as | {"score": "severity"}
    if assumptions is not None:
        late = [row for row, overdue in enumerate(assumptions.overdue.tolist()) if overdue]
        yield "Assumption", assumptions, late, {"id": "id", "title": "statement", "owner": "owner"}
    if dependencies is not None:
        bad = [row for row, rag in enumerate(dependencies.rag.tolist()) if rag in ("R", "A")]
        yield "Dependency", dependencies, bad, {"id": "id", "title": "what", "owner": "provider", "score": "rag"}


def _risks(risks: Risks, became: WhatBecame) -> list[int]:
    rows = zip(risks.rating.tolist(), risks.response_type.tolist(), risks.status.tolist(), strict=True)
    return [
        row
        for row, (rating, response, state) in enumerate(rows)
        if (state not in SETTLED or became.closed("Risk", row)) and (rating == "High" or response == "Escalate")
    ]


def _issues(issues: Issues, became: WhatBecame) -> list[int]:
    rows = zip(issues.severity.tolist(), issues.escalated_to.tolist(), issues.status.tolist(), strict=True)
    return [
        row
        for row, (severity, to, state) in enumerate(rows)
        if (state not in SETTLED_ISSUES or became.closed("Issue", row)) and (severity in GRAVE or to)
    ]


class RaidPart(NamedTuple):
    """Rows of one kind, with where they come from.

    Attributes
    ----------
    rows
        The rows of the project's sheet.
    """

    kind: str
    table: PortfolioRaid
    rows: Rows


def raid(tables: Tables, project: str) -> list[RaidPart]:
    """The project's rows of the portfolio's RAID by kind: each kind comes from a sheet of its own."""
    found = []
    became = WhatBecame.of(tables)
    for kind, source, rows, fields in raid_parts(tables, became):
        copied = Copied(PortfolioRaid, source.__class__, fields, lambda _: ())
        since = np.full(len(rows), None, dtype=object)
        since[:] = [became.said(kind, row) for row in rows]
        words = _score(source, fields, rows)
        made = copy(copied, source, rows, project, kind=same(kind, len(rows)), score=words, since_last=since)
        assert isinstance(made, PortfolioRaid)  # noqa: S101 -- as was asked for
        if len(made):
            found.append(RaidPart(kind, made, rows))
    return found


def _score(source: Table, fields: Mapping[str, str], rows: Rows) -> NDArray[Any]:
    """The score of a risk as a number in words, beside the severity of an issue and the colour of a dependency."""
    made = np.full(len(rows), None, dtype=object)
    if "score" in fields:
        held = getattr(source, fields["score"])
        made[:] = [_words(held[row]) for row in rows]
    return made


def _words(value: Any) -> str | None:
    if value is None or value != value:
        return None
    return value if isinstance(value, str) else f"{value:g}"
