"""The pack of a meeting: what waits, what was asked for last time with its age, and where each line stands."""

from __future__ import annotations

from datetime import date, datetime

from pmo_excel.core.instants import instant
from pmo_excel.governance.tables import Actions, Charter, Decisions, Issues
from pmo_excel.report.document import Beside, Grid, Report
from pmo_excel.report.facts import plain
from pmo_excel.report.kinds.meeting import last_meeting, meeting_report
from tests.report.conftest import Workbook
from tests.report.kinds.portfolios import material

STATUS = date(2026, 3, 31)


def _book() -> Workbook:
    """Meetings on 10 and 24 March; one action of the first is late, one of the second is done since."""
    book = Workbook()
    book.fields(Charter, {"Project ID": "PRJ-001", "Project Name": "Office Move", "Status Date": STATUS})
    names = ("Action ID", "Action", "Source", "Action Owner", "Date Raised", "Due Date", "Action Status", "Date Done")
    lines = [
        (
            "AC-001",
            "Ask the landlord",
            "Meeting",
            "Ana Keller",
            date(2026, 3, 10),
            date(2026, 3, 20),
            "In progress",
            None,
        ),
        (
            "AC-002",
            "Order racks",
            "Meeting",
            "Tom Adeyemi",
            date(2026, 3, 24),
            date(2026, 3, 27),
            "Done",
            date(2026, 3, 27),
        ),
        ("AC-003", "Test the lift", "Risk", "Tom Adeyemi", date(2026, 3, 30), date(2026, 4, 10), "Not started", None),
    ]
    book.rows(Actions, *(dict(zip(names, line, strict=True)) for line in lines))
    book.rows(Issues, {"Issue ID": "I-001", "Issue Title": "Which supplier", "Issue Status": "Awaiting decision"})
    decided = {"Decision ID": "DE-001", "Decision": "Two floors only", "Decided By": "Helen Marsh"}
    book.rows(Decisions, decided | {"Date": date(2026, 3, 26)})
    return book


def _grid(report: Report, heading: str) -> list[list[str]]:
    blocks = [
        b
        for page in report.pages
        for x in page.blocks
        for b in ((*x.left, *x.right) if isinstance(x, Beside) else (x,))
    ]
    found = next(b for b in blocks if isinstance(b, Grid) and plain(b.heading) == heading)
    return [[f"{plain(cell.pieces)} {cell.tag}".strip() for cell in row] for row in found.rows]


def test_an_open_action_of_an_earlier_meeting_is_carried_over_with_its_age_and_lateness() -> None:
    """Raised on 10 March, due on 20 March, status date 31 March: 21 days old, 11 days late."""
    made = meeting_report(material(_book()))
    assert _grid(made, "Carried over") == [["AC-001 Ask the landlord", "Ana Keller", "20-Mar-26 overdue 11 d", "21"]]
    assert [row[0] for row in _grid(made, "New actions")] == ["AC-003 Test the lift"]
    assert [row[0] for row in _grid(made, "Done since")] == ["AC-002 Order racks"]
    assert [row[0] for row in _grid(made, "Decided since")] == ["DE-001 Two floors only"]
    assert [row[0] for row in _grid(made, "For decision")] == ["I-001 Which supplier"]
    assert plain(made.pages[0].title) == "1 decision to be made, 1 action carried over, 1 overdue"


def test_every_line_leads_to_its_cell() -> None:
    book = _book()
    rows = [b for b in meeting_report(material(book)).pages[0].blocks if isinstance(b, Grid) and b.rows]
    cited = [piece for grid in rows for row in grid.rows for piece in row[0].pieces if piece.source]
    assert len(cited) == 3
    assert all(book.cells[piece.source] == piece.text for piece in cited)


def test_the_last_meeting_is_the_newest_day_on_which_one_asked_for_something() -> None:
    actions = _book().tables["Actions"]
    assert isinstance(actions, Actions)
    assert last_meeting(actions, instant(datetime(2026, 3, 31))) == instant(date(2026, 3, 24))
    assert last_meeting(actions, instant(datetime(2026, 3, 1))) is None


def test_a_workbook_without_an_action_log_says_so() -> None:
    book = Workbook()
    book.fields(Charter, {"Project ID": "PRJ-001", "Status Date": STATUS})
    assert plain(meeting_report(material(book)).pages[0].title) == "No meeting can be prepared"
