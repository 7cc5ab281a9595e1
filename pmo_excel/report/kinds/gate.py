"""Gate readiness: what the next gate asks for, what is there and missing, and what to recommend."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.rag import Rag
from pmo_excel.governance.gates import GateSummary
from pmo_excel.governance.tables import StageGates
from pmo_excel.report.answers import Answered, answered
from pmo_excel.report.document import (
    NOT_HERE,
    Audience,
    Beside,
    Bullets,
    Entry,
    Figure,
    Figures,
    Grid,
    GridColumn,
    Page,
    Report,
    Text,
    entry,
    said,
)
from pmo_excel.report.facts import NOTHING, Fact, Sentence, fact, shortened, signed
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import LONGEST
from pmo_excel.report.material import Material

_CHECKLIST: Final = (
    GridColumn("Item", 4.0),
    GridColumn("Mandatory", 0.8, "middle"),
    GridColumn("Result", 0.7, "middle"),
    GridColumn("Evidence", 2.4),
    GridColumn("Reviewer", 1.2),
    GridColumn("Reviewed", 0.9, "right"),
)
_CONDITIONS: Final = (GridColumn("Condition", 3.0), GridColumn("Item", 2.2), GridColumn("Due", 0.9, "right"))
_GATES: Final = (
    GridColumn("Gate", 1.6),
    GridColumn("Planned", 0.9, "right"),
    GridColumn("Forecast", 0.9, "right"),
    GridColumn("Slip (wd)", 0.7, "right"),
    GridColumn("Verdict", 3.0),
)
_COLOURS: Final = {"Yes": Rag.GREEN, "No": Rag.RED, "Partly": Rag.AMBER}


def gate_report(given: Material) -> Report:
    """How ready the project is for the gate that it has to pass next."""
    evidence = given.evidence
    table = evidence.table(StageGates)
    found = answered(evidence, "GATEREADINESS") if table is not None else None
    row = _next(found)
    rows = _of_gate(table, found, row)
    page = Page(
        _message(found, row),
        (
            _figures(found, row),
            _checklist(table, rows),
            Beside(
                (_missing(table, found, row, rows), _conditions(table, rows)), (_gates(found), _recommended(found, row))
            ),
        ),
    )
    return project_report(given, "gate", "Gate readiness", Audience.BOARD, (page,))


def _next(found: Answered | None) -> int | None:
    """The row of the gate to pass next; None where all are passed."""
    if found is None or not isinstance(found.table, GateSummary):
        return None
    return next((row for row, yes in enumerate(found.table.next_gate.tolist()) if yes), None)


def _of_gate(table: StageGates | None, found: Answered | None, row: int | None) -> list[int]:
    if table is None or found is None or row is None:
        return []
    name = found.fact("gate", row).value
    return [at for at, gate in enumerate(table.gate.tolist()) if gate == name]


def _message(found: Answered | None, row: int | None) -> Sentence:
    if found is None or not len(found.table):
        return said("No gate is planned")
    if row is None:
        return said("Every gate is passed")
    share = found.fact("readiness", row)
    there = said(", ", share, " of its items in place") if share.known else ()
    word = "not ready" if found.fact("missing_mandatory", row).known else "ready"
    return said(found.fact("gate", row), f" is {word}", *there)


def _figures(found: Answered | None, row: int | None) -> Figures:
    heading = said("Forecast to the next gate")
    if found is None or row is None:
        return Figures(heading, ())
    forecast = found.fact("forecast", row)
    named = (
        Figure("Items in place", found.fact("in_place", row), said("of ", found.fact("items", row))),
        Figure("Readiness", found.fact("readiness", row)),
        Figure("Planned", found.fact("planned", row)),
        Figure("Forecast", forecast),
        Figure("Slip (wd)", signed(found.fact("slip", row))),
        Figure("To the gate (wd)", found.fact("days_to_gate", row)),
    )
    return Figures(heading, tuple(one for one in named if one.value.known))


def _checklist(table: StageGates | None, rows: list[int]) -> Grid:
    heading = said("Checklist")
    if table is None:
        return Grid(heading, _CHECKLIST, (), absent=NOT_HERE)
    made = tuple(
        (
            entry(shortened(fact(table, "checklist_item", row), LONGEST)),
            entry(fact(table, "mandatory", row)),
            _result(fact(table, "result", row)),
            entry(shortened(fact(table, "evidence_link", row), 60)),
            entry(fact(table, "reviewer", row)),
            entry(fact(table, "reviewed_on", row)),
        )
        for row in rows
    )
    return Grid(heading, _CHECKLIST, made, "evidence as linked in the sheet")


def _result(given: Fact) -> Entry:
    return Entry((given,), _COLOURS.get(given.text))


def _missing(table: StageGates | None, found: Answered | None, row: int | None, rows: list[int]) -> Bullets:
    """The mandatory items that are not in place, each from its cell."""
    names = found.fact("missing_mandatory", row) if found is not None and row is not None else NOTHING
    lacking = {name.strip() for name in names.text.split(";")} if names.known else set()
    items = tuple(
        (fact(table, "checklist_item", at),) for at in rows if table and str(table.checklist_item[at]) in lacking
    )
    return Bullets(said("Missing mandatory items"), items, note="not Yes, or without evidence")


def _conditions(table: StageGates | None, rows: list[int]) -> Grid:
    heading = said("Conditions")
    if table is None:
        return Grid(heading, _CONDITIONS, (), absent=NOT_HERE)
    fields = ("condition", "checklist_item", "condition_due")
    made = tuple(tuple(entry(fact(table, name, row)) for name in fields) for row in rows if table.condition[row])
    return Grid(heading, _CONDITIONS, made)


def _gates(found: Answered | None) -> Grid:
    heading = said("Gates")
    if found is None:
        return Grid(heading, _GATES, (), absent=NOT_HERE)
    fields = ("gate", "planned", "forecast", "slip", "verdict")
    made = tuple(
        tuple(entry(shortened(found.fact(name, row), 44)) for name in fields) for row in range(len(found.table))
    )
    return Grid(heading, _GATES, made)


def _recommended(found: Answered | None, row: int | None) -> Text:
    """Go, or hold while something mandatory is missing: what the checklist allows, for the board to decide."""
    heading, note = said("Recommendation"), "what the checklist allows; the board decides"
    if found is None or row is None:
        return Text(heading, (), note)
    gate, missing, other = (found.fact(name, row) for name in ("gate", "missing_mandatory", "missing_other"))
    if missing.known:
        return Text(heading, (said("Hold ", gate, " until these are in place: ", missing, "."),), note)
    if other.known:
        return Text(heading, (said("Conditional go for ", gate, ", with conditions on: ", other, "."),), note)
    return Text(heading, (said("Go for ", gate, "."),), note)
