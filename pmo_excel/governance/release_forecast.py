"""The release forecast as tables: by confidence, and after each sprint; in the same colours as any project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.rag import rag
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.agile import Velocity, sprints_left, velocity
from pmo_excel.governance.reasons import number_text
from pmo_excel.governance.tables import Iterations
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.workdays import working_days_after

SHARES: Final = (0.5, 0.8, 0.9)
"""The confidences of a forecast."""


@table("Release Forecast")
class ReleaseForecast(Table):
    """When the release comes, by confidence."""

    percentile: Annotated[Texts, Column("Percentile", "P50, P80 and P90.")]
    sprints: Annotated[Numbers, Column("Sprints", "Sprints still needed.", Type.NUMBER, unit="sprints")]
    finish: Annotated[Instants, Column("Finish", "The last day of that sprint.", Type.DATE)]
    rag: Annotated[Texts, Column("RAG", "That day against the required finish.", Type.RAG)]
    why: Annotated[Texts, Column("Why", "One sentence with the numbers.", Type.LONG_TEXT)]


@table("Iterations", key="id")
class BurnUp(Table):
    """Sprints with what is done and left after each, and the forecast."""

    id: Annotated[Texts, Column("Iteration ID", "The sprint.")]
    done_to_date: Annotated[Numbers, Column("Done to Date", "Points so far.", Type.NUMBER, unit="points")]
    remaining: Annotated[Numbers, Column("Points Left", "Scope without them.", Type.NUMBER, unit="points")]
    velocity: Annotated[Numbers, Column("Mean Velocity", "Of the latest.", Type.NUMBER, unit="points per sprint")]
    sprints_p50: Annotated[Numbers, Column("Sprints Left P50", "As likely as not.", Type.NUMBER, unit="sprints")]
    sprints_p80: Annotated[Numbers, Column("Sprints Left P80", "With 80 %.", Type.NUMBER, unit="sprints")]
    release_p50: Annotated[Instants, Column("Release P50", "The end of that sprint.", Type.DATE)]
    release_p80: Annotated[Instants, Column("Release P80", "The end of that sprint.", Type.DATE)]
    rag: Annotated[Texts, Column("Release RAG", "P80 against the required finish.", Type.RAG)]
    why: Annotated[Texts, Column("Release RAG Why", "One sentence with the numbers.", Type.LONG_TEXT)]


@dataclass(frozen=True, slots=True)
class Promise:
    """What a release is compared with: the day it is required (an instant), the tolerance in time, and the calendar."""

    required: int | None
    tolerance: float
    trigger: float
    calendar: Calendar

    def colour(self, name: str, finish: int, speed: Velocity, remaining: float) -> tuple[str, str] | None:
        """The colour of a finish and its reason; None where no day is required."""
        if self.required is None or finish == NO_INSTANT:
            return None
        late = working_days_after(self.calendar, self.required, finish)
        colour = rag(late, self.tolerance, self.trigger)
        how = (
            f"{number_text(abs(late))} wd {'after' if finish > self.required else 'before'}"
            if finish != self.required
            else "on"
        )
        limits = f"tolerance {number_text(self.tolerance)}, amber > {number_text(self.trigger * self.tolerance)}"
        when = f"{name} {day_text(finish)} is {how} the required {day_text(self.required)}"
        text = f"Release {colour.word}: {when} ({limits})"
        return colour.value, f"{text}; {number_text(remaining)} points left at {speed}."


def release_forecast(
    remaining: float, speed: Velocity, added: float, begins: int | None, length: float, promise: Promise
) -> ReleaseForecast:
    """One row for each confidence; the finish needs the first day of the next sprint and the days of a sprint."""
    made = ReleaseForecast.of(len(SHARES))
    for row, share in enumerate(SHARES):
        name = f"P{share * 100:.0f}"
        made.percentile[row] = name
        count = sprints_left(remaining, speed, share, added)
        if count is None:
            continue
        made.sprints[row] = count
        if begins is not None:
            made.finish[row] = last_day(begins, count, length)
            said = promise.colour(name, int(made.finish[row]), speed, remaining)
            made.rag[row], made.why[row] = said or (None, None)
    return made


def last_day(begins: int, sprints: int, length: float) -> int:
    """The last day of so many sprints of so many calendar days; the day before they begin where there are none."""
    return int(begins // DAY + sprints * length - 1) * DAY


def burn_up(iterations: Iterations, latest: float, promise: Promise) -> BurnUp:
    """What is done and left after each sprint that has ended, and the forecast at the velocity of the latest ones.

    A sprint without done points has not ended; one whose points cannot be read leaves all after it without figures.
    Sprints are as long as the median of those with both dates.
    """
    made = BurnUp.of(len(iterations), id=iterations.id)
    done: list[float] = []
    unread = iterations.wrong("done_points")
    length = _length(iterations)
    for row, points in enumerate(iterations.done_points.tolist()):
        if row in unread:
            break
        if np.isnan(points):
            continue
        done.append(points)
        speed = velocity(done[-max(1, int(latest)) :])
        made.done_to_date[row] = sum(done)
        made.remaining[row] = left = max(0.0, float(iterations.total_scope[row]) - sum(done))
        if speed is not None:
            made.velocity[row] = speed.mean
            if left == left:
                _forecast(made, row, left, speed, int(iterations.finish[row]), length, promise)
    return made


def _forecast(
    made: BurnUp, row: int, left: float, speed: Velocity, finish: int, length: float | None, promise: Promise
) -> None:
    for share, counts, dates in ((0.5, made.sprints_p50, made.release_p50), (0.8, made.sprints_p80, made.release_p80)):
        count = sprints_left(left, speed, share)
        if count is None:
            continue
        counts[row] = count
        if finish != NO_INSTANT and length is not None:
            dates[row] = last_day(finish + DAY, count, length)
    said = promise.colour("P80", int(made.release_p80[row]), speed, left)
    made.rag[row], made.why[row] = said or (None, None)


def _length(iterations: Iterations) -> float | None:
    """Calendar days of a sprint."""
    dates: Sequence[tuple[int, int]] = list(zip(iterations.start.tolist(), iterations.finish.tolist(), strict=True))
    days = [finish // DAY - start // DAY + 1 for start, finish in dates if NO_INSTANT not in (start, finish)]
    held = [n for n in days if n > 0]
    return float(np.median(held)) if held else None
