"""Workbooks and a site between which people decide: whose question is whose, what was chosen, the plan that follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.governance.tables import Charter, Status
from pmo_excel.hosts.books import Outcome, checked
from pmo_excel.hosts.review_choices import Decided, carry_out
from sharepoint.actions import Choices
from sharepoint.decisions import Decisions
from sharepoint.documents import Document
from sharepoint.intake import ReadList
from sharepoint.journal import Journal
from sharepoint.lists import publication
from sharepoint.plan import Plan
from sharepoint.publish import plan_publication
from sharepoint.questions import Question, questions
from sharepoint.site import Site
from sharepoint.wanted import ListSpec, ProjectRows

DECISIONS = "decisions.sqlite"
"""The file of decisions in the user's state folder."""

Part = tuple[ListSpec, ProjectRows]


@dataclass(slots=True)
class Reviewing:
    """A site, what was published to it, what people decided about it, and its lists as they were read last."""

    site: Site
    journal: Journal
    decisions: Decisions
    recycle: bool = False
    reads: list[ReadList] = field(default_factory=list)

    def plan(self, lists: Sequence[Part], documents: Sequence[Document], choices: Choices | None = None) -> Plan:
        """The plan for these rows and documents, with items of people that were taken in."""
        self.reads.clear()
        return plan_publication(
            self.site,
            lists,
            documents,
            self.journal,
            choices=choices,
            recycle=self.recycle,
            decisions=self.decisions,
            read=self.reads,
        )

    def questions(self, plan: Plan) -> list[Question]:
        """What the plan leaves for people to decide."""
        return questions(plan, self.reads)

    def decide(self, outcomes: Iterable[Outcome], plan: Plan, now: datetime, *, dry_run: bool) -> list[Decided]:
        """Carry out what was chosen on the workbooks' review sheets; in a dry run, only say what that would be."""
        asked = by_project(self.questions(plan))
        taken_in = {read.present.id: self.decisions.taken_in(read.present.id) for read in self.reads}
        found = []
        for outcome in outcomes:
            given = asked.get(project_of(outcome) or "", [])
            decided = carry_out(outcome.path, given, self.reads, taken_in, self.decisions, now, dry_run=dry_run)
            if decided.lines or decided.problems:
                found.append(decided)
        return found


def written_anew(outcomes: Iterable[Outcome], decided: Iterable[Decided]) -> list[Outcome]:
    """The workbooks with those read again that choices were written into."""
    written: set[Path] = {one.path for one in decided if one.copy is not None}
    return [checked(one.path) if one.path in written else one for one in outcomes]


def all_choices(earlier: Choices, decided: Iterable[Decided]) -> Choices:
    """What the next plan is made with: decisions of a killed run that hold still, and those made now."""
    found = dict(earlier)
    for one in decided:
        found |= one.choices
    return found


def lists_of(outcomes: Iterable[Outcome], problems: list[Problem]) -> list[Part]:
    """The rows that workbooks publish to lists; one that cannot be read, or names no project, is a problem."""
    found: list[Part] = []
    for outcome in outcomes:
        charter = outcome.refresh.tables.get("Charter") if outcome.refresh else None
        if outcome.refresh is None:
            problems += outcome.problems
        elif project_of(outcome) is None or not isinstance(charter, Charter):
            cell = Cell(outcome.path.name, None, "Project ID")
            text = "the workbook does not say which project it is"
            problems.append(Problem(Code.MISSING_VALUE, text, cell, "Type the Project ID in the Charter."))
        else:
            status = outcome.refresh.tables.get("Status")
            tables = list(outcome.refresh.tables.values())
            found += publication(charter, tables, status if isinstance(status, Status) else None)
    return found


def by_project(asked: Iterable[Question]) -> dict[str, list[Question]]:
    """Questions by project ID; empty: nobody's."""
    found: dict[str, list[Question]] = {}
    for question in asked:
        found.setdefault(question.project, []).append(question)
    return found


def project_of(outcome: Outcome) -> str | None:
    """The project ID of a workbook that could be read; None where it says none."""
    charter = outcome.refresh.tables.get("Charter") if outcome.refresh else None
    return charter.id[0] if isinstance(charter, Charter) and len(charter) else None
