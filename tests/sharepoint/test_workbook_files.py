"""The workbooks in a library of a site: found in every folder, read as they are, collected like those of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pmo_excel.hosts import collect_files, collect_site
from pmo_excel.hosts.collect_command import Asked, collect
from pmo_excel.workbook.refused import Refused
from sharepoint.site import Site
from sharepoint.workbook_files import content_of, files_of
from tests.portfolio.collecting import NOW, Threads, project, rows_of
from tests.sharepoint.in_process import BASE, InProcess


@cache
def book(key: str) -> bytes:
    """A project's workbook, made once: the time of making is in its bytes."""
    return project(key)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[InProcess]:
    web = InProcess(tmp_path / "site")
    yield web
    web.site.close()


@pytest.fixture
def site(web: InProcess) -> Site:
    """Two projects in folders of the library, a note, and a workbook that is damaged."""
    site = web.publisher_site()
    library = site.connection.context.web.lists.get_by_title("Documents").root_folder
    deep = library.folders.add("2026").execute_query().folders.add("It's here").execute_query()
    deep.upload_file("PRJ-A.xlsx", book("PRJ-A")).execute_query()
    library.upload_file("PRJ-B.xlsx", book("PRJ-B")).execute_query()
    library.upload_file("notes.txt", b"words").execute_query()
    library.upload_file("PRJ-C.xlsx", b"PK\3\4 no more").execute_query()
    return site


def test_files_are_found_in_every_folder_with_their_version(site: Site) -> None:
    found = {file.path: file for file in files_of(site, "Documents")}
    assert set(found) == {"2026/It's here/PRJ-A.xlsx", "PRJ-B.xlsx", "notes.txt", "PRJ-C.xlsx"}
    assert found["PRJ-B.xlsx"].version == "1.0"
    assert content_of(site, found["PRJ-B.xlsx"]) == book("PRJ-B")


def test_a_site_is_collected_like_a_folder(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect_site, "connected", lambda url, state: site)
    monkeypatch.setattr(collect_files, "Processes", Threads)
    found = collect_site.on_site(BASE, "Documents", tmp_path)
    assert [one.file for one in found] == ["2026/It's here/PRJ-A.xlsx", "PRJ-B.xlsx", "PRJ-C.xlsx"]
    outcome = collect(Asked([], tmp_path / "P.xlsx", NOW, found=found))
    rows = {row["Project ID"]: row for row in rows_of(tmp_path / "P.xlsx", "Collection")}
    assert {key: row["Result"] for key, row in rows.items()} == {
        "PRJ-A": "OK with findings",
        "PRJ-B": "OK with findings",
        "PRJ-C": "Rejected",
    }
    assert {row["File Version"] for row in rows.values()} == {"1.0"}
    again = collect(Asked([], tmp_path / "P.xlsx", NOW, found=found))
    assert (again.reading.read, again.reading.remembered) == (0, 3)  # what cannot be read is remembered too
    assert not again.changes
    assert outcome.collected.projects[0].arrival is not None
    assert (
        outcome.collected.projects[0].arrival.place
        == f"http://127.0.0.1{BASE[16:]}/Shared Documents/2026/It's here/PRJ-A.xlsx"
    )


def test_a_library_that_is_not_there_is_said(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect_site, "connected", lambda url, state: site)
    with pytest.raises(Refused, match="Plans"):
        collect_site.on_site(BASE, "Plans", tmp_path)
