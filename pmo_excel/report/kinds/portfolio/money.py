"""Finance and contingency: each project's budget, actual and estimate, and what is left of its contingency."""

from __future__ import annotations

from typing import Final

from pmo_excel.portfolio.tables import Financials
from pmo_excel.report.document import Beside, Bullets, Entry, Grid, GridColumn, Page, Picture, entry, said
from pmo_excel.report.facts import NOTHING, Sentence, fact, money_text, shortened
from pmo_excel.report.kinds.portfolio.frame import on_one_page
from pmo_excel.report.kinds.portfolio.key_figures import left_of_contingency
from pmo_excel.report.kinds.portfolio.overview import Overview, stamped, summed
from pmo_excel.report.kinds.portfolio.spend import spend_chart, undated

_FIELDS: Final = ("approved_budget", "actual_to_date", "estimate_at_completion")
_HEADS: Final = (
    GridColumn("Project", 3.0),
    GridColumn("Budget", 1.0, "right"),
    GridColumn("Actual", 1.5, "right"),
    GridColumn("EAC", 1.5, "right"),
    GridColumn("EAC over", 0.8, "right"),
    GridColumn("CPI", 0.6, "right"),
    GridColumn("Exposure", 1.0, "right"),
    GridColumn("Contingency left", 1.0, "right"),
)


def money_page(given: Overview) -> Page:
    """The largest overrun first, the sum at the end, and the curve of spending."""
    return on_one_page(lambda limit: _page(given, limit))


def _page(given: Overview, limit: int) -> Page:
    table, money = given.register, given.table(Financials)

    def over(row: int) -> tuple[bool, float, str]:
        share = float(table.cost_variance_percent[row])
        return share != share, -share, str(table.id[row])

    rows = sorted(given.rows(), key=over)
    left = {} if money is None else {str(money.project_id[r]): r for r in left_of_contingency(given, money)}
    made = [_line(given, row, money, left.get(str(table.id[row]))) for row in rows[:limit]]
    more = f"{len(rows) - limit} more in the sheet Portfolio Register; they are in the sum" if len(rows) > limit else ""
    grid = Grid(said("Finance"), _HEADS, (*made, _sum(given, rows, money)), "largest overrun first", more)
    chart = spend_chart(given)
    curve = Picture(said(chart.drawing.title if chart else "Spend against plan"), chart, undated(given))
    return Page(_message(given, rows), (grid, Beside((curve,), (_uncovered(given, rows, money, left),))))


def _uncovered(given: Overview, rows: list[int], money: Financials | None, left: dict[str, int]) -> Bullets:
    """Projects whose risks are expected to cost more than is left for them."""
    table = given.register
    items = []
    for row in rows:
        at = left.get(str(table.id[row]))
        if money is not None and at is not None and float(table.exposure[row]) > float(money.contingency_left[at]):
            exposure, rest = fact(table, "exposure", row), fact(money, "contingency_left", at)
            items.append(said(fact(table, "id", row), ": exposure ", exposure, ", left ", rest))
    return Bullets(said("Exposure beyond contingency"), tuple(items[:6]), "expected cost of open risks")


def _line(given: Overview, row: int, money: Financials | None, left: int | None) -> tuple[Entry, ...]:
    table = given.register
    name = shortened(fact(table, "name", row), 40)
    first = Entry(said(fact(table, "id", row), " ", name) if name.known else (fact(table, "id", row),))
    rest = (*_FIELDS, "cost_variance_percent")
    index = fact(table, "cpi", row) if hasattr(table, "cpi") else NOTHING
    contingency = NOTHING if money is None or left is None else fact(money, "contingency_left", left)
    figures = (fact(table, name, row) for name in rest)
    return (
        stamped(first, given.stamp(row)),
        *(entry(one) for one in figures),
        entry(index),
        entry(fact(table, "exposure", row)),
        entry(contingency),
    )


def _sum(given: Overview, rows: list[int], money: Financials | None) -> tuple[Entry, ...]:
    table = given.register
    left = (
        NOTHING if money is None else summed(money, "contingency_left", left_of_contingency(given, money), money_text)
    )
    sums = [_whole(given, name, rows) for name in _FIELDS]
    return (
        Entry(said("All projects")),
        *sums,
        entry(NOTHING),
        entry(NOTHING),
        entry(summed(table, "exposure", rows, money_text)),
        entry(left),
    )


def _whole(given: Overview, name: str, rows: list[int]) -> Entry:
    """A sum; a tag says of how many projects the figure is not known."""
    values = getattr(given.register, name)
    unknown = sum(bool(values[row] != values[row]) for row in rows)
    return entry(summed(given.register, name, rows, money_text), f"{unknown} unknown" if unknown else "")


def _message(given: Overview, rows: list[int]) -> Sentence:
    table = given.register
    both = [r for r in rows if table.approved_budget[r] == table.approved_budget[r]]
    both = [r for r in both if table.estimate_at_completion[r] == table.estimate_at_completion[r]]
    if not both:
        return said("No project has both a budget and an estimate")
    budget, estimate = (summed(table, n, both, money_text) for n in ("approved_budget", "estimate_at_completion"))
    gap = float(estimate.value) - float(budget.value)
    how = "on budget" if abs(gap) < 0.5 else f"{money_text(abs(gap))} {'over' if gap > 0 else 'under'} budget"
    return said("Estimate at completion ", estimate, f", {how}")
