"""A column's schema in CAML, ``<Field Type="Text" DisplayName=".." />``, read and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from sharepoint.local.errors import bad_argument
from sharepoint.local.model.fields import Field

DEFAULT_VIEW = 16  # SP.AddFieldOptions.addFieldToDefaultView
NAME_HINT = 8  # SP.AddFieldOptions.addFieldInternalNameHint: without it Name is ignored, as on SharePoint
_BOOLEANS = {
    "Required": "Required",
    "Indexed": "Indexed",
    "EnforceUniqueValues": "EnforceUniqueValues",
    "Hidden": "Hidden",
    "ReadOnly": "ReadOnlyField",
    "FillInChoice": "FillInChoice",
    "Percentage": "ShowAsPercentage",
}
_SHOWN = ("ShowInNewForm", "ShowInEditForm", "ShowInDisplayForm")
_TEXTS = {
    "Description": "Description",
    "Group": "Group",
    "List": "LookupList",
    "ShowField": "LookupField",
    "CustomFormatter": "CustomFormatter",
}
_NUMBERS = {
    "MaxLength": "MaxLength",
    "NumLines": "NumberOfLines",
    "Min": "MinimumValue",
    "Max": "MaximumValue",
    "LCID": "CurrencyLocaleId",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a schema says of a column."""

    type_name: str
    title: str
    name: str
    properties: dict[str, Any]


def read(xml: str) -> Drawn:
    """Read a column's schema."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        node = etree.fromstring(xml.strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        raise bad_argument(f"The schema of the column is not valid XML: {error}") from error
    if node.tag != "Field" or not node.get("Type"):
        raise bad_argument("The schema of a column is a Field element with a Type.")
    type_name = str(node.get("Type"))
    title = str(node.get("DisplayName") or node.get("Name") or "")
    properties = _attributes(node) | _choices(node)
    if type_name == "DateTime" and node.get("Format") in ("DateOnly", "DateTime"):
        properties["DisplayFormat"] = 0 if node.get("Format") == "DateOnly" else 1
    return Drawn(type_name, title, str(node.get("Name") or node.get("StaticName") or title), properties)


def _attributes(node: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for attribute, name in (_BOOLEANS | dict(zip(_SHOWN, _SHOWN, strict=True))).items():
        if node.get(attribute) is not None:
            found[name] = node.get(attribute).upper() == "TRUE"
    found |= {name: node.get(attribute) for attribute, name in _TEXTS.items() if node.get(attribute) is not None}
    for attribute, name in _NUMBERS.items():
        if node.get(attribute) is not None:
            try:
                found[name] = float(node.get(attribute)) if name.endswith("Value") else int(node.get(attribute))
            except ValueError:
                raise bad_argument(f"The attribute {attribute} of a column must be a number.") from None
    return found


def _choices(node: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    choices = [choice.text or "" for choice in node.findall("CHOICES/CHOICE")]
    if choices:
        found["Choices"] = choices
    for tag, name in (("Default", "DefaultValue"), ("Formula", "Formula")):
        text = node.findtext(tag)
        if text is not None:
            found[name] = text
    return found


def schema_xml(field: Field) -> str:
    """A column's schema as SharePoint shows it."""
    attributes = {
        "ID": f"{{{field.id}}}",
        "Name": field.name,
        "StaticName": field.name,
        "DisplayName": field.title,
        "Type": field.kind.name,
        "SourceID": f"{{{field.list_id}}}",
    }
    for attribute, name in (_BOOLEANS | _TEXTS | _NUMBERS).items():
        value = field.properties.get(name)
        if value not in (None, False, ""):
            attributes[attribute] = "TRUE" if value is True else str(value)
    attributes |= {name: "FALSE" for name in _SHOWN if field.properties.get(name) is False}
    if field.kind.name == "DateTime":
        attributes["Format"] = "DateTime" if field.properties["DisplayFormat"] else "DateOnly"
    inner = "".join(f"<CHOICE>{escape(choice)}</CHOICE>" for choice in field.properties.get("Choices", ()))
    body = f"<CHOICES>{inner}</CHOICES>" if inner else ""
    for tag, name in (("Default", "DefaultValue"), ("Formula", "Formula")):
        if field.properties.get(name):
            body += f"<{tag}>{escape(str(field.properties[name]))}</{tag}>"
    start = "<Field " + " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    return f"{start}>{body}</Field>" if body else f"{start} />"
