"""The sheets of working time: calendars and holidays."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

_WORKING_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
_STANDARD = {"Calendar Name": "Standard", "Start Time": "08:00"} | {
    f"{day} (h)": 8 if day in _WORKING_DAYS else 0 for day in (*_WORKING_DAYS, "Sat", "Sun")
}


@table("Calendars", "tblCalendars", "Named working weeks.", key="name", first_rows=[_STANDARD])
class Calendars(Table):
    """Named working weeks: the hours of each weekday and when a day starts."""

    name: Annotated[
        Texts,
        Column(
            "Calendar Name",
            "A name used in Schedule and Resources: Standard. Standard is the project's own calendar.",
            also=("Calendar", "Name", "Kalender", "Calendrier"),
            required=True,
            unique=True,
            width=20,
        ),
    ]
    monday: Annotated[
        Numbers,
        Column(
            "Mon (h)",
            "Working hours on Mondays, such as 8; 0 is a day off. Sets the dates.",
            Type.NUMBER,
            unit="hours",
            also=("Monday", "Mo"),
            minimum=0,
            maximum=24,
            width=8,
        ),
    ]
    tuesday: Annotated[
        Numbers,
        Column(
            "Tue (h)",
            "Working hours on Tuesdays, such as 8; 0 is a day off. Sets the dates.",
            Type.NUMBER,
            unit="hours",
            also=("Tuesday", "Di"),
            minimum=0,
            maximum=24,
            width=8,
        ),
    ]
    wednesday: Annotated[
        Numbers,
        Column(
            "Wed (h)",
            "Working hours on Wednesdays, such as 8; 0 is a day off. Sets the dates.",
            Type.NUMBER,
            unit="hours",
            also=("Wednesday", "Mi"),
            minimum=0,
            maximum=24,
            width=8,
        ),
    ]
    thursday: Annotated[
        Numbers,
        Column(
            "Thu (h)",
            "Working hours on Thursdays, such as 8; 0 is a day off. Sets the dates.",
            Type.NUMBER,
            unit="hours",
            also=("Thursday", "Do"),
            minimum=0,
            maximum=24,
            width=8,
        ),
    ]
    friday: Annotated[
        Numbers,
        Column(
            "Fri (h)",
            "Working hours on Fridays, such as 8; 0 is a day off. Sets the dates.",
            Type.NUMBER,
            unit="hours",
            also=("Friday", "Fr"),
            minimum=0,
            maximum=24,
            width=8,
        ),
    ]
    saturday: Annotated[
        Numbers,
        Column(
            "Sat (h)",
            "Working hours on Saturdays, such as 8; 0 is a day off. Sets the dates.",
            Type.NUMBER,
            unit="hours",
            also=("Saturday", "Sa"),
            minimum=0,
            maximum=24,
            width=8,
        ),
    ]
    sunday: Annotated[
        Numbers,
        Column(
            "Sun (h)",
            "Working hours on Sundays, such as 8; 0 is a day off. Sets the dates.",
            Type.NUMBER,
            unit="hours",
            also=("Sunday", "So"),
            minimum=0,
            maximum=24,
            width=8,
        ),
    ]
    start_time: Annotated[
        Texts,
        Column(
            "Start Time",
            "When a working day begins: 09:00, which is also what empty means. Sets the dates.",
            Type.TIME,
            also=("Day Starts", "From Time"),
            default="09:00",
            width=10,
        ),
    ]
    base_calendar: Annotated[
        Texts,
        Column(
            "Base Calendar",
            "A calendar whose holidays count here too: Standard. Read when dates are worked out.",
            Type.CHOICE,
            also=("Base", "Based On"),
            refers="Calendars.Calendar Name",
            width=16,
        ),
    ]


@table("Holidays", "tblHolidays", "Days off and days with other hours, by calendar.", plain="date_from")
class Holidays(Table):
    """Exceptions to the working weeks: public holidays, shut-downs, working Saturdays."""

    calendar: Annotated[
        Texts,
        Column(
            "Calendar Name",
            "The calendar it belongs to: Standard. Empty: every calendar. Sets the dates.",
            Type.CHOICE,
            also=("Calendar", "Kalender", "Calendrier"),
            refers="Calendars.Calendar Name",
            width=18,
        ),
    ]
    date_from: Annotated[
        Instants,
        Column(
            "Date From",
            "The first day of the exception, such as 3-Apr-2026. Sets the dates.",
            Type.DATE,
            also=("Date", "From", "Holiday", "Start", "Datum", "Von", "Feiertag", "Jour férié"),
            required=True,
            width=12,
        ),
    ]
    date_to: Annotated[
        Instants,
        Column(
            "Date To",
            "The last day, such as 6-Apr-2026; empty: one day. Sets the dates.",
            Type.DATE,
            also=("To", "Until", "End", "Bis", "Au"),
            width=12,
        ),
    ]
    hours: Annotated[
        Numbers,
        Column(
            "Hours",
            "Working hours on these days, such as 4; empty or 0: no work. Sets the dates.",
            Type.NUMBER,
            unit="hours",
            also=("Working Hours", "Hours per Day", "Stunden"),
            minimum=0,
            maximum=24,
            default=0,
            width=8,
        ),
    ]
    description: Annotated[
        Texts,
        Column(
            "Description",
            "What it is: Good Friday. Read by the team.",
            also=("Name", "Holiday Name", "Occasion", "Bezeichnung"),
            width=28,
        ),
    ]
