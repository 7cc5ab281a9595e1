"""Performance indices as measures of a status: below their thresholds the plan or the money will not hold."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_excel.core.instants import DAY
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import field_of
from pmo_excel.cost.evm_rows import WHOLE
from pmo_excel.governance.dimensions.basis import Basis
from pmo_excel.governance.judged import Cited, Measure, address
from pmo_excel.governance.reasons import number_text


def index_measure(basis: Basis, header: str) -> Iterator[Measure]:
    """The index of the whole project on the status date; nothing where it is not known, or its thresholds are 0."""
    earned = basis.sheets.earned
    amber, red = basis.limit(f"{header} amber below"), basis.limit(f"{header} red below")
    if earned is None or basis.status_date is None or not (amber or red):
        return
    values = getattr(earned, field_of(type(earned), header))
    day = basis.status_date // DAY
    for row, (when, part) in enumerate(zip(earned.period_end.tolist(), earned.wbs.tolist(), strict=True)):
        value = float(values[row])
        if when // DAY != day or part != WHOLE or value != value:
            continue
        colour = Rag.RED if value < red else Rag.AMBER if value < amber else Rag.GREEN
        cited = (
            Cited(header, number_text(value), value, address(earned, field_of(type(earned), header), row)),
            basis.cited_limit(f"{header} amber below", percent=False),
            basis.cited_limit(f"{header} red below", percent=False),
        )
        said = f"{header} is {number_text(value)} (amber < {number_text(amber)}, red < {number_text(red)})"
        yield Measure(said, colour, amber - value, max(amber - red, 0.0), cited)
        return
