"""Reports of a portfolio: what they contain, in which order, for whom; every figure is in the cell it cites."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from lxml import html as markup
from openpyxl import load_workbook

from pmo_excel.core.instants import day_text, instant
from pmo_excel.report.document import Audience, Beside, Block, Grid, Report, Single
from pmo_excel.report.facts import Fact, plain
from pmo_excel.report.formats.html import as_html
from pmo_excel.report.formats.sheets import as_sheets
from pmo_excel.report.formats.slides import as_slides
from pmo_excel.report.formats.word import as_word
from pmo_excel.report.kinds.portfolio.busy import role_loads
from pmo_excel.report.kinds.portfolio.catalogue import PORTFOLIO_KINDS
from pmo_excel.report.kinds.portfolio.overview import Overview
from pmo_excel.report.kinds.portfolio.pack import MOST_PAGES, steering_pack
from pmo_excel.report.material import Material
from pmo_excel.report.paging import paged
from tests.report.formats.test_formats import HOSTILE
from tests.report.kinds.portfolios import facts, material, member, portfolio, value_of

REQUIRED = {
    "portfolio": ("Projects by exception", "Top movements", "Decisions required", "Capacity, next 8 weeks", "Gates"),
    "milestones": ("Milestones to come", "Missed", "Next 90 days"),
    "raid": ("Top risks", "Issues", "Overdue by owner", "Dependencies in conflict", "Assumptions not validated"),
    "capacity": ("Hard", "Hard and soft", "Top contributing", "Unfilled demand", "Skills that hang", "Ways out"),
    "benefits": ("Benefits", "Objectives by project", "Not served", "Cost of delay"),
    "collection": ("Workbooks", "Findings by type", "Reported other than computed", "Trend of quality"),
    "steering": ("For decision", "Agenda", "Actions from earlier meetings", "Exceptions", "Finance", "Open change"),
}
"""Headings that spec/reports.md asks for, by kind."""
PEOPLE = ("Petra Lang", "Omar Haddad", "Mei Tanaka")


@pytest.fixture(scope="module")
def given() -> Material:
    return material(portfolio(), member(1), member(2))


@pytest.fixture(scope="module")
def empty() -> Material:
    book = portfolio(0)
    book.tables.clear()
    return material(book)


def blocks(report: Report) -> list[Single]:
    """Every block, also those that stand beside each other."""
    found: list[Single] = []
    for page in report.pages:
        for block in page.blocks:
            found += _singles(block)
    return found


def _singles(block: Block) -> tuple[Single, ...]:
    return (*block.left, *block.right) if isinstance(block, Beside) else (block,)


def grid(report: Report, heading: str) -> list[list[str]]:
    """The rows of a table as texts, with the words behind."""
    found = next(b for b in blocks(report) if isinstance(b, Grid) and plain(b.heading) == heading)
    return [[f"{plain(cell.pieces)} {cell.tag}".strip() for cell in row] for row in found.rows]


def text(report: Report) -> str:
    return markup.fromstring(as_html(report)).text_content()


@pytest.mark.parametrize("kind", PORTFOLIO_KINDS)
def test_a_kind_has_its_headings_on_one_page_also_where_there_is_nothing(
    kind: str, given: Material, empty: Material
) -> None:
    for each in (given, empty):
        made = PORTFOLIO_KINDS[kind].make(each)
        headings = [plain(block.heading) for block in blocks(made)]
        assert not [h for h in REQUIRED[kind] if not any(one.startswith(h) for one in headings)]
        assert len(paged(made)) == len(made.pages)
    assert "None in period" in text(PORTFOLIO_KINDS[kind].make(empty))


@pytest.mark.parametrize("kind", PORTFOLIO_KINDS)
def test_every_figure_is_what_the_cells_it_cites_give(kind: str) -> None:
    books = (portfolio(), member(1), member(2))
    compared, differing = 0, []
    for fact in facts(PORTFOLIO_KINDS[kind].make(material(*books))):
        if fact.source and fact.known:
            compared += 1
            value = value_of(fact.source, books)
            if not _agrees(fact, value):
                differing.append((fact, value))
    assert not differing
    assert compared > 10


def _agrees(fact: Fact, value: Any) -> bool:
    """Whether a page says what the cell holds: dates and ages by their days, numbers, texts as a part."""
    if isinstance(value, date):
        age = (instant(date(2026, 3, 31)) - instant(value)) // 1440
        return fact.text == day_text(instant(value)) or fact.value == age
    if isinstance(fact.value, bool):
        return value == ("Yes" if fact.value else "No")
    if isinstance(fact.value, int | float):
        return bool(fact.value == pytest.approx(value, abs=0.005 if fact.text.endswith("%") else 1e-9))
    return fact.text.rstrip("…") in str(value)


def test_projects_stand_by_exception_the_worst_and_latest_first(given: Material) -> None:
    rows = grid(PORTFOLIO_KINDS["portfolio"].make(given), "Projects by exception")
    assert [row[0].split()[0] for row in rows] == ["PRJ-002", "PRJ-003", "PRJ-001", "PRJ-004"]
    assert rows[0][1:4] == ["R", "R", "G"]


def test_a_status_of_16_days_with_a_limit_of_7_is_stamped_stale_9_d(given: Material) -> None:
    """Status date 17 March, report of 2 April: 16 days; the default limit is 7, so 9 days beyond it."""
    rows = grid(PORTFOLIO_KINDS["portfolio"].make(given), "Projects by exception")
    assert [row[0] for row in rows if "stale" in row[0]] == ["PRJ-004 Project number 4 stale 9 d"]


def test_the_message_names_the_colours_and_the_latest(given: Material) -> None:
    title = plain(PORTFOLIO_KINDS["portfolio"].make(given).pages[0].title)
    assert title == "1 red, 1 amber of 4 projects; PRJ-002 is the latest, by 12 wd"


def test_roles_are_booked_by_the_sum_of_their_people(given: Material) -> None:
    """Engineers: capacity 40 + 40, hard 40 + 60, soft 8: 100 / 80 = 125 %, 108 / 80 = 135 %."""
    loads = role_loads(Overview(given), 8)
    assert loads.shares("Engineer", soft=False)[:4] == [1.25, 1.25, 1.25, None]
    assert loads.shares("Engineer", soft=True)[0] == pytest.approx(1.35)
    assert [role for role, _, _ in loads.busiest()] == ["Engineer"]


@pytest.mark.parametrize("kind", ["capacity", "collection"])
def test_pages_of_roles_and_of_collection_name_no_person(kind: str, given: Material) -> None:
    said = text(PORTFOLIO_KINDS[kind].make(given))
    assert not [who for who in (*PEOPLE, "Manager 1") if who in said]


def test_a_page_shows_at_most_25_projects_and_counts_the_others() -> None:
    made = PORTFOLIO_KINDS["portfolio"].make(material(portfolio(60)))
    assert len(grid(made, "Projects by exception")) <= 25
    assert len(paged(made)) == 1
    assert "more in the sheet Portfolio Register" in text(made)


def test_a_pack_of_sixty_projects_keeps_to_eight_pages() -> None:
    members = [member(n) for n in range(1, 13)]
    made = steering_pack(material(portfolio(60), *members))
    assert len(paged(made)) == len(made.pages) == MOST_PAGES


def test_at_most_three_decisions_the_nearest_deadline_first(given: Material) -> None:
    rows = grid(steering_pack(given), "For decision")
    assert [(row[0], row[4]) for row in rows] == [("PRJ-001", "01-Apr-26"), ("PRJ-002", "02-Apr-26"), ("PRJ-001", "–")]
    assert rows[0][1:4] == ["I-001 Which supplier", "A is cheaper; B is quicker", "Take B"]


def test_a_change_is_asked_for_with_what_it_was_simulated_to_do(given: Material) -> None:
    rows = grid(steering_pack(given), "For decision")
    assert rows[2][1:3] == [
        "Approve change CR-001: Second room?",
        "Approve (+5 wd on the finish, −2,000 cost); reject: the plan stays",
    ]
    changes = grid(steering_pack(given), "Open change requests")
    assert [row[3:5] for row in changes] == [["+5", "−2,000"]] * 2


def test_lateness_that_costs_benefits_is_listed_the_dearest_first(given: Material) -> None:
    said = text(PORTFOLIO_KINDS["benefits"].make(given))
    assert said.index("PRJ-002: 24,000") < said.index("PRJ-001: 12,000")
    assert "O-2 Every call answered" in said


def test_an_open_action_of_a_meeting_comes_back_with_its_age(given: Material) -> None:
    """Raised on 11 March, figures as of 31 March: 20 days. Actions of other sources are not the meeting's."""
    rows = grid(steering_pack(given), "Actions from earlier meetings")
    assert [(row[0], row[1], row[5]) for row in rows] == [
        ("PRJ-001", "AC-001 Ask the landlord", "20"),
        ("PRJ-002", "AC-001 Ask the landlord", "20"),
    ]


def test_the_top_risks_of_a_pack_are_the_projects_own_with_their_worth(given: Material) -> None:
    rows = grid(steering_pack(given), "Top risks")
    assert [(row[0], row[2], row[7]) for row in rows] == [("PRJ-002", "12", "2.5"), ("PRJ-001", "11", "2.5")]


def test_an_audience_gets_its_pages_and_no_others(given: Material) -> None:
    titles = {who: text(steering_pack(given, who)) for who in Audience}
    assert "Data quality" not in titles[Audience.BOARD]
    assert "Reported other than computed" not in titles[Audience.BOARD]
    assert "Reported other than computed" in titles[Audience.PMO]
    assert "Exposure beyond contingency" not in titles[Audience.TEAM]
    assert all(f"page 1 of {len(steering_pack(given, who).pages)}" in titles[who] for who in Audience)


def test_contingency_that_is_less_than_the_exposure_is_said(given: Material) -> None:
    """PRJ-002 has an exposure of 4,000 and 3,000 left; PRJ-001 has 9,000 left."""
    assert "PRJ-002: exposure 4,000, left 3,000" in text(steering_pack(given))
    assert "PRJ-001: exposure" not in text(steering_pack(given))


def test_texts_of_workbooks_stay_texts_in_every_format() -> None:
    book, own = portfolio(), member(1, **{"Help / Decisions Needed": "\n".join(HOSTILE)})
    for name, hostile in (("name", HOSTILE[1]), ("programme", HOSTILE[0])):
        getattr(book.tables["Portfolio Register"], name)[:] = hostile
    book.tables["Portfolio RAID"].title[:] = HOSTILE[0]
    own.tables["Actions"].action[:] = HOSTILE[2]
    made = steering_pack(material(book, own))
    page = markup.fromstring(as_html(made))
    assert not page.findall(".//script")
    assert HOSTILE[1] in page.text_content()
    sheets = load_workbook(io.BytesIO(as_sheets(made)))
    assert not [c for s in sheets for row in s.iter_rows() for c in row if c.data_type == "f" or c.hyperlink]
    assert as_slides(made)
    assert as_word(made)
