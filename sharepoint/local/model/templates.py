"""List templates: what a new list of each kind has besides the columns of every list.

Source
------
SPListTemplateType (numbers, base types), and the columns and views of SharePoint's task and calendar templates:
"Base types, list templates" and "Tasks list" schema of the feature TasksList, Microsoft Learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LIST, LIBRARY, USERS, MASTER_PAGES, SITE_PAGES = 100, 101, 112, 116, 119
_PRIORITIES = ["(1) High", "(2) Normal", "(3) Low"]
_STATUSES = ["Not Started", "In Progress", "Completed", "Deferred", "Waiting on someone else"]
_DAY = {"DisplayFormat": 0}


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of a template: internal name, title, kind and properties."""

    name: str
    title: str
    kind: str
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListTemplate:
    """A kind of list; the first view is the default one, ``shown`` what all views show."""

    number: int
    name: str
    description: str
    library: bool = False
    hidden: bool = False
    columns: tuple[TemplateColumn, ...] = ()
    shown: tuple[str, ...] = ("Title",)
    views: tuple[str, ...] = ("All Items",)


def _column(name: str, title: str, kind: str, **properties: Any) -> TemplateColumn:
    return TemplateColumn(name, title, kind, properties)


def _library(number: int, name: str, description: str, hidden: bool = False) -> ListTemplate:
    return ListTemplate(
        number,
        name,
        description,
        library=True,
        hidden=hidden,
        shown=("FileLeafRef", "Modified", "Editor"),
        views=("All Documents",),
    )


def _tasks(number: int, name: str, description: str, people: str, views: tuple[str, ...]) -> ListTemplate:
    columns = (
        _column("Predecessors", "Predecessors", "LookupMulti", LookupList="Self", LookupField="Title"),
        _column("Priority", "Priority", "Choice", Choices=_PRIORITIES, DefaultValue=_PRIORITIES[1]),
        _column("Status", "Task Status", "Choice", Choices=_STATUSES, DefaultValue=_STATUSES[0]),
        _column("PercentComplete", "% Complete", "Number", MinimumValue=0, MaximumValue=1, ShowAsPercentage=True),
        _column("AssignedTo", "Assigned To", people),
        _column("Body", "Description", "Note"),
        _column("StartDate", "Start Date", "DateTime", **_DAY),
        _column("DueDate", "Due Date", "DateTime", **_DAY),
    )
    shown = ("Title", "AssignedTo", "Status", "Priority", "DueDate", "PercentComplete", "Predecessors")
    return ListTemplate(number, name, description, columns=columns, shown=shown, views=views)


TEMPLATES: dict[int, ListTemplate] = {
    template.number: template
    for template in (
        ListTemplate(LIST, "Custom List", "A list that starts with a title only."),
        _library(LIBRARY, "Document Library", "Documents in folders, with versions and check-out."),
        ListTemplate(
            103, "Links", "Web pages and other resources.", columns=(_column("URL", "URL", "URL"),), shown=("URL",)
        ),
        ListTemplate(
            104,
            "Announcements",
            "News and reminders.",
            columns=(_column("Body", "Body", "Note"), _column("Expires", "Expires", "DateTime", **_DAY)),
            shown=("Title", "Modified"),
        ),
        ListTemplate(
            106,
            "Calendar",
            "Meetings, deadlines and other events.",
            columns=(
                _column("Location", "Location", "Text"),
                _column("EventDate", "Start Time", "DateTime", Required=True),
                _column("EndDate", "End Time", "DateTime", Required=True),
                _column("Description", "Description", "Note"),
                _column("fAllDayEvent", "All Day Event", "Boolean"),
            ),
            shown=("Title", "Location", "EventDate", "EndDate"),
            views=("Calendar", "All Events", "Current Events"),
        ),
        _tasks(
            107,
            "Tasks",
            "Work that a person or a team must do.",
            "User",
            ("All Tasks", "My Tasks", "Due Today", "Active Tasks", "By Assigned To"),
        ),
        _library(109, "Picture Library", "Pictures."),
        ListTemplate(
            USERS,
            "User Information List",
            "The people whom the site knows.",
            hidden=True,
            columns=(
                _column("Name", "Account", "Text", ReadOnlyField=True),
                _column("EMail", "Work email", "Text", ReadOnlyField=True),
                _column("UserName", "User name", "Text", ReadOnlyField=True),
            ),
            shown=("Title", "Name", "EMail"),
        ),
        _library(MASTER_PAGES, "Master Page Gallery", "Master pages and page layouts.", hidden=True),
        _library(SITE_PAGES, "Wiki Page Library", "Pages that people edit together."),
        _library(124, "App Data Catalog", "Designs and apps of the site.", hidden=True),
        _tasks(
            171,
            "Tasks with timeline and hierarchy",
            "Tasks with sub-tasks and predecessors.",
            "UserMulti",
            ("All Tasks", "Calendar", "Completed", "Gantt Chart", "Late Tasks", "My Tasks", "Upcoming"),
        ),
        ListTemplate(
            1100,
            "Issue Tracking",
            "Issues or problems, from reporting to resolution.",
            columns=(
                _column("AssignedTo", "Assigned To", "User"),
                _column("Status", "Issue Status", "Choice", Choices=["Active", "Resolved", "Closed"]),
                _column("Priority", "Priority", "Choice", Choices=_PRIORITIES),
                _column("Comment", "Description", "Note"),
                _column("DueDate", "Due Date", "DateTime", **_DAY),
            ),
            shown=("Title", "AssignedTo", "Status", "Priority", "DueDate"),
            views=("All Issues", "Active Issues", "My Issues"),
        ),
    )
}


def template(number: int) -> ListTemplate:
    """The template with this number; one that is not listed here makes a custom list."""
    return TEMPLATES.get(number, TEMPLATES[LIST])


#: Columns of the site that lists can take over; a part of those SharePoint has.
SITE_COLUMNS = (
    _column("Body", "Body", "Note"),
    _column("StartDate", "Start Date", "DateTime", **_DAY),
    _column("DueDate", "Due Date", "DateTime", **_DAY),
    _column("PercentComplete", "% Complete", "Number", MinimumValue=0, MaximumValue=1, ShowAsPercentage=True),
    _column("Priority", "Priority", "Choice", Choices=_PRIORITIES),
    _column("Status", "Task Status", "Choice", Choices=_STATUSES),
    _column("AssignedTo", "Assigned To", "User"),
    _column("Location", "Location", "Text"),
    _column("URL", "URL", "URL"),
    _column("Keywords", "Keywords", "Note"),
)
