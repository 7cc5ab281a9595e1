"""The add-in and the workbooks with buttons: what other programs find in them is what is committed beside them."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from oletools.olevba import VBA_Parser

from pmo_excel.core.spelling import Host, spelled
from pmo_excel.hosts.excel import xlwings_module
from pmo_excel.hosts.excel.addin import FILE, addin, addin_xlwings, excel_folder, generated_sources
from pmo_excel.hosts.excel.files import excel_sources, excel_workbooks
from pmo_excel.hosts.excel.vba_functions import LONGEST, argument_name, functions_module, help_module, quoted
from pmo_excel.hosts.excel.workbook_buttons import MODULE, buttons
from pmo_excel.hosts.excel.xlwings_module import PINNED, dll_versions, installed_version, xlwings_source
from pmo_excel.hosts.registration import registrations
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.templates_folder import templates_folder
from tests.hosts.test_cli import pmo
from tests.made import workbook

AGAIN = "run python -m pmo_excel.hosts.build_plugins"
VBA = excel_folder() / "vba"
ADDIN = excel_folder() / FILE
RIBBON = etree.parse(excel_folder() / "customUI.xml").getroot()
UI = "{http://schemas.microsoft.com/office/2006/01/customui}"


def modules(data: bytes) -> dict[str, str]:
    """The modules of a workbook's project as olevba reads them, lines ended by LF."""
    found = VBA_Parser("book.xlsm", data=data).extract_macros()
    return {name.split(".")[0]: code.replace("\r\n", "\n") for _, _, name, code in found}


def code(text: str) -> str:
    """Source without its header and attributes."""
    text = re.sub(r"\AVERSION 1\.0 CLASS\nBEGIN\n.*?\nEND\n", "", text.replace("\r\n", "\n"), flags=re.DOTALL)
    return re.sub(r"\A(Attribute VB_.*\n)*", "", text).strip("\n")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def light() -> dict[Path, bytes]:
    """The add-in and the simplest template with buttons, as they are built now."""
    return excel_workbooks(["Light"])


def test_the_committed_sources_are_what_is_made_now() -> None:
    assert installed_version() == PINNED, f"the development extras pin xlwings to {PINNED}"
    for path, data in excel_sources().items():
        assert path.read_bytes().replace(b"\r\n", b"\n") == data, f"{path.name}: {AGAIN}"


def unlike_committed(built: dict[Path, bytes]) -> list[str]:
    """The parts that differ. Archives are compared unpacked, for packing may differ between versions of zlib."""
    compared = [(path.name, parts(data), parts(path.read_bytes())) for path, data in built.items()]
    listed = [name for name, mine, theirs in compared if list(mine) != list(theirs)]
    return listed + [f"{name}: {n}" for name, mine, theirs in compared for n in mine if mine[n] != theirs.get(n)]


def test_the_committed_workbooks_are_what_is_built_now(light: dict[Path, bytes]) -> None:
    assert unlike_committed(light) == [], AGAIN


@pytest.mark.live
def test_the_other_committed_workbooks_are_what_is_built_now() -> None:
    assert unlike_committed(excel_workbooks(["Standard", "Structured"])) == [], AGAIN


def test_building_twice_gives_the_same_bytes() -> None:
    assert addin(generated_sources()) == addin(generated_sources())


def test_the_addin_holds_the_committed_source_and_no_other() -> None:
    found = modules(ADDIN.read_bytes())
    files = {path.stem: path for path in VBA.iterdir()} | {"Sheet1": None}
    del files[MODULE]
    assert found.keys() == files.keys()
    for name, path in files.items():
        assert code(found[name]) == ("" if path is None else code(path.read_text(encoding="cp1252")))


@pytest.mark.parametrize(
    "level",
    ["Light", pytest.param("Standard", marks=pytest.mark.live), pytest.param("Structured", marks=pytest.mark.live)],
)
def test_a_template_with_buttons_holds_the_small_module_and_nothing_else(level: str) -> None:
    """Its documents are the sheets under the code names that the file gives them, or Excel calls it damaged."""
    data = (templates_folder() / f"Project ({level}).xlsm").read_bytes()
    found = modules(data)
    assert code(found.pop(MODULE)) == code((VBA / f"{MODULE}.bas").read_text(encoding="cp1252"))
    assert {code(text) for text in found.values()} == {""}
    held = parts(data)
    names = re.findall(rb'codeName="(\w+)"', b"".join(v for n, v in held.items() if n.startswith("xl/work")))
    assert sorted(found) == sorted(name.decode() for name in names)
    macros = re.findall(rb"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", b"".join(held.values()))
    assert [m.decode() for m in macros] == list(buttons().captions)
    assert b"application/vnd.ms-excel.sheet.macroEnabled.main+xml" in held["[Content_Types].xml"]


def test_every_button_of_a_workbook_calls_a_macro_that_the_addin_has() -> None:
    own = (VBA / f"{MODULE}.bas").read_text(encoding="cp1252")
    there = (VBA / "PmoButtons.bas").read_text(encoding="cp1252")
    for macro in buttons().captions:
        assert f'Public Sub {macro}()\n    CallAddin "{macro}"\n' in own
        assert f"Public Sub {macro}()\n" in there


def test_a_workbook_with_buttons_is_otherwise_the_one_without(light: dict[Path, bytes]) -> None:
    """Only Start, the lists of parts, the workbook's own part and the format of one row may differ."""
    mine = next(parts(data) for path, data in light.items() if path.suffix == ".xlsm")
    plain = parts(workbook("Light"))
    start = {"xl/worksheets/sheet1.xml"}
    lists = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    sheets = {name for name in plain if name.startswith("xl/worksheets/sheet")}
    for name in plain.keys() - start - lists - sheets:
        if "drawing" not in name.lower() and "_rels" not in name:  # the numbers of drawings move by one
            assert mine[name] == plain[name], name
    for name in sheets - start:
        bare = re.sub(rb'<sheetPr codeName="\w+"(/>|>)', rb"<sheetPr\1", mine[name]).replace(b"<sheetPr/>", b"")
        numbers = rb'r:id="rId\d+"'
        assert re.sub(numbers, b"", bare) == re.sub(numbers, b"", plain[name]), name


def test_a_new_workbook_has_buttons_when_its_name_says_so_and_a_refresh_leaves_them(tmp_path: Path) -> None:
    path = tmp_path / "PRJ-014.xlsm"
    assert pmo("new", "project", path, "--id", "PRJ-014", "--name", "Archive").exit_code == 0
    before = parts(path.read_bytes())
    assert code(modules(path.read_bytes())[MODULE]) == code((VBA / f"{MODULE}.bas").read_text(encoding="cp1252"))
    assert pmo("refresh", path).exit_code in (0, 1)
    after = parts(path.read_bytes())
    assert {name for name in before if before[name] != after[name]} != set()
    for name in before:
        if "vba" in name.lower() or name == "[Content_Types].xml":
            assert after[name] == before[name]
    assert pmo("new", "portfolio", tmp_path / "All.xlsm").exit_code == 2


def test_functions_have_the_arguments_of_the_catalogue() -> None:
    source = (VBA / "PmoFunctions.bas").read_text(encoding="cp1252")
    found = dict(re.findall(r"Public Function (\w+)\((.*?)\) As Variant", source))
    assert found.keys() == {spelled(entry.name, Host.VBA) for entry in registrations()}
    for entry in registrations():
        given = [part for part in found[spelled(entry.name, Host.VBA)].split(", ") if part]
        assert [part.startswith("Optional ") for part in given] == [a.optional for a in entry.arguments]
        assert [part.removeprefix("Optional ").rstrip("_") for part in given] == [a.name for a in entry.arguments]


def test_a_name_that_vba_keeps_for_itself_is_changed() -> None:
    """ADDWORKDAYS has the argument `date`, which is a function and a type in VBA."""
    entry = next(e for e in registrations() if e.name == "ADDWORKDAYS")
    assert argument_name(entry.arguments[0]) == "date_"


def test_generated_source_keeps_the_limits_of_vba() -> None:
    """1,023 characters in a line, 24 continued lines, 64 kB in a procedure (Microsoft: VBA limits)."""
    for text in (functions_module(registrations()), help_module(registrations())):
        lines = text.split("\n")
        assert max(map(len, lines)) <= 1023
        runs = re.findall(r"(?:[^\n]* _\n)+", text)
        assert max((run.count("\n") for run in runs), default=0) <= 24
        assert all(len(procedure) < 64_000 for procedure in re.split(r"\nEnd (?:Sub|Function)\n", text))
        text.encode("cp1252")


def test_every_function_and_argument_is_described() -> None:
    source = (VBA / "PmoFunctionHelp.bas").read_text(encoding="cp1252")
    for entry in registrations():
        body = source.split(f"Private Sub Help{entry.name}()\n")[1].split("End Sub")[0]
        texts = re.findall(r'"((?:[^"]|"")*)"', body)
        assert texts[0] == spelled(entry.name, Host.VBA)
        assert len(texts) == 2 + len(entry.arguments)
        assert all(0 < len(text.replace('""', '"')) <= LONGEST for text in texts)
        assert f"    Help{entry.name}\n" in source


def test_texts_are_one_line_with_their_quotes_doubled_and_cut_to_what_is_shown() -> None:
    assert quoted('a "b"\n ≤ c') == '"a ""b"" <= c"'
    assert len(quoted("x" * 400)) == LONGEST + 2
    with pytest.raises(UnicodeEncodeError):
        quoted("漢")


def test_the_ribbon_is_as_its_schema_wants() -> None:
    """[MS-CUSTOMUI] 2.2 (namespace 2006/01): the elements and attributes that are used, in their nesting and limits."""
    nesting = {"customUI": "ribbon", "ribbon": "tabs", "tabs": "tab", "tab": "group", "group": "button"}
    allowed = {
        "tab": {"id", "label", "keytip"},
        "group": {"id", "label"},
        "button": {"id", "label", "size", "imageMso", "onAction", "keytip", "screentip", "supertip"},
    }
    ids = []
    for element in RIBBON.iter(etree.Element):
        name = etree.QName(element).localname
        assert element.tag == UI + name
        assert {etree.QName(child).localname for child in element} <= {nesting.get(name)}
        assert set(element.attrib) <= allowed.get(name, set())
        if "id" in element.attrib:
            ids.append(element.get("id"))
            assert re.fullmatch(r"[A-Za-z_][\w.-]{0,1023}", ids[-1])  # xsd:ID
        for attribute in ("label", "screentip", "supertip", "imageMso", "onAction"):
            assert len(element.get(attribute, "x")) in range(1, 1025)
        assert len(element.get("keytip", "x")) in range(1, 4)
        assert element.get("size", "normal") in ("normal", "large")
    assert len(ids) == len(set(ids))
    for group in RIBBON.iter(UI + "tab"):
        keytips = [button.get("keytip") for button in group.iter(UI + "button")]
        assert len(keytips) == len(set(keytips))


def test_the_ribbon_has_every_button_with_its_words_and_a_callback_that_exists() -> None:
    found = modules(ADDIN.read_bytes())
    labels = []
    for button in RIBBON.iter(UI + "button"):
        labels.append(button.get("label"))
        module, _, callback = button.get("onAction").partition(".")
        assert f"Public Sub {callback}(control As IRibbonControl)" in found[module]
        assert all(button.get(attribute) for attribute in ("screentip", "supertip", "keytip", "imageMso"))
    assert labels == ["Refresh", "Check", "Undo", "Why", "Snapshot", "What-if", "Report", "Publish"]


def test_the_addin_is_one_to_excel() -> None:
    held = parts(ADDIN.read_bytes())
    assert b"application/vnd.ms-excel.addin.macroEnabled.main+xml" in held["[Content_Types].xml"]
    relations = etree.fromstring(held["_rels/.rels"])
    ribbon = [r for r in relations if r.get("Target") == "customUI/customUI.xml"]
    assert [r.get("Type") for r in ribbon] == [
        "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
    ]
    assert held["customUI/customUI.xml"] == (excel_folder() / "customUI.xml").read_bytes()


def test_what_every_callback_and_button_calls_in_python_exists() -> None:
    from pmo_excel.hosts.excel import buttons as python

    calls = re.findall(r'RunButton "(\w+)"', (VBA / "PmoButtons.bas").read_text(encoding="cp1252"))
    assert sorted(calls) == sorted(["refresh", "check", "undo", "snapshot", "report", "what_if", "publish"])
    assert all(callable(getattr(python, name)) for name in calls)


def test_the_addin_asks_for_the_library_of_the_pinned_xlwings() -> None:
    """Windows' library has the version in its name, in the VBA source and on the disk."""
    source = modules(ADDIN.read_bytes())["xlwings"]
    assert dll_versions(source) == {PINNED}
    assert f'XLWINGS_VERSION As String = "{PINNED}"' in source
    assert addin_xlwings(ADDIN.read_bytes()) == PINNED


def test_a_workbook_cannot_say_what_the_addin_runs() -> None:
    """No setting is read from the active workbook or from beside it, and nothing of it gets into a command."""
    source = xlwings_source()
    body = source.split("Function GetConfig(")[1].split("\nEnd Function")[0]
    live = re.sub(r"(?s)If False Then.*?\n {12}End If\n", "", body)
    assert "SheetExists(ThisWorkbook" in live
    assert "SheetExists(ActiveWorkbook" not in live
    assert 'source = "directory"' not in body
    for name in ("XLPyCommand", "ExecuteWindows"):
        command = source.split(f"Function {name}(")[1].split("\nEnd Function")[0]
        assert " -P -B -c " in command
        assert "prepare_sys_path(\\" not in command
    assert not re.search(r"PYTHONPATH = AddExcelDir", source)
    assert 'If Right$(sht.Name, 3) = ".py" Then\n                uses_embedded_code' not in source


def test_another_xlwings_is_refused_when_its_source_is_not_as_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlwings_module, "_file", lambda name: "Attribute VB_Name = xlwings\n")
    with pytest.raises(Refused, match=PINNED):
        xlwings_source()


def test_nothing_of_xlwings_that_is_not_free_is_used() -> None:
    for path in [*VBA.iterdir(), *Path(xlwings_module.__file__).parent.glob("*.py")]:
        text = path.read_text(encoding="cp1252" if path.parent == VBA else "utf-8")
        begins = "" if path.parent == VBA else r"(?m)^\s*"  # the module that takes it out of the VBA has to name it
        assert not re.search(begins + r"(import|from) xlwings\.(pro|server|reports)", text)
