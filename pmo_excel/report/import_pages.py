"""The pages of an import: where dates differ and why, and the certificate of what came over, sealed with its digest."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.interop.certificate import FilePrint, Migration
from pmo_excel.interop.differences import Comparison, Difference
from pmo_excel.interop.imported import Fate
from pmo_excel.report.html import rendered

_OPEN: Final = "0" * 64
"""What stands in the place of the digest while the digest is computed."""
_DIGEST: Final = re.compile('<b id="digest">([0-9a-f]{64})</b>')
_DATA: Final = re.compile('<pre id="data">(.*?)</pre>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """Where the dates of an imported plan differ from those of its source."""

    program: str
    source: FilePrint
    workbook: str
    comparison: Comparison

    @property
    def title(self) -> str:
        """`3 of 57 tasks have other dates here than in Plan.xml`."""
        differing, compared = len(self.comparison.differing), self.comparison.compared
        if not differing:
            return f"All {compared} tasks have the same dates here as in {self.source.name}"
        return f"{differing} of {compared} tasks {'have' if differing > 1 else 'has'} other dates here"


def differences_html(page: DifferencesPage) -> str:
    """The page of differences as one HTML document."""
    return rendered("differences_page.html", page=page, rows=[_row(d) for d in page.comparison.differing])


def _row(of: Difference) -> dict[str, str]:
    return {
        "id": of.id,
        "name": of.name or "(no name)",
        "source_start": _day(of.source_start),
        "our_start": _day(of.our_start),
        "start_later": _later(of.start_later),
        "source_finish": _day(of.source_finish),
        "our_finish": _day(of.our_finish),
        "finish_later": _later(of.finish_later),
        "because": of.because,
    }


def _day(value: float) -> str:
    return "–" if value == NO_INSTANT else day_text(int(value // 1))


def _later(days: int | None) -> str:
    """`+2`, `−1`, `0`; a dash where a date is missing."""
    return "–" if days is None else "0" if not days else f"{'+' if days > 0 else '−'}{abs(days)}"


def certificate_html(migration: Migration) -> tuple[str, str]:
    """The certificate as one HTML document that holds its own data, and its seal: the digest of all of the page."""
    parts = {fate: [part for part in migration.imported.parts if part.fate is fate] for fate in Fate}
    content = migration.as_json()
    page = rendered(
        "certificate_page.html",
        of=content,
        parts={fate.name.lower(): found for fate, found in parts.items()},
        reasons=[(reason.value, count) for reason, count in migration.comparison.by_reason.items()],
        data=json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False),
        digest=_OPEN,
    )
    digest = _digest(page)
    return _with_digest(page, digest), digest


def _digest(page: str) -> str:
    """The SHA-256 of a page whose digest is left open."""
    return hashlib.sha256(_with_digest(page, _OPEN).encode()).hexdigest()


def _with_digest(page: str, digest: str) -> str:
    return _DIGEST.sub(f'<b id="digest">{digest}</b>', page, count=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that was read.

    Attributes
    ----------
    intact
        Whether nothing in it was changed since it was made.
    digest
        What it says its digest is.
    """

    content: dict[str, Any]
    intact: bool
    digest: str


def read_certificate(page: str) -> Certificate | None:
    """The certificate in an HTML document; None where there is none."""
    digests, data = _DIGEST.findall(page), _DATA.findall(page)
    if len(digests) != 1 or len(data) != 1:
        return None
    try:
        content = json.loads(unescape(data[0]))
    except ValueError:
        return None
    if not isinstance(content, dict) or not {"source", "workbook", "pages"} <= content.keys():
        return None
    return Certificate(content, digests[0] == _digest(page), digests[0])
