"""The change impact sheet: before and after, what it touches, together with the others, who decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from pmo_excel.change.facts import ChangeFacts
from pmo_excel.change.impact import TOGETHER, CumulativeUse
from pmo_excel.core.instants import day_text, instant
from pmo_excel.report.html import moment_text, rendered

_UNITS: Final = {"wd": "wd", "currency": "", "": ""}
_DATE: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def change_html(project: str, facts: Sequence[ChangeFacts], together: CumulativeUse, file: str, made_at: int) -> str:
    """One document with a sheet for each change."""
    return rendered(
        "change_page.html",
        project=project,
        title_text=facts[0].message if len(facts) == 1 else _title(together),
        changes=[_change(one) for one in facts],
        together=_together(together),
        file=file,
        produced=moment_text(made_at),
    )


def _title(together: CumulativeUse) -> str:
    days = float(together.alone[-1])
    if days != days:
        return "Open changes and what each would do"
    if not days:
        return "The open changes together leave the finish where it is"
    many = f"{abs(days):g} working day{'' if abs(days) == 1 else 's'}"
    return f"The open changes together move the finish {many} {'later' if days > 0 else 'earlier'}"


def _change(one: ChangeFacts) -> dict[str, Any]:
    rows: list[dict[str, str]] = []
    if one.impact is not None:
        each = zip(
            *(
                getattr(one.impact, name).tolist()
                for name in ("measure", "before", "after", "difference", "unit", "reason")
            ),
            strict=True,
        )
        rows = [
            {
                "measure": str(measure),
                "before": _shown(before),
                "after": _shown(after),
                "difference": _difference(difference, str(unit or "")),
                "reason": str(reason or ""),
            }
            for measure, before, after, difference, unit, reason in each
        ]
    told = one.notices
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.kind,
        "state": one.state,
        "message": one.message,
        "recommendation": one.recommendation,
        "rows": rows,
        "dimensions": one.dimensions,
        "authority": one.authority,
        "because": str(one.disruption.because[0] or ""),
        "index": "–" if one.disruption.index[0] != one.disruption.index[0] else f"{one.disruption.index[0]:g}",
        "told": [] if told is None else list(zip(told.name.tolist(), told.because.tolist(), strict=True)),
        "problems": [str(problem) for problem in one.problems],
    }


def _together(made: CumulativeUse) -> list[dict[str, Any]]:
    """Each open change alone and on top of the others; nothing where there are fewer than two."""
    if len(made) < 3:
        return []
    each = zip(made.id.tolist(), made.alone.tolist(), made.marginal.tolist(), made.float_used.tolist(), strict=True)
    return [
        {
            "id": key,
            "alone": _days(alone),
            "marginal": _days(marginal),
            "float": _days(used).lstrip("+"),
            "all": key == TOGETHER,
        }
        for key, alone, marginal, used in each
    ]


def _days(value: float) -> str:
    return "–" if value != value else f"{value:+g}" if value else "0"


def _shown(value: Any) -> str:
    """A value before or after: dates as pages print them, numbers with thousands."""
    if value is None or value != value:
        return "–"
    if isinstance(value, float):
        return f"{value:,.6g}"
    return _DATE.sub(_day, str(value))


def _day(found: re.Match[str]) -> str:
    try:
        return day_text(instant(date.fromisoformat(found[0])))
    except ValueError:  # part of an ID
        return found[0]


def _difference(value: Any, unit: str) -> str:
    if value is None or value != value:
        return "not assessed"
    if not isinstance(value, float):
        return str(value)
    sign = "+" if value > 0 and unit in _UNITS else ""
    return f"{sign}{value:,.6g} {_UNITS.get(unit, '')}".replace("-", "−").strip()
