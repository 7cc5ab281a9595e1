"""How far each benefit's forecast gets on the way from its baseline to its target."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_excel.core.columns import is_empty
from pmo_excel.governance.reasons import percent_text
from pmo_excel.governance.tables import Benefits
from pmo_excel.report.charts.bars import Bar, bar_chart
from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.facts import Fact, fact, shortened


def benefit_chart(table: Benefits) -> Chart | None:
    """A bar for each benefit with a target and a forecast; the dashed line is the target, at 100 %."""
    bars = list(_bars(table))
    short = sum(float(bar.value.value) < 1 for bar in bars)
    title = (
        f"{short} of {len(bars)} benefits are forecast short of target" if short else "Every benefit reaches its target"
    )
    return bar_chart(title, bars, "0%", "Forecast, share of the way to the target", 1.0)


def _bars(table: Benefits) -> Iterator[Bar]:
    for row in range(len(table)):
        if is_empty(table.id[row]):
            continue
        start, target, expected = (fact(table, f"{name}_value", row) for name in ("baseline", "target", "forecast"))
        begin = float(start.value) if start.known else 0.0
        if not target.known or not expected.known or target.value == begin:
            continue
        share = (expected.value - begin) / (target.value - begin)
        less = f"-{start.source}" if start.known else ""
        source = f"=({expected.source}{less})/({target.source}{less})"
        yield Bar(shortened(fact(table, "name", row), 40), Fact(percent_text(share), share, source))
