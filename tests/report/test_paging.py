"""Pages are cut where they are full, and nothing is lost where they are cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.report.document import Audience, Beside, Bullets, Entry, Grid, GridColumn, Page, Report, Text, said
from pmo_excel.report.facts import NOTHING, plain
from pmo_excel.report.paging import HEIGHT, block_height, paged, stack_height, title_height
from pmo_excel.report.source import Currency

_TEXT = st.text("abc de", min_size=1, max_size=200)


def _grid(texts: list[str]) -> Grid:
    rows = tuple((Entry(said(str(at))), Entry(said(text))) for at, text in enumerate(texts))
    return Grid(said("Rows"), (GridColumn("No"), GridColumn("Text", 4.0)), rows)


def _report(*blocks: Grid | Bullets | Text | Beside) -> Report:
    page = Page(said("A page"), blocks)
    return Report("test", "Test", (), Audience.TEAM, (page,), Currency(NOTHING, None, 7), ())


@settings(max_examples=40, deadline=None)
@given(st.lists(_TEXT, max_size=90), st.lists(_TEXT, max_size=90))
def test_no_row_and_no_item_is_lost_and_no_page_is_too_full(rows: list[str], items: list[str]) -> None:
    pages = paged(_report(_grid(rows), Bullets(said("Items"), tuple(said(item) for item in items))))
    kept = [row for page in pages for block in page.blocks if isinstance(block, Grid) for row in block.rows]
    listed = [item for page in pages for block in page.blocks if isinstance(block, Bullets) for item in block.items]
    assert [plain(row[1].pieces) for row in kept] == rows
    assert [plain(item) for item in listed] == items
    for page in pages:
        assert title_height(page.title) + stack_height(page.blocks) <= HEIGHT + 1e-6


def test_what_follows_says_that_it_is_continued() -> None:
    first, second = paged(_report(_grid(["x"] * 50)))
    assert plain(first.title) == "A page"
    assert plain(second.title) == "A page (continued)"
    assert len(first.blocks[0].rows) + len(second.blocks[0].rows) == 50  # type: ignore[union-attr]


def test_a_table_is_not_left_with_one_row_alone() -> None:
    pages = paged(_report(_grid(["x"] * 33)))
    assert min(len(page.blocks[0].rows) for page in pages) >= 3  # type: ignore[union-attr]


def test_columns_beside_each_other_are_as_high_as_the_higher() -> None:
    one, two = _grid(["x"] * 3), _grid(["x"] * 9)
    assert block_height(Beside((one,), (two,))) == block_height(two, (1063.0 - 26.0) / 2)
