"""Sheets of the template added to workbooks that lack them."""

import datetime
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.protection import WorkbookProtection
from typer.testing import CliRunner

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.lists import LISTS
from pmo_excel.hosts.cli import app
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.upgrade import upgrade, upgraded
from tests.made import workbook

GROW = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml"}
ASKED = ("Changes", "Change Lines")


def own(protected: bool = False, second: str = "Other") -> bytes:
    """A workbook that a person made: a plan, a format of its own, a name, a formula, dates."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Schedule"
    sheet.append(["Task ID", "Task Name", "Duration (wd)", "Predecessors"])
    sheet.append(["1", "Dig", 3, None])
    sheet["B2"].font, sheet["B2"].fill = Font(name="Arial", bold=True), PatternFill("solid", fgColor="00FF00")
    sheet["F1"], sheet["F2"] = datetime.date(2026, 3, 2), "=C2*2"
    sheet["F1"].number_format = "yyyy/mm/dd"
    book.create_sheet(second)["A1"] = "kept"
    if protected:
        book.security = WorkbookProtection(lockStructure=True)
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def with_asked(data: bytes, asked: tuple[str, ...] = ASKED) -> bytes:
    book = read_book(Package(data, "own"))
    return upgraded(book.package, upgrade(book, "Light", asked))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def before() -> bytes:
    return own()


@pytest.fixture(scope="module")
def after(before: bytes) -> bytes:
    return with_asked(before)


def test_every_part_but_the_lists_of_parts_is_as_it_was(before: bytes, after: bytes) -> None:
    old, new = members(before), members(after)
    assert {name for name, content in old.items() if new[name] != content} == GROW
    assert list(new)[: len(old)] == list(old)


def test_what_was_there_looks_and_reads_as_it_did(after: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(after))
    sheet = book["Schedule"]
    assert (sheet["B2"].font.name, sheet["B2"].fill.fgColor.rgb) == ("Arial", "0000FF00")
    assert (sheet["F1"].number_format, sheet["F2"].value) == ("yyyy/mm/dd", "=C2*2")
    assert book.sheetnames[:2] == ["Schedule", "Other"]
    assert book["Other"]["A1"].value == "kept"


def test_a_new_sheet_looks_as_in_the_template(after: bytes) -> None:
    new, template = (
        openpyxl.load_workbook(BytesIO(after))["Changes"],
        openpyxl.load_workbook(BytesIO(workbook()))["Changes"],
    )
    compared = 0
    for row in template.iter_rows(min_row=4, max_row=8):
        for cell in row:
            mine = new[cell.coordinate]
            assert (mine.value, mine.number_format) == (cell.value, cell.number_format)
            for look in ("font", "fill", "border", "alignment"):
                assert repr(getattr(mine, look)) == repr(getattr(cell, look)), cell.coordinate
            compared += 1
    assert compared > 100
    assert new["A4"].comment is not None
    assert new.tables["tblChanges"].ref == template.tables["tblChanges"].ref
    found = {str(r.sqref): [d.dxf.font for d in r.rules if d.dxf] for r in new.conditional_formatting}
    assert found == {str(r.sqref): [d.dxf.font for d in r.rules if d.dxf] for r in template.conditional_formatting}


def _lists(data: bytes) -> tuple[list[str], set[str]]:
    """The lists that the new sheets offer, and the names that the workbook defines."""
    book = openpyxl.load_workbook(BytesIO(data))
    rules = [r.formula1 for n in ASKED for r in book[n].data_validations.dataValidation if r.type == "list"]
    return rules, set(book.defined_names)


def test_lists_come_with_the_sheet_that_holds_them(after: bytes) -> None:
    rules, names = _lists(after)
    assert {"lst_MoSCoW", "ids_Changes_Change_ID"} <= set(rules)
    assert all(rule.startswith('"') or rule in names for rule in rules)


def test_lists_are_written_out_where_the_workbook_has_another_sheet_of_that_name() -> None:
    rules, names = _lists(with_asked(own(second="Lists")))
    assert f'"{",".join(LISTS["MoSCoW"])}"' in rules
    assert all(rule.startswith('"') or rule in names for rule in rules)


def test_the_line_that_needs_the_start_sheet_is_its_hint_where_there_is_none(after: bytes) -> None:
    text = openpyxl.load_workbook(BytesIO(after))["Changes"]["A2"].value
    assert text == ("Say what is asked for and list its edits in Change Lines; Refresh tries it on a copy of the plan.")
    whole = openpyxl.load_workbook(BytesIO(workbook()))["Changes"]["A2"].value
    assert str(whole).startswith("=Start!")


def test_tables_have_ids_of_their_own_and_are_read(after: bytes) -> None:
    parts = [content for name, content in members(after).items() if name.startswith("xl/tables/")]
    ids = [re.search(rb'<table [^>]*?id="(\d+)"', part) for part in parts]
    assert len({found[1] for found in ids if found}) == len(parts) >= 2
    tables = read_book(Package(after, "own")).tables
    assert set(ASKED) <= set(tables)


def test_records_that_every_level_keeps_come_hidden(after: bytes) -> None:
    states = {s.name: s.state for s in Package(after, "own").sheets}
    assert {states[n] for n in ("Calendars", "Baselines", "History", "Audit", "Lists", "Settings")} == {"hidden"}
    assert {states[n] for n in (*ASKED, "Charter", "Risks")} == {"visible"}
    assert "Benefits" not in states


def test_what_has_been_upgraded_lacks_nothing(after: bytes) -> None:
    assert upgrade(read_book(Package(after, "own")), "Light", ASKED).sheets == ()


def test_a_new_workbook_lacks_nothing_at_any_level() -> None:
    planned = upgrade(read_book(Package(workbook(), "new")), "Structured")
    assert (planned.sheets, planned.columns) == ((), ())


def test_sheets_that_a_larger_level_shows_are_hidden_no_longer() -> None:
    """27 sheets of the Standard level instead of 11; the workbook's list of sheets alone is another."""
    data = workbook()
    book = read_book(Package(data, "light"))
    larger = upgraded(book.package, upgrade(book, "Standard"))
    old, new = members(data), members(larger)
    assert {name for name, content in old.items() if new[name] != content} == {"xl/workbook.xml"}
    assert len([s for s in Package(larger, "larger").sheets if s.state == "visible"]) == 28
    assert upgrade(book).shown == ()


def test_a_protected_structure_is_refused() -> None:
    with pytest.raises(Refused, match="protected"):
        with_asked(own(protected=True))


def test_a_dry_run_lists_what_is_then_added(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "own.xlsx"
    path.write_bytes(before)
    dry = CliRunner().invoke(app, ["upgrade", str(path), "--sheet", "changes", "--dry-run"])
    assert (dry.exit_code, path.read_bytes()) == (0, before)
    listed = re.findall(r"sheet (.+?) would be added", dry.stdout)
    done = CliRunner().invoke(app, ["upgrade", str(path), "--sheet", "changes"])
    assert done.exit_code == 0
    assert [s.name for s in Package(path.read_bytes(), "own").sheets][2:] == listed
    assert [p.read_bytes() for p in (tmp_path / ".pmo-backups").iterdir()] == [before]


def test_a_sheet_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path, before: bytes) -> None:
    (tmp_path / "own.xlsx").write_bytes(before)
    result = CliRunner().invoke(app, ["upgrade", str(tmp_path / "own.xlsx"), "--sheet", "Nope"])
    assert result.exit_code == 2


def test_real_workbooks_keep_every_part(shared: Path) -> None:
    """Workbooks with charts, slicers, data models and shapes, made by Excel and by other programs."""
    files = sorted((shared / "data/workbooks").glob("*.xlsx"))
    if not files:
        pytest.skip("needs the real workbooks of ../shared/data/workbooks")
    for file in files:
        old, new = members(file.read_bytes()), members(with_asked(file.read_bytes()))
        assert {name for name, content in old.items() if new[name] != content} == GROW, file.name


@pytest.mark.live
def test_libreoffice_opens_an_upgraded_workbook(tmp_path: Path, after: bytes) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice is missing")
    (tmp_path / "own.xlsx").write_bytes(after)
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    for _ in range(2):  # a fresh profile may end the first start
        subprocess.run(
            [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "own.xlsx")],
            check=False,
            capture_output=True,
            timeout=180,
        )
        if (tmp_path / "out" / "own.xlsx").exists():
            break
    book = openpyxl.load_workbook(tmp_path / "out" / "own.xlsx", data_only=True)
    assert book["Schedule"]["F2"].value == 6
    assert book["Changes"]["A4"].value == "Change ID"
    assert "tblChanges" in book["Changes"].tables


def started(data: bytes) -> tuple[str, dict[str, str | None]]:
    """The title of the list of sheets on Start, and where each of its lines leads."""
    sheet = openpyxl.load_workbook(BytesIO(data))["Start"]
    lines = [sheet.cell(row, 6) for row in range(7, 60) if sheet.cell(row, 6).value]
    return sheet["F6"].value, {str(one.value): one.hyperlink and one.hyperlink.location for one in lines}


def upgraded_to(level: str, data: bytes, folder: Path) -> bytes:
    path = folder / "plan.xlsx"
    path.write_bytes(data)
    done = CliRunner().invoke(app, ["upgrade", str(path), "--level", level])
    assert done.exit_code == 0, done.output
    return path.read_bytes()


def test_charter_and_start_say_the_larger_level_that_was_asked_for(tmp_path: Path) -> None:
    after = upgraded_to("Structured", workbook("Light"), tmp_path)
    assert started(after) == started(workbook("Structured"))
    assert read_book(Package(after, "after")).tables["Charter"].template_level.tolist() == ["Structured"]  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(BytesIO(after))["Start"]
    assert {sheet.cell(row, 6)._style.xfId for row in range(7, 43)} == {sheet["F7"]._style.xfId}
    assert upgraded_to("Structured", after, tmp_path) == after
    assert upgraded_to("Light", after, tmp_path) == after


def test_a_list_on_start_that_somebody_changed_stays(tmp_path: Path) -> None:
    own_list = patch(workbook("Light"), [Edit("Start", "F8", "Our wiki")]).data
    below = patch(workbook("Light"), [Edit("Start", "G30", "Ask Ana")]).data
    for data in (own_list, below):
        assert started(upgraded_to("Structured", data, tmp_path)) == started(data)
