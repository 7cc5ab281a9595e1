"""A local site, served by a process of its own, and a coordinator who publishes to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sharepoint.local import Running, running
from tests.sharepoint.publishing import Publisher


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    """A site in Berlin's time, so that days and instants differ, where faults can be set."""
    with running(tmp_path / "site", faults=True, arguments=("--zone", "Europe/Berlin")) as site:
        yield site


@pytest.fixture
def publisher(server: Running, tmp_path: Path) -> Publisher:
    """A coordinator with an empty journal."""
    return Publisher(server.url, tmp_path / "journal.db")
