"""A local site, served by a process of its own, and a coordinator who publishes to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sharepoint.local import Running, running
from sharepoint.site import Site
from tests.sharepoint.publishing import Publisher


@pytest.fixture(scope="session")
def site_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site in Berlin's time, so that days and instants differ, where faults can be set."""
    folder = tmp_path_factory.mktemp("site")
    with running(folder, faults=True, arguments=("--zone", "Europe/Berlin")) as site:
        yield site


@pytest.fixture
def server(site_process: Running) -> Iterator[Running]:
    """The site as new: what a test leaves on it is removed."""
    yield site_process
    site_process.clear_faults()
    site = Site(site_process.url)
    for row in site.get("Web/Lists?$select=Id,Title", "cleaning up")["results"]:
        if row["Title"] not in ("Documents", "Site Pages"):
            answer = site.connection.send("DELETE", f"Web/Lists(guid'{row['Id']}')", None, {"IF-MATCH": "*"})
            assert answer.ok, answer


@pytest.fixture
def publisher(server: Running, tmp_path: Path) -> Publisher:
    """A coordinator with an empty journal."""
    return Publisher(server.url, tmp_path / "journal.db")
