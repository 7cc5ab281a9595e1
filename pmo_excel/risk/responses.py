"""Responses: whether one fits its kind of risk, whether it is late, and how far it has brought the score down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from pmo_excel.core.columns import Flags
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.lists import LISTS
from pmo_excel.core.problems import Code, Problem
from pmo_excel.risk.sizes import OPPORTUNITY
from pmo_excel.risk.tables import Risks

DONE: Final = frozenset({"Done", "Cancelled"})
FITTING: Final = {"Threat": LISTS["ResponseThreat"], OPPORTUNITY: LISTS["ResponseOpportunity"]}
"""The responses to each kind of risk.

PMI, PMBOK Guide, 6th edition, 2017, 11.5.2.4 and 11.5.2.5 (escalate, avoid, transfer, mitigate, accept; escalate,
exploit, share, enhance, accept); Managing Successful Projects with PRINCE2, 2017, table 10.3 (reduce, prepare
contingent plan, share; and reject, of earlier editions).
"""


def misfits(risks: Risks) -> Iterator[Problem]:
    """Responses that are none to their kind of risk, as Enhance to a threat."""
    for row, (kind, response) in enumerate(zip(risks.risk_type.tolist(), risks.response_type.tolist(), strict=True)):
        if response is None or row in risks.wrong("risk_type"):
            continue
        fitting = FITTING[kind or "Threat"]
        if response not in fitting:
            one = "an opportunity" if kind == OPPORTUNITY else "a threat"
            text = f"{response} is no response to {one}"
            fix = f"Choose one of: {', '.join(fitting)}; or correct the Risk Type."
            yield Problem(Code.NOT_A_CHOICE, text, risks.cell("response_type", row), fix)


def overdue(risks: Risks, status_date: int | None, open_now: Flags) -> Flags:
    """Whether a response is past its date and not done; empty where it has no date, or there is no status date."""
    made = np.full(len(risks), None, dtype=object)
    for row, is_open in enumerate(open_now.tolist()):
        due = int(risks.response_due[row])
        if status_date is not None and due != NO_INSTANT and row not in risks.wrong("response_status"):
            made[row] = bool(is_open and risks.response_status[row] not in DONE and due < status_date // DAY * DAY)
    return made


def reduction(kind: str | None, inherent: float, current: float, target: float) -> str | None:
    """How the score has moved and how far it is from its target, as in `risk reduced 8, still 6 above target`."""
    if current != current or inherent != inherent:
        return None
    if kind == OPPORTUNITY:
        what, moved, left, short = "opportunity", current - inherent, target - current, "below"
        words = ("raised", "lowered")
    else:
        what, moved, left, short = "risk", inherent - current, current - target, "above"
        words = ("reduced", "risen")
    first = f"{what} not changed" if moved == 0 else f"{what} {words[moved < 0]} {abs(moved):g}"
    if left != left:
        return f"{first}, no target"
    if left <= 0:
        return f"{first}, at target" if left == 0 else f"{first}, {-left:g} better than target"
    return f"{first}, still {left:g} {short} target"
