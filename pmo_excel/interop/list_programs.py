"""The lists of tasks that other programs export: which of their columns says what. A new one is a new entry here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pmo_excel.core.headers import plain_header
from pmo_excel.core.tables import columns
from pmo_excel.schedule.tables import Schedule

HEADERS_WITHIN: Final = 30
"""Rows from the top of a sheet among which the headers of a list are looked for."""


@dataclass(frozen=True, slots=True)
class ListProgram:
    """A program and the headers of its export.

    Attributes
    ----------
    name
        The program, as `pmo import` prints it.
    known_by
        Headers of which each group must have one, for a list to be of this program.
    fields
        What a header means, by the header as it is compared: a field of `list_columns.FIELDS`.
    charter
        Labels above the list, or headers whose value is the same in every row, that are fields of the Charter.
    still_open
        Words that mean done elsewhere, and here that something is left to do.
    in_progress
        The share that is done of a task of which is only said that it has begun; None where nobody knows.
    """

    name: str
    known_by: tuple[frozenset[str], ...]
    fields: Mapping[str, str]
    charter: Mapping[str, str] = field(default_factory=dict)
    in_progress: float | None = None
    still_open: frozenset[str] = frozenset()

    def knows(self, headers: frozenset[str]) -> bool:
        """Whether a row of headers, as compared, is that of this program's list."""
        return all(group & headers for group in self.known_by)


def _plain(fields: Mapping[str, str]) -> dict[str, str]:
    return {plain_header(header): meaning for header, meaning in fields.items()}


def _known_by(*groups: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(plain_header(header) for header in group) for group in groups)


def _custom(*names: str) -> list[str]:
    """A field that an administrator of Jira has added is exported under either of two headers."""
    return [header for name in names for header in (name, f"Custom field ({name})")]


JIRA: Final = ListProgram(
    "Jira",
    _known_by(("Issue key", "Work item key"), ("Summary",), ("Issue Type", "Work type", "Status", "Issue id")),
    _plain(
        {
            "Summary": "name",
            "Issue key": "id",
            "Work item key": "id",
            "Issue id": "other_id",
            "Work item id": "other_id",
            "Issue Type": "kind",
            "Work type": "kind",
            "Status": "status",
            "Status Category": "status_group",
            "Parent": "parent",
            "Parent id": "parent",
            "Parent key": "parent",
            "Assignee": "owner",
            "Priority": "priority_word",
            "Due date": "deadline",
            "Resolved": "actual_finish",
            "Original Estimate": "estimate_seconds",
            "Remaining Estimate": "remaining_seconds",
            "Time Spent": "spent_seconds",
            "Description": "notes",
            "Inward issue link (Blocks)": "blocked_by",
            "Outward issue link (Blocks)": "blocks",
            "Inward work item link (Blocks)": "blocked_by",
            "Outward work item link (Blocks)": "blocks",
            **dict.fromkeys(_custom("Epic Link", "Parent Link"), "parent"),
            **dict.fromkeys(_custom("Start date", "Target start"), "start"),
            **dict.fromkeys(_custom("End date", "Target end"), "finish"),
            **dict.fromkeys(_custom("Actual start"), "actual_start"),
            **dict.fromkeys(_custom("Actual end"), "actual_finish"),
        }
    ),
    _plain({"Project name": "Project Name", "Project lead": "Project Manager"}),
)
"""Jira Cloud and Data Center: Export, CSV (all fields). A field with several values is a column for each.

Source: Atlassian, "Import data from a CSV file" and "Export search results"; estimates are seconds.
"""

AZURE_DEVOPS: Final = ListProgram(
    "Azure DevOps",
    _known_by(
        ("ID",), ("Work Item Type",), ("Title", "Title 1"), ("State", "Assigned To", "Iteration Path", "Area Path")
    ),
    _plain(
        {
            "ID": "id",
            "Work Item Type": "kind",
            "Title": "name",
            **{f"Title {level}": f"title_{level}" for level in range(1, 11)},
            "State": "status",
            "Assigned To": "owner",
            "Parent": "parent",
            "Start Date": "start",
            "Target Date": "deadline",
            "Finish Date": "finish",
            "Due Date": "deadline",
            "Activated Date": "actual_start",
            "Closed Date": "actual_finish",
            "Resolved Date": "resolved",
            "Original Estimate": "effort",
            "Remaining Work": "remaining_hours",
            "Completed Work": "spent_hours",
            "Priority": "priority_rank",
            "Description": "notes",
        }
    ),
    _plain({"Team Project": "Project Name"}),
    still_open=frozenset({"resolved"}),
)
"""Azure Boards: Export to CSV of a query; a tree query has Title 1, Title 2, … for its levels.

Source: Microsoft, "Bulk import, update, or export work items with CSV files"; "Scheduling" in the field index (work is
in hours).
"""

PLANNER: Final = ListProgram(
    "Microsoft Planner",
    _known_by(("Task ID",), ("Task Name",), ("Bucket Name",), ("Progress", "Checklist Items", "Created Date")),
    _plain(
        {
            "Task ID": "id",
            "Task Name": "name",
            "Progress": "status",
            "Priority": "priority_word",
            "Assigned To": "owner",
            "Start Date": "start",
            "Due Date": "deadline",
            "Completed Date": "actual_finish",
            "Description": "notes",
            "Late": "computed",
        }
    ),
    _plain({"Plan name": "Project Name"}),
    0.5,
)
"""Planner: Export plan to Excel.

Source: Microsoft, "Export a plan in Planner to Excel"; Microsoft Graph, plannerTask: percentComplete is 50 in progress.
"""

PLANNER_PREMIUM: Final = ListProgram(
    "Planner Premium",
    _known_by(("Outline number",), ("Name", "Task Name"), ("Task number",), ("Depends on", "Bucket", "Effort")),
    _plain(
        {
            "Task number": "id",
            "Outline number": "wbs",
            "Name": "name",
            "Task Name": "name",
            "Assigned to": "owner",
            "Start": "start",
            "Finish": "finish",
            "Duration": "duration",
            "% complete": "percent_complete",
            "Priority": "priority_word",
            "Depends on": "predecessors",
            "Dependents (after)": "computed",
            "Effort": "effort_text",
            "Effort completed": "spent_text",
            "Effort remaining": "remaining_text",
            "Milestone": "milestone",
            "Completed": "computed",
            "Notes": "notes",
        }
    ),
    _plain(
        {
            "Project name": "Project Name",
            "Project manager": "Project Manager",
            "Plan owner": "Project Manager",
            "Project start date": "Planned Start",
            "Project start": "Planned Start",
            "Start": "Planned Start",
        }
    ),
)
"""Premium plans and Project for the web: Export to Excel; labels of the project stand above the list.

Source: Microsoft, "Export your project to Excel"; a task's dependents are the reverse of what others depend on.
"""


def _schedule() -> dict[str, str]:
    """Every header and other spelling of the sheet Schedule; not those of its colours and differences."""
    left = {"rag", "rag_why", "start_variance", "finish_variance", "calendar"}
    known: dict[str, str] = {}
    for name, column in columns(Schedule).items():
        if name not in left and (column.typed or name in ("start", "finish")):
            for header in (column.header, *column.also):
                known.setdefault(plain_header(header), name)
    return known


LIST: Final = ListProgram(
    "Task list",
    (),
    _schedule()
    | _plain(
        {
            "Status": "status",
            "State": "status",
            "Task Status": "status",
            "Outline Level": "level",
            "Level": "level",
            "Indent": "level",
            "Indent Level": "level",
            "Gliederungsebene": "level",
            "Parent": "parent",
            "Parent ID": "parent",
            "Parent Task": "parent",
            "Successors": "computed",
            "Milestone": "milestone",
            "Title": "name",
            "Summary": "name",
            "Subject": "name",
            "Start date": "start",
            "Finish date": "finish",
            "End date": "finish",
            "Assignee": "owner",
            "Completed Date": "actual_finish",
            "Completion Date": "actual_finish",
        }
    ),
)
"""Any list with a column of names, under the headers of the sheet Schedule or their other spellings."""

PROGRAMS: Final = (JIRA, AZURE_DEVOPS, PLANNER, PLANNER_PREMIUM)
