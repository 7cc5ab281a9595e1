"""Everything generated for spreadsheet programs, written again: `python -m pmo_excel.hosts.build_plugins`."""

from __future__ import annotations

from pmo_excel.hosts.excel import files as excel
from pmo_excel.hosts.officejs import generated as officejs


def build() -> None:
    """Write the generated files of each plug-in."""
    excel.build()
    officejs.build()


if __name__ == "__main__":
    build()
