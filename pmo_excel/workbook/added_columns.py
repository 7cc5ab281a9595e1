"""Columns of a template added at the right of a workbook's tables, with their looks, checks, colours and notes.

Nothing that is there moves or changes. The parts that grow are the sheet, its table, its notes and the style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.workbook.added_sheets import with_known_lists
from pmo_excel.workbook.added_styles import AddedStyles, with_styles
from pmo_excel.workbook.cell_content import content
from pmo_excel.workbook.cell_writing import CellWrite, with_cells
from pmo_excel.workbook.column_parts import with_note_shapes, with_notes, with_table_columns, with_width
from pmo_excel.workbook.markup import attribute, start_tag, with_attribute
from pmo_excel.workbook.package import ExcelTable, Package, open_package
from pmo_excel.workbook.refs import Range, range_at
from pmo_excel.workbook.refused import damaged, refused
from pmo_excel.workbook.sheet_xml import SheetXml, cell_style

_CHECK: Final = re.compile(rb"<dataValidation [^>]*>.*?</dataValidation>", re.DOTALL)
_COLOURS: Final = re.compile(rb"<conditionalFormatting [^>]*>.*?</conditionalFormatting>", re.DOTALL)
_RULE: Final = re.compile(rb'<cfRule type="cellIs" [^>]*>.*?</cfRule>', re.DOTALL)
_PRIORITY: Final = re.compile(rb'\bpriority="(\d+)"')
_AFTER_COLOURS: Final = ("dataValidations",)
_AFTER_CHECKS: Final = (
    *("hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
    *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF"),
    *("drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
)
"""What follows the checks of a sheet (ECMA-376 part 1, 18.3.1.99)."""


@dataclass(frozen=True, slots=True)
class _New:
    """A new column: where it comes to stand, and where it stands in the template."""

    header: str
    column: int
    model: int


def with_columns(package: Package, template: Package, wanted: Mapping[str, Sequence[str]]) -> Package:
    """The workbook with columns of the template after those of its tables: for each table's name, their headers.

    Whether there is room has been asked before (`room_beside`).

    Raises
    ------
    Refused
        The workbook is signed.
    """
    if not wanted:
        return package
    if package.signed:
        raise refused(f"{package.label} is digitally signed", "Remove the signature in Excel, or upgrade a copy.")
    member = next(r.target for r in package.relations(package.workbook_part) if r.kind == "styles")
    theirs = next(r.target for r in template.relations(template.workbook_part) if r.kind == "styles")
    styles = with_styles(package.tree(member), template.tree(theirs))
    changed = {member: styles.xml}
    for name, headers in wanted.items():
        table, model = package.table(name), template.table(name)
        if table is None or model is None:
            raise ValueError(f"no table {name!r} in both workbooks")
        changed |= _Widening(package, template, table, model, styles).parts(headers, changed)
    return open_package(package.archive.with_members(changed), package.label)


class _Widening:
    """One table that gets columns."""

    def __init__(
        self, package: Package, template: Package, table: ExcelTable, model: ExcelTable, styles: AddedStyles
    ) -> None:
        self.package, self.template, self.table, self.model, self.styles = package, template, table, model, styles
        mine, theirs = package.sheet(table.sheet), template.sheet(model.sheet)
        if mine is None or theirs is None:
            raise damaged(package.label, f"table {table.name} is on no sheet")
        self.sheet, self.their_sheet = mine, theirs
        self.theirs = SheetXml(template.xml(theirs.member), theirs.name, template.label)

    def parts(self, headers: Sequence[str], changed: Mapping[str, bytes]) -> dict[str, bytes]:
        """The parts that are other than they were; `changed` are those that are so already."""
        first = self.table.ref.last_column + 1
        left = self.model.ref.first_column
        new = [_New(h, first + at, left + self.model.columns.index(h)) for at, h in enumerate(headers)]

        def part(member: str) -> bytes:
            return changed.get(member) or self.package.xml(member)

        made = {
            self.sheet.member: self._sheet(part(self.sheet.member), new),
            self.table.member: with_table_columns(part(self.table.member), self.table, headers),
        }
        notes, shapes = (_related(self.package, self.sheet.member, kind) for kind in ("comments", "vmlDrawing"))
        their_notes, their_shapes = (
            _related(self.template, self.their_sheet.member, kind) for kind in ("comments", "vmlDrawing")
        )
        if notes and shapes and their_notes and their_shapes:
            moves = [((self.model.ref.first_row, one.model), (self.table.ref.first_row, one.column)) for one in new]
            with_text = with_notes(part(notes), self.template.xml(their_notes), moves)
            with_shape = with_note_shapes(part(shapes), self.template.xml(their_shapes), moves)
            if with_text and with_shape:
                made |= {notes: with_text, shapes: with_shape}
        return made

    def _sheet(self, xml: bytes, new: Sequence[_New]) -> bytes:
        sheet = SheetXml(xml, self.sheet.name, self.package.label)
        written = with_cells(sheet, dict(self._cells(new)), lambda *_: None, {})
        sheet = SheetXml(written.xml, sheet.name, sheet.label)
        head, cells = sheet.head, sheet.xml[sheet.head_end : sheet.rows_end]
        for one in new:
            head = with_width(head, one.column, self._width(one.model))
        tail = _inserted(sheet.tail, self._colours(new, sheet.tail), (*_AFTER_COLOURS, *_AFTER_CHECKS))
        return head + cells + self._with_checks(tail, new)

    def _cells(self, new: Sequence[_New]) -> Iterator[tuple[tuple[int, int], CellWrite]]:
        """The header, and an empty cell in each row, as they look in the template."""
        ref, rows = self.table.ref, self.table.rows
        for one in new:
            head, cell = (self._style(row, one.model) for row in (self.model.ref.first_row, self.model.rows.first_row))
            yield (ref.first_row, one.column), CellWrite(content(one.header, b"", self.package.date1904), head)
            for row in range(rows.first_row, rows.last_row + 1):
                yield (row, one.column), CellWrite(content(None, b"", self.package.date1904), cell)

    def _style(self, row: int, column: int) -> bytes:
        cell = self.theirs.cell(self.theirs.row(row), column)
        return b"%d" % (int(cell_style(cell) or 0) + self.styles.cell) if cell else b"0"

    def _width(self, column: int) -> str:
        for tag in start_tag("col").finditer(self.theirs.head):
            if int(attribute(tag[0], "min") or 0) <= column <= int(attribute(tag[0], "max") or 0):
                return attribute(tag[0], "width") or "14"
        return "14"

    def _down(self, column: int) -> bytes:
        rows = self.table.rows
        return str(Range(rows.first_row, column, rows.last_row, column)).encode()

    def _colours(self, new: Sequence[_New], tail: bytes) -> bytes:
        """Words in their colours; rules that look at other cells are left out, as these may stand elsewhere here."""
        priority = max((int(n) for n in _PRIORITY.findall(tail)), default=0)
        made = b""
        for one in new:
            rules = [r[0] for block in _of_column(_COLOURS, self.theirs.tail, one.model) for r in _RULE.finditer(block)]
            text = b""
            for rule in rules:
                priority += 1
                tag = rule[: rule.index(b">") + 1]
                dxf = int(attribute(tag, "dxfId") or 0) + self.styles.conditional
                moved = with_attribute(with_attribute(tag, "dxfId", str(dxf)), "priority", str(priority))
                text += moved + rule[len(tag) :]
            if text:
                made += b'<conditionalFormatting sqref="%b">%b</conditionalFormatting>' % (self._down(one.column), text)
        return made

    def _with_checks(self, tail: bytes, new: Sequence[_New]) -> bytes:
        made = b""
        for one in new:
            for check in _of_column(_CHECK, self.theirs.tail, one.model):
                tag = check[: check.index(b">") + 1]
                if attribute(tag, "type") != "custom":  # its formula is about cells of the template
                    made += with_attribute(tag, "sqref", self._down(one.column).decode()) + check[len(tag) :]
        made = with_known_lists(made, {name.name for name in self.package.names})
        opening = start_tag("dataValidations").search(tail)
        if not made:
            return tail
        if opening is None or opening[0].endswith(b"/>"):
            count = len(_CHECK.findall(made))
            return _inserted(tail, b'<dataValidations count="%d">%b</dataValidations>' % (count, made), _AFTER_CHECKS)
        count = int(attribute(opening[0], "count") or 0) + len(_CHECK.findall(made))
        end = tail.index(b"</dataValidations>")
        head = tail[: opening.start()] + with_attribute(opening[0], "count", str(count))
        return head + tail[opening.end() : end] + made + tail[end:]


def _of_column(pattern: re.Pattern[bytes], tail: bytes, column: int) -> Iterator[bytes]:
    """The elements that hold in cells of one column only."""
    for found in pattern.finditer(tail):
        try:
            ref = range_at(attribute(found[0][: found[0].index(b">") + 1], "sqref") or "")
        except ValueError:
            continue
        if ref.first_column == ref.last_column == column:
            yield found[0]


def _inserted(tail: bytes, text: bytes, before: Collection[str]) -> bytes:
    """The end of a sheet with an element before the first of those that follow it."""
    places = [found.start() for name in before if (found := start_tag(name).search(tail))]
    at = min([*places, tail.rindex(b"</worksheet")])
    return tail[:at] + text + tail[at:]


def _related(package: Package, member: str, kind: str) -> str:
    return next((r.target for r in package.relations(member) if r.kind == kind), "")
