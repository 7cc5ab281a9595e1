"""How long a whole steering pack takes: `python -m benchmarks.bench_pack --projects 12 --runs 7`.

The projects are the sample's, each under an ID of its own, in a folder with a portfolio that knows them all. In each
run the answer is asserted: eight pages, and every project's workbook among the sources. Timed is the command's work:
every workbook read and computed, pages made, the files written.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from benchmarks.timing import machine, timed, versions
from pmo_excel.hosts.pack_command import PackAsked, make_pack
from pmo_excel.report.document import Audience
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.portfolio_reading import read_portfolio
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.sample import sample
from pmo_excel.workbook.templates_folder import templates_folder

PACKAGES: Final = ("pmo-excel", "numpy", "python-pptx", "jinja2")
PAGES: Final = 8


def written(folder: Path, projects: int) -> None:
    """Workbooks of so many projects, and the portfolio's with their IDs."""
    made = [(name, data) for name, data in sample().items() if not name.startswith("RGX")]
    keys = [f"BEN-{number:03}" for number in range(1, projects + 1)]
    for at, key in enumerate(keys):
        name, data = made[at % len(made)]
        package = open_package(data, name)
        place = read_book(package).tables["Charter"].cell("id", 0)
        (folder / f"{key}.xlsx").write_bytes(patch(package, [Edit(place.sheet, place.ref, key)]).data)
    package = open_package(templates_folder() / "Portfolio.xlsx")
    register = read_portfolio(package).tables["Portfolio Register"]
    letter, first = register.origin.letters["id"], package.table("tblProjects")
    assert first is not None
    edits = [Edit(register.origin.sheet, f"{letter}{first.rows.first_row + at}", key) for at, key in enumerate(keys)]
    (folder / "Portfolio.xlsx").write_bytes(patch(package, edits).data)


def _packed(folder: Path, projects: int) -> None:
    made = make_pack(PackAsked(folder, Audience.BOARD, "html,pptx"), datetime.now())
    assert made.pages == PAGES, made.pages
    assert len(made.report.sources) == projects + 1, len(made.report.sources)


def main() -> None:
    """Make the folder, assert the pack, time it, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=12)
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder, asked.projects)
        found = timed(lambda: _packed(folder, asked.projects), asked.runs)
    said = {"machine": machine(), "versions": versions(PACKAGES), "command": shlex.join(sys.argv)}
    print(json.dumps({**said, "projects": asked.projects, "seconds": found._asdict()}, indent=1))


if __name__ == "__main__":
    main()
