"""The RACI chart checked: one who answers for each row, somebody who does it, and nobody who carries it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.lists import matched
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns, table
from pmo_excel.stakeholders.tables import RACI, Raci, Stakeholders

ACCOUNTABLE_LIMIT: Final = 8
CONSULTED_LIMIT: Final = 3
OK: Final = "OK"
_ANSWERS: Final = frozenset({"A", "A/R"})
_DOES: Final = frozenset({"R", "A/R"})


@table("RACI")
class RaciChecks(Table):
    """The rows of the chart with what is wrong with each."""

    activity: Annotated[Texts, Column("Activity", "The activity or deliverable, as in the chart.")]
    check: Annotated[Texts, Column("Check", "OK, or what is wrong.", Type.LONG_TEXT)]


@dataclass(frozen=True, slots=True)
class _Role:
    """One column of the chart: its header, the letters of its rows, and where it stands."""

    name: str
    letters: Sequence[str | None]
    cell: Cell
    unread: frozenset[int]

    def rows(self, letters: frozenset[str]) -> list[int]:
        """The rows in which the role has one of these letters."""
        return [row for row, letter in enumerate(self.letters) if letter in letters]


def raci_checks(
    raci: Raci,
    people: Stakeholders | None = None,
    accountable_limit: float = ACCOUNTABLE_LIMIT,
    consulted_limit: float = CONSULTED_LIMIT,
) -> tuple[RaciChecks, list[Problem]]:
    """What is wrong with each row, in the order of the chart, and with each role.

    An error is a row without exactly one A, or without an R (A/R counts as both). A warning is a row in which more
    roles are consulted than the limit, and a role that answers for every row or for more than the limit, that neither
    does nor answers for anything, or that the stakeholder register does not know. A row with a cell that cannot be
    read is not checked.

    Source
    ------
    PMI, A Guide to the Project Management Body of Knowledge, 6th edition, 9.1.2.2: responsibility assignment matrix.
    """
    roles, problems = _roles(raci)
    unread = frozenset().union(*(role.unread for role in roles)) if roles else frozenset()
    rows = [row for row in range(len(raci)) if row not in unread]
    carried, said = _of_roles(raci, roles, rows, accountable_limit)
    made = RaciChecks.of(len(raci), activity=raci.activity)
    for row in rows:
        errors, warnings = _errors(roles, row), _warnings(roles, row, consulted_limit)
        problems += [_of_row(raci, row, text, Severity.HIGH) for text in errors]
        problems += [_of_row(raci, row, text, Severity.MEDIUM) for text in warnings]
        found = [f"Error: {text}" for text in errors]
        found += [f"Warning: {text}" for text in (*warnings, *carried.get(row, ()))]
        made.check[row] = ". ".join(found) + "." if found else OK
    return made, [*problems, *said, *_unknown(roles, people)]


def _roles(raci: Raci) -> tuple[list[_Role], list[Problem]]:
    """The declared roles that are there, and the columns of people's own that hold letters of the chart."""
    found, problems = [], []
    for name, column in columns(Raci).items():
        if column.choices == RACI and raci.has(name):
            cell = _header(raci, raci.origin.headers[name], raci.origin.letters.get(name, ""))
            found.append(_Role(cell.column, getattr(raci, name).tolist(), cell, raci.wrong(name)))
    for header, own in raci.origin.own.items():
        letters = [None if text is None else matched(text, RACI) for text in own.values]
        if not any(letters):
            continue  # notes, dates: no role
        sheet = raci.origin.sheet or "RACI"
        wrong = [row for row, text in enumerate(own.values) if text is not None and letters[row] is None]
        found.append(_Role(header, letters, _header(raci, header, own.letter), frozenset(wrong)))
        for row in wrong:
            number = raci.origin.rows[row]
            cell = Cell(sheet, number, header, f"{own.letter}{number}")
            text = f"{own.values[row]!r} is no letter of the chart"
            problems.append(Problem(Code.NOT_A_CHOICE, text, cell, f"Use {', '.join(RACI)}, or leave it empty."))
    return found, problems


def _header(raci: Raci, header: str, letter: str) -> Cell:
    """The cell of a role's header."""
    row = raci.origin.header_row
    return Cell(raci.origin.sheet or "RACI", row, header, f"{letter}{row}" if letter else "")


def _errors(roles: Sequence[_Role], row: int) -> list[str]:
    answer = [role.name for role in roles if role.letters[row] in _ANSWERS]
    errors = []
    if not answer:
        errors.append("nobody answers for it: no A")
    elif len(answer) > 1:
        errors.append(f"{len(answer)} A ({', '.join(answer)}), one must answer for it")
    if not any(role.letters[row] in _DOES for role in roles):
        errors.append("nobody does it: no R and no A/R")
    return errors


def _warnings(roles: Sequence[_Role], row: int, limit: float) -> list[str]:
    asked = sum(role.letters[row] == "C" for role in roles)
    return [f"{asked} are consulted, more than {limit:g}: I for who is only told"] if asked > limit else []


def _of_row(raci: Raci, row: int, text: str, severity: Severity) -> Problem:
    fix = "Give exactly one A, and one R or more, in each row."
    if severity is Severity.MEDIUM:
        fix = "Give C only to those whose answer can change the result."
    return Problem(Code.RACI, f"{raci.activity[row]!r}: {text}", raci.cell("activity", row), fix, severity)


def _of_roles(
    raci: Raci, roles: Sequence[_Role], rows: Sequence[int], limit: float
) -> tuple[Mapping[int, list[str]], list[Problem]]:
    """What is doubtful about whole columns: by the rows that it shows in, and as problems of their headers."""
    carried: dict[int, list[str]] = {}
    problems = []
    for role in roles:
        held, does = role.rows(_ANSWERS), role.rows(_ANSWERS | _DOES)
        text = ""
        if len(held) > limit:
            text = f"{role.name} answers for {len(held)} rows, more than {limit:g}"
        elif len(held) == len(rows) > 1:
            text = f"{role.name} answers for every row"
        if text:
            for row in held:
                carried.setdefault(row, []).append(text)
            problems.append(_of_role(role, text, "Give the A to whoever can decide about the row."))
        if any(role.letters) and not does:
            text = f"{role.name} neither does nor answers for anything"
            fix = "Give it an R or an A where it should have one."
            problems.append(_of_role(role, text, fix, Severity.LOW))
    return carried, problems


def _unknown(roles: Sequence[_Role], people: Stakeholders | None) -> list[Problem]:
    """Roles with a letter that no stakeholder has as name, role or group; nothing while there is no register."""
    if people is None or not len(people):
        return []
    values = np.concatenate([people.id, people.name, people.role, people.group]).tolist()
    known = {str(value).casefold() for value in values if value is not None}
    return [
        _of_role(role, f"{role.name} is not in the stakeholder register", "Add it there as a name, role or group.")
        for role in roles
        if any(role.letters) and role.name.casefold() not in known
    ]


def _of_role(role: _Role, text: str, fix: str, severity: Severity = Severity.MEDIUM) -> Problem:
    return Problem(Code.RACI, text, role.cell, fix, severity)
