"""MPXJ (16.10.0, Java) as another reader and writer of the files that we write and read; without it, skipped."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.hosts.export_command import export_file
from pmo_excel.interop import mspdi_schema
from pmo_excel.interop.mspdi import read
from pmo_excel.schedule.critical_path import dates
from pmo_excel.workbook.build import build
from tests.hosts.test_export import CONTENT

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of `test_export` as Works.xml, and MPXJ's own Copy.xml of it."""
    for module in ("mpxj", "jpype"):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"the package {module} is not installed")
    if shutil.which("java") is None:
        pytest.skip("java is not installed")
    made = tmp_path_factory.mktemp("mpxj")
    (made / "Works.xlsx").write_bytes(build("Light", CONTENT))
    export_file(made / "Works.xlsx", made / "Works.xml", False, datetime(2026, 3, 1))
    return made


@pytest.fixture(scope="module")
def found(folder: Path) -> Any:
    program = Path(__file__).with_name("mpxj_reading.py")
    call = [sys.executable, str(program), str(folder / "Works.xml"), str(folder / "Copy.xml")]
    done = subprocess.run(call, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_mpxj_reads_tasks_as_they_were_exported(found: Any) -> None:
    """Dates worked by hand in `test_export`."""
    tasks = found["tasks"]
    assert [tasks[uid]["name"] for uid in "12345"] == ["Ground", "Dig", "Pave", "Plant", "Open"]
    assert (tasks["1"]["summary"], [tasks[uid]["level"] for uid in "12345"]) == (True, [1, 2, 2, 1, 1])
    dig, pave, plant, opened = (tasks[uid] for uid in "2345")
    assert (dig["start"], dig["finish"], dig["duration"]) == ("2026-03-02T08:00", "2026-03-05T17:00", "3.0d")
    assert (dig["percent"], dig["actual_start"], dig["notes"]) == (50, "2026-03-02T08:00", "=1+1 & <b>soil</b>")
    assert (dig["baseline_10"], dig["baseline_10_cost"]) == ("2026-03-02T08:00", 1632)
    assert (pave["start"], pave["finish"], pave["links"]) == (
        "2026-03-09T08:00",
        "2026-03-10T17:00",
        [[2, "FS", "1.0d"]],
    )
    assert (plant["calendar"], plant["links"]) == ("Part time", [[2, "SS", "50.0%"]])
    assert (opened["constraint"], opened["constraint_date"]) == ("FINISH_NO_EARLIER_THAN", "2026-03-20T17:00")
    assert (opened["deadline"], opened["milestone"]) == ("2026-03-27T17:00", True)


def test_mpxj_reads_people_assignments_and_holidays(found: Any) -> None:
    assert found["resources"] == [["Ana Keller", "WORK", "68.0/h"], ["Cement", "MATERIAL", None]]
    assert found["assignments"] == [[2, "Ana Keller", 50, "12.0h"], [3, "Cement", 100, "0.0h"]]
    assert found["holidays"]["Standard"] == [["Founders' day", "2026-03-04"]]


def test_a_file_that_mpxj_wrote_is_the_same_plan(found: Any, folder: Path) -> None:
    assert found
    ours, theirs = (read(folder / name)[0] for name in ("Works.xml", "Copy.xml"))
    assert ours is not None
    assert theirs is not None
    columns = ("id", "name", "parent", "constraint", "constraint_date", "deadline", "percent_complete", "actual_start")
    for column in columns:
        assert list(getattr(theirs, column)) == list(getattr(ours, column)), column
    assert [link[:4] for link in theirs.links] == [link[:4] for link in ours.links]
    assert dates(theirs).start == dates(ours).start
    assert dates(theirs).finish == dates(ours).finish


WRITTEN_ELSEWHERE = {"ManualStart", "ManualFinish", "ManualDuration", "RateScale"}
"""Elements that Microsoft Project itself writes at other places than MPXJ's schema has them."""


def test_the_order_of_elements_is_that_of_mpxjs_schema(found: Any) -> None:
    for name, theirs in found["orders"].items():
        ours = [e for e in getattr(mspdi_schema, name) if e in theirs and e not in WRITTEN_ELSEWHERE]
        assert len(ours) > 5
        assert ours == [e for e in theirs if e in ours], name
