"""Installing the extension: with a stand-in for LibreOffice's own program for extensions, and with the real one."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pmo_excel import __version__
from pmo_excel.hosts import plugin_libreoffice
from pmo_excel.hosts.libreoffice.extension import NAME, plugin_folder
from pmo_excel.workbook.refused import Refused

LISTED = """\
All deployed user extensions:

Identifier: org.example.other
  Version: 3.1
  URL: vnd.sun.star.expand:$UNO_USER_PACKAGES_CACHE/uno_packages/lu1.tmp_/other.oxt

Identifier: org.pmo.calc
  Version: {version}
  URL: vnd.sun.star.expand:$UNO_USER_PACKAGES_CACHE/uno_packages/lu2.tmp_/pmo.oxt
  is registered: yes
"""
"""As `unopkg list` of LibreOffice 7.4.7 prints."""


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in that notes its words and its PATH, and lists what there would be."""
    script = tmp_path / "bin" / "unopkg"
    script.parent.mkdir()
    lines = ["#!/bin/sh", f'echo "$@" >> {tmp_path}/words', f'echo "$PATH" > {tmp_path}/path', f"cat {tmp_path}/listed"]
    script.write_text("\n".join([*lines, f"exit $(cat {tmp_path}/status)"]))
    script.chmod(0o755)
    (tmp_path / "listed").write_text(LISTED.format(version=__version__))
    (tmp_path / "status").write_text("0")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{script.parent}:/usr/bin:/bin")
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return tmp_path


def test_the_extension_is_added_and_told_where_pmo_is(manager: Path) -> None:
    lines = plugin_libreoffice.install()
    assert (manager / "words").read_text().split()[:3] == ["add", "--force", "--suppress-license"]
    assert (manager / "words").read_text().strip().endswith(str(plugin_folder() / NAME))
    words = json.loads((manager / "state" / "libreoffice.json").read_text())["command"]
    assert Path(words[0]).parent == Path(sys.executable).parent
    assert "Restart LibreOffice" in lines[-1]
    assert str(Path(sys.executable).parent) not in (manager / "path").read_text()


def test_status_says_what_fits_and_what_to_do(manager: Path) -> None:
    plugin_libreoffice.install()
    assert [finding.fine for finding in plugin_libreoffice.status()] == [True, True, True]
    (manager / "listed").write_text(LISTED.format(version="0.0.9"))
    old = plugin_libreoffice.status()[1]
    assert (old.fine, old.said) == (False, "0.0.9")
    assert "pmo plugin install libreoffice" in old.advice
    (manager / "listed").write_text("")
    assert plugin_libreoffice.status()[1].said == "not installed"


def test_what_libreoffice_says_when_it_refuses_is_passed_on(manager: Path) -> None:
    (manager / "status").write_text("1")
    (manager / "listed").write_text("ERROR: the lock file is there\n")
    with pytest.raises(Refused, match="the lock file is there"):
        plugin_libreoffice.install()


def test_root_and_a_missing_libreoffice_are_said(manager: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin_libreoffice, "_ELSEWHERE", ())
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Refused, match="not found"):
        plugin_libreoffice.install()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(Refused, match="root"):
        plugin_libreoffice.install()


@pytest.mark.live
@pytest.mark.skipif(shutil.which("unopkg") is None, reason="needs unopkg (LibreOffice)")
def test_libreoffices_own_program_takes_the_extension() -> None:
    """As another user, for it refuses root."""
    root = os.geteuid() == 0
    home = Path(subprocess.check_output(["mktemp", "-d", "/tmp/pmo-XXXXXX"], text=True).strip())  # noqa: S108
    try:
        extension = Path(shutil.copy(plugin_folder() / NAME, home))
        if root:
            nobody = pwd.getpwnam("nobody")
            for path in (home, extension):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        other: dict[str, Any] = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
        own = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
        for words in (["add", "--force", "--suppress-license", str(extension)], ["list"]):
            done = subprocess.run(
                ["unopkg", *words],
                env=own,
                **(other if root else {}),
                cwd=home,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert done.returncode == 0, done.stderr
        assert plugin_libreoffice.installed_version(done.stdout) == __version__
        assert "is registered: yes" in done.stdout
    finally:
        shutil.rmtree(home, ignore_errors=True)
