"""Two versions of a text made from a third, as one: what either side added stays, what either side took out goes."""

from __future__ import annotations

from typing import Final

from sharepoint.fields import Field, Kind
from sharepoint.values import Value

TEXTS: Final = frozenset({Kind.TEXT, Kind.NOTE})


def merged_text(column: Field, last: Value, workbook: Value, site: Value) -> str | None:
    """The lines of the workbook, then those that the site added; None where the column holds no text.

    Lines are whole: where both sides changed the same line, both versions stay. A column of a single line gets them
    with ` / ` between.
    """
    if column.kind not in TEXTS:
        return None
    old, ours, theirs = _lines(last), _lines(workbook), _lines(site)
    kept = [line for line in ours if line in theirs or line not in old]
    added = [line for line in theirs if line not in old and line not in kept]
    return ("\n" if column.kind is Kind.NOTE else " / ").join(kept + added)


def _lines(value: Value) -> list[str]:
    return value.split("\n") if isinstance(value, str) else []
