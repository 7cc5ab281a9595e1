"""The site's time zone: days and local times as SharePoint keeps them (UTC), and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ZONES: Final[Mapping[int, str]] = {
    2: "Europe/London",
    3: "Europe/Paris",
    4: "Europe/Berlin",
    6: "Europe/Budapest",
    8: "America/Sao_Paulo",
    9: "America/Halifax",
    10: "America/New_York",
    11: "America/Chicago",
    12: "America/Denver",
    13: "America/Los_Angeles",
    14: "America/Anchorage",
    15: "Pacific/Honolulu",
    17: "Pacific/Auckland",
    18: "Australia/Brisbane",
    19: "Australia/Adelaide",
    20: "Asia/Tokyo",
    21: "Asia/Singapore",
    22: "Asia/Bangkok",
    23: "Asia/Kolkata",
    24: "Asia/Dubai",
    93: "Etc/UTC",
}
"""SharePoint's time zone IDs whose rules are those of one named zone. Source: learn.microsoft.com,
`SP.RegionalSettings.timeZones` property (93: recorded from sites). Other IDs go by their offset."""


@dataclass(frozen=True, slots=True)
class SiteZone:
    """How a site counts days and hours.

    Attributes
    ----------
    exact
        Whether summer time is known. Where it is not, days are written as local noon, which falls on the right day
        whether the clocks are an hour ahead or not.
    """

    rules: tzinfo
    exact: bool = True

    def day_out(self, day: str) -> str:
        """A day (`2026-03-29`) as SharePoint takes it: the site's midnight, in UTC."""
        local = datetime.combine(date.fromisoformat(day), time(0 if self.exact else 12), self.rules)
        return _utc_text(local)

    def day_in(self, text: str) -> str:
        """The day that a date-only value of the site stands for."""
        slack = timedelta() if self.exact else timedelta(hours=1)
        return (_moment(text).astimezone(self.rules) + slack).date().isoformat()

    def time_out(self, moment: str) -> str:
        """A local date and time (`2026-03-29T08:00`) in UTC."""
        return _utc_text(datetime.fromisoformat(moment).replace(tzinfo=self.rules))

    def time_in(self, text: str) -> str:
        """The site's local date and time, to the minute."""
        return _moment(text).astimezone(self.rules).replace(tzinfo=None).isoformat(timespec="minutes")


def _utc_text(local: datetime) -> str:
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def site_zone(settings: Mapping[str, Any]) -> SiteZone:
    """The zone that the site's regional settings name.

    Parameters
    ----------
    settings
        `Web/RegionalSettings/TimeZone`: Id, and Information.Bias, the minutes from local standard time to UTC.
    """
    name = ZONES.get(int(settings.get("Id") or 0))
    if name:
        try:
            return SiteZone(ZoneInfo(name))
        except ZoneInfoNotFoundError:  # a system without zone data
            pass
    bias = int((settings.get("Information") or {}).get("Bias") or 0)
    return SiteZone(timezone(-timedelta(minutes=bias)), exact=False)
