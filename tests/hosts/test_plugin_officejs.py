"""Where the Office add-in's manifest goes, on each system; Windows' registry is a stand-in."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_excel.hosts.plugin_command import plugins
from pmo_excel.hosts.plugin_officejs import Place, install, status

ADD_IN = "233f832b-9f99-462a-8852-ea953ddcb62e"


class Registry(dict[str, str]):
    """What `winreg` would hold."""

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        return super().get(name, default)

    def put(self, name: str, value: str) -> None:
        self[name] = value


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def test_excel_for_mac_reads_it_from_its_own_folder(tmp_path: Path) -> None:
    place = Place("darwin", tmp_path)
    lines = install(place)
    (file,) = (tmp_path / "Library/Containers/com.microsoft.Excel/Data/Documents/wef").iterdir()
    assert f"<Id>{ADD_IN}</Id>" in file.read_text(encoding="utf-8")
    assert "Restart Excel" in lines[-1]
    assert [(one.check, one.fine) for one in status(place)][:1] == [("manifest", True)]


def test_excel_for_windows_is_told_in_the_users_registry(state: Path) -> None:
    registry = Registry()
    place = Place("win32", registry=registry)
    assert [one.fine for one in status(place)][:2] == [False, False]
    install(place)
    assert registry == {ADD_IN: str(state / "officejs" / f"{ADD_IN}.pmo.xml")}
    assert [one.fine for one in status(place)][:2] == [True, True]


def test_elsewhere_the_file_is_there_to_be_uploaded(state: Path) -> None:
    lines = install(Place("linux"))
    assert (state / "officejs" / f"{ADD_IN}.pmo.xml").is_file()
    assert "Upload my add-in" in lines[-1]


def test_a_manifest_of_another_version_is_said(state: Path) -> None:
    place = Place("linux")
    install(place)
    text = place.file.read_text(encoding="utf-8")
    place.file.write_text(text.replace("<Version>1.", "<Version>9."), encoding="utf-8")
    found = status(place)[0]
    assert found.fine is False
    assert found.advice == "Run: pmo plugin install officejs"


def test_it_is_among_the_programs() -> None:
    assert plugins() == ["excel", "libreoffice", "officejs"]
