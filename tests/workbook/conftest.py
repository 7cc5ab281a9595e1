"""Workbooks to test with: a minimal one around a sheet's XML, and one with every feature XlsxWriter can write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date

import pytest
import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8ffff3f030008fc02fea7d6059b0000000049454e44ae426082"
)

Minimal = Callable[..., bytes]


def relations(*targets: tuple[str, str]) -> str:
    """A relationships part: kind and target each, named rId1, rId2 and so on."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of the members, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.fixture(scope="session")
def minimal() -> Minimal:
    """Make a workbook of one sheet, `Plan`: from what stands around and in its `sheetData`."""

    def make(
        rows: str = "",
        *,
        head: str = "",
        tail: str = "",
        sheet: str | bytes = "",
        workbook: str = "",
        properties: str = "",
        links: tuple[tuple[str, str], ...] = (),
        sheet_links: tuple[tuple[str, str], ...] = (),
        parts: Mapping[str, str | bytes] | None = None,
    ) -> bytes:
        body = f'<worksheet xmlns="{MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'
        tabs = f'<sheets><sheet name="Plan" sheetId="1" xmlns:r="{OFFICE}" r:id="rId1"/></sheets>'
        members: dict[str, str | bytes] = {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            '<Override PartName="/xl/calcChain.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}">{properties}{tabs}{workbook}</workbook>',
            "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"), *links),
            "xl/worksheets/sheet1.xml": sheet or body,
        }
        if sheet_links:
            members["xl/worksheets/_rels/sheet1.xml.rels"] = relations(*sheet_links)
        return zipped(members | dict(parts or {}))

    return make


@pytest.fixture(scope="session")
def rich() -> bytes:
    """A workbook with tables, charts, formats, validations, sparklines, images, comments, macros, names, hidden sheets.

    `Schedule` holds table tblTasks in B3:F6 (ID, Duration, Start, Twice as calculated column, Note), rows 4 to 6.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    _schedule(book, book.add_worksheet("Schedule"))
    _reports(book, book.add_worksheet("R&D's reports"))
    book.add_worksheet("Hidden").hide()
    book.add_worksheet("Secret").very_hidden()
    book.add_chartsheet("Chart").set_chart(_chart(book))
    book.add_vba_project(io.BytesIO(bytes(2000)), is_stream=True)
    book.define_name("Durations", "=Schedule!$C$4:$C$6")
    book.define_name("Elsewhere", "=Schedule!$C$4:$C$5")
    book.close()
    return out.getvalue()


def _schedule(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    columns = [
        {"header": "ID"},
        {"header": "Duration"},
        {"header": "Start", "format": day},
        {"header": "Twice", "formula": "=[@Duration]*2"},
        {"header": "Note"},
    ]
    data = [["A", 1, date(2026, 3, 2)], ["B", 2, date(2026, 3, 3)], ["C", 3, date(2026, 3, 4)]]
    sheet.add_table("B3:F6", {"name": "tblTasks", "columns": columns, "data": data})
    sheet.conditional_format("C4:C6", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("B4:F6", {"type": "formula", "criteria": "=COUNTIF($B$4:$B$6,$B4)>1", "format": day})
    sheet.conditional_format("H4:Z6", {"type": "cell", "criteria": ">", "value": 5, "format": day})
    sheet.data_validation("B4:B6", {"validate": "list", "source": ["A", "B", "C"]})
    sheet.add_sparkline("H1", {"range": "Schedule!C4:C6"})
    sheet.write_comment("B4", "A note")
    sheet.insert_image("K1", "pixel.png", {"image_data": io.BytesIO(PIXEL)})
    sheet.insert_textbox("K5", "A shape")
    sheet.write_rich_string("A1", "Project ", book.add_format({"bold": True}), "Apollo")
    sheet.merge_range("A10:C11", "Merged")
    sheet.write_array_formula("J4:J6", "{=C4:C6*2}")
    sheet.write_dynamic_array_formula("L4:L6", "=SORT(C4:C6)")
    sheet.print_area("A1:M6")
    sheet.freeze_panes(3, 2)
    sheet.protect("", {"format_cells": True})


def _reports(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_formula("B1", "=SUM(Schedule!C4:C6)", None, 6)
    sheet.data_validation("A1", {"validate": "list", "source": "=Schedule!$B$4:$B$6"})
    sheet.insert_chart("D2", _chart(book))
    sheet.set_header("&CReport")
    sheet.autofilter("A1:B1")


def _chart(book: xlsxwriter.Workbook) -> xlsxwriter.chart.Chart:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"name": "=Schedule!$C$3", "categories": "=Schedule!$B$4:$B$6", "values": "=Schedule!$C$4:$C$6"})
    return chart
