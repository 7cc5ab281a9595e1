"""The pages for people: what they show, that nothing on the site can script them, and that everybody can use them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import pytest

from sharepoint.fields import rag_formatter
from sharepoint.local.pages.views import size

from .conftest import Rest

SHARED = "Web/GetFolderByServerRelativePath(DecodedUrl='Shared Documents')/Files"
SCRIPT = "<script>alert(1)</script>"


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def furnished(rest: Rest) -> dict[str, str]:
    """A site with something on every page; the addresses of the pages."""
    place = rest.make_list()
    for title, kind in (("RAG", 6), ("Cost", 10), ("Link", 11), ("Owner", 20)):
        rest.post(f"{place}/fields/addField", {"parameters": {"Title": title, "FieldTypeKind": kind}})
        rest.post(f"{place}/defaultView/viewFields/addViewField('{title}')")
    rest.post(
        f"{place}/items",
        {
            "Title": SCRIPT,
            "RAG": "R",
            "Cost": 1234.5,
            "OwnerId": 1,
            "Link": {"Url": "javascript:alert(1)", "Description": "bad"},
        },
    )
    rest.post(f"{place}/items", {"Title": "second", "RAG": "G", "Cost": 7})
    rest.post(f"{place}/items", {"Title": "gone"})
    rest.post(f"{place}/items(3)/recycle")
    rest.post(f"{place}/items(1)/AttachmentFiles/AddUsingPath(DecodedUrl='a%20%231.txt')", b"attached")
    rest.post(f"{SHARED}/add(url='report.html',overwrite=true)", f"<h1>One</h1>{SCRIPT}".encode())
    rest.post(f"{SHARED}/add(url='report.html',overwrite=true)", f"<h1>Two</h1>{SCRIPT}".encode())
    rest("GET", "Web/nope")
    held = {each["Title"]: each["Id"] for each in rest.get("Web/lists?$select=Id,Title")["results"]}
    site = "/sites/pmo"
    return {
        "home": site,
        "list": f"{site}/_local/lists/{held['PMO Tasks']}",
        "item": f"{site}/_local/lists/{held['PMO Tasks']}/items/1",
        "settings": f"{site}/_local/lists/{held['PMO Tasks']}/settings",
        "library": f"{site}/_local/libraries/{held['Documents']}",
        "file": f"{site}/_local/lists/{held['Documents']}/items/1",
        "bin": f"{site}/_layouts/15/AdminRecycleBin.aspx",
        "requests": f"{site}/_local/requests",
    }


PAGES = ("home", "list", "item", "settings", "library", "file", "bin", "requests")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_used_by_everybody(rest: Rest, furnished: dict[str, str], page: str) -> None:
    answer = rest.request("GET", furnished[page])
    tags = Tags(answer.text)
    assert answer.status_code == 200
    assert tags.of("html")[0]["lang"] == "en"
    assert [len(tags.of(tag)) for tag in ("main", "header", "h1", "title")] == [1, 1, 1, 1]
    assert len(tags.of("caption")) == len(tags.of("table"))
    assert all(cell.get("scope") in ("col", "row") for cell in tags.of("th"))
    assert tags.of("script") == []
    assert "style" not in {name for _, attributes in tags.found for name in attributes}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_no_script_and_escapes_what_people_typed(rest: Rest, furnished: dict[str, str], page: str) -> None:
    answer = rest.request("GET", furnished[page])
    assert SCRIPT not in answer.text
    assert "javascript:" not in " ".join(str(link.get("href")) for link in Tags(answer.text).of("a"))
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_list_shows_its_default_view_and_sorts_by_link(rest: Rest, furnished: dict[str, str]) -> None:
    text = rest.request("GET", furnished["list"] + "?sort=Cost&down=1").text
    assert text.index("1,234.50") < text.index("7.00")
    assert 'class="pill red">R<' in text
    assert 'aria-sort="descending"' in text
    up = rest.request("GET", furnished["list"] + "?sort=Cost").text
    assert up.index("7.00") < up.index("1,234.50")


def test_a_view_shows_its_own_rows_and_columns(rest: Rest, furnished: dict[str, str]) -> None:
    query = "<Where><Eq><FieldRef Name='RAG'/><Value Type='Choice'>G</Value></Eq></Where>"
    sent = {"Title": "Green ones", "Query": query, "ViewFields": {"results": ["Title", "RAG"]}}
    view = rest.post("Web/lists/getByTitle('PMO Tasks')/views/add", {"parameters": sent})
    default = rest.request("GET", furnished["list"]).text
    assert f'href="?view={view["Id"]}"' in default
    chosen = rest.request("GET", f"{furnished['list']}?view={view['Id']}").text
    assert (">second</a>" in chosen, "alert(1)" in chosen, ">Cost<" in chosen) == (True, False, False)
    assert f"?view={view['Id']}&amp;sort=RAG" in chosen, "sorting stays in the view"


def test_a_formatted_column_has_its_letter_and_its_color(rest: Rest, furnished: dict[str, str]) -> None:
    xml = f"<Field Type='Text' DisplayName='Overall' Name='Overall' CustomFormatter={quoteattr(rag_formatter())}/>"
    place = "Web/lists/getByTitle('PMO Tasks')"
    rest.post(f"{place}/fields/createFieldAsXml", {"parameters": {"SchemaXml": xml, "Options": 8}})
    rest.post(f"{place}/defaultView/viewFields/addViewField('Overall')")
    rest.post(f"{place}/items", {"Title": "third", "Overall": "A"})
    text = rest.request("GET", furnished["list"]).text
    assert '<span class="pill ground-ffc000 ink-000000">A</span>' in text
    style = re.search(r'href="(/_local/formats/[^"]+)"', text)
    assert style
    assert ".ground-ffc000{background:#ffc000}" in rest.request("GET", style[1]).text


def test_the_settings_tell_the_rules_of_columns(rest: Rest, furnished: dict[str, str]) -> None:
    xml = "<Field Type='Text' DisplayName='Key' Name='Key' Indexed='TRUE' EnforceUniqueValues='TRUE'/>"
    sent = {"parameters": {"SchemaXml": xml, "Options": 8}}
    rest.post("Web/lists/getByTitle('PMO Tasks')/fields/createFieldAsXml", sent)
    text = rest.request("GET", furnished["settings"]).text
    row = text[text.index('<th scope="row">Key</th>') :].partition("</tr>")[0]
    assert ("unique" in row, "indexed" in row, "required" in row) == (True, True, False)
    assert "1 of at most 20 indexes used" in text


def test_the_item_tells_what_each_version_changed(rest: Rest, furnished: dict[str, str]) -> None:
    rest.post("Web/lists/getByTitle('PMO Tasks')/items(2)", {"Title": "renamed"}, X_HTTP_Method="MERGE")
    text = rest.request("GET", furnished["item"].replace("items/1", "items/2")).text
    assert "<strong>Title</strong>: <del>second</del>" in text
    assert "<ins>renamed</ins>" in text
    assert "<strong>Cost</strong>" not in text


def test_requests_are_filtered_by_address_method_and_outcome(rest: Rest, furnished: dict[str, str]) -> None:
    def found(query: str) -> list[str]:
        return re.findall(r"<code>([^<]*)</code>", rest.request("GET", f"{furnished['requests']}?{query}").text)

    assert found("outcome=refused") == ["Web/nope"]
    assert found("text=NOPE&method=GET") == ["Web/nope"]
    assert found("text=nope&method=POST") == []
    assert [address.rpartition("/")[2] for address in found("method=POST&text=recycle")] == ["recycle"]
    assert found("before=2") == found("before=2&text=web")
    assert len(found("before=notanumber&outcome=odd")) > 5


def test_a_long_list_is_paged(rest: Rest) -> None:
    place = rest.make_list("Long")
    list_id = rest.get(place)["Id"]
    with rest.site.store.transaction():
        held = rest.site.lists.get(list_id)
        for number in range(105):
            rest.site.items.add(held, {"Title": f"T{number}"}, rest.site.users.everyday())
    first = rest.request("GET", f"/sites/pmo/_local/lists/{list_id}").text
    following = re.search(r'href="(\?after=\d+)">Next page', first)
    assert following
    second = rest.request("GET", f"/sites/pmo/_local/lists/{list_id}{following.group(1)}").text
    assert ("T104<" in first, "T104<" in second) == (False, True)


def test_every_link_of_the_pages_leads_somewhere(rest: Rest, furnished: dict[str, str]) -> None:
    for page in PAGES:
        links = {str(link["href"]) for link in Tags(rest.request("GET", furnished[page]).text).of("a")}
        for link in links - {"#content"}:
            place = furnished[page] + link if link.startswith("?") else link
            if place.startswith("/"):
                assert rest.request("GET", place).status_code == 200, (page, place)


def test_an_uploaded_page_opens_in_a_sandbox(rest: Rest, furnished: dict[str, str]) -> None:
    answer = rest.request("GET", "/sites/pmo/Shared Documents/report.html")
    assert answer.text.startswith("<h1>Two</h1>")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_site_page_shows_its_title_and_texts_in_the_sandbox(rest: Rest) -> None:
    page = rest.post("SitePages/Pages", {"Name": "status.aspx", "Title": "PMO <status>"})
    canvas = json.dumps([{"controlType": 4, "innerHTML": f"<p>All well{SCRIPT}</p>"}])
    rest.post(f"SitePages/Pages({page['Id']})/SaveDraft", {"sitePage": {"CanvasContent1": canvas}})
    answer = rest.request("GET", "/sites/pmo/SitePages/status.aspx")
    assert "<h1>PMO &lt;status&gt;</h1><p>All well" in answer.text
    assert answer.headers["content-security-policy"].startswith("sandbox;")


def test_an_old_version_and_an_attachment_are_downloaded(rest: Rest, furnished: dict[str, str]) -> None:
    old = rest.request("GET", "/sites/pmo/_vti_history/512/Shared Documents/report.html")
    assert old.text.startswith("<h1>One</h1>")
    assert old.headers["content-disposition"].startswith("attachment")
    attached = rest.request("GET", "/sites/pmo/Lists/PMO Tasks/Attachments/1/" + quote("a #1.txt"))
    assert attached.text == "attached"


def test_what_is_not_there_is_told_on_a_page(rest: Rest) -> None:
    for place in ("/sites/pmo/nowhere", "/sites/pmo/_local/lists/0", "/sites/pmo/_local/libraries/0"):
        answer = rest.request("GET", place)
        assert (answer.status_code, "This is not here" in answer.text) == (404, True)


def test_the_root_leads_to_the_site(rest: Rest) -> None:
    assert rest.request("GET", "/").headers["location"] == "/sites/pmo"


@pytest.mark.parametrize(("length", "text"), [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KB"), (3 * 1024**2, "3.0 MB")])
def test_sizes_are_told_for_people(length: int, text: str) -> None:
    assert size(length) == text


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("#1d2733", "#f5f7f9"),
        ("#4c5a69", "#f5f7f9"),
        ("#4c5a69", "#ffffff"),
        ("#03635f", "#ffffff"),
        ("#03635f", "#f5f7f9"),
        ("#034c49", "#e3f1f0"),
        ("#7d140b", "#fbdcd9"),
        ("#5c3d00", "#fdecc4"),
        ("#0d4a21", "#d6f0dc"),
        ("#5d6b79", "#f5f7f9"),
        ("#ffffff", "#03635f"),
    ],
)
def test_text_and_ground_differ_enough(rest: Rest, text: str, ground: str) -> None:
    """WCAG 2.1, success criterion 1.4.3: 4.5 to 1; the colors are those of the style sheet."""
    style = rest.request("GET", "/_local/site.css").text.replace("#fff;", "#ffffff;")
    assert text in style
    assert ground in style
    light, dark = sorted((_luminance(text), _luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_sharepoint_s_addresses_of_documents_views_and_items_lead_to_pages(
    rest: Rest, furnished: dict[str, str]
) -> None:
    guid = rest.get(f"{SHARED}('report.html')")["UniqueId"]
    for text in (guid, f"%7B{guid}%7D"):
        answer = rest.request("GET", f"/sites/pmo/_layouts/15/Doc.aspx?sourcedoc={text}")
        assert answer.headers["Location"] == "/sites/pmo/Shared%20Documents/report.html"
    assert rest.request("GET", "/sites/pmo/_layouts/15/Doc.aspx?sourcedoc=%7Bnone%7D").status_code == 404
    place = "/sites/pmo/Lists/PMO%20Tasks"
    answer = rest.request("GET", f"{place}/AllItems.aspx?FilterField1=Title&FilterValue1=second")
    text = rest.request("GET", answer.headers["Location"]).text
    assert ("Only items whose" in text, "second</a>" in text, "alert(1)" in text) == (True, True, False)
    answer = rest.request("GET", f"{place}/AllItems.aspx?FilterField1=Title&FilterValue1={quote(SCRIPT)}")
    text = rest.request("GET", answer.headers["Location"]).text
    assert (SCRIPT in text, "second</a>" in text) == (False, False)
    assert rest.request("GET", f"{place}/DispForm.aspx?ID=2").headers["Location"] == furnished["item"][:-1] + "2"
