"""Everything generated for spreadsheet programs, written again: `python -m pmo_excel.hosts.build_plugins`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pmo_excel.hosts.excel.files import excel_sources, excel_workbooks
from pmo_excel.hosts.libreoffice.extension import built as libreoffice
from pmo_excel.hosts.officejs.generated import generated, plugin_folder

PLUGINS: Final = Path(__file__).parents[2] / "plugins"


def plugin_sources() -> Mapping[Path, bytes]:
    """Every generated file of every plug-in but the workbooks among them, by its place.

    Raises
    ------
    Refused
        xlwings, whose VBA module the Excel add-in holds, is not installed.
    """
    office = {plugin_folder() / name: text.encode() for name, text in generated(plugin_folder()).items()}
    libre = {PLUGINS / name: data for name, data in libreoffice(PLUGINS).items()}
    return {**excel_sources(), **office, **libre}


def write() -> None:
    """Write the files."""
    for path, data in {**plugin_sources(), **excel_workbooks()}.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    write()
