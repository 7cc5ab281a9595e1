"""Make what is installed into spreadsheet programs anew: `python -m pmo_excel.hosts.build_plugins`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pmo_excel.hosts.libreoffice.extension import built as libreoffice

PLUGINS: Final = Path(__file__).parents[2] / "plugins"
BUILDERS: Final = (libreoffice,)
"""Each gives the files that it makes by their path under the folder of plug-ins."""


def plugin_files(plugins: Path = PLUGINS) -> Mapping[str, bytes]:
    """Every generated file of every plug-in."""
    return {name: data for build in BUILDERS for name, data in build(plugins).items()}


def write() -> None:
    """Write the files."""
    for name, data in plugin_files().items():
        path = PLUGINS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    write()
