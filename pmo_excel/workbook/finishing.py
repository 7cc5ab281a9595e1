"""The last touches on a built workbook: what XlsxWriter leaves to each program.

Formulas keep no result. A refresh writes only the cells that it computes and not the pages that rest on them, so a
result in a page would soon be an old number; Excel computes the workbook when it opens it, and LibreOffice what has no
result. (It trusts stored numbers, and those of files that name Excel as their program, as XlsxWriter does.)

Charts say what they show. For files of other programs LibreOffice takes what a chart leaves out from the standard's
defaults (ECMA-376 part 1, 21.2), by which labels show everything and titles lie over the chart.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Final

_PROGRAM: Final = "docProps/app.xml"
_EXCEL, _OURS = b"<Application>Microsoft Excel</Application>", b"<Application>pmo-excel</Application>"
_SHEET: Final = re.compile(r"xl/worksheets/sheet\d+\.xml")
_RESULT: Final = re.compile(rb"(</f>)<v>[^<]*</v>")
_CHART: Final = re.compile(r"xl/charts/chart\d+\.xml")
_VALUES_ONLY: Final = (
    b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    b'<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_NAMES_ONLY: Final = (
    b'<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="1"/>'
    b'<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_TITLE: Final = re.compile(rb"(<c:title>.*?<c:layout/>)(?!<c:overlay)", re.DOTALL)
_LEGEND: Final = re.compile(rb"(<c:legendPos [^>]*/><c:layout/>|<c:legendPos [^>]*/>)(?!<c:overlay|<c:layout)")


def finished(data: bytes) -> bytes:
    """The same workbook as pmo-excel's: no results with its formulas, nothing of its charts left to defaults."""
    output = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == _PROGRAM:
                content = content.replace(_EXCEL, _OURS)
            elif _SHEET.fullmatch(member.filename):
                content = _RESULT.sub(rb"\1", content)
            elif _CHART.fullmatch(member.filename):
                content = _explicit(content)
            new.writestr(member, content)
    return output.getvalue()


def _explicit(chart: bytes) -> bytes:
    if b"<c:scatterChart>" in chart:
        chart = chart.replace(b"</c:ser>", b'<c:smooth val="0"/></c:ser>')
    chart = chart.replace(b'<c:showSerName val="1"/>', _NAMES_ONLY)
    chart = chart.replace(b'<c:showVal val="1"/>', _VALUES_ONLY)
    chart = _TITLE.sub(rb'\1<c:overlay val="0"/>', chart)
    return _LEGEND.sub(rb'\1<c:overlay val="0"/>', chart)
