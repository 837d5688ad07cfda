"""Which assembly of the Union met where and when: it tells whose resolution one is.

Several bodies number their resolutions from 1, and print place and year behind the number:
"Resolution 21 (Rev. Dubai, 2018)" is the plenipotentiaries', "(Rev. Dubai, 2012)" the
standardization assembly's.
"""

from __future__ import annotations

import re

from itrvault.text.fold import fold

_MET = {
    "PP": "Nice 1989, Kyoto 1994, Minneapolis 1998, Marrakesh 2002, Antalya 2006, Guadalajara 2010,"
    " Busan 2014, Dubai 2018, Bucharest 2022",
    "WTSA": "Montreal 2000, Florianópolis 2004, Johannesburg 2008, Hammamet 2016, Geneva 2022,"
    " New Delhi 2024",
    "WTDC": "Valletta 1998, Istanbul 2002, Doha 2006, Hyderabad 2010, Dubai 2014,"
    " Buenos Aires 2017, Kigali 2022",
}
_BODIES = {fold(met.strip()): body for body, list_ in _MET.items() for met in list_.split(",")}
_PLACE = re.compile(r"(?P<revised>Rev\. )?(?P<place>[^\d,]+), (?P<year>\d{4})")


def edition(place: str) -> tuple[str, int]:
    """Body and year of "Rev. Dubai, 2018"; ("", 0) where it could be two, or is not known.

    In Dubai in 2012 the standardization assembly met and then the conference; only the first had
    resolutions to revise.
    """
    match = _PLACE.fullmatch(place)
    if match is None:
        return "", 0
    year = int(match["year"])
    body = _BODIES.get(fold(f"{match['place']} {year}"), "")
    if not body and match["revised"] and (match["place"], year) == ("Dubai", 2012):
        body = "WTSA"
    return (body, year) if body else ("", 0)
