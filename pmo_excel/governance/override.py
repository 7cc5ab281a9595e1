"""The colour that a person reports in place of the computed one: when it counts, until when, and why it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.rag import Rag
from pmo_excel.governance.judged import badness
from pmo_excel.governance.periods import periods_on
from pmo_excel.governance.reasons import rag_of
from pmo_excel.governance.roles import forbidden
from pmo_excel.governance.tables import Charter, Status

REASON_AT_LEAST: Final = 20
"""Characters that the reason of an overruled colour has at least."""


class Reported(NamedTuple):
    """The colour to report, what is said of it beside it (None: nothing was overruled), and what is wrong with it.

    Attributes
    ----------
    holds
        Whether a person's colour counts in place of the computed one.
    """

    colour: Rag
    said: str | None = None
    problems: tuple[Problem, ...] = ()
    holds: bool = False


def reported(
    computed: Rag, status: Status | None, charter: Charter | None, settings: Mapping[str, Any], status_date: int | None
) -> Reported:
    """The reported colour where it has a reason and has not expired; else the computed one.

    Source
    ------
    House rule (definition 3.2): colour, reason of 20 characters, by whom, when, expiry of at most two periods; both
    colours are shown.
    """
    if status is None or not len(status) or not status.reported_rag[0]:
        return Reported(computed)
    typed = rag_of(str(status.reported_rag[0]))
    if typed is None or typed is computed:
        return Reported(computed)
    differs = f"{typed.value} is reported, {computed.value} is computed ({kind_of(typed, computed)})"
    refused = _refusal(status, charter, settings, status_date)
    if refused is not None:
        name, why, fix = refused
        said = f"Refused: {why}. {computed.word} as computed counts, not {typed.word}."
        return Reported(computed, said, (_problem(status, name, f"{differs}; refused: {why}", fix),))
    until = int(status.override_expires[0])
    if status_date is not None and until < status_date:
        said = f"Expired on {day_text(until)}: {computed.word} as computed counts again, not {typed.word}."
        text = f"{differs}; that expired on {day_text(until)}"
        return Reported(computed, said, (_problem(status, "override_expires", text, "Clear the override."),))
    who = _by(status, charter)
    by = f" by {who}" if who else ""
    said = f"Reported {typed.word}, computed {computed.word}; overruled{by} until {day_text(until)}."
    text = f"{differs}; the reason given: {status.override_reason[0]}"
    note = _problem(status, "reported_rag", text, "Both colours are shown until it expires.")
    return Reported(typed, said, (note,), holds=True)


def kind_of(reported_colour: Rag, computed: Rag) -> str:
    """A watermelon, green outside, where better is reported than computed; else a pessimist."""
    return "a watermelon" if badness(reported_colour) < badness(computed) else "a pessimist"


def _by(status: Status, charter: Charter | None) -> str:
    """Who overruled it: the name that is typed, else the project manager's."""
    if status.override_by[0]:
        return str(status.override_by[0])
    return str(charter.project_manager[0] or "") if charter is not None and len(charter) else ""


def _refusal(
    status: Status, charter: Charter | None, settings: Mapping[str, Any], status_date: int | None
) -> tuple[str, str, str] | None:
    """The first thing that keeps it from counting: the field, what is wrong with it, and what to do."""
    reason, until = str(status.override_reason[0] or "").strip(), int(status.override_expires[0])
    if len(reason) < REASON_AT_LEAST:
        return "override_reason", f"no reason of at least {REASON_AT_LEAST} characters is given", "Say why."
    if until == NO_INSTANT:
        return "override_expires", "it has no day on which it expires", "Type Override Expires."
    made = int(status.override_date[0])
    made = made if made != NO_INSTANT else status_date if status_date is not None else until
    frequency = str(charter.reporting_frequency[0] or "") if charter is not None and len(charter) else ""
    count = float(settings["Override periods"])
    latest = periods_on(made, frequency, count)
    if until > latest:
        text = f"it would hold until {day_text(until)}, more than {count:g} periods"
        return "override_expires", text, f"Type {day_text(latest)} or an earlier day."
    refused = forbidden(_by(status, charter) or "Nobody", "override", settings)
    return None if refused is None else ("override_by", refused, "Ask somebody who may.")


def _problem(status: Status, name: str, text: str, fix: str) -> Problem:
    return Problem(Code.OVERRIDE, text, status.cell(name, 0), fix, Severity.MEDIUM)
