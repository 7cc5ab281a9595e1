# ruff: noqa: E501 -- the parts are written as Excel writes them, element by element
"""Fixture FX-RICH: a workbook for every feature that programs tend to lose, and one with all of them.

Every workbook has sheet `Plan` with table tblTasks in B3:F6 (ID, Duration, Start, Twice, Note). What XlsxWriter can write,
it writes; the other parts are written here by hand as Excel writes them (ECMA-376, and [MS-XLSX] for slicers, timelines
and threaded comments). What no writer here can make is in NOT_MADE.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, TypeAlias

import xlsxwriter

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
MICROSOFT = "http://schemas.microsoft.com/office"
SHEET, WORKBOOK, CONTENT = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c63f8ffff3f030008fc02fea7d6059b0000000049454e44ae426082"
)
NOT_MADE: Final = (
    "a VBA project that compiles (the part holds other bytes, and is kept whole)",
    "a signature that verifies (the parts are those of one; the workbook is refused)",
    "a data model (item.data), ActiveX, linked data types: in the real workbooks of ../shared/data/workbooks",
)

Members: TypeAlias = dict[str, bytes]
Drawn: TypeAlias = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]
Added: TypeAlias = Callable[[Members], None]


def rich_workbook(features: Iterable[str] = ()) -> bytes:
    """The workbook with those features; without any, only the table."""
    chosen = list(features)
    out = io.BytesIO()
    options = {"date_1904": True} if "1904 dates" in chosen else {}
    book = xlsxwriter.Workbook(out, options)
    plan = book.add_worksheet("Plan")
    _plan(book, plan)
    lists = book.add_worksheet("Lists")
    lists.write_column("A1", ["High", "Low"])
    for feature in chosen:
        if feature in WRITTEN:
            WRITTEN[feature](book, plan)
    book.close()
    with zipfile.ZipFile(out) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for feature in chosen:
        if feature in BY_HAND:
            BY_HAND[feature](members)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _plan(book: xlsxwriter.Workbook, plan: xlsxwriter.worksheet.Worksheet) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    columns = [
        {"header": "ID"},
        {"header": "Duration"},
        {"header": "Start", "format": day},
        {"header": "Twice", "formula": "=[@Duration]*2"},
        {"header": "Note"},
    ]
    data = [["A", 1, date(2026, 3, 2)], ["B", 2, date(2026, 3, 3)], ["C", 3, date(2026, 3, 4)]]
    plan.add_table("B3:F6", {"name": "tblTasks", "columns": columns, "data": data})
    plan.write_formula("H1", "=SUM(C4:C6)", None, 6)


def _chart(book: xlsxwriter.Workbook, plan: xlsxwriter.worksheet.Worksheet) -> None:
    for place in ("H10", None):
        chart = book.add_chart({"type": "column"})
        chart.add_series({"name": "=Plan!$C$3", "categories": "=Plan!$B$4:$B$6", "values": "=Plan!$C$4:$C$6"})
        if place:
            plan.insert_chart(place, chart)
        else:
            book.add_chartsheet("Chart").set_chart(chart)


def _formats(book: xlsxwriter.Workbook, plan: xlsxwriter.worksheet.Worksheet) -> None:
    plan.conditional_format("C4:C6", {"type": "data_bar", "data_bar_2010": True})
    plan.conditional_format("E4:E6", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    bold = book.add_format({"bold": True})
    plan.conditional_format("B4:F6", {"type": "formula", "criteria": "=COUNTIF($B$4:$B$6,$B4)>1", "format": bold})


def _shapes(book: xlsxwriter.Workbook, plan: xlsxwriter.worksheet.Worksheet) -> None:
    plan.insert_button("J3", {"macro": "Refresh", "caption": "Refresh"})
    plan.insert_textbox("J7", "A shape", {"url": "internal:Lists!A1"})


def _names(book: xlsxwriter.Workbook, _: xlsxwriter.worksheet.Worksheet) -> None:
    book.define_name("Durations", "=Plan!$C$4:$C$6")
    book.define_name("Plan!Local", "=Plan!$B$4:$B$6")
    book.define_name("Rate", "=0.2")


def _page(_: xlsxwriter.Workbook, plan: xlsxwriter.worksheet.Worksheet) -> None:
    plan.print_area("A1:H6")
    plan.repeat_rows(2)
    plan.set_header("&CPlan")
    plan.fit_to_pages(1, 0)
    plan.set_h_pagebreaks([40])


def _hidden(book: xlsxwriter.Workbook, plan: xlsxwriter.worksheet.Worksheet) -> None:
    book.add_worksheet("Hidden").hide()
    book.add_worksheet("Secret").very_hidden()
    plan.set_row(4, None, None, {"hidden": True})
    plan.set_column("K:L", None, None, {"level": 1})
    plan.set_row(30, None, None, {"level": 1, "collapsed": True})


def _rich_text(book: xlsxwriter.Workbook, plan: xlsxwriter.worksheet.Worksheet) -> None:
    plan.write_rich_string("A1", "Project ", book.add_format({"bold": True}), "Apollo")


WRITTEN: Final[dict[str, Drawn]] = {
    "chart and chart sheet": _chart,
    "x14 formats and data bars": _formats,
    "sparklines": lambda _, plan: plan.add_sparkline("J1", {"range": "Plan!C4:C6"}),
    "image": lambda _, plan: plan.insert_image("M1", "pixel.png", {"image_data": io.BytesIO(PIXEL)}),
    "shapes with macros": _shapes,
    "notes": lambda _, plan: plan.write_comment("B4", "A note"),
    "names": _names,
    "array formula": lambda _, plan: plan.write_array_formula("J15:J17", "{=C4:C6*2}"),
    "dynamic array": lambda _, plan: plan.write_dynamic_array_formula("L15:L17", "=SORT(C4:C6)"),
    "print set-up": _page,
    "protection": lambda _, plan: plan.protect("", {"format_cells": True}),
    "grouping and hidden": _hidden,
    "VBA project": lambda book, _: book.add_vba_project(io.BytesIO(bytes(range(256)) * 8), is_stream=True),
    "rich text": _rich_text,
    "1904 dates": lambda *_: None,
    "custom properties": lambda book, _: book.set_custom_property("Project", "PRJ-014"),
    "validation": lambda _, plan: plan.data_validation("B4:B6", {"validate": "list", "source": ["A", "B", "C"]}),
}


def add_part(
    members: Members, part: str, data: str | bytes, content: str, *, at: str = "", kind: str = "", ident: str = ""
) -> None:
    """Add a part with its content type; and a relationship of that kind from the part `at` ("" is the package)."""
    members[part] = data if isinstance(data, bytes) else b'<?xml version="1.0" encoding="UTF-8"?>\n' + data.encode()
    override = f'<Override PartName="/{part}" ContentType="{content}"/></Types>'.encode()
    members[CONTENT] = members[CONTENT].replace(b"</Types>", override)
    if kind:
        folder, _, base = at.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels" if at else "_rels/.rels"
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        kind = kind if kind.startswith("http") else f"{OFFICE}/{kind}"
        link = (
            f'<Relationship Id="{ident or "rIdX" + str(len(members))}" Type="{kind}" Target="/{part}"/></Relationships>'
        )
        members[rels] = members.get(rels, empty).replace(b"</Relationships>", link.encode())


def insert(members: Members, part: str, before: str, xml: str) -> None:
    """Put XML into a part, before the first of the given marks that is there."""
    mark = next(m for m in before.split("|") if m.encode() in members[part])
    members[part] = members[part].replace(mark.encode(), xml.encode() + mark.encode(), 1)


def in_ext_list(members: Members, part: str, end: str, xml: str) -> None:
    """Put an extension into a part's list of them, which is made where there is none."""
    if b"</extLst>" in members[part]:
        insert(members, part, "</extLst>", xml)
    else:
        insert(members, part, end, f"<extLst>{xml}</extLst>")


def _validation_of_other_sheet(members: Members) -> None:
    xml = (
        f'<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}"><x14:dataValidations count="1" '
        f'xmlns:xm="{XM}"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Lists!$A$1:$A$2</xm:f>'
        "</x14:formula1><xm:sqref>F4:F6</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    )
    in_ext_list(members, SHEET, "</worksheet>", xml)


def _pivot(members: Members) -> None:
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    fields = '<cacheField name="ID" numFmtId="0"><sharedItems count="3"><s v="A"/><s v="B"/><s v="C"/></sharedItems></cacheField>'
    fields += '<cacheField name="Duration" numFmtId="0"><sharedItems containsNumber="1" minValue="1" maxValue="3"/></cacheField>'
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rIdR" recordCount="3"><cacheSource type="worksheet">'
        f'<worksheetSource ref="B3:C6" sheet="Plan"/></cacheSource><cacheFields count="2">{fields}</cacheFields>'
        "</pivotCacheDefinition>"
    )
    add_part(members, "xl/pivotCache/pivotCacheDefinition1.xml", cache, types + "pivotCacheDefinition+xml",
             at=WORKBOOK, kind="pivotCacheDefinition", ident="rIdPivot")  # fmt: skip
    records = "".join(f'<r><x v="{at}"/><n v="{at + 1}"/></r>' for at in range(3))
    add_part(members, "xl/pivotCache/pivotCacheRecords1.xml",
             f'<pivotCacheRecords xmlns="{MAIN}" count="3">{records}</pivotCacheRecords>', types + "pivotCacheRecords+xml",
             at="xl/pivotCache/pivotCacheDefinition1.xml", kind="pivotCacheRecords", ident="rIdR")  # fmt: skip
    items = "".join(f'<item x="{at}"/>' for at in range(3)) + '<item t="default"/>'
    rows = "".join(f'<i><x v="{at}"/></i>' for at in range(3)) + '<i t="grand"><x/></i>'
    table = (
        f'<pivotTableDefinition xmlns="{MAIN}" name="Summary" cacheId="7" dataCaption="Values" dataOnRows="0">'
        '<location ref="P3:Q7" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2">'
        f'<pivotField axis="axisRow" showAll="0"><items count="4">{items}</items></pivotField>'
        '<pivotField dataField="1" showAll="0"/></pivotFields><rowFields count="1"><field x="0"/></rowFields>'
        f'<rowItems count="4">{rows}</rowItems><colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="Sum of Duration" fld="1"/></dataFields></pivotTableDefinition>'
    )
    add_part(members, "xl/pivotTables/pivotTable1.xml", table, types + "pivotTable+xml", at=SHEET, kind="pivotTable")
    add_part_link(
        members, "xl/pivotTables/pivotTable1.xml", "/xl/pivotCache/pivotCacheDefinition1.xml", "pivotCacheDefinition"
    )
    insert(members, WORKBOOK, "</workbook>",
           f'<pivotCaches><pivotCache cacheId="7" r:id="rIdPivot" xmlns:r="{OFFICE}"/></pivotCaches>')  # fmt: skip


def add_part_link(members: Members, part: str, target: str, kind: str) -> None:
    """Relate a part to another that is there already."""
    folder, _, base = part.rpartition("/")
    members[f"{folder}/_rels/{base}.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    ).encode()


def _slicer_and_timeline(members: Members) -> None:
    slicer = f'<slicers xmlns="{X14}"><slicer name="ID" cache="Slicer_ID" caption="ID" rowHeight="241300"/></slicers>'
    add_part(members, "xl/slicers/slicer1.xml", slicer, "application/vnd.ms-excel.slicer+xml",
             at=SHEET, kind=f"{MICROSOFT}/2007/relationships/slicer", ident="rIdSlicer")  # fmt: skip
    cache = (
        f'<slicerCacheDefinition xmlns="{X14}" name="Slicer_ID" sourceName="ID"><extLst><x:ext xmlns:x="{MAIN}" '
        'uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}"><x15:tableSlicerCache '
        'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" tableId="1" column="1"/></x:ext>'
        "</extLst></slicerCacheDefinition>"
    )
    add_part(members, "xl/slicerCaches/slicerCache1.xml", cache, "application/vnd.ms-excel.slicerCache+xml",
             at=WORKBOOK, kind=f"{MICROSOFT}/2007/relationships/slicerCache", ident="rIdCache")  # fmt: skip
    x15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
    timeline = f'<timelines xmlns="{x15}"><timeline name="Start" cache="Timeline_Start" caption="Start" level="2"/></timelines>'
    add_part(members, "xl/timelines/timeline1.xml", timeline, "application/vnd.ms-excel.timeline+xml",
             at=SHEET, kind=f"{MICROSOFT}/2011/relationships/timeline", ident="rIdTimeline")  # fmt: skip
    in_ext_list(members, SHEET, "</worksheet>",
                '<ext uri="{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}" xmlns:x14="' + X14 + '"><x14:slicerList><x14:slicer '
                f'r:id="rIdSlicer" xmlns:r="{OFFICE}"/></x14:slicerList></ext>')  # fmt: skip


def _smart_art(members: Members) -> None:
    diagram = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    for kind, root in (
        ("data", "dataModel"),
        ("layout", "layoutDef"),
        ("quickStyle", "styleDef"),
        ("colors", "colorsDef"),
    ):
        content = f"application/vnd.openxmlformats-officedocument.drawingml.diagram{kind.capitalize()}+xml"
        add_part(members, f"xl/diagrams/{kind}1.xml", f'<dgm:{root} xmlns:dgm="{diagram}"/>', content)


def _threaded_comments(members: Members) -> None:
    threaded = f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"
    comment = (
        f'<ThreadedComments xmlns="{threaded}"><threadedComment ref="B5" dT="2026-03-02T10:00:00.00" '
        'personId="{A1}" id="{B1}"><text>Ask Ana</text></threadedComment></ThreadedComments>'
    )
    add_part(members, "xl/threadedComments/threadedComment1.xml", comment, "application/vnd.ms-excel.threadedcomments+xml",
             at=SHEET, kind=f"{MICROSOFT}/2017/10/relationships/threadedComment")  # fmt: skip
    person = f'<personList xmlns="{threaded}"><person displayName="Ana Keller" id="{{A1}}" userId="ana" providerId="AD"/></personList>'
    add_part(members, "xl/persons/person.xml", person, "application/vnd.ms-excel.person+xml",
             at=WORKBOOK, kind=f"{MICROSOFT}/2017/10/relationships/person")  # fmt: skip


def _external_link(members: Members) -> None:
    link = (
        f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"><sheetNames><sheetName val="Rates"/>'
        '</sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>3</v></cell></row></sheetData>'
        "</sheetDataSet></externalBook></externalLink>"
    )
    add_part(members, "xl/externalLinks/externalLink1.xml", link,
             "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml",
             at=WORKBOOK, kind="externalLink", ident="rIdExt")  # fmt: skip
    members["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/externalLinkPath" Target="Rates.xlsx" TargetMode="External"/></Relationships>'
    ).encode()
    xml = f'<externalReferences><externalReference r:id="rIdExt" xmlns:r="{OFFICE}"/></externalReferences>'
    insert(members, WORKBOOK, "<definedNames|<calcPr", xml)
    cell = b'<c r="H2"><f>[1]Rates!$A$1:$A$6</f><v>3</v></c>'
    members[SHEET] = re.sub(
        rb'(<row r="1"[^>]*>.*?</row>)', rb'\1<row r="2">' + cell + b"</row>", members[SHEET], count=1
    )


def _custom_xml(members: Members) -> None:
    add_part(members, "customXml/item1.xml", "<p:properties xmlns:p='urn:label'><Project>PRJ-014</Project></p:properties>",
             "application/xml", at=WORKBOOK, kind="customXml")  # fmt: skip


def _custom_views(members: Members) -> None:
    guid = "{5F3A1C20-0000-4000-8000-000000000001}"
    view = f'<customWorkbookView name="Print" guid="{guid}" windowWidth="100" windowHeight="100" activeSheetId="1"/>'
    insert(members, WORKBOOK, "</workbook>", f"<customWorkbookViews>{view}</customWorkbookViews>")
    sheet = f'<customSheetViews><customSheetView guid="{guid}"><selection/></customSheetView></customSheetViews>'
    after = "<mergeCells|<conditionalFormatting|<dataValidations|<pageMargins"
    insert(members, SHEET, after, sheet)


def _signature(members: Members) -> None:
    add_part(members, "_xmlsignatures/origin.sigs", b"", "application/vnd.openxmlformats-package.digital-signature-origin",
             kind="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin")  # fmt: skip
    add_part(members, "_xmlsignatures/sig1.xml", '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
             "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml")  # fmt: skip


def _label(members: Members) -> None:
    label = "<clbl:labelList xmlns:clbl='http://schemas.microsoft.com/office/2020/mipLabelMetadata'>" \
            "<clbl:label id='{L}' enabled='1' method='Privileged' siteId='{S}'/></clbl:labelList>"  # fmt: skip
    add_part(members, "docMetadata/LabelInfo.xml", label, "application/vnd.ms-office.classificationlabels+xml",
             kind=f"{MICROSOFT}/2020/02/relationships/classificationlabels")  # fmt: skip


def _query(members: Members) -> None:
    section = 'section Section1;\nshared Tasks = let Source = Excel.CurrentWorkbook(){[Name="tblTasks"]}[Content] in Source;\n'
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("Config/Package.xml", "<Package/>")
        archive.writestr("Formulas/Section1.m", section)
    data = bytes(4) + len(package.getvalue()).to_bytes(4, "little") + package.getvalue()
    mashup = (
        f'<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">{base64.b64encode(data).decode()}</DataMashup>'
    )
    encoded = b"\xff\xfe" + f'<?xml version="1.0" encoding="utf-16"?>{mashup}'.encode("utf-16-le")
    add_part(members, "customXml/item2.xml", encoded, "application/xml", at=WORKBOOK, kind="customXml")
    provider = "Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;Location=Tasks;Extended Properties="
    connections = (
        f'<connections xmlns="{MAIN}"><connection id="1" keepAlive="1" name="Query - Tasks" type="5" refreshedVersion="6" '
        f'background="1"><dbPr connection="{provider}" command="Tasks"/></connection>'
        '<connection id="2" name="Ledger" type="1"><dbPr connection="DSN=Ledger"/></connection></connections>'
    )
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml"
    add_part(members, "xl/connections.xml", connections, content, at=WORKBOOK, kind="connections")


def _hidden_name(members: Members) -> None:
    name = '<definedName name="Shadow" hidden="1">Plan!$D$4:$D$6</definedName>'
    if b"</definedNames>" in members[WORKBOOK]:
        insert(members, WORKBOOK, "</definedNames>", name)
    else:
        insert(members, WORKBOOK, "<calcPr", f"<definedNames>{name}</definedNames>")


BY_HAND: Final[dict[str, Added]] = {
    "x14 validation": _validation_of_other_sheet,
    "PivotTable": _pivot,
    "slicer and timeline": _slicer_and_timeline,
    "SmartArt": _smart_art,
    "threaded comments": _threaded_comments,
    "hidden name": _hidden_name,
    "external link": _external_link,
    "custom XML": _custom_xml,
    "custom views": _custom_views,
    "sensitivity label": _label,
    "Power Query": _query,
    "signature": _signature,
}
FEATURES: Final = (*WRITTEN, *(name for name in BY_HAND if name != "signature"))
"""Every feature a workbook can have and still be written."""


def packed_members(data: bytes) -> dict[str, bytes]:
    """Every member as it lies in the archive, in its order: the header and the packed bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
        ends = [*(info.header_offset for info in infos[1:]), archive.start_dir]
    return {info.orig_filename: data[info.header_offset : end] for info, end in zip(infos, ends, strict=True)}


def differing(before: bytes, after: bytes) -> set[str]:
    """The members that are not byte for byte the same, or are in one of the two only."""
    old, new = packed_members(before), packed_members(after)
    assert [name for name in old if name in new] == list(new), "members changed places"
    return {name for name in old | new if old.get(name) != new.get(name)}
