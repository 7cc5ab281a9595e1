"""Weighted scores of projects: by criterion and weight, ranked, and how firm each rank is when weights change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.portfolio.rules import plain
from pmo_excel.portfolio.tables import Criteria, Scores

SHIFT: Final = 0.1
"""Part of a weight by which it goes up and down."""
_CLOSE: Final = 0.005
"""How far weights may be from 100 % altogether: those of people are rounded."""
_TIE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each criterion, all together 1; `names` are as typed, by their spelling without case."""

    of: Mapping[str, float]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """The scores of one project, by criterion; `mandatory` projects are done whatever they score."""

    project: str
    scores: Mapping[str, float]
    mandatory: bool = False

    def missing(self, weights: Weights) -> list[str]:
        """The criteria that it has no score for, as typed; a criterion that weighs nothing needs none."""
        return [weights.names[c] for c, weight in weights.of.items() if weight > 0 and c not in self.scores]

    def score(self, weights: Weights) -> float:
        """Weight times score, added up; nan for a project with a score missing, and for a mandatory one."""
        if self.mandatory or self.missing(weights):
            return float("nan")
        return sum(weight * self.scores[c] for c, weight in weights.of.items() if weight > 0)


@dataclass(frozen=True, slots=True)
class Scored:
    """Every project with its score and rank, in the order of the sheet; nan where it has none."""

    projects: Sequence[Given]
    score: Sequence[float]
    rank: Sequence[float]
    weights: Weights
    problems: list[Problem] = field(default_factory=list)

    def at(self, project: str) -> int | None:
        """The position of a project."""
        wanted = plain(project)
        return next((at for at, one in enumerate(self.projects) if plain(one.project) == wanted), None)


def scored(scores: Scores, criteria: Criteria, mandatory: Sequence[str] = ()) -> Scored | list[Problem]:
    """Weight times score of each project, 1-5, and its rank; or why there are no weights.

    A project with a score missing is unscored, and so is not ranked: a missing score is not zero. Mandatory projects
    are not weighed at all.

    Source
    ------
    The simple additive weighting of multi-criteria decisions: Department for Communities and Local Government,
    Multi-criteria analysis: a manual, 2009, section 5.5.
    """
    weights = weights_of(criteria)
    if isinstance(weights, list):
        return weights
    projects, problems = gathered(scores, weights, {plain(one) for one in mandatory})
    values = [one.score(weights) for one in projects]
    problems += _missing(scores, projects, weights)
    return Scored(projects, values, ranks(values), weights, problems)


def weights_of(criteria: Criteria) -> Weights | list[Problem]:
    """The weights as people typed them; those of the pairwise comparison where they typed none."""
    typed = [row for row, weight in enumerate(criteria.weight_percent.tolist()) if weight == weight]
    name = "weight_percent" if typed or criteria.wrong("weight_percent") else "ahp_weight"
    values = getattr(criteria, name).tolist()
    keys = [(row, str(key)) for row, key in enumerate(criteria.criterion.tolist()) if key is not None]
    if not keys:
        fix = "List the criteria with their weights."
        return [Problem(Code.MISSING_VALUE, "there are no criteria", Cell("Criteria"), fix, Severity.HIGH)]
    empty = [(row, key) for row, key in keys if values[row] != values[row]]
    if empty:
        return [
            Problem(
                Code.MISSING_VALUE,
                f"{key} has no weight, so no project can be scored",
                criteria.cell("weight_percent", row),
                "Type a weight, 0 where it does not count; or leave all empty and compare the criteria in pairs.",
                Severity.HIGH,
            )
            for row, key in empty
        ]
    return _whole(criteria, keys, values)


def _whole(criteria: Criteria, keys: Sequence[tuple[int, str]], values: Sequence[float]) -> Weights | list[Problem]:
    """The weights, which must be 100 % together; numbers such as 40 are percent."""
    total = sum(values[row] for row, _ in keys)
    whole = 100.0 if total > 50 else 1.0
    if abs(total / whole - 1) > _CLOSE or any(values[row] < 0 for row, _ in keys):
        text = f"the weights add up to {total / whole:.1%}, not to 100%, so no project can be scored"
        fix = "Change them so that they add up to 100%."
        cell = criteria.cell("weight_percent", keys[0][0])
        return [Problem(Code.OUT_OF_RANGE, text, cell, fix, Severity.HIGH)]
    return Weights({plain(k): values[row] / total for row, k in keys}, {plain(k): k for _, k in keys})


def gathered(scores: Scores, weights: Weights, mandatory: set[str]) -> tuple[list[Given], list[Problem]]:
    """The scores by project, in the order of the sheet; and scores of unknown criteria, and given twice."""
    found: dict[str, dict[str, float]] = {}
    names: dict[str, str] = {}
    problems: list[Problem] = []
    rows = zip(scores.project_id.tolist(), scores.criterion.tolist(), scores.score_1_5.tolist(), strict=True)
    for row, (project, criterion, score) in enumerate(rows):
        if project is None or criterion is None:
            continue
        key, by = plain(project), plain(criterion)
        names.setdefault(key, str(project))
        held = found.setdefault(key, {})
        if by not in weights.of:
            problems.append(_unknown(scores, row, str(criterion), weights))
        elif by in held and score == score:
            text = f"{project} has a score for {criterion} already; the first is used"
            problems.append(
                Problem(
                    Code.DUPLICATE_KEY, text, scores.cell("criterion", row), "Delete one of the rows.", Severity.MEDIUM
                )
            )
        elif score == score:
            held[by] = score
    return [Given(names[key], held, key in mandatory) for key, held in found.items()], problems


def _unknown(scores: Scores, row: int, criterion: str, weights: Weights) -> Problem:
    text = f"{criterion!r} is none of the criteria, so this score does not count"
    fix = f"Use one of: {', '.join(weights.names.values())}."
    return Problem(Code.NOT_A_CHOICE, text, scores.cell("criterion", row), fix, Severity.MEDIUM)


def _missing(scores: Scores, projects: Sequence[Given], weights: Weights) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row, project in enumerate(scores.project_id.tolist()):
        first.setdefault(plain(project), row)
    for one in projects:
        lacking = [] if one.mandatory else one.missing(weights)
        if lacking:
            text = f"{one.project} is unscored: it has no score for {', '.join(lacking)}"
            cell = scores.cell("score_1_5", first[plain(one.project)])
            yield Problem(Code.MISSING_VALUE, text, cell, "Score it from 1 to 5, by the anchors.", Severity.MEDIUM)


def ranks(values: Sequence[float]) -> list[float]:
    """1 for the highest; equal values share a rank, and the next one leaves as many out; nan where there is none."""
    known = np.array([v for v in values if v == v])
    return [1.0 + float((known > v + _TIE).sum()) if v == v else float("nan") for v in values]


@dataclass(frozen=True, slots=True)
class Firmness:
    """The best and the worst rank of each project over all shifts, and whether it is always among the first."""

    best: Sequence[float]
    worst: Sequence[float]
    keeps: Sequence[bool | None]


def firmness(made: Scored, top: int = 5, shift: float = SHIFT) -> Firmness:
    """How ranks move when one weight after the other is a tenth up and down, the others making room in proportion."""
    moved = (ranks([one.score(weights) for one in made.projects]) for weights in shifted(made.weights, shift))
    tried = [made.rank, *moved]
    best = [min(held) for held in zip(*tried, strict=True)]
    worst = [max(held) for held in zip(*tried, strict=True)]
    return Firmness(best, worst, [None if rank != rank else rank <= top for rank in worst])


def shifted(weights: Weights, shift: float) -> Iterator[Weights]:
    """The weights with one of them changed at a time, still 1 together; the only one that counts cannot change."""
    for criterion, weight in weights.of.items():
        if weight >= 1:
            continue
        for factor in (1 + shift, 1 - shift):
            new = min(1.0, weight * factor)
            rest = (1 - new) / (1 - weight)
            yield Weights({c: new if c == criterion else w * rest for c, w in weights.of.items()}, weights.names)


def wsjf(value: float, criticality: float, reduction: float, size: float) -> float | None:
    """Weighted shortest job first: cost of delay by size; None for a job of no size.

    Source
    ------
    Scaled Agile Framework, "Weighted Shortest Job First": (user-business value + time criticality + risk reduction
    and/or opportunity enablement) / job size.
    """
    return (value + criticality + reduction) / size if size > 0 else None


_WSJF: Final = (
    ("business value", "user-business value", "user business value"),
    ("time criticality",),
    ("risk reduction", "opportunity enablement", "risk reduction / opportunity enablement", "rr/oe", "rr|oe"),
    ("job size", "size"),
)
"""Names of the criteria that WSJF is made of."""


def wsjf_of(scores: Mapping[str, float]) -> float | None:
    """WSJF from scores by criterion, where all four are among them."""
    found = [next((scores[name] for name in names if name in scores), None) for names in _WSJF]
    if any(one is None for one in found):
        return None
    return wsjf(*(one for one in found if one is not None))
