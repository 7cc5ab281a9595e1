"""Options and paths that all tests share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


settings.register_profile("pmo", deadline=None)  # how long an example takes depends on the machine, and decides nothing
settings.load_profile("pmo")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require", default="", help="Programs that must be there: a missing one fails instead of skipping."
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    required = [name for name in session.config.getoption("--require").split(",") if name]
    missing = [name for name in required if shutil.which(name) is None]
    if missing:
        pytest.exit(f"required for this run, but not installed: {', '.join(missing)}", returncode=4)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real cases, beside the project; tests that need it are skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("../shared, with the real cases, is not here")
    return SHARED
