"""Everything generated for spreadsheet programs, written again: `python -m pmo_excel.hosts.build_plugins`."""

from __future__ import annotations

from pmo_excel.hosts.excel import files as excel


def build() -> None:
    """Write the generated files of each plug-in."""
    excel.build()


if __name__ == "__main__":
    build()
