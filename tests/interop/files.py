"""Files of Microsoft Project's XML, written by hand after its schema, from pieces that several tests share."""

from __future__ import annotations

NAMESPACE = ' xmlns="http://schemas.microsoft.com/project"'
WEEK = "".join(
    f"""<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes>
    <WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>
    <WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"""
    for day in range(2, 7)
)
OFF = "".join(f"<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>" for day in (1, 7))


def calendar(uid: int, name: str, inside: str = "", base: int = -1, week: str = WEEK + OFF) -> str:
    return f"""<Calendar><UID>{uid}</UID><Name>{name}</Name><BaseCalendarUID>{base}</BaseCalendarUID>
    <WeekDays>{week}</WeekDays>{inside}</Calendar>"""


def task(uid: int, duration: str = "PT8H0M0S", inside: str = "", level: int = 1) -> str:
    return f"""<Task><UID>{uid}</UID><ID>{uid}</ID><Name>Task {uid}</Name><OutlineLevel>{level}</OutlineLevel>
    <Duration>{duration}</Duration><DurationFormat>7</DurationFormat>{inside}</Task>"""


def link(before: int, kind: int = 1, lag: int = 0, form: int = 7) -> str:
    return f"""<PredecessorLink><PredecessorUID>{before}</PredecessorUID><Type>{kind}</Type>
    <LinkLag>{lag}</LinkLag><LagFormat>{form}</LagFormat></PredecessorLink>"""


def project(tasks: str, head: str = "", calendars: str = "", rest: str = "", namespace: str = NAMESPACE) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?><Project{namespace}>
    <StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID>{head}
    <Calendars>{calendars or calendar(1, "Standard")}</Calendars><Tasks>{tasks}</Tasks>{rest}</Project>""".encode()
