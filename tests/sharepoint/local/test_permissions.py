"""What a role may do on the local site, request by request."""

from __future__ import annotations

from pathlib import Path

import pytest

from sharepoint.local import Options
from sharepoint.local.model.site import Site
from sharepoint.local.rest.app_roles import AppRole

from .conftest import Rest

MERGE = {"X_HTTP_Method": "MERGE", "IF_MATCH": "*"}
LIST = "Web/Lists/GetByTitle('PMO Tasks')"
DENIED = (403, -2147024891)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    rest = Rest(made)
    rest.post("Web/lists", {"Title": "PMO Tasks", "BaseTemplate": 100})
    rest.post(f"{LIST}/items", {"Title": "One"})
    return made


WRITES = [
    ("POST", f"{LIST}/items", {"Title": "Two / 'fields'"}, {}),
    ("POST", f"{LIST}/items(1)", {"Title": "Uno"}, MERGE),
    ("POST", "Web/GetFolderByServerRelativePath(DecodedUrl='/sites/pmo/Shared Documents')/Folders/Add('a')", None, {}),
]
STRUCTURE = [
    ("POST", "Web/lists", {"Title": "More", "BaseTemplate": 100}, {}),
    ("POST", LIST, {"Description": "x"}, MERGE),
    ("POST", f"{LIST}/Fields/addField", {"parameters": {"Title": "Start", "FieldTypeKind": 4}}, {}),
    ("POST", f"{LIST}/Views/Add", {"parameters": {"Title": "Mine", "ViewFields": ["Title"]}}, {}),
    ("POST", f"{LIST}/DefaultView/ViewFields/AddViewField('ID')", None, {}),
]


@pytest.mark.parametrize(
    ("role", "writes", "structure"),
    [
        (AppRole.READ, False, False),
        (AppRole.WRITE, True, False),
        (AppRole.MANAGE, True, True),
        (AppRole.FULL_CONTROL, True, True),
    ],
)
def test_a_role_allows_what_its_mask_says(site: Site, role: AppRole, writes: bool, structure: bool) -> None:
    """Bits by SP.PermissionKind: addListItems is kind 2, manageLists kind 12."""
    rest = Rest(site, Options(role=role))
    mask = rest.get("Web?$select=EffectiveBasePermissions")["EffectiveBasePermissions"]
    assert bool(int(mask["Low"]) & 1 << 1) is writes
    assert bool(int(mask["Low"]) & 1 << 11) is structure
    assert rest.get(f"{LIST}?$select=EffectiveBasePermissions")["EffectiveBasePermissions"]["Low"] == mask["Low"]
    for allowed, requests in ((writes, WRITES), (structure, STRUCTURE)):
        for method, address, body, headers in requests:
            answer = rest(method, address, body, **headers)
            if allowed:
                assert answer.status_code < 300, (address, answer.text)
            else:
                assert rest.error(method, address, body, **headers) == DENIED


def test_whoever_may_only_read_may_still_ask(site: Site) -> None:
    rest = Rest(site, Options(role=AppRole.READ))
    rest.post("contextinfo")
    query = {"query": {"__metadata": {"type": "SP.CamlQuery"}, "ViewXml": "<View/>"}}
    assert len(rest.post(f"{LIST}/GetItems", query)["results"]) == 1


def test_a_view_can_ask_for_today(site: Site) -> None:
    rest = Rest(site)
    place = "<FieldRef Name='Created'/>"
    for offset, found in (("1", 1), ("-1", 0)):
        value = f"<Value Type='DateTime'><Today OffsetDays='{offset}'/></Value>"
        xml = f"<View><Query><Where><Lt>{place}{value}</Lt></Where></Query></View>"
        query = {"query": {"__metadata": {"type": "SP.CamlQuery"}, "ViewXml": xml}}
        assert len(rest.post(f"{LIST}/GetItems", query)["results"]) == found
