"""Everything there is to say about a change to whoever decides it: what a page, a command or a report shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmo_excel.change.assessment import assessment
from pmo_excel.change.authority import Authority
from pmo_excel.change.impact import ReasonedImpact, impact
from pmo_excel.change.lines import Line
from pmo_excel.change.log_impacts import Rules, judged
from pmo_excel.change.notices import Audience, Notices, notices
from pmo_excel.change.simulation import LivePlan, Simulation, simulated
from pmo_excel.change.states import state
from pmo_excel.change.tables import Changes
from pmo_excel.change.touched import Disruption, disruption
from pmo_excel.core.instants import DAY
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import columns


@dataclass(frozen=True)
class ChangeFacts:
    """One change, tried on a copy of the plan.

    Attributes
    ----------
    id, title, kind, state, recommendation
        As in the log.
    tried, impact
        The simulation and its table; `impact` is None where a line is wrong.
    dimensions
        What is known on each dimension, by name, in words.
    authority
        Who may decide and why; None while the cost is not known.
    disruption, notices
        Whom and what it touches, and who is to be told.
    problems
        Why it could not be tried.
    """

    id: str
    title: str
    kind: str
    state: str
    recommendation: str
    tried: Simulation
    impact: ReasonedImpact | None
    dimensions: tuple[tuple[str, str], ...]
    authority: Authority | None
    disruption: Disruption
    notices: Notices | None
    problems: tuple[Problem, ...]

    @property
    def message(self) -> str:
        """The change in one sentence: `CR-004 moves the finish 1 working day later, and it costs 2,750`."""
        tried = self.tried
        if tried.days is None:
            return f"{self.id} could not be tried on the plan"
        cost = tried.cost.amount
        money = "its cost is not known" if cost is None else f"it costs {cost:,.6g}" if cost else "it costs nothing"
        return f"{self.id} {self.effect}, and {money}"

    @property
    def effect(self) -> str:
        """What it does to the finish, without money: `moves the finish 1 working day later`."""
        tried = self.tried
        if not tried.days:
            use = tried.float_use
            used = f" and uses {use.used:g} wd of float" if use is not None and use.used > 0 else ""
            return f"leaves the finish where it is{used}"
        many = f"{abs(tried.days):g} working day{'' if abs(tried.days) == 1 else 's'}"
        return f"moves the finish {many} {'later' if tried.days > 0 else 'earlier'}"


@dataclass(frozen=True)
class Asked:
    """What changes are tried on, judged by and told to; `weeks` ahead are soon."""

    live: LivePlan
    rules: Rules
    audience: Audience
    weeks: float = 4


def change_facts(changes: Changes, row: int, lines: Sequence[Line], asked: Asked) -> ChangeFacts:
    """The facts of one change of the log; `changes` has its computed columns filled."""
    key = str(changes.id[row])
    live = asked.live
    tried = simulated(live, lines)
    status = live.options.status_date
    first = (live.done.dates.project_start if status is None else status) // DAY * DAY
    told = asked.audience
    touched, _ = disruption(live, {key: lines}, told.expectations, first, asked.weeks, told.stakeholders)
    return ChangeFacts(
        key,
        str(changes.title[row] or ""),
        str(changes.change_type[row] or ""),
        state(changes, row),
        str(changes.recommendation[row] or ""),
        tried,
        None if tried.after is None else impact(tried),
        _dimensions(changes, row),
        judged(tried, asked.rules),
        touched,
        None if tried.after is None else notices(key, tried, told),
        tried.problems,
    )


def _dimensions(changes: Changes, row: int) -> tuple[tuple[str, str], ...]:
    """What is known on each dimension, in words, by its header."""
    made = assessment(changes)
    named: Mapping[str, str] = {name: column.header for name, column in columns(type(made)).items()}
    return tuple((named[name], str(getattr(made, name)[row])) for name in named if name not in ("id", "missing"))
