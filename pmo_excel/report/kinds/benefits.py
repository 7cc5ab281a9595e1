"""Benefits of one project: forecast against target, what they serve, and what delay costs."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.columns import is_empty
from pmo_excel.governance.tables import Benefits, Charter
from pmo_excel.report.charts.benefit_bars import benefit_chart
from pmo_excel.report.document import Audience, Beside, Bullets, Grid, Page, Picture, Report, Text, said
from pmo_excel.report.facts import Evidence, Fact, Sentence, fact, total
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import Shown, counted, kept, listing, number_of, unknown_last
from pmo_excel.report.material import Material

_COLUMNS: Final = (
    Shown("Benefit", "name", 2.8, named_by="id"),
    Shown("Owner", "benefit_owner", 1.3),
    Shown("Serves", "strategic_objective_id", 0.9),
    Shown("Measure", "measure", 1.8),
    Shown("Baseline", "baseline_value", 0.9, "right"),
    Shown("Target", "target_value", 0.9, "right"),
    Shown("By", "target_date", 1.0, "right"),
    Shown("Forecast", "forecast_value", 0.9, "right"),
    Shown("Realised", "realised_value", 0.9, "right"),
    Shown("Cost of delay", "cost_of_delay", 1.0, "right"),
    Shown("RAG", "rag", 0.6, "middle"),
)
_ORDER: Final = ("R", "A", "G", "Blue")


def benefits_report(given: Material) -> Report:
    """The benefits of one project."""
    evidence = given.evidence
    table = evidence.table(Benefits)
    picture = Picture(said("Forecast as a share of the target"), benefit_chart(table) if table is not None else None)
    page = Page(
        _message(table),
        (
            benefits_grid(evidence),
            Beside((picture,), (_served(evidence, table), _unserved(evidence, table), _delay(table)), 0.6),
        ),
    )
    return project_report(given, "benefits", "Benefits and alignment", Audience.BOARD, (page,))


def benefits_grid(evidence: Evidence) -> Grid:
    """Every benefit, the worst first."""
    return listing(
        evidence.table(Benefits),
        "Benefits",
        _COLUMNS,
        order=_worst,
        limit=14,
        note="the worst first; values per year or as measured",
    )


def _worst(table: Benefits, row: int) -> tuple[object, ...]:
    colour = str(table.rag[row])
    place = _ORDER.index(colour) if colour in _ORDER else len(_ORDER)
    return (place, *unknown_last(float(table.cost_of_delay[row])), str(table.id[row]))


def _message(table: Benefits | None) -> Sentence:
    rows = [] if table is None else kept(table)
    if table is None or not rows:
        return said("No benefit is planned")
    short = [row for row in rows if table.rag[row] in ("R", "A")]
    if not short:
        return said(
            f"All {counted(len(rows), 'benefit')} as promised" if len(rows) > 1 else "The benefit is as promised"
        )
    first = min(short, key=lambda row: _worst(table, row))
    return said(
        number_of(table, short),
        f" of {counted(len(rows), 'benefit')} short of target, first ",
        fact(table, "name", first),
    )


def _objectives(evidence: Evidence) -> tuple[Fact, ...]:
    """The strategic objectives that the charter says the project serves, each with the charter's cell."""
    given = evidence.fact(Charter, "strategic_objective_ids")
    if not given.known:
        return ()
    names = (part.strip() for part in given.text.replace(",", ";").split(";"))
    return tuple(Fact(name, name, given.source) for name in names if name)


def _served(evidence: Evidence, table: Benefits | None) -> Bullets:
    """Each objective with the benefits that serve it."""
    by_objective: dict[str, list[int]] = {}
    for row in [] if table is None else kept(table):
        if table is not None and not is_empty(table.strategic_objective_id[row]):
            by_objective.setdefault(str(table.strategic_objective_id[row]), []).append(row)
    items = tuple(
        said(fact(table, "strategic_objective_id", rows[0]), ": ", *_joined(table, rows))
        for rows in by_objective.values()
        if table is not None
    )
    return Bullets(said("Objectives served"), items)


def _joined(table: Benefits, rows: list[int]) -> Sentence:
    found: list[Fact | str] = []
    for at, row in enumerate(rows):
        found += [", "] * bool(at) + [fact(table, "name", row)]
    return said(*found)


def _unserved(evidence: Evidence, table: Benefits | None) -> Bullets:
    """Objectives of the charter that no benefit serves."""
    served = set() if table is None else {str(table.strategic_objective_id[row]) for row in kept(table)}
    left = tuple((one,) for one in _objectives(evidence) if one.text not in served)
    return Bullets(said("Objectives without a benefit"), left)


def _delay(table: Benefits | None) -> Text:
    """What delay has cost so far."""
    cost = None if table is None else total(table, "cost_of_delay")
    paragraphs = (said("Delay has cost ", cost, " of benefits up to the status date."),) if cost and cost.value else ()
    return Text(said("Cost of delay"), paragraphs)
