"""What commands have in common: a refusal ends them with its reason, and paths are printed as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pmo_excel.hosts.cli import app
from pmo_excel.hosts.exits import NOT_DONE, refusals_told, say_undo
from pmo_excel.workbook.refused import refused
from tests.made import workbook


def test_a_refusal_ends_the_command_with_its_reason_and_the_other_parts_empty(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit) as ended, refusals_told(True, changes=[]):
        raise refused("no such change", "Name one.")
    said = json.loads(capsys.readouterr().out)
    assert (ended.value.exit_code, said["changes"], said["problems"][0]["message"]) == (NOT_DONE, [], "no such change")


def test_other_errors_are_not_taken_for_refusals() -> None:
    with pytest.raises(ZeroDivisionError), refusals_told():
        _ = 1 / 0


def test_brackets_in_a_file_name_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    say_undo(Path("Plan [bold].xlsx"), Path("Plan [red] 1.xlsx"))
    assert capsys.readouterr().out == "  undo: pmo undo Plan [bold].xlsx; the file as it was is Plan [red] 1.xlsx\n"


def test_a_check_names_the_file_as_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "Plan [v2].xlsx"
    path.write_bytes(workbook())
    told = CliRunner().invoke(app, ["check", str(path)])
    assert told.stdout.startswith("Plan [v2].xlsx: ")
