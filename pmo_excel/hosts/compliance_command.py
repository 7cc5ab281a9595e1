"""`pmo compliance`: which project lacks what, as a matrix of required products by project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rich.markup import escape
from rich.table import Table as RichTable

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Problem, Severity
from pmo_excel.core.tables import Table, columns
from pmo_excel.governance.compliance import IN_PLACE, LATER, MISSING, NEXT, Compliance, Standing, compliance
from pmo_excel.governance.tables import Charter, Deliverables, StageGates
from pmo_excel.governance.terms import translated
from pmo_excel.hosts.books import opened, workbooks
from pmo_excel.hosts.printing import console
from pmo_excel.report.compliance_page import Column, compliance_html
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create

_SIGNS: Final = {IN_PLACE: "[green]✓[/]", MISSING: "[red]missing[/]", NEXT: "[yellow]next[/]", LATER: "[dim]·[/]"}


@dataclass(frozen=True, slots=True)
class Project:
    """One project with what it has to have."""

    path: Path
    id: str
    name: str
    methodology: str
    level: str
    rows: Compliance

    @property
    def states(self) -> Mapping[str, tuple[str, str]]:
        """State and reason by product, in the PMBOK Guide's words, which all projects share."""
        listed = zip(self.rows.product.tolist(), self.rows.state.tolist(), self.rows.why.tolist(), strict=True)
        return {translated(product, "PMBOK"): (state, why) for product, state, why in listed}

    @property
    def missing(self) -> list[str]:
        """What should be there and is not."""
        return [product for product, (state, _) in self.states.items() if state == MISSING]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The projects of some workbooks, and why others are not among them."""

    projects: Sequence[Project]
    problems: Sequence[Problem]

    @property
    def products(self) -> list[str]:
        """Every product that some project has to have, in the order of the gates."""
        gates: dict[str, str] = {}
        for project in self.projects:
            listed = zip(project.states, project.rows.gate.tolist(), strict=True)
            gates |= {product: gate for product, gate in listed if product not in gates}
        return sorted(gates, key=lambda product: gates[product])

    def as_json(self) -> dict[str, Any]:
        """The matrix as programs read it; a product that a project does not need is not in its cells."""
        return {
            "products": self.products,
            "projects": [
                {
                    "file": str(p.path),
                    "project": p.id,
                    "name": p.name,
                    "methodology": p.methodology,
                    "level": p.level,
                    "missing": p.missing,
                    "cells": {product: {"state": state, "why": why} for product, (state, why) in p.states.items()},
                }
                for p in self.projects
            ],
            "problems": [problem.as_json() for problem in self.problems],
        }


def matrix(paths: Iterable[Path]) -> Matrix:
    """The matrix of these workbooks, or of those in folders; what is no project workbook is left out and said."""
    found, problems = workbooks(paths)
    projects = []
    for path in found:
        try:
            project = _project(path, opened(path))
        except Refused as error:
            problems += error.problems
            continue
        if project is not None:
            projects.append(project)
    return Matrix(sorted(projects, key=lambda p: (p.id, p.path.name)), problems)


def _project(path: Path, book: Book) -> Project | None:
    charter = book.tables.get("Charter")
    if not isinstance(charter, Charter) or not len(charter):
        return None
    said = {f: str(getattr(charter, f)[0] or "") for f in ("id", "name", "methodology", "template_level")}
    deliverables, gates = book.tables.get("Deliverables"), book.tables.get("Stage Gates")
    standing = Standing(
        said["methodology"] or "Hybrid",
        said["template_level"] or "Light",
        str(charter.current_stage[0] or ""),
        deliverables if isinstance(deliverables, Deliverables) else None,
        gates if isinstance(gates, StageGates) else None,
        frozenset([sheet for sheet, table in book.tables.items() if _filled(table)] + _fields(charter)),
    )
    rows = compliance(standing)
    return Project(path, said["id"] or path.stem, said["name"], standing.methodology, standing.level, rows)


def _fields(charter: Charter) -> list[str]:
    """The charter's fields that hold something."""
    listed = columns(Charter).items()
    return [column.header for name, column in listed if not is_empty(getattr(charter, name)[0])]


def _filled(table: Table) -> bool:
    """Whether a sheet holds something that a person wrote: a charter its objectives, a table a row that is typed."""
    if isinstance(table, Charter):
        return bool(table.objectives[0])
    typed = [name for name, column in columns(type(table)).items() if column.typed or column.computed == "LOG"]
    return any(not is_empty(value) for name in typed for value in getattr(table, name).tolist())


def write_page(made: Matrix, path: Path, now: datetime) -> None:
    """Write the matrix as a page.

    Raises
    ------
    Refused
        The file cannot be written.
    """
    projects = [Column(p.id, p.name, p.methodology, p.level, p.states) for p in made.projects]
    page = compliance_html(made.products, projects, [p.path.name for p in made.projects], instant(now))
    path.parent.mkdir(parents=True, exist_ok=True)
    create(path, page.encode(), replace=True)


def print_matrix(made: Matrix) -> None:
    """Products down, projects across, and what each project lacks."""
    table = RichTable("Product", *(escape(p.id) for p in made.projects), box=None, pad_edge=False)
    for product in made.products:
        states = [p.states.get(product, ("", ""))[0] for p in made.projects]
        table.add_row(escape(product), *(_SIGNS.get(state, "") for state in states))
    console.print(table)
    console.print("✓ in place; next: due at the next gate; · later; blank: not required of it")
    for project in made.projects:
        lacks = ", ".join(project.missing) or "nothing that is due"
        console.print(
            f"[bold]{escape(project.id)}[/] ({escape(project.methodology)}, {project.level}) lacks {escape(lacks)}"
        )


def failed(made: Matrix) -> bool:
    """Whether some file could not be read."""
    return any(problem.severity is Severity.CRITICAL for problem in made.problems)
