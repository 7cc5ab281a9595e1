"""A site with the user's sign-in, journal and decisions, as the commands that review and take back use it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.review_books import DECISIONS, Reviewing
from sharepoint.auth import sign_in_from
from sharepoint.decisions import Decisions
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.site import Site
from sharepoint.token_cache import token_cache

JOURNAL = "journal.sqlite"


@contextmanager
def connected(url: str, state: Path) -> Iterator[Reviewing]:
    """The site, signed in."""
    sign_in = sign_in_from(os.environ, url, token_cache(state) if os.environ.get("PMO_TENANT") else None)
    with Journal(state / JOURNAL) as journal, Decisions(state / DECISIONS) as decisions:
        yield Reviewing(Site(url, sign_in), journal, decisions)


def no_site(url: str, error: SharePointError) -> Problem:
    """Why nothing could be done on the site, as a problem."""
    return Problem(Code.SHAREPOINT, str(error), Cell(url), error.next_step, Severity.CRITICAL)
