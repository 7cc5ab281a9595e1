"""Projects and objectives as a matrix: how much each does for each, what serves nothing, what is not served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.charts.drawing import Drawing, Ink, Label, Line, Mark, Rect, fitted

WIDTH: Final = 520.0
LEFT: Final = 168.0
TOP: Final = 34.0
ROW: Final = 20.0
BOTTOM: Final = 34.0
SIZE: Final = 10.0
MOST_ROWS: Final = 30
MOST_COLUMNS: Final = 12
_FILLS: Final = (palette.WHITE, "#D6E4F0", "#8DB4DC", palette.ACCENT)
_INKS: Final = (palette.QUIET, palette.TEXT, "#000000", palette.WHITE)


@dataclass(frozen=True, slots=True)
class Served:
    """A row of the matrix: a project with its contribution, 0 to 3, to each objective."""

    project: str
    name: str
    contributions: Sequence[float]


def alignment_matrix(objectives: Sequence[str], projects: Sequence[Served]) -> Chart | None:
    """The matrix; None without projects or objectives. Rows and columns beyond a page are counted under it."""
    if not objectives or not projects:
        return None
    columns, rows = objectives[:MOST_COLUMNS], projects[:MOST_ROWS]
    step = (WIDTH - LEFT - 4) / len(columns)
    marks: list[Mark] = list(
        _heads(columns, [sum(p.contributions[at] for p in projects) for at in range(len(columns))], step)
    )
    for at, row in enumerate(rows):
        marks += _row(row, TOP + at * ROW, step, len(columns))
    bottom = TOP + len(rows) * ROW
    marks += _legend(bottom + 20, len(projects) - len(rows), len(objectives) - len(columns))
    shapes = Drawing(
        WIDTH, bottom + BOTTOM, _title(objectives, projects), _description(objectives, projects), tuple(marks)
    )
    return Chart(shapes)


def _heads(objectives: Sequence[str], totals: Sequence[float], step: float) -> Iterator[Mark]:
    for at, (name, total) in enumerate(zip(objectives, totals, strict=True)):
        x = LEFT + (at + 0.5) * step
        yield Label(x, TOP - 18, fitted(name, SIZE, step - 4), SIZE, drawing.WORDS, "middle", bold=True)
        said = f"{total:g}" if total else "not served"
        yield Label(
            x, TOP - 6, fitted(said, SIZE - 1.5, step - 2), SIZE - 1.5, drawing.QUIET_WORDS, "middle", bold=not total
        )


def _row(row: Served, y: float, step: float, count: int) -> Iterator[Mark]:
    none = not any(row.contributions)
    label = fitted(f"{row.project} {row.name}".strip(), SIZE, LEFT - 12)
    yield Label(0, y + 14, label, SIZE, drawing.WORDS, bold=none)
    yield Line(0, y + ROW, WIDTH - 4, y + ROW, drawing.GRID)
    for at in range(count):
        points = row.contributions[at]
        shade = max(0, min(3, round(points)))
        x = LEFT + at * step
        if points:
            yield Rect(x + 1, y + 1, step - 2, ROW - 2, Ink(fill=_FILLS[max(1, shade)]))
            ink = Ink(fill=_INKS[max(1, shade)])
            yield Label(x + step / 2, y + 14, f"{points:g}", SIZE, ink, "middle", bold=True)
    if none:
        yield Label(LEFT + 4, y + 14, "serves no objective", SIZE - 0.5, drawing.QUIET_WORDS)


def _legend(y: float, more_rows: int, more_columns: int) -> Iterator[Mark]:
    x = LEFT
    for points, name in ((1, "some"), (2, "much"), (3, "decisive")):
        yield Rect(x, y - 9, 14, 12, Ink(fill=_FILLS[points], stroke=palette.LINE))
        yield Label(x + 7, y + 0.5, str(points), SIZE - 1.5, Ink(fill=_INKS[points]), "middle", bold=True)
        yield Label(x + 19, y, name, SIZE, drawing.QUIET_WORDS)
        x += 72
    more = [f"{more_rows} more projects"] if more_rows > 0 else []
    more += [f"{more_columns} more objectives"] if more_columns > 0 else []
    if more:
        yield Label(WIDTH - 4, y, f"… and {' and '.join(more)}", SIZE, drawing.QUIET_WORDS, "end")


def _title(objectives: Sequence[str], projects: Sequence[Served]) -> str:
    loose = sum(not any(one.contributions) for one in projects)
    bare = sum(not any(one.contributions[at] for one in projects) for at in range(len(objectives)))
    if not loose and not bare:
        return "Every project serves an objective, and every objective is served"
    said = [f"{loose} of {len(projects)} projects serve no objective"] if loose else []
    said += [f"{bare} of {len(objectives)} objectives {'is' if bare == 1 else 'are'} not served"] if bare else []
    return "; ".join(said)


def _description(objectives: Sequence[str], projects: Sequence[Served]) -> str:
    said = []
    for one in projects:
        held = [f"{name} {p:g}" for name, p in zip(objectives, one.contributions, strict=True) if p]
        said.append(f"{one.project}: {', '.join(held) or 'nothing'}")
    return "; ".join(said) + "."
