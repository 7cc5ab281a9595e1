"""The views of the lists: what people look for in them, as queries that SharePoint keeps (CAML).

A list declares by which columns it is read: its status and when that is settled, its due date, its owner, its RAG. The
views follow from that. Rows that the workbook no longer has are in a view of their own and in no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from pmo_excel.core.columns import Type
from pmo_excel.governance.ages import SETTLED_ACTIONS, SETTLED_ISSUES
from pmo_excel.risk.sizes import SETTLED as SETTLED_RISKS
from sharepoint.fields import PROJECT, REMOVED, STATE, TITLE, internal_name
from sharepoint.lists import ACTIONS, ISSUES, MILESTONES, PROJECTS, RISKS
from sharepoint.wanted import ListSpec

PAGE_ROWS: Final = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """By which columns a list is read; headers of the workbook.

    Attributes
    ----------
    settled
        The words of the status with which a row is over; any other, and none, is open.
    settled_by
        A date that says so instead: the row is open while it is empty.
    shown
        Further columns of its views.
    """

    status: str = ""
    settled: tuple[str, ...] = ()
    settled_by: str = ""
    due: str = ""
    owner: str = ""
    shown: tuple[str, ...] = ()


READINGS: Final[Mapping[str, Reading]] = {
    PROJECTS.title: Reading(
        "Lifecycle Status",
        ("Closed", "Cancelled"),
        due="Required Finish",
        owner="Project Manager",
        shown=("Forecast Finish", "Executive Summary"),
    ),
    MILESTONES.title: Reading(
        settled_by="Actual Date", due="Forecast Date", owner="Owner", shown=("Milestone ID", "Baseline Date")
    ),
    RISKS.title: Reading(
        "Risk Status",
        tuple(sorted(SETTLED_RISKS)),
        due="Response Due",
        owner="Risk Owner",
        shown=("Risk ID", "Rating", "Response Actions"),
    ),
    ISSUES.title: Reading(
        "Issue Status",
        tuple(sorted(SETTLED_ISSUES)),
        due="Due Date",
        owner="Issue Owner",
        shown=("Issue ID", "Severity", "Priority"),
    ),
    ACTIONS.title: Reading(
        "Action Status",
        tuple(sorted(SETTLED_ACTIONS)),
        due="Due Date",
        owner="Action Owner",
        shown=("Action ID", "Source"),
    ),
}
"""How each list that publishing makes is read."""


@dataclass(frozen=True, slots=True)
class View:
    """A view of a list: internal names of its columns, and its query."""

    title: str
    columns: tuple[str, ...]
    query: str

    def same_query(self, other: str) -> bool:
        """Whether a query on the site says the same, however it is written there."""
        return _canonical(self.query) == _canonical(other)


def views_of(spec: ListSpec) -> tuple[View, ...]:
    """The views of a list, beside the one that people see first, which shows every column."""
    reading = READINGS.get(spec.title)
    if reading is None:
        return ()
    return tuple(_views(spec, reading))


def _views(spec: ListSpec, reading: Reading) -> Iterator[View]:
    status, due, owner = (internal_name(h) if h else "" for h in (reading.status, reading.due, reading.owner))
    rags = tuple(internal_name(column.header) for column in spec.columns if column.type is Type.RAG)
    shown = tuple(internal_name(header) for header in reading.shown)
    columns = tuple(dict.fromkeys(n for n in (TITLE.name, PROJECT.name, *shown, status, owner, due, *rags) if n))
    here, still = f"<Neq>{_ref(STATE.name)}{_text(REMOVED)}</Neq>", _open(reading)
    present = f"<Or><IsNull>{_ref(STATE.name)}</IsNull>{here}</Or>"
    going = f"<And>{present}{still}</And>"
    late = f"<Lt>{_ref(due)}<Value Type='DateTime'><Today/></Value></Lt>"
    by_due = f"<OrderBy>{_ref(due)}</OrderBy>"
    yield View("Open", columns, f"<Where>{going}</Where>{by_due}")
    yield View("Open by owner", columns, f"{_grouped(owner)}<Where>{going}</Where>{by_due}")
    yield View("Overdue", columns, f"<Where><And>{going}{late}</And></Where>{by_due}")
    if rags:
        grouped = "" if spec.title == PROJECTS.title else _grouped(PROJECT.name)
        order = f"<OrderBy>{_ref(rags[0])}</OrderBy>" if grouped else f"<OrderBy>{_ref(PROJECT.name)}</OrderBy>"
        first = tuple(dict.fromkeys((TITLE.name, PROJECT.name, *rags, *columns)))
        yield View("RAG by project", first, f"{grouped}<Where>{present}</Where>{order}")
    gone = f"<Eq>{_ref(STATE.name)}{_text(REMOVED)}</Eq>"
    yield View("Removed", columns, f"<Where>{gone}</Where><OrderBy>{_ref(PROJECT.name)}</OrderBy>")


def _open(reading: Reading) -> str:
    """The condition that a row is not settled; a row without status is open."""
    if reading.settled_by:
        return f"<IsNull>{_ref(internal_name(reading.settled_by))}</IsNull>"
    field = _ref(internal_name(reading.status))
    first, *others = (f"<Neq>{field}{_text(word)}</Neq>" for word in reading.settled)
    for other in others:
        first = f"<And>{first}{other}</And>"
    return f"<Or><IsNull>{field}</IsNull>{first}</Or>"


def _grouped(name: str) -> str:
    return f"<GroupBy Collapse='FALSE' GroupLimit='30'>{_ref(name)}</GroupBy>"


def _ref(name: str) -> str:
    return f"<FieldRef Name='{name}'/>"


def _text(word: str) -> str:
    return f"<Value Type='Text'>{escape(word)}</Value>"


def _canonical(query: str) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    try:
        node = etree.fromstring(f"<Query>{query}</Query>".encode(), parser)
    except etree.XMLSyntaxError:
        return query
    return etree.tostring(node, method="c14n").decode()
