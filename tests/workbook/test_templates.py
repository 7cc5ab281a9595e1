"""The committed templates are what the declarations say."""

import zipfile
from io import BytesIO
from typing import IO

from pmo_excel.workbook.build_templates import templates
from pmo_excel.workbook.templates_folder import templates_folder

AGAIN = "python -m pmo_excel.workbook.build_templates"


def _parts(file: IO[bytes]) -> list[tuple[str, bytes]]:
    """Unpacked, for packing may differ between versions of zlib."""
    with zipfile.ZipFile(file) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_the_committed_templates_are_what_is_built_now() -> None:
    built = templates()
    assert set(built) == {path.name for path in templates_folder().glob("*.xlsx")}, f"run {AGAIN}"
    for name, data in built.items():
        with (templates_folder() / name).open("rb") as file:
            there, now = _parts(file), _parts(BytesIO(data))
        assert [part for part, _ in there] == [part for part, _ in now], f"{name}: run {AGAIN}"
        assert [part for part, same in zip(now, there, strict=True) if part != same] == [], f"{name}: run {AGAIN}"
