"""The change log tells what happened since a token, in order."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Rest

MERGE = {"X_HTTP_Method": "MERGE", "IF_MATCH": "*"}
ADD, UPDATE, DELETE, RESTORE = 1, 2, 3, 7


def query(start: str | None = None, **asked: Any) -> dict[str, Any]:
    token = {"ChangeTokenStart": {"StringValue": start}} if start else {}
    return {"query": {"Item": True, "Add": True, "Update": True, "DeleteObject": True, "Restore": True} | token | asked}


def test_a_token_marks_a_place_and_later_changes_are_told(rest: Rest) -> None:
    place = rest.make_list()
    rest.post(f"{place}/items", {"Title": "before"})
    token = rest.get(f"{place}?$select=CurrentChangeToken")["CurrentChangeToken"]["StringValue"]
    rest.post(f"{place}/items", {"Title": "a"})
    rest.post(f"{place}/items(1)", {"Title": "b"}, **MERGE)
    entry = rest.post(f"{place}/items(2)/recycle")["Recycle"]
    rest.post(f"Web/RecycleBin('{entry}')/restore")
    told = rest.post(f"{place}/getChanges", query(token))["results"]
    assert [(each["ItemId"], each["ChangeType"]) for each in told] == [(2, ADD), (1, UPDATE), (2, DELETE), (2, RESTORE)]
    last = told[-1]["ChangeToken"]["StringValue"]
    assert rest.post(f"{place}/getChanges", query(last))["results"] == []


def test_only_what_is_asked_for_is_told(rest: Rest) -> None:
    place = rest.make_list()
    for title in "abc":
        rest.post(f"{place}/items", {"Title": title})
    assert len(rest.post(f"{place}/getChanges", query(FetchLimit=2))["results"]) == 2
    assert rest.post(f"{place}/getChanges", query(Add=False))["results"] == []
    lists = rest.post(f"{place}/getChanges", {"query": {"List": True, "Add": True}})["results"]
    assert [each["ChangeType"] for each in lists] == [ADD]


def test_a_document_is_an_item_of_its_library(rest: Rest) -> None:
    rest.post(
        "Web/GetFolderByServerRelativePath(DecodedUrl='Shared Documents')/Files/add(url='a.txt',overwrite=true)", b"x"
    )
    told = rest.post("Web/lists/getByTitle('Documents')/getChanges", query())["results"]
    assert [(each["ItemId"], each["ChangeType"]) for each in told] == [(1, ADD)]
    numbers = [each["ItemId"] for each in rest.post("Web/getChanges", query())["results"]]
    assert numbers == [1, 1], "the site's own home page came first"


@pytest.mark.parametrize("token", ["nonsense", "1;3;00000000-0000-0000-0000-000000000000;1;1"])
def test_a_foreign_token_is_refused(rest: Rest, token: str) -> None:
    assert rest.error("POST", f"{rest.make_list()}/getChanges", query(token)) == (400, -2147024809)
