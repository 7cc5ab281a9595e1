"""Predecessors as several changes together leave them, and what follows a task that is removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmo_excel.change.lines import Line
from pmo_excel.core.problems import Code, Problem
from pmo_excel.schedule.plan import LagUnit, LinkType, Settings
from pmo_excel.schedule.predecessors import Predecessor, lag_text, predecessors

NOTHING = frozenset({"none", "-", "–"})
"""What a line says for a task that is to wait for nothing."""


class EditedLinks:
    """The links of a plan by successor, while changes edit them; keys of tasks are compared in any case."""

    def __init__(self, texts: Sequence[str | None], ids: Sequence[str], settings: Settings) -> None:
        self.ids = list(ids)
        self.settings = settings
        self.texts = list(texts)
        self.now: dict[int, list[Predecessor]] = {}
        self.set_by: dict[int, Line] = {}

    def of(self, row: int) -> list[Predecessor]:
        """What the task in a row waits for now."""
        return self.now[row] if row in self.now else self.typed(row)

    def typed(self, row: int) -> list[Predecessor]:
        """What the task waits for in the plan as it is."""
        text = self.texts[row]
        return [] if text is None else predecessors(str(text), self.settings, frozenset(self.ids))[0]

    def put(self, line: Line, row: int) -> list[Problem]:
        """Write a line's predecessors: what it adds to the plan's is added, what it leaves out is taken away."""
        text = "" if line.value.casefold() in NOTHING else line.value
        wanted, unreadable = predecessors(text, self.settings, frozenset(self.ids))
        fix = "Type IDs of tasks with link and lag where needed, as in 3; 4SS+2d, or None."
        found = [line.problem(Code.PREDECESSOR_TEXT, f"{piece!r} is not a predecessor", fix) for piece in unreadable]
        known = {key.casefold(): key for key in self.ids}
        for each in wanted:
            if each.task.casefold() not in known:
                found.append(line.problem(Code.UNKNOWN_TASK, f"no task has the ID {each.task!r}", fix))
            elif each.task.casefold() == self.ids[row].casefold():
                found.append(line.problem(Code.SELF_LINK, "the task would be its own predecessor", fix))
        if found:
            return found
        wanted = [each._replace(task=known[each.task.casefold()]) for each in wanted]
        own, target = {_plain(each) for each in self.typed(row)}, {_plain(each) for each in wanted}
        kept = [each for each in self.of(row) if _plain(each) not in own - target]
        there = own | {_plain(each) for each in kept}
        self.now[row] = [*kept, *(each for each in dict.fromkeys(wanted) if _plain(each) not in there)]
        ends = [(each.task.casefold(), each.type) for each in self.now[row]]
        if row in self.set_by and len(set(ends)) < len(ends):
            text = f"{self.set_by[row].change} and {line.change} link {self.ids[row]} differently"
            return [line.problem(Code.CHANGE_LINE, text, "Agree one of them; they cannot be tried together.")]
        self.set_by[row] = line
        return []

    def without(self, removed: Iterable[int], by: dict[int, Line]) -> list[Problem]:
        """What waited for a removed task waits for what that waited for, as P6's Dissolve does; lags add up."""
        gone = {self.ids[row].casefold(): row for row in removed}
        problems = []
        for row in range(len(self.ids)):
            if row in gone.values():
                continue
            links = self.of(row)
            if not any(each.task.casefold() in gone for each in links):
                continue
            made = self._bridged(links, gone, ())
            if made is None:
                line = by[next(gone[e.task.casefold()] for e in links if e.task.casefold() in gone)]
                text = (
                    f"{self.ids[row]} waits for {line.key} in a way that cannot be joined to what {line.key} waits for"
                )
                fix = f"Add a line with the Predecessors of {self.ids[row]}."
                problems.append(line.problem(Code.CHANGE_LINE, text, fix, "key"))
            else:
                self.now[row] = made
        return problems

    def _bridged(
        self, links: list[Predecessor], gone: dict[str, int], seen: tuple[str, ...]
    ) -> list[Predecessor] | None:
        """The links with those to removed tasks replaced; None where one is not a plain finish to start."""
        found: list[Predecessor] = []
        for each in links:
            key = each.task.casefold()
            if key not in gone:
                found.append(each)
                continue
            before = self.of(gone[key])
            plain = all(link.type is LinkType.FS and link.unit is LagUnit.WORKING for link in (each, *before))
            if not plain or key in seen:
                return None
            joined = self._bridged([link._replace(lag=link.lag + each.lag) for link in before], gone, (*seen, key))
            if joined is None:
                return None
            found += joined
        return list(dict.fromkeys(found))

    def text(self, row: int) -> str | None:
        """A row's predecessors as people type them; None where it waits for nothing."""
        return "; ".join(self._text(each) for each in self.of(row)) or None

    def _text(self, link: Predecessor) -> str:
        lag = lag_text(link.lag, link.unit, self.settings.minutes_per_day)
        return f"{link.task}{link.type.name if lag or link.type is not LinkType.FS else ''}{lag}"


def _plain(link: Predecessor) -> Predecessor:
    """The link with its task in lower case, so that links are the same however they are spelt."""
    return link._replace(task=link.task.casefold())
