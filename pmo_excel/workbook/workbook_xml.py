"""The workbook part and what hangs on it: recalculation on opening, and the calculation chain."""

from __future__ import annotations

import posixpath
import re

from pmo_excel.workbook.markup import attribute, start_tag, with_attribute
from pmo_excel.workbook.package import Package

_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")  # ECMA-376 18.2.27, reversed
_PREFIXED = re.compile(rb"<([\w.-]+:)worksheet[\s>]")


def recalculated_on_load(xml: bytes) -> bytes:
    """The workbook part, asking Excel to calculate all formulas when it opens the file."""
    found = start_tag("calcPr").search(xml)
    if found is not None:
        if attribute(found[0], "fullCalcOnLoad") in ("1", "true"):
            return xml
        return xml[: found.start()] + with_attribute(found[0], "fullCalcOnLoad", "1") + xml[found.end() :]
    for local in _BEFORE_CALCULATION:
        end = re.search(rb"</((?:[\w.-]+:)?)%b\s*>" % local.encode(), xml)
        if end is not None:
            return xml[: end.end()] + b'<%bcalcPr fullCalcOnLoad="1"/>' % end[1] + xml[end.end() :]
    return xml


def holds_formula(sheet: bytes) -> bool:
    """Whether any cell in a sheet's XML holds a formula."""
    prefixed = _PREFIXED.search(sheet, 0, 10_000)
    formula = rb"<%bf[\s>/]" % (prefixed[1] if prefixed else b"")
    return re.search(formula, sheet) is not None


def calculation_chains(package: Package) -> list[str]:
    """The part that lists the cells with formulas in the order Excel calculated them, where there is one."""
    return [r.target for r in package.relations(package.workbook_part) if r.kind == "calcChain"]


def without_calculation_chain(package: Package) -> tuple[dict[str, bytes], set[str]]:
    """The parts that mention the calculation chain, without it, and the part itself; Excel builds it again.

    A chain that names a cell without a formula makes Excel offer to repair the file.
    """
    chains = calculation_chains(package)
    if not chains:
        return {}, set()
    folder, base = posixpath.split(package.workbook_part)
    relations = package.archive.find(posixpath.join(folder, "_rels", f"{base}.rels"))
    types = package.archive.find("[Content_Types].xml")
    changed = {}
    for member, local in ((relations, "Relationship"), (types, "Override")):
        if member is not None:
            changed[member] = _without_calc_chain(package.xml(member), local)
    return changed, set(chains)


def _without_calc_chain(xml: bytes, local: str) -> bytes:
    def kept(found: re.Match[bytes]) -> bytes:
        kind = attribute(found[0], "Type") or attribute(found[0], "ContentType") or ""
        return b"" if kind.endswith(("/calcChain", ".calcChain+xml")) else found[0]

    whole = start_tag(local).pattern + rb"(?:\s*</(?:[\w.-]+:)?%b\s*>)?" % local.encode()
    return re.sub(whole, kept, xml)
