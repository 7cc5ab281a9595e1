"""The colour that cells are filled with, by style; and what colour that is to a person: red, amber, green."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from pmo_excel.workbook.package import Package

_THEME: Final = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
"""The order of a theme's colours in a cell format; light and dark change places (ECMA-376 part 1, 18.8.3)."""
_RGB: Final = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


def fills(package: Package) -> list[str | None]:
    """The solid fill of each cell style, as `RRGGBB`; None without one."""
    part = next((r.target for r in package.relations(package.workbook_part) if r.kind == "styles"), None)
    if part is None:
        return []
    root = package.tree(part)
    theme = _theme(package)
    colours = [_solid(fill, theme) for fill in root.iterfind("{*}fills/{*}fill")]
    styles = (int(xf.get("fillId") or 0) for xf in root.iterfind("{*}cellXfs/{*}xf"))
    return [colours[at] if at < len(colours) else None for at in styles]


def rule_fills(package: Package) -> list[str | None]:
    """The fill of each format that conditional formats use, as `RRGGBB`; None without one.

    There, the colour of a solid fill is its background (ECMA-376 part 1, 18.8.14 and 18.8.32).
    """
    part = next((r.target for r in package.relations(package.workbook_part) if r.kind == "styles"), None)
    if part is None:
        return []
    theme = _theme(package)
    found = []
    for one in package.tree(part).iterfind("{*}dxfs/{*}dxf"):
        colour = one.find("{*}fill/{*}patternFill/{*}bgColor")
        found.append(None if colour is None else _rgb(colour, theme))
    return found


def rag_colour(rgb: str) -> str | None:
    """R, A or G where a person would call the colour that; None for others, and for pale and grey ones."""
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.35 or not 0.15 < lightness < 0.9:
        return None
    degrees = hue * 360
    if degrees < 15 or degrees >= 340:
        return "R"
    if 28 <= degrees < 65:
        return "A"
    return "G" if 75 <= degrees < 165 else None


def _solid(fill: etree._Element, theme: list[str]) -> str | None:
    pattern = fill.find("{*}patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return None
    colour = pattern.find("{*}fgColor")
    return None if colour is None else _rgb(colour, theme)


def _rgb(colour: etree._Element, theme: list[str]) -> str | None:
    if found := _RGB.fullmatch(colour.get("rgb") or ""):
        return found[1].upper()
    for name in ("theme", "indexed"):
        number = colour.get(name)
        known = (theme if name == "theme" else _indexed()) if number and number.isdecimal() else ()
        if number and known and int(number) < len(known):
            return known[int(number)][-6:]
    return None


def _indexed() -> Sequence[str]:
    """The palette of older workbooks, as openpyxl lists it."""
    from openpyxl.styles.colors import COLOR_INDEX  # imported where needed: 0.2 s

    return tuple(str(colour) for colour in COLOR_INDEX)


def _theme(package: Package) -> list[str]:
    part = next((r.target for r in package.relations(package.workbook_part) if r.kind == "theme"), None)
    if part is None:
        return []
    root = package.tree(part)
    found = []
    for name in _THEME:
        colour = root.find(f".//{{*}}clrScheme/{{*}}{name}/*")
        rgb = (colour.get("lastClr") or colour.get("val") or "") if colour is not None else ""
        found.append(rgb if _RGB.fullmatch(rgb) else "FFFFFF")
    return found
