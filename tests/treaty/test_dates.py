"""Dates as they are printed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.treaty.dates import find_date, read_date


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("13 November 2012", "2012-11-13"),
        ("13th November, 2012", "2012-11-13"),
        ("3 Nov 2012", "2012-11-03"),
        ("December 9, 2012", "2012-12-09"),
        ("Dubai, 9 December 2012", "2012-12-09"),
        ("28 November 2012 (updated 5 December 2012)", "2012-11-28"),
        ("1er octobre 2012", "2012-10-01"),
        ("13 de noviembre de 2012", "2012-11-13"),
        ("13 ноября 2012 года", "2012-11-13"),
        ("13 نوفمبر 2012", "2012-11-13"),
        ("١٣ نوفمبر ٢٠١٢", "2012-11-13"),
        ("2012年11月13日", "2012-11-13"),
        ("November 2012", "2012-11"),
        ("2012-11-30", "2012-11-30"),
    ],
)
def test_dates_in_six_languages(printed: str, iso: str) -> None:
    assert read_date(printed) == iso


@pytest.mark.parametrize(
    "text",
    [
        "", "2012", "03/04/2012", "Dubai, 3-14 December 2012", "3 to 14 December 2012",
        "Дубай, 3-14 декабря 2012 года", "2012年12月3日-14日，迪拜", "31 November 2012",
        "Done in May 2012 by the members", "Original: Russian", "13 November",
    ],
)  # fmt: skip
def test_ranges_and_guesses_are_no_dates(text: str) -> None:
    assert read_date(text) == ""


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}


@given(st.dates(date(1865, 1, 1), date(2090, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_every_day_is_read_back(day: date, language: str) -> None:
    month = MONTHS[language].split()[day.month - 1]
    of = " de " if language == "es" else " "
    assert read_date(f"{day.day}{of}{month}{of}{day.year}") == day.isoformat()


@given(st.dates(date(1865, 1, 1), date(2090, 12, 31)))
def test_chinese_and_iso_days_are_read_back(day: date) -> None:
    assert read_date(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()
    assert read_date(day.isoformat()) == day.isoformat()


def test_a_date_within_a_line() -> None:
    assert find_date("Distr.: General 8 August 2023 Original: English") == "2023-08-08"
    assert find_date("no date here") == ""
