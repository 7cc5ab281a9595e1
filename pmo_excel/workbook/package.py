"""An Excel workbook file as a package of parts: its sheets, tables and names, read without reading the cells."""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from pmo_excel.core.problems import Code
from pmo_excel.workbook.archive import Archive
from pmo_excel.workbook.file_kinds import lock_file, not_a_workbook, not_a_zip, online_only
from pmo_excel.workbook.markup import parsed, plain
from pmo_excel.workbook.refs import Range
from pmo_excel.workbook.refused import Refused, damaged, refused
from pmo_excel.workbook.tables_xml import ExcelTable, excel_table

LARGEST_FILE = 300_000_000


@dataclass(frozen=True, slots=True)
class Relation:
    """A part's relationship to another part: its type's last word, and the part it points to."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the tab shows it; `state` is visible, hidden or veryHidden, `kind` worksheet, chartsheet and so on."""

    name: str
    state: str
    kind: str
    member: str


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name and what it refers to; `sheet` is empty when it holds in the whole workbook."""

    name: str
    refers_to: str
    sheet: str
    hidden: bool


class Package:
    """A workbook file in memory.

    Parameters
    ----------
    data
        The whole file.
    label
        What messages call it, usually the file's name.

    Raises
    ------
    Refused
        It is not an .xlsx or .xlsm workbook that can be opened; the problem says what it is instead.
    """

    def __init__(self, data: bytes, label: str) -> None:
        refusal = not_a_zip(data, label)
        if refusal is not None:
            raise refusal
        self.data = data
        self.label = label
        self.archive = Archive(data, label)
        self._relations: dict[str, list[Relation]] = {}
        refusal = not_a_workbook(self.archive.names, label)
        if refusal is not None:
            raise refusal
        main = [relation.target for relation in self.relations("") if relation.kind == "officeDocument"]
        if not main:
            raise damaged(label, "it does not say which part is the workbook")
        self.workbook_part = main[0]

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of the file as it was read; `save` compares it with the file on the disk."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every sheet, in tab order."""
        relations = {relation.id: relation for relation in self.relations(self.workbook_part)}
        sheets = []
        for element in self._workbook.iterfind("{*}sheets/{*}sheet"):
            identity = next((value for key, value in element.items() if etree.QName(key).localname == "id"), "")
            relation = relations.get(str(identity))
            if relation is None:
                raise damaged(self.label, f"sheet {element.get('name')!r} points to no part")
            state = element.get("state") or "visible"
            sheets.append(Sheet(element.get("name") or "", state, relation.kind, relation.target))
        return tuple(sheets)

    @cached_property
    def tables(self) -> tuple[ExcelTable, ...]:
        """Every Excel Table, in tab order."""
        return tuple(table for sheet in self.sheets for table in self._tables_on(sheet))

    @cached_property
    def names(self) -> tuple[DefinedName, ...]:
        """Every defined name, built-in ones (`_xlnm.Print_Area`) included."""
        found = []
        for element in self._workbook.iterfind("{*}definedNames/{*}definedName"):
            local = element.get("localSheetId")
            sheet = self.sheets[int(local)].name if local and int(local) < len(self.sheets) else ""
            hidden = element.get("hidden") in ("1", "true")
            found.append(DefinedName(element.get("name") or "", element.text or "", sheet, hidden))
        return tuple(found)

    @cached_property
    def date1904(self) -> bool:
        """Whether dates count from 1 January 1904, as in workbooks from old Excel for Mac."""
        properties = self._workbook.find("{*}workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true")

    @cached_property
    def signed(self) -> bool:
        """Whether it carries a digital signature, which any change would break."""
        return any(name.lower().startswith("_xmlsignatures/") for name in self.archive.names)

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name; capitals do not matter, as in Excel."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    def table(self, name: str) -> ExcelTable | None:
        """The Excel Table of that name; capitals do not matter, as in Excel."""
        return next((table for table in self.tables if table.name.casefold() == name.casefold()), None)

    def table_on(self, sheet: str, name: str) -> ExcelTable | None:
        """The Excel Table of that name, looked for on the sheet where it should be, and only then on all of them."""
        there = self.sheet(sheet)
        for table in () if there is None or "tables" in self.__dict__ else self._tables_on(there):
            if table.name.casefold() == name.casefold():
                return table
        return self.table(name)

    def _tables_on(self, sheet: Sheet) -> Iterator[ExcelTable]:
        for relation in self.relations(sheet.member):
            if relation.kind == "table":
                yield excel_table(self.tree(relation.target), sheet.name, relation.target, self.label)

    def xml(self, member: str) -> bytes:
        """One part as UTF-8 XML without comments, to be edited as bytes."""
        return plain(self.archive.read(member), member, self.label)

    def tree(self, member: str) -> etree._Element:
        """One part, parsed. For small parts; sheets are too large for it."""
        return parsed(self.archive.read(member), member, self.label)

    def relations(self, member: str) -> list[Relation]:
        """Where a part points to inside the file ("" for the file itself); targets that do not exist are left out."""
        if member not in self._relations:
            self._relations[member] = self._read_relations(member)
        return list(self._relations[member])

    def _read_relations(self, member: str) -> list[Relation]:
        folder, base = posixpath.split(member)
        part = self.archive.find(posixpath.join(folder, "_rels", f"{base}.rels"))
        if part is None:
            return []
        found = []
        for element in self.tree(part).iterfind("{*}Relationship"):
            path = unquote(element.get("Target") or "")
            inside = posixpath.normpath(path[1:] if path.startswith("/") else posixpath.join(folder, path))
            target = self.archive.find(inside)
            if target is not None and element.get("TargetMode") != "External":
                kind = (element.get("Type") or "").rpartition("/")[2]
                found.append(Relation(element.get("Id") or "", kind, target))
        return found

    @cached_property
    def _workbook(self) -> etree._Element:
        return self.tree(self.workbook_part)


def open_package(source: bytes | Path | str, label: str = "") -> Package:
    """Open a workbook file, or one already read.

    Raises
    ------
    Refused
        It cannot be read, or is not an .xlsx or .xlsm workbook; the problem says why and what to do.
    """
    if isinstance(source, bytes):
        return Package(source, label or "The workbook")
    path = Path(source)
    return Package(file_bytes(path), label or path.name)


def file_bytes(path: Path) -> bytes:
    """A workbook file's bytes.

    Raises
    ------
    Refused
        It is another program's lock file, is too large, or cannot be read; the problem says why and what to do.
    """
    refusal = lock_file(path.name)
    if refusal is not None:
        raise refusal
    status = None
    try:
        status = path.stat()
        if status.st_size > LARGEST_FILE:
            message = f"{path.name} is {status.st_size / 1e6:,.0f} MB, over {LARGEST_FILE / 1e6:,.0f} MB"
            raise refused(message, "Split it, or remove what is not used.")
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, status, error) from error


def _unreadable(path: Path, status: os.stat_result | None, error: OSError) -> Refused:
    refusal = online_only(status, path.name) if status is not None else None
    if refusal is not None:
        return refusal
    if isinstance(error, PermissionError):
        return refused(
            f"{path.name} cannot be read: another program holds it, or you have no right to",
            "Close it where it is open, and try again.",
            code=Code.FILE_LOCKED,
        )
    message = f"{path.name} cannot be read ({error.strerror})"
    return refused(message, "Check that the file is there.", code=Code.FILE)


__all__ = [
    "DefinedName",
    "ExcelTable",
    "Package",
    "Range",
    "Refused",
    "Relation",
    "Sheet",
    "file_bytes",
    "open_package",
]
