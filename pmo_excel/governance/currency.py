"""How old a status is, in reporting periods: amber when one is missed, grey when it is stale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_excel.core.instants import DAY, day_text
from pmo_excel.core.rag import Rag
from pmo_excel.governance.judged import Cited, Judged
from pmo_excel.governance.periods import periods_on


def currency_status(
    status_date: int | None, today: int | None, frequency: str | None, settings: Mapping[str, Any]
) -> Judged | None:
    """Status of the data's age on a day; None where no day is given, for a refresh reads no clock."""
    if today is None or status_date is None:
        return None
    amber, stale = float(settings["Status age amber"]), float(settings["Status age grey"])
    age = today // DAY - status_date // DAY
    if today > periods_on(status_date, frequency, stale):
        colour = Rag.GREY
    else:
        colour = Rag.AMBER if today > periods_on(status_date, frequency, amber) else Rag.GREEN
    said = (
        f"Data {colour.word}: the status of {day_text(status_date)} is {age} d old "
        f"({(frequency or 'Monthly').lower()} reports; amber after {amber:g} periods, grey after {stale:g})."
    )
    cited = (
        Cited("Status Date", day_text(status_date), status_date, is_date=True),
        Cited("Age (d)", str(age), age),
        Cited("Status age amber", f"{amber:g}", amber),
        Cited("Status age grey", f"{stale:g}", stale),
    )
    return Judged("Data", colour, said, variance=float(age), cited=cited)
