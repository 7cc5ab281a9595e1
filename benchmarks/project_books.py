"""A folder of project workbooks as project managers send it: most of them fine, some in every kind of trouble.

One workbook is built; each project is that one with its own cells patched and refreshed, so that a folder of hundreds
takes seconds. What the portfolio must say of each is worked out here by other means: finishes by numpy's business days.
"""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.hosts.books import refresh_file
from pmo_excel.hosts.collect_reading import workers
from pmo_excel.workbook.build import build, build_portfolio
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.read import read_book

START: Final = date(2026, 3, 2)
STATUS: Final = date(2026, 4, 2)
DUE: Final = datetime(2026, 4, 3, 17, 0)
NOW: Final = datetime(2026, 4, 6, 9, 0)
"""Monday at nine; workbooks were due on Friday at five."""
CHAINS: Final = 10
DAYS: Final = 3
"""Working days of each task; the tasks stand in ten parallel chains."""
SPONSORS: Final = ("Fiona Galbraith", "Margaret Lindqvist", "Omar Haddad")


@dataclass(slots=True)
class Folder:
    """What was made, and what a collect must say of it.

    Attributes
    ----------
    finish
        The forecast finish of each project; None where its workbook gives none, and none may be shown.
    submission
        How each project's report arrived.
    trouble
        A code that must be among the findings of a project, by its ID.
    computed
        Projects whose figures cannot be trusted as they stand.
    skipped
        Workbooks that are no project's.
    shared
        The person that three projects book at 70 %, and these projects.
    """

    path: Path
    finish: dict[str, date | None] = field(default_factory=dict)
    submission: dict[str, str] = field(default_factory=dict)
    trouble: dict[str, str] = field(default_factory=dict)
    computed: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)
    missing: tuple[str, ...] = ("PRJ-901", "PRJ-902", "PRJ-903")
    shared: tuple[str, tuple[str, ...]] = ("Petra Lang", ())

    @property
    def files(self) -> list[Path]:
        """The workbooks of the folder."""
        return sorted(path for path in self.path.rglob("*.xlsx") if path.name[0] not in "~.")


def made(path: Path, projects: int = 200, tasks: int = 300, processes: int = 0) -> Folder:
    """A folder of workbooks, with troubles in about one of ten."""
    path.mkdir(parents=True, exist_ok=True)
    folder = Folder(path)
    base = _base(tasks)
    made_one = partial(_project, base, tasks, path)
    numbers = range(1, projects + 1)
    if processes == 1:
        list(map(made_one, numbers))
    else:
        with ProcessPoolExecutor(processes or workers()) as pool:
            list(pool.map(made_one, numbers, chunksize=4))
    for number in numbers:
        key = _key(number)
        folder.finish[key] = finish(tasks, number % 5)
        folder.submission[key] = "Received"
    shared = [_key(number) for number in numbers if _booked(number)]
    folder.shared = (folder.shared[0], tuple(shared))
    _troubles(folder, tasks)
    folder.submission |= dict.fromkeys(folder.missing, "Missing")
    for own in (".pmo-backups", ".pmo-memory"):  # managers send workbooks, and not what lies beside them
        shutil.rmtree(path / own, ignore_errors=True)
    return folder


def portfolio(folder: Folder, path: Path) -> None:
    """A portfolio workbook that expects three projects that have sent nothing."""
    rows = [{"Project ID": key, "Expected File": f"{key}.xlsx"} for key in folder.missing]
    people = [{"Resource ID": "R-01", "Resource Name": folder.shared[0], "FTE": 1}]
    path.write_bytes(build_portfolio({"Collection": rows, "Resource Pool": people}))


def finish(tasks: int, longer: int, status: date = STATUS) -> date:
    """When the longest chain ends, whose first task takes so many days longer; Good Friday is a working day here.

    Nothing is begun, so all of it comes after the status date.
    """
    days = -(-tasks // CHAINS) * DAYS + longer
    found: date = np.busday_offset(status + timedelta(days=1), days - 1, roll="forward").astype(date)
    return found


def _key(number: int) -> str:
    return f"PRJ-{number:03}"


def _booked(number: int) -> bool:
    return number in (2, 3, 4)


def _base(tasks: int) -> bytes:
    """The workbook that each project begins with."""
    rows = [
        {
            "Task ID": str(n),
            "Task Name": f"Task {n}",
            "Duration (wd)": DAYS,
            "Predecessors": str(n - CHAINS) if n > CHAINS else None,
        }
        for n in range(1, tasks + 1)
    ]
    charter: dict[str, Any] = {"Project ID": "PRJ-000", "Project Name": "Benchmark", "Project Manager": "Ana Keller"}
    charter |= {"Sponsor": SPONSORS[0], "Programme": "One", "Lifecycle Status": "Active", "Approved Budget": 100_000}
    charter |= {"Planned Start": START, "Status Date": STATUS}
    risk: dict[str, Any] = {
        "Risk ID": "R-001",
        "Risk Title": "Supplier is late",
        "Risk Type": "Threat",
        "Risk Status": "Open",
    }
    risk |= {"Probability (1-5)": 4, "Impact Time (1-5)": 5, "Risk Owner": "Ana Keller"}
    content = {
        "Charter": [charter],
        "Schedule": rows,
        "Risks": [risk],
        "Resources": [{"Resource ID": "R-1", "Resource Name": "Nobody"}],
        "Assignments": [{"Assignment ID": "AS-1", "Task ID": "1", "Resource ID": "R-1", "Units %": 0.1}],
    }
    return build("Light", content)


def _project(base: bytes, tasks: int, folder: Path, number: int) -> None:
    """One project's workbook, refreshed, and saved on the Thursday before it was due."""
    key, book = _key(number), open_package(base)
    place = {name: read_book(book).tables[name] for name in ("Charter", "Schedule", "Resources", "Assignments")}
    who = "Petra Lang" if _booked(number) else f"Person {number}"
    cells: dict[tuple[str, str, int], Any] = {
        ("Charter", "id", 0): key,
        ("Charter", "name", 0): f"Project {number}",
        ("Charter", "project_manager", 0): f"Manager {number % 40}",
        ("Charter", "sponsor", 0): SPONSORS[number % 3],
        ("Charter", "programme", 0): f"Programme {number % 7}",
        ("Schedule", "duration", 0): DAYS + number % 5,
        ("Resources", "name", 0): who,
        ("Assignments", "units", 0): 0.7 if _booked(number) else 0.1,
    }
    if number == 11:  # a loop
        cells["Schedule", "predecessors", 0] = str(1 + CHAINS)
    if number == 12:
        cells["Charter", "approved_budget", 0] = "about 100k"
    if number == 13:
        cells["Charter", "status_date", 0] = STATUS - timedelta(days=20)
    if number == 14:
        cells["Schedule", "percent_complete", 1] = "half"
    edits = [
        Edit(place[s].origin.sheet, place[s].cell(name, row).ref, value) for (s, name, row), value in cells.items()
    ]
    path = folder / f"{key}_Project.xlsx"
    path.write_bytes(patch(book, edits).data)
    outcome = refresh_file(path, NOW)
    assert not outcome.failed, outcome.problems
    _save_time(path, DUE - timedelta(days=1))


def _save_time(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def _troubles(folder: Folder, tasks: int) -> None:
    """Everything that goes wrong between many workbooks, and with their files."""
    path = {key: folder.path / f"{key}_Project.xlsx" for key in folder.finish}
    for number, code in ((11, "LOOP"), (12, "NOT_A_NUMBER"), (14, "NOT_A_NUMBER")):
        folder.trouble[_key(number)] = code
        folder.submission[_key(number)] = "Defective"
        folder.finish[_key(number)] = None
    folder.computed |= {_key(12), _key(14)}  # a cell that cannot be read; a loop is read as it stands
    folder.submission[_key(13)] = "Stale"
    folder.finish[_key(13)] = finish(tasks, 13 % 5, STATUS - timedelta(days=20))
    folder.submission[_key(15)] = "Late"
    _save_time(path[_key(15)], DUE + timedelta(hours=16))
    _changed_since(folder, path[_key(16)], tasks)
    _versions(folder, path[_key(17)])
    for number, data, code in _unreadable(path[_key(18)].read_bytes()):
        key = _key(number)
        path[key].write_bytes(data)
        _save_time(path[key], DUE - timedelta(days=1))
        folder.submission[key], folder.trouble[key] = "Defective", code
        folder.finish[key] = None
    (folder.path / "Steering portfolio.xlsx").write_bytes(build_portfolio())
    (folder.path / f"~${_key(1)}_Project.xlsx").write_bytes(b"\5Ana\0")
    folder.skipped.add("Steering portfolio.xlsx")


def _changed_since(folder: Folder, path: Path, tasks: int) -> None:
    """A duration typed after the refresh: what the workbook shows is no longer true."""
    package = open_package(path)
    cell = read_book(package).tables["Schedule"].cell("duration", 0)
    path.write_bytes(patch(package, [Edit(cell.sheet, cell.ref, DAYS + 9)]).data)
    _save_time(path, DUE - timedelta(days=1))
    folder.finish[_key(16)] = finish(tasks, 9)
    folder.computed.add(_key(16))


def _versions(folder: Folder, path: Path) -> None:
    """The same file twice, and an older one: the newest counts."""
    copies = folder.path / "old"
    copies.mkdir(exist_ok=True)
    shutil.copy2(path, copies / f"{path.stem} (2).xlsx")
    package = open_package(path)
    cell = read_book(package).tables["Charter"].cell("status_date", 0)
    older = copies / f"{path.stem}_v1_FINAL.xlsx"
    older.write_bytes(patch(package, [Edit(cell.sheet, cell.ref, STATUS - timedelta(days=30))]).data)
    _save_time(older, NOW)
    folder.trouble[_key(17)] = "DUPLICATE_VERSION"


def _unreadable(sound: bytes) -> Iterator[tuple[int, bytes, str]]:
    """Files that are no workbooks any more: cut off, with a password, and made to fill memory."""
    yield 18, sound[: len(sound) // 2], "FILE"
    stream = "EncryptedPackage".encode("utf-16-le")
    yield 19, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream + bytes(600), "FILE_REFUSED"
    yield 20, _bomb(sound), "FILE_REFUSED"


def _bomb(sound: bytes) -> bytes:
    """A sound workbook with a part that unpacks to 160 MB of blanks."""
    out = io.BytesIO(sound)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/blank.bin", "w") as part:
        for _ in range(160):
            part.write(bytes(1 << 20))
    return out.getvalue()


def check(folder: Folder, register: Sequence[dict[str, Any]], projects: Sequence[dict[str, Any]]) -> None:
    """Assert that a collect found everything: every project, its finish, how it arrived, and each trouble."""
    rows = {row["Project ID"]: row for row in register}
    assert sorted(rows) == sorted(folder.submission), set(rows) ^ set(folder.submission)
    assert {key: row["Submission"] for key, row in rows.items()} == folder.submission
    for key, day in folder.finish.items():
        shown = None if day is None else day.isoformat()
        assert rows[key]["Forecast Finish"] == shown, (key, rows[key]["Forecast Finish"], shown)
    found = {one["project"]: {finding["code"] for finding in one["findings"]} for one in projects}
    for key, code in folder.trouble.items():
        assert code in found[key], (key, code, found[key])
    trusted = {one["project"] for one in projects if one["computed"] is False}
    assert not trusted & folder.computed
