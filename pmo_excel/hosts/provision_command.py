"""`pmo publish provision`: the lists, columns and views that publishing needs, planned and made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.markup import escape

from pmo_excel.core.lists import LISTS
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.printing import console, print_json, print_problems
from pmo_excel.hosts.sign_in_command import asking, problem_of
from sharepoint.configuration import sign_in_for
from sharepoint.errors import SharePointError
from sharepoint.provision import Provision, shapes
from sharepoint.provisioning import Provisioned, apply_provision, plan_provision
from sharepoint.site import Site


@dataclass(slots=True)
class Preparation:
    """What provisioning would do or did, and everything there is to say about it."""

    plan: Provision | None = None
    outcome: Provisioned | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether the site could not be read, or did not take everything."""
        return self.plan is None or bool(self.outcome and self.outcome.problems)


def preparation_plan(url: str, currency: str, state: Path) -> Preparation:
    """What provisioning would do; nothing is written."""
    return _prepare(url, currency, state, lambda plan, site: None)


def prepared(url: str, currency: str, state: Path) -> Preparation:
    """Make the lists, columns and views that are missing."""
    return _prepare(url, currency, state, apply_provision)


def _prepare(
    url: str, currency: str, state: Path, step: Callable[[Provision, Site], Provisioned | None]
) -> Preparation:
    result = Preparation()
    if currency and currency not in LISTS["Currency"]:
        text = f"{currency!r} is not a currency that workbooks know"
        known = f"Use one of {', '.join(LISTS['Currency'])}, or leave it out."
        result.problems.append(Problem(Code.NOT_A_CHOICE, text, Cell("--currency"), known, Severity.CRITICAL))
        return result
    try:
        site = Site(url, sign_in_for(url, state, how=asking()))
        result.plan = plan_provision(site, shapes(currency))
        result.outcome = step(result.plan, site)
    except SharePointError as error:
        result.plan = None
        result.problems.append(problem_of(error, url))
    if result.outcome is not None:
        result.problems += result.outcome.problems
    return result


def print_preparation(result: Preparation, as_json: bool) -> None:
    """A plan or an outcome, for people or programs."""
    if as_json:
        plan = result.plan.as_json() if result.plan else None
        done = dict(result.outcome.done) if result.outcome else {}
        print_json({"plan": plan, "done": done, "problems": [p.as_json() for p in result.problems]})
        return
    told = result.outcome or result.plan
    for line in told.lines() if told else []:
        console.print(escape(line))
    print_problems(result.problems)
