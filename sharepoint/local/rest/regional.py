"""SP.RegionalSettings and SP.TimeZone: how the site reads and shows dates."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sharepoint.local.errors import bad_argument
from sharepoint.local.rest.call import Call
from sharepoint.local.rest.resource import Entity, path

FORMS = ("%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M", "%m/%d/%Y")


class RegionalSettingsEntity(Entity):
    """The site's regional settings."""

    type_name = "SP.RegionalSettings"

    def uri(self) -> str:
        return "Web/RegionalSettings"

    def properties(self) -> dict[str, Any]:
        return {
            "LocaleId": 1033,
            "Time24": False,
            "DateFormat": 0,
            "DateSeparator": "/",
            "DecimalSeparator": ".",
            "ThousandSeparator": ",",
            "ListSeparator": ",",
            "FirstDayOfWeek": 0,
            "FirstWeekOfYear": 0,
            "WorkDays": 62,
            "CalendarType": 1,
        }

    @path("TimeZone")
    def time_zone(self) -> TimeZoneEntity:
        return TimeZoneEntity(self.call)


class TimeZoneEntity(Entity):
    """The site's time zone; the biases are minutes to add to local time to get UTC."""

    type_name = "SP.TimeZone"

    def uri(self) -> str:
        return "Web/RegionalSettings/TimeZone"

    def properties(self) -> dict[str, Any]:
        year = datetime.now(UTC).year
        january, july = (self._bias(datetime(year, month, 1, 12, tzinfo=UTC)) for month in (1, 7))
        bias = max(january, july)
        return {
            "Id": 93 if self.site.zone.key == "UTC" else 0,
            "Description": f"({self.site.zone.key})",
            "Information": {
                "__metadata": {"type": "SP.TimeZoneInformation"},
                "Bias": bias,
                "DaylightBias": min(january, july) - bias,
                "StandardBias": 0,
            },
        }

    def _bias(self, moment: datetime) -> int:
        offset = moment.astimezone(self.site.zone).utcoffset()
        return -int(offset.total_seconds() // 60) if offset else 0


def date_time_schema() -> str:
    """How the site writes dates and times, in the picker's short form: locale, order, separators, first weekday."""
    return "1033|M/d/yyyy|/|h:mm tt|:|0"


def parsed_moment(call: Call) -> str:
    """A date or time people typed, in the site's time zone, as an instant; what is none is refused."""
    text = call.text("value", 0).strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = next((found for form in FORMS if (found := _read(text, form))), datetime.min)
    if moment == datetime.min:
        raise bad_argument(f"The date {text!r} cannot be read.")
    local = moment if moment.tzinfo else moment.replace(tzinfo=call.site.zone)
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None
