"""The power and interest grid of new workbooks: a mark for each row of the register, and the threshold's lines."""

from __future__ import annotations

import re

from pmo_excel.workbook.package import open_package
from tests.made import workbook
from tests.stakeholders.book import content


def test_the_chart_has_a_named_mark_for_each_row_and_lines_at_the_setting() -> None:
    """The register begins in row 5; Name is column B, Power H, Interest I."""
    package = open_package(workbook("Structured", content()))
    charts = [package.archive.read(name).decode() for name in package.archive.names if "charts/chart" in name]
    chart = next(xml for xml in charts if "Power, 1 to 5" in xml)
    names, across, up = (re.findall(rf"<c:{tag}>.*?<c:f>([^<]+)</c:f>", chart) for tag in ("tx", "xVal", "yVal"))
    assert (names[0], across[0], up[0]) == ("Stakeholders!$B$5", "Stakeholders!$I$5", "Stakeholders!$H$5")
    assert len(across) == len(up) == 41
    assert chart.count("<c:errBars>") == 2
    assert 'showSerName val="1"' in chart
    assert 'showVal val="1"' not in chart
