"""What people do to a plan changes no result: inserted rows and columns, sorting, filters, hidden rows."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_excel.hosts.books import applied
from pmo_excel.refresh import refreshed
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.read import read_book
from tests.refresh.own_template import HEADERS, ROWS, own
from tests.refresh.workbooks import book_of

COMPUTED = ("start", "finish", "rag")


def results(data: bytes) -> dict[str, dict[str, Any]]:
    """What the file shows for each task after a refresh, by its ID."""
    book = book_of(data)
    after = read_book(open_package(applied(book.package, refreshed(book)).data))
    tasks = after.tables["Schedule"]
    return {
        key: {name: getattr(tasks, name)[at] for name in COMPUTED}
        for at, key in enumerate(tasks.id.tolist())  # type: ignore[attr-defined]
    }


def filtered(_: Any, plan: Any) -> None:
    plan.autofilter("A4:J9")
    plan.filter_column("C", 'x == "Jane Smith"')
    plan.set_row(5, None, None, {"hidden": True})


BLANK = (None,) * len(HEADERS)
BY_OWNER = sorted(ROWS, key=lambda row: str(row[2]))
MOVED = {
    "three rows inserted": own([*ROWS[:2], BLANK, BLANK, BLANK, *ROWS[2:]]),
    "a column inserted": own([(*row[:2], "note", *row[2:]) for row in ROWS], (*HEADERS[:2], "Remark", *HEADERS[2:])),
    "sorted by owner": own(BY_OWNER),
    "all of it": own(
        [(*row[:2], row[1] and "note", *row[2:]) for row in [*BY_OWNER[:2], BLANK, BLANK, BLANK, *BY_OWNER[2:]]],
        (*HEADERS[:2], "Remark", *HEADERS[2:]),
    ),
    "filtered, and a row hidden": own(change=filtered),
    "another sheet name": own(sheet="Plan (old) 2"),
}


@pytest.mark.parametrize("how", MOVED)
def test_moved_rows_and_columns_give_the_same_results(how: str) -> None:
    expected = results(own())
    assert len({str(row) for row in expected.values()}) > 2
    assert results(MOVED[how]) == expected
