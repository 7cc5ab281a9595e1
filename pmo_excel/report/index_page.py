"""The start page of several projects: one line each, the worst first, leading to its own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pmo_excel.core.rag import Rag
from pmo_excel.report.facts import NOTHING, Fact, plain
from pmo_excel.report.sections.strip import Dimension
from pmo_excel.report.status_page import StatusPage

_WORST_FIRST: Final = (Rag.RED, Rag.AMBER, Rag.GREY, Rag.GREEN, Rag.BLUE)


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project on the start page.

    Attributes
    ----------
    label
        The project's name; where it has none, the file of its page.
    href
        The project's own page, relative to this one; a file's name can never become another address.
    title
        The message of that page.
    colours
        One for each dimension of the page, None where the project has not got it.
    """

    id: Fact
    label: str
    stage: Fact
    href: str
    title: str
    colours: tuple[Dimension | None, ...]
    forecast_finish: Fact
    variance: Fact
    currency: Fact
    budget: Fact
    estimate: Fact
    high_findings: int
    as_of: Fact
    stale_by: int


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Several projects by exception: red, amber, grey, green, complete; then in the order given."""

    title: str
    dimensions: tuple[str, ...]
    projects: tuple[ProjectLine, ...]
    produced_at: int


def index_page(pages: Sequence[tuple[StatusPage, str]]) -> IndexPage:
    """The start page of these projects, each with the file of its own page."""
    names = tuple(dict.fromkeys(d.name for page, _ in pages for d in page.strip.dimensions))
    lines = sorted((_line(page, href, names) for page, href in pages), key=_exception)
    made = max((page.source.produced_at for page, _ in pages), default=0)
    return IndexPage(_title(pages), names, tuple(lines), made)


def _line(page: StatusPage, href: str, names: Sequence[str]) -> ProjectLine:
    money = page.finance
    return ProjectLine(
        id=page.header.id,
        label=page.header.name.text if page.header.name.known else href,
        stage=page.header.stage,
        href=quote(href.replace("\\", "/")),
        title=plain(page.title),
        colours=tuple(page.strip.of(name) for name in names),
        forecast_finish=page.header.forecast_finish,
        variance=page.header.variance,
        currency=money.currency if money else NOTHING,
        budget=money.budget if money else NOTHING,
        estimate=money.estimate if money else NOTHING,
        high_findings=page.quality.high,
        as_of=page.currency.as_of,
        stale_by=page.currency.stale_by,
    )


def _exception(line: ProjectLine) -> int:
    overall = next((d.rag for d in line.colours if d is not None and d.name == "Overall"), Rag.GREY)
    return _WORST_FIRST.index(overall)


def _title(pages: Sequence[tuple[StatusPage, str]]) -> str:
    """`1 red, 2 amber of 12 projects`."""
    overall = [d.rag for page, _ in pages if (d := page.strip.of("Overall"))]
    if not pages:
        return "No projects"
    counts = {"red": overall.count(Rag.RED), "amber": overall.count(Rag.AMBER)}
    counts["not judged"] = len(pages) - sum(rag is not Rag.GREY for rag in overall)
    parts = [f"{count} {what}" for what, count in counts.items() if count]
    of = f"of {len(pages)} project{'' if len(pages) == 1 else 's'}"
    return f"{', '.join(parts)} {of}" if parts else f"None {of} is red or amber"
