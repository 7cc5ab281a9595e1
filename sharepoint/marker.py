"""The done marker: one item per project that says which run published it last, written after everything else.

Readers that must not see half a publish, such as a dashboard, show a project's rows from the run its marker names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pmo_excel.core.problems import Code, Problem
from sharepoint.actions import CreateList
from sharepoint.batch import Operation
from sharepoint.fields import KEY, RUN, Field, Kind
from sharepoint.site import Description, Site, SiteList
from sharepoint.values import key, length

MARKER_LIST: Final = "PMO Publications"
PUBLISHED_ON: Final = Field(
    "PMOPublishedOn", "Published on", Kind.DATE, with_time=True, attributes=(("Format", "DateTime"),)
)
RESULT: Final = Field("PMOResult", "Result", Kind.TEXT)


def marker_fields() -> tuple[Field, ...]:
    """The columns of the list of markers."""
    return (KEY, RUN, PUBLISHED_ON, RESULT)


def marker_list() -> CreateList:
    """The action that makes the list of markers."""
    return CreateList(MARKER_LIST, marker_fields(), description="When each project was published last.")


def write_markers(site: Site, about: Description, projects: Sequence[str], run: str, problems: int) -> list[Problem]:
    """Write the marker of each project; gives the problem when the site refuses."""
    holder = about.lists.get(MARKER_LIST)
    if holder is None or not projects:
        return []
    keys = [key(project) for project in projects]
    found = {row[KEY.name]: int(row["Id"]) for row in site.items_by_key(holder, KEY.name, keys, [KEY.name])}
    result = "Published" if not problems else f"Published with {problems} problems"
    values = {RUN.name: run, PUBLISHED_ON.name: f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", RESULT.name: result}
    operations = [
        _operation(holder, found.get(name), {"Title": project[:255], KEY.name: name, **values})
        for name, project in zip(keys, projects, strict=True)
        if name and length(name) <= 255
    ]
    answers = site.send(operations, f"writing to {MARKER_LIST}")
    return [
        Problem(Code.SHAREPOINT, f"{MARKER_LIST}: {answer.error[2]}", suggestion="Publish again.")
        for answer in answers
        if not answer.ok
    ]


def _operation(holder: SiteList, number: int | None, body: dict[str, Any]) -> Operation:
    body = {"__metadata": {"type": holder.entity_type}, **body}
    if number is None:
        return Operation("POST", f"{holder.path}/items", body)
    return Operation("MERGE", f"{holder.path}/items({number})", body, "*")
