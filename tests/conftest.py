"""Options and paths that all tests share."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer.main
import typer.testing
from hypothesis import settings
from xlsxwriter.worksheet import Worksheet

from tests import made

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


# How long an example takes depends on the machine, and decides nothing.
settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=150)  # pytest --hypothesis-profile thorough
settings.load_profile("quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require", default="", help="Programs that must be there: a missing one fails instead of skipping."
    )


def pytest_configure(config: pytest.Config) -> None:
    """What is made once in a run lies where every process of the run finds it, from the first import of a test."""
    if made.FOLDER not in os.environ:
        folder = tempfile.mkdtemp(prefix="pmo-tests-")
        os.environ[made.FOLDER] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        config.add_cleanup(lambda: os.environ.pop(made.FOLDER, None))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What collecting makes stays to the end, and is not searched for garbage again and again: 15 % of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_sessionstart(session: pytest.Session) -> None:
    required = [name for name in session.config.getoption("--require").split(",") if name]
    missing = [name for name in required if shutil.which(name) is None]
    if missing:
        pytest.exit(f"required for this run, but not installed: {', '.join(missing)}", returncode=4)


@pytest.fixture(scope="session", autouse=True)
def commands_once() -> Iterator[None]:
    """The command line is put together once in a process, not for each of the hundreds of calls: 25 ms apiece."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def formulas_once() -> Iterator[None]:
    """XlsxWriter looks for 140 newer functions in every formula, a sixth of the time of a workbook: here once each."""
    prepare = Worksheet._prepare_formula
    plain = SimpleNamespace(use_future_functions=False)
    once = cache(lambda formula, expand: prepare(plain, formula, expand))

    def prepared(sheet: Worksheet, formula: str, expand_future_functions: bool = False) -> str:
        return str(once(formula, expand_future_functions or sheet.use_future_functions))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Worksheet, "_prepare_formula", prepared)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real cases, beside the project; tests that need it are skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("../shared, with the real cases, is not here")
    return SHARED
