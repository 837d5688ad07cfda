"""Dates as PDF files write them."""

from __future__ import annotations

import re

_DATE = re.compile(
    r"(?:D:)?(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?)?)?(?:([Z+-])(?:(\d\d)'?(\d\d)?'?)?)?"
)


def iso_date(value: str) -> str:
    """A PDF date (D:20121130093000+04'00') as ISO 8601; anything else as it stands."""
    match = _DATE.fullmatch(value.strip())
    if match is None:
        return value
    year, month, day, hour, minute, second, sign, zone_hour, zone_minute = match.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if hour is None:
        return date
    time = f"T{hour}:{minute}:{second or '00'}"
    zone = (
        ""
        if sign is None
        else "Z"
        if sign == "Z"
        else f"{sign}{zone_hour or '00'}:" + (zone_minute or "00")
    )
    return date + time + zone
