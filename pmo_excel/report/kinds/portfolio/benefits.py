"""Benefits and alignment: which objectives the projects serve, which nobody serves, what is promised and expected."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.tables import columns
from pmo_excel.governance.tables import Benefits
from pmo_excel.portfolio.tables import Alignment, Objectives, PortfolioBenefits
from pmo_excel.report.document import Audience, Beside, Bullets, Entry, Grid, GridColumn, Page, Report, entry, said
from pmo_excel.report.facts import Sentence, fact, shortened
from pmo_excel.report.kinds.listing import LONGEST, Shown, counted, listing
from pmo_excel.report.kinds.portfolio.frame import on_one_page, portfolio_report
from pmo_excel.report.kinds.portfolio.key_figures import served_by
from pmo_excel.report.kinds.portfolio.overview import Overview, chosen
from pmo_excel.report.material import Material

_BENEFITS: Final = (
    Shown("Project", "project_id", 0.9),
    Shown("Benefit", "benefit", 3.2),
    Shown("Owner", "owner", 1.5),
    Shown("Target", "target", 0.9, "right"),
    Shown("Forecast", "forecast", 0.9, "right"),
    Shown("Realised", "realised", 0.9, "right"),
    Shown("RAG", "rag", 0.6, "middle"),
)
_BY_COLOUR: Final = {"R": 0, "A": 1, None: 2, "Grey": 2, "G": 3, "Blue": 4}
_WIDEST: Final = 10
"""Projects that stand beside each other in the matrix."""


def benefits_report(given: Material) -> Report:
    """Objectives by project, and benefits by colour."""
    view = Overview(given)
    return portfolio_report(view, "benefits", "Benefits and alignment", Audience.BOARD, (benefits_page(view),))


def benefits_page(given: Overview, *others: Bullets | Grid) -> Page:
    """The page, with what a pack adds below."""
    return on_one_page(lambda limit: _page(given, limit, others))


def _page(given: Overview, limit: int, others: tuple[Bullets | Grid, ...]) -> Page:
    table = given.table(PortfolioBenefits)
    running = {str(given.register.id[row]) for row in given.rows()}

    def running_only(t: PortfolioBenefits, row: int) -> bool:
        return str(t.project_id[row]) in running

    def order(t: PortfolioBenefits, row: int) -> tuple[int, str]:
        return _BY_COLOUR.get(t.rag[row], 2), str(t.project_id[row])

    note = "worst colour first; each in its own unit"
    listed = listing(table, "Benefits", _BENEFITS, keep=running_only, order=order, limit=limit, note=note)
    beside = Beside((_matrix(given, limit),), (_unserved(given), _delay(given)), 0.62)
    return Page(_message(given), (listed, beside, *others))


def _matrix(given: Overview, limit: int) -> Grid:
    """Contributions of projects to objectives, 1 to 3."""
    table, links = given.table(Objectives), given.table(Alignment)
    served = served_by(given)
    if table is None or links is None:
        return Grid(said("Objectives by project"), (GridColumn("Objective"),), ())
    projects = sorted({str(links.project_id[row]) for rows in served.values() for row in rows})
    heads = (GridColumn("Objective", 3.4), *(GridColumn(name, 1.0, "middle") for name in projects[:_WIDEST]))
    rows = []
    for row in chosen(table)[:limit]:
        mine = {str(links.project_id[r]): r for r in served.get(str(table.id[row]), ())}
        given_by = [mine.get(name) for name in projects[:_WIDEST]]
        cells = (Entry(said("")) if r is None else entry(fact(links, "contribution_0_3", r)) for r in given_by)
        rows.append((Entry(said(fact(table, "id", row), " ", shortened(fact(table, "objective", row), 60))), *cells))
    left = len(projects) - _WIDEST
    note = "contribution: 1 some, 2 much, 3 decisive"
    return Grid(said("Objectives by project"), heads, tuple(rows), note, f"{left} more projects" if left > 0 else "")


def _unserved(given: Overview) -> Bullets:
    """Objectives without a running project, and running projects without an objective."""
    table, links = given.table(Objectives), given.table(Alignment)
    served = served_by(given)
    items: list[Sentence] = []
    if table is not None:
        none = [row for row in chosen(table) if str(table.id[row]) not in served]
        items += [said(fact(table, "id", row), " ", shortened(fact(table, "objective", row), LONGEST)) for row in none]
    aligned = {str(links.project_id[row]) for rows in served.values() for row in rows} if links is not None else set()
    if aligned:
        loose = [str(given.register.id[row]) for row in given.rows() if str(given.register.id[row]) not in aligned]
        items += [said(f"Projects without an objective: {', '.join(sorted(loose))}")] if loose else []
    return Bullets(said("Not served"), tuple(items[:8]))


def _delay(given: Overview) -> Bullets:
    """What each project's lateness costs in benefits."""
    found = []
    for one in given.members():
        table = one.evidence.table(Benefits)
        if table is None or "cost_of_delay" not in columns(Benefits):
            continue
        for row in chosen(table, lambda t, r: bool(t.cost_of_delay[r] > 0)):
            cost = one.fact(table, "cost_of_delay", row)
            name = shortened(one.fact(table, "name", row), 40)
            found.append((float(cost.value), said(one.id, ": ", cost, ", ", name)))
    found.sort(key=lambda pair: -pair[0])
    return Bullets(said("Cost of delay"), tuple(sentence for _, sentence in found[:6]), "benefits lost by lateness")


def _message(given: Overview) -> Sentence:
    table, objectives = given.table(PortfolioBenefits), given.table(Objectives)
    rows = chosen(table)
    below = [] if table is None else [row for row in rows if table.rag[row] in ("R", "A")]
    told = f"{len(below)} of {counted(len(rows), 'benefit')} below target" if rows else "No benefits are promised"
    if objectives is None or not chosen(objectives):
        return said(told)
    served = served_by(given)
    none = [row for row in chosen(objectives) if str(objectives.id[row]) not in served]
    return said(
        f"{told}; {counted(len(none), 'objective')} not served" if none else f"{told}; every objective is served"
    )
