"""What a snapshot keeps of people: how engaged they are, how they took the last contact, what was promised to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pmo_excel.schedule.snapshots import Figure
from pmo_excel.stakeholders import ledger
from pmo_excel.stakeholders.due import sentiments
from pmo_excel.stakeholders.engagement import STAKEHOLDER, engagement_figures
from pmo_excel.stakeholders.tables import Contacts, Expectations, Stakeholders

SENTIMENT: Final = "Sentiment"
"""The figure of how the last contact was taken."""


def people_figures(
    people: Stakeholders | None, contacts: Contacts | None, promises: Expectations | None
) -> Iterator[Figure]:
    """The figures of the sheets of people that a workbook has; private notes are not among them."""
    if people is not None:
        yield from engagement_figures(people)
    if contacts is not None:
        for who, said in sentiments(contacts).items():
            yield Figure(STAKEHOLDER, who, SENTIMENT, said[-1])
    if promises is not None:
        yield from ledger.figures(promises)
