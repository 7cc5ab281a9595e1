"""The sheet of rates and capacity that hold from a day on."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Resource Terms", "tblTerms", "Rates and capacity that hold from a day on.")
class Terms(Table):
    """Bands by date: what a resource costs, and how much of the time it is there, from a day on."""

    resource_id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "Whose rate or capacity changes, from Resources: AKE.",
            Type.CHOICE,
            also=("Resource", "Person", "Name"),
            refers="Resources.Resource ID",
            required=True,
            width=12,
        ),
    ]
    valid_from: Annotated[
        Instants,
        Column(
            "Valid From",
            "The first day, such as 1-Apr-2026; empty: from the beginning. Holds until the person's next row.",
            Type.DATE,
            also=("Rate Valid From", "From", "Effective From", "Effective Date"),
            width=13,
        ),
    ]
    standard_rate: Annotated[
        Numbers,
        Column(
            "Standard Rate",
            "Cost per hour from that day; empty: as before. Only the project team sees it.",
            Type.RATE,
            unit="currency per hour",
            also=("Rate", "Hourly Rate", "Cost Rate"),
            minimum=0,
            private=True,
            width=12,
        ),
    ]
    capacity: Annotated[
        Numbers,
        Column(
            "Capacity %",
            "Share of the calendar from that day: 25%, then 50%, while somebody grows into the work; empty: as before.",
            Type.PERCENT,
            unit="fraction",
            also=("Capacity", "Availability", "FTE"),
            minimum=0,
            maximum=2,
            width=10,
        ),
    ]
