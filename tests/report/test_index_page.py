"""The start page of several projects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import html as markup

from pmo_excel.report.html import html
from pmo_excel.report.index_page import index_page


def test_projects_are_listed_worst_first_and_lead_to_their_pages(
    office_move: Any, late_move: Any, blank: Callable[[], Any]
) -> None:
    pages = [(office_move.page(), "office.html"), (late_move.page(), "late move.html"), (blank().page(), "x.html")]
    index = index_page(pages)
    assert index.title == "1 red, 1 not judged of 3 projects"
    assert index.dimensions == ("Overall", "Time", "Cost")
    links = markup.fromstring(html(index)).xpath("//td/..//a/@href")
    assert links == ["late%20move.html", "x.html", "office.html"]


def test_a_line_gives_finish_variance_and_cost(late_move: Any) -> None:
    line = index_page([(late_move.page(), "late.html")]).projects[0]
    figures = (line.forecast_finish.text, line.variance.text, line.budget.text, line.estimate.text, line.stale_by)
    assert figures == ("27-May-26", "+11", "95,000", "101,650", 2)


def test_a_files_name_never_becomes_another_address(office_move: Any) -> None:
    line = index_page([(office_move.page(), 'javascript:alert(1)">.html')]).projects[0]
    assert line.href == "javascript%3Aalert%281%29%22%3E.html"


def test_no_projects_is_said_as_such() -> None:
    assert "None in period" in html(index_page([]))
