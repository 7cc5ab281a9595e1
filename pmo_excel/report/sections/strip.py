"""The RAG strip: each dimension's colour and why, and the colour that the project manager reports beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pmo_excel.core.problems import Problem
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import columns
from pmo_excel.governance.override import reported
from pmo_excel.governance.reasons import rag_of
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.tables import Charter, Settings, Status
from pmo_excel.report.facts import NOTHING, Evidence, Fact

_SUFFIX: Final = " RAG"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One field of the strip.

    Attributes
    ----------
    name
        What is judged: Overall, Time, Cost.
    rag, letter
        The colour; and as it stands in its cell.
    why, drivers
        The reason, and what drives it; both word for word from one cell.
    """

    name: str
    rag: Rag
    letter: Fact
    why: Fact
    drivers: Fact


@dataclass(frozen=True, slots=True)
class Reported:
    """The colour that the project manager reports in place of the computed one, why, and until when."""

    rag: Rag
    letter: Fact
    reason: Fact
    expires: Fact


@dataclass(frozen=True, slots=True)
class Strip:
    """The overall colour first, then every dimension in the order in which it is computed."""

    dimensions: tuple[Dimension, ...]
    reported: Reported | None

    def of(self, name: str) -> Dimension | None:
        """The dimension of this name."""
        return next((d for d in self.dimensions if d.name == name), None)


def strip(evidence: Evidence) -> Strip:
    """Every colour that the status function gives, with its reason."""
    found = list(_dimensions(evidence))
    found.sort(key=lambda d: d.name != "Overall")
    overruled, _ = _reported(evidence)
    return Strip(tuple(found), overruled)


def strip_notes(evidence: Evidence) -> list[Problem]:
    """What keeps a reported colour from being shown."""
    return _reported(evidence)[1]


def _dimensions(evidence: Evidence) -> Iterator[Dimension]:
    result = evidence.results.get("STATUS")
    if result is None:
        return
    fields = {column.header: name for name, column in columns(type(result)).items()}
    for header, name in fields.items():
        if not header.endswith(_SUFFIX):
            continue
        letter = evidence.result("STATUS", name)
        if not letter.known:
            continue  # not kept in this workbook
        why = evidence.result("STATUS", fields[f"{header} Why"]) if f"{header} Why" in fields else NOTHING
        dimension, colour = header.removesuffix(_SUFFIX), rag_of(letter.text) or Rag.GREY
        reason, drivers = _parts(f"{dimension} {colour.word}", why)
        yield Dimension(dimension, colour, letter, reason, drivers)


def _parts(colour: str, why: Fact) -> tuple[Fact, Fact]:
    """The reason without the colour that stands beside it already, and its last half-sentence on its own."""
    lead, _, drivers = why.text.partition(" Driven by ")
    lead = lead.removeprefix(colour).lstrip(" :")
    shown = replace(why, text=lead[:1].upper() + lead[1:])
    return shown, replace(why, text=f"Driven by {drivers}") if drivers else NOTHING


def _reported(evidence: Evidence) -> tuple[Reported | None, list[Problem]]:
    """The reported colour where it counts, by the rule of `governance.override`; and what keeps it from counting."""
    sheet, settings = evidence.table(Status), evidence.table(Settings)
    computed = rag_of(evidence.result("STATUS", "overall").text) or Rag.GREY
    as_of = evidence.fact(Status, "period_end")
    limits, _ = setting_values(settings)
    found = reported(computed, sheet, evidence.table(Charter), limits, as_of.value)
    if not found.holds:
        return None, list(found.problems)
    letter, reason = evidence.fact(Status, "reported_rag"), evidence.fact(Status, "override_reason")
    return Reported(found.colour, letter, reason, evidence.fact(Status, "override_expires")), []
