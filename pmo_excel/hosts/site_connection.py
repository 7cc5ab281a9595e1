"""A site with the user's sign-in, journal and decisions, as every command that talks to one uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.printing import errors
from pmo_excel.hosts.review_books import DECISIONS, Reviewing
from pmo_excel.hosts.sign_in_command import asking
from sharepoint.configuration import sign_in_for
from sharepoint.decisions import Decisions
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.site import Site

JOURNAL: Final = "journal.sqlite"
WORTH_SAYING: Final = 4.0
"""Seconds of waiting for the site from which on a person is told."""


def connected(url: str, state: Path) -> Site:
    """A site, with the sign-in that was remembered or that the environment describes."""
    site = Site(url, sign_in_for(url, state, how=asking()))
    site.connection.waiting = _say_wait
    return site


@contextmanager
def reviewing(url: str, state: Path) -> Iterator[Reviewing]:
    """The site, signed in, with what was published to it and decided about it."""
    with Journal(state / JOURNAL) as journal, Decisions(state / DECISIONS) as decisions:
        yield Reviewing(connected(url, state), journal, decisions)


def no_site(url: str, error: SharePointError) -> Problem:
    """Why nothing could be done on the site, as a problem."""
    return Problem(Code.SHAREPOINT, error.fact, Cell(url), error.next_step, Severity.CRITICAL)


def _say_wait(seconds: float) -> None:
    if seconds >= WORTH_SAYING:
        errors.print(f"Waiting {seconds:.0f} s for the site, which is busy or has a file locked. Ctrl+C stops.")
