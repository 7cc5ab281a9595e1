"""The unmodified client library against a served site, one test per family of operations."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from office365.runtime.client_request_exception import ClientRequestException
from office365.runtime.queries.service_operation import ServiceOperationQuery
from office365.sharepoint.changes.query import ChangeQuery
from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.fields.creation_information import FieldCreationInformation
from office365.sharepoint.fields.type import FieldType
from office365.sharepoint.files.checkin_type import CheckinType
from office365.sharepoint.files.file import File
from office365.sharepoint.listitems.caml.query import CamlQuery
from office365.sharepoint.lists.list import List as ClientList
from office365.sharepoint.views.create_information import ViewCreationInformation

from sharepoint.local import Running

pytestmark = pytest.mark.live
Make = Callable[..., ClientList]
HOSTILE = "R&D #1 50% x O'Brien – ü"
KEY_XML = '<Field Type="Text" DisplayName="PMOKey" Name="PMOKey" Indexed="TRUE" EnforceUniqueValues="TRUE"/>'


def key_column(held: ClientList) -> None:
    held.fields.create_field_as_xml(KEY_XML).execute_query()


def add_file(context: ClientContext, folder: str, name: str, content: bytes) -> File:
    made = File(context)
    files = context.web.get_folder_by_server_relative_path(folder).files
    query = ServiceOperationQuery(files, "AddUsingPath", {"DecodedUrl": name, "Overwrite": True}, content, None, made)
    context.add_query(query)
    context.execute_query()
    return made


def test_the_site_answers_its_title_and_the_current_person(context: ClientContext) -> None:
    web = context.web.get().execute_query()
    person = context.web.current_user.get().execute_query()
    assert (web.properties["Title"], person.properties["Title"]) == ("PMO", "PMO Coordinator")


def test_a_list_is_made_ensured_changed_and_deleted(context: ClientContext, new_list: Make) -> None:
    made = new_list()
    title = made.properties["Title"]
    again = context.web.lists.ensure_list(title).execute_query()
    assert again.properties["Id"] == made.properties["Id"]
    made.set_property("Description", "published").update().execute_query()
    assert context.web.lists.get_by_title(title).get().execute_query().properties["Description"] == "published"
    made.delete_object().execute_query()
    with pytest.raises(ClientRequestException, match="does not exist"):
        context.web.lists.get_by_title(title).get().execute_query()


def test_a_recycled_list_comes_back_with_its_items(context: ClientContext, new_list: Make) -> None:
    made = new_list()
    made.add_item({"Title": "kept"}).execute_query()
    entry = made.recycle().execute_query().value
    context.web.recycle_bin.get_by_id(str(entry)).restore().execute_query()
    items = context.web.lists.get_by_title(made.properties["Title"]).items.get().execute_query()
    assert [item.properties["Title"] for item in items] == ["kept"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FieldType.Text, "Text"),
        (FieldType.Note, "Note"),
        (FieldType.DateTime, "DateTime"),
        (FieldType.Number, "Number"),
        (FieldType.Currency, "Currency"),
        (FieldType.Boolean, "Boolean"),
        (FieldType.URL, "URL"),
        (FieldType.User, "User"),
    ],
)
def test_columns_of_a_kind_are_added(new_list: Make, kind: FieldType, expected: str) -> None:
    made = new_list()
    field = made.fields.add_field(FieldCreationInformation("My column", kind)).execute_query()
    assert (field.properties["TypeAsString"], field.properties["InternalName"]) == (expected, "My_x0020_column")


def test_choice_and_lookup_columns_are_added(context: ClientContext, new_list: Make) -> None:
    projects, tasks = new_list(suffix=" projects"), new_list(suffix=" tasks")
    status = tasks.fields.add_choice_field("Status", ["Open", "Done"]).execute_query()
    project = tasks.fields.add_lookup_field("Project", projects.properties["Id"], "Title").execute_query()
    assert list(status.properties["Choices"]) == ["Open", "Done"]
    assert project.properties["TypeAsString"] == "Lookup"
    row = projects.add_item({"Title": "Bridge"}).execute_query()
    tasks.add_item({"Title": "Dig", "ProjectId": row.properties["Id"], "Status": "Open"}).execute_query()
    found = tasks.items.select(["Title", "Project/Title"]).expand(["Project"]).get().execute_query()
    assert found[0].properties["Project"]["Title"] == "Bridge"


def test_a_column_is_ensured_indexed_and_shown(context: ClientContext, new_list: Make) -> None:
    made = new_list()
    made.ensure_field(FieldCreationInformation("Status", FieldType.Text)).execute_query()
    made.ensure_field(FieldCreationInformation("Status", FieldType.Text)).execute_query()
    made.ensure_indexed("Status").execute_query()
    made.default_view.view_fields.add_view_field("Status").execute_query()
    made.views.add(ViewCreationInformation("Second", "<OrderBy><FieldRef Name='Status'/></OrderBy>")).execute_query()
    field = made.fields.get_by_internal_name_or_title("Status").get().execute_query()
    assert field.properties["Indexed"] is True
    assert [view.properties["Title"] for view in made.views.get().execute_query()] == ["All Items", "Second"]
    shown = made.default_view.view_fields.get().execute_query()
    assert list(shown.properties["Items"]) == ["Title", "Status"]


def test_values_of_every_kind_come_back(context: ClientContext, new_list: Make) -> None:
    made = new_list()
    for title, kind in (("Notes", FieldType.Note), ("Cost", FieldType.Currency), ("Start", FieldType.DateTime)):
        made.fields.add_field(FieldCreationInformation(title, kind)).execute_query()
    made.fields.add_field(FieldCreationInformation("Critical", FieldType.Boolean)).execute_query()
    made.fields.add_field(FieldCreationInformation("Link", FieldType.URL)).execute_query()
    made.fields.add_field(FieldCreationInformation("Owner", FieldType.User)).execute_query()
    owner = context.web.ensure_user("jo@contoso.com").execute_query().properties["Id"]
    sent: dict[str, Any] = {
        "Title": HOSTILE,
        "Notes": "line 1\nline 2",
        "Cost": 1234.56,
        "Start": datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        "Critical": True,
        "OwnerId": owner,
    }
    number = made.add_item(sent).execute_query().properties["Id"]
    item = made.get_item_by_id(number).get().execute_query()
    assert {name: item.properties[name] for name in sent if name != "Start"} == {
        name: value for name, value in sent.items() if name != "Start"
    }
    assert item.properties["Start"] == "2026-03-29T01:30:00Z"


def test_a_changed_item_keeps_its_versions_and_a_stale_etag_is_refused(context: ClientContext, new_list: Make) -> None:
    made = new_list()
    item = made.add_item({"Title": "one"}).execute_query()
    item.set_property("Title", "two").update().execute_query()
    labels = [version.properties["VersionLabel"] for version in item.versions.get().execute_query()]
    assert labels == ["2.0", "1.0"]
    item.set_property("Title", "three").update()
    context.before_execute(lambda request: request.set_header("IF-MATCH", '"stale,1"'))
    with pytest.raises(ClientRequestException, match="does not match"):
        context.execute_query()


def test_items_are_recycled_restored_and_deleted(context: ClientContext, new_list: Make) -> None:
    made = new_list()
    item = made.add_item({"Title": "one"}).execute_query()
    entry = item.recycle().execute_query().value
    assert len(made.items.get().execute_query()) == 0
    context.web.recycle_bin.get_by_id(str(entry)).restore().execute_query()
    assert len(made.items.get().execute_query()) == 1
    made.get_item_by_id(item.properties["Id"]).delete_object().execute_query()
    assert len(made.items.get().execute_query()) == 0


def test_a_duplicate_key_is_refused_whatever_its_case(new_list: Make) -> None:
    made = new_list()
    key_column(made)
    made.add_item({"Title": "a", "PMOKey": "P1|T1"}).execute_query()
    with pytest.raises(ClientRequestException) as refused:
        made.add_item({"Title": "b", "PMOKey": "p1|t1"}).execute_query()
    assert (refused.value.response.status_code, refused.value.code.split(",")[0]) == (500, "-2130575169")


def test_a_batch_adds_updates_and_reads(context: ClientContext, new_list: Make) -> None:
    made = new_list()
    key_column(made)
    made.get().select(["ListItemEntityTypeFullName", "Id"]).execute_query()
    records = [{"Title": f"T{number} é", "PMOKey": f"K{number}"} for number in range(120)]
    made.items.queue_records(records)
    context.execute_batch()
    assert made.get().execute_query().properties["ItemCount"] == 120
    keys = [item.properties["PMOKey"] for item in made.items.get_all(page_size=50).execute_query()]
    assert keys == [f"K{number}" for number in range(120)]


def test_one_refused_part_of_a_batch_leaves_the_others(context: ClientContext, new_list: Make) -> None:
    made = new_list()
    key_column(made)
    made.get().select(["ListItemEntityTypeFullName", "Id"]).execute_query()
    made.items.queue_records([{"Title": "a", "PMOKey": "K"}, {"Title": "b", "PMOKey": None}, {"Title": "c", "Nope": 1}])
    with context.collect_batch_failures() as failures:
        context.execute_batch()
    assert (len(failures), made.get().execute_query().properties["ItemCount"]) == (1, 2)


def test_caml_pages_through_a_list(context: ClientContext, new_list: Make) -> None:
    made = new_list()
    for number in range(3):
        made.add_item({"Title": f"T{number}"}).execute_query()
    query = CamlQuery()
    query.ViewXml = (
        '<View Scope="RecursiveAll"><Query><Where><BeginsWith><FieldRef Name="Title"/><Value Type="Text">T</Value>'
        "</BeginsWith></Where></Query><RowLimit>2</RowLimit></View>"
    )
    assert [item.properties["Title"] for item in made.get_items(query).execute_query()] == ["T0", "T1"]


def test_changes_since_a_token_are_told(context: ClientContext, new_list: Make) -> None:
    made = new_list()
    token = made.get().select(["CurrentChangeToken"]).execute_query().properties["CurrentChangeToken"]
    item = made.add_item({"Title": "new"}).execute_query()
    item.set_property("Title", "newer").update().execute_query()
    query = ChangeQuery(Item=True)
    query.ChangeTokenStart = token
    told = made.get_changes(query).execute_query()
    assert [change.properties["ChangeType"].value for change in told] == [1, 2]


def test_attachments_are_added_listed_and_deleted(new_list: Make) -> None:
    item = new_list().add_item({"Title": "one"}).execute_query()
    item.attachment_files.add_using_path("note #1.txt", io.BytesIO(b"hello")).execute_query()
    assert [each.properties["FileName"] for each in item.attachment_files.get().execute_query()] == ["note #1.txt"]
    item.attachment_files.get_by_filename("note #1.txt").delete_object().execute_query()
    assert len(item.attachment_files.get().execute_query()) == 0


def test_a_file_is_uploaded_downloaded_and_versioned(context: ClientContext, new_list: Make) -> None:
    library = new_list(101)
    folder = library.root_folder
    folder.upload_file("report.txt", b"one").execute_query()
    file = folder.upload_file("report.txt", b"two").execute_query()
    assert file.get_content().execute_query().value == b"two"
    assert [version.properties["VersionLabel"] for version in file.versions.get().execute_query()] == ["1.0"]
    held = io.BytesIO()
    file.download_session(held).execute_query()
    assert held.getvalue() == b"two"
    assert file.get_exists().execute_query().value is True


def test_hostile_names_keep_every_sign(context: ClientContext, new_list: Make) -> None:
    library = new_list(101)
    root = library.root_folder.get().execute_query().properties["ServerRelativeUrl"]
    context.web.get_folder_by_server_relative_path(root).add_sub_folder_using_path(HOSTILE).execute_query()
    made = add_file(context, f"{root}/{HOSTILE}", f"{HOSTILE}.txt", b"content")
    place = f"{root}/{HOSTILE}/{HOSTILE}.txt"
    assert made.properties["ServerRelativeUrl"] == place
    assert context.web.get_file_by_server_relative_path(place).get_content().execute_query().value == b"content"


def test_an_upload_session_replaces_the_content_at_its_end(context: ClientContext, new_list: Make) -> None:
    library = new_list(101)
    file = library.root_folder.upload_file("big.bin", b"old").execute_query()
    upload = str(uuid.uuid4())
    assert file.start_upload(upload, b"a" * 10).execute_query().value == "10"
    assert file.continue_upload(upload, 10, b"b" * 10).execute_query().value == "20"
    assert file.get_content().execute_query().value == b"old"
    file.finish_upload(upload, 20, b"c" * 5).execute_query()
    assert file.get_content().execute_query().value == b"a" * 10 + b"b" * 10 + b"c" * 5


def test_the_clients_own_upload_session_works(context: ClientContext, new_list: Make) -> None:
    library = new_list(101)
    content = bytes(range(256)) * 10
    library.root_folder.files.create_upload_session(io.BytesIO(content), 1000, file_name="big.bin").execute_query()
    place = library.root_folder.get().execute_query().properties["ServerRelativeUrl"] + "/big.bin"
    assert context.web.get_file_by_server_relative_path(place).get_content().execute_query().value == content


def test_document_metadata_are_written_through_the_item(context: ClientContext, new_list: Make) -> None:
    library = new_list(101)
    library.fields.add_field(FieldCreationInformation("Snapshot", FieldType.Text)).execute_query()
    file = library.root_folder.upload_file("report.txt", b"one").execute_query()
    file.listItemAllFields.set_property("Snapshot", "S-42").update().execute_query()
    rows = library.items.select(["FileLeafRef", "Snapshot", "File/UniqueId"]).expand(["File"]).get().execute_query()
    assert rows[0].properties["FileLeafRef"] == "report.txt"
    assert rows[0].properties["Snapshot"] == "S-42"


def test_check_out_check_in_copy_move_and_rename(context: ClientContext, new_list: Make) -> None:
    library = new_list(101)
    root = library.root_folder.get().execute_query().properties["ServerRelativeUrl"]
    library.root_folder.folders.add("archive").execute_query()
    file = library.root_folder.upload_file("a.txt", b"one").execute_query()
    file.checkout().execute_query()
    file.checkin("done", CheckinType.MajorCheckIn).execute_query()
    file.copyto(f"{root.removeprefix('/sites/pmo/')}/archive", True).execute_query()
    file.listItemAllFields.set_property("FileLeafRef", "b.txt").update().execute_query()
    names = [each.properties["Name"] for each in library.root_folder.files.get().execute_query()]
    copies = context.web.get_folder_by_server_relative_path(f"{root}/archive").files.get().execute_query()
    assert (names, [each.properties["Name"] for each in copies]) == (["b.txt"], ["a.txt"])


def test_a_page_is_made_saved_and_published(context: ClientContext) -> None:
    page = context.site_pages.pages.add("PMO status").execute_query()
    page.save_draft("PMO status", canvas_content="[]").execute_query()
    page.publish().execute_query()
    assert page.properties["Id"] > 0


def test_the_time_zone_is_told(context: ClientContext) -> None:
    zone = context.web.regional_settings.time_zone.get().execute_query()
    assert "UTC" in zone.properties["Description"]


def test_an_expired_digest_is_renewed_once(context: ClientContext, served: Running, new_list: Make) -> None:
    item = new_list().add_item({"Title": "one"}).execute_query()
    served.fault("expired-digest", match="MERGE")
    item.set_property("Title", "two").update().execute_query()
    assert item.get().execute_query().properties["Title"] == "two"


def test_throttling_tells_how_long_to_wait(context: ClientContext, served: Running) -> None:
    context.web.get().execute_query()
    served.fault("throttle", retry_after=7)
    with pytest.raises(ClientRequestException) as refused:
        context.web.get().execute_query()
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(("kind", "present"), [("lose-before", 0), ("lose-after", 1)])
def test_a_lost_reply_leaves_the_row_or_not(
    context: ClientContext, served: Running, new_list: Make, kind: str, present: int
) -> None:
    made = new_list()
    context.web.get().execute_query()
    served.fault(kind, match="/items")
    with pytest.raises(requests.ConnectionError):
        made.add_item({"Title": "one"}).execute_query()
    assert made.get().execute_query().properties["ItemCount"] == present
