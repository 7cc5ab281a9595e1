"""SE8: a person who has left is replaced everywhere in a workbook, and loads stay."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from pmo_excel.core.calling import as_json
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.anonymise_command import anonymise_file
from pmo_excel.hosts.book_answers import answer_from
from pmo_excel.hosts.books import refresh_file
from pmo_excel.hosts.cli import app
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.words import with_words
from tests.made import portfolio, workbook
from tests.refresh.workbooks import CHARTER, TASKS

NOW = datetime(2026, 3, 9, 12)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A refreshed workbook in which Tom O'Neil & Co's man is a resource, an owner, and a name in sentences."""
    people = [("R-1", "Tom O'Neil", "tom.oneil@example.org"), ("R-2", "Tomas O'Neil", "tomas@example.org")]
    resources = [
        {"Resource ID": key, "Resource Name": name, "Resource Type": "Person", "E-mail": mail}
        for key, name, mail in people
    ]
    content: dict[str, Any] = {
        "Charter": [CHARTER],
        "Schedule": [TASKS[0] | {"Owner": "Tom O'Neil", "Notes": "Ask O'Neil, Tom; tom o'neil knows."}, *TASKS[1:]],
        "Resources": resources,
        "Assignments": [
            {"Assignment ID": f"A-{key}", "Task ID": key, "Resource ID": who, "Units %": units}
            for key, who, units in (("1", "R-1", 1), ("2", "R-1", 0.5), ("2", "R-2", 0.5))
        ],
        "Actions": [
            {"Action ID": "AC-1", "Action": "Call tom.oneil@example.org", "Action Owner": "Former 2"}
            | {"Due Date": date(2026, 3, 20), "Action Status": "Not started"}
        ],
    }
    path = tmp_path_factory.mktemp("anonymise") / "Plan.xlsx"
    path.write_bytes(workbook("Structured", content))
    assert refresh_file(path, NOW).patched is not None
    return path.read_bytes()


@pytest.fixture
def book(original: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(original)
    return path


def loads(path: Path) -> list[list[Any]]:
    """Hours by person and week, without the names."""
    got = answer_from(path, "LOAD", {"period": "Week"}).answer
    return [row[2:] for row in as_json(CATALOGUE["LOAD"], got.value)[1:]]


def texts(path: Path) -> str:
    with ZipFile(BytesIO(path.read_bytes())) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()).casefold()


def test_se8_the_leaver_becomes_the_next_former_everywhere_and_loads_stay(book: Path) -> None:
    before = loads(book)
    done = anonymise_file(book, "o'neil, tom", "", NOW)
    assert done.name == "Former 3"
    held = texts(book)
    assert "tom o'neil" not in held
    assert "tom o&apos;neil" not in held
    assert "tom o&#x27;neil" not in held
    assert "tom.oneil@example.org" not in held
    assert "tomas o'neil" in held.replace("&apos;", "'").replace("&#x27;", "'").replace("&#39;", "'")
    assert loads(book) == before
    assert before
    changed = {(cell.sheet, cell.new) for cell in done.cells}
    assert ("Schedule", "Ask Former 3; Former 3 knows.") in changed
    assert ("Actions", "Call former-3@removed.invalid") in changed


def test_se8_a_refresh_afterwards_has_nothing_to_say_of_it(book: Path) -> None:
    anonymise_file(book, "Tom O'Neil", "Former 7", NOW)
    again = refresh_file(book, NOW)
    assert again.refresh is not None
    assert not [p for p in again.problems if p.code.value == "TYPED_IN_COMPUTED"]


def test_a_dry_run_lists_the_same_cells_and_writes_nothing(book: Path, original: bytes) -> None:
    tried = anonymise_file(book, "Tom O'Neil", "", NOW, dry_run=True)
    assert book.read_bytes() == original
    done = anonymise_file(book, "Tom O'Neil", "", NOW)
    assert tried.cells == done.cells
    assert done.copy is not None
    assert done.copy.read_bytes() == original
    assert [p.severity.value for p in done.problems if p.cell.sheet == str(done.copy)] == ["Info"]


def test_somebody_who_is_not_there_is_refused_with_who_is_near(book: Path, original: bytes) -> None:
    with pytest.raises(Refused, match=r"Tom O'Neil"):
        anonymise_file(book, "T. O'Neil", "", NOW)
    result = CliRunner().invoke(app, ["anonymise", str(book), "Nobody Atall", "--json"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["problems"][0]["code"] == "ARGUMENT"
    assert book.read_bytes() == original


def test_a_portfolio_workbook_loses_the_name_too(tmp_path: Path) -> None:
    path = tmp_path / "Portfolio.xlsx"
    path.write_bytes(portfolio({"Resource Pool": [{"Resource ID": "R-1", "Resource Name": "Tom O'Neil"}]}))
    done = anonymise_file(path, "Tom O'Neil", "", NOW)
    assert [(cell.sheet, cell.new) for cell in done.cells] == [("Resource Pool", "Former 1")]


def test_what_is_left_is_said(tmp_path: Path) -> None:
    """A name in two formats within one cell is no single text of the file, so it stays, and the cell is named."""
    data = patch(workbook("Light", {"Charter": [CHARTER]}), [Edit("Charter", "B6", "Talk to Ana Keller")]).data
    package = open_package(data)
    member = next(sheet.member for sheet in package.sheets if sheet.name == "Charter")
    xml = package.archive.read(member)
    rich = b'<r><t xml:space="preserve">Talk to Ana </t></r><r><rPr><b/></rPr><t>Keller</t></r>'
    split = xml.replace(b"<t>Talk to Ana Keller</t>", rich)
    assert split != xml
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(package.archive.with_members({member: split}))
    done = anonymise_file(path, "Ana Keller", "", NOW)
    assert [(p.cell.address, p.severity.value) for p in done.problems if "is left" in p.message] == [
        ("Charter!B6", "High")
    ]


def test_words_are_replaced_in_texts_and_values_and_markup_stays() -> None:
    package = open_package(workbook("Light", {"Charter": [CHARTER | {"Sponsor": "A & <B>"}]}))
    done, parts = with_words(package, lambda text: text.replace("A & <B>", 'C "&" <D>'), ("a & <b>",))
    assert parts
    kept = [name for name in package.archive.names if name not in parts]
    assert all(done.archive.packed(name) == package.archive.packed(name) for name in kept)
    assert any(b'C "&amp;" &lt;D&gt;' in done.archive.read(name) for name in parts)
