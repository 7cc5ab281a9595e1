"""PSPLIB's instances in Patterson's format, the best spans known, and a check of schedules that is not ours.

Source
------
R. Kolisch and A. Sprecher, PSPLIB - A project scheduling problem library, European Journal of Operational Research 96
(1997), 205-216.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pmo_excel.resources.leveling.problem import Problem, finish_to_start


class Instance(NamedTuple):
    """What a file says, as it says it.

    Attributes
    ----------
    needs
        By activity, units of each resource.
    successors
        By activity, counted from 0.
    """

    duration: list[int]
    needs: list[list[int]]
    successors: list[list[int]]
    capacity: list[int]


class Known(NamedTuple):
    """A line of `best_known.csv`."""

    name: str
    set: str
    file: str
    lower_bound: int
    upper_bound: int
    critical_path: int


def known(folder: Path) -> list[Known]:
    """The instances that the folder lists."""
    with (folder / "best_known.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Known(
                row["instance"],
                row["set"],
                row["file"],
                int(row["lower_bound"]),
                int(row["upper_bound"]),
                int(row["critical_path"]),
            )
            for row in csv.DictReader(lines)
        ]


def read(path: Path) -> Instance:
    """An instance: the number of activities and resources, capacities, then duration, needs and successors of each.

    Some files have a number of their own in a line before.
    """
    lines = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.split()]
    words = [int(word) for line in (lines[1:] if len(lines[0]) == 1 else lines) for word in line]
    activities, resources = words[0], words[1]
    at = 2 + resources
    instance = Instance([], [], [], words[2:at])
    for _ in range(activities):
        count = words[at + 1 + resources]
        instance.duration.append(words[at])
        instance.needs.append(words[at + 1 : at + 1 + resources])
        at += 2 + resources
        instance.successors.append([number - 1 for number in words[at : at + count]])
        at += count
    return instance


def problem(instance: Instance) -> Problem:
    """The instance as leveling reads it."""
    pairs = [(before, after) for before, all_after in enumerate(instance.successors) for after in all_after]
    needs = [[(k, units) for k, units in enumerate(row) if units] for row in instance.needs]
    return Problem(instance.duration, finish_to_start(instance.duration, pairs), needs, instance.capacity)


def verified_span(instance: Instance, start: Sequence[int]) -> int:
    """The span of a schedule, period by period and link by link.

    Raises
    ------
    AssertionError
        A link or a capacity does not hold.
    """
    finish = [begin + length for begin, length in zip(start, instance.duration, strict=True)]
    assert min(start) >= 0, "an activity starts before the project"
    for before, all_after in enumerate(instance.successors):
        for after in all_after:
            assert finish[before] <= start[after], f"{after} starts before {before} has finished"
    for period in range(max(finish)):
        running = [k for k in range(len(start)) if start[k] <= period < finish[k]]
        for resource, units in enumerate(instance.capacity):
            used = sum(instance.needs[k][resource] for k in running)
            assert used <= units, f"resource {resource} is used by {used} of {units} in period {period}"
    return max(finish)
