"""A refresh writes exactly what its list says, only computed cells, and nothing a second time."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

from pmo_excel.core.catalogue import CATALOGUE
from pmo_excel.core.problems import Code, serious
from pmo_excel.core.tables import columns, declaration, field_of, sheets
from pmo_excel.governance.settings import SETTINGS
from pmo_excel.refresh.findings import NAME
from pmo_excel.refresh.graph import ordered, read_from
from pmo_excel.workbook.refs import cell_at
from tests.refresh.workbooks import book_of, make, refresh, typed


def cells(data: bytes) -> dict[tuple[str, int, int], Any]:
    """Every non-empty cell of a workbook."""
    return {
        (sheet, r, c): value
        for sheet, rows in book_of(data).raw.items()
        for r, row in enumerate(rows, start=1)
        for c, value in enumerate(row, start=1)
        if value not in ("", None)
    }


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_list_is_what_is_written_cell_for_cell() -> None:
    before = make()
    result, patched = refresh(before)
    assert patched is not None
    old, new = cells(before), cells(patched.data)
    different = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    assert different == {(c.cell.sheet, *cell_at(c.cell.ref)) for c in result.changes}


def test_the_dates_of_the_fixture_come_out_in_the_cells() -> None:
    """By hand: five days from Monday 2-Mar-2026 end on Friday 6-Mar, the next ten on Friday 20-Mar."""
    result, _ = refresh(make())
    finishes = {c.key: c.new for c in result.changes if c.cell.sheet == "Schedule" and c.cell.column == "Finish"}
    assert finishes == {"1": date(2026, 3, 6), "2": date(2026, 3, 20), "3": date(2026, 3, 20)}


def test_a_second_refresh_changes_nothing() -> None:
    _, patched = refresh(make())
    assert patched is not None
    again, nothing = refresh(patched.data)
    assert again.changes == ()
    assert nothing is None


def test_sheets_that_did_not_change_stay_byte_for_byte() -> None:
    before = make()
    result, patched = refresh(before)
    assert patched is not None
    old, new = members(before), members(patched.data)
    assert old.keys() == new.keys()
    package = book_of(before).package
    written = {package.sheet(c.cell.sheet).member for c in result.changes}
    assert {name for name in old if old[name] != new[name]} <= written | {package.workbook_part}


def test_what_a_person_typed_over_a_computed_cell_is_kept_and_reported() -> None:
    _, patched = refresh(make())
    assert patched is not None
    finish = next(c.cell.ref for c in refresh(make())[0].changes if c.cell.column == "Finish" and c.key == "2")
    for value in ("after Easter", date(2026, 4, 1)):
        overtyped = typed(patched.data, "Schedule", finish, value)
        result, again = refresh(overtyped)
        kept = [p for p in result.problems if p.code is Code.TYPED_IN_COMPUTED]
        assert [p.cell.ref for p in kept] == [finish]
        assert not any(c.cell.ref == finish and c.cell.sheet == "Schedule" for c in result.changes)
        cleared = typed(again.data if again else overtyped, "Schedule", finish, None)
        repaired, _ = refresh(cleared)
        assert any(c.cell.ref == finish and c.new == date(2026, 3, 20) for c in repaired.changes)
        assert not any(p.code is Code.TYPED_IN_COMPUTED for p in repaired.problems)


def test_a_changed_duration_moves_what_depends_on_it_and_nothing_else() -> None:
    _, patched = refresh(make())
    assert patched is not None
    table = book_of(patched.data).tables["Schedule"]
    result, _ = refresh(typed(patched.data, "Schedule", table.cell("duration", 1).ref, 11))
    moved = {c.key for c in result.seen if c.cell.sheet == "Schedule" and c.cell.column in ("Start", "Finish")}
    assert moved == {"2", "3"}


def test_a_wrong_cell_empties_what_depends_on_it_and_says_so_once() -> None:
    _, patched = refresh(make())
    assert patched is not None
    table = book_of(patched.data).tables["Schedule"]
    result, again = refresh(typed(patched.data, "Schedule", table.cell("duration", 1).ref, "soon"))
    assert [p.code for p in result.problems if serious(p)] == [Code.DURATION_TEXT]
    emptied = {c.key for c in result.seen if c.cell.sheet == "Schedule" and c.cell.column == "Finish" and c.new is None}
    assert emptied == {"2", "3"}
    assert again is not None
    assert refresh(again.data)[0].changes == ()


def test_a_status_date_that_cannot_be_read_empties_what_rests_on_it() -> None:
    book = book_of(make())
    data = typed(make(), "Charter", book.tables["Charter"].cell("status_date", 0).ref, "end of term")
    result, _ = refresh(data)
    assert [p.code for p in result.problems if serious(p)] == [Code.NOT_A_DATE]
    assert not any(c.cell.column == "Finish" for c in result.changes)


def test_milestones_follow_the_plan_and_what_was_typed_beside_them_stays() -> None:
    _, patched = refresh(make())
    assert patched is not None
    milestones = book_of(patched.data).tables["Milestones"]
    assert milestones.id.tolist() == ["3"]
    classed = typed(patched.data, "Milestones", milestones.cell("milestone_class", 0).ref or "C5", "Gate")
    schedule = book_of(classed).tables["Schedule"]
    result, again = refresh(typed(classed, "Schedule", schedule.cell("duration", 0).ref, 0))
    assert again is not None
    after = book_of(again.data).tables["Milestones"]
    assert sorted(after.id.tolist()) == ["1", "3"]
    assert after.milestone_class[after.id.tolist().index("3")] == "Gate"
    assert result.problems is not None


def test_more_findings_than_rows_make_the_table_grow() -> None:
    tasks = [{"Task ID": str(n), "Task Name": f"Task {n}", "Duration (wd)": "soon"} for n in range(1, 101)]
    result, patched = refresh(make(Schedule=tasks))
    assert patched is not None
    assert [g.table for g in result.growths] == ["tblFindings"]
    found = book_of(patched.data).tables["Findings"]
    assert len(found) == len(result.problems) >= 100
    assert refresh(patched.data)[0].changes == ()


def test_functions_run_after_those_whose_columns_they_read() -> None:
    order = [entry.name for entry in ordered(sheets())]
    place = {name: at for at, name in enumerate(order)}
    for entry in ordered(sheets()):
        assert all(place[before] < place[entry.name] for before in read_from(entry))
    assert place["SCHEDULE"] < place["BASELINEVARIANCE"] < place["TASKRAG"]


def test_every_computed_column_has_a_function_that_gives_it() -> None:
    for sheet, cls in sheets().items():
        if declaration(cls).layout == "log":
            continue
        for column in columns(cls).values():
            if column.computed and column.computed not in (NAME, "LOG", "TEMPLATE"):
                result = CATALOGUE[column.computed].result
                assert result is not None, (sheet, column.header)
                headers = {c.header for c in columns(result).values()}
                assert (column.result or column.header) in headers, (sheet, column.header)


def test_every_source_of_an_argument_exists() -> None:
    names = {setting.header for setting in SETTINGS}
    for entry in CATALOGUE.values():
        for p in entry.parameters:
            for source in filter(None, p.arg.source.split(" | ")):
                sheet, _, header = source.partition(".")
                if sheet == "Settings":
                    assert header in names, (entry.name, p.name)
                else:
                    assert field_of(sheets()[sheet], header)
