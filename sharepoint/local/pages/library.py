"""A library: its folders and files, one folder at a time."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from sharepoint.local.errors import unknown_folder
from sharepoint.local.model.item import label_text
from sharepoint.local.model.names import fold
from sharepoint.local.model.site import Site
from sharepoint.local.pages.tables import columns


def library_page(site: Site, request: Request) -> tuple[str, dict[str, Any]]:
    """The folder of a library that the address names, below the library's root."""
    holder = site.lists.get(request.path_params["list_id"])
    inside = request.query_params.get("folder", "").strip("/")
    folder = site.folders.get(f"{holder.root}/{inside}" if inside else holder.root)
    if folder.list_id != holder.id:
        raise unknown_folder(folder.path)
    steps, trail = [step for step in inside.split("/") if step], []
    for depth, step in enumerate(steps, 1):
        trail.append((step, "/".join(steps[:depth])))
    folders = [
        (each, each.path.removeprefix(holder.root + "/"), site.folders.count(each.path))
        for each in site.folders.inside(folder.path)
        if fold(each.name) != "forms" or each.item_id
    ]
    built_in = ("FileLeafRef", "Modified", "Editor")
    return "library.html", {
        "holder": holder,
        "trail": trail,
        "folders": folders,
        "files": [
            (item, label_text(item.label), site.users.get(item.editor).title, len(site.items.versions(item)))
            for item in site.documents.inside(folder.path)
        ],
        "fields": [field for field in columns(site, holder) if field.name not in built_in],
    }
