"""The review sheets of several workbooks: whose question is whose, and what was chosen on each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from pmo_excel.governance.tables import Charter
from pmo_excel.hosts.books import Outcome as BookOutcome
from pmo_excel.hosts.review_choices import Decided, carry_out
from sharepoint.decisions import Decisions
from sharepoint.plan import Plan
from sharepoint.questions import Question, questions


def decide(
    outcomes: Sequence[BookOutcome], plan: Plan, decisions: Decisions, now: datetime, *, dry_run: bool
) -> list[Decided]:
    """Carry out what was chosen on the workbooks' review sheets; in a dry run, only say what that would be."""
    asked = by_project(questions(plan))
    found = []
    for outcome in outcomes:
        project = project_of(outcome)
        if project is not None:
            decided = carry_out(outcome.path, asked.get(project, []), plan, decisions, now, dry_run=dry_run)
            if decided.lines or decided.problems:
                found.append(decided)
    return found


def by_project(asked: Iterable[Question]) -> dict[str, list[Question]]:
    """Questions by project ID; empty: nobody's."""
    found: dict[str, list[Question]] = {}
    for question in asked:
        found.setdefault(question.project, []).append(question)
    return found


def project_of(outcome: BookOutcome) -> str | None:
    """The project ID of a workbook that could be read; None where it says none."""
    charter = outcome.refresh.tables.get("Charter") if outcome.refresh else None
    return charter.id[0] if isinstance(charter, Charter) and len(charter) else None
