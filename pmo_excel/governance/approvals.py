"""Approvals: what was approved is remembered by a checksum of each typed field, so that a later edit shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Texts, Type, is_empty
from pmo_excel.core.instants import day_text
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns, declaration, table
from pmo_excel.governance.tables import Approvals

APPROVED, LAPSED, SUPERSEDED, NOT_FOUND = "Approved", "Approval lapsed", "Superseded", "Not found"
RUNNING: Final[Mapping[str, frozenset[str]]] = {
    "Charter": frozenset({"lifecycle_status", "current_stage", "status_date", "priority", "sharepoint_site"}),
    "Deliverables": frozenset({"deliverable_status", "actual_approval", "review_due", "document_link"}),
    "Benefits": frozenset({"forecast_value", "realised_value", "measured_on"}),
}
"""Fields that go on while the text stands, by sheet: an edit of them voids no approval."""


@table("Approvals")
class ApprovalStatus(Table):
    """Approvals with whether they still stand."""

    what: Annotated[Texts, Column("Approved Item", "What was approved.")]
    status: Annotated[Texts, Column("Approval Status", "Approved, Approval lapsed, Superseded or Not found.")]
    changed: Annotated[Texts, Column("Changed Since", "The fields that were changed.", Type.LONG_TEXT)]


def found_item(what: str, tables: Sequence[Table]) -> tuple[Table, int] | None:
    """The sheet and row that a name means: a sheet of fields by its name, a row by its ID; None where there is none."""
    said = " ".join(what.casefold().split())
    for one in tables:
        stated = declaration(type(one))
        sheet = stated.sheet.casefold()
        if stated.layout == "fields":
            if said == sheet and len(one):
                return one, 0
            continue
        for row, key in enumerate(getattr(one, stated.key).tolist()):
            if key and said in (str(key).casefold(), f"{sheet} {str(key).casefold()}"):
                return one, row
    return None


def fingerprint(item: Table, row: int) -> str:
    """A checksum of each typed field that is filled, in the order of the columns: `a1b2c3=1f2e3d4c; …`."""
    held = _checksums(item, row)
    return " ".join(f"{_short(columns(type(item))[name].header, 3)}={sum_}" for name, sum_ in held.items())


def _checksums(item: Table, row: int) -> dict[str, str]:
    running = RUNNING.get(declaration(type(item)).sheet, frozenset())
    held = {}
    for name, column in columns(type(item)).items():
        value = getattr(item, name)[row]
        text = "" if is_empty(value) else _text(value)
        if column.typed and name not in running and text:
            held[name] = _short(text, 4)
    return held


def _text(value: object) -> str:
    """A value as it is compared: spaces and line ends in a text do not count, nor does 10 against 10.0."""
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.10g}"
    return " ".join(str(value).split())


def _short(text: str, size: int) -> str:
    return blake2b(text.encode(), digest_size=size).hexdigest()


def changed_fields(stored: str, item: Table, row: int) -> list[str]:
    """The fields that are not as they were when the fingerprint was taken, in the order of the columns."""
    before = dict(part.split("=", maxsplit=1) for part in stored.split() if "=" in part)
    now = _checksums(item, row)
    names = columns(type(item))
    return [
        name
        for name, column in names.items()
        if column.typed and before.get(_short(column.header, 3), "") != now.get(name, "")
        if name in now or _short(column.header, 3) in before
    ]


def approval_status(approvals: Approvals, tables: Sequence[Table]) -> tuple[ApprovalStatus, list[Problem]]:
    """Whether each approval still stands; only the last one of an item can."""
    made = ApprovalStatus.of(len(approvals), what=approvals.what)
    last = {_same(what): row for row, what in enumerate(approvals.what.tolist()) if what}
    problems: list[Problem] = []
    for row, what in enumerate(approvals.what.tolist()):
        if not what:
            continue
        place = found_item(what, tables)
        if last[_same(what)] != row:
            made.status[row] = SUPERSEDED
        elif place is None:
            made.status[row] = NOT_FOUND
        else:
            fields = changed_fields(str(approvals.fingerprint[row] or ""), *place)
            made.status[row] = LAPSED if fields else APPROVED
            item, at = place
            made.changed[row] = ", ".join(columns(type(item))[f].header for f in fields) or None
            problems += _lapsed(approvals, row, item, at, fields)
    return made, problems


def _same(what: str) -> str:
    return " ".join(what.casefold().split())


def _lapsed(approvals: Approvals, row: int, item: Table, at: int, fields: Sequence[str]) -> Iterator[Problem]:
    if fields:
        headers = ", ".join(columns(type(item))[name].header for name in fields)
        whose = f"version {approvals.version[row]} of {approvals.what[row]}, {_by(approvals, row)},"
        fix = f"Ask {approvals.approved_by[row]} again, then: pmo approve FILE {approvals.what[row]} --by NAME."
        text = f"{whose} has lapsed: {headers} changed since"
        yield Problem(Code.APPROVAL_LAPSED, text, item.cell(fields[0], at), fix, Severity.MEDIUM)


def _by(approvals: Approvals, row: int) -> str:
    return f"approved by {approvals.approved_by[row]} on {day_text(int(approvals.approved_on[row]))}"


def approval_said(approvals: Approvals | None, item: Table, what: str) -> str | None:
    """One sentence about the last approval of an item; None where it was never approved."""
    if approvals is None:
        return None
    rows = [row for row, said in enumerate(approvals.what.tolist()) if said and _same(said) == _same(what)]
    if not rows:
        return None
    row = rows[-1]
    place = found_item(what, [item])
    fields = changed_fields(str(approvals.fingerprint[row] or ""), *place) if place else []
    headers = ", ".join(columns(type(item))[name].header for name in fields)
    said = f"Version {approvals.version[row]} {_by(approvals, row)}"
    return (
        f"{LAPSED}: {headers} changed since version {approvals.version[row]} was {_by(approvals, row)}."
        if fields
        else f"{said}."
    )


def next_version(approvals: Approvals, what: str) -> str:
    """The number after the highest one that an approval of this item has; 1 for the first."""
    said = zip(approvals.what.tolist(), approvals.version.tolist(), strict=True)
    used = [int(v) for w, v in said if w and _same(w) == _same(what) and str(v).isdigit()]
    return str(max(used, default=0) + 1)


def unreadable(item: Table, row: int) -> list[Cell]:
    """Typed cells of an item that could not be read: what they say cannot be approved."""
    return [item.cell(name, row) for name, c in columns(type(item)).items() if c.typed and row in item.wrong(name)]


def approval_row(what: str, version: str, by: str, day: int, item: Table, row: int) -> Approvals:
    """The row of a new approval."""
    made = Approvals.of(1)
    made.what[0], made.version[0], made.approved_by[0], made.approved_on[0] = what, version, by, day
    made.fingerprint[0] = fingerprint(item, row)
    return made
