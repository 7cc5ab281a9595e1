"""ST11: drafts of messages, from cells only, to edit and never sent."""

from __future__ import annotations

import email
import json
from datetime import date, datetime
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from pmo_excel.functions import ask
from pmo_excel.hosts.books import refresh_file
from pmo_excel.hosts.cli import app
from pmo_excel.hosts.drafts_command import as_eml, as_text, draft_file
from pmo_excel.hosts.patch_command import patch_file
from pmo_excel.workbook.draft import Edit
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.table_rows import TableRows
from tests.made import workbook
from tests.stakeholders.book import content

NOW = datetime(2026, 3, 9, 12)


def late() -> dict[str, Any]:
    """The office move 1 day late for the CFO, with its baseline and an action."""
    made: dict[str, Any] = content(t4=18)
    made["Stakeholders"][0] |= {"E-mail": "cfo@example.org"}
    finishes = {"2": (3, 13), "3": (4, 7), "4": (3, 27), "6": (5, 5), "8": (5, 12), "10": (5, 12)}
    made["Baselines"] = [
        {"Baseline No": 0, "Task ID": key, "Baseline Start": date(2026, 3, 2), "Baseline Finish": date(2026, *day)}
        for key, day in finishes.items()
    ]
    made["Actions"] = [
        {"Action ID": "AC-1", "Action": '=HYPERLINK("x")', "Source ID": "EX-1", "Action Owner": "Tom Adeyemi"}
        | {"Due Date": date(2026, 3, 20), "Action Status": "In progress"},
        {"Action ID": "AC-2", "Action": "Done long ago", "Source ID": "EX-1", "Action Status": "Done"},
    ]
    return made


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("drafts") / "Move.xlsx"
    path.write_bytes(workbook("Structured", late()))
    refresh_file(path, NOW)
    return path.read_bytes()


@pytest.fixture
def book(original: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "Move.xlsx"
    path.write_bytes(original)
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    table = TableRows.of(open_package(path), "tblDrafts")
    assert table is not None
    return [dict(row.cells) for row in table.rows]


def test_st11_the_draft_has_old_date_new_date_cause_action_and_next_update(book: Path, tmp_path: Path) -> None:
    """Task 4 takes 6 days more: 27-Mar becomes 8-Apr with two holidays. The CFO was called on Wednesday 4 March."""
    done = draft_file(book, tmp_path / "out", "eml", NOW)
    assert [file.name for file in done.files] == ["EX-1.eml"]
    mail = email.message_from_bytes(done.files[0].read_bytes(), policy=default)
    assert (mail["To"], mail["X-Unsent"], mail["From"], mail["Date"]) == ("CFO <cfo@example.org>", "1", None, None)
    assert mail["Subject"] == "Move done: forecast 13-May-26 instead of 12-May-26"
    assert mail.get_content().replace("\r\n", "\n") == (
        "Dear CFO,\n\n"
        "You were told on 01-Mar-26 (E-mail): “Move done”, by 12-May-26.\n\n"
        "The forecast is now 13-May-26, 1 working day later.\n\n"
        "Cause: 4 Design layout finishes 08-Apr-26, 6 working days after its baseline.\n\n"
        'What we do: =HYPERLINK("x") (Tom Adeyemi, due 20-Mar-26)\n\n'
        "Next update: 11-Mar-26 (Status)\n\n"
        "Ana Keller\n"
    )
    assert rows(book)[0]["Message"].startswith("Dear CFO,")


def test_st11_what_a_person_edited_stays_and_new_facts_make_a_new_draft(book: Path) -> None:
    draft_file(book, None, "eml", NOW)
    table = TableRows.of(open_package(book), "tblDrafts")
    assert table is not None
    mine = table.edit(table.rows[0].number, "Message", "Dear Helen, my own words.")
    assert patch_file(book, [mine], [], NOW).patched is not None
    again = draft_file(book, None, "eml", NOW)
    assert (again.new, again.superseded, again.messages[0]["Message"]) == (0, 0, "Dear Helen, my own words.")
    assert patch_file(book, [Edit("Schedule", _duration(book), 20)], [], NOW).patched is not None
    later = draft_file(book, None, "eml", NOW)
    assert (later.new, later.superseded) == (1, 1)
    assert [(row["State"], row["Facts"]) for row in rows(book)] == [
        ("Superseded", "12-May-26 → 13-May-26"),
        ("Draft", "12-May-26 → 15-May-26"),
    ]
    assert rows(book)[0]["Message"] == "Dear Helen, my own words."


def _duration(path: Path) -> str:
    """The cell of the duration of task 4."""
    table = TableRows.of(open_package(path), "tblSchedule")
    assert table is not None
    row = next(row for row in table.rows if str(row.cells["Task ID"]) in ("4", "4.0"))
    return table.ref(row.number, "Duration (wd)")


def test_st11_what_nobody_recorded_stands_in_brackets_and_nothing_is_invented() -> None:
    promised = [
        ["Expectation ID", "Linked ID", "Promised Date", "Expectation Status", "Why"],
        ["EX-1", "10", "2026-05-12", "At risk", ""],
        ["EX-2", "10", "2026-05-29", "Kept so far", "Kept so far: …"],
        ["EX-3", "10", "2026-05-14", "Kept so far", "Warning: 52 % confidence"],
    ]
    made = ask("DRAFTS", promised, [["Task ID", "Finish"], ["10", "2026-05-13"]]).value
    assert made.id.tolist() == ["EX-1", "EX-3"]
    for gap in ("[name]", "[why: nothing is recorded]", "[what is done:", "[when:", "[your name]"):
        assert gap in made.message[0]


def test_a_dry_run_shows_the_drafts_and_writes_nothing(book: Path, original: bytes) -> None:
    result = CliRunner().invoke(app, ["drafts", str(book), "--dry-run", "--json"])
    assert result.exit_code == 0
    assert [m["Expectation ID"] for m in json.loads(result.stdout)["messages"]] == ["EX-1"]
    assert book.read_bytes() == original


TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@given(key=TEXT, to=TEXT, subject=TEXT, message=TEXT, address=TEXT)
@settings(max_examples=50, deadline=None)
def test_hostile_text_makes_no_header_and_no_address(
    key: str, to: str, subject: str, message: str, address: str
) -> None:
    lines = {
        "Expectation ID": key,
        "To": f"{to}\r\nBcc: x@y.zz",
        "Subject": f"{subject}\nBcc: x@y.zz",
        "Message": message,
    }
    for mail_address in (address, "a@b.cc\r\nBcc: x@y.zz", "a@b.cc"):
        mail = email.message_from_bytes(as_eml(lines | {"E-mail": mail_address}), policy=default)
        assert set(mail.keys()) <= {
            "X-Unsent",
            "Subject",
            "To",
            "X-Addressee",
            "Content-Type",
            "Content-Transfer-Encoding",
            "MIME-Version",
        }
        assert mail["To"] is None or len(mail["To"].addresses) == 1
        text = as_text(lines | {"E-mail": mail_address}).decode()
        assert text.startswith("To: ")
        assert text.split("\n")[1].startswith("Subject: ")


def test_a_file_is_named_after_the_promise_and_stays_in_its_folder(tmp_path: Path) -> None:
    from pmo_excel.hosts.drafts_command import _files

    one = {"Expectation ID": "../../etc/x", "To": "", "Subject": "", "Message": "", "E-mail": ""}
    made = _files([one, one, one | {"Expectation ID": "…"}], tmp_path, "txt", NOW)
    assert [file.relative_to(tmp_path).as_posix() for file in made] == ["etc-x.txt", "etc-x-2.txt", "draft.txt"]
