"""The page of stakeholders, for the project manager only: grid, engagement, what is due and what is at risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pmo_excel.report.charts.quadrant import Standing, quadrant_chart
from pmo_excel.report.charts.seam import Engaged, seam
from pmo_excel.report.charts.svg import svg
from pmo_excel.report.html import moment_text, rendered
from pmo_excel.stakeholders.overview import Listing, Overview


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """What the page shows, and what it says of how it was made; `as_of` is the status date as text."""

    project: str
    file: str
    as_of: str
    made_at: int
    overview: Overview


def people_html(page: PeoplePage) -> str:
    """The page as one HTML document."""
    over = page.overview
    grid, matrix = quadrant_chart(_standings(over), over.threshold), seam(_engaged(over))
    return rendered(
        "people_page.html",
        page=page,
        title_text=grid.title if grid else "Nobody is in the register",
        grid=svg(grid, "grid") if grid else None,
        seam=svg(matrix, "seam") if matrix else None,
        seam_title=matrix.title if matrix else "",
        sections=_sections(over),
        produced=moment_text(page.made_at),
    )


def _standings(over: Overview) -> list[Standing]:
    people = over.people
    columns = (people.id, people.name, people.power, people.interest, people.engagement_gap)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [
        Standing(str(name or key), power, interest, 0.0 if gap != gap else gap)
        for key, name, power, interest, gap in rows
        if power == power and interest == interest
    ]


def _engaged(over: Overview) -> list[Engaged]:
    people = over.people
    columns = (people.id, people.name, people.current_engagement, people.desired_engagement)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [Engaged(str(name or key), now, then) for key, name, now, then in rows if now or then]


def _sections(over: Overview) -> list[dict[str, Any]]:
    """The lists under the charts, each with what stands there when it is empty."""
    named: tuple[tuple[str, str, Listing, str], ...] = (
        ("Expectations at risk", "promised, and not as it is forecast", over.promises, "No promise is at risk."),
        ("Whom to see first", "power × interest × steps to the level wanted", over.priorities, "Nobody is listed."),
        ("Communications due", "overdue, or in the next two weeks", over.due, "Nothing is due."),
        ("Less engaged than before", "since the last snapshot", over.falling, "Nobody, or no snapshot."),
        ("Concerns", "the longer open, the higher on the ladder", over.concerns, "No concern is open."),
        ("RACI", "rows in which something is wrong", over.raci, "Nothing is wrong, or there is no chart."),
    )
    return [
        {"title": title, "says": says, "headers": listing.headers, "rows": _shown(listing), "none": none}
        for title, says, listing, none in named
    ]


def _shown(listing: Listing) -> list[list[tuple[str, bool]]]:
    """Cells as text, and whether each is in a column of numbers."""
    numbers = [any(isinstance(row[at], float) for row in listing.rows) for at in range(len(listing.headers))]
    return [[(_text(value), number) for value, number in zip(row, numbers, strict=True)] for row in listing.rows]


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)
