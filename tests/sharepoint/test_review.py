"""What people change on the site comes back as questions in the workbook, and a choice is carried out on both sides."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from pmo_excel.core.problems import Code
from pmo_excel.governance.tables import Charter
from pmo_excel.hosts import publish_command, review_choices
from pmo_excel.hosts.books import opened
from pmo_excel.hosts.fix_command import undo
from pmo_excel.workbook.refused import refused
from sharepoint.apply import Outcome
from sharepoint.local import Running
from sharepoint.plan import Guard
from tests.sharepoint.publishing import Person
from tests.sharepoint.reviewing import NOW, PROBABILITY, Coordinator, coordinator

pytestmark = pytest.mark.live
ROOT = Path(__file__).parents[2]


@pytest.fixture
def pm(server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Coordinator:
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    made = coordinator(server.url, tmp_path)
    assert not made.publish().failed
    return made


def settled(pm: Coordinator) -> None:
    """Both sides are alike: a further plan does nothing and asks nothing."""
    plan = pm.plan().plan
    assert plan is not None
    assert (plan.empty, plan.conflicts) == (True, ())
    assert pm.review().questions == []
    keys = [row["PMOKey"] for row in pm.person().rows()]
    assert len(keys) == len(set(keys))


def test_edits_of_different_columns_are_both_kept(pm: Coordinator) -> None:
    """SP5: the sponsor edits the response on the list, the manager the probability in Excel."""
    pm.person().edit("R-002", PMOResponseActions="The sponsor calls the supplier")
    pm.risk("R-002", **{"Probability (1-5)": 4})
    pm.publish()
    assert pm.person().row("R-002")[PROBABILITY] == 4
    pm.review()
    pm.choose("Risks R-002", "Response Actions", "Take SharePoint")
    pm.publish()
    assert pm.risks()["R-002"] | {"title": ""} == {
        "title": "",
        "owner": "Kim",
        "probability": 4,
        "actions": "The sponsor calls the supplier",
    }
    settled(pm)


def test_a_conflict_shows_three_values_author_time_and_link(pm: Coordinator) -> None:
    pm.person().edit("R-001", PMORiskOwner="Ada")
    pm.risk("R-001", **{"Risk Owner": "Max"})
    pm.publish()
    assert pm.person().row("R-001")["PMORiskOwner"] == "Ada"
    assert [str(one) for one in pm.review().reviewed] == [
        "PRJ-1 Archive.xlsx: 1 to decide on the sheet Conflicts (1 new)"
    ]
    (row,) = pm.sheet()
    assert [row[h] for h in ("Last Published", "Workbook Now", "SharePoint Now")] == ["Jo", "Max", "Ada"]
    assert [row[h] for h in ("Project ID", "Object / Key", "Field")] == ["PRJ-1", "Risks R-001", "Risk Owner"]
    assert row["What Happened"] == "Changed on both sides"
    assert row["SharePoint Author / Time"].startswith("PMO Coordinator\n20")
    assert row["Open on Site"].endswith("/Lists/Risks/DispForm.aspx?ID=1")


@pytest.mark.parametrize(
    ("choice", "own", "both"),
    [
        ("Keep workbook", None, "Max"),
        ("Take SharePoint", None, "Ada"),
        ("Merge text", None, "Max / Ada"),
        ("", "Eve", "Eve"),
        ("Use Your Value", "=1+1", "=1+1"),
    ],
)
def test_a_choice_is_carried_out_on_both_sides(pm: Coordinator, choice: str, own: Any, both: str) -> None:
    pm.person().edit("R-001", PMORiskOwner="Ada")
    pm.risk("R-001", **{"Risk Owner": "Max"})
    pm.review()
    pm.choose("Risks R-001", "Risk Owner", choice, own)
    before = pm.path.read_bytes()
    outcome = pm.publish()
    assert not outcome.failed
    assert pm.risks()["R-001"]["owner"] == both
    assert pm.person().row("R-001")["PMORiskOwner"] == both
    assert pm.sheet()[0]["Outcome"]
    (copy,) = [one.copy for one in outcome.decided]
    assert copy is not None
    assert copy.read_bytes() == before
    settled(pm)


def test_a_workbook_after_a_choice_can_be_taken_back(pm: Coordinator) -> None:
    pm.person().edit("R-001", PMORiskOwner="Ada")
    pm.review()
    pm.choose("Risks R-001", "Risk Owner", "Take SharePoint")
    before = pm.path.read_bytes()
    pm.publish()
    undo(pm.path, NOW)
    assert pm.path.read_bytes() == before


def test_numbers_and_dates_come_back_as_what_they_are(pm: Coordinator) -> None:
    """1 July begins in Berlin at 22:00 UTC of 30 June; in the workbook it is a date and no text."""
    pm.person().edit("R-001", **{PROBABILITY: 5, "PMODateRaised": "2026-06-30T22:00:00Z"})
    pm.review()
    assert {row["Field"]: row["SharePoint Now"] for row in pm.sheet()} == {
        "Probability (1-5)": "5",
        "Date Raised": "2026-07-01",
    }
    pm.choose("Risks R-001", "Probability (1-5)", "Take SharePoint")
    pm.choose("Risks R-001", "Date Raised", "Take SharePoint")
    pm.publish()
    assert pm.risks()["R-001"]["probability"] == 5
    raised = next(c for c in pm.cell("Risks", "A5").parent[5] if str(c.value).startswith("2026-07-01"))
    assert raised.is_date
    settled(pm)


def test_formula_like_text_of_the_site_stays_text(pm: Coordinator) -> None:
    """SE3: it is shown and taken over as text, and nothing calculates it."""
    formula = '=HYPERLINK("http://127.0.0.1","x")'
    pm.person().edit("R-001", PMORiskOwner=formula)
    pm.review()
    assert pm.sheet()[0]["SharePoint Now"] == formula
    pm.choose("Risks R-001", "Risk Owner", "Take SharePoint")
    pm.publish()
    cells = [c for c in pm.cell("Risks", "A5").parent[5] if c.value == formula]
    assert [cell.data_type for cell in cells] == ["s"]
    settled(pm)


def test_a_choice_for_values_that_changed_since_is_not_carried_out_and_not_lost(pm: Coordinator) -> None:
    pm.person().edit("R-001", PMORiskOwner="Ada")
    pm.review()
    pm.choose("Risks R-001", "Risk Owner", "Keep workbook")
    pm.person().edit("R-001", PMORiskOwner="Eve")
    outcome = pm.publish()
    assert [problem.code for problem in outcome.problems] == [Code.CONFLICT]
    assert pm.person().row("R-001")["PMORiskOwner"] == "Eve"
    pm.review()
    old, new = pm.sheet()
    assert (old["Choice"], old["Outcome"]) == ("Keep workbook", "Its values changed since; asked anew below.")
    assert (new["SharePoint Now"], new["Choice"]) == ("Eve", None)


def test_asking_again_changes_nothing_and_a_question_that_is_settled_elsewhere_is_closed(pm: Coordinator) -> None:
    pm.person().edit("R-001", PMORiskOwner="Ada")
    pm.review()
    once = pm.path.read_bytes()
    pm.review()
    assert pm.path.read_bytes() == once
    pm.person().edit("R-001", PMORiskOwner="Jo")
    pm.review()
    assert [row["Outcome"] for row in pm.sheet()] == ["No longer differs; there is nothing to decide."]


@pytest.mark.parametrize(
    ("edit", "field", "choice", "own", "said"),
    [
        ({PROBABILITY: 9}, "Probability (1-5)", "Take SharePoint", None, "9 is not between 1 and 5"),
        ({PROBABILITY: 4}, "Probability (1-5)", "", "often", "'often' is not a number"),
        ({PROBABILITY: 4}, "Probability (1-5)", "Merge text", None, "is no text"),
        ({"PMORiskOwner": "Ada"}, "Risk Owner", "Take SharePoint", "Eve", "a value of your own is typed"),
        ({"PMORiskOwner": "Ada"}, "Risk Owner", "Perhaps", None, "'Perhaps' is no choice"),
    ],
)
def test_what_cannot_be_carried_out_is_said_and_stays_open(
    pm: Coordinator, edit: dict[str, Any], field: str, choice: str, own: Any, said: str
) -> None:
    pm.person().edit("R-001", **edit)
    pm.review()
    pm.choose("Risks R-001", field, choice, own)
    before, site = pm.path.read_bytes(), pm.person().row("R-001")
    (problem,) = pm.publish().problems
    assert said in problem.message
    assert problem.cell.sheet == "Conflicts"
    assert (pm.path.read_bytes(), pm.person().row("R-001")) == (before, site)
    assert pm.sheet()[0]["Outcome"] is None


def test_a_risk_typed_on_a_phone_becomes_a_row_with_an_id_and_the_same_item_gets_its_key(pm: Coordinator) -> None:
    """SP13: a proposed row with source and author; taken in, it is on both sides, once."""
    pm.person().add(Title="-Lift out of service", PMORiskOwner="+Tom", **{PROBABILITY: 2})
    question = pm.review().questions[0]
    assert (question.asked.value, question.author) == ("New on the site", "PMO Coordinator")
    assert pm.sheet()[0]["SharePoint Now"] == "Title: -Lift out of service; Risk Owner: +Tom; Probability (1-5): 2"
    pm.choose(question.object_key, "", "Take SharePoint")
    outcome = pm.publish()
    assert outcome.outcome is not None
    assert outcome.outcome.done["Create"] == 0
    assert pm.risks()["R-003"] == {
        "title": "-Lift out of service",
        "owner": "+Tom",
        "probability": 2,
        "actions": None,
    }
    row = pm.person().row("R-003")
    assert (row["Id"], row["PMOKey"], row["PMOState"], row["PMOProject"]) == (
        question.item,
        "prj-1|r-003",
        "Active",
        "PRJ-1",
    )
    assert "Taken into the workbook as R-003." in pm.sheet()[0]["Outcome"]
    settled(pm)


def test_what_a_column_of_the_workbook_does_not_take_stays_on_the_site_and_is_asked(pm: Coordinator) -> None:
    pm.person().add(Title="Strike", PMORiskStatus="Brewing")
    number = pm.review().questions[0].object_key
    pm.choose(number, "", "Take SharePoint")
    pm.publish()
    assert "'Brewing' is not in the list" in pm.sheet()[0]["Outcome"]
    assert pm.person().row("R-003")["PMORiskStatus"] == "Brewing"
    assert [question.title for question in pm.review().questions] == ["Risk Status"]


def test_several_new_rows_get_ids_of_their_own_and_removed_ids_are_not_used_again(pm: Coordinator) -> None:
    pm.risk("R-002", **{"Risk ID": "R-007"})
    pm.publish()
    person = pm.person()
    person.add(Title="One", PMOProject="prj-1")
    person.add(Title="Two", PMORiskID="R-020")
    person.add(Title="Three", PMORiskID="R-002")
    for question in pm.review().questions:
        pm.choose(question.object_key, "", "Take SharePoint")
    pm.publish()
    assert {name: row["title"] for name, row in pm.risks().items() if row["title"] in ("One", "Two", "Three")} == {
        "R-008": "One",
        "R-020": "Two",
        "R-021": "Three",
    }
    settled(pm)


def test_a_row_that_is_not_wanted_is_not_asked_again(pm: Coordinator) -> None:
    pm.person().add(Title="Test, please ignore")
    pm.choose(pm.review().reviewed and "Risks #3", "", "Keep workbook")
    pm.publish()
    assert len(pm.risks()) == 2
    assert pm.review().questions == []
    assert [row["PMOKey"] for row in pm.person().rows() if row["Title"] == "Test, please ignore"] == [None]


def test_an_item_whose_project_is_unclear_is_named_and_one_of_another_project_is_not_ours(
    pm: Coordinator, server: Running, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = coordinator(server.url, tmp_path / "other", **{"Project ID": "PRJ-2"})
    other.publish()
    person = pm.person()
    person.add(Title="Whose?")
    person.add(Title="Theirs", PMOProject="PRJ-2")
    found = pm.review()
    assert [question.values["Title"] for question in found.questions] == ["Whose?"]
    assert [problem.code for problem in found.problems] == [Code.MISSING_VALUE]
    assert [question.values["Title"] for question in other.review().questions] == ["Whose?", "Theirs"]


def test_an_item_deleted_on_the_site_is_made_again_when_the_workbook_is_to_be_kept(pm: Coordinator) -> None:
    pm.person().delete("R-002")
    assert [question.asked.value for question in pm.review().questions] == ["Deleted on the site"]
    pm.choose("Risks R-002", "", "Take SharePoint")
    (problem,) = pm.publish().problems
    assert problem.suggestion.startswith("Delete its row there")
    pm.choose("Risks R-002", "", "Keep workbook")
    pm.publish()
    assert pm.person().row("R-002")["Title"] == "Late switches"
    settled(pm)


KILLED = """
import os, signal, sys
from pathlib import Path
from pmo_excel.hosts import review_choices
from pmo_excel.hosts.publish_command import published

def killed(*given):
    if sys.argv[4] == "after":
        saved(*given)
    os.kill(os.getpid(), signal.SIGKILL)

saved, review_choices.saved = review_choices.saved, killed
published([Path(sys.argv[1])], sys.argv[2], state=Path(sys.argv[3]))
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_run_killed_around_the_write_to_the_workbook_is_carried_on_and_nothing_is_doubled(
    pm: Coordinator, moment: str
) -> None:
    person = pm.person()
    person.edit("R-001", PMORiskOwner="Ada")
    person.edit("R-002", PMORiskOwner="Eve", Title="Renamed")
    person.add(Title="Typed on a phone", PMORiskOwner="Tom")
    pm.review()
    pm.choose("Risks R-001", "Risk Owner", "Take SharePoint")
    pm.choose("Risks R-002", "Risk Owner", "", "Third")
    pm.choose("Risks R-002", "Title", "Keep workbook")
    pm.choose("Risks #3", "", "Take SharePoint")
    command = [sys.executable, "-c", KILLED, str(pm.path), pm.url, str(pm.state), moment]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert not pm.publish().failed
    owners = {name: row["owner"] for name, row in pm.risks().items()}
    assert owners == {"R-001": "Ada", "R-002": "Third", "R-003": "Tom"}
    rows = {row["PMOKey"]: (row["Title"], row["PMORiskOwner"]) for row in person.rows()}
    assert rows == {
        "prj-1|r-001": ("Late consent", "Ada"),
        "prj-1|r-002": ("Late switches", "Third"),
        "prj-1|r-003": ("Typed on a phone", "Tom"),
    }
    settled(pm)
    assert all(row["Outcome"] for row in pm.sheet())


def test_a_choice_waits_for_a_publish_that_comes_to_its_end(pm: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    pm.person().edit("R-001", PMORiskOwner="Ada")
    pm.review()
    pm.choose("Risks R-001", "Risk Owner", "Keep workbook")
    stopped = Outcome("run", stopped=(Guard("Risks", "PRJ-1", 9, 9),))
    with monkeypatch.context() as patched:
        patched.setattr(publish_command, "apply_publication", lambda *given: stopped)
        assert pm.publish().failed
    assert pm.person().row("R-001")["PMORiskOwner"] == "Ada"
    pm.publish()
    assert pm.person().row("R-001")["PMORiskOwner"] == "Jo"
    settled(pm)


def test_a_workbook_that_cannot_be_written_is_left_and_its_choices_stay(
    pm: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    pm.person().edit("R-001", PMORiskOwner="Ada")
    pm.review()
    pm.choose("Risks R-001", "Risk Owner", "", "Eve")

    def refusing(*given: Any) -> Path:
        raise refused("it is open in Excel", "Close it.", code=Code.FILE_LOCKED)

    with monkeypatch.context() as patched:
        patched.setattr(review_choices, "saved", refusing)
        outcome = pm.publish()
    assert [problem.code for problem in outcome.problems] == [Code.FILE_LOCKED]
    assert pm.person().row("R-001")["PMORiskOwner"] == "Ada"
    pm.publish()
    assert (pm.person().row("R-001")["PMORiskOwner"], pm.risks()["R-001"]["owner"]) == ("Eve", "Eve")
    settled(pm)


@pytest.mark.parametrize("kind", ["lose-before", "lose-after", "precondition"])
def test_a_lost_reply_while_an_item_gets_its_key_makes_no_second_one(
    pm: Coordinator, server: Running, kind: str
) -> None:
    pm.person().add(Title="Typed on a phone")
    pm.review()
    pm.choose("Risks #3", "", "Take SharePoint")
    server.fault(kind, match="items(3)", part=True)
    pm.publish()
    server.clear_faults()
    pm.publish()
    assert len(pm.person().rows()) == 3
    settled(pm)


def test_a_field_of_the_charter_changed_on_the_site_is_taken_into_its_cell(pm: Coordinator) -> None:
    person = Person(pm.url, "Projects")
    row = person.rows()[0]
    path = f"{person.holder.path}/items({row['Id']})"
    body = {"__metadata": {"type": person.holder.entity_type}, "PMOSponsor": "Helen Marsh", "Title": "Archive, moved"}
    assert person.site.connection.send("MERGE", path, body, {"IF-MATCH": "*"}).ok
    assert [question.object_key for question in pm.review().questions] == ["Projects PRJ-1", "Projects PRJ-1"]
    pm.choose("Projects PRJ-1", "Sponsor", "Take SharePoint")
    pm.choose("Projects PRJ-1", "Title", "Take SharePoint")
    assert not pm.publish().failed
    charter = opened(pm.path).tables["Charter"]
    assert isinstance(charter, Charter)
    assert (charter.sponsor[0], charter.name[0]) == ("Helen Marsh", "Archive, moved")
    settled(pm)


def own_template(url: str, folder: Path, *rows: tuple[Any, ...]) -> Coordinator:
    """A published workbook of somebody's own: plain ranges, other headers, no styles of ours."""
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Cover"
    for line in (("Project ID", "OWN-1"), ("Project Name", "Ours"), ("Project Manager", "Ana"), ("Sponsor", "Helen")):
        cover.append(line)
    log = book.create_sheet("Risk log")
    for row in (("Ref", "Risk", "Owner", "Probability"), *rows):
        log.append(row)
    path = folder / "own.xlsx"
    book.save(path)
    made = Coordinator(url, path, folder / "state")
    made.publish()
    return made


def test_a_template_of_one_s_own_gets_the_sheet_and_its_cells_too(
    server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    pm = own_template(server.url, tmp_path, ("R1", "Late", "Jo", 3), ("R2", "Dear", "Kim", 2))
    pm.person().edit("R1", PMORiskOwner="Ada")
    pm.person().add(Title="Typed on a phone", PMORiskOwner="Tom")
    assert len(pm.review().questions) == 2
    pm.choose("Risks R1", "Risk Owner", "Take SharePoint")
    pm.choose("Risks #3", "", "Take SharePoint")
    assert not pm.publish().failed
    assert [[cell.value for cell in row] for row in load_workbook(pm.path)["Risk log"]["A2:D4"]] == [
        ["R1", "Late", "Ada", 3],
        ["R2", "Dear", "Kim", 2],
        ["R3", "Typed on a phone", "Tom", None],
    ]
    settled(pm)


def test_a_new_row_does_not_go_where_something_stands(
    server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    pm = own_template(server.url, tmp_path, ("R1", "Late", "Jo", 3), ("Total", None, None, 3))
    pm.person().add(Title="Typed on a phone")
    pm.review()
    pm.choose(pm.review().questions[0].object_key, "", "Take SharePoint")
    before = pm.path.read_bytes()
    (problem,) = [one for one in pm.publish().problems if one.code is Code.NO_ROOM]
    assert "row 3 of Risk log is not free" in problem.message
    assert pm.path.read_bytes() == before
