"""Names with every sign that people, addresses and XML stumble over: kept as they are, or refused with the reason.

What SharePoint refuses is the support article's list, "Restrictions and limitations in OneDrive and SharePoint": in
names of files and folders ``" * : < > ? / \\ |``; titles, choices, texts and keys take any sign.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.fields.creation_information import FieldCreationInformation
from office365.sharepoint.fields.type import FieldType
from office365.sharepoint.lists.creation_information import ListCreationInformation

from sharepoint.local.model.site import Site

from .conftest import Rest

HOSTILE = 'R&D #1 50% "x" O\'Brien – ü'
FILE_NAME = HOSTILE.replace('"', "”")
SHARED = "Web/GetFolderByServerRelativePath(DecodedUrl='Shared Documents')"
NAMES = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='"*:<>?/\\|'), min_size=1, max_size=60
).filter(
    lambda name: name == name.strip() and not name.endswith(".") and not name.startswith("~$") and "_vti_" not in name
)


def literal(text: str) -> str:
    """A text argument of an address: quotes doubled, then percent-encoded."""
    return "'" + quote(text.replace("'", "''"), safe="") + "'"


@pytest.fixture
def place(rest: Rest) -> str:
    rest.post("Web/lists", {"Title": HOSTILE, "BaseTemplate": 100})
    return f"Web/lists/getByTitle({literal(HOSTILE)})"


def test_a_list_is_found_by_its_title(rest: Rest, place: str) -> None:
    found = rest.get(place)
    assert found["Title"] == HOSTILE
    assert rest.get(f"Web/lists(guid'{found['Id']}')/RootFolder")["Name"] == "RD 1 50 x O'Brien – ü"
    filtered = rest.get(f"Web/lists?$filter=Title eq {literal(HOSTILE)}")["results"]
    assert [each["Id"] for each in filtered] == [found["Id"]]
    assert rest.error("POST", "Web/lists", {"Title": HOSTILE.upper()}) == (500, -2130575342)


def test_a_choice_a_text_and_a_unique_key_keep_every_sign(rest: Rest, place: str) -> None:
    for xml in (
        f"<Field Type='Choice' DisplayName='State'><CHOICES><CHOICE>{escape(HOSTILE)}</CHOICE></CHOICES></Field>",
        "<Field Type='Text' DisplayName='Key' Name='Key' Indexed='TRUE' EnforceUniqueValues='TRUE'/>",
    ):
        rest.post(f"{place}/fields/createFieldAsXml", {"parameters": {"SchemaXml": xml, "Options": 8}})
    values = {"Title": HOSTILE, "State": HOSTILE, "Key": HOSTILE}
    rest.post(f"{place}/items", values)
    found = rest.get(f"{place}/items?$filter=Key eq {literal(HOSTILE)}&$select=Title,State,Key")["results"]
    assert [{name: each[name] for name in values} for each in found] == [values]
    assert rest.get(f"{place}/fields/getByTitle('State')")["Choices"]["results"] == [HOSTILE]
    query = f"<Eq><FieldRef Name='State'/><Value Type='Choice'>{escape(HOSTILE)}</Value></Eq>"
    sent = {"query": {"ViewXml": f"<View><Query><Where>{query}</Where></Query></View>"}}
    assert len(rest.post(f"{place}/GetItems", sent)["results"]) == 1
    assert rest.error("POST", f"{place}/items", values) == (500, -2130575169)
    form = [{"FieldName": "State", "FieldValue": HOSTILE}]
    assert rest.post(f"{place}/items(1)/ValidateUpdateListItem", {"formValues": form})


def test_columns_views_groups_and_attachments_keep_every_sign(rest: Rest, place: str) -> None:
    rest.post(f"{place}/fields/addField", {"parameters": {"Title": HOSTILE, "FieldTypeKind": 2}})
    column = rest.get(f"{place}/fields/getByTitle({literal(HOSTILE)})")
    assert column["InternalName"] == "R_x0026_D_x0020__x0023_1_x0020_5"
    rest.post(f"{place}/views/add", {"parameters": {"Title": HOSTILE, "ViewFields": {"results": [HOSTILE]}}})
    assert rest.get(f"{place}/views/getByTitle({literal(HOSTILE)})")["Title"] == HOSTILE
    rest.post("Web/SiteGroups", {"Title": HOSTILE})
    assert rest.get(f"Web/SiteGroups/getByName({literal(HOSTILE)})")["Title"] == HOSTILE
    rest.post(f"{place}/items", {"Title": "x"})
    rest.post(f"{place}/items(1)/AttachmentFiles/AddUsingPath(DecodedUrl={literal(FILE_NAME)})", b"attached")
    content = rest(
        "GET", f"{place}/items(1)/AttachmentFiles/getByFileNameAsPath(DecodedUrl={literal(FILE_NAME)})/$value"
    )
    assert content.content == b"attached"
    assert rest.error(
        "POST", f"{place}/items(1)/AttachmentFiles/AddUsingPath(DecodedUrl={literal(HOSTILE)})", b"x"
    ) == (400, -2130575245)


def test_a_folder_and_a_file_keep_every_sign_but_a_quotation_mark(rest: Rest) -> None:
    folder = f"/sites/pmo/Shared Documents/{FILE_NAME}"
    rest.post(f"{SHARED}/Folders/AddUsingPath(DecodedUrl={literal(FILE_NAME)})")
    inside = f"Web/GetFolderByServerRelativePath(DecodedUrl={literal(folder)})"
    rest.post(f"{inside}/Files/AddUsingPath(DecodedUrl={literal(FILE_NAME)},Overwrite=true)", b"content")
    found = rest.get(f"{inside}/Files")["results"]
    assert [each["ServerRelativeUrl"] for each in found] == [f"{folder}/{FILE_NAME}"]
    path = f"Web/GetFileByServerRelativePath(DecodedUrl={literal(f'{folder}/{FILE_NAME}')})"
    assert rest("GET", f"{path}/$value").content == b"content"
    assert rest.get(f"{path}/ListItemAllFields?$select=FileLeafRef")["FileLeafRef"] == FILE_NAME
    in_browser = rest.request("GET", quote(f"{folder}/{FILE_NAME}"))
    assert in_browser.content == b"content"


@pytest.mark.parametrize("call", ["Folders/AddUsingPath(DecodedUrl={})", "Files/AddUsingPath(DecodedUrl={})"])
def test_a_quotation_mark_in_a_file_or_folder_is_refused_with_the_reason(rest: Rest, call: str) -> None:
    refused = rest("POST", f"{SHARED}/{call.format(literal(HOSTILE))}", b"")
    told = json.loads(refused.content)["error"]
    assert refused.status_code == 400
    assert (told["code"].partition(",")[0], HOSTILE in told["message"]["value"]) == ("-2130575245", True)
    assert "characters that are not permitted" in told["message"]["value"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rest]:
    folder: Path = tmp_path_factory.mktemp("names")
    site = Site(folder)
    yield Rest(site)
    site.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES)
def test_any_name_that_is_taken_is_found_again_as_it_was(shared: Rest, name: str) -> None:
    made = shared("POST", f"{SHARED}/Files/AddUsingPath(DecodedUrl={literal(name)},Overwrite=true)", name.encode())
    if made.status_code == 400:  # reserved, such as CON
        assert made.json()["error"]["code"].startswith("-2130575245")
        return
    path = f"Web/GetFileByServerRelativePath(DecodedUrl={literal(f'/sites/pmo/Shared Documents/{name}')})"
    assert shared("GET", f"{path}/$value").content == name.encode()


@pytest.mark.live
def test_the_client_keeps_every_sign(context: ClientContext) -> None:
    title = f"{HOSTILE} (client)"
    made = context.web.lists.add(ListCreationInformation(title, None, 100)).execute_query()
    made.fields.add_choice_field("State", [HOSTILE]).execute_query()
    made.fields.add_field(FieldCreationInformation(HOSTILE, FieldType.Text)).execute_query()
    made.add_item({"Title": HOSTILE, "State": HOSTILE}).execute_query()
    found = context.web.lists.get_by_title(title).items.get().execute_query()
    assert [(each.properties["Title"], each.properties["State"]) for each in found] == [(HOSTILE, HOSTILE)]
