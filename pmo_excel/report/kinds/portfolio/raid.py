"""The RAID summary of all projects: the largest risks, the gravest issues, what is assumed, what others owe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from pmo_excel.core.tables import columns
from pmo_excel.governance.ages import SETTLED_ACTIONS, SETTLED_ISSUES
from pmo_excel.governance.tables import Actions, Issues
from pmo_excel.portfolio.tables import CrossDependencies, Financials, PortfolioRaid
from pmo_excel.report.document import (
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
    entry,
    said,
)
from pmo_excel.report.facts import NOTHING, Fact, Sentence, money_text, printed, shortened
from pmo_excel.report.kinds.listing import LONGEST, Shown, counted, listing, number_of, place_in, unknown_last
from pmo_excel.report.kinds.portfolio.frame import on_one_page, portfolio_report
from pmo_excel.report.kinds.portfolio.key_figures import left_of_contingency
from pmo_excel.report.kinds.portfolio.overview import Member, Overview, chosen, summed
from pmo_excel.report.material import Material
from pmo_excel.risk.sizes import SETTLED
from pmo_excel.risk.tables import Risks

TOP: Final = 10
PACK_TOP: Final = 5
NOBODY: Final = "nobody"
_RISKS: Final = (
    Shown("Project", "project_id", 0.8),
    Shown("Risk", "title", 3.4, named_by="id"),
    Shown("Score", "score", 0.6, "right"),
    Shown("Exposure", "exposure", 0.9, "right"),
    Shown("Proximity", "proximity", 1.3),
    Shown("Owner", "owner", 1.4),
)
_ISSUES: Final = (
    Shown("Project", "project_id", 0.9),
    Shown("Issue", "title", 3.0, named_by="id"),
    Shown("Severity", "score", 0.9),
    Shown("Age (d)", "age", 0.7, "right"),
    Shown("Escalated to", "escalated_to", 1.3),
)
_ASSUMPTIONS: Final = (
    Shown("Project", "project_id", 0.9),
    Shown("Assumption", "title", 4.0, named_by="id"),
    Shown("Owner", "owner", 1.6),
)
_GIVES: Final = (
    Shown("From", "give_project", 0.9),
    Shown("To", "get_project", 0.9),
    Shown("What", "what", 3.0),
    Shown("Needed by", "needed_by", 1.1, "right"),
    Shown("Promised", "promised_date", 1.1, "right"),
    Shown("Gap (wd)", "gap", 0.8, "right"),
    Shown("Known to", "matched", 1.1),
)


def raid_report(given: Material) -> Report:
    """What concerns the board in the registers of all projects."""
    view = Overview(given)
    page = on_one_page(lambda limit: _page(view, min(limit, TOP)))
    return portfolio_report(view, "raid", "RAID summary", Audience.BOARD, (page,))


def _page(given: Overview, limit: int) -> Page:
    table, between = given.table(PortfolioRaid), given.table(CrossDependencies)
    running = _running(given)
    issues = listing(
        table, "Issues", _ISSUES, keep=_of("Issue", running), order=_gravest, limit=limit, note="by severity, then age"
    )
    assumptions = listing(
        table, "Assumptions not validated in time", _ASSUMPTIONS, keep=_of("Assumption", running), limit=limit
    )
    conflicts = listing(
        between,
        "Dependencies in conflict",
        _GIVES,
        keep=_late,
        order=_widest,
        limit=limit,
        note="promised after needed",
    )
    blocks = (
        _figures(given),
        top_risks(given, limit),
        Beside((issues,), (overdue(given),), 0.68),
        Beside((conflicts,), (assumptions,), 0.6),
    )
    return Page(_message(given), blocks)


def top_risks(given: Overview, limit: int) -> Grid:
    """The open risks of the board's list with the highest scores."""
    keep, note = _of("Risk", _running(given)), "by score, then proximity, then ID"
    table = given.table(PortfolioRaid)
    return listing(table, "Top risks", _RISKS, keep=keep, order=_largest, limit=limit, note=note)


def _running(given: Overview) -> set[str]:
    return {str(given.register.id[row]) for row in given.rows()}


def _of(kind: str, running: set[str]) -> Any:
    return lambda table, row: table.kind[row] == kind and str(table.project_id[row]) in running


def _number(text: object) -> float:
    try:
        return float(str(text))
    except ValueError:
        return float("nan")


def _largest(table: PortfolioRaid, row: int) -> tuple[object, ...]:
    near = place_in("Proximity", table.proximity[row])
    return (*unknown_last(_number(table.score[row])), near, str(table.project_id[row]), str(table.id[row]))


def _gravest(table: PortfolioRaid, row: int) -> tuple[object, ...]:
    grave = place_in("Severity", table.score[row])
    return (grave, *unknown_last(float(table.age[row])), str(table.project_id[row]), str(table.id[row]))


def _late(table: CrossDependencies, row: int) -> bool:
    return bool(table.gap[row] > 0)


def _widest(table: CrossDependencies, row: int) -> tuple[object, ...]:
    return (*unknown_last(float(table.gap[row])), str(table.get_project[row]))


def _message(given: Overview) -> Sentence:
    table, between = given.table(PortfolioRaid), given.table(CrossDependencies)
    risks, issues = (len(chosen(table, _of(kind, _running(given)))) for kind in ("Risk", "Issue"))
    late = len(chosen(between, _late))
    parts = f"{counted(risks, 'risk')} and {counted(issues, 'issue')} concern the board"
    conflict = f"; {counted(late, 'dependency', 'dependencies')} in conflict" if late else "; no dependency in conflict"
    return said(parts, conflict)


def _figures(given: Overview) -> Figures:
    """How many there are, and the exposure against the contingency that is left."""
    table, money = given.table(PortfolioRaid), given.table(Financials)
    made = []
    if table is not None:
        for kind in ("Risk", "Issue", "Assumption", "Dependency"):
            name = {"Dependency": "Dependencies"}.get(kind, f"{kind}s")
            made.append(Figure(name, number_of(table, chosen(table, _of(kind, _running(given))))))
    exposure = summed(given.register, "exposure", given.rows(), money_text)
    left = (
        NOTHING if money is None else summed(money, "contingency_left", left_of_contingency(given, money), money_text)
    )
    return Figures((), (*made, Figure("Exposure", exposure, said("contingency left ", left))))


def overdue(given: Overview) -> Bullets:
    """Responses, issues and actions past their dates by owner, in the projects' own workbooks; the most first."""
    late: Counter[str] = Counter()
    for one in given.members():
        late.update(_late_in(one))
    ordered = sorted(late.items(), key=lambda pair: (-pair[1], pair[0]))
    items = tuple(said(f"{printed(owner)}: {number}") for owner, number in ordered[:8])
    more = f"{len(ordered) - 8} more people" if len(ordered) > 8 else ""
    return Bullets(said("Overdue by owner"), items, "responses, issues, actions", more)


def _late_in(one: Member) -> list[str]:
    risks, issues = one.evidence.table(Risks), one.evidence.table(Issues)
    actions = one.evidence.table(Actions)
    found: list[object] = []
    if risks is not None:
        found += [risks.owner[r] for r in chosen(risks) if risks.overdue[r] and risks.status[r] not in SETTLED]
    if issues is not None:
        found += [
            issues.owner[r] for r in chosen(issues) if issues.overdue[r] and issues.status[r] not in SETTLED_ISSUES
        ]
    if actions is not None:
        open_ = [r for r in chosen(actions) if actions.status[r] not in SETTLED_ACTIONS and actions.overdue[r] > 0]
        found += [actions.owner[r] for r in open_]
    return [str(owner or NOBODY) for owner in found]


_WORTH: Final = (
    GridColumn("Project", 0.7),
    GridColumn("Risk", 2.8),
    GridColumn("Score", 0.5, "right"),
    GridColumn("Exposure", 0.9, "right"),
    GridColumn("Response", 2.6),
    GridColumn("Due", 1.1, "right"),
    GridColumn("Costs", 0.8, "right"),
    GridColumn("Worth", 0.7, "right"),
    GridColumn("Owner", 1.2),
)
WORTH: Final = "worth: expected cost saved per unit that the response costs; above 1 it pays"


def risks_page(given: Overview) -> Page:
    """For the pack: the five largest risks of all projects with what their responses are worth."""
    rows = sorted(_open_risks(given), key=lambda pair: _score(*pair))[:PACK_TOP]
    grid = Grid(said("Top risks"), _WORTH, tuple(_worth(one, row) for one, row in rows), WORTH)
    if not rows:  # without the projects' own workbooks there is the board's list
        grid = top_risks(given, PACK_TOP)
    return Page(_risk_message(given, rows), (_figures(given), grid, overdue(given)))


def _open_risks(given: Overview) -> list[tuple[Member, int]]:
    running = _running(given)
    found = []
    for one in given.members():
        table = one.evidence.table(Risks)
        if table is not None and one.id in running:
            rows = chosen(table, lambda t, r: t.status[r] not in SETTLED and t.status[r] != "Draft")
            found += [(one, row) for row in rows if table.risk_type[row] != "Opportunity"]
    return found


def _score(one: Member, row: int) -> tuple[object, ...]:
    table = one.evidence.table(Risks)
    assert table is not None  # noqa: S101 -- the row is of it
    near = place_in("Proximity", table.proximity[row])
    return (*unknown_last(float(table.current_score[row])), near, one.id, str(table.id[row]))


def _worth(one: Member, row: int) -> tuple[Entry, ...]:
    table = one.evidence.table(Risks)
    assert table is not None  # noqa: S101 -- the row is of it
    late = "overdue" if table.overdue[row] else ""
    worth = one.fact(table, "mitigation_worth", row) if "mitigation_worth" in columns(Risks) else NOTHING
    return (
        Entry(said(one.id)),
        Entry(said(one.fact(table, "id", row), " ", shortened(one.fact(table, "title", row), LONGEST))),
        entry(one.fact(table, "current_score", row)),
        entry(one.fact(table, "exposure_cost", row)),
        entry(shortened(one.fact(table, "response_actions", row), LONGEST)),
        entry(one.fact(table, "response_due", row), late),
        entry(one.fact(table, "response_cost", row)),
        entry(worth),
        entry(one.fact(table, "owner", row)),
    )


def _risk_message(given: Overview, rows: Sequence[tuple[Member, int]]) -> Sentence:
    exposure = summed(given.register, "exposure", given.rows(), money_text)
    if not rows:
        return said("Exposure of all projects: ", exposure)
    one, row = rows[0]
    table = one.evidence.table(Risks)
    assert table is not None  # noqa: S101 -- the row is of it
    title: Fact = shortened(one.fact(table, "title", row), 60)
    return said("Exposure ", exposure, "; largest risk: ", one.id, " ", title)
