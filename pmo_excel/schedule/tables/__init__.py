"""The sheets of the schedule: the plan, calendars and holidays, baselines and milestones, health checks."""

from pmo_excel.schedule.tables.agreed import Baselines, Milestones
from pmo_excel.schedule.tables.calendars import Calendars, Holidays
from pmo_excel.schedule.tables.health import ScheduleHealth
from pmo_excel.schedule.tables.plan import Schedule

__all__ = ["Baselines", "Calendars", "Holidays", "Milestones", "Schedule", "ScheduleHealth"]
