"""The operations the other tests do not come by, one after another: people, views, versions, CAML, forms, the bin."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Rest

MERGE = {"X_HTTP_Method": "MERGE", "IF_MATCH": "*"}
FOLDER = "Web/GetFolderByServerRelativePath(DecodedUrl='Shared Documents')"
FILE = "Web/GetFileByServerRelativeUrl('/sites/pmo/Shared Documents/a.txt')"


@pytest.fixture
def tasks(rest: Rest) -> str:
    """A list with a lookup, a person, numbers, choices and three items."""
    projects = rest.make_list("Projects")
    rest.post(f"{projects}/items", {"Title": "Bridge"})
    target = rest.get(projects)["Id"]
    place = rest.make_list()
    for parameters in (
        {"Title": "Cost", "FieldTypeKind": 9},
        {"Title": "Due", "FieldTypeKind": 4},
        {"Title": "Critical", "FieldTypeKind": 8},
        {"Title": "Tags", "FieldTypeKind": 15, "Choices": {"results": ["A", "B"]}},
        {"Title": "Link", "FieldTypeKind": 11},
        {"Title": "Project", "FieldTypeKind": 7, "LookupListId": target, "LookupFieldName": "Title"},
    ):
        rest.post(f"{place}/fields/addField", {"parameters": parameters})
    rest.post(f"{place}/fields", {"Title": "Owner", "FieldTypeKind": 20})
    rest.post(f"{place}/fields", {"Title": "Team", "FieldTypeKind": 20, "AllowMultipleValues": True})
    for number, title in enumerate(("Dig", "Pour", "Roof")):
        values = {"Title": title, "Cost": number * 10, "Due": f"2026-0{number + 1}-01T00:00:00Z", "ProjectId": 1}
        rest.post(f"{place}/items", values | {"Critical": number == 1, "TeamId": {"results": [1]}})
    return place


def caml(where: str, scope: str = "RecursiveAll", order: str = "", limit: int = 0) -> dict[str, Any]:
    rows = f"<RowLimit>{limit}</RowLimit>" if limit else ""
    xml = f'<View Scope="{scope}"><Query><Where>{where}</Where>{order}</Query>{rows}</View>'
    return {"query": {"ViewXml": xml if where else f"<View><Query>{order}</Query>{rows}</View>"}}


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ("<Eq><FieldRef Name='Title'/><Value Type='Text'>dig</Value></Eq>", [1]),
        ("<Neq><FieldRef Name='Cost'/><Value Type='Number'>10</Value></Neq>", [1, 3]),
        ("<Geq><FieldRef Name='Due'/><Value Type='DateTime'>2026-02-01T00:00:00Z</Value></Geq>", [2, 3]),
        ("<Contains><FieldRef Name='Title'/><Value Type='Text'>o</Value></Contains>", [2, 3]),
        ("<IsNull><FieldRef Name='Owner'/></IsNull>", [1, 2, 3]),
        ("<IsNotNull><FieldRef Name='Owner'/></IsNotNull>", []),
        ("<Eq><FieldRef Name='Critical'/><Value Type='Boolean'>1</Value></Eq>", [2]),
        ("<Eq><FieldRef Name='Project' LookupId='TRUE'/><Value Type='Lookup'>1</Value></Eq>", [1, 2, 3]),
        ("<Eq><FieldRef Name='Project'/><Value Type='Lookup'>bridge</Value></Eq>", [1, 2, 3]),
        (
            "<In><FieldRef Name='Title'/><Values><Value Type='Text'>Dig</Value><Value Type='Text'>Roof</Value>"
            "</Values></In>",
            [1, 3],
        ),
        (
            "<And><Gt><FieldRef Name='Cost'/><Value Type='Number'>0</Value></Gt>"
            "<Or><Eq><FieldRef Name='ID'/><Value Type='Counter'>3</Value></Eq>"
            "<Eq><FieldRef Name='ID'/><Value Type='Counter'>1</Value></Eq></Or></And>",
            [3],
        ),
    ],
)
def test_caml_finds_the_rows_it_describes(rest: Rest, tasks: str, where: str, ids: list[int]) -> None:
    assert [row["Id"] for row in rest.post(f"{tasks}/getItems", caml(where))["results"]] == ids


def test_caml_orders_and_pages(rest: Rest, tasks: str) -> None:
    order = "<OrderBy><FieldRef Name='Cost' Ascending='FALSE'/></OrderBy>"
    first = rest.post(f"{tasks}/getItems", caml("", order=order, limit=2))
    assert [row["Id"] for row in first["results"]] == [3, 2]
    following = caml("", order=order, limit=2)
    following["query"]["ListItemCollectionPosition"] = first["ListItemCollectionPosition"]
    assert [row["Id"] for row in rest.post(f"{tasks}/getItems", following)["results"]] == [1]


@pytest.mark.parametrize(
    "xml",
    [
        "<View",
        "<View><Query><Where><Like/></Where></Query></View>",
        "<View><RowLimit>x</RowLimit></View>",
        "<View><Query><Where><Eq><Value/></Eq></Where></Query></View>",
    ],
)
def test_what_is_not_caml_is_refused(rest: Rest, tasks: str, xml: str) -> None:
    assert rest.error("POST", f"{tasks}/getItems", {"query": {"ViewXml": xml}}) == (400, -2147024809)


def test_rows_are_rendered_as_texts(rest: Rest, tasks: str) -> None:
    view = "<View><ViewFields><FieldRef Name='Cost'/></ViewFields><RowLimit>2</RowLimit></View>"
    answer = rest("POST", f"{tasks}/renderListDataAsStream", {"parameters": {"ViewXml": view}}).json()
    assert [row["Cost"] for row in answer["Row"]] == ["0", "10"]
    assert answer["NextHref"] == "?Paged=TRUE&p_ID=2"


def test_what_an_item_refers_to_is_expanded(rest: Rest, tasks: str) -> None:
    query = "$select=Id,Project/Title,Team/EMail,ParentList/Title&$expand=Project,Team,ParentList"
    row = rest.get(f"{tasks}/items(1)?{query}")
    assert row["Project"]["Title"] == "Bridge"
    assert [person["EMail"] for person in row["Team"]["results"]] == ["coordinator@pmo.local"]
    assert row["ParentList"]["Title"] == "PMO Tasks"
    assert rest.get(f"{tasks}/items(1)/FieldValuesAsText?$select=Critical,Cost")["Critical"] == "No"
    assert rest.get(f"{tasks}/items(1)/ContentType")["Name"] == "Item"
    assert rest.get(f"{tasks}/ItemCount")["ItemCount"] == 3
    assert rest.get(f"{tasks}/items(1)/GetComments")["results"] == []


def test_a_form_writes_every_kind_of_column(rest: Rest, tasks: str) -> None:
    texts = {
        "Due": "3/29/2026 1:30 AM",
        "Critical": "1",
        "Cost": "12.5",
        "Tags": "A;#B",
        "Link": "https://x, a link",
        "Project": "1;#Bridge",
        "Owner": '[{"Key": "i:0#.f|membership|jo@contoso.com"}]',
        "Team": '[{"Key": "jo@contoso.com"}, {"Key": "al@contoso.com"}]',
    }
    sent = {"formValues": [{"FieldName": name, "FieldValue": text} for name, text in texts.items()], "datesInUTC": True}
    results = rest.post(f"{tasks}/items(1)/validateUpdateListItem", sent)["ValidateUpdateListItem"]["results"]
    assert [result["ErrorMessage"] for result in results] == [None] * len(texts)
    row = rest.get(f"{tasks}/items(1)")
    assert (row["Due"], row["Critical"], row["Cost"]) == ("2026-03-29T01:30:00Z", True, 12.5)
    assert (row["Tags"]["results"], row["Link"]["Description"]) == (["A", "B"], "a link")
    assert (row["ProjectId"], row["OwnerId"], len(row["TeamId"]["results"])) == (1, 2, 2)


@pytest.mark.parametrize(
    ("name", "text"), [("Due", "soon"), ("Cost", "dear"), ("Owner", "Jo"), ("Nope", "x"), ("Title", "")]
)
def test_a_form_says_which_column_it_cannot_take(rest: Rest, tasks: str, name: str, text: str) -> None:
    sent = {"formValues": [{"FieldName": name, "FieldValue": text}]}
    results = rest.post(f"{tasks}/items(1)/validateUpdateListItem", sent)["ValidateUpdateListItem"]["results"]
    assert (results[0]["HasException"], bool(results[0]["ErrorMessage"])) == (True, True)


def test_people_are_found_by_what_names_them(rest: Rest) -> None:
    made = rest.post("Web/ensureUser('jo@contoso.com')")
    login = "i%3A0%23.f%7Cmembership%7Cjo@contoso.com"
    for place in (
        "Web/GetUserById(2)",
        "Web/SiteUsers(2)",
        "Web/SiteUsers/GetByEmail('JO@contoso.com')",
        f"Web/SiteUsers('{login}')",
        f"Web/SiteUsers/GetByLoginName('{login}')",
    ):
        assert rest.get(place)["Id"] == made["Id"]
    assert [person["Title"] for person in rest.get("Web/SiteUsers")["results"]] == ["PMO Coordinator", "Jo"]
    for place in ("Web/GetUserById(9)", "Web/SiteUsers/GetByEmail('x@x')", "Web/SiteUsers('x')"):
        assert rest.error("GET", place)[0] == 404


def test_views_are_found_changed_and_deleted(rest: Rest) -> None:
    place = rest.make_list()
    view = rest.post(f"{place}/views", {"Title": "Second", "RowLimit": 5})
    for found in (
        f"{place}/views('{view['Id']}')",
        f"{place}/getView('{view['Id']}')",
        f"{place}/views/getByTitle('second')",
    ):
        assert rest.get(found)["RowLimit"] == 5
    rest.post(f"{place}/views/getByTitle('Second')", {"Title": "Other", "DefaultView": True}, **MERGE)
    assert rest.get(f"{place}/defaultView")["Title"] == "Other"
    fields = f"{place}/defaultView/viewFields"
    rest.post(f"{fields}/addViewField('Title')")
    rest.post(f"{fields}/addViewField('ID')")
    rest.post(f"{fields}/moveViewFieldTo", {"field": "ID", "index": 0})
    assert rest.get(fields)["Items"]["results"] == ["ID", "Title"]
    rest.post(f"{fields}/removeAllViewFields")
    assert rest.error("POST", f"{place}/defaultView", X_HTTP_Method="DELETE")[0] == 400
    rest.post(f"{place}/views/getByTitle('All Items')", X_HTTP_Method="DELETE")
    assert len(rest.get(f"{place}/views")["results"]) == 1
    assert rest.error("GET", f"{place}/views/getByTitle('All Items')")[0] == 400


def test_a_recycled_list_comes_back_unless_its_title_is_taken(rest: Rest) -> None:
    place = rest.make_list()
    rest.post(f"{place}/items", {"Title": "kept"})
    entry = rest.post(f"{place}/recycle")["Recycle"]
    rest.make_list()
    assert rest.error("POST", f"Web/RecycleBin('{entry}')/restore") == (500, -2130575342)
    rest.post(place, X_HTTP_Method="DELETE")
    rest.post(f"Web/RecycleBin('{entry}')/restore")
    assert rest.get(f"{place}/items(1)")["Title"] == "kept"


def test_the_bin_is_emptied_for_good(rest: Rest) -> None:
    place = rest.make_list()
    for title in "abc":
        rest.post(f"{place}/items", {"Title": title})
    entries = [rest.post(f"{place}/items({number})/recycle")["Recycle"] for number in (1, 2, 3)]
    assert [each["Title"] for each in rest.get("Web/RecycleBin?$orderby=Title")["results"]] == ["a", "b", "c"]
    rest.post(f"Web/RecycleBin('{entries[0]}')", X_HTTP_Method="DELETE")
    rest.post("Web/RecycleBin/restoreAll")
    assert [row["Id"] for row in rest.get(f"{place}/items")["results"]] == [2, 3]
    recycled = rest.post(f"{place}/recycle")["Recycle"]
    assert rest.get(f"Web/RecycleBin('{recycled}')/DeletedBy")["Title"] == "PMO Coordinator"
    rest.post("Web/RecycleBin/deleteAll")
    assert rest.get("Web/RecycleBin")["results"] == []


def test_an_old_version_of_a_file_is_restored(rest: Rest) -> None:
    for content in (b"one", b"two"):
        rest.post(f"{FOLDER}/Files/add(url='a.txt',overwrite=true)", content)
    rest.post(f"{FILE}/versions/restoreByLabel(versionlabel='1.0')")
    assert rest("GET", f"{FILE}/OpenBinaryStream").content == b"one"
    assert [each["VersionLabel"] for each in rest.get(f"{FILE}/versions")["results"]] == ["1.0", "2.0"]
    assert rest.get(f"{FILE}/versions(512)/CreatedBy")["Title"] == "PMO Coordinator"
    assert rest.error("GET", f"{FILE}/versions(9)")[0] == 404


def test_a_file_leads_to_what_belongs_to_it(rest: Rest) -> None:
    made = rest.post(f"{FOLDER}/Files/add(url='a.txt',overwrite=true)", b"x")
    for place in (
        f"Web/GetFileById('{made['UniqueId']}')",
        f"{FOLDER}/Files('a.txt')",
        f"{FOLDER}/Files/GetByUrl('a.txt')",
        "Web/GetFileByUrl('http://127.0.0.1/sites/pmo/Shared%20Documents/a.txt')",
    ):
        assert rest.get(place)["UniqueId"] == made["UniqueId"]
    assert rest.get(f"{FILE}/Author")["Title"] == "PMO Coordinator"
    assert rest.get(f"{FILE}/ParentFolder")["Name"] == "Shared Documents"
    assert (
        rest.get(f"{FILE}?$select=Name,ModifiedBy/Title&$expand=ModifiedBy")["ModifiedBy"]["Title"] == "PMO Coordinator"
    )
    assert rest.get(f"{FILE}/Name")["Name"] == "a.txt"
    rest.post(f"{FILE}/SaveBinaryStream", b"y")
    rest.post(FILE, X_HTTP_Method="DELETE")
    assert rest.error("GET", FILE) == (404, -2130575338)


def test_folders_are_reached_moved_and_deleted(rest: Rest) -> None:
    made = rest.post(f"{FOLDER}/Folders/add('a')")
    for place in (
        f"Web/GetFolderById('{made['UniqueId']}')",
        f"{FOLDER}/Folders('a')",
        f"{FOLDER}/Folders/GetByUrl('a')",
    ):
        assert rest.get(place)["UniqueId"] == made["UniqueId"]
    assert rest.get(f"{FOLDER}/Folders('a')/ParentFolder")["Name"] == "Shared Documents"
    rest.post(f"{FOLDER}/Folders('a')/MoveTo(newUrl='/sites/pmo/Shared Documents/b')")
    into_itself = f"{FOLDER}/Folders('b')/MoveTo(newUrl='/sites/pmo/Shared Documents/b/c')"
    assert rest.error("POST", into_itself)[0] in (400, 404)
    rest.post(f"{FOLDER}/Folders('b')", X_HTTP_Method="DELETE")
    assert [each["Name"] for each in rest.get(f"{FOLDER}/Folders")["results"]] == ["Forms"]
    assert rest.error("POST", f"{FOLDER}/recycle") == (400, -2147024809)


def test_the_site_has_a_title_settings_and_a_digest(rest: Rest) -> None:
    rest.post("Web", {"Title": "Programme office"}, **MERGE)
    assert rest.get("Web/Title")["Title"] == "Programme office"
    assert rest.get("Site")["ServerRelativeUrl"] == "/sites/pmo"
    zone = rest.get("Web/RegionalSettings/TimeZone")["Information"]
    assert (zone["Bias"], zone["DaylightBias"]) == (0, 0)
    info = rest.post("contextinfo")["GetContextWebInformation"]
    assert info["FormDigestTimeoutSeconds"] == 1800
    assert info["WebFullUrl"] == "http://127.0.0.1/sites/pmo"
    assert int(rest.get("Web?$select=EffectiveBasePermissions")["EffectiveBasePermissions"]["High"]) > 0


def test_json_without_metadata_has_the_same_content(rest: Rest, tasks: str) -> None:
    light = {"Accept": "application/json;odata=nometadata"}
    assert rest("GET", f"{tasks}?$select=Title,ItemCount", **light).json() == {"Title": "PMO Tasks", "ItemCount": 3}
    assert rest("GET", f"{tasks}/ItemCount", **light).json() == {"value": 3}
    page = rest("GET", f"{tasks}/items?$select=Id,TeamId&$top=1", **light).json()
    assert page["value"] == [{"Id": 1, "TeamId": [1]}]
    assert "odata.nextLink" in page
    assert "code" in rest("GET", "Web/nope", **light).json()["odata.error"]
    assert rest("POST", "contextinfo", **light).json()["FormDigestTimeoutSeconds"] == 1800


def test_a_folder_is_added_to_a_list_as_an_item(rest: Rest) -> None:
    place = rest.make_list("Plans")
    sent = {"parameters": {"LeafName": "Phase 1", "UnderlyingObjectType": 1, "FolderPath": None}}
    made = rest.post(f"{place}/AddItemUsingPath", sent)
    assert (made["FileSystemObjectType"], made["ContentTypeId"]) == (1, "0x0120")
    found = rest.get(
        "Web/GetListItemUsingPath(@v)?@v={'DecodedUrl':'/sites/pmo/Lists/Plans/Phase 1'}".replace("'", '"')
    )
    assert found["Id"] == made["Id"]
    inside = {"parameters": {"FolderPath": {"DecodedUrl": "/sites/pmo/Lists/Plans/Phase 1"}}}
    assert rest.post(f"{place}/AddItemUsingPath", inside)["Id"] == 2
    assert rest.error("POST", f"{place}/AddItemUsingPath", sent) == (400, -2130575257)


def test_an_item_is_rated_and_liked_once_by_each(rest: Rest) -> None:
    place = rest.make_list()
    rest.post(f"{place}/items", {"Title": "x"})
    rated = "Microsoft.Office.Server.ReputationModel.Reputation"
    item = {"listID": rest.get(place)["Id"], "itemID": 1}
    assert rest.post(f"{rated}.SetRating", item | {"rating": 2}) == {"SetRating": 2.0}
    assert rest.post(f"{rated}.SetRating", item | {"rating": 5}) == {"SetRating": 5.0}
    assert rest.post(f"{rated}.SetLike", item | {"like": True}) == {"SetLike": 1}
    assert rest.get(f"{place}/items(1)/LikedByInformation")["isLikedByUser"] is True
    assert rest.error("POST", f"{rated}.SetRating", item | {"rating": 9}) == (400, -2147024809)


def test_a_managed_metadata_column_keeps_its_term(rest: Rest) -> None:
    place = rest.make_list()
    xml = "<Field Type='TaxonomyFieldType' DisplayName='Unit' Name='Unit'/>"
    rest.post(f"{place}/fields/createFieldAsXml", {"parameters": {"SchemaXml": xml, "Options": 8}})
    term = {"Label": "Finance", "TermGuid": "3f1f2a6c-5f58-4b5e-8f3c-0c1f2d3e4f50", "WssId": -1}
    rest.post(f"{place}/items", {"Title": "x", "Unit": term})
    found = rest.get(f"{place}/items(1)")["Unit"]
    assert found == {"__metadata": {"type": "SP.Taxonomy.TaxonomyFieldValue"}} | term
    assert rest.error("POST", f"{place}/items", {"Unit": "Finance"}) == (400, -1)


def test_many_items_are_written_as_the_form_does(rest: Rest) -> None:
    place = rest.make_list()
    for title in "abc":
        rest.post(f"{place}/items", {"Title": title})
    sent = {"itemIds": {"results": [1, 3]}, "formValues": {"results": [{"FieldName": "Title", "FieldValue": "z"}]}}
    told = rest.post(f"{place}/BulkValidateUpdateListItems", sent)["BulkValidateUpdateListItems"]["results"]
    assert [(each["ItemId"], each["HasException"]) for each in told] == [(1, False), (3, False)]
    assert [each["Title"] for each in rest.get(f"{place}/items")["results"]] == ["z", "b", "z"]


def test_a_view_is_saved_under_another_name(rest: Rest) -> None:
    place = rest.make_list("Plans")
    rest.post(f"{place}/defaultView/viewFields/addViewField('Created')")
    sent = {"oldName": "All Items", "newName": "With dates", "privateView": False, "uri": ""}
    assert rest.post(f"{place}/SaveAsNewView", sent) == {"SaveAsNewView": "/sites/pmo/Lists/Plans/Withdates.aspx"}
    made = rest.get("Web/GetViewFromUrl('/sites/pmo/Lists/Plans/Withdates.aspx')?$expand=ViewFields")
    assert made["ViewFields"]["Items"]["results"] == ["Title", "Created"]


def test_an_item_without_a_file_or_folder_has_none(rest: Rest) -> None:
    place = rest.make_list()
    rest.post(f"{place}/items", {"Title": "x"})
    assert rest.get(f"{place}/items(1)/File") == {"File": None}
    assert rest.get(f"{place}/items(1)?$expand=File,Folder")["Folder"] is None


def test_a_file_that_a_folder_does_not_have_is_not_found_there(rest: Rest) -> None:
    folder = "Web/GetFolderByServerRelativePath(DecodedUrl='Shared Documents')"
    assert rest.error("GET", f"{folder}/Files('nope.txt')") == (404, -2147024894)
    assert rest.error("GET", "Web/GetFileByServerRelativePath(DecodedUrl='Shared Documents/nope.txt')") == (
        404,
        -2130575338,
    )


def test_a_template_that_is_not_listed_makes_a_custom_list(rest: Rest) -> None:
    place = rest.make_list("Odd", 4711)
    made = rest.get(place)
    assert (made["BaseTemplate"], made["BaseType"]) == (4711, 0)
    assert [view["Title"] for view in rest.get(f"{place}/views")["results"]] == ["All Items"]
