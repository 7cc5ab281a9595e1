"""Plans that need MPXJ where it, or Java, is missing, and files that are refused before Java sees them."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.hosts.schedule_command import scheduled_rows
from pmo_excel.interop import formats
from pmo_excel.interop.mpxj_file import declares_type
from pmo_excel.interop.xer_text import xer_losses

XER = b"ERMHDR\t19.12\n%T\tTASKPRED\n%F\tproj_id\tpred_proj_id\n%R\t1\t1\n%R\t1\t2\n%E\n"


class NoJavaError(Exception):
    """Stands for `jpype.JVMNotFoundException`."""


def only_problem(path: Path) -> Problem:
    plan, problems = formats.read_plan(path)
    assert plan is None
    assert formats.read_rows(path) == (None, problems)
    assert len(problems) == 1
    assert problems[0].severity is Severity.CRITICAL
    return problems[0]


def test_without_the_extra_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mpxj", None)
    (tmp_path / "p.xer").write_bytes(XER)
    problem = only_problem(tmp_path / "p.xer")
    assert 'pip install "pmo-excel[mpp]"' in problem.suggestion
    assert "Java 11" in problem.suggestion
    assert scheduled_rows(tmp_path / "p.xer") == (None, [problem])


@pytest.mark.parametrize("error", [NoJavaError("no JVM"), OSError("libjvm.so\ntrace"), RuntimeError("version")])
def test_without_java_the_message_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def start(*_: Any, **__: Any) -> None:
        raise error

    bridge = SimpleNamespace(isJVMStarted=lambda: False, startJVM=start, JVMNotFoundException=NoJavaError)
    monkeypatch.setitem(sys.modules, "jpype", bridge)
    monkeypatch.setitem(sys.modules, "mpxj", SimpleNamespace())
    (tmp_path / "p.mpp").write_bytes(b"\xd0\xcf\x11\xe0")
    problem = only_problem(tmp_path / "p.mpp")
    assert "Java" in problem.message
    assert "\n" not in problem.message


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 zip",
        b"MZ program",
        b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><project name="&x;"/>',
        '<?xml version="1.0"?><!DOCTYPE p SYSTEM "http://x/y"><project/>'.encode("utf-16"),
    ],
)
def test_archives_and_document_types_never_reach_java(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setitem(sys.modules, "mpxj", None)
    (tmp_path / "p.gan").write_bytes(content)
    assert only_problem(tmp_path / "p.gan").code is Code.FILE_REFUSED


def test_a_note_about_document_types_is_no_document_type() -> None:
    assert not declares_type(b"ERMHDR\t1\n%R\t<!DOCTYPE html>\n%E")
    assert declares_type(b"\xef\xbb\xbf <!DOCTYPE html>")


def test_a_cut_off_xer_and_links_to_other_projects_are_told() -> None:
    assert [p.code for p in xer_losses(XER, "p.xer")] == [Code.NOT_CARRIED]
    assert [p.severity for p in xer_losses(XER[:-4], "p.xer")] == [Severity.HIGH, Severity.MEDIUM]


def test_each_xml_is_told_by_what_it_holds(tmp_path: Path) -> None:
    heads = {"APIBusinessObjects": "Primavera P6 XML", "Project": "Microsoft Project XML"}
    for root, name in heads.items():
        (tmp_path / f"{root}.xml").write_text(f'<?xml version="1.0"?><{root}/>')
        found = formats.format_of(tmp_path / f"{root}.xml")
        assert found is not None
        assert found.name == name
