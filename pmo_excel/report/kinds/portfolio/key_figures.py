"""The row of large numbers on top of the portfolio's page, each with the cells that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmo_excel.core.rag import Rag
from pmo_excel.portfolio.tables import Alignment, Financials, Objectives, PortfolioBenefits, Projects
from pmo_excel.report.document import Figure, Figures, said
from pmo_excel.report.facts import NOTHING, Fact, money_text
from pmo_excel.report.kinds.listing import number_of
from pmo_excel.report.kinds.portfolio.overview import Overview, chosen, summed


def key_figures(given: Overview) -> Figures:
    """Colours, dates, money, currency of the data, benefits and objectives."""
    return Figures(
        (),
        (
            *_colours(given),
            _on_time(given),
            _estimate(given),
            _contingency(given),
            _current(given),
            _benefits(given),
            _served(given),
        ),
    )


def _colours(given: Overview) -> list[Figure]:
    rows, table = given.rows(), given.register
    named = (("Red", Rag.RED), ("Amber", Rag.AMBER), ("Green", Rag.GREEN))
    of = {rag: [row for row in rows if given.colour(row) is rag] for rag in Rag}
    made = [Figure(name, number_of(table, of[rag]), rag=rag) for name, rag in named]
    grey = number_of(table, of[Rag.GREY])
    return [*made[:2], replace(made[2], note=said(grey, " not judged"))] if of[Rag.GREY] else made


def _on_time(given: Overview) -> Figure:
    """How many of the projects with a forecast finish no later than agreed."""
    table = given.register
    known = [row for row in given.rows() if table.schedule_variance[row] == table.schedule_variance[row]]
    good = [row for row in known if table.schedule_variance[row] <= 0]
    return Figure("On time", _share(table, good, known), said(f"{len(good)} of {len(known)}"))


def _share(table: Projects, part: Sequence[int], whole: Sequence[int]) -> Fact:
    if not whole:
        return NOTHING
    value = len(part) / len(whole)
    above, below = number_of(table, part), number_of(table, whole)
    top = above.source.removeprefix("=") or "0"
    return Fact(f"{value:.0%}", value, f"={top}/{below.source.removeprefix('=')}")


def _estimate(given: Overview) -> Figure:
    """The estimate at completion against the budget, of the projects that have both."""
    table = given.register
    budget, estimate = table.approved_budget, table.estimate_at_completion
    rows = [row for row in given.rows() if budget[row] == budget[row] and estimate[row] == estimate[row]]
    total, plan = (summed(table, n, rows, money_text) for n in ("estimate_at_completion", "approved_budget"))
    return Figure("EAC", total, said("budget ", plan))


def _contingency(given: Overview) -> Figure:
    """What is left of contingency: the last figure of each project."""
    table = given.table(Financials)
    if table is None:
        return Figure("Contingency left", NOTHING)
    return Figure("Contingency left", summed(table, "contingency_left", left_of_contingency(given, table), money_text))


def left_of_contingency(given: Overview, table: Financials) -> list[int]:
    """The last row of each running project that says what is left."""
    running = {str(given.register.id[row]) for row in given.rows()}
    last = {
        str(table.project_id[row]): row
        for row in chosen(table)
        if table.contingency_left[row] == table.contingency_left[row]
    }
    return sorted(row for key, row in last.items() if key in running)


def _current(given: Overview) -> Figure:
    rows = given.rows()
    current = [row for row in rows if not given.stamp(row)]
    return Figure("Current data", number_of(given.register, current), said(f"of {len(rows)}"))


def _benefits(given: Overview) -> Figure:
    """Benefits whose forecast reaches their target; their units differ, so that they are counted and not added up."""
    table = given.table(PortfolioBenefits)
    rows = chosen(table, lambda t, r: bool(t.target[r] == t.target[r] and t.forecast[r] == t.forecast[r]))
    if table is None or not rows:
        return Figure("Benefits met", NOTHING)
    kept = [row for row in rows if str(table.rag[row]) in ("G", "Blue")]
    return Figure("Benefits met", number_of(table, kept), said(f"of {len(rows)}"))


def served_by(given: Overview) -> dict[str, list[int]]:
    """Rows of Alignment of running projects with a contribution, by objective."""
    running = {str(given.register.id[row]) for row in given.rows()}
    table = given.table(Alignment)
    found: dict[str, list[int]] = {}
    for row in chosen(table):
        if table is not None and str(table.project_id[row]) in running and table.contribution_0_3[row] > 0:
            found.setdefault(str(table.objective_id[row]), []).append(row)
    return found


def _served(given: Overview) -> Figure:
    """Strategic coverage: objectives that at least one running project serves."""
    table = given.table(Objectives)
    rows = chosen(table)
    if table is None or not rows:
        return Figure("Objectives", NOTHING)
    served = [row for row in rows if str(table.id[row]) in served_by(given)]
    weights = [float(table.weight_percent[row]) for row in rows]
    part = sum(float(table.weight_percent[row]) for row in served)
    note = f"of {len(rows)} served" if any(w != w for w in weights) else f"of {len(rows)} served, {part:.0%}"
    return Figure("Objectives", number_of(table, served), said(note))
