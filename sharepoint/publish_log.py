"""The publish log as people read it: when, who, where, which row, what was written, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sharepoint.actions import shown
from sharepoint.fields import STATE, TITLE
from sharepoint.journal import Entry, Journal
from sharepoint.values import Value
from sharepoint.wanted import ListSpec

OPERATIONS: Final[Mapping[str, str]] = {
    "Create": "Insert",
    "Upload": "Insert",
    "Update": "Update",
    "Retire": "Tombstone",
    "Recycle": "Tombstone",
}
"""The journal's operations in the words of the portfolio workbook's Publish Log."""
_RESULTS: Final[Mapping[str, str]] = {"done": "Done", "refused": "Refused", "sent": "Sent, no answer yet"}


@dataclass(frozen=True, slots=True)
class Line:
    """One write to the site; `when` is UTC."""

    run: str
    when: datetime
    who: str
    url: str
    object: str
    key: str
    operation: str
    fields: str
    result: str
    before: Mapping[str, Value]
    after: Mapping[str, Value]

    def as_json(self) -> dict[str, Any]:
        """The line as programs read it."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return told | {"when": f"{self.when.isoformat()}Z", "before": dict(self.before), "after": dict(self.after)}

    def __str__(self) -> str:
        what = f"{self.operation} {self.object} {self.key}"
        return f"{self.when:%Y-%m-%d %H:%M} UTC  {self.who}  {what}: {self.fields}  [{self.result}]  {self.url}"


def publish_log(journal: Journal, site: str, specs: Iterable[ListSpec], run: str = "") -> list[Line]:
    """What was written to a site, oldest first: in one run, or in all."""
    titles = {spec.title: {one.name: one.title for one in (TITLE, *spec.published)} for spec in specs}
    runs = {one.run for one in journal.runs(site)}
    return [_line(entry, site, titles.get(entry.list, {})) for entry in journal.log(run) if entry.run in runs]


def _line(entry: Entry, site: str, titles: Mapping[str, str]) -> Line:
    result = _RESULTS.get(entry.result, entry.result)
    return Line(
        entry.run,
        datetime.fromisoformat(entry.at.replace("Z", "")),
        entry.who or "",
        entry.url or site,
        entry.list,
        entry.key,
        OPERATIONS.get(entry.operation, entry.operation),
        "; ".join(_changes(entry, titles)),
        f"{result}: {entry.detail}" if entry.detail else result,
        entry.before,
        entry.after,
    )


def _changes(entry: Entry, titles: Mapping[str, str]) -> Iterable[str]:
    for name, value in entry.after.items():
        title = {STATE.name: "State", "sha256": "Content"}.get(name) or titles.get(name, name)
        before = entry.before.get(name)
        if entry.operation in ("Create", "Upload") or (before is None and value is not None):
            if value is not None:
                yield f"{title} {shown(value)}"
        else:
            yield f"{title} {shown(before)} → {shown(value)}"
