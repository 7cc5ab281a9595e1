"""A site with the user's sign-in and journal, as the commands that publish use it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from sharepoint.auth import sign_in_from
from sharepoint.decisions import Decisions
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.site import Site
from sharepoint.token_cache import token_cache

JOURNAL, DECISIONS = "journal.sqlite", "decisions.sqlite"


@dataclass(frozen=True, slots=True)
class Connected:
    """A site, what was published to it, and what people decided about it."""

    site: Site
    journal: Journal
    decisions: Decisions


@contextmanager
def connected(url: str, state: Path) -> Iterator[Connected]:
    """The site, signed in, with the user's journal and decisions."""
    sign_in = sign_in_from(os.environ, url, token_cache(state) if os.environ.get("PMO_TENANT") else None)
    with Journal(state / JOURNAL) as journal, Decisions(state / DECISIONS) as decisions:
        yield Connected(Site(url, sign_in), journal, decisions)


def no_site(url: str, error: SharePointError) -> Problem:
    """Why nothing could be done on the site, as a problem."""
    return Problem(Code.SHAREPOINT, str(error), Cell(url), error.next_step, Severity.CRITICAL)
