"""The last publish taken back, its log, and how publishing stands: over HTTP to a site on this computer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pmo_excel.hosts.publish_history import log_into, log_of
from pmo_excel.workbook.refused import Refused
from sharepoint.decisions import Decisions
from sharepoint.documents import Document
from sharepoint.intake import ReadList
from sharepoint.publish import plan_publication
from sharepoint.publish_log import publish_log
from sharepoint.status import publish_status
from sharepoint.undo import Undo, Undone, last_publish, take_back, undo_plan
from sharepoint.wanted import ProjectRows
from tests.made import portfolio, sheet_of, workbook
from tests.sharepoint.publishing import RISKS, Person, Publisher, risk, risks

pytestmark = pytest.mark.live
ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 6, 9, 30)


@pytest.fixture
def decisions(tmp_path: Path) -> Decisions:
    return Decisions(tmp_path / "decisions.db")


def planned(publisher: Publisher, decisions: Decisions) -> Undo:
    run = last_publish(publisher.journal, decisions, publisher.site.url)
    assert run is not None
    return undo_plan(publisher.site, publisher.journal, run, [RISKS])


def undone(publisher: Publisher, decisions: Decisions) -> tuple[Undo, Undone]:
    undo = planned(publisher, decisions)
    return undo, take_back(undo, publisher.site, publisher.journal, decisions, [RISKS])


def ours(publisher: Publisher) -> dict[str, dict[str, object]]:
    """What people see of our items: everything but the run and the digest of it."""
    return {
        row["PMOKey"]: {n: v for n, v in row.items() if n not in ("etag", "__metadata", "PMORun", "PMOHash")}
        for row in Person(publisher.url).rows()
    }


def test_undo_restores_the_list_values_of_the_last_publish(publisher: Publisher, decisions: Decisions) -> None:
    """SP10: changed values are as before, a new item is marked Removed, a removed one is there again."""
    publisher.publish(risks(10))
    before = ours(publisher)
    publisher.publish([risk(1, Owner="Kim", Due=None, Tags="Legal", Probability=0.5), *risks(9)[1:], risk(11)])
    undone(publisher, decisions)
    after = ours(publisher)
    assert after.pop("alpha-001|r-11")["PMOState"] == "Removed"
    assert after == before


def test_the_next_publish_does_it_again_and_asks_nothing(publisher: Publisher, decisions: Decisions) -> None:
    now = [risk(1, Owner="Kim"), risk(3)]
    publisher.publish(risks(2))
    publisher.publish(now)
    there = ours(publisher)
    undone(publisher, decisions)
    plan = publisher.plan(now)
    assert plan.conflicts == ()
    publisher.publish(now)
    assert ours(publisher) == there
    assert publisher.plan(now).empty


def test_what_a_person_changed_since_is_named_and_left(publisher: Publisher, decisions: Decisions) -> None:
    publisher.publish(risks(2))
    publisher.publish([risk(1, Owner="Kim", Probability=0.5), *risks(3)[1:]])
    person = Person(publisher.url)
    person.edit("R-1", PMOOwner="Ada")
    person.edit("R-3", PMODescription="Worked on")
    undo, _ = undone(publisher, decisions)
    assert [(one.label, one.field) for one in undo.kept] == [("Risk 1", "Owner"), ("Risk 3", "Description")]
    row = person.row("R-1")
    assert (row["PMOOwner"], row["PMOProbability"]) == ("Ada", 0.25)
    assert person.row("R-3")["PMOState"] == "Active"


def test_an_edit_between_reading_and_taking_back_is_not_overwritten(publisher: Publisher, decisions: Decisions) -> None:
    publisher.publish(risks(2))
    publisher.publish([risk(1, Owner="Kim"), risk(2, Owner="Kim")])
    undo = planned(publisher, decisions)
    person = Person(publisher.url)
    person.edit("R-1", PMOOwner="Ada")
    done = take_back(undo, publisher.site, publisher.journal, decisions, [RISKS])
    assert [conflict.field for conflict in done.left] == ["Owner"]
    assert (person.row("R-1")["PMOOwner"], person.row("R-2")["PMOOwner"]) == ("Ada", "Jo")


def test_undo_again_goes_one_publish_further_back_and_then_there_is_none(
    publisher: Publisher, decisions: Decisions
) -> None:
    publisher.publish(risks(1))
    publisher.publish([risk(1, Owner="Kim")])
    publisher.publish([risk(1, Owner="Lee")])
    owners = []
    for _ in range(3):
        undone(publisher, decisions)
        row = Person(publisher.url).row("R-1")
        owners.append((row["PMOOwner"], row["PMOState"]))
    assert owners == [("Kim", "Active"), ("Jo", "Active"), ("Jo", "Removed")]
    assert last_publish(publisher.journal, decisions, publisher.site.url) is None


def test_documents_are_named_and_keep_their_versions(publisher: Publisher, decisions: Decisions) -> None:
    publisher.publish(risks(1), [Document("ALPHA-001", "status.html", b"one")])
    undo, done = undone(publisher, decisions)
    (address,) = undo.documents
    assert "Doc.aspx?sourcedoc=" in address
    assert done.problems == []


KILLED = """
import os, signal, sys
from pathlib import Path
from sharepoint import batch
from sharepoint.decisions import Decisions
from tests.sharepoint.publishing import Publisher
from tests.sharepoint.test_undo import undone

sent, count = batch.send, 0

def killed(*given):
    global count
    answers = sent(*given)
    count += given[2].startswith("writing to PMO Risks")
    if count == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return answers

batch.send = killed
undone(Publisher(sys.argv[1], Path(sys.argv[2])), Decisions(sys.argv[3]))
"""


def test_a_killed_undo_is_carried_on(publisher: Publisher, decisions: Decisions, tmp_path: Path) -> None:
    """250 rows are three batches; the process is killed after the second arrived and before its answer is recorded."""
    publisher.publish(risks(250))
    before = ours(publisher)
    publisher.publish([risk(number, Owner="Kim") for number in range(1, 251)])
    command = [sys.executable, "-c", KILLED, publisher.url, str(publisher.journal_path), str(tmp_path / "decisions.db")]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    undo, finished = undone(publisher, decisions)
    assert (sum(map(len, undo.actions.values())), finished.written) == (50, 50)
    assert ours(publisher) == before


def test_the_log_says_when_who_what_where_before_and_after(publisher: Publisher) -> None:
    publisher.publish(risks(1))
    outcome = publisher.publish([risk(1, Owner="Kim")])
    (line,) = publish_log(publisher.journal, publisher.site.url, [RISKS], outcome.run)
    assert (line.object, line.key, line.operation, line.result) == ("PMO Risks", "alpha-001|r-1", "Update", "Done")
    assert line.fields == 'Owner "Jo" → "Kim"'
    assert line.url.endswith("/Lists/PMO%20Risks/DispForm.aspx?ID=1")
    assert (line.before, line.after) == ({"PMOOwner": "Jo"}, {"PMOOwner": "Kim"})
    assert line.who == "PMO Coordinator"


def test_the_log_goes_into_the_portfolio_workbook_once(publisher: Publisher, tmp_path: Path) -> None:
    publisher.publish([risk(1, **{"Risk Title": "=1+1"}), *risks(30)[1:]])
    publisher.journal.close()
    (tmp_path / "journal.db").rename(tmp_path / "journal.sqlite")
    lines = log_of(publisher.url, state=tmp_path)
    book = tmp_path / "Portfolio.xlsx"
    book.write_bytes(portfolio())
    assert log_into(book, lines, NOW).added == 30
    assert log_into(book, lines, NOW).added == 0
    sheet = sheet_of(book, "Publish Log")
    assert [cell.value for cell in sheet[5]][3:6] == ["PMO Risks", "alpha-001|r-1", "Insert"]
    assert sheet["A5"].is_date
    assert sheet["G5"].data_type == "s"
    assert sheet.tables["tblPublish"].ref == "A4:H34"


def test_a_workbook_without_a_publish_log_is_refused(tmp_path: Path) -> None:
    book = tmp_path / "Project.xlsx"
    book.write_bytes(workbook())
    with pytest.raises(Refused, match="no sheet 'Publish Log'"):
        log_into(book, [], NOW)


def test_the_status_tells_who_published_what_is_unfinished_and_how_far_both_sides_are_apart(
    publisher: Publisher, decisions: Decisions
) -> None:
    assert list(publish_status(publisher.site, publisher.journal).lines()) == [
        "Nothing was published to this site yet."
    ]
    outcome = publisher.publish(risks(5))
    replace(publisher, project="BETA-2").publish(risks(2))
    person = Person(publisher.url)
    person.edit("R-3", PMODescription="Worked on", PMOOwner="Ada")
    person.add(Title="Typed on a phone", PMOProject="alpha-001")
    publisher.journal.begin("20991231T000000Z-killed", publisher.site.url, "PMO Coordinator")
    rows = ProjectRows(publisher.project, [risk(1, Owner="Kim"), *risks(4)[1:]], "Risks")
    reads: list[ReadList] = []
    plan = plan_publication(publisher.site, [(RISKS, rows)], (), publisher.journal, decisions=decisions, read=reads)
    told = publish_status(publisher.site, publisher.journal, plan, reads)
    assert [(one.project, one.result, one.who) for one in told.markers] == [
        ("ALPHA-001", "Published", "PMO Coordinator"),
        ("BETA-2", "Published", "PMO Coordinator"),
    ]
    assert told.markers[0].run == outcome.run
    assert [run.run for run in told.unfinished] == ["20991231T000000Z-killed"]
    (drift,) = told.drift
    assert str(drift) == "PMO Risks: 5 items; 1 to update, 1 to retire; 3 to decide"
