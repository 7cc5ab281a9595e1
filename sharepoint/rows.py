"""Writing rows: in batches, each action recorded before it is sent, and decided anew when its answer is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from sharepoint import batch
from sharepoint.actions import Choices, Conflict, Create, Retire, Update
from sharepoint.batch import Operation
from sharepoint.errors import Answer, Fate, LostReplyError, refusal
from sharepoint.fields import ACTIVE, HASH, KEY, PROJECT, REMOVED, RUN, STATE, Field
from sharepoint.intake import without_key
from sharepoint.journal import Intent, Journal
from sharepoint.plan import Decision, PresentItem, Published, Side, merge
from sharepoint.present import present_again
from sharepoint.site import Site, SiteList
from sharepoint.values import Value, fingerprint, to_site
from sharepoint.zones import SiteZone

RowAction = Create | Update | Retire
ROUNDS: Final = 3
"""How often a row whose answer was in doubt is read and decided anew."""


@dataclass(frozen=True, slots=True)
class Target:
    """The list that rows go to, and how its values are written."""

    site: Site
    holder: SiteList
    fields: tuple[Field, ...]
    zone: SiteZone
    keep: Side = Side.NEITHER
    choices: Choices = field(default_factory=dict)

    def operation(self, action: RowAction, run: str) -> Operation:
        """The request that carries out an action."""
        body: dict[str, Any] = {"__metadata": {"type": self.holder.entity_type}, RUN.name: run}
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

    def _json(self, values: dict[str, Value]) -> dict[str, Any]:
        known = {column.name: column for column in self.fields}
        return {name: to_site(known[name], value, self.zone) for name, value in values.items()}

    def intent(self, action: RowAction) -> Intent:
        """What the journal records before an action is sent."""
        title, list_id = self.holder.title, self.holder.id
        if isinstance(action, Create):
            values = action.item.values
            return Intent(title, list_id, action.item.key, "Create", {}, values, values)
        if isinstance(action, Retire):
            before: dict[str, Value] = {STATE.name: ACTIVE}
            return Intent(title, list_id, action.key, "Retire", before, {STATE.name: REMOVED}, action.values)
        before = {name: change.old for name, change in action.changes.items()}
        after = {name: change.new for name, change in action.changes.items()}
        return Intent(title, list_id, action.item.key, "Update", before, after, action.published)


@dataclass(slots=True)
class Written:
    """What came of writing rows."""

    done: Counter[str] = field(default_factory=Counter)
    conflicts: list[Conflict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def write_rows(
    target: Target, actions: Sequence[RowAction], journal: Journal, run: str, progress: Callable[[int], None]
) -> Written:
    """Carry out actions on rows; a row that the site refuses is reported and the rest goes on.

    Parameters
    ----------
    progress
        Gets the number of rows dealt with since the last call.
    """
    written = Written()
    operations = [target.operation(action, run) for action in actions]
    for positions in batch.chunks(operations, target.site.connection.root):
        chunk = actions[positions.start : positions.stop]
        for _ in range(ROUNDS):
            doubtful = _send(target, chunk, journal, run, written)
            if not doubtful:
                break
            chunk = _decided_anew(target, doubtful, journal, written)
        else:
            written.problems += [_in_doubt(target, action) for action in chunk]
        progress(len(positions))
    return written


def _send(
    target: Target, actions: Sequence[RowAction], journal: Journal, run: str, written: Written
) -> list[RowAction]:
    """Send one batch; gives the actions of which only reading can tell what became of them."""
    if not actions:
        return []
    numbers = journal.intend(run, [target.intent(action) for action in actions])
    doing = f"writing to {target.holder.title}"
    try:
        operations = [target.operation(action, run) for action in actions]
        answers = batch.send(target.site.connection, operations, doing)
    except LostReplyError:
        return list(actions)
    done, refused, doubtful = [], [], []
    for number, action, answer in zip(numbers, actions, answers, strict=True):
        if answer.ok:
            done.append((number, target.site.item_url(target.holder, _id(action, answer))))
            written.done[type(action).__name__] += 1
        elif answer.fate is Fate.READ_AGAIN:
            doubtful.append(action)
        else:
            problem = _refused(target, action, answer)
            refused.append((number, problem.message))
            written.problems.append(problem)
    journal.done(done)
    journal.refused(refused)
    return doubtful


def _id(action: RowAction, answer: Answer) -> int:
    return int(answer.json()["Id"]) if isinstance(action, Create) else action.id


def _decided_anew(target: Target, actions: Sequence[RowAction], journal: Journal, written: Written) -> list[RowAction]:
    """Read the rows in doubt and decide again: what was carried out is done, what was not is planned anew."""
    keys = [_key(action) for action in actions]
    found = present_again(target.site, target.holder, target.fields, target.zone, keys)
    last = journal.last(target.holder.id)
    without_key = _without_key(target, [action for action in actions if _key(action) not in found])
    left: list[RowAction] = []
    settled: list[tuple[str, Mapping[str, Value]]] = []
    open_still: list[str] = []
    for action, key in zip(actions, keys, strict=True):
        if key in without_key:
            written.problems.append(_in_doubt(target, action))
            continue
        decision = _decision(target, action, found.get(key), last.get(key))
        left += [step for step in decision.actions if isinstance(step, Create | Update | Retire)]
        written.conflicts += [step for step in decision.actions if isinstance(step, Conflict)]
        if decision.actions:
            open_still.append(key)
        else:
            settled.append((key, _published(action)))
            written.done[type(action).__name__] += 1
    journal.settle(target.holder.id, settled)
    journal.abandon(target.holder.id, open_still)
    return left


def _without_key(target: Target, actions: Sequence[RowAction]) -> set[str]:
    """The rows whose item was to get its key and has none yet: it is there, and must not be made again."""
    wanted = {action.id: action.item.key for action in actions if isinstance(action, Update) and action.revive}
    return {wanted[number] for number in without_key(target.site, target.holder, list(wanted))}


def _decision(target: Target, action: RowAction, found: PresentItem | None, last: Published | None) -> Decision:
    title = target.holder.title
    if isinstance(action, Retire):
        if found is None or found.state == REMOVED:
            return Decision()
        return Decision((Retire(title, action.key, action.label, found.id, found.etag, found.values),))
    return merge(title, target.fields, action.item, found, last, target.keep, target.choices)


def _key(action: RowAction) -> str:
    return action.key if isinstance(action, Retire) else action.item.key


def _published(action: RowAction) -> Mapping[str, Value]:
    if isinstance(action, Update):
        return action.published
    return action.item.values if isinstance(action, Create) else action.values


def _refused(target: Target, action: RowAction, answer: Answer) -> Problem:
    error = refusal(answer, "the row")
    return Problem(
        Code.REFUSED_BY_SITE,
        f"{target.holder.title}: {_label(action)}: {error.message}",
        Cell(""),
        error.next_step or "Correct the row, or the column's rules on the site, and publish again.",
    )


def _in_doubt(target: Target, action: RowAction) -> Problem:
    message = f"{target.holder.title}: {_label(action)} changed on the site again and again while it was being written"
    return Problem(Code.SHAREPOINT, message, Cell(""), "Publish again.", Severity.MEDIUM)


def _label(action: RowAction) -> str:
    return action.label if isinstance(action, Retire) else action.item.label


def row_actions(actions: Sequence[object], title: str) -> Iterator[RowAction]:
    """The actions on the rows of one list, in order."""
    for action in actions:
        if isinstance(action, Create | Update | Retire) and action.list == title:
            yield action
