"""Files and folders: names, versions, check-out, moving, upload sessions, attachments."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from .conftest import Rest

MERGE = {"X_HTTP_Method": "MERGE", "IF_MATCH": "*"}
SHARED = "/sites/pmo/Shared Documents"
HOSTILE = "R&D #1 50% x O'Brien – ü"


def folder(path: str = SHARED) -> str:
    return f"Web/GetFolderByServerRelativePath(DecodedUrl='{quote(path.replace(chr(39), chr(39) * 2))}')"


def file(path: str) -> str:
    return f"Web/GetFileByServerRelativePath(DecodedUrl='{quote(path.replace(chr(39), chr(39) * 2))}')"


def add(
    rest: Rest, name: str, content: bytes = b"one", path: str = SHARED, overwrite: bool = True
) -> dict[str, object]:
    quoted = quote(name.replace("'", "''"))
    arguments = f"DecodedUrl='{quoted}',Overwrite={str(overwrite).lower()}"
    return dict(rest.post(f"{folder(path)}/Files/AddUsingPath({arguments})", content))


def value(rest: Rest, path: str) -> bytes:
    return bytes(rest("GET", f"{file(path)}/$value").content)


def test_a_hostile_name_keeps_every_sign(rest: Rest) -> None:
    rest.post(f"{folder()}/AddSubFolderUsingPath", {"DecodedUrl": HOSTILE})
    made = add(rest, f"{HOSTILE}.txt", path=f"{SHARED}/{HOSTILE}")
    assert made["ServerRelativeUrl"] == f"{SHARED}/{HOSTILE}/{HOSTILE}.txt"
    assert value(rest, str(made["ServerRelativeUrl"])) == b"one"
    listed = rest.get(f"{folder(f'{SHARED}/{HOSTILE}')}/Files?$select=Name")["results"]
    assert [each["Name"] for each in listed] == [f"{HOSTILE}.txt"]


@pytest.mark.parametrize(
    "name",
    [
        'a"b',
        "a*b",
        "a:b",
        "a<b",
        "a>b",
        "a?b",
        "a|b",
        "a\\b",
        " a",
        "a ",
        "a.",
        "CON",
        "lpt1",
        ".lock",
        "desktop.ini",
        "_vti_x",
        "~$a.xlsx",
        "x" * 256,
        "..",
        ".",
        "",
        "a/../../b",
        "a\x00b",
    ],
)
def test_a_forbidden_name_is_refused(rest: Rest, name: str) -> None:
    quoted = quote(name)
    answer = rest("POST", f"{folder()}/Files/AddUsingPath(DecodedUrl='{quoted}',Overwrite=true)", b"x")
    assert answer.status_code == 400, answer.text
    assert rest.get(f"{folder()}/Files")["results"] == []


def test_forms_is_reserved_at_the_root_of_a_library_only(rest: Rest) -> None:
    assert rest("POST", f"{folder()}/AddSubFolderUsingPath", {"DecodedUrl": "Forms"}).status_code == 200
    rest.post(f"{folder()}/AddSubFolderUsingPath", {"DecodedUrl": "a"})
    made = rest.post(f"{folder(f'{SHARED}/a')}/Folders/AddUsingPath(DecodedUrl='forms')")
    assert made["Name"] == "forms"


def test_a_path_above_400_signs_is_refused(rest: Rest) -> None:
    path = SHARED
    for _ in range(3):
        rest.post(f"{folder(path)}/AddSubFolderUsingPath", {"DecodedUrl": "x" * 110})
        path += "/" + "x" * 110
    assert rest.error("POST", f"{folder(path)}/AddSubFolderUsingPath", {"DecodedUrl": "x" * 110})[0] == 400


def test_the_older_calls_cannot_reach_names_with_a_hash(rest: Rest) -> None:
    """SharePoint answers "The file ... does not exist" with the name cut at # (client issue 464)."""
    add(rest, "a #1.txt")
    answer = rest("GET", f"Web/GetFileByServerRelativeUrl('{quote(SHARED)}/a %231.txt')")
    assert (answer.status_code, "a  does not exist" in answer.text) == (404, True)
    assert rest.error("POST", f"{folder()}/Files/add(overwrite=true,url='b%231.txt')", b"x")[0] == 400


def test_overwriting_makes_a_version_and_is_asked_for(rest: Rest) -> None:
    first = add(rest, "a.txt", b"one")
    second = add(rest, "A.TXT", b"two")
    assert (second["UniqueId"], second["Name"]) == (first["UniqueId"], "a.txt")
    assert (first["UIVersionLabel"], second["UIVersionLabel"]) == ("1.0", "2.0")
    assert value(rest, f"{SHARED}/a.txt") == b"two"
    versions = rest.get(f"{file(f'{SHARED}/a.txt')}/versions")["results"]
    assert [(each["VersionLabel"], each["Size"]) for each in versions] == [("1.0", 3)]
    assert rest("GET", f"{file(f'{SHARED}/a.txt')}/versions(512)/$value").content == b"one"
    refused = rest.error("POST", f"{folder()}/Files/AddUsingPath(DecodedUrl='a.txt',Overwrite=false)", b"x")
    assert refused == (400, -2130575257)


def test_metadata_are_written_through_the_item_and_expanded(rest: Rest) -> None:
    rest.post("Web/lists/getByTitle('Documents')/fields/addField", {"parameters": {"Title": "Run", "FieldTypeKind": 2}})
    add(rest, "a.txt")
    rest.post(f"{file(f'{SHARED}/a.txt')}/ListItemAllFields", {"Run": "R1"}, **MERGE)
    found = rest.get(f"{file(f'{SHARED}/a.txt')}?$select=Name,ListItemAllFields/Run&$expand=ListItemAllFields")
    assert (found["Name"], found["ListItemAllFields"]["Run"]) == ("a.txt", "R1")
    quiet = {"formValues": [{"FieldName": "Run", "FieldValue": "R2"}], "bNewDocumentUpdate": True}
    rest.post(f"{file(f'{SHARED}/a.txt')}/ListItemAllFields/ValidateUpdateListItem", quiet)
    found = rest.get(
        f"{file(f'{SHARED}/a.txt')}?$select=UIVersionLabel,ListItemAllFields/Run&$expand=ListItemAllFields"
    )
    assert (found["UIVersionLabel"], found["ListItemAllFields"]["Run"]) == ("2.0", "R2")


def test_a_checked_out_file_is_closed_to_others_until_it_is_checked_in(rest: Rest) -> None:
    add(rest, "a.txt", b"one")
    place = file(f"{SHARED}/a.txt")
    rest.post(f"{place}/checkout")
    rest.post(f"{place}/$value", b"draft", X_HTTP_Method="PUT")
    other = {"Authorization": "Bearer x.eyJ1cG4iOiAiam9AY29udG9zby5jb20ifQ.x"}  # {"upn": "jo@contoso.com"}
    assert rest.error("POST", f"{place}/$value", b"other", X_HTTP_Method="PUT", **other) == (423, -2130575306)
    rest.post(f"{place}/checkin(comment='done',checkInType=1)")
    found = rest.get(place)
    assert (found["UIVersionLabel"], found["CheckInComment"], found["CheckOutType"]) == ("2.0", "done", 2)
    rest.post(f"{place}/checkout")
    rest.post(f"{place}/$value", b"worse", X_HTTP_Method="PUT")
    rest.post(f"{place}/undocheckout")
    assert value(rest, f"{SHARED}/a.txt") == b"draft"


def test_publishing_needs_minor_versions(rest: Rest) -> None:
    add(rest, "a.txt")
    assert rest.error("POST", f"{file(f'{SHARED}/a.txt')}/publish(comment='v')")[0] == 400
    rest.post("Web/lists/getByTitle('Documents')", {"EnableMinorVersions": True}, **MERGE)
    draft = add(rest, "b.txt")
    rest.post(f"{file(f'{SHARED}/b.txt')}/publish(comment='v')")
    assert (draft["UIVersionLabel"], rest.get(file(f"{SHARED}/b.txt"))["UIVersionLabel"]) == ("0.1", "1.0")


def test_moving_keeps_the_id_and_copying_makes_another(rest: Rest) -> None:
    rest.post(f"{folder()}/AddSubFolderUsingPath", {"DecodedUrl": "archive"})
    made = add(rest, "a.txt", b"one")
    place = file(f"{SHARED}/a.txt")
    rest.post(f"{place}/CopyToUsingPath(DecodedUrl='{quote(SHARED)}/archive/a.txt',bOverWrite=true)")
    rest.post(f"{place}/MoveToUsingPath(DecodedUrl='{quote(SHARED)}/archive/b.txt',moveOperations=1)")
    moved = rest.get(file(f"{SHARED}/archive/b.txt"))
    assert moved["UniqueId"] == made["UniqueId"]
    assert rest.get(file(f"{SHARED}/archive/a.txt"))["UniqueId"] != made["UniqueId"]
    assert rest.error("GET", place) == (404, -2130575338)
    onto = f"MoveToUsingPath(DecodedUrl='{quote(SHARED)}/archive/a.txt',moveOperations=0)"
    assert rest.error("POST", f"{file(f'{SHARED}/archive/b.txt')}/{onto}") == (400, -2130575257)


def test_a_renamed_folder_takes_along_what_is_in_it(rest: Rest) -> None:
    rest.post(f"{folder()}/Folders/AddUsingPath(DecodedUrl='a/b')")
    add(rest, "x.txt", path=f"{SHARED}/a/b")
    rest.post(f"{folder(f'{SHARED}/a')}/ListItemAllFields", {"FileLeafRef": "c"}, **MERGE)
    assert value(rest, f"{SHARED}/c/b/x.txt") == b"one"
    assert [each["Name"] for each in rest.get(f"{folder(f'{SHARED}/c')}/Folders")["results"]] == ["b"]
    assert rest.error("GET", folder(f"{SHARED}/a"))[0] == 404


def test_a_recycled_folder_comes_back_with_what_was_in_it(rest: Rest) -> None:
    rest.post(f"{folder()}/Folders/AddUsingPath(DecodedUrl='a/b')")
    add(rest, "x.txt", path=f"{SHARED}/a/b")
    entry = rest.post(f"{folder(f'{SHARED}/a')}/recycle")["Recycle"]
    assert rest.error("GET", file(f"{SHARED}/a/b/x.txt"))[0] == 404
    rest.post(f"Web/RecycleBin('{entry}')/restore")
    assert value(rest, f"{SHARED}/a/b/x.txt") == b"one"
    assert rest.get("Web/RecycleBin")["results"] == []


def test_a_recycled_file_makes_room_for_another(rest: Rest) -> None:
    add(rest, "a.txt", b"one")
    entry = rest.post(f"{file(f'{SHARED}/a.txt')}/recycle")["Recycle"]
    add(rest, "a.txt", b"two")
    assert rest("POST", f"Web/RecycleBin('{entry}')/restore").status_code == 400
    assert value(rest, f"{SHARED}/a.txt") == b"two"


def test_an_upload_session_shows_nothing_before_its_end(rest: Rest) -> None:
    add(rest, "a.bin", b"old")
    place = file(f"{SHARED}/a.bin")
    assert rest.post(f"{place}/startUpload(uploadID='u1')", b"aaa")["StartUpload"] == "3"
    assert rest.post(f"{place}/continueUpload(uploadID='u1',fileOffset=3)", b"bbb")["ContinueUpload"] == "6"
    assert rest.error("POST", f"{place}/continueUpload(uploadID='u1',fileOffset=9)", b"x")[0] == 400
    assert value(rest, f"{SHARED}/a.bin") == b"old"
    assert rest.post(f"{place}/finishUpload(uploadID='u1',fileOffset=6)", b"c")["Length"] == "7"
    assert value(rest, f"{SHARED}/a.bin") == b"aaabbbc"
    gone = rest.error("POST", f"{place}/finishUpload(uploadID='u1',fileOffset=7)", b"c")
    assert gone == (500, -2146232832)


def test_a_file_above_the_limit_of_one_request_is_refused(rest: Rest) -> None:
    answer = rest("POST", f"{folder()}/Files/AddUsingPath(DecodedUrl='a.bin',Overwrite=true)", b"x" * 100_001)
    assert (answer.status_code, "too big" in answer.text) == (400, True)


def test_attachments_belong_to_their_item(rest: Rest) -> None:
    place = rest.make_list()
    rest.post(f"{place}/items", {"Title": "a"})
    name = quote("note #1.txt")
    rest.post(f"{place}/items(1)/AttachmentFiles/AddUsingPath(DecodedUrl='{name}')", b"hello")
    assert rest.get(f"{place}/items(1)")["Attachments"] is True
    assert rest("GET", f"{place}/items(1)/AttachmentFiles('{name}')/$value").content == b"hello"
    again = rest.error("POST", f"{place}/items(1)/AttachmentFiles/AddUsingPath(DecodedUrl='{name}')", b"x")
    assert again == (400, -2130575257)
    rest.post(f"{place}/items(1)/AttachmentFiles('{name}')", X_HTTP_Method="DELETE")
    assert rest.get(f"{place}/items(1)/AttachmentFiles")["results"] == []


def test_a_page_is_made_and_saved(rest: Rest) -> None:
    page = rest.post("SitePages/Pages", {"Title": "PMO status", "PageLayoutType": "Article"})
    assert page["Url"] == "SitePages/PMO-status.aspx"
    rest.post(f"SitePages/Pages({page['Id']})/SaveDraft", {"sitePage": {"Title": "New", "CanvasContent1": "[]"}})
    assert rest.get(f"SitePages/Pages({page['Id']})")["Title"] == "New"
