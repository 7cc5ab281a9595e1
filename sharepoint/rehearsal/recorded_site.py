"""A recorded site that answers again, in this process: nothing is sent anywhere."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter

from sharepoint.connection import Connection
from sharepoint.errors import Answer
from sharepoint.local.model.lists import SiteList as LocalList
from sharepoint.local.model.site import Site as LocalSite
from sharepoint.local.rest.fieldxml import read as schema
from sharepoint.local.service import Service
from sharepoint.rehearsal.recording import Recording
from sharepoint.site import Description, Site
from sharepoint.zones import site_zone

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


class RecordedSite(Site):
    """The site of a recording: what it says of itself is as recorded."""

    def __init__(self, recording: Recording, connection: Connection) -> None:
        super().__init__(recording.url, connection=connection)
        self._recording = recording.data

    def describe_with(self, titles: Sequence[str], others: Sequence[str]) -> tuple[Description, list[Answer]]:
        """The site and its lists, with the recorded title, person and time zone."""
        data = self._recording
        about, answers = super().describe_with(titles, others)
        who = data["user"]["Title"]
        return replace(about, title=data["title"], user=who, zone=site_zone(data["zone"])), answers


class _NoSignIn:
    """A token that names the person who recorded, and opens nothing."""

    def __init__(self, login: str, title: str) -> None:
        claims = json.dumps({"upn": login.rpartition("|")[2] or "recorded", "name": title}).encode()
        self._token = f"e30.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.x"

    def token(self) -> dict[str, Any]:
        """The token."""
        return {"access_token": self._token, "token_type": "Bearer", "expires_in": 3600}


class _InProcess(BaseAdapter):
    """Answers each request from the local site's service, without a network."""

    def __init__(self, service: Service, base: str) -> None:
        super().__init__()
        self.service = service
        self.base = base

    def send(self, request: requests.PreparedRequest, *given: Any, **options: Any) -> requests.Response:
        """The answer to a request, which must be for the recorded site."""
        url = str(request.url)
        prefix = f"{self.base}/_api/"
        if not url.startswith(prefix):
            raise requests.exceptions.InvalidURL(f"{url} is not on the recorded site")
        body = request.body.encode() if isinstance(request.body, str) else bytes(request.body or b"")
        headers = {name.lower(): str(value) for name, value in request.headers.items()}
        reply = self.service.reply(str(request.method), url[len(prefix) :], headers, body, self.base)
        response = requests.Response()
        response.status_code = reply.status
        response.headers.update(reply.headers)
        response.raw = io.BytesIO(reply.content)
        response.url, response.request = url, request
        return response

    def close(self) -> None:
        """Nothing is open."""


@contextmanager
def recorded_site(recording: Recording, folder: Path) -> Iterator[RecordedSite]:
    """A site as recorded, kept in a folder for the length of the block.

    Everything sent to it is carried out there, so that what depends on an answer goes on as it would on the site.
    """
    local = LocalSite(folder, urlsplit(recording.url).path)
    try:
        with local.store.transaction():
            for each in recording.lists:
                _add_list(local, each)
        user = recording.data["user"]
        connection = Connection(recording.url, _NoSignIn(user["LoginName"], user["Title"]))
        for scheme in ("http://", "https://"):
            connection.session.mount(scheme, _InProcess(Service(local), recording.url))
        yield RecordedSite(recording, connection)
    finally:
        local.close()


def _add_list(local: LocalSite, each: Mapping[str, Any]) -> None:
    """A list or library under its recorded id, with its columns and what it holds."""
    store, by = local.store, local.users.everyday()
    root = each["root"].rpartition("/")[2]
    made = local.lists.add(each["title"], each["template"], by, each["settings"], root)
    entity = each["entity_type"].removeprefix("SP.Data.")
    entity = entity.removesuffix("ListItem") if entity.endswith("ListItem") else entity.removesuffix("Item")
    store.run("UPDATE lists SET id = ?, entity = ? WHERE id = ?", (each["id"].lower(), entity, made.id))
    for table in ("fields", "views", "folders"):
        store.run(f"UPDATE {table} SET list_id = ? WHERE list_id = ?", (each["id"].lower(), made.id))  # noqa: S608
    holder = local.lists.get(each["id"])
    _add_columns(local, holder, each["columns"])
    for row in each["items"]:
        _add_item(local, holder, row, [column["InternalName"] for column in each["columns"]])
    for file in each["files"]:
        _add_file(local, holder, file)


def _add_columns(local: LocalSite, holder: LocalList, columns: list[dict[str, Any]]) -> None:
    there = {field.name for field in local.fields.of(holder.id)}
    for column in columns:
        if column["InternalName"] not in there:
            drawn = schema(str(column["SchemaXml"]))
            given = (holder.id, drawn.type_name, drawn.title, drawn.properties, local.users.everyday())
            local.fields.add(*given, column["InternalName"])


def _add_item(local: LocalSite, holder: LocalList, row: Mapping[str, Any], names: list[str]) -> None:
    by = local.users.ensure(row["Editor"] or "recorded", row["Editor"] or None)
    local.store.run("UPDATE lists SET next_item = ? WHERE id = ?", (row["Id"], holder.id))
    values = {name: row[name] for name in ("Title", *names) if row.get(name) is not None}
    item = local.items.add(holder, values, by)
    _as_recorded(local, holder.id, item.id, row, values)


def _add_file(local: LocalSite, holder: LocalList, file: Mapping[str, Any]) -> None:
    by = local.users.ensure(file["Editor"] or "recorded", file["Editor"] or None)
    folder, _, name = str(file["path"]).rpartition("/")
    place = local.folders.ensure_path(local.folders.get(holder.root), folder, by)
    local.store.run("UPDATE lists SET next_item = max(next_item, ?) WHERE id = ?", (file["Id"], holder.id))
    content = base64.b64decode(file["content"]) if file["content"] is not None else b""
    item = local.documents.add(place, name, content, by, overwrite=False)
    values = {name: value for name, value in file["values"].items() if value is not None}
    local.items.update(item, values, by, new_version=False)
    _as_recorded(local, holder.id, item.id, file, values)
    local.store.run(
        "UPDATE items SET guid = ?, length = ? WHERE list_id = ? AND id = ?",
        (str(file["UniqueId"]).lower(), file["Length"], holder.id, item.id),
    )


def _as_recorded(
    local: LocalSite, list_id: str, number: int, row: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Give an item its recorded id and version; and its days, which this site would put to its own midnight."""
    days = {name: value for name, value in values.items() if isinstance(value, str) and _MOMENT.match(value)}
    data = json.dumps(local.items.get(list_id, number).data | days)
    guid, _, version = str(row["etag"]).strip('"').partition(",")
    local.store.run(
        "UPDATE items SET guid = ?, version = ?, modified = ?, data = ? WHERE list_id = ? AND id = ?",
        (guid.lower(), int(version or 1), row["Modified"], data, list_id, number),
    )
