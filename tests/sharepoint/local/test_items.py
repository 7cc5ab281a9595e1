"""Items: values, etags, versions, pages, the list view threshold, form-style writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sharepoint.local.model.site import Site

from .conftest import Rest

MERGE = {"X_HTTP_Method": "MERGE", "IF_MATCH": "*"}
KINDS = {"Notes": 3, "Due": 4, "RAG": 6, "Critical": 8, "Hours": 9, "Cost": 10, "Link": 11, "Tags": 15}


@pytest.fixture
def tasks(rest: Rest) -> str:
    place = rest.make_list()
    for title, kind in KINDS.items():
        rest.post(f"{place}/fields/addField", {"parameters": {"Title": title, "FieldTypeKind": kind}})
    return place


def test_every_kind_of_value_comes_back_as_it_was_sent(rest: Rest, tasks: str) -> None:
    sent: dict[str, Any] = {
        "Title": 'R&D #1 50% "x" O\'Brien – ü',
        "Notes": "a\nb",
        "Due": "2026-03-29T01:30:00Z",
        "RAG": "R",
        "Critical": True,
        "Hours": 3.5,
        "Cost": 1234.56,
        "Link": {"Url": "https://x/y?a=1&b=2", "Description": "desc"},
        "Tags": {"results": ["A", "B"]},
    }
    rest.post(f"{tasks}/items", sent)
    got = rest.get(f"{tasks}/items(1)")
    got["Link"].pop("__metadata")
    got["Tags"].pop("__metadata")
    assert {name: got[name] for name in sent} == sent
    assert rest.post(f"{tasks}/items(1)", dict.fromkeys(sent), **MERGE) is None
    cleared = rest.get(f"{tasks}/items(1)")
    assert [cleared[name] for name in sent] == [None] * len(sent)


@pytest.mark.parametrize(
    "body",
    [
        {"Nope": 1},
        {"Title": 5},
        {"Cost": "dear"},
        {"Critical": "yes"},
        {"Due": "soon"},
        {"Tags": "A"},
        {"Link": "https://x"},
        {"AuthorId": 1, "Author": "me"},
    ],
)
def test_a_value_the_column_does_not_take_is_refused(rest: Rest, tasks: str, body: dict[str, Any]) -> None:
    assert rest.error("POST", f"{tasks}/items", body) == (400, -1)
    assert rest.get(f"{tasks}?$select=ItemCount")["ItemCount"] == 0


def test_a_text_above_255_signs_is_refused(rest: Rest, tasks: str) -> None:
    assert rest.error("POST", f"{tasks}/items", {"Title": "x" * 256})[0] == 400


def test_a_choice_outside_the_list_is_taken_by_plain_rest(rest: Rest, tasks: str) -> None:
    assert rest.post(f"{tasks}/items", {"Title": "a", "RAG": "Purple"})["RAG"] == "Purple"


def test_an_etag_moves_with_every_write_and_a_stale_one_is_refused(rest: Rest, tasks: str) -> None:
    tag = rest.post(f"{tasks}/items", {"Title": "a"})["__metadata"]["etag"]
    changed = rest("POST", f"{tasks}/items(1)", {"Title": "b"}, X_HTTP_Method="MERGE", IF_MATCH=tag)
    assert (changed.status_code, changed.headers["etag"]) == (204, tag.replace(",1", ",2"))
    assert rest.error("POST", f"{tasks}/items(1)", {"Title": "c"}, X_HTTP_Method="MERGE", IF_MATCH=tag) == (412, -1)
    assert rest.error("POST", f"{tasks}/items(1)", X_HTTP_Method="DELETE", IF_MATCH=tag) == (412, -1)
    assert rest.get(f"{tasks}/items(1)")["Title"] == "b"


def test_a_body_of_another_lists_type_is_refused(rest: Rest, tasks: str) -> None:
    other = {"Title": "a", "__metadata": {"type": "SP.Data.OtherListItem"}}
    assert rest.error("POST", f"{tasks}/items", other) == (400, -1)
    own = other | {"__metadata": {"type": "SP.Data.PMO_x0020_TasksListItem"}}
    assert rest.post(f"{tasks}/items", own)["Id"] == 1
    assert rest.error("POST", f"{tasks}/items(1)", other, **MERGE) == (400, -1)


def test_versions_hold_what_an_item_was(rest: Rest, tasks: str) -> None:
    rest.post(f"{tasks}/items", {"Title": "a"})
    rest.post(f"{tasks}/items(1)", {"Title": "b"}, **MERGE)
    versions = rest.get(f"{tasks}/items(1)/versions")["results"]
    assert [(each["VersionLabel"], each["Title"], each["IsCurrentVersion"]) for each in versions] == [
        ("2.0", "b", True),
        ("1.0", "a", False),
    ]


def test_only_as_many_versions_are_kept_as_the_list_says(rest: Rest, tasks: str) -> None:
    rest.post(tasks, {"MajorVersionLimit": 2}, **MERGE)
    rest.post(f"{tasks}/items", {"Title": "0"})
    for number in range(4):
        rest.post(f"{tasks}/items(1)", {"Title": str(number)}, **MERGE)
    assert [each["VersionLabel"] for each in rest.get(f"{tasks}/items(1)/versions")["results"]] == ["5.0", "4.0"]


def test_pages_follow_each_other_to_the_end(rest: Rest, tasks: str) -> None:
    for number in range(5):
        rest.post(f"{tasks}/items", {"Title": f"T{number}", "Hours": -number})
    for order in ("", "&$orderby=Hours", "&$orderby=Id desc"):
        seen: list[int] = []
        page = rest.get(f"{tasks}/items?$select=Id&$top=2{order}")
        while True:
            seen += [row["Id"] for row in page["results"]]
            if "__next" not in page:
                break
            page = rest.get(page["__next"].partition("/_api/")[2])
        assert sorted(seen) == [1, 2, 3, 4, 5], order
        assert seen == ([1, 2, 3, 4, 5] if not order else [5, 4, 3, 2, 1])


def test_skip_is_ignored_for_items(rest: Rest, tasks: str) -> None:
    rest.post(f"{tasks}/items", {"Title": "a"})
    assert len(rest.get(f"{tasks}/items?$skip=1")["results"]) == 1


@pytest.fixture
def long_list(rest: Rest) -> str:
    """More items than the view threshold of the test site, 20."""
    place = rest.make_list("Long")
    xml = '<Field Type="Text" DisplayName="Key" Indexed="TRUE" EnforceUniqueValues="TRUE"/>'
    rest.post(f"{place}/fields/createFieldAsXml", {"parameters": {"SchemaXml": xml}})
    for number in range(25):
        rest.post(f"{place}/items", {"Title": f"T{number}", "Key": f"K{number}"})
    return place


@pytest.mark.parametrize(
    "query",
    [
        "",
        "$orderby=Id desc",
        "$filter=Key eq 'k7'",
        "$filter=Id gt 20",
        "$orderby=Key",
        "$filter=Title eq 'T7' and Key eq 'K7'",
    ],
)
def test_a_long_list_is_read_by_its_indexes(rest: Rest, long_list: str, query: str) -> None:
    assert rest("GET", f"{long_list}/items?$top=5&{query}").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["$filter=Title eq 'T7'", "$orderby=Title", "$filter=Key eq 'K7' or Title eq 'T7'", "$filter=substringof('7',Key)"],
)
def test_a_long_list_is_not_read_without_an_index(rest: Rest, long_list: str, query: str) -> None:
    assert rest.error("GET", f"{long_list}/items?$top=5&{query}") == (500, -2147024860)


def test_an_indexed_base_column_is_filtered_by_what_the_items_are(rest: Rest, tasks: str) -> None:
    rest.post(f"{tasks}/items", {"Title": "a"})
    rest.post(f"{tasks}/fields/getByTitle('Modified')/enableIndex")
    written = rest.get(f"{tasks}/items(1)")["Modified"]
    found = rest.get(f"{tasks}/items?$filter=Modified eq datetime'{written}'")["results"]
    assert [row["Id"] for row in found] == [1]


def test_a_unique_value_is_free_again_when_its_item_is_gone(rest: Rest, long_list: str) -> None:
    assert rest.error("POST", f"{long_list}/items", {"Key": "K1"}) == (500, -2130575169)
    entry = rest.post(f"{long_list}/items(2)/recycle")["Recycle"]
    rest.post(f"{long_list}/items", {"Key": "K1"})
    restore = rest("POST", f"Web/RecycleBin('{entry}')/restore")
    assert restore.status_code == 500
    assert rest.error("GET", f"{long_list}/items(2)") == (404, -2130575338)


def test_an_update_keeps_its_own_unique_value(rest: Rest, long_list: str) -> None:
    rest.post(f"{long_list}/items(3)", {"Key": "k2", "Title": "x"}, **MERGE)
    assert rest.error("POST", f"{long_list}/items(3)", {"Key": "K5"}, **MERGE) == (500, -2130575169)


def test_a_form_answers_for_each_column_with_status_200(rest: Rest, tasks: str) -> None:
    rest.post(f"{tasks}/fields/getByTitle('RAG')", {"Choices": {"results": ["R", "G"]}}, **MERGE)
    values = [{"FieldName": "Title", "FieldValue": "a"}, {"FieldName": "RAG", "FieldValue": "Purple"}]
    refused = rest.post(f"{tasks}/addValidateUpdateItem", {"listItemCreateInfo": {}, "formValues": values})
    results = refused["AddValidateUpdateItem"]["results"]
    assert [each["HasException"] for each in results] == [False, True]
    values[1]["FieldValue"] = "G"
    rest.post(f"{tasks}/addValidateUpdateItem", {"listItemCreateInfo": {}, "formValues": values})
    assert rest.get(f"{tasks}/items(1)")["RAG"] == "G"


def test_a_form_needs_the_required_columns(rest: Rest, tasks: str) -> None:
    sent = {"listItemCreateInfo": {}, "formValues": [{"FieldName": "Cost", "FieldValue": "5"}]}
    results = rest.post(f"{tasks}/addValidateUpdateItem", sent)["AddValidateUpdateItem"]["results"]
    assert [(each["FieldName"], each["HasException"]) for each in results] == [("Cost", False), ("Title", True)]


def test_json_without_metadata_is_given_to_who_asks(rest: Rest, tasks: str) -> None:
    rest.post(f"{tasks}/items", {"Title": "a", "Tags": ["A"]})
    answer = rest("GET", f"{tasks}/items?$select=Id,Tags&$top=1", Accept="application/json;odata=nometadata")
    assert answer.json() == {"value": [{"Id": 1, "Tags": ["A"]}]}


@pytest.mark.parametrize(
    ("zone", "sent", "stored"),
    [
        ("Europe/Berlin", "2026-07-01T09:00:00", "2026-07-01T07:00:00Z"),
        ("Europe/Berlin", "2026-07-01T09:00:00Z", "2026-07-01T09:00:00Z"),
        ("UTC", "2026-07-01", "2026-07-01T00:00:00Z"),
    ],
)
def test_a_time_without_zone_is_the_sites_own(tmp_path: Path, zone: str, sent: str, stored: str) -> None:
    """Berlin is two hours ahead of UTC in July."""
    site = Site(tmp_path, zone=zone)
    rest = Rest(site)
    place = rest.make_list()
    rest.post(f"{place}/fields/addField", {"parameters": {"Title": "Due", "FieldTypeKind": 4}})
    assert rest.post(f"{place}/items", {"Due": sent})["Due"] == stored
    site.close()


def test_a_date_without_time_is_local_midnight(tmp_path: Path) -> None:
    """00:00 on 1 July in Berlin is 22:00 UTC the day before."""
    site = Site(tmp_path, zone="Europe/Berlin")
    rest = Rest(site)
    place = rest.make_list()
    xml = '<Field Type="DateTime" DisplayName="Due" Format="DateOnly"/>'
    rest.post(f"{place}/fields/createFieldAsXml", {"parameters": {"SchemaXml": xml}})
    assert rest.post(f"{place}/items", {"Due": "2026-07-01T09:00:00Z"})["Due"] == "2026-06-30T22:00:00Z"
    site.close()
