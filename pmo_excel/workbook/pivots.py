"""PivotTables: their sources, and filling them again when what they summarise has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmo_excel.workbook.growth import Stretch
from pmo_excel.workbook.markup import attribute, start_tag, with_attribute
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.refs import Range, range_at
from pmo_excel.workbook.stretched_refs import in_pivot_source


def pivot_caches(package: Package) -> list[str]:
    """The parts that say where PivotTables take their data from."""
    return [r.target for r in package.relations(package.workbook_part) if r.kind == "pivotCacheDefinition"]


def fresh_pivot_cache(
    xml: bytes, package: Package, reach: Mapping[str, Range | None], grown: Sequence[Stretch]
) -> bytes:
    """A PivotTable cache that Excel fills again on opening, if its source was written to; a source that grows, grows.

    Parameters
    ----------
    reach
        The rectangle around the edits of each sheet, by its name in small letters.
    """
    source = start_tag("worksheetSource").search(xml)
    if source is None:
        return xml
    tag = source[0]
    place = _place(tag, package)
    if place is None:
        return xml
    sheet, now = place
    for one in grown:
        tag = in_pivot_source(tag, one)
    edited = reach.get(sheet.casefold())
    written = edited is not None and edited.overlaps(now)
    if not written and not any(one.sheet.casefold() == sheet.casefold() and one.now.overlaps(now) for one in grown):
        return xml
    xml = xml[: source.start()] + tag + xml[source.end() :]
    root = start_tag("pivotCacheDefinition").search(xml)
    if root is None or attribute(root[0], "refreshOnLoad") in ("1", "true"):
        return xml
    return xml[: root.start()] + with_attribute(root[0], "refreshOnLoad", "1") + xml[root.end() :]


def named_place(name: str, package: Package) -> tuple[str, Range] | None:
    """Sheet and range of a table, or of a defined name that is one range."""
    table = package.table(name)
    if table is not None:
        return table.sheet, table.ref
    refers_to = next((one.refers_to for one in package.names if one.name.casefold() == name.casefold()), "")
    sheet, _, ref = refers_to.rpartition("!")
    return _at(sheet.strip("'").replace("''", "'"), ref)


def _place(tag: bytes, package: Package) -> tuple[str, Range] | None:
    """Sheet and range of a PivotTable's source, given directly, by a table or by a defined name."""
    name, sheet, ref = (attribute(tag, key) or "" for key in ("name", "sheet", "ref"))
    return named_place(name, package) if name else _at(sheet, ref)


def _at(sheet: str, ref: str) -> tuple[str, Range] | None:
    try:
        return sheet, range_at(ref.replace("$", ""))
    except ValueError:
        return None
