"""Functions that a refresh runs one after the other share a plan, and answer as they do alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import pmo_excel.functions  # noqa: F401 -- fills the catalogue
from pmo_excel.core.calling import answer, as_json
from pmo_excel.core.catalogue import CATALOGUE, Shared
from pmo_excel.core.headers import Grid
from pmo_excel.core.instants import instant
from pmo_excel.core.reading import read
from pmo_excel.schedule import scheduling
from pmo_excel.schedule.scheduling import Options, scheduled
from pmo_excel.schedule.tables import Schedule
from tests.schedule.office_sheet import office

START = instant(date(2026, 3, 2))


def tasks(**durations: Any) -> Schedule:
    headers, *rows = office({key.removeprefix("t"): days for key, days in durations.items()})
    return read(Schedule, Grid("Schedule", headers, rows), needed=())[0]


def test_a_plan_is_made_once_and_every_answer_is_the_one_given_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    inner = scheduling.plan_from
    monkeypatch.setattr(scheduling, "plan_from", lambda *given: made.append(1) or inner(*given))  # type: ignore[func-returns-value]
    shared: Shared = {}
    plan = tasks()
    for name in ("SCHEDULE", "HEALTHTREND", "HEALTHFINDINGS"):
        entry = CATALOGUE[name]
        together = answer(entry, {"tasks": plan, "start": START}, shared=shared)
        alone = answer(entry, {"tasks": plan, "start": START})
        assert as_json(entry, together.value) == as_json(entry, alone.value)
        assert together.problems == alone.problems
    assert len(made) == 1 + 3


def test_what_a_function_computed_is_no_other_plan_and_what_a_person_typed_is() -> None:
    shared: Shared = {}
    plan, options = tasks(), Options(START)
    first = scheduled(plan, None, None, options, shared)
    computed = plan.replace(finish=plan.finish.copy(), start=plan.start.copy())
    assert scheduled(computed, None, None, options, shared) is first
    for other, said in ((tasks(t2=20), options), (plan, Options(START + 7 * 1440)), (plan, Options())):
        found = scheduled(other, None, None, said, shared)
        assert found is not first
        assert list(found.dates.finish) == list(scheduled(other, None, None, said).dates.finish)


def test_without_a_start_the_typed_dates_count() -> None:
    shared: Shared = {}
    plan = tasks()
    moved = plan.replace(start=plan.start * 0 + START)
    first = scheduled(plan, None, None, Options(), shared)
    assert scheduled(moved, None, None, Options(), shared) is not first
