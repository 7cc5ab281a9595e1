"""The thresholds of schedule health: those of the guideline, or those that a PMO has set for itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from pmo_excel.core.cells import Conventions
from pmo_excel.core.column_reading import read_column
from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.problems import Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.health_checks import CHECKS, Check, Passes


@table("Settings")
class HealthLimits(Table):
    """Thresholds by the name of their setting, as in Health threshold 3."""

    name: Annotated[Texts, Column("Setting", "The setting, as in Health threshold 3.")]
    value: Annotated[Texts, Column("Value", "The threshold; empty: the guideline's.")]


def _setting(check: Check) -> Column:
    less = check.passes is Passes.AT_MOST
    meaning = f"{check.name}: the {'highest' if less else 'lowest'} result that passes."
    return Column(check.setting, meaning, Type.PERCENT, "fraction", minimum=0, maximum=1, default=check.threshold)


LIMITS: Final[tuple[Column, ...]] = tuple(_setting(check) for check in CHECKS if check.setting)
"""The thresholds that people may set, each declared as a setting is."""


def limited(limits: HealthLimits | None) -> tuple[list[Check], list[Problem]]:
    """The checks with the thresholds that count, and what is wrong with those that are set.

    A threshold that is empty, or cannot be read, is the guideline's.
    """
    if limits is None:
        return list(CHECKS), []
    typed = {_plain(name): row for row, name in enumerate(limits.name.tolist()) if name is not None}
    columns = {column.header: column for column in LIMITS}
    checks, problems = [], []
    for check in CHECKS:
        row = typed.get(_plain(check.setting)) if check.setting else None
        raw = None if row is None else limits.value[row]
        if row is None or raw is None:
            checks.append(check)
            continue
        got = read_column(columns[check.setting], [raw], Conventions())
        for _, fault in got.faults:
            if not got.wrong and fault.severity is Severity.LOW:  # a number as text, as this column holds texts
                continue
            said = f"{fault.message}; the guideline's {check.threshold:g} was used" if got.wrong else fault.message
            problems.append(Problem(fault.code, said, limits.cell("value", row), fault.suggestion, fault.severity))
        checks.append(check if got.wrong else replace(check, threshold=float(got.values[0])))
    return checks, problems


def _plain(name: object) -> str:
    return " ".join(str(name).casefold().split())
