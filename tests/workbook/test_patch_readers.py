"""What was patched, as other readers find it: any values in any cells, and real workbooks."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, Patched, Refused, patch
from tests.workbook.parts import Minimal, calamine, member, packed, plan, rows

REAL = Path(__file__).parents[2] / "../shared/data/workbooks"

pytestmark = pytest.mark.filterwarnings("ignore:.*is not supported and will be removed")


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
values = st.one_of(
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300),
    st.booleans(),
    texts.filter(bool),
)


@given(st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 30)), values, min_size=1, max_size=12))
def test_what_was_written_is_what_readers_read(rich: bytes, cells: dict[tuple[int, int], Any]) -> None:
    """python-calamine undoes the `_xHHHH_` escapes as Excel does; openpyxl leaves them in inline strings."""
    from pmo_excel.workbook.refs import cell_ref

    patched = patch(rich, [Edit("Hidden", cell_ref(*place), value) for place, value in cells.items()])
    read = calamine(patched.data, "Hidden")
    sheet = openpyxl.load_workbook(io.BytesIO(patched.data))["Hidden"]
    for (row, column), value in cells.items():
        assert read[row - 1][column - 1] == value
        if not isinstance(value, str) or (value.isprintable() and "_x" not in value):
            assert sheet.cell(row, column).value == value


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), unique=True), st.data())
def test_cells_are_put_in_order_whatever_was_there(
    minimal: Minimal, there: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Rows and cells in ascending order, each once: ECMA-376 wants it and Excel repairs a file without it."""
    from pmo_excel.workbook.refs import cell_at, cell_ref

    new = data.draw(st.lists(st.tuples(st.integers(1, 14), st.integers(1, 14)), unique=True, min_size=1))
    start = patch(minimal(), plan(*((cell_ref(*place), 1) for place in there)))
    end = patch(start.data, plan(*((cell_ref(*place), 2) for place in new)))
    refs = [cell_at(ref) for ref in re.findall(r'<c r="(\w+)"', rows(end.data))]
    assert refs == sorted(set(there) | set(new))
    numbers = [int(number) for number in re.findall(r'<row r="(\d+)"', rows(end.data))]
    assert numbers == sorted({row for row, _ in refs})


def one_text_cell(data: bytes) -> Edit | None:
    """An edit of the first cell that can be written in the first sheet."""
    package = open_package(data)
    for ref in re.findall(r'<c r="([A-Z]+\d+)"[^>]*t="s"', member(data, package.sheets[0].member)):
        edit = Edit(package.sheets[0].name, ref, "Patched & proved")
        try:
            patch(data, [edit])
        except Refused:
            continue
        return edit
    return None


@pytest.mark.parametrize("name", sorted(path.name for path in REAL.glob("*.xls*")) or ["none"])
def test_real_workbooks_change_in_the_edited_sheet_alone(name: str) -> None:
    if not (REAL / name).exists():
        pytest.skip("needs the real workbooks of ../shared/data/workbooks")
    data = (REAL / name).read_bytes()
    edit = one_text_cell(data)
    if edit is None:
        pytest.skip("has no text cell in its first sheet")
    patched: Patched = patch(data, [edit])
    sheet = open_package(data).sheets[0].member
    before, after = packed(data), packed(patched.data)
    assert {name for name in before if before[name] != after[name]} <= {sheet, "xl/workbook.xml"}
    assert list(before) == list(after)
    assert member(patched.data, sheet).count("<c ") == member(data, sheet).count("<c ")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert openpyxl.load_workbook(io.BytesIO(patched.data))[edit.sheet][edit.ref].value == edit.value
