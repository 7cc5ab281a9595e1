"""The XML that LibreOffice reads of an extension: its functions with their help, its menu and toolbar, its manifest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from lxml import etree

from pmo_excel.core.spelling import Host, spelled
from pmo_excel.hosts.registration import CATEGORY, Registration

ADD_IN: Final = "org.pmo.calc.PmoAddin"
"""The implementation; formulas in files name a function by it, as in ORG.PMO.CALC.PMOADDIN.CPI."""
JOB: Final = "service:org.pmo.calc.Job?"
"""Address of a command, for menus, toolbars and buttons on a sheet."""
IDENTIFIER: Final = "org.pmo.calc"
_OOR: Final = "http://openoffice.org/2001/registry"
_SCHEMA: Final = "http://www.w3.org/2001/XMLSchema"
_MANIFEST: Final = "http://openoffice.org/2001/manifest"
_DESCRIPTION: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006"
    xmlns:d="http://openoffice.org/extensions/description/2006"
    xmlns:l="http://libreoffice.org/extensions/description/2011">
  <identifier value="{identifier}"/>
  <version value="{version}"/>
  <dependencies>
    <l:LibreOffice-minimal-version value="7.4" d:name="LibreOffice 7.4"/>
  </dependencies>
  <display-name><name lang="en">pmo-excel</name></display-name>
</description>
"""
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SHEETS: Final = "com.sun.star.sheet.SpreadsheetDocument"
_UNO: Final = "application/vnd.sun.star."


class Command(NamedTuple):
    """A line of the menu: the word after the address, its title, and whether the toolbar has a button for it too."""

    word: str
    title: str
    on_toolbar: bool = True


COMMANDS: Final = (
    Command("refresh", "Refresh"),
    Command("check", "Check"),
    Command("snapshot", "Snapshot"),
    Command("whatif", "What-if…"),
    Command("report", "Report"),
    Command("publish", "Publish…"),
    Command("stop", "Stop"),
    Command("explain", "Why is this cell empty?", on_toolbar=False),
    Command("respell", "Adapt formulas from Excel", on_toolbar=False),
    Command("buttons", "Put buttons on this sheet", on_toolbar=False),
    Command("about", "About", on_toolbar=False),
)
"""In the order of the menu."""


def calc_add_ins(entries: Iterable[Registration]) -> bytes:
    """CalcAddIns.xcu: what the function wizard shows of every function and argument."""
    root = _component("CalcAddIns")
    functions = _node(_node(_node(root, "AddInInfo"), ADD_IN, replace=True), "AddInFunctions")
    for entry in entries:
        node = _node(functions, method_name(entry.name), replace=True)
        _said(node, "DisplayName", spelled(entry.name, Host.LIBREOFFICE))
        _said(node, "Description", entry.summary)
        _value(node, "Category", "Add-In")
        _said(node, "CompatibilityName", spelled(entry.name, Host.VBA))
        parameters = _node(node, "Parameters")
        for argument in entry.arguments:
            one = _node(parameters, argument.name, replace=True)
            _said(one, "DisplayName", argument.title)
            _said(one, "Description", argument.help)
    return _xml(root)


def method_name(name: str) -> str:
    """The function's name in the interface, and in files: ORG.PMO.CALC.PMOADDIN.CPI."""
    return name.lower()


def add_ons(commands: Sequence[Command] = COMMANDS) -> bytes:
    """Addons.xcu: the menu and the toolbar."""
    root = _component("Addons")
    interface = _node(root, "AddonUI")
    menu = _node(_node(interface, "OfficeMenuBar"), f"{IDENTIFIER}.menu", replace=True)
    _said(menu, "Title", CATEGORY)
    _value(menu, "Context", _SHEETS)
    lines = _node(menu, "Submenu")
    bar = _node(_node(interface, "OfficeToolBar"), f"{IDENTIFIER}.toolbar", replace=True)
    for at, command in enumerate(commands):
        _command(lines, f"m{at:02}", command)
        if command.on_toolbar:
            _value(_command(bar, f"b{at:02}", command), "Context", _SHEETS)
    return _xml(root)


def _command(parent: etree._Element, name: str, command: Command) -> etree._Element:
    node = _node(parent, name, replace=True)
    _value(node, "URL", JOB + command.word)
    _said(node, "Title", command.title)
    _value(node, "Target", "_self")
    return node


def description(version: str) -> bytes:
    """description.xml: the extension's name, version, and the LibreOffice that it needs."""
    return _DESCRIPTION.format(identifier=IDENTIFIER, version=version).encode()


def manifest(parts: Iterable[tuple[str, str]]) -> bytes:
    """META-INF/manifest.xml: what each part of the extension is."""
    root = etree.Element(f"{{{_MANIFEST}}}manifest", nsmap={"manifest": _MANIFEST})
    for path, kind in parts:
        entry = etree.SubElement(root, f"{{{_MANIFEST}}}file-entry")
        entry.set(f"{{{_MANIFEST}}}full-path", path)
        entry.set(f"{{{_MANIFEST}}}media-type", _UNO + kind)
    return _xml(root)


def _component(name: str) -> etree._Element:
    root = etree.Element(f"{{{_OOR}}}component-data", nsmap={"oor": _OOR, "xs": _SCHEMA})
    root.set(f"{{{_OOR}}}name", name)
    root.set(f"{{{_OOR}}}package", "org.openoffice.Office")
    return root


def _node(parent: etree._Element, name: str, replace: bool = False) -> etree._Element:
    node = etree.SubElement(parent, "node")
    node.set(f"{{{_OOR}}}name", name)
    if replace:
        node.set(f"{{{_OOR}}}op", "replace")
    return node


def _value(node: etree._Element, name: str, text: str, language: str = "") -> None:
    prop = etree.SubElement(node, "prop")
    prop.set(f"{{{_OOR}}}name", name)
    prop.set(f"{{{_OOR}}}type", "xs:string")
    value = etree.SubElement(prop, "value")
    if language:
        value.set(_LANGUAGE, language)
    value.text = text


def _said(node: etree._Element, name: str, text: str) -> None:
    """A text that a person reads; LibreOffice shows the English one where it has none in the person's language."""
    _value(node, name, text, "en-US")


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
