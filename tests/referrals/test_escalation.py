"""What nobody answers goes up the ladder, from phone to phone, until somebody does or nobody is left."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.hours import within
from hotline.referrals.acknowledgement import acknowledge
from hotline.referrals.deadlines import Deadlines
from hotline.referrals.dispatch import NOBODY_LEFT
from hotline.referrals.escalation import NOBODY_ANSWERED
from hotline.referrals.models import ReferralState
from hotline.sms.sending import SmsNotSent, SmsRefused
from tests.referrals.conftest import PHONE, Desk

SECOND, HEAD, ZONE, HEADQUARTERS = (f"+92364000000{digit}" for digit in (2, 3, 4, 5))
QUIET = (time(22), time(7))
DEADLINES = Deadlines(timedelta(minutes=10), timedelta(hours=2), QUIET)


@pytest.fixture
def ladder(desk: Desk) -> Desk:
    """A whole ladder above the circle's first duty phone."""
    desk.enter_phone("C-GRW", HEAD, head=True, position=0)
    desk.enter_phone("C-GRW", SECOND, position=2)
    desk.enter_phone("Z-GRW", ZONE)
    desk.enter_phone("HQ-TIP", HEADQUARTERS)
    return desk


def test_it_climbs_from_phone_to_phone_to_headquarters_each_told_once(ladder: Desk) -> None:
    for _ in range(5):
        ladder.dispatch()
        ladder.is_late()
    assert [number for number, _, _ in ladder.carrier.sent] == [PHONE, SECOND, HEAD, ZONE, HEADQUARTERS]
    assert not any("REPEAT" in words for _, words, _ in ladder.carrier.sent)
    assert [message.step for message in ladder.messages()] == [0, 1, 2, 3, 4]
    referral = ladder.referral()
    assert (referral.state, referral.acknowledge_by) == (ReferralState.SENT, None)
    assert referral.unanswered_at is not None
    assert ladder.history()[-1][1] == NOBODY_ANSWERED
    assert ladder.is_late() == 0, "with nobody left it goes nowhere"


def test_once_somebody_has_taken_it_it_climbs_no_further(ladder: Desk) -> None:
    ladder.dispatch()
    with ladder.database.transaction() as session:
        assert acknowledge(session, ladder.referral_id, "C-GRW, by SMS")
    assert ladder.is_late() == 0
    ladder.dispatch()
    assert len(ladder.carrier.sent) == 1


def test_taken_while_the_next_one_is_being_told_it_stays_taken(ladder: Desk) -> None:
    ladder.dispatch()
    ladder.is_late()

    def taken() -> None:
        with ladder.database.transaction() as session:
            acknowledge(session, ladder.referral_id, "C-GRW, by SMS")

    ladder.carrier.while_sending = taken
    ladder.dispatch()
    assert ladder.state() is ReferralState.ACKNOWLEDGED
    assert [message.carrier_message_id for message in ladder.messages()] == ["SM1", "SM2"]


def test_a_number_that_is_no_good_is_left_at_once(ladder: Desk) -> None:
    ladder.carrier.faults = [(SmsRefused("21614", "not a mobile number", of_the_number=True), False)]
    ladder.dispatch()
    assert ladder.state() is ReferralState.ESCALATED
    ladder.dispatch()
    assert [number for number, _, _ in ladder.carrier.sent] == [SECOND]


def test_with_no_number_left_that_is_any_good_a_person_is_asked(desk: Desk) -> None:
    desk.carrier.faults = [(SmsRefused("21614", "not a mobile number", of_the_number=True), False)]
    desk.dispatch()
    desk.dispatch()
    assert desk.state() is ReferralState.REFUSED
    assert desk.history()[-1][1] == NOBODY_LEFT


def test_what_nobody_can_have_read_is_not_late(ladder: Desk) -> None:
    ladder.carrier.faults = [(SmsNotSent("20429", "too many requests"), False)]
    ladder.dispatch()
    assert ladder.referral().acknowledge_by is None


def test_after_hours_of_trying_a_person_is_asked(desk: Desk) -> None:
    for _ in range(20):
        desk.carrier.faults = [(SmsNotSent("20429", "too many requests"), False)]
        desk.dispatch()
    assert desk.state() is ReferralState.REFUSED
    assert len(desk.messages()) == 16


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001 - given a zone below
    lambda naive: naive.replace(tzinfo=UTC)
)


@given(moments)
def test_what_is_urgent_is_late_after_ten_minutes_day_or_night(now: datetime) -> None:
    assert DEADLINES.after(now, urgent=True) == now + timedelta(minutes=10)


@given(moments)
def test_what_is_not_urgent_is_never_late_in_the_quiet_hours(now: datetime) -> None:
    late = DEADLINES.after(now, urgent=False)
    assert late - now >= timedelta(hours=2)
    assert late - now <= timedelta(hours=11)
    assert not within(QUIET, late - timedelta(microseconds=1))


def test_whoever_is_told_at_night_has_two_hours_of_the_morning() -> None:
    at_eleven = datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert DEADLINES.after(at_eleven, urgent=False) == datetime(2026, 3, 3, 4, tzinfo=UTC)
