"""The done marker: one item per project that says which run published it last, written after everything else.

Readers that must not see half a publish, such as a dashboard, show a project's rows from the run its marker names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pmo_excel.core.problems import Code, Problem
from sharepoint.actions import CreateList
from sharepoint.batch import Operation
from sharepoint.errors import Answer, Fate, LostReplyError
from sharepoint.fields import KEY, RUN, Field, Kind
from sharepoint.site import Description, Site, SiteList, literal
from sharepoint.values import key, length

MARKER_LIST: Final = "PMO Publications"
PUBLISHED_ON: Final = Field(
    "PMOPublishedOn", "Published on", Kind.DATE, with_time=True, attributes=(("Format", "DateTime"),)
)
_TRIES: Final = 4
RESULT: Final = Field("PMOResult", "Result", Kind.TEXT)


def marker_fields() -> tuple[Field, ...]:
    """The columns of the list of markers."""
    return (KEY, RUN, PUBLISHED_ON, RESULT)


def marker_list() -> CreateList:
    """The action that makes the list of markers."""
    return CreateList(MARKER_LIST, marker_fields(), description="When each project was published last.")


def marker_reads(projects: Sequence[str]) -> list[str]:
    """What to read for the markers of these projects."""
    options = f"$select=Id,{KEY.name}&$top=2&$filter={KEY.name}%20eq%20"
    path = f"Web/Lists/GetByTitle({literal(MARKER_LIST)})/items?{options}"
    return [f"{path}{literal(key(project))}" for project in projects]


def markers(answers: Sequence[Answer]) -> dict[str, int] | None:
    """The number of each marker that is there, by key; None where one could not be read."""
    if not all(answer.ok for answer in answers):
        return None
    return {row[KEY.name]: int(row["Id"]) for answer in answers for row in answer.json()["results"]}


def write_markers(
    site: Site,
    about: Description,
    projects: Sequence[str],
    run: str,
    problems: int,
    known: Mapping[str, int] | None = None,
) -> list[Problem]:
    """Write the marker of each project; gives the problem when the site refuses, or its replies are lost.

    Parameters
    ----------
    known
        The markers that were read already; they are read again where one of them is not as it was.
    """
    holder = about.lists.get(MARKER_LIST)
    if holder is None or not projects:
        return []
    result = "Published" if not problems else f"Published with {problems} problems"
    values = {RUN.name: run, PUBLISHED_ON.name: f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", RESULT.name: result}
    told: list[str] = []
    for _ in range(_TRIES):
        try:
            answers = _written(site, holder, projects, values, known)
        except LostReplyError as error:
            told, known = [error.message], None
            continue
        known = None
        told = [answer.error[2] for answer in answers if not answer.ok]
        if not any(answer.fate is Fate.READ_AGAIN for answer in answers):  # such as one of another publisher's
            break
    return [Problem(Code.SHAREPOINT, f"{MARKER_LIST}: {why}", suggestion="Publish again.") for why in told]


def _written(
    site: Site, holder: SiteList, projects: Sequence[str], values: dict[str, Any], known: Mapping[str, int] | None
) -> list[Answer]:
    keys = [key(project) for project in projects]
    found = known
    if found is None:
        found = {row[KEY.name]: int(row["Id"]) for row in site.items_by_key(holder, KEY.name, keys, [KEY.name])}
    operations = [
        _operation(holder, found.get(name), {"Title": project[:255], KEY.name: name, **values})
        for name, project in zip(keys, projects, strict=True)
        if name and length(name) <= 255
    ]
    return site.send(operations, f"writing to {MARKER_LIST}")


def _operation(holder: SiteList, number: int | None, body: dict[str, Any]) -> Operation:
    body = {"__metadata": {"type": holder.entity_type}, **body}
    if number is None:
        return Operation("POST", f"{holder.path}/items", body)
    return Operation("MERGE", f"{holder.path}/items({number})", body, "*")
