"""Whose phone is written to: the first on duty up the ladder, never nobody, never one that must not be."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.circles.ladder import ladder, next_of, phones_for
from hotline.circles.models import CirclePhone, PassedOver, Rung
from hotline.database import PAKISTAN

SUNDAY = datetime(2026, 3, 1, 12, tzinfo=PAKISTAN)
MONDAY = datetime(2026, 3, 2, 12, tzinfo=PAKISTAN)
MONDAY_NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=PAKISTAN)
TUESDAY_EARLY = datetime(2026, 3, 3, 5, 59, tzinfo=PAKISTAN)
TUESDAY_LATER = datetime(2026, 3, 3, 6, 0, tzinfo=PAKISTAN)


def number(circle: str, place: int = 0) -> str:
    return f"+9236400{['C-LHR', 'Z-LHR', 'HQ-TIP', 'C-GRW'].index(circle):02}{place:03}"


@pytest.fixture
def enter(session):
    """Enters a phone of a circle: its place, days and hours."""

    def entered(circle: str, place: int = 0, days: str = "", hours: str = "", **more: bool) -> None:
        phone = {"number": number(circle, place), "position": place, "days": days, "hours": hours, **more}
        session.add(CirclePhone(circle_code=circle, **phone))
        session.flush()

    return entered


@pytest.fixture
def called(session):
    def called(at: datetime, **more: object) -> str | None:
        found = next_of(ladder(session, "C-LHR", at, **more))
        return found.number if found else None

    return called


@pytest.fixture
def numbers(session):
    """Every phone up the ladder, in the order in which they are told."""

    def numbers_at(at: datetime, circle: str = "C-LHR") -> list[str]:
        return [each.number for each in ladder(session, circle, at)]

    return numbers_at


def test_the_first_on_duty_comes_first_then_the_next_then_the_next_rung(enter, called):
    enter("C-LHR", 0, "mon-fri", "09:00-17:00")
    enter("C-LHR", 1, "mon", "22:00-06:00")
    enter("Z-LHR", 0, "tue-sat")
    enter("HQ-TIP")
    assert called(MONDAY) == number("C-LHR")
    # The night belongs to the day on which it begins.
    assert called(MONDAY_NIGHT) == called(TUESDAY_EARLY) == number("C-LHR", 1)
    assert called(TUESDAY_LATER) == number("Z-LHR")
    assert called(SUNDAY) == number("HQ-TIP")


def test_with_nobody_on_duty_anywhere_the_circles_first_is_written_to_all_the_same(enter, called):
    enter("C-LHR", 1, "mon")
    enter("C-LHR", 0, "tue")
    enter("HQ-TIP", 0, "mon-fri")
    assert called(SUNDAY) == number("C-LHR", 0)
    assert called(SUNDAY, excluded=frozenset({"C-LHR"})) == number("HQ-TIP")


def test_no_phone_of_a_circle_that_is_kept_away_is_written_to_but_headquarters_is(enter, called, session):
    enter("C-LHR")
    enter("Z-LHR")
    enter("HQ-TIP")
    assert called(MONDAY, excluded=frozenset({"C-LHR"})) == number("Z-LHR")
    assert called(MONDAY, excluded=frozenset({"C-LHR", "Z-LHR", "HQ-TIP"})) == number("HQ-TIP")
    for code in ("C-LHR", "HQ-TIP"):
        session.add(PassedOver(circle_code=code, valid_from=date(2026, 3, 2), valid_until=None, reason="x"))
    session.flush()
    assert called(SUNDAY) == number("C-LHR")
    assert called(MONDAY) == number("Z-LHR")


def test_nobody_higher_is_written_to_where_that_is_not_wished(enter, called):
    enter("HQ-TIP")
    assert called(MONDAY, up_to=Rung.CIRCLE) is None
    enter("C-LHR", 0, "sun")
    assert called(MONDAY, up_to=Rung.CIRCLE) == number("C-LHR")


def test_a_head_is_told_after_every_duty_phone_and_before_the_zone(enter, numbers, called, session):
    enter("C-LHR", 0, head=True)
    enter("C-LHR", 1, "tue")
    enter("C-LHR", 2)
    enter("Z-LHR")
    enter("HQ-TIP")
    above = [number("Z-LHR"), number("HQ-TIP")]
    assert numbers(MONDAY) == [number("C-LHR", 1), number("C-LHR", 2), number("C-LHR"), *above]
    rungs = [each.rung for each in ladder(session, "C-LHR", MONDAY)]
    assert rungs == [Rung.CIRCLE, Rung.CIRCLE, Rung.HEAD, Rung.ZONE, Rung.HEADQUARTERS]
    assert called(MONDAY) == number("C-LHR", 2)


def test_a_head_alone_is_told_for_the_circle(enter, called):
    enter("C-LHR", 0, head=True)
    enter("Z-LHR")
    assert called(MONDAY) == number("C-LHR")


def test_at_the_desk_too_the_head_comes_last(enter, numbers):
    enter("HQ-TIP", 0, head=True)
    enter("HQ-TIP", 1)
    both = [number("HQ-TIP", 1), number("HQ-TIP")]
    assert numbers(MONDAY) == both
    assert numbers(MONDAY, "HQ-TIP") == both


def test_whoever_has_been_told_is_not_told_again_and_it_never_goes_down(enter, session):
    enter("C-LHR", 0)
    enter("C-LHR", 1, "tue")
    enter("C-LHR", 2, head=True)
    enter("Z-LHR", 0, "tue")
    phones = ladder(session, "C-LHR", MONDAY)
    first, second = number("C-LHR", 0), number("C-LHR", 2)
    assert next_of(phones).number == first
    # One who is not on duty is told only where nobody is.
    assert next_of(phones, {first}).number == second
    assert next_of(phones, {first, second}).number == number("C-LHR", 1)
    assert next_of(phones, {first, second}, Rung.HEAD).number == number("Z-LHR")
    assert next_of(phones, {each.number for each in phones}) is None
    assert list(Rung) == [Rung.CIRCLE, Rung.HEAD, Rung.ZONE, Rung.HEADQUARTERS]


def test_a_practice_phone_counts_where_a_circle_has_no_other(enter, called):
    enter("C-LHR", 3, practice=True)
    enter("HQ-TIP")
    assert called(MONDAY) == number("C-LHR", 3)
    enter("C-LHR", 0, "tue")
    assert called(MONDAY) == number("HQ-TIP")


a_phone = st.tuples(
    st.sampled_from(["C-LHR", "Z-LHR", "HQ-TIP", "C-GRW"]),
    st.sampled_from(["", "mon", "sat-thu", "fri,sun"]),
    st.sampled_from(["", "09:00-17:00", "22:00-06:00", "00:00-24:00"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    phones=st.lists(a_phone, max_size=6),
    at=st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 15), timezones=st.just(PAKISTAN)),  # noqa: DTZ001
    excluded=st.frozensets(st.sampled_from(["C-LHR", "Z-LHR"])),
)
def test_whoever_is_on_duty_somebody_is_written_to_if_anybody_may_be(session, phones, at, excluded):
    with session.begin_nested() as example:
        for place, (circle, days, hours) in enumerate(phones):
            row = {"number": number(circle, place), "position": place, "days": days, "hours": hours}
            session.add(CirclePhone(circle_code=circle, **row))
        session.flush()
        found = phones_for(session, "C-LHR", at, excluded)
        example.rollback()
    ladder = {circle for circle, _, _ in phones} - {"C-GRW"} - excluded
    assert (found is None) == (not ladder)
    assert found is None or found.circle_code in ladder
