"""A VBA project (`vbaProject.bin`) made from source text, without Excel: the same modules give the same bytes.

It holds source only and no compiled code, so Excel compiles it when it opens the file (module offset 0, and in
`_VBA_PROJECT` the version that says so: [MS-OVBA] 2.3.4.1).

Source: [MS-OVBA] 2.2 and 2.3, for the streams `dir`, `PROJECT` and `PROJECTwm`; 2.4.3 for the three protected fields.
"""

from __future__ import annotations

import re
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from pmo_excel.hosts.excel.compound_file import compound_file
from pmo_excel.hosts.excel.compression import compressed

_CODEPAGE: Final = 1252
_ENCODING: Final = "cp1252"
_UNPROTECTED, _NO_PASSWORD, _VISIBLE = b"\0\0\0\0", b"\0", b"\xff"
_EXPORT_HEADER: Final = re.compile(r"\AVERSION 1\.0 CLASS\nBEGIN\n.*?\nEND\n", re.DOTALL)
_REFERENCES: Final = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
        r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)
"""The libraries that every project of Excel names; it finds them by their GUIDs, whatever the path says."""


class Kind(Enum):
    """What a module is, with the GUID of the class that it extends."""

    STANDARD = ""
    CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"

    @property
    def document(self) -> bool:
        """Whether the module belongs to a workbook or a sheet."""
        return self in (Kind.WORKBOOK, Kind.SHEET)


@dataclass(frozen=True, slots=True)
class Module:
    """A module: its name, which of a workbook's or sheet's is the code name in the file, and its source text."""

    name: str
    source: str = ""
    kind: Kind = Kind.STANDARD

    def text(self) -> str:
        """The source as a project holds it: attributes first, no header of an exported file, lines ended by CR LF."""
        code = _EXPORT_HEADER.sub("", self.source.replace("\r\n", "\n"))
        lines = code.split("\n")
        attributes = _base_attributes(self)
        while lines and lines[0].startswith("Attribute VB_"):
            name, _, value = lines.pop(0).removeprefix("Attribute ").partition(" = ")
            if name not in ("VB_Name", "VB_Base"):
                attributes[name] = value
        head = [f"Attribute {name} = {value}" for name, value in attributes.items()]
        return "\r\n".join([*head, *lines]).rstrip("\r\n") + "\r\n"


def _base_attributes(module: Module) -> dict[str, str]:
    if module.kind is Kind.STANDARD:
        return {"VB_Name": f'"{module.name}"'}
    return {
        "VB_Name": f'"{module.name}"',
        "VB_Base": f'"{module.kind.value}"',
        "VB_GlobalNameSpace": "False",
        "VB_Creatable": "False",
        "VB_PredeclaredId": str(module.kind.document),
        "VB_Exposed": str(module.kind.document),
        "VB_TemplateDerived": "False",
        "VB_Customizable": str(module.kind.document),
    }


def vba_project(modules: Sequence[Module], name: str) -> bytes:
    """The project file of these modules.

    Raises
    ------
    UnicodeEncodeError
        A source holds a character that Windows' Western code page has not.
    """
    streams = {module.name: compressed(module.text().encode(_ENCODING)) for module in modules}
    vba = {"_VBA_PROJECT": b"\xcc\x61\xff\xff\x00\x00\x00", "dir": compressed(_dir(modules, name)), **streams}
    names = b"".join(m.name.encode(_ENCODING) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    project = "\r\n".join(_project_lines(modules, name)) + "\r\n"
    return compound_file({"VBA": vba, "PROJECT": project.encode(_ENCODING), "PROJECTwm": names + b"\0\0"})


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _twice(number: int, unicode_number: int, text: str) -> bytes:
    """A text in the code page, and again in Unicode."""
    return _record(number, text.encode(_ENCODING)) + _record(unicode_number, text.encode("utf-16-le"))


def _dir(modules: Sequence[Module], name: str) -> bytes:
    """The stream `dir`: information, references, modules ([MS-OVBA] 2.3.4.2)."""
    number = struct.Struct("<I").pack
    parts = [
        _record(0x01, number(1)),  # 32-bit Windows, which 64-bit Excel writes too
        _record(0x02, number(0x409)),
        _record(0x14, number(0x409)),
        _record(0x03, struct.pack("<H", _CODEPAGE)),
        _record(0x04, name.encode(_ENCODING)),
        _twice(0x05, 0x40, ""),
        _twice(0x06, 0x3D, ""),
        _record(0x07, number(0)),
        _record(0x08, number(0)),
        struct.pack("<HIIH", 0x09, 4, 0x5A1E0F00, 3),  # a version that changes with each save in Excel, and not here
        _twice(0x0C, 0x3C, ""),
        *(_reference(title, library) for title, library in _REFERENCES),
        _record(0x0F, struct.pack("<H", len(modules))),
        _record(0x13, b"\xff\xff"),
        *map(_module, modules),
        struct.pack("<HI", 0x10, 0),
    ]
    return b"".join(parts)


def _reference(title: str, library: str) -> bytes:
    text = library.encode(_ENCODING)
    return _twice(0x16, 0x3E, title) + _record(0x0D, struct.pack("<I", len(text)) + text + b"\0" * 6)


def _module(module: Module) -> bytes:
    parts = [
        _record(0x19, module.name.encode(_ENCODING)),
        _record(0x47, module.name.encode("utf-16-le")),
        _twice(0x1A, 0x32, module.name),
        _twice(0x1C, 0x48, ""),
        _record(0x31, struct.pack("<I", 0)),
        _record(0x1E, struct.pack("<I", 0)),
        _record(0x2C, b"\xff\xff"),
        struct.pack("<HI", 0x21 if module.kind is Kind.STANDARD else 0x22, 0),
        struct.pack("<HI", 0x2B, 0),
    ]
    return b"".join(parts)


def _project_lines(modules: Sequence[Module], name: str) -> list[str]:
    """The stream `PROJECT` ([MS-OVBA] 2.3.1)."""
    identity = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"pmo-excel:{name}")).upper() + "}"
    listed = {Kind.STANDARD: "Module={}", Kind.CLASS: "Class={}"}
    return [
        f'ID="{identity}"',
        *(listed.get(m.kind, "Document={}/&H00000000").format(m.name) for m in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{protected(identity, _UNPROTECTED)}"',
        f'DPB="{protected(identity, _NO_PASSWORD)}"',
        f'GC="{protected(identity, _VISIBLE)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{m.name}=0, 0, 0, 0, C" for m in modules),
    ]


def protected(identity: str, data: bytes, seed: int = 0) -> str:
    """A field in the form that keeps it from being edited by accident ([MS-OVBA] 2.4.3.2): it hides nothing.

    Parameters
    ----------
    seed
        0 to 255. Excel takes one at random; a fixed one keeps the file the same.
    """
    key = sum(identity.encode(_ENCODING)) & 0xFF
    version, project = 2 ^ seed, key ^ seed
    out = [seed, version, project]
    plain, before, before_that = key, project, version
    for byte in bytes((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        hidden = byte ^ ((plain + before_that) & 0xFF)
        out.append(hidden)
        before_that, before, plain = before, hidden, byte
    return bytes(out).hex().upper()
