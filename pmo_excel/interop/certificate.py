"""The certificate of a migration: what came over, what did not, the totals, the dates, and the hashes of both files.

It is made from the files alone, without a clock, so that the same files give the same certificate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pmo_excel.core.problems import Problem
from pmo_excel.interop.differences import Comparison
from pmo_excel.interop.imported import Imported, Part, Total

FORMAT: Final = 1
"""The version of the certificate's data."""


@dataclass(frozen=True, slots=True)
class FilePrint:
    """A file by its name, without its folder, and its content."""

    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> FilePrint:
        """The print of a file's bytes."""
        return cls(name, len(data), hashlib.sha256(data).hexdigest())

    def as_json(self) -> dict[str, Any]:
        """The print as programs read it."""
        return {"file": self.name, "bytes": self.size, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Migration:
    """A migration that was done.

    Attributes
    ----------
    pages
        Other files that belong to it, such as the page of differences.
    problems
        What reading the source found.
    findings
        How many findings the workbook begins with, by severity.
    """

    program_version: str
    source: FilePrint
    workbook: FilePrint
    pages: Sequence[FilePrint]
    imported: Imported
    comparison: Comparison
    problems: Sequence[Problem]
    findings: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """The certificate's content, in a fixed order."""
        return {
            "certificate": "pmo-excel migration",
            "format": FORMAT,
            "made_by": f"pmo-excel {self.program_version}",
            "source": {**self.source.as_json(), "program": self.imported.program, "saved": self.imported.saved},
            "workbook": self.workbook.as_json(),
            "pages": [page.as_json() for page in self.pages],
            "totals": [_total(total) for total in self.imported.totals],
            "dates": self.comparison.as_json(),
            "parts": [_part(part) for part in self.imported.parts],
            "problems": [problem.as_json() for problem in self.problems],
            "findings": dict(self.findings),
        }


def _total(total: Total) -> dict[str, Any]:
    return {
        "entity": total.entity,
        "found": total.found,
        "carried": round(total.found - total.left_out, 6),
        "left_out": total.left_out,
        "why": total.why if total.left_out else "",
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "path": part.path,
        "count": part.count,
        "fate": part.fate.name,
        "place": part.place,
        "always": part.same,
    }
