"""The days and hours of a duty phone: read in the ways people write them, written in one, and whether they hold."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.circles.duty_phones import (
    DutyPhone,
    days_of,
    on_duty,
    read_duty_phones,
    write_days,
    write_duty_phones,
)
from hotline.circles.table import Wrong
from hotline.database import PAKISTAN

MONDAY = datetime(2026, 3, 2, tzinfo=PAKISTAN)
CLOCKS = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda clock: "{:02}:{:02}".format(*clock))
HOURS = st.tuples(CLOCKS, CLOCKS | st.just("24:00")).filter(lambda two: two[0] != two[1]).map("-".join)
PHONES = st.builds(
    DutyPhone,
    st.integers(0, 9_999_999).map("+92364{:07d}".format),
    st.frozensets(st.integers(0, 6)).map(write_days),
    HOURS | st.just(""),
    st.booleans(),
)


@given(st.lists(PHONES, max_size=5, unique_by=lambda phone: phone.number))
def test_phones_with_their_hours_read_back_as_they_were_written(phones):
    assert read_duty_phones(write_duty_phones(phones)) == tuple(phones)


@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_days_are_written_as_runs_that_say_the_same_days(days):
    assert days_of(write_days(days)) == days


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0364 0000007", "+923640000007"),
        ("0364-0000007 Mon - Fri 9:00-17:00", "+923640000007 mon-fri 09:00-17:00"),
        ("+923640000007 22:00-06:00", "+923640000007 22:00-06:00"),
        ("+923640000007 sat-thu", "+923640000007 sat-thu"),
        ("+923640000007 mon,tue,wed,fri", "+923640000007 mon-wed,fri"),
        ("+923640000007 mon-sun 08:00-24:00", "+923640000007 08:00-24:00"),
        (" +923640000007 ;; 03640000008 sun ", "+923640000007;+923640000008 sun"),
        ("0364 0000007 head", "+923640000007 head"),
        ("0364-0000007 Mon-Fri 9:00-17:00 HEAD", "+923640000007 mon-fri 09:00-17:00 head"),
        (
            "+923640000007 sat head ; 03640000008 08:00-24:00  head",
            "+923640000007 sat head;+923640000008 08:00-24:00 head",
        ),
        ("", ""),
    ],
)
def test_phones_are_read_as_people_write_them(written, read):
    assert write_duty_phones(read_duty_phones(written)) == read


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("0364 0000007 weekdays", "'weekdays' are no days"),
        ("0364 0000007 mon-", "is not a telephone number"),
        ("0364 0000007 heads", "'heads' are no days"),
        ("0364 0000007 head mon-fri", "is not a telephone number"),
        ("0364 0000007 head head", "is not a telephone number"),
        ("head", "is not a telephone number"),
        ("0364 0000007 09:00-09:00", "are no hours"),
        ("0364 0000007 09:00-25:00", "are no hours"),
        ("0364 0000007 24:00-08:00", "are no hours"),
        ("0364 0000007 9-17", "is not a"),
        ("mon-fri 09:00-17:00", "is not a telephone number"),
        ("051-9261234 mon-fri", "'051-9261234' is not a mobile number: no SMS reaches it"),
        ("0364 0000007 mon; +923640000007 tue", "has the same number twice"),
    ],
)
def test_a_phone_that_cannot_be_is_refused_with_its_reason(written, why):
    with pytest.raises(Wrong) as wrong:
        read_duty_phones(written)
    assert why in wrong.value.message.format(**wrong.value.values)


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin():
    friday_night = DutyPhone("+923640000007", "fri", "22:00-06:00")
    friday = MONDAY + timedelta(days=4)
    on = [hour for hour in range(48) if on_duty(friday_night, friday + timedelta(hours=hour))]
    assert on == list(range(22, 30))


def test_days_and_hours_hold_by_the_clock_in_pakistan():
    office = DutyPhone("+923640000007", "mon-fri", "09:00-17:00")
    assert on_duty(office, datetime.fromisoformat("2026-03-02T04:00:00+00:00"))
    assert not on_duty(office, datetime.fromisoformat("2026-03-02T12:00:00+00:00"))
    assert not on_duty(office, datetime.fromisoformat("2026-03-01T06:00:00+00:00"))
    assert on_duty(DutyPhone("+923640000007"), MONDAY)
    assert on_duty(DutyPhone("+923640000007", "", "08:00-24:00"), MONDAY - timedelta(minutes=1))
