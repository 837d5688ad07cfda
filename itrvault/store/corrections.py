"""What a person may put in the place of a fact that was read."""

from __future__ import annotations

import re
from datetime import date

from itrvault.errors import InvalidValue
from itrvault.model.document import FACT_FIELDS, DocumentClass
from itrvault.store.units import storable

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:; [a-z]{2,3})*")


def checked_fact(field: str, value: str) -> str:
    """The value, tidied. "" stays "". Raises InvalidValue with the reason."""
    if field not in FACT_FIELDS:
        reason = f"a document has no {field}"
        raise InvalidValue(value=value, field=field, reason=reason)
    value = storable(" ".join(value.split()))
    if not value:
        return ""
    if field == "class":
        value = value.casefold()
        if value not in tuple(DocumentClass):
            raise InvalidValue(
                value=value, field="class", reason=f"classes are {', '.join(DocumentClass)}"
            )
    elif field in ("language", "original_language"):
        value = value.casefold()
        if not _LANGUAGE.fullmatch(value):
            reason = "it is not a language code such as en or fr"
            raise InvalidValue(value=value, field="language", reason=reason)
    elif field == "date" and not is_date(value):
        reason = "dates are written 2012-11-30, 2012-11 or 2012"
        raise InvalidValue(value=value, field="date", reason=reason)
    return value


def is_date(value: str) -> bool:
    """Whether it is an ISO date, month or year that exists."""
    found = _DATE.fullmatch(value)
    if found is None:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True
