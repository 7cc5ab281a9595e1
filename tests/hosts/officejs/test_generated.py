"""What is generated for Excel is what is committed, and is as Excel's schema and documentation ask for."""

from __future__ import annotations

import re
import struct

import pytest
from lxml import etree

from pmo_excel.hosts.officejs.generated import BUTTONS, ICON_SIZES, LOCAL, functions_metadata, generated, manifest
from pmo_excel.hosts.officejs.generated import plugin_folder as folder
from pmo_excel.hosts.registration import registrations

NAMES = {
    "o": "http://schemas.microsoft.com/office/appforoffice/1.1",
    "v": "http://schemas.microsoft.com/office/taskpaneappversionoverrides",
    "bt": "http://schemas.microsoft.com/office/officeappbasictypes/1.0",
}


@pytest.mark.parametrize("name", ["functions.json", "functions.js", "manifest.xml", "help.html"])
def test_committed_files_are_what_is_generated(name: str) -> None:
    """Make them again: python -m pmo_excel.hosts.build_plugins."""
    assert (folder() / name).read_text(encoding="utf-8") == generated(folder())[name]


def test_the_metadata_tells_excel_of_every_function_and_argument() -> None:
    """Custom functions metadata: an ID of letters, digits, `.` and `_`; optional arguments come last."""
    told = functions_metadata()["functions"]
    assert [one["id"] for one in told] == [entry.name for entry in registrations()]
    for one in told:
        assert re.fullmatch(r"[A-Za-z][\w.]*", one["id"])
        assert one["result"]["dimensionality"] in ("scalar", "matrix")
        optional = [p["optional"] for p in one["parameters"]]
        assert optional == sorted(optional)


def manifest_tree(base: str = LOCAL, client_id: str = "") -> etree._Element:
    return etree.fromstring(manifest(base, client_id).encode())


def test_every_resource_that_the_manifest_names_is_there_and_short_enough() -> None:
    """[MS-OWEMXML]: short strings up to 125 characters, long ones up to 250, addresses https, IDs up to 32."""
    tree = manifest_tree()
    there = {e.get("id"): e for e in tree.iterfind(".//v:Resources//bt:*[@id]", NAMES)}
    asked = {e.get("resid") for e in tree.iter() if isinstance(e.tag, str) and e.get("resid")}
    assert asked == set(there)
    for name, element in there.items():
        kind, value = etree.QName(element.getparent()).localname, element.get("DefaultValue", "")
        assert name is not None
        assert len(name) <= 32
        assert 0 < len(value) <= {"ShortStrings": 125, "LongStrings": 250}.get(kind, 2048)
        assert kind not in ("Images", "Urls") or value.startswith("https://")


def test_the_manifest_lists_its_parts_in_the_order_of_the_schema() -> None:
    """[MS-OWEMXML] OfficeApp is a sequence; so are Control and VersionOverrides."""
    tree = manifest_tree(client_id="22222222-2222-2222-2222-222222222222")
    order = ["Id", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl"]
    order += ["HighResolutionIconUrl", "SupportUrl", "AppDomains", "Hosts", "Requirements", "DefaultSettings"]
    order += ["Permissions", "VersionOverrides"]
    assert [etree.QName(child).localname for child in tree] == order
    overrides = tree.find("v:VersionOverrides", NAMES)
    assert overrides is not None
    assert [etree.QName(child).localname for child in overrides] == ["Hosts", "Resources", "WebApplicationInfo"]
    for control in tree.iterfind(".//v:Control", NAMES):
        assert [etree.QName(c).localname for c in control] == ["Label", "Supertip", "Icon", "Action"]


def test_every_file_that_the_manifest_names_is_served_and_icons_have_their_size() -> None:
    addresses = {value for e in manifest_tree().iter() if (value := e.get("DefaultValue", "")).startswith(LOCAL)}
    assert len(addresses) > len(BUTTONS) * len(ICON_SIZES)
    for address in addresses:
        assert (folder() / address.removeprefix(f"{LOCAL}/")).is_file(), address
    for button in BUTTONS:
        for size in ICON_SIZES:
            head = (folder() / "icons" / f"{button.id.lower()}-{size}.png").read_bytes()[:24]
            assert head[:8] == b"\x89PNG\r\n\x1a\n"
            assert struct.unpack(">II", head[16:24]) == (size, size)


def test_every_command_of_the_ribbon_is_tied_in_the_code() -> None:
    named = {e.text for e in manifest_tree().iterfind(".//v:FunctionName", NAMES)}
    tied = set(re.findall(r"^  (pmo\w+): \(\)", (folder() / "commands.js").read_text(), re.MULTILINE))
    assert named == tied


def test_a_hosted_manifest_asks_for_sign_in_under_its_own_address() -> None:
    """ "Enable single sign-on in an Office Add-in": the resource is api://HOST/CLIENT-ID."""
    app = "22222222-2222-2222-2222-222222222222"
    tree = manifest_tree("https://pmo.contoso.com", app)
    assert tree.findtext(".//v:WebApplicationInfo/v:Resource", namespaces=NAMES) == f"api://pmo.contoso.com/{app}"
    assert "localhost" not in manifest("https://pmo.contoso.com", app)


def test_every_language_of_the_pane_has_every_word() -> None:
    text = (folder() / "strings.js").read_text(encoding="utf-8")
    blocks = re.findall(r"^const (\w\w) = \{\n(.*?)^\};", text, re.MULTILINE | re.DOTALL)
    words = {name: places(block) for name, block in blocks}
    assert words.keys() == {"en", "de", "fr"}
    assert words["de"] == words["en"] == words["fr"]


def places(block: str) -> dict[str, list[str]]:
    """The places for values in each word of a language."""
    found = re.findall(r"^  (\w+): (.*),$", block, re.MULTILINE)
    return {word: sorted(re.findall(r"\{\w+\}", text)) for word, text in found}
