"""Status of risk: the exposure against what is set aside for it, and severe risks that nobody acts on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from pmo_excel.core.rag import Rag, rag
from pmo_excel.governance.dimensions.basis import Basis, unreadable
from pmo_excel.governance.judged import Cited, Judged, Measure, address, grey, judged, not_kept, span
from pmo_excel.governance.reasons import number_text, percent_text, share_said
from pmo_excel.risk.tables import Risks

SETTLED: Final = frozenset({"Occurred", "Closed"})
PASSIVE: Final = frozenset({"Accept", "Reject"})
"""Responses that do nothing about a risk."""


_RESTS_ON: Final = (
    "probability",
    "probability_percent",
    "cost_impact_min",
    "cost_impact_most_likely",
    "cost_impact_max",
    "impact_time",
    "impact_cost",
    "impact_scope_quality",
    "impact_benefits",
    "status",
    "response_status",
)
"""Cells that exposure, rating and what is done about a risk rest on."""


def risk_status(basis: Basis) -> Judged:
    """Status of risk; not judged where no risks are kept."""
    risks = basis.sheets.risks
    if risks is None or not len(risks):
        return not_kept("Risk", "no risks are registered")
    wrong = unreadable(risks, *_RESTS_ON)
    if wrong or {"contingency", "tolerance_risk"} & basis.agreed.unreadable:
        what = f"{wrong} risks have a cell" if wrong else "the contingency or the tolerance in risk has a cell"
        return grey("Risk", f"{what} that cannot be read", "Repair the findings of the Risks sheet and the Charter.")
    return judged("Risk", [*_exposure(basis, risks), _unanswered(risks)])


def _exposure(basis: Basis, risks: Risks) -> Iterator[Measure]:
    """Expected value of the open risks, against contingency and the tolerance in risk; the smaller of them counts."""
    known = risks.exposure_cost[~np.isnan(risks.exposure_cost)]
    limits = [
        basis.cited_term(header, value, percent=False)
        for header, value in (
            ("Contingency", basis.agreed.contingency),
            ("Tolerance Risk (exposure)", basis.agreed.tolerance_risk),
        )
        if value
    ]
    if not len(known) or not limits:
        return
    against = min(limits, key=lambda cited: cited.value)
    exposure = float(known.sum())
    share = exposure / against.value
    amber, red = (basis.cited_limit(f"Exposure {colour}") for colour in ("amber", "red"))
    order = sorted(range(len(risks)), key=lambda row: -np.nan_to_num(risks.exposure_cost[row]))
    top = [row for row in order[:3] if risks.exposure_cost[row] > 0]
    cited = (
        Cited("Exposure (EMV cost)", number_text(exposure), exposure, span(risks, "exposure_cost")),
        Cited("Share", percent_text(share), share),
        against,
        amber,
        red,
        *(_cited(risks, row) for row in top),
    )
    what = "contingency" if against.what == "Contingency" else "tolerance"
    said = share_said("exposure (EMV)", exposure, what, against.value, red.value, amber.value)
    drivers = tuple(
        f"{risks.id[row]} {risks.title[row] or ''} +{number_text(float(risks.exposure_cost[row]))}" for row in top
    )
    colour = rag(share, red.value, amber.value / red.value if red.value else 0.0)
    yield Measure(said, colour, share, red.value, cited, drivers)


def _cited(risks: Risks, row: int) -> Cited:
    value = float(risks.exposure_cost[row])
    return Cited(f"Driver {risks.id[row]}", number_text(value), value, address(risks, "exposure_cost", row))


def _unanswered(risks: Risks) -> Measure:
    """Open risks rated High that nobody is acting on: any of them is red."""
    rows = [
        row
        for row, (rating, state) in enumerate(zip(risks.rating.tolist(), risks.status.tolist(), strict=True))
        if rating == "High" and state not in SETTLED and not _acted_on(risks, row)
    ]
    cited = (
        Cited("High risks without an active response", str(len(rows)), len(rows)),
        Cited("Red above", "0", 0),
        *(Cited(str(risks.id[row]), str(risks.id[row]), float("nan"), address(risks, "rating", row)) for row in rows),
    )
    said = f"open risks rated High without an active response: {len(rows)} (red > 0)"
    drivers = tuple(f"{risks.id[row]} {risks.title[row] or ''}".strip() for row in rows[:3])
    return Measure(said, Rag.RED if rows else Rag.GREEN, len(rows), 1, cited, drivers)


def _acted_on(risks: Risks, row: int) -> bool:
    """Whether a response that does something is under way."""
    kind, state = risks.response_type[row], risks.response_status[row]
    return bool(kind) and kind not in PASSIVE and state == "In progress"
