"""Links on the site, in the forms that Copy link and the address bar give: where they point, and what is there."""

from __future__ import annotations

from typing import Any

import pytest

from sharepoint.documents import Document
from sharepoint.errors import NotSentError
from sharepoint.link_test import Result, Target, link_results, target
from sharepoint.site import Site
from tests.sharepoint.publishing import Publisher, risks

SITE = "https://contoso.sharepoint.com/sites/pmo"
GUID = "0ea3ac12-9d23-48f4-8caa-5c5021b04716"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (f"{SITE}/PMO%20Documents/A/R%26D%20%231.pdf", Target(path="/sites/pmo/PMO Documents/A/R&D #1.pdf")),
        (f"{SITE}/_layouts/15/Doc.aspx?sourcedoc=%7B{GUID.upper()}%7D&action=default", Target(unique_id=GUID)),
        (
            f"https://contoso.sharepoint.com/:x:/r/sites/pmo/Docs/a.xlsx?d=w{GUID.replace('-', '')}&csf=1",
            Target(unique_id=GUID),
        ),
        ("https://contoso.sharepoint.com/:f:/r/sites/pmo/Docs/A", Target(path="/sites/pmo/Docs/A")),
        (
            f"{SITE}/Docs/Forms/AllItems.aspx?id=%2Fsites%2Fpmo%2FDocs%2FA%2Fb.pdf",
            Target(path="/sites/pmo/Docs/A/b.pdf"),
        ),
        (f"{SITE}/Lists/Risks/DispForm.aspx?ID=7", Target(list_root="/sites/pmo/Lists/Risks", item=7)),
        (f"{SITE}/Lists/Risks/AllItems.aspx", Target(list_root="/sites/pmo/Lists/Risks")),
        (f"{SITE}/", Target(path="/sites/pmo")),
        ("https://contoso.sharepoint.com/:w:/s/pmo/EaBcD?e=x", Result.UNKNOWN),
        ("https://contoso.sharepoint.com/sites/pmo2/a.pdf", Result.ELSEWHERE),
        ("https://example.com/sites/pmo/a.pdf", Result.ELSEWHERE),
        ("mailto:jo@contoso.com", Result.ELSEWHERE),
        ("javascript:alert(1)", Result.ELSEWHERE),
    ],
)
def test_what_a_link_points_to(url: str, found: Target | Result) -> None:
    assert target(url, SITE) == found


@pytest.mark.live
def test_links_are_asked_of_the_site_only(publisher: Publisher) -> None:
    publisher.publish(risks(1), [Document("ALPHA-001", "R&D #1.pdf", b"x", "Reports")])
    url = publisher.url
    folder = f"{url}/PMO%20Documents/ALPHA-001/Reports"
    (file,) = publisher.site.get(
        "Web/GetFolderByServerRelativePath(DecodedUrl='/sites/pmo/PMO%20Documents/ALPHA-001/Reports')/Files", "reading"
    )["results"]
    links = {
        f"{folder}/R%26D%20%231.pdf": Result.WORKS,
        f"{folder}/R%26D%20%232.pdf": Result.BROKEN,
        folder: Result.WORKS,
        f"{url}/_layouts/15/Doc.aspx?sourcedoc=%7B{file['UniqueId']}%7D": Result.WORKS,
        f"{url}/_layouts/15/Doc.aspx?sourcedoc=%7B{GUID}%7D": Result.BROKEN,
        f"{url}/Lists/PMO%20Risks/DispForm.aspx?ID=1": Result.WORKS,
        f"{url}/Lists/PMO%20Risks/DispForm.aspx?ID=2": Result.BROKEN,
        f"{url}/Lists/Nothing/AllItems.aspx": Result.BROKEN,
        "https://example.com/": Result.ELSEWHERE,
    }
    before = publisher.site.connection.requests_sent
    assert link_results(publisher.site, links) == links
    assert publisher.site.connection.requests_sent - before == 1


def test_without_the_site_nothing_is_said_of_links() -> None:
    site = Site("http://127.0.0.1:9/sites/pmo")
    site.connection.sleep = lambda seconds: None
    with pytest.raises(NotSentError):
        link_results(site, [f"{site.url}/a.pdf"])


def test_links_elsewhere_need_no_request() -> None:
    site: Any = Site("http://127.0.0.1:9/sites/pmo")
    assert link_results(site, ["https://example.com/"]) == {"https://example.com/": Result.ELSEWHERE}
