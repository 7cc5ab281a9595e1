"""Pages as self-contained HTML: no scripts, nothing loaded from elsewhere, every text of a workbook escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pmo_excel.core.instants import as_datetime, day_text
from pmo_excel.report import palette
from pmo_excel.report.charts.svg import svg
from pmo_excel.report.facts import plain
from pmo_excel.report.fit import fit, lists_left
from pmo_excel.report.index_page import IndexPage
from pmo_excel.report.status_page import StatusPage


def html(page: StatusPage | IndexPage) -> str:
    """A page as one HTML document; it prints on one A4 landscape page."""
    return _status(page) if isinstance(page, StatusPage) else _index(page)


def _status(page: StatusPage) -> str:
    return rendered(
        "status_page.html",
        page=page,
        title_text=plain(page.title),
        fit=fit(page),
        lists_left=lists_left(page),
        plan=svg(page.plan, "plan") if page.plan else None,
        money=svg(page.money, "money") if page.money else None,
        produced=moment_text(page.source.produced_at),
    )


def _index(page: IndexPage) -> str:
    return rendered("index_page.html", page=page, produced=moment_text(page.produced_at))


def moment_text(value: int) -> str:
    """`31-Mar-26 14:05`."""
    return f"{day_text(value)} {as_datetime(value):%H:%M}"


def rendered(name: str, **values: object) -> str:
    """A template of `pages`, filled; with the style sheet and the colours of all pages."""
    return _environment().get_template(name).render(css=_css(), colours=_colours(), **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pmo_excel.report", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> Markup:
    """Our own style sheet, which is markup already."""
    return Markup(files("pmo_excel.report").joinpath("pages/page.css").read_text("utf-8"))  # noqa: S704


def _colours() -> Markup:
    """The palette as custom properties of the style sheet."""
    named = {
        "accent": palette.ACCENT,
        "text": palette.TEXT,
        "quiet": palette.QUIET,
        "line": palette.LINE,
        "grid": palette.GRID,
        "pale": palette.PALE,
    }
    for rag, swatch in palette.STATUS.items():
        named |= {rag.name.lower(): swatch.fill, f"on-{rag.name.lower()}": swatch.ink}
    lines = "".join(f"--{name}: {colour}; " for name, colour in named.items())
    return Markup(":root {{ {}}}").format(lines)
