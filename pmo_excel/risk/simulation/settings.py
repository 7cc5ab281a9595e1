"""The settings of the simulation, declared as settings are."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.columns import Column, Type

SETTINGS: Final[tuple[Column, ...]] = (
    Column(
        "Task correlation",
        "How far tasks are long together in the simulation, beside shared risks: 0 not at all, 0.9 almost always.",
        Type.NUMBER,
        "ratio",
        minimum=0,
        maximum=0.99,
        default=0,
    ),
    Column(
        "Time-dependent cost",
        "Share of a task's cost that grows with its duration in the simulation: 60% where most of it is people.",
        Type.PERCENT,
        "fraction",
        minimum=0,
        maximum=1,
        default=0,
    ),
    Column(
        "Cost per day late",
        "What each working day costs that the simulated project takes longer than planned: 350.",
        Type.MONEY,
        "currency",
        default=0,
    ),
)
