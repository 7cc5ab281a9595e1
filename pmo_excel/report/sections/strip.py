"""The RAG strip: each dimension's colour and why, and the colour that the project manager reports beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import columns
from pmo_excel.governance.reasons import rag_of
from pmo_excel.governance.tables import Status
from pmo_excel.report.facts import NOTHING, Evidence, Fact

REASON_AT_LEAST: Final = 20
"""Characters that the reason of an overruled colour has at least."""

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
    reported, _ = _reported(evidence)
    return Strip(tuple(found), reported)


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
    """A reported colour counts with a reason of 20 characters and until it expires.

    Source
    ------
    House rule: both colours are shown; an overruled colour without a reason is refused.
    """
    letter, reason = evidence.fact(Status, "reported_rag"), evidence.fact(Status, "override_reason")
    expires, as_of = evidence.fact(Status, "override_expires"), evidence.fact(Status, "period_end")
    colour = rag_of(letter.text) if letter.known else None
    sheet = evidence.table(Status)
    if colour is None or sheet is None:
        return None, []
    if len(reason.text) < REASON_AT_LEAST:
        text = f"the reported colour {letter.text} has no reason of at least {REASON_AT_LEAST} characters"
        note = Problem(Code.OVERRIDE, text, sheet.cell("override_reason", 0), "Say why.", Severity.LOW)
        return None, [note]
    if expires.known and as_of.known and expires.value < as_of.value:
        return None, []
    return Reported(colour, letter, reason, expires), []
