"""XML as bytes: finding start tags and changing single attributes, so that everything else stays as it was written."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from lxml import etree

from pmo_excel.workbook.refused import damaged, refused

_ENCODING = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']""")
_ENTITY = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def parsed(xml: bytes, part: str, label: str) -> etree._Element:
    """A small part as a tree; entities, document types and the network stay out.

    Raises
    ------
    Refused
        It is not well-formed XML, or declares a document type.
    """
    _check_safe(xml, part, label)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(label, f"{part} is not well-formed XML") from error


def plain(xml: bytes, part: str, label: str) -> bytes:
    """The part as UTF-8 without comments and CDATA sections: the same bytes, but for files no usual program writes."""
    encoding = _ENCODING.match(xml[:200].lstrip(b"\xef\xbb\xbf"))
    utf8 = encoding is None or encoding[1].lower() in (b"utf-8", b"us-ascii")
    marked = b"!" in xml and b"<!" in xml  # looking for one byte first is twenty times faster
    if utf8 and not marked and xml[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        _check_safe(xml[:4], part, label)
        return xml
    tree = parsed(xml, part, label).getroottree()
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)


def _check_safe(xml: bytes, part: str, label: str) -> None:
    """Refuse document types, and encodings in which one could hide; Excel itself writes and reads UTF-8 and UTF-16."""
    text = xml.decode("utf-16", "replace") if xml[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    if text and "\0" not in text:
        hidden = "<!DOCTYPE" in text or "<!ENTITY" in text
    elif (xml[:1] == b"<" and xml[1:2] != b"\0") or xml[:4] == b"\xef\xbb\xbf<":
        hidden = b"<!DOCTYPE" in xml or b"<!ENTITY" in xml
    else:
        raise damaged(label, f"{part} is not XML")
    if hidden:
        raise refused(
            f"{label} declares a document type in {part}, which Excel never writes",
            "It may be made to read other files. Do not use it; ask its sender for a workbook saved by Excel.",
        )


@lru_cache(maxsize=256)
def start_tag(local: str) -> re.Pattern[bytes]:
    """Matches start tags of the element with that local name, whatever its prefix."""
    return re.compile(rb"<(?:[\w.-]+:)?%b(?=[\s/>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*>" % local.encode())


@lru_cache(maxsize=256)
def _attribute(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"""(\s%b\s*=\s*)(?:"([^"]*)"|'([^']*)')""" % re.escape(name).encode())


def attribute(tag: bytes, name: str) -> str | None:
    """An attribute's value in a start tag, or None."""
    found = _attribute(name).search(tag)
    if found is None:
        return None
    return text_of(found[2] if found[2] is not None else found[3])


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """The start tag with one attribute set, or taken out for None."""
    found = _attribute(name).search(tag)
    if value is None:
        return tag if found is None else tag[: found.start()] + tag[found.end() :]
    quoted = b'"%b"' % escaped(value).replace(b'"', b"&quot;")
    if found is not None:
        return tag[: found.end(1)] + quoted + tag[found.end() :]
    close = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:close].rstrip() + b" %b=%b" % (name.encode(), quoted) + tag[close:]


def escaped(text: str) -> bytes:
    """Text as XML content."""
    return escape(text, quote=False).encode("utf-8")


def text_of(xml: bytes) -> str:
    """XML content as text."""
    text = xml.decode("utf-8", "replace")
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _ENTITIES[found[3]]
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if code < 0x110000 else found[0]
