"""Installing the add-in for a user, and the check that its parts fit each other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pmo_excel.hosts import plugin_excel
from pmo_excel.hosts.excel.addin import FILE, addin, addin_xlwings, excel_folder, generated_sources
from pmo_excel.hosts.excel.xlwings_module import PINNED
from pmo_excel.hosts.plugin_excel import Places, fitting_addin, install, status
from pmo_excel.workbook.refused import Refused
from tests.hosts.test_cli import pmo

SHIPPED = excel_folder() / FILE


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    places = Places("win32", tmp_path)
    places.encoding = "cp1252"  # what `mbcs` is on a Windows of Western Europe
    return places


@pytest.fixture
def mac(tmp_path: Path) -> Places:
    return Places("darwin", tmp_path)


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A Python in a virtual environment of Windows, with xlwings' library where its wheel puts it."""
    path = tmp_path / "venv" / "Scripts" / "python.exe"
    path.parent.mkdir(parents=True)
    path.touch()
    (tmp_path / "venv" / f"xlwings64-{PINNED}.dll").touch()
    return path


def wrong(places: Places, python: Path) -> dict[str, str]:
    """What is not as it should be, and what to do."""
    return {finding.check: finding.advice for finding in status(places, python) if not finding.fine}


def test_after_an_install_everything_fits(windows: Places, python: Path) -> None:
    assert wrong(windows, python).keys() == {"add-in", "Python"}
    install(windows, python)
    assert wrong(windows, python) == {}
    assert windows.addin.read_bytes() == SHIPPED.read_bytes()
    assert windows.start.parts[-3:] == ("Microsoft", "Excel", "XLSTART")


def test_the_settings_are_a_line_that_the_addin_reads(windows: Places, python: Path) -> None:
    """GetConfigFromFile of xlwings' VBA: names and values in quotes, by `Input #`; lines of others stay."""
    windows.settings.parent.mkdir(parents=True)
    windows.settings.write_bytes(b'"SHOW CONSOLE","True"\r\n"INTERPRETER_WIN","C:\\old\\python.exe"\r\n')
    install(windows, python)
    install(windows, python)
    lines = windows.settings.read_bytes().decode("cp1252").split("\r\n")
    assert lines == ['"SHOW CONSOLE","True"', f'"INTERPRETER_WIN","{python}"', ""]
    source = (excel_folder() / "vba" / "xlwings.bas").read_text(encoding="cp1252")
    place = re.search(r'GetConfigFilePath = Environ\("USERPROFILE"\) & "(.*?)" & PROJECT_NAME & "(.*?)" & ', source)
    assert place is not None
    assert (place[1], place[2]) == ("\\.", "\\")
    assert windows.settings.parts[-2:] == (".pmo", "pmo.conf")


def test_a_path_that_vba_cannot_read_is_refused_and_nothing_is_installed(mac: Places) -> None:
    with pytest.raises(Refused, match="plain letters"):
        install(mac, Path("/Users/jürgen/venv/bin/python"))
    assert not mac.addin.exists()


def test_on_a_mac_the_script_that_excel_may_run_is_put_where_excel_looks(mac: Places, python: Path) -> None:
    assert "script" in wrong(mac, python)
    install(mac, python)
    assert wrong(mac, python) == {}
    assert mac.script is not None
    assert [path.name for path in mac.script.iterdir()] == [f"xlwings-{PINNED}.applescript"]
    assert 'AppleScriptTask("xlwings-" & XLWINGS_VERSION' in (excel_folder() / "vba" / "xlwings.bas").read_text()


def test_another_version_of_xlwings_than_the_addin_asks_for_is_said(
    windows: Places, python: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(windows, python)
    monkeypatch.setattr(plugin_excel, "installed_version", lambda: "0.38.0")
    found = wrong(windows, python)
    assert found.keys() >= {"xlwings"}
    assert "makes the add-in anew for 0.38.0" in found["xlwings"]


def test_for_another_version_of_xlwings_the_addin_is_built_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the VBA that comes with it, whose library has its version in its name."""
    sources = {name: text.replace(PINNED, "0.38.0") for name, text in generated_sources().items()}
    monkeypatch.setattr(plugin_excel, "installed_version", lambda: "0.38.0")
    monkeypatch.setattr(plugin_excel, "generated_sources", lambda: sources)
    assert addin_xlwings(fitting_addin()) == "0.38.0"


def test_an_older_addin_a_moved_python_and_a_broken_file_are_said(windows: Places, python: Path) -> None:
    install(windows, python)
    other = {name: text + "\n' older" for name, text in generated_sources().items()}
    windows.addin.write_bytes(addin(other))
    assert wrong(windows, python).keys() == {"add-in"}
    windows.addin.write_bytes(b"no archive")
    assert wrong(windows, python).keys() == {"add-in", "xlwings"}
    python.unlink()
    assert "Python" in wrong(windows, python)


def test_excel_that_holds_the_addin_open_is_asked_to_be_closed(
    windows: Places, python: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.addin.mkdir(parents=True)  # a place that cannot be replaced by a file
    with pytest.raises(Refused, match="Close Excel"):
        install(windows, python)


def test_a_library_that_excel_would_not_find_is_said_and_nothing_is_installed(windows: Places, python: Path) -> None:
    """`pip install --user` puts it elsewhere, and the add-in looks in Python's folder and the one above only."""
    for library in python.parents[1].glob("*.dll"):
        library.unlink()
    assert "virtual environment" in wrong(windows, python)["library"]
    with pytest.raises(Refused, match="virtual environment"):
        install(windows, python)
    assert not windows.addin.exists()
    source = (excel_folder() / "vba" / "xlwings.bas").read_text(encoding="cp1252")
    assert source.count("LoadLibrary(ParentFolder(") == 2


def test_the_command_says_where_excel_is_not() -> None:
    """These tests run on Linux; on a system with Excel the command would install."""
    if plugin_excel.sys.platform in ("win32", "darwin"):
        pytest.skip("there may be an Excel on this system")
    done = pmo("plugin", "install", "excel", "--json")
    assert done.exit_code == 2
    assert "Windows and macOS" in json.loads(done.stdout)["problems"][0]["message"]
    found = json.loads(pmo("plugin", "status", "excel", "--json").stdout)["plugins"]["excel"]
    assert [finding["fine"] for finding in found] == [None]
    assert pmo("plugin", "install", "lotus").exit_code == 2
