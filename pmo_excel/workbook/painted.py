"""Cells that a conditional format paints by a rule over other cells: a colour that no cell holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pmo_excel.workbook.fills import rag_colour, rule_fills
from pmo_excel.workbook.markup import attribute, start_tag
from pmo_excel.workbook.refs import Range, range_at
from pmo_excel.workbook.sheet_facts import SheetFacts

_FORMAT: Final = re.compile(
    rb"<(?:[\w.-]+:)?conditionalFormatting(?=[\s>])([^>]*)>(.*?)</(?:[\w.-]+:)?conditionalFormatting\s*>", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Painted:
    """A range that a rule over other cells paints, and as what: R, A or G."""

    ref: Range
    letter: str


def painted(facts: SheetFacts) -> Iterator[Painted]:
    """The ranges of a sheet that a formula may paint red, amber or green.

    Rules over the cell's own value are left out: they paint what the cell says.
    """
    colours: list[str | None] | None = None
    for found in _FORMAT.finditer(facts.tail):
        for rule in start_tag("cfRule").finditer(found[2]):
            number = attribute(rule[0], "dxfId")
            if attribute(rule[0], "type") != "expression" or number is None:
                continue
            colours = rule_fills(facts.package) if colours is None else colours
            rgb = colours[int(number)] if int(number) < len(colours) else None
            letter = rag_colour(rgb) if rgb else None
            if letter:
                yield from (Painted(ref, letter) for ref in _ranges(attribute(b"<x" + found[1] + b">", "sqref") or ""))


def _ranges(sqref: str) -> Iterator[Range]:
    for ref in sqref.split():
        try:
            yield range_at(ref)
        except ValueError:
            continue
