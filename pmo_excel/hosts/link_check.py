"""Links in workbooks, tested against the site that they point to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pmo_excel.core.columns import Type
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns
from pmo_excel.hosts.books import Outcome
from pmo_excel.hosts.site_connection import connected
from pmo_excel.hosts.state_folder import state_folder
from sharepoint.errors import SharePointError
from sharepoint.link_test import Result, link_results


@dataclass(frozen=True, slots=True)
class LinkTest:
    """The outcomes with what is wrong with their links, how many links came out how, and what kept from testing."""

    outcomes: list[Outcome]
    counts: Counter[Result] = field(default_factory=Counter)
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        told = [f"{count} {result.value}" for result, count in self.counts.items()]
        return f"links: {', '.join(told) or 'none'}"


def links_tested(outcomes: Sequence[Outcome], site: str) -> LinkTest:
    """Test every typed link of these workbooks that points to a site; nothing else is asked."""
    found = [list(_links(outcome.refresh.tables if outcome.refresh else {})) for outcome in outcomes]
    try:
        results = link_results(connected(site, state_folder()), [url for part in found for url, _ in part])
    except SharePointError as error:
        problem = Problem(Code.SHAREPOINT, str(error), Cell(site), error.next_step, Severity.CRITICAL)
        return LinkTest(list(outcomes), problems=(problem,))
    told = [
        replace(outcome, problems=[*outcome.problems, *_problems(part, results)])
        for outcome, part in zip(outcomes, found, strict=True)
    ]
    return LinkTest(told, Counter(results[url] for part in found for url, _ in part))


def _links(tables: Mapping[str, Table]) -> Iterator[tuple[str, Cell]]:
    for table in tables.values():
        for name, column in columns(type(table)).items():
            if column.type is Type.URL and column.typed and table.has(name):
                for row, url in enumerate(getattr(table, name).tolist()):
                    if url:
                        yield str(url), table.cell(name, row)


def _problems(links: Sequence[tuple[str, Cell]], results: Mapping[str, Result]) -> Iterator[Problem]:
    for url, place in links:
        if results[url] is Result.BROKEN:
            text = f"{url} leads to nothing on the site"
            fix = "Copy the link again from where the document is now."
            yield Problem(Code.BROKEN_LINK, text, place, fix, Severity.MEDIUM)
        elif results[url] is Result.FORBIDDEN:
            text = f"{url} {results[url].value}"
            yield Problem(Code.BROKEN_LINK, text, place, "Ask its owner who should be able to read it.", Severity.LOW)
