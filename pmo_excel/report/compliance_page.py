"""The page of what projects lack: required products down, projects across, and each project's list in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmo_excel.report.html import moment_text, rendered


@dataclass(frozen=True, slots=True)
class Column:
    """One project: what it is, and state and reason of each product that it has to have."""

    id: str
    name: str
    methodology: str
    level: str
    cells: Mapping[str, tuple[str, str]]

    @property
    def missing(self) -> Sequence[tuple[str, str]]:
        """What should be there and is not, with the reason."""
        return [(product, why) for product, (state, why) in self.cells.items() if state == "Missing"]


def compliance_html(products: Sequence[str], projects: Sequence[Column], files: Sequence[str], made_at: int) -> str:
    """The page as one HTML document."""
    return rendered(
        "compliance_page.html",
        title_text=_title(projects),
        products=products,
        projects=projects,
        files=files,
        produced=moment_text(made_at),
    )


def _title(projects: Sequence[Column]) -> str:
    """`3 of 5 projects lack 7 products that are due`."""
    lacking = [len(project.missing) for project in projects if project.missing]
    if not projects:
        return "No projects"
    if not lacking:
        return "No project lacks anything that is due"
    what = "1 product that is" if sum(lacking) == 1 else f"{sum(lacking)} products that are"
    whose = "project lacks" if len(lacking) == 1 and len(projects) == 1 else "projects lack"
    return f"{len(lacking)} of {len(projects)} {whose} {what} due"
