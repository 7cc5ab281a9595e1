"""The page as HTML: each figure equals the cell it names, no text becomes markup, everybody can read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from lxml import html as markup

from pmo_excel.core.instants import day_text, instant
from pmo_excel.governance.tables import Charter, Status
from pmo_excel.report.html import html
from pmo_excel.risk.tables import Risks

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt;b&gt;{{ 7*7 }}</style></title>]]>"


def _tree(text: str) -> Any:
    return markup.fromstring(text)


def _said(value: Any) -> str:
    """A cell's value as the page must print it, by the rules of the specification's visual conventions."""
    if isinstance(value, date | datetime):
        return day_text(instant(value))
    return f"{value:,.0f}" if isinstance(value, int | float) else str(value)


def _cited(text: str) -> list[tuple[str, str]]:
    found = [(e.get("data-cell"), e.text_content().strip()) for e in _tree(text).iter() if e.get("data-cell")]
    return [(source, said) for source, said in found if said]


@pytest.mark.parametrize("name", ["office_move", "late_move"])
def test_every_figure_on_the_page_equals_the_cell_it_names(name: str, request: pytest.FixtureRequest) -> None:
    book = request.getfixturevalue(name)
    cited = _cited(html(book.page()))
    assert len(cited) > 70
    assert [pair for pair in cited if not _agrees(pair[1], book.value(pair[0]), pair[0])] == []


def _agrees(said: str, value: Any, source: str) -> bool:
    """Whether the page says what its source holds: nothing, a share, a status and its word, or a part of a text."""
    if value is None:
        return said == "–"
    if source.endswith("-1"):
        return said == f"{abs(value):.0%}".replace("%", " %")
    if source.startswith("History!"):
        return said == day_text(instant(date.fromisoformat(value)))
    status, _, word = said.partition(" ")
    if word in ("Red", "Amber", "Green"):
        return bool(status == value)
    return said.lstrip("+").casefold() in _said(value).casefold()


def test_text_of_a_workbook_never_becomes_markup(office_move: Any) -> None:
    plain_tags = {element.tag for element in _tree(html(office_move.page())).iter()}
    office_move.fields(Charter, {"Project Name": HOSTILE, "Project ID": HOSTILE, "Sponsor": HOSTILE, "Currency": "GBP"})
    office_move.fields(Status, {"Executive Summary": HOSTILE, "Help / Decisions Needed": HOSTILE})
    office_move.rows(Risks, {"Risk ID": HOSTILE, "Risk Title": HOSTILE, "Risk Owner": HOSTILE, "Current Score": 9})
    milestones = office_move.tables["Milestones"]
    names = milestones.name.copy()
    names[:] = HOSTILE
    office_move.tables["Milestones"] = milestones.replace(name=names)
    text = html(office_move.page())
    tree = _tree(text)
    assert {element.tag for element in tree.iter()} <= plain_tags
    assert not [a for e in tree.iter() for a in e.attrib if a.startswith("on")]
    assert HOSTILE in tree.xpath("//h1")[0].text_content()
    assert "{{ 7*7 }}" in text


def test_the_page_loads_nothing_and_runs_nothing(late_move: Any) -> None:
    text = html(late_move.page())
    addresses = set(re.findall(r"https?://[^\"' ]+", text))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in text
    assert not re.search(r"<(script|link|iframe|object|img)\b|@import|url\(", text)


def test_the_page_can_be_read_without_seeing_it(late_move: Any) -> None:
    tree = _tree(html(late_move.page()))
    assert tree.get("lang") == "en"
    assert len(tree.xpath("//h1")) == 1
    assert all(len(tree.xpath(f"//{part}")) == 1 for part in ("header", "main", "footer"))
    assert all(table.xpath("caption") for table in tree.xpath("//table"))
    assert all(cell.get("scope") for cell in tree.xpath("//th"))
    assert all(
        chart.xpath("*[local-name()='title']/text()") and chart.xpath("*[local-name()='desc']/text()")
        for chart in tree.xpath("//*[local-name()='svg']")
    )
    identities = tree.xpath("//@id")
    assert len(identities) == len(set(identities))
    assert set(" ".join(tree.xpath("//@aria-labelledby")).split()) <= set(identities)


def test_a_letter_is_printed_on_every_status_colour(late_move: Any) -> None:
    pills = _tree(html(late_move.page())).xpath("//*[contains(@class, 'pill')]")
    assert len(pills) == 7
    assert all(pill.text_content()[:1] in "RAGB" for pill in pills)


def test_empty_parts_say_none_in_period_and_missing_sheets_say_so(office_move: Any, blank: Callable[[], Any]) -> None:
    office_move.fields(Status, {"Executive Summary": "On plan."})
    assert html(office_move.page()).count("None in period") == 3
    assert html(blank().page()).count("Not in this workbook") == 4


def test_stale_figures_are_stamped(office_move: Any, late_move: Any) -> None:
    assert "stale 2 d" in html(late_move.page())
    assert ">stale" not in html(office_move.page())


def test_every_page_says_where_it_comes_from(office_move: Any) -> None:
    foot = " ".join(_tree(html(office_move.page())).xpath("//footer")[0].text_content().split())
    for part in (
        "As of 31-Mar-26, 1 d old",
        "PRJ-001_Office_move.xlsx",
        "snapshot a1b2c3d4e5f6",
        "template 1",
        "page 1",
    ):
        assert part in foot
