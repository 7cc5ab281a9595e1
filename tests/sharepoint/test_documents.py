"""Names of files, and the plan for documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.problems import Code, Severity
from sharepoint.actions import Conflict, CreateList, UpdateFile, UploadFile
from sharepoint.documents import LIBRARY_FIELDS, Document, PresentFile, PresentLibrary, plan_documents, wanted_files
from sharepoint.local.errors import Refusal
from sharepoint.local.model.names import check_name
from sharepoint.names import safe_name, too_long
from sharepoint.plan import Plan, Published
from sharepoint.uploads import beside
from tests.sharepoint.publishing import HOSTILE

ROOT = "/sites/pmo/PMO Documents"
KINDS = {field.name: field.kind.value for field in LIBRARY_FIELDS}


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        (HOSTILE, "R&D #1 50% _x_ O'Brien – ü"),
        ("a/b\\c:d.txt", "a_b_c_d.txt"),
        (" report. ", "report"),
        ("CON.txt", "_CON.txt"),
        ("~$lock.docx", "_~lock.docx"),
        ("a_vti_b.txt", "_a_vti-b.txt"),
        ("...", "_"),
    ],
)
def test_names_become_what_the_site_takes(given_name: str, name: str) -> None:
    assert safe_name(given_name) == name


@given(st.text(min_size=1, max_size=80))
def test_a_safe_name_is_taken_and_stays(name: str) -> None:
    plain = safe_name(name.encode("utf-8", "ignore").decode())
    try:
        check_name(plain)
    except Refusal as refused:  # pragma: no cover
        pytest.fail(str(refused))
    assert safe_name(plain) == plain


def test_a_path_of_more_than_400_characters_is_reported() -> None:
    assert too_long(ROOT, "a" * 300) == "the name '" + "a" * 40 + "'… has 300 characters; SharePoint takes 255"
    assert "whole path has 423" in too_long(ROOT, "/".join(["a" * 199] * 2))
    _, problems = wanted_files([Document("ALPHA-001", "x" * 300, b"")], ROOT)
    assert [problem.code for problem in problems] == [Code.REFUSED_BY_SITE]


def test_two_documents_for_one_place_are_reported() -> None:
    files, problems = wanted_files([Document("A", 'a".txt', b"1"), Document("A", "A_.TXT", b"2")], ROOT)
    assert len(files) == 1
    assert [problem.severity for problem in problems] == [Severity.LOW, Severity.HIGH]


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    files, problems = wanted_files([Document("A", "a.txt", tmp_path / "missing.txt")], ROOT)
    assert files == []
    assert "missing.txt" in problems[0].message


def library(document: Document, content: bytes, etag: str = '"2"', published: bytes | None = None) -> PresentLibrary:
    """The library with one file, of which a content was published and perhaps another is there now."""
    (file,), _ = wanted_files([document], ROOT)
    (was,), _ = wanted_files(
        [Document(document.project, document.name, content if published is None else published)], ROOT
    )
    there = PresentFile(1, "guid", file.path, etag, len(content), was.digest, file.metadata)
    return PresentLibrary("lib", ROOT, KINDS, {file.path.casefold(): there}, frozenset())


def digest(content: bytes) -> str:
    return wanted_files([Document("A", "a", content)], ROOT)[0][0].digest


def planned(document: Document, present: PresentLibrary | None, last: Published | None, actual: bytes = b"") -> Plan:
    known = {document.path.casefold(): last} if last else {}
    return plan_documents([document], present, known, lambda file: digest(actual))


NEW, OLD = Document("A", "a.txt", b"new"), Document("A", "a.txt", b"old")
KNOWN = Published({"sha256": digest(b"old"), "etag": '"2"', "unique_id": "guid"})


def test_without_a_library_it_is_made_and_the_file_uploaded() -> None:
    assert [type(action) for action in planned(NEW, None, None).actions] == [CreateList, UploadFile]


def test_the_same_content_is_not_sent_nor_read_again() -> None:
    def never(file: PresentFile) -> str:
        raise AssertionError("the file was read")

    made = plan_documents([OLD], library(OLD, b"old"), {"a/a.txt": KNOWN}, never)
    assert (made.actions, made.unchanged, made.settled) == ((), 1, ())


def test_a_new_content_is_a_new_version() -> None:
    (update,) = planned(NEW, library(NEW, b"old"), KNOWN, b"old").actions
    assert isinstance(update, UpdateFile)
    assert update.content


@pytest.mark.parametrize("document", [NEW, OLD])
@pytest.mark.parametrize("known", [KNOWN, None])
def test_a_content_that_a_person_made_is_a_conflict(document: Document, known: Published | None) -> None:
    there = library(document, b"edited", '"3"', published=b"old")
    (conflict,) = planned(document, there, known, b"edited").actions
    assert isinstance(conflict, Conflict)


def test_an_upload_that_broke_off_before_its_description_is_finished() -> None:
    there = library(NEW, b"new", '"1"', published=b"")
    (update,) = planned(NEW, there, Published({}, {"sha256": digest(b"new")}), b"new").actions
    assert isinstance(update, UpdateFile)
    assert not update.content


def test_a_document_that_a_person_deleted_is_reported() -> None:
    (conflict,) = planned(OLD, PresentLibrary("lib", ROOT, KINDS, {}, frozenset()), KNOWN).actions
    assert isinstance(conflict, Conflict)
    assert conflict.deleted


def test_a_version_that_a_broken_off_publish_did_not_check_in_is_checked_in() -> None:
    """Content and description are as wanted, but nobody else sees them yet."""
    there = library(NEW, b"new")
    left = replace(there.files["a/a.txt"], checked_out=True)
    present = replace(there, files={"a/a.txt": left})
    (update,) = planned(NEW, present, Published({}, {"sha256": digest(b"new")}), b"new").actions
    assert isinstance(update, UpdateFile)
    assert (update.content, update.checked_out) == (False, True)
    assert planned(NEW, present, Published({"sha256": digest(b"new"), "etag": '"2"'}), b"new").empty  # a person's own


def test_columns_that_the_library_requires_are_said() -> None:
    present = replace(library(OLD, b"old"), required=("Retention",))
    (problem,) = planned(OLD, present, KNOWN).problems
    assert (problem.code, problem.severity) == (Code.REFUSED_BY_SITE, Severity.MEDIUM)
    assert "Retention" in problem.message


def test_a_new_version_waits_always_at_the_same_place() -> None:
    assert beside("A/Reports/Status.v2.html") == "A/Reports/Status.v2 (new version).html"
    assert beside("plan") == "plan (new version)"


def test_a_site_under_another_host_is_no_change() -> None:
    page = "/sites/pmo/Lists/Projects/AllItems.aspx?FilterField1=PMOProject&FilterValue1="
    there = replace(OLD, project_page=f"http://127.0.0.1:1{page}A%2D1")
    assert planned(replace(OLD, project_page=f"http://127.0.0.1:2{page}A-1"), library(there, b"old"), KNOWN).empty
    assert not planned(replace(OLD, project_page=f"http://127.0.0.1:1{page}B"), library(there, b"old"), KNOWN).empty
