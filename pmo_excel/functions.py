"""Every catalogue function, callable from Python as `pmo_excel.functions.cpi(180, 210)`.

Importing this module fills the catalogue: it is the one place that knows all rooms.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from pmo_excel.core.calling import Called, as_json, call
from pmo_excel.core.catalogue import CATALOGUE, Answer, Function
from pmo_excel.core.problems import Problem
from pmo_excel.core.spelling import Host, spelled

ROOMS: Final = ("schedule", "resources", "cost", "risk", "change", "governance", "stakeholders")
"""The rooms with functions, in the order in which the reference lists them."""

_MODULES: Final[Mapping[str, tuple[str, ...]]] = {
    "schedule": ("functions", "functions_health", "functions_over_time", "functions_progress"),
    "resources": ("functions", "functions_balance", "functions_leveling"),
    "cost": ("functions", "functions_evm", "functions_budget"),
    "risk": ("functions", "functions_exposure", "functions_prompts", "functions_simulation"),
    "change": ("functions", "functions_control", "functions_transition"),
    "governance": (
        "functions",
        "functions_registers",
        "functions_gates",
        "functions_control",
        "functions_agile",
        "functions_meetings",
        "functions_lessons",
        "functions_status",
        "functions_history",
    ),
    "stakeholders": ("functions", "functions_promises", "functions_messages"),
}
"""The modules of a room's entries, where it has more than `functions`."""

for _room in ROOMS:
    for _module in _MODULES.get(_room, ("functions",)):
        importlib.import_module(f"pmo_excel.{_room}.{_module}")
importlib.import_module("pmo_excel.about")


class CallError(ValueError):
    """A call from Python that made no sense: an argument that is missing, unknown or cannot be read."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


def ask(name: str, /, *args: Any, **kwargs: Any) -> Answer:
    """A function's value and its problems; arguments by position or by name, as in a cell."""
    entry = CATALOGUE[name]
    if len(args) > len(entry.parameters):
        raise TypeError(f"{name} takes at most {len(entry.parameters)} arguments, {len(args)} were given")
    given = {p.name: value for p, value in zip(entry.parameters, args, strict=False)}
    called: Called = call(name, given | kwargs)
    if not called.understood:
        raise CallError(called.answer.problems)
    return called.answer


def __getattr__(name: str) -> Callable[..., Any]:
    entry = CATALOGUE.get(name.upper())
    if entry is None or not name.islower():
        raise AttributeError(f"pmo_excel.functions has no function {name!r}")

    def function(*args: Any, **kwargs: Any) -> Any:
        return as_json(entry, ask(entry.name, *args, **kwargs).value)

    function.__name__ = name
    function.__doc__ = entry.description
    return function


def __dir__() -> list[str]:
    return sorted([*globals(), *(name.lower() for name in CATALOGUE)])


__all__ = ["CATALOGUE", "ROOMS", "Answer", "CallError", "Function", "Host", "ask", "call", "spelled"]
