"""`pmo pack`: the pages that an audience reads, from a portfolio's workbook and its projects' own, as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.hosts.books import workbooks
from pmo_excel.hosts.portfolio_material import Step, gathered, portfolio_package
from pmo_excel.hosts.report_command import rendered_report, wanted
from pmo_excel.hosts.report_options import Stale
from pmo_excel.report.document import Audience, Report
from pmo_excel.report.facts import printed
from pmo_excel.report.kinds.portfolio.pack import steering_pack
from pmo_excel.report.material import Material
from pmo_excel.report.paging import paged
from pmo_excel.stakeholders.distribution import EVERYBODY, Distribution, distribution
from pmo_excel.stakeholders.tables import Communications, Stakeholders
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.refused import Refused, refused
from pmo_excel.workbook.save import create

KIND = "steering"
_TO_ALL = Communications.of(1, audience=np.array([EVERYBODY], dtype=object))
"""A communication for everybody: whom it leaves out has opted out."""


class Recipient(NamedTuple):
    """Somebody who gets the pack, as the projects' communication plans say."""

    name: str
    email: str

    @property
    def key(self) -> str:
        """What the same person has in all workbooks: the address, else the name."""
        return (self.email or self.name).casefold()


@dataclass(frozen=True, slots=True)
class PackAsked:
    """Which pack is wanted, in which formats, where.

    Attributes
    ----------
    where
        A portfolio's workbook, or the folder with one.
    output
        A file where there is one format, else a folder; None: beside the portfolio.
    """

    where: Path
    audience: Audience
    formats: str = "html"
    output: Path | None = None
    template: Path | None = None
    stale: Stale = Stale.STAMP


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was made: the files, its pages, who gets it, and what is said of the workbooks."""

    report: Report
    files: Sequence[Path]
    pages: int
    recipients: Sequence[Recipient]
    problems: Sequence[Problem]

    def as_json(self) -> dict[str, Any]:
        """The pack as programs read it."""
        return {
            "audience": self.report.audience.value,
            "files": [str(path) for path in self.files],
            "pages": self.pages,
            "recipients": [who._asdict() for who in self.recipients],
            "sources": [{"file": one.file, "snapshot": one.snapshot} for one in self.report.sources],
            "problems": [problem.as_json() for problem in self.problems],
        }


def make_pack(asked: PackAsked, made: datetime, step: Step = lambda done, of: None) -> Pack:
    """Read the workbooks, assemble the pack and write it.

    Raises
    ------
    Refused
        There is no such workbook, kind of file, or template; or nothing could be written.
    """
    forms = wanted([KIND], asked.formats, asked.template)
    path, package = _portfolio(asked.where)
    near = [one for one in workbooks([asked.where])[0] if one != path] if asked.where.is_dir() else []
    found = gathered(path, package, near, made, asked.stale, step)
    report = steering_pack(found.material, asked.audience)
    files: list[Path] = []
    problems = [*found.problems, *report.notes]
    for form in forms.formats:
        target = _target(asked, path, form, len(forms.formats))
        try:
            data = rendered_report(report, found.material, form, forms.template)
            target.parent.mkdir(parents=True, exist_ok=True)
            create(target, data, replace=True)
            files.append(target)
        except Refused as error:
            problems += error.problems
    return Pack(report, files, len(paged(report)), recipients(found.material, asked.audience), problems)


def _portfolio(where: Path) -> tuple[Path, Package]:
    """The portfolio's workbook: the one that is named, or the one in the folder."""
    files, problems = workbooks([where])
    if not files:
        raise Refused(problems)
    found = [(path, package) for path in files if (package := portfolio_package(path)) is not None]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(path.name for path, _ in found)
        raise refused(f"{where} holds several portfolio workbooks: {names}", "Name the one that is meant.")
    text = f"{where} is no portfolio workbook, and there is none in it"
    raise refused(text, f"Make one with pmo collect {where} -o Portfolio.xlsx.", code=Code.FILE, cell=Cell(str(where)))


def _target(asked: PackAsked, portfolio: Path, form: str, count: int) -> Path:
    if asked.output is not None and count == 1 and asked.output.suffix == f".{form}":
        return asked.output
    return (asked.output or portfolio.parent) / f"{portfolio.stem} pack {asked.audience.value}.{form}"


def recipients(given: Material, audience: Audience) -> list[Recipient]:
    """Who gets it: the people of each project's communications for this audience; who opted out of one, of none."""
    found: dict[str, Recipient] = {}
    out: set[str] = set()
    for project in given.projects:
        people, plan = project.evidence.table(Stakeholders), project.evidence.table(Communications)
        if people is None or plan is None:
            continue
        for who in _people(distribution(people, plan, audience.value)[0]):
            found.setdefault(who.key, who)
        out |= {who.key for who in _people(people)} - {who.key for who in _people(distribution(people, _TO_ALL)[0])}
    return [found[key] for key in sorted(found) if key not in out]


def _people(table: Stakeholders | Distribution) -> list[Recipient]:
    pairs = zip(table.name.tolist(), table.email.tolist(), strict=True)
    return [Recipient(printed(str(name or "")), printed(str(email or ""))) for name, email in pairs]
