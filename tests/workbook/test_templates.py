"""The committed templates are what the declarations say."""

import zipfile
from io import BytesIO

import pytest

from pmo_excel.workbook.build_templates import templates
from pmo_excel.workbook.sample import templates_folder

AGAIN = "python -m pmo_excel.workbook.build_templates"


@pytest.mark.parametrize("name", templates())
def test_a_committed_template_is_what_is_built_now(name: str) -> None:
    """Compared part by part, unpacked: packing may differ between versions of zlib."""
    committed = zipfile.ZipFile(templates_folder() / name)
    built = zipfile.ZipFile(BytesIO(templates()[name]))
    assert committed.namelist() == built.namelist(), f"run {AGAIN}"
    different = [part for part in built.namelist() if committed.read(part) != built.read(part)]
    assert different == [], f"run {AGAIN}"
