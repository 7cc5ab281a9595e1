"""The life cycle of each method: its stages, the gates that end them, and the products that each gate asks for.

Sources: *Managing Successful Projects with PRINCE2*, 2017: stages, stage boundaries and management products; *PMBOK
Guide*, 6th ed., 2017: process groups as phases, project documents. The gates are the same for every method, so that
a portfolio of several methods can be compared; which stage they end is the method's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LEVELS: Final = ("Light", "Standard", "Structured")


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the project that is approved on its own, and the gates within it; the last one ends it."""

    name: str
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Something that a gate asks for.

    Attributes
    ----------
    name
        As the PMBOK Guide calls it; `terms.py` says what other methods call it.
    gate
        The gate that needs it first.
    sheet
        The sheet that is this product, where it is one; else it is a document in the register.
    level
        The smallest template level that asks for it.
    field
        The charter's field that is enough for it at the Light level.
    """

    name: str
    gate: str
    sheet: str = ""
    level: str = "Standard"
    field: str = ""


_MANDATE, _INITIATE, _PLAN, _STAGE_END = "G0 Mandate", "G1 Initiate", "G2 Plan", "G3 Stage end"
_GO_LIVE, _CLOSE, _BENEFITS = "G4 Go-live", "G5 Close", "G6 Benefits"

LIFE_CYCLES: Final[Mapping[str, tuple[Stage, ...]]] = {
    "PRINCE2": (
        Stage("Pre-project", (_MANDATE, _INITIATE)),
        Stage("Initiation", (_PLAN,)),
        Stage("Delivery stage 1", (_STAGE_END,)),
        Stage("Final delivery", (_GO_LIVE, _CLOSE)),
        Stage("Post-project", (_BENEFITS,)),
    ),
    "PMBOK predictive": (
        Stage("Initiating", (_MANDATE, _INITIATE)),
        Stage("Planning", (_PLAN,)),
        Stage("Executing", (_STAGE_END,)),
        Stage("Monitoring & Controlling", (_GO_LIVE,)),
        Stage("Closing", (_CLOSE, _BENEFITS)),
    ),
    "Hybrid": (
        Stage("Idea", (_MANDATE,)),
        Stage("Initiate", (_INITIATE,)),
        Stage("Plan", (_PLAN,)),
        Stage("Deliver", (_STAGE_END,)),
        Stage("Launch", (_GO_LIVE,)),
        Stage("Close", (_CLOSE, _BENEFITS)),
    ),
    "Agile/Scrum": (
        Stage("Discovery", (_MANDATE, _INITIATE, _PLAN)),
        Stage("Release 1", (_STAGE_END,)),
        Stage("Release 2", (_GO_LIVE,)),
        Stage("Close", (_CLOSE, _BENEFITS)),
    ),
    "Light": (
        Stage("Initiate", (_INITIATE,)),
        Stage("Deliver", (_GO_LIVE,)),
        Stage("Close", (_CLOSE,)),
    ),
}
"""By methodology, as the charter names it."""

_DOCUMENTS: Final = (
    Product("Project charter", _INITIATE, "Charter", "Light"),
    Product("Business case", _INITIATE, level="Light", field="Business Case Summary"),
    Product("Stakeholder register", _INITIATE, "Stakeholders", "Light"),
    Product("Risk register", _INITIATE, "Risks", "Light"),
    Product("Project management plan", _PLAN),
    Product("Schedule baseline", _PLAN, "Baselines"),
    Product("Cost baseline", _PLAN, "Budget"),
    Product("Communications management plan", _PLAN, "Communications Plan"),
    Product("Benefits management plan", _PLAN, "Benefits"),
    Product("Quality management plan", _PLAN, level="Structured"),
    Product("Change management plan", _PLAN, level="Structured"),
    Product("Phase end report", _STAGE_END),
    Product("Acceptance record", _GO_LIVE, level="Light"),
    Product("Cut-over plan", _GO_LIVE),
    Product("Final project report", _CLOSE, level="Light"),
    Product("Lessons learned register", _CLOSE, "Lessons", "Light"),
    Product("Benefits review", _BENEFITS),
)
_AGILE: Final = (
    Product("Product vision", _INITIATE),
    Product("Product backlog", _PLAN),
    Product("Release plan", _PLAN),
)
_NOT_AGILE: Final = frozenset({"Project management plan", "Schedule baseline"})


def stages(methodology: object) -> tuple[Stage, ...]:
    """The stages of a methodology as the charter names it; those of Hybrid where it names none that is known."""
    return LIFE_CYCLES.get(str(methodology), LIFE_CYCLES["Hybrid"])


def gates(methodology: object) -> list[str]:
    """The gates of a methodology, in order."""
    return [gate for stage in stages(methodology) for gate in stage.gates]


def place_of(stage: str, methodology: object) -> tuple[tuple[Stage, ...], int] | None:
    """The life cycle that a stage is of and its place there; None where the methodology has no such stage.

    Delivery stages and releases may have any number. Light projects may use Hybrid's stages, which are finer.
    """
    cycles = (stages(methodology), LIFE_CYCLES["Hybrid"]) if methodology == "Light" else (stages(methodology),)
    for cycle in cycles:
        names = [one.name for one in cycle]
        base = stage.rstrip("0123456789 ")
        numbered = [at for at, name in enumerate(names) if name != base and name.rstrip("0123456789 ") == base]
        if stage in names:
            return cycle, names.index(stage)
        if stage != base and numbered:
            return cycle, numbered[-1]
    return None


def gates_before(stage: str, methodology: object) -> list[str]:
    """The gates of a methodology that lie in the stages before one."""
    place = place_of(stage, methodology)
    if place is None:
        return []
    cycle, at = place
    before = {gate for one in cycle[:at] for gate in one.gates}
    return [gate for gate in gates(methodology) if gate in before]


def required_products(methodology: object, level: object = "Standard") -> Sequence[Product]:
    """What a project of this methodology and template level has to have, in the order of its gates."""
    held = gates(methodology)
    reach = LEVELS.index(str(level)) if level in LEVELS else LEVELS.index("Standard")
    agile = methodology == "Agile/Scrum"
    listed = (*_AGILE, *(p for p in _DOCUMENTS if p.name not in _NOT_AGILE)) if agile else _DOCUMENTS
    wanted = [p for p in listed if p.gate in held and LEVELS.index(p.level) <= reach]
    return sorted(wanted, key=lambda product: held.index(product.gate))
