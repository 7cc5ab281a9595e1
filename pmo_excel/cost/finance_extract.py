"""Actual cost from a finance system: an extract's entries matched with the budget lines, and what does not match."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.exchange import Amounts, Rates, converted
from pmo_excel.cost.tables import Budget

_NO_LINE: Final = "\0"
"""Before the codes that no line has, so that none is taken for a line's ID."""


@table("Finance extract")
class FinanceEntries(Table):
    """Entries of a ledger, as finance exports them."""

    cost_code: Annotated[
        Texts,
        Column(
            "Cost Code",
            "Cost line, finance code or WBS code.",
            also=("Finance Code", "Cost Centre", "Cost Center", "WBS", "WBS Element", "Kostenstelle", "PSP-Element"),
        ),
    ]
    amount: Annotated[
        Numbers,
        Column("Amount", "In its currency.", Type.MONEY, unit="currency", also=("Value", "Actual", "Net", "Betrag")),
    ]
    currency: Annotated[Texts, Column("Currency", "Empty: the project's.", also=("Curr", "Währung", "ISO"))]
    date: Annotated[
        Instants, Column("Posting Date", "When it was posted.", Type.DATE, also=("Date", "Posted", "Buchungsdatum"))
    ]
    reference: Annotated[Texts, Column("Reference", "The document.", also=("Document", "Invoice", "Beleg"))]


@table("Reconciliation")
class Reconciliation(Table):
    """Budget lines beside the finance extract; then what matches no line; last the total, that of the extract."""

    id: Annotated[Texts, Column("Cost Line ID", "The line; empty where none matches.")]
    code: Annotated[Texts, Column("Cost Code", "As in the extract.")]
    actual: Annotated[Numbers, Column("Actual to Date", "As in the budget.", Type.MONEY, unit="currency")]
    finance: Annotated[Numbers, Column("Finance", "Sum of the entries.", Type.MONEY, unit="currency")]
    difference: Annotated[Numbers, Column("Difference", "Finance - actual to date.", Type.MONEY, unit="currency")]
    entries: Annotated[Numbers, Column("Entries", "How many.", Type.NUMBER)]
    note: Annotated[Texts, Column("Note", "What is to be known about it.")]


def reconciliation(
    budget: Budget, entries: FinanceEntries, rates: Rates | None, currency: str, status_date: int | None
) -> Reconciliation | Answer:
    """Sum the entries by budget line: by its ID, else by the finance code or the task that only it has.

    What no line is for, what was posted after the status date and what several lines could be for is listed by code,
    so that the total is that of the extract. An amount that cannot be read, or has no rate, leaves its line unknown.
    """
    worth, problems = _worth(entries, rates, currency)
    lines = _lines_by_code(budget)
    sums: dict[tuple[str, str], list[float]] = {}
    for row, code in enumerate(entries.cost_code.tolist()):
        name, note = _match(lines, code)
        day = int(entries.date[row])
        if status_date is not None and day != NO_INSTANT and day // DAY > status_date // DAY:
            name, note = "", f"posted after {day_text(status_date)}"
        if not name:
            problems.append(_unmatched(entries, row, code, note, worth[row]))
        key = (name, "") if name else (f"{_NO_LINE}{code or ''}", note)
        sums.setdefault(key, []).append(worth[row])
    return Answer(_table(budget, sums, worth), problems)


def _table(budget: Budget, sums: Mapping[tuple[str, str], list[float]], worth: list[float]) -> Reconciliation:
    rows: list[tuple[str | None, str | None, float, float, int, str | None]] = []
    for row, key in enumerate(budget.id.tolist()):
        found = sums.get((str(key), ""), [])
        actual = float(np.nan_to_num(budget.actual_to_date[row]))
        rows.append((key, budget.finance_code[row], actual, fsum(found), len(found), None if found else "no entries"))
    for (name, why), found in sums.items():
        if name.startswith(_NO_LINE):
            rows.append((None, name[1:] or None, 0.0, fsum(found), len(found), why))
    rows.append(("Total", None, fsum(r[2] for r in rows), fsum(worth), len(worth), None))
    made = Reconciliation.of(len(rows))
    for at, (key, code, actual, finance, count, note) in enumerate(rows):
        made.id[at], made.code[at], made.note[at] = key, code, note
        made.actual[at], made.finance[at], made.difference[at] = actual, finance, round(finance - actual, 2)
        made.entries[at] = count
    return made


def _worth(entries: FinanceEntries, rates: Rates | None, currency: str) -> tuple[list[float], list[Problem]]:
    """Each entry in the project's currency; nan where it cannot be told."""
    amounts = Amounts.of(
        len(entries), entries.origin, amount=entries.amount, currency=entries.currency, date=entries.date
    )
    got = converted(amounts, rates, currency)
    found = got.value if isinstance(got, Answer) else got
    return found.converted.tolist(), list(got.problems) if isinstance(got, Answer) else []


def _lines_by_code(budget: Budget) -> dict[str, list[str]]:
    """The lines that each code stands for; a line's own ID stands for it alone."""
    found: dict[str, list[str]] = {}
    columns = (budget.id.tolist(), budget.finance_code.tolist(), budget.wbs_or_task.tolist())
    own = {_plain(key) for key in columns[0] if key}
    for key in columns[0]:
        if key:
            found[_plain(key)] = [str(key)]
    for codes in columns[1:]:
        mine: dict[str, list[str]] = {}
        for key, code in zip(columns[0], codes, strict=True):
            if key and code and _plain(code) not in own:
                mine.setdefault(_plain(code), []).append(str(key))
        found |= {code: keys for code, keys in mine.items() if code not in found}
    return found


def _match(lines: Mapping[str, list[str]], code: str | None) -> tuple[str, str]:
    if not code:
        return "", "no cost code"
    named = lines.get(_plain(code), [])
    if len(named) == 1:
        return named[0], ""
    return "", f"{', '.join(named)} have this code" if named else "no budget line has this code"


def _unmatched(entries: FinanceEntries, row: int, code: str | None, note: str, amount: float) -> Problem:
    text = f"{code or 'an entry'} ({amount:,.2f}) is on no budget line: {note}"
    fix = "Type the code as Finance Code of its budget line, or the line's ID as the code."
    return Problem(Code.COST_CODE, text, entries.cell("cost_code", row), fix, Severity.MEDIUM)


def _plain(code: object) -> str:
    return str(code).strip().casefold()
