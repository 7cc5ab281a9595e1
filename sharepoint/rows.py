"""Writing rows: in batches, each action recorded before it is sent, and decided anew when its answer is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from sharepoint import batch
from sharepoint.actions import Choices, Conflict, Create, Recycle, Retire, Update
from sharepoint.batch import Operation
from sharepoint.errors import Answer, Fate, LostReplyError, refusal
from sharepoint.fields import ACTIVE, HASH, KEY, PROJECT, REMOVED, RUN, STATE, Field
from sharepoint.intake import without_key
from sharepoint.journal import Intent, Journal
from sharepoint.lists import LINK
from sharepoint.merge import Decision, PresentItem, Published, Rules, Settled, Side, merge, retirement
from sharepoint.present import present_again
from sharepoint.site import Site, SiteList
from sharepoint.values import Value, fingerprint, to_site
from sharepoint.zones import SiteZone

RowAction = Create | Update | Retire | Recycle
RECYCLED: Final = "Recycled"
"""What stands in the journal for the digest of an item that is in the recycle bin."""

ROUNDS: Final = 5
"""How often a row whose answer was in doubt is read and decided anew."""


@dataclass(frozen=True, slots=True)
class Target:
    """The list that rows go to, and how its values are written.

    Attributes
    ----------
    links
        What the column of the report gets, by key; written with the row, which saves a request.
    """

    site: Site
    holder: SiteList
    fields: tuple[Field, ...]
    zone: SiteZone
    keep: Side = Side.NEITHER
    choices: Choices = field(default_factory=dict)
    links: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        """How a row is decided anew."""
        return Rules(self.holder.title, self.fields, self.keep, self.choices)

    def operation(self, action: RowAction, run: str) -> Operation:
        """The request that carries out an action."""
        if isinstance(action, Recycle):
            return Operation("POST", f"{self.holder.path}/items({action.id})/recycle()", etag=action.etag)
        body: dict[str, Any] = {"__metadata": {"type": self.holder.entity_type}, RUN.name: run}
        if link := self.link(action):
            body[LINK.name] = link
        if isinstance(action, Create):
            body |= {KEY.name: action.item.key, PROJECT.name: action.item.project, STATE.name: ACTIVE}
            body |= {HASH.name: fingerprint(action.item.values)}
            body |= self._json({name: value for name, value in action.item.values.items() if value is not None})
            return Operation("POST", f"{self.holder.path}/items", body)
        if isinstance(action, Retire):
            body |= {STATE.name: REMOVED}
        else:
            body |= {STATE.name: ACTIVE, HASH.name: fingerprint(action.published)}
            if action.revive:  # an item that a person made becomes ours by getting its key
                body |= {KEY.name: action.item.key, PROJECT.name: action.item.project}
            body |= self._json({name: change.new for name, change in action.changes.items()})
        return Operation("MERGE", f"{self.holder.path}/items({action.id})", body, action.etag)

    def link(self, action: RowAction) -> Mapping[str, Any] | None:
        """The link to the report that goes with an action."""
        return self.links.get(action.item.key) if isinstance(action, Create | Update) else None

    def _json(self, values: dict[str, Value]) -> dict[str, Any]:
        known = {column.name: column for column in self.fields}
        return {name: to_site(known[name], value, self.zone) for name, value in values.items()}

    def intent(self, action: RowAction) -> Intent:
        """What the journal records before an action is sent."""
        title, list_id = self.holder.title, self.holder.id
        if isinstance(action, Create):
            values = action.item.values
            return Intent(title, list_id, action.item.key, "Create", {}, values, values, fingerprint(values))
        if isinstance(action, Retire):
            active: dict[str, Value] = {STATE.name: ACTIVE}
            return Intent(title, list_id, action.key, "Retire", active, {STATE.name: REMOVED}, None, REMOVED)
        if isinstance(action, Recycle):
            return Intent(title, list_id, action.key, "Recycle", action.values, {}, {}, RECYCLED)
        before = {name: change.old for name, change in action.changes.items()}
        after = {name: change.new for name, change in action.changes.items()}
        beside = fingerprint(action.published)
        return Intent(title, list_id, action.item.key, "Update", before, after, action.published, beside)


@dataclass(frozen=True, slots=True)
class Row:
    """One row's action, and the list that it goes to."""

    target: Target
    action: RowAction

    @property
    def place(self) -> tuple[str, str]:
        """The list's title and the row's key."""
        return self.target.holder.title, _key(self.action)


@dataclass(slots=True)
class Written:
    """What came of writing rows.

    Attributes
    ----------
    conflicts
        By list and key, the conflicts of each row that was decided anew, instead of those that the plan found.
    linked
        List and key of each row that got its link to the report.
    """

    done: Counter[str] = field(default_factory=Counter)
    conflicts: dict[tuple[str, str], list[Conflict]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    linked: set[tuple[str, str]] = field(default_factory=set)


def write_rows(rows: Sequence[Row], journal: Journal, run: str, progress: Callable[[int, str], None]) -> Written:
    """Carry out actions on rows; a row that the site refuses is reported and the rest goes on.

    Parameters
    ----------
    rows
        Of one list or of several; the last rows of a list share a batch with the first ones of the next.
    progress
        Gets the number of rows dealt with since the last call, and the title of the last one's list.
    """
    written = Written()
    if not rows:
        return written
    operations = [row.target.operation(row.action, run) for row in rows]
    for positions in batch.chunks(operations, rows[0].target.site.connection.root):
        chunk = _not_taken_up(rows[positions.start : positions.stop])
        for _ in range(ROUNDS):
            doubtful = _send(chunk, journal, run, written)
            if not doubtful:
                break
            chunk = _decided_anew(doubtful, journal, written)
        else:
            written.problems += [_in_doubt(row) for row in chunk]
        progress(len(positions), rows[positions.stop - 1].target.holder.title)
    return written


def _by_list(rows: Sequence[Row]) -> Iterator[tuple[Target, list[RowAction]]]:
    """The actions of each list."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.target.holder.id, []).append(row)
    yield from ((part[0].target, [row.action for row in part]) for part in found.values())


def _not_taken_up(rows: Sequence[Row]) -> list[Row]:
    """Leave out what a person edited since it was to be recycled: that request knows no version to expect."""
    versions: dict[tuple[str, str], str] = {}
    for target, actions in _by_list([row for row in rows if isinstance(row.action, Recycle)]):
        keys = [_key(action) for action in actions]
        found = present_again(target.site, target.holder, target.fields, target.zone, keys)
        versions |= {(target.holder.title, key): item.etag for key, item in found.items()}
    return [row for row in rows if not isinstance(row.action, Recycle) or versions.get(row.place) == row.action.etag]


def _send(rows: Sequence[Row], journal: Journal, run: str, written: Written) -> list[Row]:
    """Send one batch; gives the rows of which only reading can tell what became of them."""
    if not rows:
        return []
    numbers = journal.intend(run, [row.target.intent(row.action) for row in rows])
    doing = f"writing to {', '.join(dict.fromkeys(row.target.holder.title for row in rows))}"
    try:
        operations = [row.target.operation(row.action, run) for row in rows]
        answers = batch.send(rows[0].target.site.connection, operations, doing)
    except LostReplyError:
        return list(rows)
    done, refused, doubtful = [], [], []
    for number, row, answer in zip(numbers, rows, answers, strict=True):
        if answer.ok:
            done.append((number, _place(row.target, row.action, answer)))
            written.done[type(row.action).__name__] += 1
            written.linked |= {row.place} if row.target.link(row.action) else set()
        elif answer.fate is Fate.READ_AGAIN:
            doubtful.append(row)
        else:
            problem = _refused(row, answer)
            refused.append((number, problem.message))
            written.problems.append(problem)
    journal.done(done)
    journal.refused(refused)
    return doubtful


def _place(target: Target, action: RowAction, answer: Answer) -> str:
    """Where people find the item now."""
    if isinstance(action, Recycle):
        answered = answer.json()
        number = answered.get("Recycle") or answered.get("value") if isinstance(answered, dict) else ""
        return f"{target.site.url}/_layouts/15/RecycleBin.aspx?id={number}"
    return target.site.item_url(target.holder, int(answer.json()["Id"]) if isinstance(action, Create) else action.id)


def _decided_anew(rows: Sequence[Row], journal: Journal, written: Written) -> list[Row]:
    """Read the rows in doubt and decide again: what was carried out is done, what was not is planned anew."""
    return [
        Row(target, action)
        for target, actions in _by_list(rows)
        for action in _decided_anew_in(target, actions, journal, written)
    ]


def _decided_anew_in(
    target: Target, actions: Sequence[RowAction], journal: Journal, written: Written
) -> list[RowAction]:
    title, keys = target.holder.title, [_key(action) for action in actions]
    found = present_again(target.site, target.holder, target.fields, target.zone, keys)
    last = journal.last(target.holder.id)
    without_key = _without_key(target, [action for action in actions if _key(action) not in found])
    left: list[RowAction] = []
    settled: list[Settled] = []
    for action, key in zip(actions, keys, strict=True):
        if key in without_key:
            written.problems.append(_in_doubt(Row(target, action)))
            continue
        decision = _decision(target, action, found.get(key), last.get(key))
        again = [step for step in decision.actions if isinstance(step, RowAction)]
        left += again
        written.conflicts[title, key] = [step for step in decision.actions if isinstance(step, Conflict)]
        settled += [decision.settled] if decision.settled else []
        if not again and carried_out(action, found.get(key)):
            written.done[type(action).__name__] += 1
    hashes = {each.key: each.hash for each in settled}
    journal.settle(target.holder.id, [(each.key, each.values) for each in settled], hashes)
    return left


def carried_out(action: RowAction, found: PresentItem | None) -> bool:
    """Whether the site shows that an action was carried out."""
    if isinstance(action, Recycle):
        return found is None
    if isinstance(action, Retire):
        return found is not None and found.state == REMOVED
    values = action.published if isinstance(action, Update) else action.item.values
    return found is not None and found.hash == fingerprint(values)


def _without_key(target: Target, actions: Sequence[RowAction]) -> set[str]:
    """The rows whose item was to get its key and has none yet: it is there, and must not be made again."""
    wanted = {action.id: action.item.key for action in actions if isinstance(action, Update) and action.revive}
    return {wanted[number] for number in without_key(target.site, target.holder, list(wanted))}


def _decision(target: Target, action: RowAction, found: PresentItem | None, last: Published | None) -> Decision:
    title = target.holder.title
    if isinstance(action, Create | Update):
        return merge(target.rules, action.item, found, last)
    beside = RECYCLED if isinstance(action, Recycle) else REMOVED
    if found is None or carried_out(action, found):
        return Decision(settled=Settled(title, action.key, action.id, {}, beside))
    if isinstance(action, Recycle):  # a person took it up again: nothing is put away that somebody just touched
        return Decision(settled=Settled(title, action.key, action.id, {}))
    return retirement(target.rules, found, last)


def _key(action: RowAction) -> str:
    return action.item.key if isinstance(action, Create | Update) else action.key


def _refused(row: Row, answer: Answer) -> Problem:
    error = refusal(answer, "the row")
    return Problem(
        Code.REFUSED_BY_SITE,
        f"{row.target.holder.title}: {_label(row.action)}: {error.message}",
        Cell(""),
        error.next_step or "Correct the row, or the column's rules on the site, and publish again.",
    )


def _in_doubt(row: Row) -> Problem:
    label = f"{row.target.holder.title}: {_label(row.action)}"
    message = f"{label} changed on the site again and again while it was being written"
    return Problem(Code.SHAREPOINT, message, Cell(""), "Publish again.", Severity.MEDIUM)


def _label(action: RowAction) -> str:
    return action.item.label if isinstance(action, Create | Update) else action.label


def row_actions(actions: Sequence[object], title: str) -> Iterator[RowAction]:
    """The actions on the rows of one list, in order."""
    for action in actions:
        if isinstance(action, RowAction) and action.list == title:
            yield action
