"""What every kind of report of one project has: its name in the method's words, whose it is, and how current."""

from __future__ import annotations

from pmo_excel.core.problems import Problem
from pmo_excel.governance.tables import Charter
from pmo_excel.report.document import Audience, Page, Report, said
from pmo_excel.report.facts import Evidence, Sentence
from pmo_excel.report.material import Material
from pmo_excel.report.source import currency


def project_report(
    given: Material,
    kind: str,
    name: str,
    audience: Audience,
    pages: tuple[Page, ...],
    notes: tuple[Problem, ...] = (),
) -> Report:
    """A report of one project's workbook."""
    evidence, source = given.evidence, given.source
    return Report(
        kind=kind,
        name=name,
        subject=subject(evidence),
        audience=audience,
        pages=pages,
        currency=currency(evidence, source),
        sources=(source,),
        author=evidence.fact(Charter, "project_manager"),
        template_version=evidence.result("STATUS", "template_version"),
        notes=notes,
    )


def subject(evidence: Evidence) -> Sentence:
    """The project: its ID and name, as far as they are known."""
    known = [given for given in (evidence.fact(Charter, "id"), evidence.fact(Charter, "name")) if given.known]
    return said(*(piece for at, given in enumerate(known) for piece in ((" ", given) if at else (given,))))
