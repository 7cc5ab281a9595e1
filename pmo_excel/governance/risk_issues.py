"""What becomes of a risk that has occurred: an issue that names it as its source, and tells its history."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.governance.tables import Issues
from pmo_excel.risk.sizes import OPPORTUNITY
from pmo_excel.risk.tables import Risks

_NUMBERED: Final = re.compile(r"(.*?)(\d+)")
FIRST_ID: Final = "I-001"


def issue_of(risks: Risks, row: int, issues: Issues, date: int, owner: str = "") -> Issues:
    """The issue that a risk becomes, as one row: its own ID, the risk's ID as its source, what was known of the risk.

    Parameters
    ----------
    date
        The day on which it happened; an instant.
    owner
        Who deals with it; empty: who owns the response, else the risk.
    """
    made = Issues.of(1)
    made.id[0] = next_id([str(key) for key in issues.id.tolist() if key])
    made.issue_type[0] = "Business opportunity" if risks.risk_type[row] == OPPORTUNITY else "Problem"
    made.title[0], made.source_risk_id[0] = risks.title[row] or risks.event[row], risks.id[row]
    made.description[0], made.actions[0] = _told(risks, row), risks.fallback[row]
    made.raised_by[0], made.date_raised[0] = risks.owner[row], date
    made.owner[0] = owner or risks.response_owner[row] or risks.owner[row]
    made.severity[0], made.status[0] = risks.rating[row], "Open"
    return made


def next_id(used: list[str]) -> str:
    """The ID after the highest one of the kind that was used last: I-013 after I-012."""
    found = [match for key in used if (match := _NUMBERED.fullmatch(key))]
    if not found:
        return FIRST_ID
    kind = found[-1][1]
    numbers = [match[2] for match in found if match[1] == kind]
    highest = max(numbers, key=int)
    return f"{kind}{int(highest) + 1:0{len(highest)}d}"


def _told(risks: Risks, row: int) -> str:
    """Cause, event and effect, and the risk's history."""
    parts = [(name, getattr(risks, name)[row]) for name in ("cause", "event", "effect")]
    told = [f"{name.capitalize()}: {str(text).rstrip('.')}." for name, text in parts if text]
    raised = int(risks.date_raised[row])
    since = f", raised {day_text(raised)}" if raised != NO_INSTANT else ""
    by = f" by {risks.raised_by[row]}" if risks.raised_by[row] else ""
    told.append(f"Risk {risks.id[row]}{since}{by}{_scores(risks, row)}.")
    if risks.response_actions[row]:
        state = f" ({risks.response_status[row]})" if risks.response_status[row] else ""
        told.append(f"Response{state}: {str(risks.response_actions[row]).rstrip('.')}.")
    return " ".join(told)


def _scores(risks: Risks, row: int) -> str:
    now, first = float(risks.current_score[row]), float(risks.inherent_score[row])
    if np.isnan(now):
        return ""
    return f"; its score was {now:g}" if first == now or np.isnan(first) else f"; its score was {first:g}, then {now:g}"
