"""Amounts in other currencies, at the rate that held on their day."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem
from pmo_excel.core.tables import Table, table


@table("Rates")
class Rates(Table):
    """What a unit of a currency is worth from a day on."""

    currency: Annotated[Texts, Column("Currency", "Such as EUR.", also=("From", "ISO"))]
    date: Annotated[Instants, Column("Date", "From this day on.", Type.DATE, also=("Rate Date", "Valid From"))]
    rate: Annotated[
        Numbers,
        Column("Rate", "What one unit is in the project's currency.", Type.NUMBER, also=("FX Rate",), minimum=0),
    ]


@table("Amounts")
class Amounts(Table):
    """Amounts, each with its currency and day."""

    amount: Annotated[Numbers, Column("Amount", "How much.", Type.MONEY, unit="currency", also=("Value",))]
    currency: Annotated[Texts, Column("Currency", "Empty: the project's.", also=("ISO",))]
    date: Annotated[Instants, Column("Date", "The day that tells the rate.", Type.DATE, also=("Posting Date",))]


@table("Converted amounts")
class Converted(Table):
    """Amounts in the project's currency, with the rate and its day."""

    amount: Annotated[Numbers, Column("Amount", "As given.", Type.MONEY, unit="currency")]
    currency: Annotated[Texts, Column("Currency", "As given.")]
    date: Annotated[Instants, Column("Date", "As given.", Type.DATE)]
    rate: Annotated[Numbers, Column("Rate", "The rate that was used.", Type.NUMBER)]
    rate_date: Annotated[Instants, Column("Rate Date", "The day of that rate.", Type.DATE)]
    converted: Annotated[Numbers, Column("Converted", "In the project's currency.", Type.MONEY, unit="currency")]


def converted(amounts: Amounts, rates: Rates | None, home: str) -> Converted | Answer:
    """Each amount at the newest rate of its day or before; without a day, at the newest of all.

    Empty, and said so, where there is no rate yet: a later one is not that of the day.
    """
    count = len(amounts)
    made = Converted.of(count, amount=amounts.amount, currency=amounts.currency, date=amounts.date)
    problems = []
    for row in range(count):
        currency = str(amounts.currency[row] or home).strip().upper()
        day = int(amounts.date[row])
        if currency == home.strip().upper():
            made.rate[row], made.rate_date[row] = 1.0, amounts.date[row]
        elif row not in amounts.wrong("date"):
            made.rate[row], made.rate_date[row] = _rate(rates, currency, day)
        made.converted[row] = amounts.amount[row] * made.rate[row]
        if made.rate[row] != made.rate[row]:
            when = "" if day == NO_INSTANT else f" on {day_text(day)} or before"
            text = f"there is no rate of {currency}{when}, so the amount is not known in {home}"
            problems.append(Problem(Code.UNDEFINED, text, amounts.cell("currency", row), "Add the rate of that day."))
    return Answer(made, problems)


def _rate(rates: Rates | None, currency: str, day: int) -> tuple[float, int]:
    found: tuple[float, int] = (float("nan"), NO_INSTANT)
    if rates is None:
        return found
    for name, date, rate in zip(rates.currency.tolist(), rates.date.tolist(), rates.rate.tolist(), strict=True):
        fits = str(name or "").strip().upper() == currency and rate == rate
        if fits and (day == NO_INSTANT or date <= day) and (found[0] != found[0] or date >= found[1]):
            found = (float(rate), int(date))
    return found
