"""Patching a workbook: some cells get new values, and every part that is not written stays byte for byte as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pmo_excel.workbook.cell_formulas import followed
from pmo_excel.workbook.date_style import with_dates_shown
from pmo_excel.workbook.draft import Draft, Edit, drafts
from pmo_excel.workbook.growth import Growth, Stretch
from pmo_excel.workbook.links import Link
from pmo_excel.workbook.package import Package, Sheet, open_package
from pmo_excel.workbook.pivots import fresh_pivot_cache, pivot_caches
from pmo_excel.workbook.queries import fetched_on_load, query_connections, reads_any
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.refused import Refused, refused
from pmo_excel.workbook.sheet_xml import SheetXml
from pmo_excel.workbook.stretched_refs import in_chart, in_names, in_other_sheet, in_table
from pmo_excel.workbook.tables_xml import with_last_row
from pmo_excel.workbook.workbook_xml import (
    calculation_chains,
    holds_formula,
    recalculated_on_load,
    without_calculation_chain,
)

_CHART = re.compile(r"charts/chart(?:Ex)?\d*\.xml$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Patched:
    """The new file, and the proof of what it took.

    Attributes
    ----------
    changed, removed
        Members of the zip archive that are not as they were; one is added only with a sheet.
    identical
        How many members are byte for byte as they were, packed bytes included.
    cells
        The cells that are different now, as sheet and reference.
    """

    data: bytes
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    identical: int
    cells: tuple[tuple[str, str], ...]


def patch(
    source: Package | bytes | Path | str,
    edits: Iterable[Edit],
    growths: Iterable[Growth] = (),
    links: Iterable[Link] = (),
) -> Patched:
    """Write values into cells of a workbook, after adding rows to some of its tables or taking their last rows away.

    A cell keeps its format; one that is not there yet takes that of the cells above it in its table, else of its row or
    column. When the workbook holds formulas, Excel is asked to calculate them when it opens the file.

    Parameters
    ----------
    links
        Cells whose click is to lead to another cell of the workbook.

    Raises
    ------
    Refused
        The workbook cannot be changed, or some of the cells cannot be written; every reason is in it, and nothing is
        written.
    """
    package = source if isinstance(source, Package) else open_package(source)
    if package.signed:
        raise refused(
            f"{package.label} is digitally signed, and any change would break the signature",
            "Remove the signature in Excel (File, Info, View Signatures), or write to a copy.",
        )
    sheets, grown = drafts(package, edits, growths, links)
    problems = [problem for draft in sheets for problem in draft.problems()]
    if problems:
        raise Refused(problems)
    change = _Change(package)
    change.write(sheets, grown)
    for one in grown:
        change.follow(one, {draft.sheet.member for draft in sheets})
    change.refresh(sheets, grown)
    return change.done()


def patch_showing_dates(
    source: Package,
    edits: Sequence[Edit],
    growths: Iterable[Growth] = (),
    links: Iterable[Link] = (),
    since: Package | None = None,
) -> Patched:
    """Patch a workbook so that every date written shows as one, where its cell would show a bare number.

    Parameters
    ----------
    since
        The file that the proof is counted from, where sheets were added to it first.

    Raises
    ------
    Refused
        As for `patch`.
    """
    package, shown = with_dates_shown(source, edits)
    done = patch(package, shown, growths, links)
    before = since or source
    if package is before or not done.changed:
        return done
    old, new = before.archive, open_package(done.data, before.label).archive
    changed = tuple(n for n in new.names if old.find(n) != n or old.packed(n) != new.packed(n))
    removed = tuple(sorted(set(old.names) - set(new.names)))
    return replace(done, changed=changed, removed=removed, identical=len(new.names) - len(changed))


class _Change:
    """The members that change on the way from one file to the next."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.changed: dict[str, bytes] = {}
        self.removed: set[str] = set()
        self.cells: list[tuple[str, str]] = []

    def write(self, sheets: Sequence[Draft], grown: Sequence[Stretch]) -> None:
        """The sheets themselves; a calculation chain goes when it may name cells that lost their formula."""
        formulas_changed = False
        for draft in sheets:
            written = draft.written(grown)
            if written.xml != draft.xml.xml:
                self.changed[draft.sheet.member] = written.xml
            self.cells += written.cells
            formulas_changed |= written.formulas_changed
        if formulas_changed:
            without, self.removed = without_calculation_chain(self.package)
            self.changed |= without

    def follow(self, grown: Stretch, written: set[str]) -> None:
        """What refers to a range whose end moves: tables, names, charts, and what other sheets hold."""
        if grown.table is not None:
            self._edit(grown.table.member, partial(with_last_row, table=grown.table, last_row=grown.last_row))
        for table in self.package.tables:
            self._edit(table.member, partial(in_table, sheet=table.sheet, grown=grown))
        self._edit(self.package.workbook_part, partial(in_names, grown=grown))
        for member in self.package.archive.names:
            if _CHART.search(member):
                self._edit(member, partial(in_chart, grown=grown))
        for sheet in self.package.sheets:
            if sheet.kind == "worksheet" and sheet.member not in written:
                self._edit(sheet.member, partial(in_other_sheet, sheet=sheet.name, grown=grown))
                self._edit(sheet.member, partial(self._in_cells, sheet=sheet, grown=grown))

    def refresh(self, sheets: Sequence[Draft], grown: Sequence[Stretch]) -> None:
        """Have Excel calculate the formulas, and fill the PivotTables and queries, that rest on what was written."""
        if not self.changed:
            return
        if self._calculates(sheets):
            self._edit(self.package.workbook_part, recalculated_on_load)
        reach = {draft.sheet.name.casefold(): draft.reach() for draft in sheets}
        for member in pivot_caches(self.package):
            self._edit(member, partial(fresh_pivot_cache, package=self.package, reach=reach, grown=grown))
        connections = query_connections(self.package)
        written = [(name, place) for name, place in reach.items() if place is not None]
        if connections and reads_any(self.package, [*written, *((one.sheet, one.now) for one in grown)]):
            for member in connections:
                self._edit(member, fetched_on_load)

    def done(self) -> Patched:
        """The new file and what it took."""
        archive = self.package.archive
        order = [name for name in archive.names if name in self.changed]
        return Patched(
            archive.with_members(self.changed, self.removed),
            tuple(order),
            tuple(sorted(self.removed)),
            len(archive.names) - len(order) - len(self.removed),
            tuple(self.cells),
        )

    def _in_cells(self, xml: bytes, sheet: Sheet, grown: Stretch) -> bytes:
        if b"!" not in xml:
            return xml
        xml, cells = followed(SheetXml(xml, sheet.name, self.package.label), grown)
        self.cells += [(sheet.name, cell_ref(row, column)) for row, column in cells]
        return xml

    def _edit(self, member: str, change: Callable[[bytes], bytes]) -> None:
        old = self.changed[member] if member in self.changed else self.package.xml(member)
        new = change(old)
        if new != old:
            self.changed[member] = new

    def _calculates(self, sheets: Sequence[Draft]) -> bool:
        """Whether the workbook holds a formula, which could rest on what was written."""
        package = self.package
        if calculation_chains(package) or any(draft.xml.has_formulas for draft in sheets):
            return True
        seen = {draft.sheet.member for draft in sheets}
        others = (sheet.member for sheet in package.sheets if sheet.kind == "worksheet" and sheet.member not in seen)
        return any(holds_formula(package.archive.read(member)) for member in others)


__all__ = ["Edit", "Growth", "Patched", "Refused", "patch"]
