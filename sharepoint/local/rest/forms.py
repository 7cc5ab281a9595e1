"""Writing as the edit form does: texts in, an answer per column out, HTTP 200 even where a column is refused.

``ValidateUpdateListItem`` and ``AddValidateUpdateItem`` are also where SharePoint enforces required columns and choice
lists, which plain REST writes do not.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sharepoint.local.errors import Refusal, bad_argument, bad_query
from sharepoint.local.model.fields import Field
from sharepoint.local.model.item import Item
from sharepoint.local.model.lists import SiteList
from sharepoint.local.rest.call import Call
from sharepoint.local.rest.resource import plain_collection

_DATE_FORMS = ("%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M", "%m/%d/%Y")


def form_values(call: Call, holder: SiteList, item: Item | None) -> dict[str, Any]:
    """Carry out a form-style write and say for each column how it went."""
    sent = plain_collection(call.json.get("formValues"))
    if not isinstance(sent, list) or not all(isinstance(each, dict) for each in sent):
        raise bad_query("formValues must be a list of SP.ListItemFormUpdateValue.")
    results = [_read(call, holder, each) for each in sent]
    if item is None:
        results += _missing(call, holder, results)
    number = item.id if item else 0
    if not any(result["HasException"] for result in results):
        number = _write(call, holder, item, results)
    for result in results:
        result.pop("stored", None)
        result["ItemId"] = number
    return {"__metadata": {"type": "Collection(SP.ListItemFormUpdateValue)"}, "results": results}


def _write(call: Call, holder: SiteList, item: Item | None, results: list[dict[str, Any]]) -> int:
    properties = dict(result["stored"] for result in results if "stored" in result)
    try:
        if item is None:
            item = call.site.items.add(holder, properties, call.user)
        else:
            quiet = call.json.get("bNewDocumentUpdate") is True
            call.site.items.update(item, properties, call.user, new_version=not quiet)
        return item.id
    except Refusal as refusal:
        for result in results:
            result |= {"HasException": True, "ErrorMessage": refusal.message}
        return item.id if item else 0


def _read(call: Call, holder: SiteList, sent: dict[str, Any]) -> dict[str, Any]:
    name, text = str(sent.get("FieldName", "")), sent.get("FieldValue")
    result = {"FieldName": name, "FieldValue": text, "HasException": False, "ErrorMessage": None}
    try:
        field = call.site.fields.by_name_or_title(holder.id, name)
        if field.properties["Required"] and text in (None, ""):
            raise bad_argument("You can't leave this blank.")
        value = _value(call, field, str(text)) if text not in (None, "") else None
        result["stored"] = (field.key, value)
    except Refusal as refusal:
        result |= {"HasException": True, "ErrorMessage": refusal.message}
    return result


def _missing(call: Call, holder: SiteList, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a new item needs and the form left out."""
    given = {result["FieldName"] for result in results}
    needed = [field for field in call.site.fields.of(holder.id) if field.properties["Required"] and field.writable]
    return [
        {
            "FieldName": field.name,
            "FieldValue": None,
            "HasException": True,
            "ErrorMessage": "You can't leave this blank.",
        }
        for field in needed
        if field.name not in given and field.title not in given and field.properties["DefaultValue"] is None
    ]


def _value(call: Call, field: Field, text: str) -> Any:
    """A form's text as the value plain REST would send."""
    kind = field.kind.name
    if kind in ("User", "UserMulti"):
        numbers = [call.site.users.ensure(str(person.get("Key", ""))).id for person in _people(text)]
        return {"results": numbers} if field.kind.reference == "many" else (numbers[0] if numbers else None)
    if kind == "DateTime":
        return _date(text, call.json.get("datesInUTC") is True)
    if kind == "Boolean":
        return text.lower() in ("1", "true", "yes")
    if kind == "MultiChoice":
        return {"results": [part for part in text.split(";#") if part]}
    if kind == "URL":
        url, _, description = text.partition(", ")
        return {"Url": url, "Description": description}
    if kind in ("Lookup", "LookupMulti"):
        return _lookups(field, text)
    if kind == "Choice" and not field.properties["FillInChoice"] and text not in field.properties["Choices"]:
        raise bad_argument(f"The value {text!r} is not one of the choices of {field.title}.")
    field.stored(text, call.site)
    return text


def _people(text: str) -> list[dict[str, Any]]:
    try:
        people = json.loads(text)
    except ValueError:
        raise bad_argument('A person is sent as [{"Key": "login name"}].') from None
    return [person for person in people if isinstance(person, dict)] if isinstance(people, list) else []


def _lookups(field: Field, text: str) -> Any:
    numbers = [int(part) for part in text.split(";#") if part.strip().isdecimal()]
    return {"results": numbers} if field.kind.reference == "many" else (numbers[0] if numbers else None)


def _date(text: str, utc: bool) -> str:
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text.strip(), form).isoformat() + ("Z" if utc else "")
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise bad_argument("You must specify a valid date within the range of 1/1/1900 and 12/31/8900.") from None
