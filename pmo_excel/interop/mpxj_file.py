"""A plan of another program read by MPXJ and handed on in Microsoft Project's XML, which our own reader takes.

So whatever comes after the reading is the same for all of them. What that XML cannot say is looked up in the plan
that MPXJ holds: see `mpxj_losses`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.gan_rest import complete
from pmo_excel.interop.java import java
from pmo_excel.interop.mspdi_xml import LARGEST
from pmo_excel.interop.xer_text import xer_losses

_PACKED: Final = (b"PK", b"MZ", b"\x1f\x8b")
"""Archives and programs, which would be unpacked before anybody has looked at them."""
_NOBODY: Final = "-65535"
_SMALLEST: Final = 512
"""MPXJ looks at so many bytes to tell the format; a shorter text is filled up with blanks."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A plan as Microsoft Project's XML.

    Attributes
    ----------
    xml
        The document.
    project
        The plan as MPXJ holds it (`org.mpxj.ProjectFile`).
    problems
        What was already left out: other plans of the same file.
    """

    xml: bytes
    project: Any
    problems: Sequence[Problem] = ()


def converted(path: Path) -> Converted | Problem:
    """The plan in a file that MPXJ reads; or why it is not read."""
    content = _content(path)
    if isinstance(content, Problem):
        return content
    bridge = java(path)
    if isinstance(bridge, Problem):
        return bridge
    try:
        return _converted(bridge, path, content)
    except bridge.JException as error:
        return _unreadable(path, _said(error))


def _content(path: Path) -> bytes | Problem:
    cell = Cell(path.name)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        return Problem(Code.FILE, f"cannot be read: {error.strerror}", cell, "Check the path.", Severity.CRITICAL)
    if len(content) > LARGEST:
        text = f"has more than {LARGEST // 2**20} MB"
        return Problem(Code.FILE_REFUSED, text, cell, "Save the plan without what it does not need.", Severity.CRITICAL)
    if content.startswith(_PACKED):
        text = "is an archive or a program, not a plan"
        return Problem(Code.FILE_REFUSED, text, cell, "Unpack it and give the plan itself.", Severity.CRITICAL)
    if declares_type(content):
        text = "declares an XML document type, which could make the reader fetch or unfold other content"
        return Problem(Code.FILE_REFUSED, text, cell, "Save it again from its program.", Severity.CRITICAL)
    return content


def declares_type(content: bytes) -> bool:
    """Whether an XML text declares entities or a document type, in any of the encodings of XML."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        content = content.replace(b"\0", b"")
    return content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and (
        b"<!DOCTYPE" in content or b"<!ENTITY" in content
    )


def _converted(bridge: Any, path: Path, content: bytes) -> Converted | Problem:
    stream = bridge.JClass("java.io.ByteArrayInputStream")(content.ljust(_SMALLEST))
    proxy = bridge.JClass("org.mpxj.reader.UniversalProjectReader")().getProjectReaderProxy(stream)
    if proxy is None:
        return _unreadable(path, "its content is of no known kind")
    try:
        projects = [project for project in proxy.readAll() if project is not None and len(project.getTasks())]
    finally:
        proxy.close()
    if not projects:
        return _unreadable(path, "it holds no tasks")
    chosen = next((each for each in projects if each.getProjectProperties().getExportFlag()), projects[0])
    problems = [_left_out(path, each) for each in projects if each is not chosen]
    if str(chosen.getProjectProperties().getFileType()) == "GAN":
        problems += complete(bridge, chosen, content, path.name)
    if content.startswith(b"ERMHDR"):
        problems += xer_losses(content, path.name)
    output = bridge.JClass("java.io.ByteArrayOutputStream")()
    bridge.JClass("org.mpxj.mspdi.MSPDIWriter")().write(chosen, output)
    return Converted(_without_nobody(bytes(output.toByteArray())), chosen, problems)


def _without_nobody(xml: bytes) -> bytes:
    """The document without assignments of nobody, which MPXJ's writer makes to carry the progress of a task."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for uid in root.findall(".//{*}Assignment/{*}ResourceUID"):
        made = uid.getparent()
        if uid.text == _NOBODY and made is not None and made.getparent() is not None:
            made.getparent().remove(made)  # type: ignore[union-attr]  # asked the line above
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _left_out(path: Path, project: Any) -> Problem:
    properties = project.getProjectProperties()
    name = properties.getProjectTitle() or properties.getName() or "without a name"
    text = f"another plan in the file, {str(name)!r} with {len(project.getTasks())} tasks, was not carried over"
    return Problem(Code.NOT_CARRIED, text, Cell(path.name), "Save it as a file of its own.", Severity.MEDIUM)


def _unreadable(path: Path, why: str) -> Problem:
    fix = "Save it again from its program; Microsoft Project's XML is read without MPXJ."
    return Problem(Code.FILE, f"cannot be read as a plan: {why}", Cell(path.name), fix, Severity.CRITICAL)


def _said(error: Any) -> str:
    """What the innermost cause of a Java error says, on one line."""
    cause = error
    while cause.getCause() is not None:
        cause = cause.getCause()
    said = str(cause.getMessage() or cause.getClass().getSimpleName())
    return " ".join(said.split())[:200]
