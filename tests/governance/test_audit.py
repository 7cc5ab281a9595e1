"""The audit log's chain: a line that is altered, removed or moved is told; what is written stays small."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.core.problems import Code
from pmo_excel.governance.audit import Altered, Line, broken, last_checksum, lines, log_rows
from pmo_excel.governance.tables import Audit

TEXT = st.text(alphabet="abcXYZ 0189-→é\n#", max_size=12)
ONE = st.builds(Line, st.integers(0, 40_000_000), TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
LINES = st.lists(ONE, min_size=2, max_size=8)
FIELDS = ("who", "sheet", "cell_or_key", "old", "new", "why", "chain_hash")


@given(LINES, st.data())
@settings(max_examples=50, deadline=None)
def test_altering_any_cell_of_any_line_is_told_at_that_line(made: list[Line], data: st.DataObject) -> None:
    log = log_rows(made, "")
    assert broken(log) == []
    row = data.draw(st.integers(0, len(made) - 1))
    name = data.draw(st.sampled_from(FIELDS))
    getattr(log, name)[row] = f"{getattr(log, name)[row] or ''}x"
    found = broken(log)
    assert found
    assert all(problem.code is Code.AUDIT_CHAIN for problem in found)
    assert min(problem.cell.row or 0 for problem in found) in (row + 2, row + 3)  # its own checksum, or the next one's


@given(LINES, st.data())
@settings(max_examples=30, deadline=None)
def test_a_line_that_is_removed_or_changes_places_is_told(made: list[Line], data: st.DataObject) -> None:
    log = log_rows(made, "")
    row = data.draw(st.integers(0, len(made) - 2))
    kept = [at for at in range(len(made)) if at != row]
    swapped = [*range(row), row + 1, row, *range(row + 2, len(made))]
    for order in (kept, swapped):
        other = Audit.of(len(order), **{name: getattr(log, name)[order] for name in ("when", *FIELDS)})
        assert broken(other) != []


@given(LINES, LINES)
@settings(max_examples=20, deadline=None)
def test_lines_that_are_appended_later_carry_the_chain_on(first: list[Line], second: list[Line]) -> None:
    one = log_rows(first, "")
    two = log_rows(second, last_checksum(one))
    names = ("when", *FIELDS)
    both = Audit.of(len(one) + len(two), **{n: np.concatenate([getattr(one, n), getattr(two, n)]) for n in names})
    assert broken(both) == []


def test_a_line_names_what_changed_and_counts_what_was_filled() -> None:
    changed = [Altered("Schedule", "Finish", str(n), "12-May-26", "13-May-26", "PMO.SCHEDULE") for n in (8, 10)]
    filled = [Altered("Schedule", "Start", str(n), "", "2-Mar-26", "PMO.SCHEDULE") for n in range(1000)]
    one = Altered("Status", "Time RAG", "B13", "G", "A", "Time AMBER: …")
    said = list(lines([*changed, *filled, one], "ana", 0))
    assert [(line.sheet, line.place) for line in said] == [
        ("Schedule", "Finish: 2 cells"),
        ("Schedule", "1000 cells that were empty"),
        ("Status", "Time RAG B13"),
    ]
    assert (said[0].old, said[0].new) == ("8: 12-May-26; 10: 12-May-26", "8: 13-May-26; 10: 13-May-26")
    assert (said[2].old, said[2].new, said[2].why) == ("G", "A", "Time AMBER: …")


def test_a_text_that_would_be_read_as_an_error_and_one_that_is_too_long_are_kept_so_that_the_chain_holds() -> None:
    one = Altered("Budget", "EAC", "C-1", "#N/A", "x" * 50_000, "why")
    line = next(iter(lines([one], "ana", 0)))
    assert line.old == "error #N/A"
    assert len(line.new) < 32_767
    assert "checksum" in line.new
