"""Provisioning: read how the lists are, plan, and carry the plan out. Needs the role `manage`; publishing does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_excel.core.problems import Cell, Code, Problem
from sharepoint.actions import AddField, CreateList
from sharepoint.batch import Operation
from sharepoint.errors import DUPLICATE_VALUE, Answer, SharePointError, refusal
from sharepoint.fields import Field
from sharepoint.provision import (
    AddView,
    ListShape,
    PresentColumn,
    PresentShape,
    PresentView,
    Provision,
    SetField,
    SetList,
    ShowFields,
    Step,
    provision,
)
from sharepoint.site import NewList, Site, literal
from sharepoint.views import PAGE_ROWS

_COLUMN = "InternalName,Title,TypeAsString,Indexed,EnforceUniqueValues,Description,CustomFormatter"
DOING = "reading the lists"


@dataclass(slots=True)
class Provisioned:
    """What came of carrying out a plan."""

    done: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    requests: int = 0

    def lines(self) -> list[str]:
        """The outcome for people."""
        done = ", ".join(f"{count} {kind}" for kind, count in self.done.items()) or "nothing to do"
        return [f"{done}; {self.requests} requests"]


def plan_provision(site: Site, wanted: Sequence[ListShape]) -> Provision:
    """What provisioning would do, after reading how the lists are; nothing is written.

    Raises
    ------
    SharePointError
        The site cannot be read.
    """
    reads = [path for shape in wanted for path in _reads(shape.title)]
    answers = iter(site.read(reads, DOING))
    present = {shape.title: _present(next(answers), next(answers), next(answers)) for shape in wanted}
    return provision(wanted, present, site.url)


def _by_title(title: str) -> str:
    return f"Web/Lists/GetByTitle({literal(title)})"


def _reads(title: str) -> tuple[str, str, str]:
    path = _by_title(title)
    return (
        f"{path}?$select=Title,Description,EnableVersioning",
        f"{path}/Fields?$select={_COLUMN}",
        f"{path}/Views?$select=Title,ViewQuery,PersonalView,DefaultView,ViewFields/Items&$expand=ViewFields",
    )


def _present(about: Answer, fields: Answer, views: Answer) -> PresentShape | None:
    if about.status == 404:
        return None
    for answer in (about, fields, views):
        if not answer.ok:
            raise refusal(answer, DOING)
    found = about.json()
    columns = {
        str(row["InternalName"]): PresentColumn(
            str(row["Title"]),
            str(row["TypeAsString"]),
            bool(row["Indexed"]),
            bool(row["EnforceUniqueValues"]),
            str(row.get("Description") or ""),
            str(row.get("CustomFormatter") or ""),
        )
        for row in fields.json()["results"]
    }
    shown: dict[str, PresentView] = {}
    first: frozenset[str] = frozenset()
    for row in views.json()["results"]:
        names = tuple(row["ViewFields"]["Items"]["results"])
        first = frozenset(names) if row["DefaultView"] else first
        if not row["PersonalView"]:
            shown[str(row["Title"])] = PresentView(str(row["ViewQuery"] or ""), names)
    return PresentShape(str(found["Description"] or ""), bool(found["EnableVersioning"]), columns, shown, first)


def apply_provision(plan: Provision, site: Site) -> Provisioned:
    """Carry out a plan: lists and columns first, then their settings, then views; what is refused is reported.

    Raises
    ------
    SharePointError
        A list or a column cannot be made; run it again for the rest.
    """
    before, outcome = site.connection.requests_sent, Provisioned()
    _make_lists(plan, site, outcome)
    for kind in (SetList, SetField, AddView):  # a view may need an index, an index its column
        steps = [step for step in plan.steps if isinstance(step, kind)]
        operations = [operation for step in steps for operation in _operations(step)]
        owners = [step for step in steps for _ in _operations(step)]
        for step, answer in zip(owners, site.send(operations, "provisioning"), strict=True):
            if answer.ok:
                outcome.done[type(step).__name__] += 1
            else:
                outcome.problems.append(_refused(step, answer))
    outcome.requests = site.connection.requests_sent - before
    return outcome


def _make_lists(plan: Provision, site: Site, outcome: Provisioned) -> None:
    columns: dict[str, list[Field]] = {}
    hidden: dict[str, list[Field]] = {}
    lists = [step for step in plan.steps if isinstance(step, CreateList)]
    there = site.create_lists([NewList(step.list, step.description, step.library) for step in lists])
    if there:
        text = f"Somebody made the list {', '.join(there)} meanwhile"
        raise SharePointError(text, retry=True, next_step="Run it again.")
    for step in plan.steps:
        if isinstance(step, CreateList):
            columns[step.list] = list(step.fields)
        elif isinstance(step, AddField):
            columns.setdefault(step.list, []).append(step.field)
        elif isinstance(step, ShowFields):
            hidden[step.list] = list(step.fields)
        else:
            continue
        outcome.done[type(step).__name__] += 1
    site.add_fields(columns)
    site.show_fields(hidden)


def _operations(step: Step) -> Iterator[Operation]:
    match step:
        case SetList():
            yield Operation("MERGE", _by_title(step.list), {"__metadata": {"type": "SP.List"}, **step.values}, "*")
        case SetField():
            path = f"{_by_title(step.list)}/Fields/GetByInternalNameOrTitle({literal(step.field.name)})"
            kind = {"__metadata": {"type": "SP.Field"}}
            yield Operation("MERGE", path, {**kind, **step.values}, "*")
        case AddView():
            yield Operation("POST", f"{_by_title(step.list)}/Views/Add", {"parameters": _view_body(step)})


def _view_body(step: AddView) -> dict[str, Any]:
    return {
        "__metadata": {"type": "SP.ViewCreationInformation"},
        "Title": step.view.title,
        "ViewFields": {"__metadata": {"type": "Collection(Edm.String)"}, "results": list(step.view.columns)},
        "Query": step.view.query,
        "RowLimit": PAGE_ROWS,
        "Paged": True,
    }


def _refused(step: Step, answer: Answer) -> Problem:
    error = refusal(answer, str(step))
    advice = error.next_step or "Change it on the site, or run it again."
    if answer.error[0] == DUPLICATE_VALUE:
        advice = "Two items have the same key: find them in the list, delete the one that is wrong, and run it again."
    return Problem(Code.REFUSED_BY_SITE, error.fact, Cell(step.list), advice)
