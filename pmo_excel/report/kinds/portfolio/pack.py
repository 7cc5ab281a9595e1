"""The pack that a meeting reads: pages for its audience, decisions first, nothing that others should not see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pmo_excel.report.document import Audience, Bullets, Page, Report, said
from pmo_excel.report.facts import plain
from pmo_excel.report.kinds.portfolio.asked import decisions_page
from pmo_excel.report.kinds.portfolio.benefits import benefits_page
from pmo_excel.report.kinds.portfolio.capacity import capacity_page
from pmo_excel.report.kinds.portfolio.collection import collection_page
from pmo_excel.report.kinds.portfolio.coming import milestones_page
from pmo_excel.report.kinds.portfolio.dashboard import dashboard_page
from pmo_excel.report.kinds.portfolio.exceptions import exceptions_page
from pmo_excel.report.kinds.portfolio.frame import portfolio_report
from pmo_excel.report.kinds.portfolio.money import money_page
from pmo_excel.report.kinds.portfolio.overview import Overview
from pmo_excel.report.kinds.portfolio.raid import risks_page
from pmo_excel.report.kinds.portfolio.requests import carried_over, changes_page
from pmo_excel.report.material import Material

MOST_PAGES: Final = 8
"""Pages of a steering committee pack; the registers stay in the workbooks."""
_BOARD, _SPONSOR, _TEAM, _PMO = Audience.BOARD, Audience.SPONSOR, Audience.TEAM, Audience.PMO


@dataclass(frozen=True, slots=True)
class PackPage:
    """A page of the pack after the first, and whom it is for."""

    name: str
    make: Callable[[Overview], Page]
    audiences: tuple[Audience, ...]


PAGES: Final = (
    PackPage("Portfolio", dashboard_page, (_BOARD, _SPONSOR, _PMO)),
    PackPage("Exceptions", exceptions_page, (_BOARD, _SPONSOR, _PMO)),
    PackPage("Milestones", milestones_page, (_BOARD, _SPONSOR, _TEAM, _PMO)),
    PackPage("Finance and contingency", money_page, (_BOARD, _SPONSOR)),
    PackPage("Risks", risks_page, (_BOARD, _SPONSOR, _TEAM)),
    PackPage("Change requests", changes_page, (_BOARD, _SPONSOR, _TEAM)),
    PackPage("Benefits", benefits_page, (_BOARD, _SPONSOR)),
    PackPage("Capacity", capacity_page, (_TEAM, _PMO)),
    PackPage("Data quality and collection", collection_page, (_PMO,)),
)
"""In the order of the pack; decisions and actions come before them for everybody."""


def pages_of(audience: Audience) -> tuple[PackPage, ...]:
    """The pages that an audience gets after the first."""
    return tuple(page for page in PAGES if audience in page.audiences)


def steering_pack(given: Material, audience: Audience = Audience.BOARD) -> Report:
    """The pack for an audience, on at most eight pages."""
    view = Overview(given)
    made = [(page.name, page.make(view)) for page in pages_of(audience)]
    first = decisions_page(view, _agenda(made), carried_over(view))
    pages = (first, *(page for _, page in made))
    return portfolio_report(view, "steering", f"Steering committee pack, {audience.value}", audience, pages)


def _agenda(made: list[tuple[str, Page]]) -> Bullets:
    """What the meeting goes through: each page with its message."""
    points = ["Page 1, decisions, and actions from earlier meetings"]
    points += [
        f"Page {at}, {name[0].lower()}{name[1:]}: {plain(page.title)}" for at, (name, page) in enumerate(made, 2)
    ]
    return Bullets(said("Agenda"), tuple(said(point) for point in points), "page by page")
