"""A plan as German Excel saves it: separators, dates and decimal commas mean the same as in English."""

from __future__ import annotations

from datetime import date

from pmo_excel.core.problems import serious
from pmo_excel.refresh import refreshed
from tests.refresh.own_template import COVER, own
from tests.refresh.workbooks import book_of

ENGLISH = (
    ("No", "Task", "Responsible", "Duration", "Predecessors", "% Complete", "Actual Start", "Start", "Finish"),
    (
        ("1", "Design", "Jane Smith", 5, None, 1, date(2026, 3, 2)),
        ("2", "Build", "Bob Jones", 2.5, "1", 0.5, date(2026, 3, 9)),
        ("3", "Test", "Bob Jones", 5, "2; 1SS+3d", 0, None),
        ("4", "Go live", "Jane Smith", 0, "2;3", 0, None),
    ),
)
GERMAN = (
    ("Nr.", "Vorgangsname", "Verantwortlich", "Dauer", "Vorgänger", "% Complete", "Ist-Anfang", "Anfang", "Ende"),
    (
        ("1", "Design", "Jane Smith", 5, None, "100 %", "02.03.2026"),
        ("2", "Build", "Bob Jones", "2,5", "1", "50,0 %", "9.3.2026"),
        ("3", "Test", "Bob Jones", 5, "2; 1SS+3d", "0 %", None),
        ("4", "Go live", "Jane Smith", 0, "2;3", 0, None),
    ),
)
COVER_GERMAN = {**COVER, "Planned Start": "02.03.2026", "Status Date": "13.03.2026", "Approved Budget": "1.000,00"}


def test_a_german_plan_gives_the_dates_of_the_english_one() -> None:
    english = refreshed(book_of(own(rows=ENGLISH[1], headers=ENGLISH[0])))
    german = refreshed(book_of(own(rows=GERMAN[1], headers=GERMAN[0], cover=COVER_GERMAN)))
    assert [str(p) for p in german.problems if serious(p)] == [str(p) for p in english.problems if serious(p)]
    for name in ("start", "finish", "percent_complete", "actual_start"):
        expected = getattr(english.tables["Schedule"], name).tolist()
        assert getattr(german.tables["Schedule"], name).tolist() == expected, name
    assert german.tables["Charter"].approved_budget.tolist() == [1000.0]  # type: ignore[attr-defined]
