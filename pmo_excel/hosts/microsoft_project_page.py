"""The reference page of Microsoft Project's XML, generated from the lists that the import and the export go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pmo_excel.interop import mspdi_schema
from pmo_excel.interop.carried import COMPUTED, PLACES
from pmo_excel.interop.export_losses import CARRIED
from pmo_excel.interop.imported import Reason

_KINDS: Final = (
    ("The project", "", mspdi_schema.PROJECT),
    ("Tasks", "Tasks/Task/", mspdi_schema.TASK),
    ("Resources", "Resources/Resource/", mspdi_schema.RESOURCE),
    ("Assignments", "Assignments/Assignment/", mspdi_schema.ASSIGNMENT),
    ("Calendars", "Calendars/Calendar/", mspdi_schema.CALENDAR),
)

_HEAD: Final = """# Microsoft Project

    pmo import Plan.xml -o book.xlsx      # a project workbook, computed; a page of date differences; a certificate
    pmo import --verify "book certificate.html"
    pmo export book.xlsx -o Plan.xml      # the plan with its dates, for Microsoft Project
    pmo schedule Plan.xml                 # the dates of the plan in full, with its times of day; nothing is written

In Microsoft Project: File, Save As, XML. The workbook is made anew and never over one that is there, unless `--force`
says so, which keeps a copy in `.pmo-backups`. Exit status: 0 fine, 1 findings of severity High (`--verify`: something
changed since), 2 not done.

## Dates

The dates of the source are compared with those of the workbook, task by task, in days, and every task on another day
is listed with its reason. `pmo schedule` reads the plan in full, with splits, resource calendars and times of day,
and computes what Microsoft Project computes; a workbook keeps days. The reasons:

"""

_CERTIFICATE: Final = """
## The certificate

One page that holds the names, sizes and SHA-256 hashes of the source and the workbook, the totals of each kind of
thing with what was left out and why, every kind of element with what became of it, and the dates. It has no clock in
it: the same source gives the same workbook and the same certificate, byte for byte. Its seal is the SHA-256 of the
page itself with the seal as zeros; `pmo import --verify` recomputes it and the hashes of the files beside it. The
seal shows a change, not who made it: write the number down elsewhere, such as in the minutes.

## What an import carries over

What is not listed as carried over or computed again is listed in the certificate by name and count, with its value
where that is always the same.

"""

_EXPORT: Final = """## What an export carries over

Typed cells of these columns, and the computed dates, floats and critical flags. Task IDs that are no whole numbers go
to Text30, from where an import takes them again. Durations are fixed and not driven by effort, as in a workbook. All
other columns and sheets stay in the workbook; `pmo export` lists them with their counts.

| sheet | columns |
|---|---|
"""


def microsoft_project_page() -> str:
    """What is carried over in each direction, and why dates can differ."""
    reasons = "".join(f"- {reason.value}.\n" for reason in Reason)
    kinds = "".join(_kind(*kind) for kind in _KINDS)
    exported = "".join(f"| {sheet} | {', '.join(headers)} |\n" for sheet, headers in CARRIED.items())
    return _HEAD + reasons + _CERTIFICATE + kinds + _EXPORT + exported


def _kind(title: str, path: str, schema: Iterable[str]) -> str:
    places = {name[len(path) :]: place for name, place in PLACES.items() if _within(name, path)}
    again = sorted(name[len(path) :] for name in COMPUTED if _within(name, path))
    known = {name.split("/")[0] for name in (*places, *again)}
    rest = [name for name in schema if name not in known and (path or name not in _LISTS)]
    rows = "".join(f"| {', '.join(names)} | {place} |\n" for place, names in _by_place(places).items())
    said = f"Computed again: {', '.join(again)}.\n\n" if again else ""
    lost = f"Not carried over: {', '.join(rest)}.\n\n" if rest else ""
    return f"### {title}\n\n| element | goes to |\n|---|---|\n{rows}\n{said}{lost}"


_LISTS: Final = frozenset({"Calendars", "Tasks", "Resources", "Assignments"})


def _within(name: str, path: str) -> bool:
    return name.startswith(path) if path else "/" not in name


def _by_place(places: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, place in places.items():
        found.setdefault(place, []).append(name)
    return found
