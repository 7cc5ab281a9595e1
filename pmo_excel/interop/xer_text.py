"""What the text of a Primavera XER file tells beside its plan: whether it is whole; links to other projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmo_excel.core.problems import Cell, Code, Problem, Severity


def xer_losses(content: bytes, sheet: str) -> list[Problem]:
    """A file that is cut off, and links between projects, of which one end is elsewhere."""
    problems = []
    if not content.rstrip().endswith(b"%E"):
        text = "the file is cut off: it does not end with %E, so what stood in the rest is missing"
        problems.append(Problem(Code.FILE, text, Cell(sheet), "Export it again from P6.", Severity.HIGH))
    outside = sum(row.get(b"proj_id") != row.get(b"pred_proj_id") for row in _rows(content, b"TASKPRED"))
    if outside:
        text = f"{outside} links to activities of other projects were not carried over"
        fix = "Give those tasks a start date."
        problems.append(Problem(Code.NOT_CARRIED, text, Cell(sheet, None, "TASKPRED"), fix, Severity.MEDIUM))
    return problems


def _rows(content: bytes, table: bytes) -> Iterator[Mapping[bytes, bytes]]:
    """The rows of a table: after `%T`, its name; `%F` the fields; `%R` a row."""
    names: list[bytes] = []
    inside = False
    for line in content.splitlines():
        kind, *cells = line.split(b"\t")
        if kind == b"%T":
            inside = cells[:1] == [table]
        elif inside and kind == b"%F":
            names = cells
        elif inside and kind == b"%R":
            yield dict(zip(names, cells, strict=False))
