"""One row decided by its three versions: last published, workbook now, site now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from sharepoint.actions import Action, Change, Choices, Conflict, Create, Retire, Update, shown
from sharepoint.fields import ACTIVE, Field, Owner
from sharepoint.values import Value, fingerprint
from sharepoint.wanted import Item


class Side(Enum):
    """Whose value stays where a person changed the site."""

    NEITHER = "report and leave it"
    WORKBOOK = "the workbook's"


@dataclass(frozen=True, slots=True)
class PresentItem:
    """One item of ours as it is on the site: canonical values by internal name; `report` is where its link leads."""

    id: int
    etag: str
    key: str
    values: Mapping[str, Value]
    hash: str = ""
    state: str = ""
    editor: str = ""
    modified: str = ""
    report: str = ""

    @property
    def untouched(self) -> bool:
        """Whether its values are still those of the last publish, as the digest beside them says."""
        return self.hash == fingerprint(self.values)


@dataclass(frozen=True, slots=True)
class Published:
    """What the journal knows of a row: the values last acknowledged, and those sent without an answer.

    Attributes
    ----------
    pending
        The values sent last without an answer.
    digests
        What each digest beside the item stands for, as far as it is known here. An item with another digest was
        published since from somewhere else, so that nothing can be said about who wrote its values.
    open
        Something was sent of which the outcome is not recorded yet.
    """

    values: Mapping[str, Value]
    pending: Mapping[str, Value] | None = None
    digests: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    open: bool = False

    def ours(self, name: str, value: Value) -> bool:
        """Whether a value on the site is one we put there."""
        return value == self.values.get(name) or (self.pending is not None and value == self.pending.get(name))


@dataclass(frozen=True, slots=True)
class Settled:
    """A row about which the journal learns something.

    Attributes
    ----------
    values
        What counts as published; empty: what did before; None: nothing, the row and its item are both gone.
    hash
        The digest beside the item.
    """

    list: str
    key: str
    id: int
    values: Mapping[str, Value] | None
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about one row: nothing, or actions; and what the journal learns."""

    actions: tuple[Action, ...] = ()
    settled: Settled | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """How the rows of one list are decided.

    Attributes
    ----------
    fields
        Every column we write, the title first.
    keep
        Whose value stays where a person changed a shared column.
    choices
        What people chose for single conflicts.
    """

    title: str
    fields: Sequence[Field]
    keep: Side = Side.NEITHER
    choices: Choices = field(default_factory=dict)

    def chosen(self, conflict: Conflict) -> bool:
        """Whether a person chose the workbook's side of this conflict, and the site is still as it was then."""
        place = conflict.place
        if place in self.choices and self.choices[place] == conflict.seen:
            return True
        return self.keep is Side.WORKBOOK and conflict.owner is Owner.SHARED


def base(present: PresentItem, last: Published | None) -> Mapping[str, Value] | None:
    """The values of the last publish of this item; None where nothing tells.

    The digest beside the item says which publish that was: of those that the journal knows, one that was sent without
    an answer included; or one from elsewhere, and then the item's values are it as long as the digest agrees with them.
    """
    if last is not None and present.hash in last.digests:
        return last.digests[present.hash]
    if not present.untouched:
        return None
    return last.values if last is not None and last.values else present.values


def merge(rules: Rules, item: Item, present: PresentItem | None, last: Published | None) -> Decision:
    """Decide about one row.

    Parameters
    ----------
    item
        The row as the workbook has it.
    present
        The item as the site has it; None when there is none.
    last
        What the journal knows of it; None when it knows nothing.
    """
    if present is None:
        deleted = Conflict(rules.title, item.key, item.label, "", None, None, None, deleted=True)
        made_before = last is not None and bool(last.values)
        return Decision((deleted if made_before and not rules.chosen(deleted) else Create(rules.title, item),))
    before = base(present, last)
    changes: dict[str, Change] = {}
    conflicts: list[Conflict] = []
    published = {name: before.get(name) for name in present.values} if before is not None else {}
    published |= item.values
    columns = {column.name: column for column in rules.fields}
    for name, value in item.values.items():
        found = present.values.get(name)
        if found == value:
            continue
        edited = before is None or found != before.get(name)
        conflict = _conflict(rules, columns[name], item, present, before)
        if columns[name].owner is Owner.OURS or rules.chosen(conflict):
            changes[name] = Change(found, value, edited and before is not None, columns[name].title)
        elif columns[name].owner is Owner.SHARED and not edited:
            changes[name] = Change(found, value, title=columns[name].title)
        else:
            conflicts.append(conflict)
            published[name] = conflict.last if before is not None else value
    revive = present.state != ACTIVE
    if changes or revive:
        update = Update(rules.title, item, present.id, present.etag, changes, published, revive)
        return Decision((update, *conflicts))
    if before is None and conflicts:
        return Decision(tuple(conflicts))
    known = last is not None and not last.open and last.values == published == last.digests.get(present.hash)
    learned = None if known else Settled(rules.title, item.key, present.id, published, present.hash)
    return Decision(tuple(conflicts), learned)


def _conflict(
    rules: Rules, column: Field, item: Item, present: PresentItem, before: Mapping[str, Value] | None
) -> Conflict:
    name = column.name
    return Conflict(
        rules.title,
        item.key,
        item.label,
        column.title,
        before.get(name) if before is not None else None,
        item.values[name],
        present.values.get(name),
        present.editor,
        present.modified,
        name=name,
        owner=column.owner,
        known=before is not None,
        id=present.id,
        etag=present.etag,
    )


def retirement(rules: Rules, present: PresentItem, last: Published | None) -> Decision:
    """Decide about an item whose row is gone from the workbook: Removed, unless a person changed it on the site."""
    before = base(present, last)
    shared = [column for column in rules.fields if column.owner is not Owner.OURS]
    edited = [c for c in shared if before is None or present.values.get(c.name) != before.get(c.name)]
    label = str(present.values.get("Title") or present.key)
    conflict = Conflict(
        rules.title,
        present.key,
        label,
        "",
        None,
        None,
        [f"{column.title} {shown(present.values.get(column.name))}" for column in edited] if before else None,
        present.editor,
        present.modified,
        gone=True,
        known=before is not None,
        id=present.id,
        etag=present.etag,
    )
    if edited and not rules.chosen(conflict):
        return Decision((conflict,))
    return Decision((Retire(rules.title, present.key, label, present.id, present.etag, present.values),))
