"""A date written into a cell shows as a date, in the way that its column or its workbook shows dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from xlsxwriter import Workbook

from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch_showing_dates
from tests.hosts.test_cli import pmo, printed

DAY = date(2026, 3, 4)


def book(write: Callable[[Workbook, Any], None]) -> bytes:
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as made:
        write(made, made.add_worksheet("Plan"))
    return out.getvalue()


def written(data: bytes, ref: str, *growths: Growth) -> Any:
    done = patch_showing_dates(open_package(data), [Edit("Plan", ref, DAY)], growths)
    cell = load_workbook(BytesIO(done.data))["Plan"][ref]
    assert cell.value == datetime(2026, 3, 4)
    return cell, done


def test_a_column_that_shows_dates_its_own_way_is_followed() -> None:
    def write(made: Workbook, sheet: Any) -> None:
        own = made.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FF0000"})
        sheet.write_datetime("B2", datetime(2026, 1, 1), own)
        sheet.write_string("B3", "TBC", made.add_format({"bold": True}))

    cell, done = written(book(write), "B3")
    assert cell.number_format == "yyyy-mm-dd"
    assert cell.font.b
    assert cell.fill.fgColor.rgb != "FFFF0000"
    assert "xl/styles.xml" in done.changed


def test_a_style_that_is_there_is_taken_and_no_other_part_changes() -> None:
    def write(made: Workbook, sheet: Any) -> None:
        sheet.write_datetime("A1", datetime(2026, 1, 1), made.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.write_number("C9", 1)

    cell, done = written(book(write), "C9")
    assert cell.number_format == "dd.mm.yyyy"
    assert done.changed == ("xl/worksheets/sheet1.xml",)


def test_a_workbook_without_any_date_gets_a_plain_one() -> None:
    cell, done = written(book(lambda made, sheet: sheet.write_number("A1", 1)), "A1")
    assert cell.is_date
    assert sorted(done.changed) == ["xl/styles.xml", "xl/worksheets/sheet1.xml"]
    assert done.identical == len(open_package(done.data).archive.names) - 2


def test_a_time_of_day_is_no_model_for_a_date() -> None:
    def write(made: Workbook, sheet: Any) -> None:
        sheet.write_number("A1", 0.5, made.add_format({"num_format": "hh:mm"}))

    assert "d" in written(book(write), "A2")[0].number_format.lower()


def test_a_new_row_of_a_table_keeps_the_look_of_the_rows_above() -> None:
    def write(made: Workbook, sheet: Any) -> None:
        line = made.add_format({"bottom": 1, "num_format": "dd-mmm-yy"})
        plain = made.add_format({"bottom": 1})
        sheet.add_table("A1:B2", {"name": "tblPlan", "columns": [{"header": "Start"}, {"header": "Finish"}]})
        sheet.write_datetime("A2", datetime(2026, 1, 1), line)
        sheet.write_blank("B2", None, plain)

    for ref in ("A3", "B3"):
        cell, _ = written(book(write), ref, Growth(1, table="tblPlan"))
        assert cell.is_date
        assert cell.border.bottom.style == "thin", ref


def test_the_patch_command_shows_dates_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(book(lambda made, sheet: sheet.write_number("A1", 1)))
    result = printed(pmo("patch", path, "Plan!A1", "2026-03-04", "--json"))
    assert load_workbook(path)["Plan"]["A1"].is_date
    assert sorted(result["changed"]) == ["xl/styles.xml", "xl/worksheets/sheet1.xml"]
