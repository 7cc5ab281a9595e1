"""Tasks that another program keeps where they were put. Days are counted by hand; 2 March 2026 is a Monday."""

from __future__ import annotations

from datetime import datetime

from pmo_excel.core.instants import NO_INSTANT, instant
from pmo_excel.interop.typed_starts import held_where_put
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import Constraint, Link, Settings, plan_of

START = instant(datetime(2026, 3, 2, 8))


def test_only_what_links_would_place_sooner_is_held() -> None:
    """1 is put on 9 March; 2 follows it by its link; 3 follows, too, but was put a week later; 4 says nothing."""
    links = [Link(0, 1), Link(0, 2)]
    plan = plan_of(["1", "2", "3", "4"], Settings(start=START), links, duration=[480] * 4)
    starts = [instant(datetime(2026, 3, day, 8)) for day in (9, 10, 17)] + [NO_INSTANT]
    held, count = held_where_put(plan, starts)
    assert count == 2
    assert [kind is Constraint.SNET for kind in held.constraint] == [True, False, True, False]
    assert dates(held).start == [*starts[:3], START]


def test_a_constraint_of_its_own_stays() -> None:
    plan = plan_of(["1"], Settings(start=START), duration=[480], constraint=[Constraint.ALAP])
    assert held_where_put(plan, [instant(datetime(2026, 3, 9, 8))])[0].constraint == [Constraint.ALAP]
