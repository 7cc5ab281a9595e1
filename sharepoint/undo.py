"""The last publish taken back: list values as they were before, except where somebody changed them since.

Nothing is deleted: an item that the publish made is marked Removed, one that it marked Removed becomes active again.
Documents keep every version on the site and are only named. The journal does not tell that a publish made an item
active again, or gave it its key: that stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pmo_excel.core.problems import Code, Problem, Severity
from sharepoint.actions import Change, Conflict, Retire, Update
from sharepoint.apply import new_run
from sharepoint.decisions import Decisions
from sharepoint.fields import KEY, PROJECT, REMOVED, STATE, TITLE, Field, Kind
from sharepoint.journal import Entry, Journal, Run
from sharepoint.marker import MARKER_LIST, write_markers
from sharepoint.plan import PresentItem, Published
from sharepoint.present import present_items, selected
from sharepoint.rows import Row, Target, write_rows
from sharepoint.site import Description, Site, SiteList
from sharepoint.values import Value
from sharepoint.wanted import Item, ListSpec


@dataclass(slots=True)
class Undo:
    """What taking a publish back would do.

    Attributes
    ----------
    run
        The publish.
    actions
        What is written, list by list.
    kept
        Where somebody changed something since: a column each, or an item that is gone.
    documents
        Addresses of documents that the publish wrote.
    """

    run: Run
    actions: dict[str, list[Update | Retire]] = field(default_factory=dict)
    kept: list[Conflict] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The same for people."""
        told = [str(action) for actions in self.actions.values() for action in actions]
        told += [_kept(one) for one in self.kept]
        told += [f"not taken back, see its version history: {url}" for url in self.documents]
        return [*told, f"{sum(map(len, self.actions.values()))} to write; {len(self.kept)} changed since and left"]


def _kept(one: Conflict) -> str:
    column = f": {one.field}" if one.field else ""
    return f"left {one.list}: {one.label}{column}: changed since the publish by {one.editor or 'somebody'}"


@dataclass(slots=True)
class _Written:
    """What a publish wrote about one row: before its first action, and after its last."""

    made: bool = False
    retired: bool = False
    before: dict[str, Value] = field(default_factory=dict)
    after: dict[str, Value] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """One action more, in order."""
        self.made |= entry.operation == "Create"
        self.retired |= entry.operation == "Retire"
        values = {name: value for name, value in entry.after.items() if name != STATE.name}
        self.before = {name: entry.before.get(name) for name in values} | self.before
        self.after |= values


def last_publish(journal: Journal, decisions: Decisions, site: str) -> Run | None:
    """The latest publish to a site that wrote something and was not taken back; one half taken back comes first."""
    undone = decisions.undone()
    runs = journal.runs(site)
    finished = {run.run for run in runs if run.finished}
    open_still = (run for run in runs if run.run not in undone.values() and undone.get(run.run) not in finished)
    return next((run for run in open_still if any(e.result == "done" for e in journal.log(run.run))), None)


def undo_plan(site: Site, journal: Journal, run: Run, specs: Iterable[ListSpec]) -> Undo:
    """What taking a publish back would do, after reading the rows in question; nothing is written.

    Raises
    ------
    SharePointError
        The site cannot be read.
    """
    undo = Undo(run)
    known = {spec.title: spec for spec in specs}
    rows: dict[str, dict[str, _Written]] = {}
    for entry in journal.log(run.run):
        if entry.result == "done" and "sha256" in entry.after:
            undo.documents.append(entry.url)
        elif entry.result == "done" and entry.list in known:
            rows.setdefault(entry.list, {}).setdefault(entry.key, _Written()).add(entry)
    about = site.describe(list(rows))
    for title, written in rows.items():
        holder = about.lists[title]
        if holder is None:
            text = f"the list {title} is not there any more; {len(written)} rows of it cannot be taken back"
            undo.problems.append(Problem(Code.SHAREPOINT, text, severity=Severity.MEDIUM))
            continue
        fields = fields_on(known[title], holder)
        names = [*selected(holder, fields), PROJECT.name]
        found = list(site.items_by_key(holder, KEY.name, list(written), names, "Editor"))
        projects = {str(row[KEY.name]): str(row.get(PROJECT.name) or "") for row in found}
        rows_of = _Rows(undo, title, fields, journal.last(holder.id), projects)
        rows_of.decide(written, present_items(found, fields, about.zone))
    return undo


def fields_on(spec: ListSpec, holder: SiteList) -> tuple[Field, ...]:
    """The columns of a list that we write, as they are on the site."""
    there = [column for column in spec.published if column.name in holder.kinds]
    return (TITLE, *(_as_there(column, holder.kinds[column.name]) for column in there))


def _as_there(column: Field, kind: str) -> Field:
    if kind == Kind.NOTE.value and column.kind is Kind.TEXT:
        return column.as_note()
    return column.as_text() if kind == Kind.TEXT.value and column.kind is Kind.NOTE else column


class _Rows:
    """The rows of one list, decided one by one."""

    def __init__(
        self,
        undo: Undo,
        title: str,
        fields: Sequence[Field],
        last: Mapping[str, Published],
        projects: Mapping[str, str],
    ) -> None:
        self.undo, self.title = undo, title
        self.names = {column.name: column.title for column in fields}
        self.last = last
        self.projects = projects

    def decide(self, written: Mapping[str, _Written], present: Mapping[str, PresentItem]) -> None:
        """Note what to do about each row."""
        actions: list[Update | Retire] = []
        for key, row in written.items():
            item = present.get(key)
            if item is None:
                if not row.made:
                    self.undo.kept.append(self._left(key, key, ""))
                continue
            project = self.projects[key]
            self.undo.projects += [project] if project not in self.undo.projects else []
            actions += self._created(item, row) if row.made else self._changed(item, row)
        if actions:
            self.undo.actions[self.title] = actions

    def _created(self, item: PresentItem, row: _Written) -> Iterator[Retire]:
        """An item that the publish made is marked Removed, unless somebody worked on it."""
        if item.state == REMOVED:
            return
        edited = [name for name, value in row.after.items() if name in self.names and item.values.get(name) != value]
        if edited:
            for name in edited:
                self._keep(item, name)
        else:
            yield Retire(self.title, item.key, _label(item), item.id, item.etag, item.values)

    def _changed(self, item: PresentItem, row: _Written) -> Iterator[Update]:
        changes = {}
        for name, before in row.before.items():
            found = item.values.get(name)
            if found == before or name not in self.names:
                continue
            if found == row.after[name]:
                changes[name] = Change(found, before)
            else:
                self._keep(item, name)
        revive = row.retired and item.state == REMOVED
        if changes or revive:
            values = {**item.values, **{name: change.new for name, change in changes.items()}}
            known = self.last.get(item.key)
            published = {**(known.values if known and known.values else item.values)}
            published |= {name: change.new for name, change in changes.items()}
            wanted = Item(item.key, self.projects[item.key], _label(item), values)
            yield Update(self.title, wanted, item.id, item.etag, changes, published, revive)

    def _keep(self, item: PresentItem, name: str) -> None:
        left = self._left(item.key, _label(item), self.names[name], item.editor, item.modified)
        self.undo.kept.append(left)

    def _left(self, key: str, label: str, column: str, editor: str = "", modified: str = "") -> Conflict:
        return Conflict(self.title, key, label, column, None, None, None, editor, modified, deleted=not column)


def _label(item: PresentItem) -> str:
    return str(item.values.get(TITLE.name) or item.key)


@dataclass(slots=True)
class Undone:
    """What came of taking a publish back; `left` is what was changed while it was done."""

    run: str
    written: int = 0
    left: list[Conflict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def take_back(undo: Undo, site: Site, journal: Journal, decisions: Decisions, specs: Iterable[ListSpec]) -> Undone:
    """Do what the plan says, as a run of its own; one that is killed goes on when it is asked for again.

    Raises
    ------
    SharePointError
        The site cannot be reached; what was done until then is in the journal.
    """
    done = Undone(f"{new_run()}-undo")
    about = site.describe([*undo.actions, MARKER_LIST])
    journal.begin(done.run, site.url, about.user)
    decisions.undo(undo.run.run, done.run)
    known = {spec.title: spec for spec in specs}
    for title, actions in undo.actions.items():
        _write(known[title], actions, site, about, journal, done)
    if undo.actions:
        done.problems += write_markers(site, about, undo.projects, done.run, len(done.problems))
    journal.finish(done.run)
    return done


def _write(
    spec: ListSpec,
    actions: Sequence[Update | Retire],
    site: Site,
    about: Description,
    journal: Journal,
    done: Undone,
) -> None:
    holder = about.lists[spec.title]
    if holder is None:
        return
    target = Target(site, holder, fields_on(spec, holder), about.zone)
    written = write_rows([Row(target, action) for action in actions], journal, done.run, lambda count, title: None)
    done.written += sum(written.done.values())
    done.left += [conflict for each in written.conflicts.values() for conflict in each]
    done.problems += written.problems
