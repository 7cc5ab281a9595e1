"""The benchmark of publishing runs, and what it counts is what was sent."""

from __future__ import annotations

import pytest

from benchmarks.bench_publish import compared, lines


@pytest.mark.live
def test_every_way_puts_the_rows_on_the_site() -> None:
    """Three rows each; `add_item` needs a request a row beside the digest and the batch that reads the type."""
    ours, one_by_one, in_hundreds = compared(rows=3, client_rows=3, delay=0.0, runs=1)
    assert (ours.rows, one_by_one.rows, in_hundreds.rows) == (3, 3, 3)
    assert one_by_one.requests >= 1 + 3
    assert in_hundreds.requests < one_by_one.requests
    assert len(lines([ours, one_by_one, in_hundreds])) == 4
