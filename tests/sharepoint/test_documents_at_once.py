"""What a publish does to new documents in few requests, and what it does when one of their parts fails or is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from pmo_excel.core.problems import Severity
from sharepoint.actions import LinkFile
from sharepoint.documents import Document
from sharepoint.wanted import ListSpec
from tests.sharepoint.in_process import InProcess
from tests.sharepoint.publishing import RISKS, Publisher, risk

REPORTS = "Web/GetFolderByServerRelativePath(DecodedUrl='/sites/pmo/PMO%20Documents/ALPHA-001/Reports')/Files"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[InProcess]:
    """A site without sockets."""
    web = InProcess(tmp_path / "site")
    yield web
    web.site.close()


@pytest.fixture
def publisher(web: InProcess, tmp_path: Path) -> Iterator[Publisher]:
    """A coordinator who published one document before, so that lists and columns are there."""
    publisher = Publisher("http://127.0.0.1/sites/pmo", tmp_path / "journal.db")
    publisher.site = web.publisher_site()
    assert publisher.publish([], [Document("OTHER", "a.html", b"a")]).complete
    yield publisher
    publisher.journal.close()


REPORT = Document("ALPHA-001", "Status.html", b"March", "Reports", comment="March")


def lost(sign: bytes, carried_out: bool) -> Callable[[bytes, Callable[[], requests.Response]], requests.Response]:
    """The reply to the first request with this sign in its body is lost."""
    left = [True]

    def around(body: bytes, answered: Callable[[], requests.Response]) -> requests.Response:
        if sign not in body or not left:
            return answered()
        left.clear()
        if carried_out:
            answered()
        raise requests.exceptions.ReadTimeout("lost")

    return around


def published_well(publisher: Publisher, web: InProcess) -> dict[str, Any]:
    """Publish the report; gives the file, after checking that it is there, whole, described and for all to read."""
    assert publisher.publish([], [REPORT]).complete
    web.around = None
    (file,) = web.ask("GET", f"{REPORTS}?$expand=ListItemAllFields")["results"]
    assert file["CheckOutType"] == 2
    assert (file["ListItemAllFields"]["PMOProject"], file["ListItemAllFields"]["PMOComment"]) == ("ALPHA-001", "March")
    plan = publisher.plan([], [REPORT])
    assert (plan.actions, plan.settled) == ((), ())
    return dict(file)


def test_a_new_document_takes_seven_requests_with_all_that_is_read(publisher: Publisher, web: InProcess) -> None:
    """The site, lists and library, the site again with the markers; folders, content, description; the marker."""
    before = web.sent
    assert publisher.publish([], [REPORT]).complete
    assert web.sent - before == 7


@pytest.mark.parametrize("step", ["/CheckOut()", "/ListItemAllFields", "/CheckIn("])
@pytest.mark.parametrize("kind", ["throttle", "expired-token", "locked", "conflict"])
def test_what_one_part_did_not_do_is_done_step_by_step(
    kind: str, step: str, publisher: Publisher, web: InProcess
) -> None:
    web.fault(kind, part=True, match=f"{step}")
    published_well(publisher, web)


@pytest.mark.parametrize("carried_out", [True, False])
def test_a_lost_description_is_looked_for_before_it_is_sent_again(
    carried_out: bool, publisher: Publisher, web: InProcess
) -> None:
    web.around = lost(b"/CheckIn(", carried_out)
    file = published_well(publisher, web)
    assert file["UIVersionLabel"] == "2.0", "its content, then its description: once"


@pytest.mark.parametrize("carried_out", [True, False])
def test_folders_whose_reply_is_lost_are_made_with_their_file(
    carried_out: bool, publisher: Publisher, web: InProcess
) -> None:
    web.around = lost(b"AddSubFolderUsingPath", carried_out)
    published_well(publisher, web)


def test_a_folder_that_could_not_be_made_is_told_with_its_file_and_the_others_go_on(
    publisher: Publisher, web: InProcess
) -> None:
    web.fault("error", part=True, match="AddSubFolderUsingPath", status=403)
    web.fault("error", match="AddSubFolderUsingPath", status=403, message="No right to this folder")
    outcome = publisher.publish([], [REPORT, Document("OTHER", "b.html", b"b")])
    assert ["No right to this folder" in str(problem) for problem in outcome.problems] == [True]
    assert outcome.done["UploadFile"] == 1


def test_a_project_whose_folder_another_one_has_is_refused_and_linked_to_nothing(
    publisher: Publisher, web: InProcess
) -> None:
    """The IDs `A_B` and `A"B` give the same folder name, because SharePoint takes no quotation mark."""
    publisher.spec = ListSpec("PMO Risks", RISKS.columns)
    mine = Document("A_B", "Status.html", b"mine", "Reports", linked_from="PMO Risks")
    assert publisher.publish([], [mine]).complete
    yours = replace(mine, project='A"B', source=b"yours")
    publisher.project = yours.project
    plan = publisher.plan([risk(1)], [yours])
    assert [type(action).__name__ for action in plan.writes if action.list == "PMO Documents"] == []
    assert not any(isinstance(action, LinkFile) for action in plan.writes)
    (told,) = [str(problem) for problem in plan.problems if problem.severity is Severity.HIGH]
    assert "taken by the report of the project 'A_B'" in told
    path = "Web/GetFolderByServerRelativePath(DecodedUrl='/sites/pmo/PMO%20Documents/A_B/Reports')/Files('Status.html')"
    assert web.ask("GET", f"{path}/ListItemAllFields")["PMOProject"] == "A_B"


def test_a_project_column_that_a_person_changed_is_written_again(publisher: Publisher, web: InProcess) -> None:
    assert publisher.publish([], [REPORT]).complete
    path = f"{REPORTS.removesuffix('/Files')}/Files('Status.html')/ListItemAllFields"
    web.ask("MERGE", path, {"PMOProject": "Something else"})
    assert publisher.publish([], [REPORT]).complete
    assert web.ask("GET", path)["PMOProject"] == "ALPHA-001"
