"""The plan as `pmo publish plan` prints it: by list, by column, by item; long ones cut, conflicts never."""

from __future__ import annotations

import json

import pytest

from pmo_excel.hosts.publish_command import SHOWN, Publication, print_plan
from sharepoint.plan import Plan, plan
from tests.sharepoint.publishing import risk, risks
from tests.sharepoint.test_plan import last, present, want

MANY = 3 * SHOWN


def all_owners_change() -> Plan:
    """Every owner changes in the workbook; a person changed the descriptions of all on the site."""
    now = want([risk(number, Owner="Kim") for number in range(1, MANY + 1)])
    return plan([now], present(want(risks(MANY)), PMODescription="Seen"), last(want(risks(MANY))))


def test_a_long_plan_is_counted_by_list_and_column_and_cut_but_for_its_conflicts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_plan(Publication(all_owners_change()), as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["List", "created", "updated", "retired", "recycled", "linked", "left", "unchanged"]
    assert lines[1].split() == ["PMO", "Risks", "0", "60", "0", "0", "0", "60", "0"]
    assert f"PMO Risks: Owner: {MANY} changed" in lines
    assert f"PMO Risks: Description: {MANY} left as on the site" in lines
    assert len([line for line in lines if line.startswith("update ")]) == SHOWN
    assert len([line for line in lines if line.startswith("conflict ")]) == MANY
    assert f"… and {MANY - SHOWN} more Update in PMO Risks; --all shows them" in lines
    assert lines[-1] == f"{MANY} Update, {MANY} Conflict; 0 unchanged"


def test_every_line_is_printed_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    print_plan(Publication(all_owners_change()), as_json=False, every_line=True)
    assert capsys.readouterr().out.count("update PMO Risks") == MANY


def test_the_json_holds_the_whole_plan(capsys: pytest.CaptureFixture[str]) -> None:
    print_plan(Publication(all_owners_change()), as_json=True)
    told = json.loads(capsys.readouterr().out)["plan"]
    assert len(told["actions"]) == 2 * MANY
    assert told["summary"][0]["changed_by_column"] == {"Owner": MANY}
    conflict = next(action for action in told["actions"] if action["action"] == "Conflict")
    assert (conflict["name"], conflict["last"], conflict["site"]) == (
        "PMODescription",
        "First line\nsecond line",
        "Seen",
    )
