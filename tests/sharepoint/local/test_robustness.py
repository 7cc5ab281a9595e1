"""Whatever is sent, the site answers in SharePoint's words: no request makes it fail or leaves half a change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharepoint.local.model.site import Limits, Site
from sharepoint.local.service import Service

from .conftest import Rest

BASE = "http://127.0.0.1/sites/pmo"
LIST = "Web/lists/getByTitle('PMO Tasks')"
FILE = "Web/GetFileByServerRelativePath(DecodedUrl='Shared Documents/a.txt')"
FOLDER = "Web/GetFolderByServerRelativePath(DecodedUrl='Shared Documents')"
ROW = ("Title", "Cost", "Due", "OwnerId", "Tags", "Link", "Critical", "FileLeafRef")
COLUMN = (
    "Title",
    "FieldTypeKind",
    "Choices",
    "Indexed",
    "EnforceUniqueValues",
    "MaxLength",
    "DefaultValue",
    "DisplayFormat",
    "LookupListId",
    "SchemaXml",
)
HOLDER = ("Title", "BaseTemplate", "EnableVersioning", "MajorVersionLimit", "Description")
VIEWED = ("Title", "ViewFields", "RowLimit", "Query", "SetAsDefaultView")
ASKED = ("ViewXml", "ListItemCollectionPosition", "FolderServerRelativeUrl", "Paging")
CHANGES = ("ChangeTokenStart", "ChangeTokenEnd", "FetchLimit", "Item", "Add")
PATHS = ("DecodedUrl", "url", "newUrl", "strNewUrl", "leafName", "ServerRelativeUrl")
SENT: dict[str, tuple[str, ...]] = {
    "Web": ("Title",),
    "Web/lists": HOLDER,
    LIST: HOLDER,
    f"{LIST}/items": ROW,
    f"{LIST}/items(1)": ROW,
    f"{FILE}/ListItemAllFields": ROW,
    f"{LIST}/items(1)/validateUpdateListItem": ("formValues",),
    f"{LIST}/addValidateUpdateItem": ("formValues",),
    f"{LIST}/getItems": ASKED,
    f"{LIST}/renderListDataAsStream": ASKED,
    f"{LIST}/getChanges": CHANGES,
    f"{LIST}/fields": COLUMN,
    f"{LIST}/fields/addField": COLUMN,
    f"{LIST}/fields/createFieldAsXml": ("SchemaXml", "Options"),
    f"{LIST}/fields/getByTitle('Cost')": COLUMN,
    f"{LIST}/views/add": VIEWED,
    f"{LIST}/defaultView": VIEWED,
    f"{FOLDER}/Folders": PATHS,
    f"{FOLDER}/AddSubFolderUsingPath": PATHS,
    f"{FOLDER}/Folders/AddUsingPath": PATHS,
    f"{FOLDER}/MoveTo": PATHS,
    f"{FILE}/CopyTo": PATHS,
    f"{FILE}/checkin": ("comment", "checkInType"),
    f"{FILE}/startUpload": ("uploadId",),
    f"{FILE}/continueUpload": ("uploadId", "fileOffset"),
    "Web/ensureUser": ("logonName",),
    "SitePages/Pages": ("Title", "Name", "CanvasContent1"),
    "Web/RecycleBin/GetById": ("id",),
    "$batch": (),
    f"{LIST}/getListItemChangesSinceToken": ("ChangeToken", "Query", "ViewFields", "RowLimit"),
    f"{LIST}/getLookupFieldChoices": ("targetFieldName",),
    f"{LIST}/addItemUsingPath": ("FolderPath", "LeafName", "UnderlyingObjectType"),
    f"{LIST}/createDocumentAndGetEditLink": ("fileName", "folderPath", "documentTemplateType"),
    f"{LIST}/bulkValidateUpdateListItems": ("itemIds", "formValues"),
    f"{LIST}/saveAsNewView": ("oldName", "newName", "privateView"),
    f"{LIST}/breakRoleInheritance": ("copyRoleAssignments",),
    f"{LIST}/roleAssignments/addRoleAssignment": ("principalId", "roleDefId"),
    f"{LIST}/defaultView/setViewXml": ("viewXml",),
    f"{LIST}/defaultView/viewFields/moveViewFieldTo": ("field", "index"),
    f"{LIST}/fields/addDependentLookupField": ("displayName", "primaryLookupFieldId", "showField"),
    f"{LIST}/items(1)/getWOPIFrameUrl": ("action",),
    f"{FILE}/versions/deleteByLabel": ("versionlabel",),
    f"{FILE}/versions/deleteByID": ("vid",),
    f"{FOLDER}/copyTo": PATHS,
    f"{FOLDER}/getChanges": CHANGES,
    "Web/getUserEffectivePermissions": ("userName",),
    "Web/doesUserHavePermissions": ("permissionMask",),
    "Web/roleDefinitions": ("Name", "Description", "Order", "BasePermissions"),
    "Web/siteGroups": ("Title", "Description"),
    "Web/siteGroups(1000)/users": ("LoginName",),
    "Web/siteGroups(1000)/setUserAsOwner": ("ownerId",),
    "Web/currentUser": ("Title", "Email"),
    "Web/fields/addField": COLUMN,
    "Web/contentTypes": ("Name", "Description", "Group", "Id"),
    "Web/webs/add": ("Url", "Title", "Description"),
    "Web/getRecycleBinItems": ("rowLimit", "isAscending"),
    "Web/parseDateTime": ("value",),
    "Web/getListItem": ("strUrl",),
    "Web/getViewFromUrl": ("listUrl",),
    "Site/openWebById": ("gWebId",),
    "Site/getChanges": CHANGES,
    "SP.MoveCopyUtil.CopyFileByPath": ("srcPath", "destPath", "overwrite", "options"),
    "SP.MoveCopyUtil.MoveFolder": ("srcUrl", "destUrl", "options"),
    "SP.Web.GetWebUrlFromPageUrl": ("pageFullUrl",),
    "SP.Web.CreateAnonymousLinkWithExpiration": ("url", "expirationString"),
    "SP.Utilities.Utility.ExpandGroupsToPrincipals": ("inputs", "maxCount"),
    "SP.Utilities.Utility.CreateWikiPageInContextWeb": ("ServerRelativeUrl", "WikiHtmlContent"),
    "SP.Sharing.DocumentSharingManager.GetRoleDefinition": ("role",),
    "SP.ObjectSharingInformation.GetListItemSharingInformation": ("listID", "itemID"),
    "Microsoft.Office.Server.ReputationModel.Reputation.SetRating": ("listID", "itemID", "rating"),
}
WRAPPERS = ("parameters", "query", "")
READ = (f"{LIST}/items", "Web/lists", f"{LIST}/fields", f"{LIST}/items(1)", f"{FILE}/versions", f"{FOLDER}/Files")
numbers = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(max_size=12) | st.sampled_from(
    ["<View/>", '<Field Type="Text" DisplayName="x"/>', "2026-01-01", "\ud800", "x" * 300]
)
PARTS = ("results", "Url", "Description", "StringValue", "PagingInfo", "FieldName", "FieldValue", "Key")
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(PARTS), inner, max_size=3),
    max_leaves=5,
)
forms = st.lists(st.fixed_dictionaries({"FieldName": st.sampled_from(ROW), "FieldValue": values}), max_size=2)


@st.composite
def requests_sent(draw: st.DrawFn) -> tuple[str, bytes]:
    """An address, and a body made of what that address understands, with any values."""
    place = draw(st.sampled_from(sorted(SENT)))
    names = SENT[place]
    body = draw(values if not names else st.dictionaries(st.sampled_from(names), values, max_size=4))
    if names == ("formValues",):
        body = {"formValues": draw(forms)}
    wrapper = draw(st.sampled_from(WRAPPERS))
    return place, json.dumps({wrapper: body} if wrapper else body).encode()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    site = Site(tmp_path_factory.mktemp("robust"), limits=Limits(view_threshold=50))
    rest = Rest(site)
    place = rest.make_list()
    for title, kind in (("Cost", 9), ("Due", 4), ("Owner", 20), ("Tags", 15), ("Link", 11), ("Critical", 8)):
        rest.post(f"{place}/fields/addField", {"parameters": {"Title": title, "FieldTypeKind": kind}})
    rest.post(f"{place}/items", {"Title": "a"})
    rest.post(f"{FOLDER}/Files/add(url='a.txt',overwrite=true)", b"x")
    yield Service(site)
    site.close()


def check(service: Service, method: str, place: str, body: bytes, **headers: str) -> None:
    sent = {"accept": "application/json;odata=verbose", **headers}
    reply = service.reply(method, place, sent, body, BASE)
    assert reply.status < 500 or b'"code"' in reply.content
    if reply.status >= 400:
        error = json.loads(reply.content)["error"]
        assert error["code"].partition(",")[0].lstrip("-").isdigit()
        assert error["message"]["value"]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(requests_sent(), st.sampled_from(["POST", "MERGE", "PUT", "DELETE"]))
def test_any_json_is_answered(service: Service, request_sent: tuple[str, bytes], method: str) -> None:
    place, body = request_sent
    if method == "DELETE" and place == LIST:  # the next examples need it
        method = "POST"
    check(service, method, place, body, **{"content-type": "multipart/mixed; boundary=x"})


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(READ),
    st.dictionaries(
        st.sampled_from(["$filter", "$select", "$expand", "$orderby", "$top", "$skiptoken", "$skip"]),
        st.text(alphabet="abTitleCostIdeqgtnullandor'()/,1289 \t-%é", max_size=25),
        max_size=3,
    ),
)
def test_any_query_is_answered(service: Service, place: str, options: dict[str, str]) -> None:
    check(service, "GET", f"{place}?{urlencode(options)}", b"")


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(service: Service, body: bytes) -> None:
    check(service, "POST", f"{LIST}/items", body)
    check(service, "POST", "$batch", b"--x\n" + body + b"\n--x--", **{"content-type": "multipart/mixed; boundary=x"})


@pytest.mark.parametrize(
    "place",
    [
        "Web/lists/getByTitle('PMO Tasks')/recycle",
        "Web/RecycleBin/deleteAll",
        f"{FILE}/recycle",
        "contextinfo",
        f"{LIST}/items(99999999999999999999)",
        f"{LIST}/items(1.5)",
        "Web/GetUserById(123456789012345)",
    ],
)
def test_a_get_changes_nothing(rest: Rest, place: str) -> None:
    rest.make_list()
    rest.post(f"{FOLDER}/Files/add(url='a.txt',overwrite=true)", b"x")
    assert rest("GET", place).status_code in (400, 404, 405)
    assert rest.get("Web/RecycleBin")["results"] == []
