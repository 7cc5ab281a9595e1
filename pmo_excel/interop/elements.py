"""XML elements as plain values, and elements written in the order that a schema asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from pmo_excel.interop.mspdi_xml import local_name

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold (XML 1.0, production 2)."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its text, or with its children."""

    name: str
    text: str = ""
    children: tuple[Element, ...] = ()

    @property
    def fields(self) -> dict[str, str]:
        """The text of each child that has no children itself, by name."""
        return {child.name: child.text for child in self.children if not child.children and child.text}

    def parts(self, name: str) -> list[Element]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]

    def with_fields(self, values: Mapping[str, str | None]) -> Element:
        """The same element with the text of some children given anew; None takes a child out."""
        kept = [child for child in self.children if child.name not in values]
        made = [Element(name, text) for name, text in values.items() if text is not None]
        return replace(self, children=(*kept, *made))

    def in_order(self, order: Sequence[str]) -> Element:
        """The same element with its children in a schema's order; those that the schema does not know are left out."""
        rank = {name: at for at, name in enumerate(order)}
        known = [child for child in self.children if child.name in rank]
        return replace(self, children=tuple(sorted(known, key=lambda child: rank[child.name])))


def element(name: str, fields: Mapping[str, str | None], parts: Iterable[Element] = ()) -> Element:
    """An element from the texts of its children, and children with children."""
    made = [Element(key, text) for key, text in fields.items() if text is not None]
    return Element(name, children=(*made, *parts))


def element_of(source: etree._Element) -> Element:
    """An element of a parsed file as a value; names lose their namespace."""
    children = tuple(element_of(child) for child in source if isinstance(child.tag, str))
    text = "" if children else (source.text or "").strip()
    return Element(local_name(source), text, children)


def unwritable_in(text: str) -> bool:
    """Whether a text holds characters that XML cannot."""
    return _NOT_XML.search(text) is not None


def xml_of(root: Element, namespace: str) -> bytes:
    """A document as UTF-8; characters that XML cannot hold are left out."""
    made = etree.Element(f"{{{namespace}}}{root.name}", nsmap={None: namespace})  # type: ignore[dict-item]  # the default namespace has no prefix
    _fill(made, root, namespace)
    etree.indent(made)
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8", standalone=True)


def _fill(made: etree._Element, of: Element, namespace: str) -> None:
    for child in of.children:
        inner = etree.SubElement(made, f"{{{namespace}}}{child.name}")
        if child.children:
            _fill(inner, child, namespace)
        elif child.text:
            inner.text = _NOT_XML.sub("", child.text)
