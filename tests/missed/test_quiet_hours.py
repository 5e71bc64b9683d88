"""No phone rings in the quiet hours: neither at their first minute nor at their last, nor over midnight."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hotline.calls.quiet_hours import may_ring
from hotline.database import PAKISTAN
from hotline.errors import SettingsWrong
from hotline.hours import within, written
from hotline.placing import RING_SECONDS
from hotline.settings import Settings

NIGHT = time(22), time(7)
NOON = time(12), time(14)
times = st.times().map(lambda one: one.replace(second=0, microsecond=0))
moments = st.integers(0, 366 * 86400).map(
    lambda past: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=past)
)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, 1, hour, minute, second, tzinfo=PAKISTAN).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "rings"),
    [
        (at(21, 59, 30), True),
        (at(21, 59, 35), False),
        (at(22), False),
        (at(0), False),
        (at(6, 59, 59), False),
        (at(7), True),
        (at(12), True),
    ],
)
def test_over_midnight_both_edges_hold(moment: datetime, rings: bool) -> None:
    assert may_ring(NIGHT, moment) is rings


@pytest.mark.parametrize(
    ("moment", "rings"), [(at(11, 59), True), (at(12), False), (at(13, 59, 59), False), (at(14), True)]
)
def test_within_a_day_both_edges_hold(moment: datetime, rings: bool) -> None:
    assert may_ring(NOON, moment) is rings


@given(times, times, moments)
@example(time(0), time(23, 59), at(23, 59))
@example(time(22), time(0), at(0))
def test_every_moment_lies_either_within_hours_or_within_the_rest_of_the_day(
    begin: time, end: time, moment: datetime
) -> None:
    if begin != end:
        assert within((begin, end), moment) is not within((end, begin), moment)


@given(times, times, moments)
def test_a_phone_that_may_ring_never_rings_within_quiet_hours(
    begin: time, end: time, moment: datetime
) -> None:
    hours = begin, end
    if begin != end and may_ring(hours, moment):
        assert not any(within(hours, moment + timedelta(seconds=past)) for past in range(RING_SECONDS + 1))


@given(times, times, moments)
def test_it_is_the_clock_in_pakistan_that_counts(begin: time, end: time, moment: datetime) -> None:
    """Five hours ahead of UTC, the year round."""
    clock = (moment + timedelta(hours=5)).time()
    covered = begin <= clock < end if begin < end else (clock >= begin or clock < end)
    assert within((begin, end), moment) is covered


def test_hours_are_told_as_they_are_set() -> None:
    assert written(NIGHT) == "22:00-07:00"


@pytest.mark.parametrize(
    "wrong", ["22-7", "22:00-22:00", "24:00-07:00", "22:00", "22:00-7:00", "٢٢:00-07:00"]
)
def test_hours_that_cannot_be_read_are_a_fault_of_the_settings(environ: dict[str, str], wrong: str) -> None:
    with pytest.raises(SettingsWrong, match="HOTLINE_QUIET_HOURS"):
        Settings.from_environ({**environ, "HOTLINE_QUIET_HOURS": wrong})


def test_nights_are_quiet_where_nothing_is_set(environ: dict[str, str]) -> None:
    del environ["HOTLINE_QUIET_HOURS"]
    assert Settings.from_environ(environ).quiet_hours == NIGHT


@pytest.mark.parametrize("wrong", ["0364 0001000", "923640001000", "yes", "+92"])
def test_a_number_without_its_country_is_a_fault_of_the_settings(environ: dict[str, str], wrong: str) -> None:
    with pytest.raises(SettingsWrong, match="HOTLINE_MISSED_CALL_NUMBER"):
        Settings.from_environ({**environ, "HOTLINE_MISSED_CALL_NUMBER": wrong})
