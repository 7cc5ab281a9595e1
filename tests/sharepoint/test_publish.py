"""Publishing over HTTP to a site on this computer: what a coordinator relies on, one behaviour each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pmo_excel.core.problems import Code
from sharepoint.actions import Conflict, Create, Retire, Update
from sharepoint.documents import Document
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.local import Running
from sharepoint.plan import Side
from sharepoint.publish import apply_publication
from tests.sharepoint.publishing import HOSTILE, RISKS, Person, Publisher, risk, risks

pytestmark = pytest.mark.live
ROOT = Path(__file__).parents[2]


def test_a_second_publish_plans_nothing(publisher: Publisher) -> None:
    outcome = publisher.publish(risks(60))
    assert outcome.complete
    assert outcome.done["Create"] == 60
    again = publisher.plan(risks(60))
    assert again.empty
    assert (again.unchanged, again.conflicts, again.settled) == (60, (), ())


def test_values_arrive_as_they_are(publisher: Publisher) -> None:
    publisher.publish([risk(1)])
    row = Person(publisher.url).row("R-1")
    assert row["Title"] == "Risk 1"
    assert row["PMODescription"] == "First line\nsecond line"
    assert (row["PMOProbability"], row["PMOExposure"], row["PMOEscalated"]) == (0.25, 1234.5, True)
    assert row["PMOTags"]["results"] == ["IT", "Legal"]
    assert row["PMOPage"]["Url"] == "https://example.com/?a=1&b=2"
    assert (row["PMOKey"], row["PMOState"], row["PMOProject"]) == ("alpha-001|r-1", "Active", "ALPHA-001")


def test_a_day_is_the_site_s_midnight(publisher: Publisher) -> None:
    """29 March 2026 begins in Berlin at 23:00 UTC of the 28th, 1 July (summer time) at 22:00 UTC of 30 June."""
    publisher.publish([risk(1), risk(2, Due=date(2026, 7, 1))])
    person = Person(publisher.url)
    assert person.row("R-1")["PMODue"] == "2026-03-28T23:00:00Z"
    assert person.row("R-2")["PMODue"] == "2026-06-30T22:00:00Z"


def test_private_columns_never_reach_the_site(publisher: Publisher) -> None:
    publisher.publish(risks(1))
    person = Person(publisher.url)
    assert not [field for field in person.holder.fields.values() if "Rate" in field.title]
    assert "950" not in json.dumps(person.rows())


def test_the_key_is_indexed_and_unique_on_the_site(publisher: Publisher) -> None:
    publisher.publish(risks(1))
    key = Person(publisher.url).holder.fields["PMOKey"]
    assert (key.indexed, key.unique) == (True, True)


def test_only_changed_fields_are_sent(publisher: Publisher) -> None:
    publisher.publish(risks(3))
    plan = publisher.plan([risk(1), risk(2, Owner="Kim"), risk(3)])
    (update,) = plan.writes
    assert isinstance(update, Update)
    assert list(update.changes) == ["PMOOwner"]
    publisher.publish([risk(1), risk(2, Owner="Kim"), risk(3)])
    assert Person(publisher.url).row("R-2")["PMOOwner"] == "Kim"


def test_an_edit_on_the_site_is_reported_and_kept(publisher: Publisher) -> None:
    publisher.publish(risks(2))
    Person(publisher.url).edit("R-1", PMOOwner="Sponsor's choice")
    plan = publisher.plan(risks(2))
    assert plan.empty
    (conflict,) = plan.conflicts
    assert (conflict.field, conflict.site, conflict.workbook, conflict.both) == (
        "Owner",
        "Sponsor's choice",
        "Jo",
        False,
    )


def test_an_edit_is_recognised_without_the_journal(publisher: Publisher, tmp_path: Path) -> None:
    publisher.publish(risks(2))
    Person(publisher.url).edit("R-1", PMOOwner="Sponsor's choice")
    elsewhere = Publisher(publisher.url, tmp_path / "other.db")
    plan = elsewhere.plan([risk(1, Owner="Kim"), risk(2, Owner="Kim")])
    assert [type(action) for action in plan.actions] == [Conflict, Update]


def test_edits_of_different_fields_are_both_kept(publisher: Publisher) -> None:
    publisher.publish(risks(1))
    Person(publisher.url).edit("R-1", PMODescription="Mitigated by the sponsor")
    outcome = publisher.publish([risk(1, Probability=0.5)])
    row = Person(publisher.url).row("R-1")
    assert (row["PMODescription"], row["PMOProbability"]) == ("Mitigated by the sponsor", 0.5)
    assert [conflict.field for conflict in outcome.conflicts] == ["Description"]
    assert [conflict.field for conflict in publisher.plan([risk(1, Probability=0.5)]).conflicts] == ["Description"]


def test_a_change_on_both_sides_is_left_until_a_side_is_chosen(publisher: Publisher) -> None:
    publisher.publish(risks(1))
    Person(publisher.url).edit("R-1", PMOOwner="Ada")
    publisher.publish([risk(1, Owner="Kim")])
    assert Person(publisher.url).row("R-1")["PMOOwner"] == "Ada"
    (conflict,) = publisher.plan([risk(1, Owner="Kim")]).conflicts
    assert (conflict.last, conflict.workbook, conflict.site, conflict.both) == ("Jo", "Kim", "Ada", True)
    assert not publisher.plan([risk(1, Owner="Kim")], keep=Side.WORKBOOK).conflicts


def test_columns_of_people_on_the_site_are_made_and_never_written(publisher: Publisher) -> None:
    publisher.publish(risks(1))
    Person(publisher.url).edit("R-1", PMOSponsorComment="I disagree")
    outcome = publisher.publish([risk(1, Owner="Kim")])
    assert outcome.done["Update"] == 1
    assert not outcome.conflicts
    assert Person(publisher.url).row("R-1")["PMOSponsorComment"] == "I disagree"


def test_items_of_others_are_never_touched(publisher: Publisher) -> None:
    publisher.publish(risks(1))
    person = Person(publisher.url)
    person.add(Title="Typed on the phone")
    before = [row["etag"] for row in person.rows() if not row["PMOKey"]]
    publisher.publish([risk(1, Owner="Kim")])
    assert [row["etag"] for row in person.rows() if not row["PMOKey"]] == before


def test_a_row_that_is_gone_is_marked_removed_and_comes_back(publisher: Publisher) -> None:
    publisher.publish(risks(10))
    publisher.publish(risks(9))
    assert Person(publisher.url).row("R-10")["PMOState"] == "Removed"
    assert publisher.plan(risks(9)).empty
    publisher.publish(risks(10))
    assert Person(publisher.url).row("R-10")["PMOState"] == "Active"


def test_a_plan_that_removes_everything_stops_and_asks(publisher: Publisher) -> None:
    publisher.publish(risks(3))
    outcome = publisher.publish([])
    assert "3 of 3" in str(outcome.stopped[0])
    assert {row["PMOState"] for row in Person(publisher.url).rows()} == {"Active"}
    assert publisher.publish([], allow_removals=True).done["Retire"] == 3


def test_one_project_s_publish_leaves_the_others_alone(publisher: Publisher) -> None:
    publisher.publish(risks(3))
    other = replace(publisher, project="ALPHA-0011")
    other.publish(risks(2))
    publisher.publish([*risks(2)])
    keys = {row["PMOKey"]: row["PMOState"] for row in Person(publisher.url).rows()}
    assert keys == {
        "alpha-001|r-1": "Active",
        "alpha-001|r-2": "Active",
        "alpha-001|r-3": "Removed",
        "alpha-0011|r-1": "Active",
        "alpha-0011|r-2": "Active",
    }


def test_an_item_that_a_person_deleted_is_not_created_again(publisher: Publisher) -> None:
    publisher.publish(risks(2))
    Person(publisher.url).delete("R-2")
    plan = publisher.plan(risks(2))
    assert plan.empty
    assert [conflict.deleted for conflict in plan.conflicts] == [True]
    assert publisher.publish(risks(2)).done["Create"] == 0


def test_hostile_texts_arrive_everywhere_unchanged(server: Running, tmp_path: Path) -> None:
    publisher = Publisher(server.url, tmp_path / "journal.db", HOSTILE, replace(RISKS, title=HOSTILE))
    rows = [risk(1, **{"Risk ID": HOSTILE, "Risk Title": HOSTILE, "Status": HOSTILE, "Owner": "=cmd|'/c'!A1 <b>"})]
    documents = [Document(HOSTILE, f"{HOSTILE}.txt", b"content", HOSTILE)]
    outcome = publisher.publish(rows, documents)
    assert outcome.complete
    assert publisher.plan(rows, documents).empty
    row = Person(server.url, HOSTILE).row(HOSTILE)
    assert (row["Title"], row["PMOStatus"], row["PMOProject"]) == (HOSTILE, HOSTILE, HOSTILE)
    assert row["PMOOwner"] == "=cmd|'/c'!A1 <b>"
    found = publisher.site.get(
        "Web/GetFolderByServerRelativePath(DecodedUrl='/sites/pmo/PMO%20Documents/R%26D%20%231%2050%25%20_x_%20O''Brien"
        "%20%E2%80%93%20%C3%BC/R%26D%20%231%2050%25%20_x_%20O''Brien%20%E2%80%93%20%C3%BC')/Files",
        "reading the folder",
    )
    assert [file["Name"] for file in found["results"]] == ["R&D #1 50% _x_ O'Brien – ü.txt"]


def test_a_long_text_makes_a_column_of_lines_and_never_loses_a_sign(publisher: Publisher) -> None:
    long = "x" * 300
    assert publisher.publish([risk(1, Owner=long)]).complete
    assert Person(publisher.url).row("R-1")["PMOOwner"] == long
    assert publisher.plan([risk(1, Owner=long)]).empty


def test_a_long_text_for_a_column_of_one_line_is_reported_and_the_rest_of_the_row_published(
    publisher: Publisher,
) -> None:
    publisher.publish(risks(1))
    plan = publisher.plan([risk(1, Owner="x" * 300, Probability=0.75)])
    assert [problem.code for problem in plan.problems] == [Code.REFUSED_BY_SITE]
    publisher.publish([risk(1, Owner="x" * 300, Probability=0.75)])
    row = Person(publisher.url).row("R-1")
    assert (row["PMOOwner"], row["PMOProbability"]) == ("Jo", 0.75)


def test_a_row_the_site_refuses_is_reported_and_the_rest_goes_on(publisher: Publisher, server: Running) -> None:
    publisher.publish(risks(1))
    server.fault("threshold", part=True, match="POST", skip=1)
    outcome = publisher.publish(risks(5))
    assert outcome.done["Create"] == 3
    assert [problem.code for problem in outcome.problems] == [Code.REFUSED_BY_SITE]
    assert publisher.publish(risks(5)).done["Create"] == 1


@pytest.mark.parametrize("kind", ["lose-before", "lose-after"])
def test_a_lost_reply_is_settled_by_reading(publisher: Publisher, server: Running, kind: str) -> None:
    publisher.publish(risks(1))
    server.fault(kind, match="$batch", skip=3)  # the site, its lists, the site again, then the rows
    outcome = publisher.publish([risk(1, Owner="Kim"), *risks(30)[1:]])
    keys = [row["PMOKey"] for row in Person(publisher.url).rows()]
    assert (len(keys), len(set(keys))) == (30, 30)
    assert (outcome.done["Create"], outcome.done["Update"], outcome.problems) == (29, 1, [])
    assert publisher.plan([risk(1, Owner="Kim"), *risks(30)[1:]]).empty


@pytest.mark.parametrize("part", [False, True])
def test_a_busy_site_is_waited_for(publisher: Publisher, server: Running, part: bool) -> None:
    waits: list[float] = []
    publisher.publish(risks(1))
    publisher.site.connection.sleep = waits.append
    server.fault("throttle", count=2, retry_after=7, match="POST", part=part)
    outcome = publisher.publish(risks(20))
    assert outcome.complete
    assert set(waits) == {7.0}
    assert len(Person(publisher.url).rows()) == 20


@pytest.mark.parametrize("kind", ["expired-token", "expired-digest"])
def test_an_expired_token_or_digest_is_renewed(publisher: Publisher, server: Running, kind: str) -> None:
    publisher.publish(risks(1))
    server.fault(kind, match="$batch")
    assert publisher.publish(risks(2)).complete


def test_an_edit_between_reading_and_writing_is_not_overwritten(publisher: Publisher) -> None:
    publisher.publish(risks(2))
    plan = publisher.plan([risk(1, Owner="Kim"), risk(2, Owner="Kim")])
    person = Person(publisher.url)
    person.edit("R-1", PMOOwner="Ada")
    person.edit("R-2", PMOSponsorComment="Seen")
    outcome = apply_publication(plan, publisher.site, publisher.journal)
    assert [conflict.field for conflict in outcome.conflicts] == ["Owner"]
    assert person.row("R-1")["PMOOwner"] == "Ada"
    assert (person.row("R-2")["PMOOwner"], person.row("R-2")["PMOSponsorComment"]) == ("Kim", "Seen")


def test_a_page_that_cannot_be_read_is_an_error_and_not_an_empty_list(publisher: Publisher, server: Running) -> None:
    publisher.publish(risks(1))
    server.fault("threshold", match="/items?", count=5, part=True)
    with pytest.raises(SharePointError, match="threshold"):
        publisher.plan(risks(1))


def test_the_journal_tells_who_published_what_where(publisher: Publisher) -> None:
    publisher.publish(risks(1))
    outcome = publisher.publish([risk(1, Owner="Kim")])
    (entry,) = publisher.journal.log(outcome.run)
    assert (entry.operation, entry.key, entry.result) == ("Update", "alpha-001|r-1", "done")
    assert (entry.before, entry.after) == ({"PMOOwner": "Jo"}, {"PMOOwner": "Kim"})
    assert entry.url.endswith("/Lists/PMO%20Risks/DispForm.aspx?ID=1")
    assert entry.who


def test_the_marker_names_the_run_that_published_last(publisher: Publisher) -> None:
    outcome = publisher.publish(risks(1))
    (marker,) = Person(publisher.url, "PMO Publications").rows()
    assert (marker["Title"], marker["PMORun"], marker["PMOResult"]) == ("ALPHA-001", outcome.run, "Published")


def test_five_thousand_rows_take_at_most_sixty_requests_and_a_second_plan_five(publisher: Publisher) -> None:
    publisher.publish(risks(5000))
    assert publisher.site.connection.requests_sent <= 60
    again = Publisher(publisher.url, publisher.journal_path)
    assert again.plan(risks(5000)).empty
    assert again.site.connection.requests_sent <= 5


PUBLISH = """
import sys
from pathlib import Path
from tests.sharepoint.publishing import Publisher, risks
publisher = Publisher(sys.argv[1], Path(sys.argv[2]))
publisher.publish(risks(1500), progress=lambda progress: print(progress.done, flush=True))
"""


def test_a_killed_run_is_continued_without_doubles(server: Running, tmp_path: Path) -> None:
    journal = tmp_path / "journal.db"
    command = [sys.executable, "-c", PUBLISH, server.url, str(journal)]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    while int(run.stdout.readline()) < 300:
        pass
    time.sleep(0.05)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert [entry for entry in Journal(journal).log() if entry.result == "sent"]
    publisher = Publisher(server.url, journal)
    plan = publisher.plan(risks(1500))
    assert 0 < len(plan.writes) < 1300
    assert all(isinstance(action, Create) for action in plan.writes)
    outcome = publisher.publish(risks(1500))
    assert outcome.complete
    keys = [row["PMOKey"] for row in Person(server.url).rows()]
    assert (len(keys), len(set(keys))) == (1500, 1500)
    assert publisher.plan(risks(1500)).empty


def test_retired_rows_are_named_in_the_plan(publisher: Publisher) -> None:
    publisher.publish(risks(10))
    (retire,) = publisher.plan(risks(9)).writes
    assert isinstance(retire, Retire)
    assert str(retire) == "retire PMO Risks: Risk 10 (marked Removed, not deleted)"
