"""Deadlines and what is said of a report: received, late, stale, missing, defective; and who is reminded of what."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.instants import as_datetime, instant
from pmo_excel.hosts.reminder_files import file_name
from pmo_excel.portfolio.submission import Submission, deadline, last_due, submission
from pmo_excel.portfolio.summary import value
from tests.portfolio.collecting import DUE, NOW, here, portfolio_with, project, put, rows_of, run

__all__ = ["here"]
FRIDAY = deadline("Fri 17:00")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("Fri 17:00", 4 * 1440 + 1020), ("monday 9.30", 570), (" SUN 00:00 ", 6 * 1440)],
)
def test_a_weekly_deadline_is_a_day_and_an_hour(text: str, minutes: int) -> None:
    assert deadline(text) == minutes


@pytest.mark.parametrize("text", ["", "17:00", "Friday", "Fri 17", "Fry 17:00", "Fri 25:00", "Fri 10:60"])
def test_anything_else_is_none(text: str) -> None:
    assert deadline(text) is None


def test_on_monday_the_deadline_of_friday_has_passed_and_on_friday_before_five_that_of_last_week() -> None:
    assert FRIDAY is not None
    assert as_datetime(last_due(FRIDAY, instant(NOW))) == DUE
    assert as_datetime(last_due(FRIDAY, instant(DUE))) == DUE
    assert as_datetime(last_due(FRIDAY, instant(DUE) - 1)) == DUE - timedelta(days=7)


@given(st.integers(0, 7 * 1440 - 1), st.integers(0, 40_000_000))
def test_a_deadline_passed_within_the_last_week(weekly: int, now: int) -> None:
    due = last_due(weekly, now)
    assert now - 7 * 1440 < due <= now
    at = as_datetime(due)
    assert at.weekday() * 1440 + at.hour * 60 + at.minute == weekly


@pytest.mark.parametrize(
    ("saved", "status", "expected"),
    [
        (DUE - timedelta(hours=1), date(2026, 4, 2), Submission.RECEIVED),
        (DUE, date(2026, 4, 3), Submission.RECEIVED),
        (DUE + timedelta(minutes=1), date(2026, 4, 2), Submission.LATE),
        (DUE + timedelta(days=1), date(2026, 4, 4), Submission.RECEIVED),  # the next report, early
        (DUE - timedelta(hours=1), date(2026, 3, 30), Submission.RECEIVED),  # seven days old
        (DUE - timedelta(hours=1), date(2026, 3, 29), Submission.STALE),
        (DUE - timedelta(hours=1), None, Submission.STALE),
    ],
)
def test_how_a_report_arrived(saved: datetime, status: date | None, expected: Submission) -> None:
    day = -(2**63) if status is None else instant(status)
    assert submission(instant(saved), day, instant(DUE), instant(NOW), 7, defective=False) is expected


def test_who_has_finished_is_not_asked_to_report() -> None:
    at = instant(DUE)
    assert submission(at, at - 99 * 1440, at, at, 7, defective=False, reporting=False) is Submission.RECEIVED


@pytest.mark.usefixtures("here")
def test_a_deadline_and_an_age_in_settings_decide_anew_and_a_bad_one_is_said(tmp_path: Path) -> None:
    """Due on Thursday at noon, the same file of Friday noon is late; older than three days, it is stale."""
    put(tmp_path / "in", "A.xlsx", project("PRJ-A"))

    def how(number: int, **settings: str) -> tuple[str, list[str]]:
        rows = [{"Setting": name.replace("_", " "), "Value": value} for name, value in settings.items()]
        outcome = run(tmp_path / "in", portfolio_with(tmp_path / f"{number}.xlsx", Settings=rows), dry_run=True)
        return outcome.collected.projects[0].how.value, [p.code.value for p in outcome.problems]

    assert how(1) == ("Received", [])
    assert how(2, Collection_deadline="Thu 12:00") == ("Late", [])
    assert how(3, Data_age_limit="3") == ("Stale", [])
    assert how(4, Collection_deadline="whenever") == ("Received", ["DEFAULT_USED"])


@pytest.fixture
def chased(tmp_path: Path) -> Path:
    """Three expected projects that are missing, and a stale one of a manager whose address a workbook gives."""
    people = [{"Resource ID": "R-1", "Resource Name": "Ana Keller", "E-mail": "ana@example.org"}]
    stale = {"Status Date": date(2026, 3, 1), "Project Manager": "Ana Keller"}
    put(tmp_path / "in", "PRJ-S.xlsx", project("PRJ-S", charter=stale, Resources=people))
    rows = [{"Project ID": f"PRJ-{n}"} for n in (7, 8, 9)]
    portfolio = portfolio_with(tmp_path / "P.xlsx", Collection=rows)
    run(tmp_path / "in", portfolio)
    return portfolio


@pytest.mark.usefixtures("here")
def test_a_reminder_for_each_person_is_drafted_and_none_is_sent(chased: Path) -> None:
    folder = chased.parent / "P reminders"
    assert sorted(p.name for p in folder.iterdir()) == [
        "Ana Keller.eml",
        *(f"PRJ-{n} update.xlsx" for n in (7, 8, 9, "S")),
        "Project manager.eml",
        "reminders.txt",
    ]
    message = message_from_bytes((folder / "Ana Keller.eml").read_bytes(), policy=default)
    assert (message["To"], message["X-Unsent"]) == ("ana@example.org", "1")
    body = message.get_body()
    assert body is not None
    text = body.get_content().replace("\r\n", "\n")
    assert text.startswith("Dear Ana Keller,\n")
    assert "the status date is 01-Mar-26. Please bring it up to date. It was due Friday 03-Apr-26 17:00." in text
    assert [part.get_filename() for part in message.iter_attachments()] == ["PRJ-S update.xlsx"]
    everyone = (folder / "reminders.txt").read_text()
    assert all(f"PRJ-{n}: the workbook has not arrived." in everyone for n in (7, 8, 9))
    drafted = {row["Project ID"]: row["Reminder Drafted"] for row in rows_of(chased, "Collection")}
    assert drafted == {"PRJ-7": "Yes", "PRJ-8": "Yes", "PRJ-9": "Yes", "PRJ-S": "Yes"}


@pytest.mark.usefixtures("here")
def test_a_form_that_comes_back_never_takes_the_place_of_the_plan_and_is_named(chased: Path, tmp_path: Path) -> None:
    form = chased.parent / "P reminders" / "PRJ-S update.xlsx"
    book = openpyxl.load_workbook(form)
    fields = {row[0].value: row[1] for row in book["Charter"].iter_rows(min_row=2)}
    assert fields["Project ID"].value == "PRJ-S"
    assert fields["Status Date"].value is None
    fields["Status Date"].value = datetime(2026, 4, 3)
    book.save(tmp_path / "in" / "PRJ-S update.xlsx")
    for there in (True, False):  # the project's workbook beside it, and known from before only
        if not there:
            (tmp_path / "in" / "PRJ-S.xlsx").unlink()
        (found,) = [one for one in run(tmp_path / "in", chased).collected.projects if one.id == "PRJ-S"]
        assert found.summary is not None
        assert value(found.summary, "forecast_finish") is not None
        assert (found.summary.file, found.how) == ("PRJ-S.xlsx", Submission.STALE)
        assert any(f.message.startswith("PRJ-S update.xlsx has no plan") for f in found.findings)


@pytest.mark.usefixtures("here")
def test_a_draft_that_nobody_needs_any_more_goes_and_the_others_stay_as_they_are(chased: Path, tmp_path: Path) -> None:
    folder = chased.parent / "P reminders"
    before = (folder / "Project manager.eml").read_bytes()
    put(tmp_path / "in", "PRJ-S.xlsx", project("PRJ-S"))
    run(tmp_path / "in", chased)
    assert not (folder / "Ana Keller.eml").exists()
    assert (folder / "Project manager.eml").read_bytes() == before


@given(st.text())
def test_a_name_of_a_person_is_never_a_path(text: str) -> None:
    name = file_name(text)
    assert name
    assert not set(name) & set('<>:"/\\|?*\n\r\0')
    assert name.strip(".")
    assert Path(name).name == name


@pytest.mark.usefixtures("here")
def test_a_manager_called_like_a_header_writes_no_header(tmp_path: Path) -> None:
    """Texts of a workbook go into the body and the subject, each in one line."""
    wicked = {"Project Manager": "Bo\nBcc: all@example.org", "Project Name": "x\r\nBcc: all@example.org"}
    put(tmp_path / "in", "A.xlsx", project("PRJ-A", charter=wicked | {"Status Date": date(2026, 3, 1)}))
    run(tmp_path / "in", tmp_path / "P.xlsx")
    (draft,) = (tmp_path / "P reminders").glob("*.eml")
    assert message_from_bytes(draft.read_bytes(), policy=default)["Bcc"] is None
