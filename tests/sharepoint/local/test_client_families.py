"""What the client's own tests ask of a site, family by family, against a served site.

The flows follow what the tests of Office365-REST-Python-Client 3.3.0 exercise (tests/sharepoint in its repository);
they are written anew here, so that a family that stops working is seen by its name.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from office365.runtime.client_request_exception import ClientRequestException
from office365.sharepoint.attachments.creation_information import AttachmentCreationInformation
from office365.sharepoint.changes.log_item_query import ChangeLogItemQuery
from office365.sharepoint.changes.query import ChangeQuery
from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.contenttypes.creation_information import ContentTypeCreationInformation
from office365.sharepoint.fields.creation_information import FieldCreationInformation
from office365.sharepoint.fields.geolocation_value import FieldGeolocationValue
from office365.sharepoint.fields.lookup_value import FieldLookupValue
from office365.sharepoint.fields.multi_choice_value import FieldMultiChoiceValue
from office365.sharepoint.fields.multi_lookup_value import FieldMultiLookupValue
from office365.sharepoint.fields.multi_user_value import FieldMultiUserValue
from office365.sharepoint.fields.type import FieldType
from office365.sharepoint.fields.url_value import FieldUrlValue
from office365.sharepoint.fields.user_value import FieldUserValue
from office365.sharepoint.files.file import File
from office365.sharepoint.folders.folder import Folder
from office365.sharepoint.listitems.caml.query import CamlQuery
from office365.sharepoint.lists.list import List as ClientList
from office365.sharepoint.permissions.base_permissions import BasePermissions
from office365.sharepoint.permissions.kind import PermissionKind
from office365.sharepoint.sharing.role_type import RoleType
from office365.sharepoint.types.wopi_action import SPWOPIAction
from office365.sharepoint.views.create_information import ViewCreationInformation
from office365.sharepoint.webs.creation_information import WebCreationInformation
from office365.sharepoint.webs.web import Web

from sharepoint.local import Running

pytestmark = pytest.mark.live
Make = Callable[..., ClientList]
TASKS, TASKS_WITH_TIMELINE = 107, 171


@pytest.fixture
def folder(context: ClientContext, request: pytest.FixtureRequest) -> Folder:
    """A folder of the default library, named after the test."""
    root = context.web.default_document_library().root_folder
    return root.folders.add(request.node.name[:60]).execute_query()


def names(found: Any, name: str = "Title") -> list[Any]:
    return [each.properties[name] for each in found]


def test_a_library_has_its_own_permissions_and_gives_them_up(context: ClientContext) -> None:
    library, person = context.web.default_document_library(), context.web.current_user
    library.break_role_inheritance(False)
    context.load(library, ["HasUniqueRoleAssignments"]).execute_query()
    assert library.has_unique_role_assignments is True
    level = context.web.role_definitions.get_by_type(RoleType.Contributor)
    library.add_role_assignment(person, level).execute_query()
    held = library.get_role_assignment(person).get().execute_query()
    assert "Contribute" in names(held.role_definition_bindings.get().execute_query(), "Name")
    library.remove_role_assignment(person, level).execute_query()
    library.reset_role_inheritance().execute_query()
    again = context.web.default_document_library().select(["HasUniqueRoleAssignments"]).get().execute_query()
    assert again.has_unique_role_assignments is False


def test_a_level_is_made_granted_withdrawn_and_deleted(context: ClientContext) -> None:
    mask = BasePermissions()
    mask.set(PermissionKind.CreateAlerts)
    level = context.web.role_definitions.add(mask, "Alerts only").execute_query()
    context.web.add_role_assignment(context.web.current_user, level).execute_query()
    context.web.remove_role_assignment(context.web.current_user, level).execute_query()
    level.delete_object().execute_query()
    with pytest.raises(ClientRequestException, match="cannot be found"):
        context.web.role_definitions.get_by_name("Alerts only").get().execute_query()


def test_everybody_may_do_everything_and_is_told_so(context: ClientContext, new_list: Make) -> None:
    person = context.web.current_user.get().execute_query()
    mask = BasePermissions()
    mask.set(PermissionKind.ManageWeb)
    assert context.web.does_user_have_permissions(mask).execute_query().value is True
    allowed = new_list().get_user_effective_permissions(person).execute_query().value
    assert allowed.has(PermissionKind.EditListItems)


def test_a_task_list_has_the_columns_and_views_of_its_template(new_list: Make) -> None:
    made = new_list(TASKS)
    shown = names(made.fields.get().execute_query(), "InternalName")
    assert {"Predecessors", "Priority", "Status", "PercentComplete", "AssignedTo", "StartDate", "DueDate"} <= set(shown)
    assert names(made.views.get().execute_query())[:2] == ["All Tasks", "My Tasks"]
    related = made.get_related_fields().get().execute_query()
    assert names(related, "ListId") == [made.properties["Id"]], "its tasks look up each other"


def test_lists_are_found_in_every_way(context: ClientContext) -> None:
    web = context.web
    found = [
        web.get_list("SitePages").get().execute_query(),
        web.get_list_using_path("SitePages").execute_query().get().execute_query(),
        web.get_list_by_title("Site Pages").get().execute_query(),
        web.lists.ensure_site_pages_library().execute_query(),
    ]
    assert {each.properties["Id"] for each in found} == {found[0].properties["Id"]}
    events = web.lists.ensure_events_list().execute_query()
    assert events.properties["Id"] == web.lists.ensure_events_list().execute_query().properties["Id"]


def test_an_item_is_written_without_a_trace(context: ClientContext, new_list: Make) -> None:
    item = new_list().add_item({"Title": "one"}).execute_query()
    before = item.get().execute_query().properties["Modified"]
    item.system_update().execute_query()
    assert item.get().execute_query().properties["Modified"] == before
    item.update_overwrite_version().execute_query()
    assert names(item.versions.get().execute_query(), "VersionLabel") == ["1.0"]
    item.set_comments_disabled(True).execute_query()
    assert item.select(["CommentsDisabled"]).get().execute_query().properties["CommentsDisabled"] is True
    assert "sourcedoc=" in str(item.get_wopi_frame_url(SPWOPIAction.default).execute_query().value)


def test_the_hidden_list_of_people_holds_everybody(context: ClientContext) -> None:
    person = context.web.ensure_user("Kim@contoso.com").execute_query()
    rows = context.web.site_user_info_list.items.get_all(page_size=1000).execute_query()
    assert person.properties["Id"] in names(rows, "Id")


def test_an_attachment_is_replaced_and_all_are_deleted(new_list: Make) -> None:
    files = new_list().add_item({"Title": "x"}).execute_query().attachment_files
    files.add(AttachmentCreationInformation("User guide.docx", b"old")).execute_query()
    files.get_by_filename("User guide.docx").upload(io.BytesIO(b"new")).execute_query()
    content = io.BytesIO()
    files.get_by_filename("User guide.docx").download(content).execute_query()
    assert content.getvalue() == b"new"
    files.delete_all().execute_query()
    assert len(files.get().execute_query()) == 0


def test_a_site_column_is_made_renamed_and_deleted(context: ClientContext) -> None:
    columns = context.site.root_web.fields
    made = columns.add_text_field("Sponsor unit").execute_query()
    made.set_property("Title", "Sponsor").update().execute_query()
    assert columns.get_by_title("Sponsor").get().execute_query().properties["InternalName"] == "Sponsor_x0020_unit"
    assert "Sponsor" in names(context.web.available_fields.get().execute_query())
    made.delete_object().execute_query()
    with pytest.raises(ClientRequestException, match="does not exist"):
        columns.get_by_title("Sponsor").get().execute_query()


def test_values_with_parts_come_back(context: ClientContext, new_list: Make) -> None:
    made = new_list(TASKS_WITH_TIMELINE)
    item = made.add_item({"Title": "Task 1"}).execute_query()
    made.fields.add_lookup_field("After", made.properties["Id"], "Title", True).execute_query()
    made.fields.add_choice_field("Stages", ["Plan", "Build"], True).execute_query()
    made.fields.add_url_field("Source").execute_query()
    made.fields.add_field(FieldCreationInformation("Place", FieldType.Geolocation)).execute_query()
    made.fields.add_field(FieldCreationInformation("Approver", FieldType.User)).execute_query()
    after, people = FieldMultiLookupValue(), FieldMultiUserValue()
    after.add(FieldLookupValue(item.properties["Id"]))
    people.add(FieldUserValue.from_user(context.web.current_user))
    for name, value in {
        "After": after,
        "AssignedTo": people,
        "Stages": FieldMultiChoiceValue(["Build"]),
        "Source": FieldUrlValue("https://example.org/a"),
        "Place": FieldGeolocationValue(59.94, 29.81),
        "Approver": FieldUserValue.from_user(context.web.current_user),
    }.items():
        item.set_property(name, value).update().execute_query()
    found = made.get_item_by_id(item.properties["Id"]).get().execute_query().properties
    many = [list(dict(found[name]).values()) for name in ("AfterId", "AssignedToId", "Stages")]
    assert many == [[1], [1], ["Build"]]
    assert (dict(found["Source"])["Url"], found["ApproverId"]) == ("https://example.org/a", 1)
    assert (dict(found["Place"])["Latitude"], dict(found["Place"])["Longitude"]) == (59.94, 29.81)
    choices = made.get_lookup_field_choices("After").execute_query().value
    assert "Task 1" in str(choices)


def test_a_view_is_made_drawn_and_changed(context: ClientContext, new_list: Make) -> None:
    made = new_list(TASKS)
    made.add_item({"Title": "mine", "AssignedToId": 1}).execute_query()
    made.add_item({"Title": "R&D <b>"}).execute_query()
    information = ViewCreationInformation("Mine")
    information.Query = "<Where><Eq><FieldRef ID='AssignedTo'/><Value Type='Integer'><UserID/></Value></Eq></Where>"
    view = made.views.add(information).execute_query()
    assert names(view.get_items().execute_query()) == ["mine"]
    assert "mine" in str(view.render_as_html().execute_query().value)
    assert "R&amp;D &lt;b&gt;" in str(made.default_view.render_as_html().execute_query().value)
    view.view_fields.add_view_field("Body").execute_query()
    view.view_fields.move_view_field_to("Body", 2).execute_query()
    assert view.view_fields.get().execute_query()[2] == "Body"
    view.view_fields.remove_all_view_fields().execute_query()
    assert len(view.view_fields.get().execute_query()) == 0
    view.set_property("Title", "Mine too").update().execute_query()
    assert names(made.views.filter("Title eq 'Mine too'").get().execute_query()) == ["Mine too"]
    told = context.site.get_changes(ChangeQuery(View=True)).execute_query()
    assert view.properties["Id"] in names(told, "ViewId")
    view.delete_object().execute_query()


def test_a_folder_is_copied_renamed_moved_and_brought_back(context: ClientContext, folder: Folder) -> None:
    source = folder.folders.add("source").execute_query()
    target = folder.folders.add("target").execute_query()
    source.upload_file("a.txt", b"one").execute_query()
    source.folders.add("deep").execute_query().upload_file("b.txt", b"two").execute_query()
    copy = source.copy_to(target).execute_query()
    assert names(copy.files.get().execute_query(), "Name") == ["a.txt"]
    deep = context.web.get_folder_by_server_relative_path(f"{copy.server_relative_url}/deep")
    assert names(deep.files.get().execute_query(), "Name") == ["b.txt"]
    assert source.rename("renamed").get().execute_query().name == "renamed"
    source.get_changes().execute_query()
    moved = folder.folders.get_by_path("renamed").get().execute_query()
    recycled = moved.recycle().execute_query().value
    context.web.recycle_bin.get_by_id(str(recycled)).restore().execute_query()
    assert names(folder.folders.get().execute_query(), "Name") == ["renamed", "target"]


def test_past_versions_of_a_file_are_read_restored_and_deleted(context: ClientContext, folder: Folder) -> None:
    made = folder.upload_file("plan.txt", b"v1").execute_query()
    for content in (b"v2", b"v3", b"v4"):
        made.save_binary_stream(content).execute_query()
    versions = made.versions.get().execute_query()
    assert names(versions, "VersionLabel") == ["1.0", "2.0", "3.0"]
    content = io.BytesIO()
    versions[0].download(content).execute_query()
    assert content.getvalue() == b"v1"
    made.versions.restore_by_label("1.0").execute_query()
    assert made.get_content().execute_query().value == b"v1"
    made.versions.delete_by_label("2.0").execute_query()
    assert names(made.versions.get().execute_query(), "VersionLabel") == ["1.0", "3.0", "4.0"]
    made.versions.delete_all().execute_query()
    assert len(made.versions.get().execute_query()) == 0


def test_a_file_is_found_by_the_address_in_a_browser(context: ClientContext, folder: Folder) -> None:
    made = folder.upload_file("a b.txt", b"here").execute_query()
    address = made.get_absolute_url().execute_query().value
    found = File.from_url(str(address))
    token = {"access_token": "local", "token_type": "Bearer", "expires_in": 3600}
    found.context.with_access_token(lambda: token)
    assert found.get().execute_query().properties["Name"] == "a b.txt"
    assert str(made.create_anonymous_link(False).execute_query().value).startswith("http://127.0.0.1:")


def test_the_rowset_of_changes_tells_rows_and_deletions(new_list: Make) -> None:
    made = new_list()
    rows = [made.add_item({"Title": title}).execute_query() for title in ("kept", "gone & away")]
    everything = bytes(made.get_list_item_changes_since_token(ChangeLogItemQuery(RowLimit="100")).execute_query().value)
    assert b'ows_Title="gone &amp; away"' in everything
    token = made.select(["CurrentChangeToken"]).get().execute_query().properties["CurrentChangeToken"].StringValue
    rows[1].delete_object().execute_query()
    since = bytes(made.get_list_item_changes_since_token(ChangeLogItemQuery(ChangeToken=token)).execute_query().value)
    assert (b'ChangeType="Delete">2<' in since, b"kept" in since) == (True, False)


def test_the_bin_has_two_stages(context: ClientContext, folder: Folder) -> None:
    entry = folder.upload_file("stage.txt", b"x").execute_query().recycle().execute_query().value
    context.web.recycle_bin.get_by_id(str(entry)).move_to_second_stage().execute_query()
    assert str(entry) not in names(context.web.recycle_bin.get().execute_query(), "Id")
    held = context.site.recycle_bin.filter("LeafName eq 'stage.txt'").get().execute_query()
    assert str(entry) in names(held, "Id")
    assert len(context.site.get_recycle_bin_items().execute_query()) > 0
    held[0].restore().execute_query()
    assert names(folder.files.get().execute_query(), "Name") == ["stage.txt"]


def test_a_site_below_is_made_renamed_and_deleted(context: ClientContext) -> None:
    information = WebCreationInformation()
    information.Url, information.Title = "archive", "Archive"
    made = context.web.webs.add(information).execute_query()
    token = {"access_token": "local", "token_type": "Bearer", "expires_in": 3600}
    below = ClientContext(made.url).with_access_token(lambda: token)
    below.web.set_property("Title", "Old projects").update().execute_query()
    assert names(context.web.webs.get().execute_query()) == ["Old projects"]
    below.web.delete_object().execute_query()
    assert len(context.web.webs.get().execute_query()) == 0


def test_a_group_has_members_and_an_owner(context: ClientContext) -> None:
    person = context.web.ensure_user("jo@contoso.com").execute_query()
    group = context.web.site_groups.add("Board").execute_query()
    group.users.add_user(person.login_name).execute_query()
    assert names(group.users.get().execute_query(), "LoginName") == [person.login_name]
    assert [each.LoginName for each in group.expand_to_principals().execute_query().value] == [person.login_name]
    group.set_user_as_owner(person).execute_query()
    group.users.remove_by_id(person.id).execute_query()
    assert len(group.users.get().execute_query()) == 0
    context.web.site_groups.remove_by_id(group.id).execute_query()
    assert "Board" not in names(context.web.site_groups.get().execute_query())


def test_a_content_type_is_made_translated_and_deleted(context: ClientContext) -> None:
    kinds = context.site.root_web.content_types
    assert kinds.get_by_id("0x0101").get().execute_query().name == "Document"
    made = kinds.add(ContentTypeCreationInformation("Charter")).execute_query()
    made.name_resource.set_value_for_ui_culture("fi-FI", "Asiakirja").execute_query()
    assert made.name_resource.get_value_for_ui_culture("fi-FI").execute_query().value == "Asiakirja"
    made.delete_object().execute_query()
    told = context.web.get_changes(ChangeQuery(ContentType=True)).execute_query()
    assert [int(each.properties["ChangeType"].value) for each in told] == [1, 3]


def test_a_wiki_page_and_a_news_page_are_made(context: ClientContext) -> None:
    library = context.web.lists.ensure_site_pages_library().execute_query()
    page = library.create_wiki_page("Welcome.aspx", "Hello").execute_query()
    assert page.get_content().execute_query().value == b"Hello"
    page.delete_object().execute_query()
    news = context.web.add_site_page("News.aspx", "News").execute_query()
    assert news.publish().execute_query().value is True
    news.delete_object().execute_query()


def test_dates_people_typed_are_read_in_the_sites_zone(context: ClientContext) -> None:
    read = context.web.parse_datetime("11/25/2026 3:30 PM").execute_query().value
    assert datetime.fromisoformat(str(read)) == datetime(2026, 11, 25, 15, 30, tzinfo=UTC)


def test_libraries_templates_and_catalogs_are_listed(context: ClientContext, served: Running) -> None:
    libraries = Web.get_document_and_media_libraries(context, served.url, True).execute_query().value
    assert {"Documents", "Site Pages"} <= {each.Title for each in libraries}
    assert "Tasks" in names(context.web.list_templates.get().execute_query(), "Name")
    assert context.web.get_catalog(116).get().execute_query().title == "Master Page Gallery"


def test_a_query_by_caml_finds_one_item(new_list: Make) -> None:
    made = new_list()
    made.add_item({"Title": "a"}).execute_query()
    wanted = made.add_item({"Title": "b"}).execute_query().properties["Id"]
    query = f"<Where><Eq><FieldRef Name='ID'/><Value Type='Counter'>{wanted}</Value></Eq></Where>"
    assert names(made.get_items(CamlQuery.parse(query)).execute_query()) == ["b"]
