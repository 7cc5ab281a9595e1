"""The page of a scenario: what was tried, and what would be different, measure by measure."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.portfolio.whatif import Delta
from pmo_excel.report.html import moment_text, rendered


def whatif_html(delta: Delta, scenario: Sequence[str], files: Sequence[str], made_at: int) -> str:
    """The page as one HTML document."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row, measure in enumerate(delta.measure.tolist()):
        groups.setdefault(str(measure), []).append(_row(delta, row))
    return rendered(
        "whatif_page.html",
        title_text=_title(delta),
        scenario=scenario,
        groups=groups,
        files=files,
        produced=moment_text(made_at),
    )


def _row(delta: Delta, row: int) -> dict[str, str]:
    dated = int(delta.date_before[row]) != NO_INSTANT
    before, after = (int(days[row]) for days in (delta.date_before, delta.date_after))
    start = int(delta.period_start[row])
    return {
        "project": str(delta.project[row] or ""),
        "who": str(delta.who[row] or ""),
        "start": "" if start == NO_INSTANT else day_text(start),
        "before": day_text(before) if dated else _number(delta.before[row], str(delta.unit[row])),
        "after": day_text(after) if dated else _number(delta.after[row], str(delta.unit[row])),
        "difference": _signed(delta.difference[row], str(delta.unit[row])),
        "unit": "" if delta.unit[row] == "share of the budget" else str(delta.unit[row]),
    }


def _number(value: float, unit: str) -> str:
    if unit.startswith("share"):
        return f"{value:.1%}"
    return f"{value:,.1f}".removesuffix(".0")


def _signed(value: float, unit: str) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{_number(abs(value), unit)}"


def _title(delta: Delta) -> str:
    """The finishes that move, else how many figures differ."""
    moved = [row for row, measure in enumerate(delta.measure.tolist()) if measure == "Finish"]
    said = [f"{delta.project[row]} finishes {_days(float(delta.difference[row]))}" for row in moved[:3]]
    if said:
        return "; ".join(said)
    count = len(delta)
    return f"{count} figure{' is' if count == 1 else 's are'} different" if count else "Nothing would be different"


def _days(days: float) -> str:
    many = f"{abs(days):.0f} working day{'' if abs(days) == 1 else 's'}"
    return f"{many} {'later' if days > 0 else 'earlier'}"
