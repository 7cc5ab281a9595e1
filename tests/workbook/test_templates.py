"""The committed templates are what the declarations say."""

import zipfile
from io import BytesIO
from typing import IO

import pytest

from pmo_excel.workbook.build_templates import templates
from pmo_excel.workbook.templates_folder import templates_folder
from tests.made import portfolio, workbook

AGAIN = "python -m pmo_excel.workbook.build_templates"


def _parts(file: IO[bytes]) -> list[tuple[str, bytes]]:
    """Unpacked, for packing may differ between versions of zlib."""
    with zipfile.ZipFile(file) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _unlike_committed(name: str, built: bytes) -> list[str]:
    with (templates_folder() / name).open("rb") as file:
        there, now = _parts(file), _parts(BytesIO(built))
    assert [part for part, _ in there] == [part for part, _ in now], f"{name}: run {AGAIN}"
    return [part for (part, mine), (_, theirs) in zip(now, there, strict=True) if mine != theirs]


def test_the_simplest_committed_template_is_what_is_built_now() -> None:
    """It has every sheet and column of the others."""
    assert _unlike_committed("Project (Light).xlsx", workbook("Light")) == [], f"run {AGAIN}"


def test_the_committed_portfolio_template_is_what_is_built_now() -> None:
    assert _unlike_committed("Portfolio.xlsx", portfolio()) == [], f"run {AGAIN}"


@pytest.mark.live
def test_every_committed_template_is_what_is_built_now() -> None:
    built = templates()
    assert set(built) == {path.name for path in templates_folder().glob("*.xlsx")}, f"run {AGAIN}"
    assert {name: _unlike_committed(name, data) for name, data in built.items()} == {name: [] for name in built}, AGAIN
