"""The committed plug-ins are what the function catalogue makes."""

from __future__ import annotations

import ast
import zipfile
from pathlib import Path

import pytest

from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.build_plugins import PLUGINS, plugin_sources

FILES = plugin_sources()
"""Workbooks are compared part by part, in tests/hosts/excel."""
SOURCES = sorted((PLUGINS / "libreoffice" / "source").rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_committed_file_is_the_generated_one(path: Path) -> None:
    committed = path.read_bytes().replace(b"\r\n", b"\n") if path.suffix == ".bas" else path.read_bytes()
    assert committed == FILES[path], "run python -m pmo_excel.hosts.build_plugins"


def test_the_extension_holds_every_function_and_has_the_same_bytes_each_time() -> None:
    assert plugin_sources() == FILES
    with zipfile.ZipFile(PLUGINS / "libreoffice" / "pmo.oxt") as archive:
        assert archive.testzip() is None
        configuration = archive.read("CalcAddIns.xcu").decode()
    assert all(f">PMO.{name}<" in configuration for name in CATALOGUE)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_what_runs_inside_libreoffice_is_for_its_oldest_python(path: Path) -> None:
    """LibreOffice 7.4 for Windows and macOS brings Python 3.8, and nothing but its standard library."""
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
