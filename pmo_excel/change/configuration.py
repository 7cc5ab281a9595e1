"""The status account of products: which version of each is in use, and which are not, though they are newer."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pmo_excel.core.columns import Column, Flags, Texts, Type
from pmo_excel.core.tables import Table, table

APPROVED: Final = "Approved"
_DIGITS: Final = re.compile(r"\d+")


@table("Deliverables")
class ConfigurationItems(Table):
    """Products and documents, a row for each version."""

    id: Annotated[Texts, Column("Deliverable ID", "A short ID.", also=("Item ID",))]
    name: Annotated[Texts, Column("Deliverable", "What it is.", also=("Item",))]
    version: Annotated[Texts, Column("Version", "As on the document: 1.2.", also=("Ver",))]
    deliverable_status: Annotated[Texts, Column("Deliverable Status", "Planned to Approved.")]


@table("Deliverables")
class StatusAccount(Table):
    """Each version of each product, and whether reports may use it."""

    name: Annotated[Texts, Column("Deliverable", "What it is.")]
    version: Annotated[Texts, Column("Version", "As on the document.")]
    state: Annotated[Texts, Column("Deliverable Status", "As in the register.")]
    used: Annotated[Flags, Column("Used in Pack", "Yes for the newest approved version.", Type.YES_NO)]
    because: Annotated[Texts, Column("Because", "Why it is used or not.", Type.LONG_TEXT)]


def status_account(items: ConfigurationItems) -> StatusAccount:
    """A row for each version, in the order of the register; of each product the newest approved version is used.

    Versions are compared number by number, so that 1.10 is newer than 1.9; rows of one product have one name, or one ID
    where they have no name.
    """
    made = StatusAccount.of(len(items), version=items.version, state=items.deliverable_status)
    groups: dict[str, list[int]] = {}
    for row in range(len(items)):
        made.name[row] = items.name[row] or items.id[row]
        if made.name[row] is not None:
            groups.setdefault(str(made.name[row]).casefold(), []).append(row)
    for rows in groups.values():
        approved = [row for row in rows if items.deliverable_status[row] == APPROVED]
        current = max(approved, key=lambda row: _order(str(items.version[row] or "")), default=None)
        for row in rows:
            made.used[row] = row == current
            made.because[row] = _reason(items, row, current)
    return made


def _reason(items: ConfigurationItems, row: int, current: int | None) -> str:
    said, mine = items.deliverable_status[row] or "without a status", items.version[row] or "this row"
    if row == current:
        return f"{mine} is the newest approved version"
    if current is None:
        return f"{mine} is {said}, and no version is approved"
    other = items.version[current] or "another row"
    if said == APPROVED:
        return f"{mine} is approved, and {other} is newer"
    return f"{mine} is {said}; {other} is the newest approved version"


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in _DIGITS.findall(version))
