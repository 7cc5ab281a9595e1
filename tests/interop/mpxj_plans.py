"""Plans generated and scheduled with MPXJ alone: the other program that ours must agree with."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

START = (2026, 3, 2, 8, 0)
DATA_DATE = (2026, 6, 15, 8, 0)


class Maker:
    """Makes plans with MPXJ's classes, through the bridge to Java."""

    def __init__(self, bridge: Any) -> None:
        self._class = bridge.JClass
        self._hours = bridge.JClass("org.mpxj.TimeUnit").HOURS

    def _of(self, name: str) -> Any:
        return self._class(f"org.mpxj.{name}")

    def moment(self, *parts: int) -> Any:
        """A `LocalDateTime`."""
        return self._class("java.time.LocalDateTime").of(*parts)

    def hours(self, count: float) -> Any:
        """A duration in hours."""
        return self._of("Duration").getInstance(count, self._hours)

    def plan(self, tasks: int, seed: int, *, calendars: bool = True, constraints: bool = True) -> Any:
        """A plan of tasks in phases, linked at random, on one or two calendars, with dates imposed on some."""
        chance = random.Random(seed)
        file = self._of("ProjectFile")()
        days = file.addDefaultBaseCalendar()
        days.setName("Five days")
        days.addCalendarException(self._class("java.time.LocalDate").of(2026, 4, 3))
        six = self._six_days(file) if calendars else days
        options = file.getProjectProperties()
        options.setDefaultCalendar(days)
        options.setProjectID("P")
        options.setStartDate(self.moment(*START))
        options.setPlannedStart(self.moment(*START))
        options.setStatusDate(self.moment(*START))
        made: list[Any] = []
        for number in range(tasks):
            if number % 50 == 0:
                phase = file.addTask()
                phase.setName(f"Phase {number // 50 + 1}")
            task = phase.addTask()
            self._fill(task, number, chance, days if chance.random() < 0.7 else six)
            self._link(task, made[-40:], chance)
            if constraints and chance.random() < 0.08:
                self._impose(task, chance)
            made.append(task)
        return file

    def _six_days(self, file: Any) -> Any:
        saturday = self._class("java.time.DayOfWeek").SATURDAY
        clock = self._class("java.time.LocalTime")
        six = file.addDefaultBaseCalendar()
        six.setName("Six days")
        six.setCalendarDayType(saturday, self._of("DayType").WORKING)
        six.addCalendarHours(saturday).add(self._of("LocalTimeRange")(clock.of(8, 0), clock.of(12, 0)))
        return six

    def _fill(self, task: Any, number: int, chance: random.Random, calendar: Any) -> None:
        milestone = chance.random() < 0.05
        length = self.hours(0 if milestone else chance.randint(1, 20) * 8)
        kinds = self._of("ActivityType")
        task.setName(f"Task {number + 1}")
        task.setActivityID(f"A{(number + 1) * 10}")
        task.setActivityType(kinds.FINISH_MILESTONE if milestone else kinds.TASK_DEPENDENT)
        task.setDuration(length)
        task.setPlannedDuration(length)
        task.setRemainingDuration(length)
        task.setActualDuration(self.hours(0))
        task.setCalendar(calendar)

    def _link(self, task: Any, before: list[Any], chance: random.Random) -> None:
        kinds = self._of("RelationType")
        for _ in range(chance.choice((0, 1, 1, 2, 2, 3)) if before else 0):
            kind = chance.choice((kinds.FINISH_START,) * 5 + (kinds.FINISH_FINISH,))
            lag = self.hours(chance.choice((0, 0, 0, 8, 16)))
            builder = self._class("org.mpxj.Relation$Builder")()
            task.addPredecessor(builder.predecessorTask(chance.choice(before)).type(kind).lag(lag))

    def _impose(self, task: Any, chance: random.Random) -> None:
        """An early date that may hold the task, or a late one that nothing breaks.

        MPXJ 16.10 gives a task that cannot keep its latest finish a finish before its start.
        """
        kinds = self._of("ConstraintType")
        early = chance.random() < 0.5
        task.setConstraintType(kinds.START_NO_EARLIER_THAN if early else kinds.FINISH_NO_LATER_THAN)
        year = 2026 if early else 2029
        task.setConstraintDate(self.moment(year, chance.randint(3, 9), chance.randint(1, 28), 8, 0))

    def scheduled(self, file: Any, scheduler: str = "PrimaveraScheduler") -> Any:
        """The plan with the dates that MPXJ's scheduler gives it."""
        self._of(f"cpm.{scheduler}")().schedule(file, self.moment(*START))
        return file

    def progressed(self, file: Any, seed: int) -> None:
        """What ends before the data date is done, what begins before it is under way with some work left."""
        chance = random.Random(seed)
        until = self.moment(*DATA_DATE)
        states = self._of("ActivityStatus")
        file.getProjectProperties().setStatusDate(until)
        for task in [each for each in file.getTasks() if not each.hasChildTasks()]:
            start, finish = task.getStart(), task.getFinish()
            if finish.compareTo(until) <= 0:
                task.setActualStart(start)
                task.setActualFinish(finish)
                task.setRemainingDuration(self.hours(0))
                task.setActualDuration(task.getDuration())
                task.setPercentageComplete(100)
                task.setActivityStatus(states.COMPLETED)
            elif start.compareTo(until) < 0 and task.getDuration().getDuration() > 0:
                left = chance.choice((0.25, 0.5, 0.75, 1.25)) * float(task.getDuration().getDuration())
                task.setActualStart(start)
                task.setRemainingDuration(self.hours(max(8, round(left / 8) * 8)))
                task.setActivityStatus(states.IN_PROGRESS)

    def write(self, file: Any, path: Path, kind: str) -> Path:
        """The plan as a file of a kind that MPXJ writes."""
        form = getattr(self._of("writer.FileFormat"), kind)
        self._of("writer.UniversalProjectWriter")(form).write(file, str(path))
        return path
