"""Every measure of earned value from the basic four: variances, indices, estimates, and why one has no value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from pmo_excel.core.catalogue import Answer
from pmo_excel.cost import evm

LAST_THREE: Final = "Last 3 periods"
BOTTOM_UP: Final = "Bottom-up ETC"
NAN: Final = float("nan")


@dataclass(frozen=True, slots=True)
class Basics:
    """What the measures rest on, in the project's currency; nan where it is not known.

    Attributes
    ----------
    to_complete
        What owners expect still to spend.
    recent
        EV and AC three periods ago.
    """

    planned_value: float
    earned_value: float
    actual_cost: float
    budget: float
    to_complete: float = NAN
    recent: tuple[float, float] | None = None


ESTIMATES: Final[Mapping[str, str]] = {
    evm.TYPICAL: "EAC typical",
    evm.ATYPICAL: "EAC atypical",
    evm.COST_AND_SCHEDULE: "EAC cost & schedule",
    evm.WEIGHTED: "EAC weighted",
    LAST_THREE: "EAC last 3 periods",
    BOTTOM_UP: "EAC bottom-up",
}
"""The estimates side by side, each under the assumption that it makes."""


Reasons = dict[str, list[str]]
"""Why measures have no value: each reason with their headers."""


def measures(basics: Basics, method: str, weight: float) -> tuple[dict[str, float], Reasons]:
    """Every measure by its header, nan where undefined, and the reasons of those that are.

    Source
    ------
    ANSI/EIA-748; PMI, Practice Standard for Earned Value Management, 2nd ed., 2011.
    """
    pv, ev, ac, bac = basics.planned_value, basics.earned_value, basics.actual_cost, basics.budget
    found = {"Planned Value (PV)": pv, "Earned Value (EV)": ev, "Actual Cost (AC)": ac, "BAC": bac}
    reasons: Reasons = {}
    found |= {"SV": ev - pv, "CV": ev - ac}
    shares = (
        ("SV%", ev - pv, pv, "PV is 0"),
        ("CV%", ev - ac, ev, "EV is 0"),
        ("SPI", ev, pv, "PV is 0"),
        ("CPI", ev, ac, "AC is 0"),
        ("% Complete", ev, bac, "BAC is 0"),
        ("% Spent", ac, bac, "BAC is 0"),
    )
    for name, above, below, why in shares:
        found[name] = _kept(evm.ratio(above, below, name, why), name, why, reasons)
    for kind, header in ESTIMATES.items():
        found[header] = _estimate(basics, kind, weight, header, reasons)
    chosen = found[ESTIMATES[method]]
    found |= {"EAC chosen": chosen, "ETC": chosen - ac, "VAC": bac - chosen}
    found["VAC%"] = found["VAC"] / bac if bac else NAN
    for name, goal, target in (("TCPI", None, bac), ("TCPI (EAC)", chosen, chosen)):
        why = f"not achievable, as {'BAC' if goal is None else 'the EAC'} is spent already"
        known = target == target and ac == ac and ev == ev and bac == bac
        needed = evm.to_complete_performance_index(bac, ev, ac, goal)
        found[name] = _kept(needed, name, why, reasons) if known else NAN
    return found, reasons


def in_words(reasons: Reasons, shown: Collection[str] | None = None) -> list[str]:
    """The reasons as people read them; only those of the measures that are shown, where these are told."""
    kept = {why: [n for n in names if shown is None or n in shown] for why, names in reasons.items()}
    return [f"{', '.join(names)}: {why}" for why, names in kept.items() if names]


def _kept(answer: Answer, name: str, why: str, reasons: Reasons) -> float:
    if answer.value is None:
        reasons.setdefault(why, []).append(name)
        return NAN
    return float(answer.value)


def _estimate(basics: Basics, kind: str, weight: float, header: str, reasons: Reasons) -> float:
    pv, ev, ac, bac = basics.planned_value, basics.earned_value, basics.actual_cost, basics.budget
    timed = kind in (evm.COST_AND_SCHEDULE, evm.WEIGHTED)
    if ac != ac or (kind != BOTTOM_UP and (ev != ev or bac != bac)) or (timed and pv != pv):
        return NAN
    why = ""
    if kind == BOTTOM_UP:
        value = ac + basics.to_complete
        why = "an owner has typed no forecast to complete" if value != value else ""
    elif kind == LAST_THREE:
        value, why = _recent(basics)
    else:
        answer = evm.estimate_at_completion(bac, ev, ac, pv, kind, weight)
        value = NAN if answer.value is None else float(answer.value)
        why = answer.problems[0].message.split(",")[0] if answer.problems else ""
    if why:
        reasons.setdefault(why, []).append(header)
    return value


def _recent(basics: Basics) -> tuple[float, str]:
    """As efficient as in the last three periods: AC + (BAC - EV) / CPI3, CPI3 the EV earned by the AC of those."""
    if basics.recent is None:
        return NAN, "there are no snapshots of three earlier periods"
    earned, spent = basics.earned_value - basics.recent[0], basics.actual_cost - basics.recent[1]
    if spent == 0:
        return NAN, "AC did not change in the last three periods"
    if earned == 0:
        return NAN, "nothing was earned in the last three periods"
    return basics.actual_cost + (basics.budget - basics.earned_value) * spent / earned, ""
