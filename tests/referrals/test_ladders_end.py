"""Where a ladder ends: what is mended starts again from below, nobody is passed over, and somebody is always asked."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from hotline.alarms.looking import look
from hotline.alarms.models import AlarmKind
from hotline.circles.ladder import phones_for
from hotline.circles.models import CirclePhone
from hotline.database import PAKISTAN, Database, utc_now
from hotline.referrals.acknowledgement import Declined, Decliner, acknowledge, decline
from hotline.referrals.deadlines import Deadlines
from hotline.referrals.incoming import Receipt, ReceiptStatus
from hotline.referrals.messages import Claim, take_claim
from hotline.referrals.models import Referral, ReferralMessage, ReferralState
from hotline.referrals.opening import open_referrals
from hotline.referrals.receipts import take_receipt
from hotline.referrals.states import Standing
from hotline.referrals.sweep import retry, retry_refused
from hotline.sms.sending import SmsNotSent, SmsRefused
from hotline.tips.models import Tip
from tests.referrals.conftest import PHONE, Desk, recorded
from tests.referrals.offices import with_phones

SECOND, ZONE = "+923640000002", "+923640000004"
NO_SUCH_NUMBER = SmsRefused("21614", "not a mobile number", of_the_number=True)
NO_ACCOUNT = SmsRefused("20003", "wrong credentials")


@pytest.fixture
def two(desk: Desk) -> Desk:
    """A ladder of two phones: the circle's and the zone's."""
    desk.enter_phone("Z-GRW", ZONE)
    return desk


def round_of_the_clock(desk: Desk) -> int:
    with desk.database.transaction() as session:
        return retry_refused(session, 10)


def test_what_the_account_was_refused_for_is_not_tried_again_by_itself(two: Desk) -> None:
    two.carrier.faults = [(NO_ACCOUNT, False)]
    two.dispatch()
    assert two.state() is ReferralState.REFUSED
    assert [round_of_the_clock(two) for _ in range(3)] == [0, 0, 0]


def test_given_up_after_hours_it_stays_with_a_person(two: Desk) -> None:
    for _ in range(16):
        two.carrier.faults = [(SmsNotSent("20429", "too many requests"), False)]
        two.dispatch()
    assert two.state() is ReferralState.REFUSED
    assert round_of_the_clock(two) == 0


def test_mended_by_a_person_it_starts_from_below(two: Desk) -> None:
    two.carrier.faults = [(NO_SUCH_NUMBER, False), (NO_SUCH_NUMBER, False)]
    for _ in range(3):
        two.dispatch()
    assert two.state() is ReferralState.REFUSED
    with two.database.transaction() as session:
        assert retry(session, "a person has mended it") == 1
    two.dispatch()
    assert [number for number, _, _ in two.carrier.sent] == [PHONE]


def test_a_phone_entered_below_the_one_that_was_reached_is_told(two: Desk) -> None:
    two.carrier.faults = [(NO_SUCH_NUMBER, False), (NO_SUCH_NUMBER, False)]
    for _ in range(3):
        two.dispatch()
    two.enter_phone("C-GRW", SECOND, position=0)
    assert round_of_the_clock(two) == 1
    two.dispatch()
    assert [number for number, _, _ in two.carrier.sent] == [SECOND]


def test_told_high_up_at_night_whoever_is_below_is_told_next(desk: Desk) -> None:
    yesterday = (datetime.now(PAKISTAN) - timedelta(days=1)).strftime("%a").lower()
    with desk.database.transaction() as session:
        session.execute(update(CirclePhone).values(days=yesterday))
    desk.enter_phone("HQ-TIP", ZONE)
    desk.dispatch()
    desk.is_late()
    desk.dispatch()
    assert [number for number, _, _ in desk.carrier.sent] == [ZONE, PHONE]


def test_a_claim_loses_against_whoever_has_sent_it_elsewhere_meanwhile(two: Desk) -> None:
    referral = two.referral()
    late = Claim(
        referral.id, 1, referral.step, 1, _recipient(two), "words", repeat=False, urgent=False,
        carrier="practice", answer_by=None, before=None,
    )  # fmt: skip
    with two.database.transaction() as session:
        session.execute(update(Tip).values(urgent=True))
        tip = session.scalars(select(Tip)).one()
        open_referrals(session, recorded(tip, urgent=True))
    with two.database.transaction() as session:
        assert not take_claim(session.connection(), Standing(referral.id, referral.state), late)


def _recipient(desk: Desk) -> Any:

    with desk.database.transaction() as session:
        return phones_for(session, "C-GRW", utc_now())


def test_urgent_at_last_it_is_late_after_ten_minutes(desk: Desk) -> None:
    desk.dispatch()
    with desk.database.transaction() as session:
        take_receipt(session, desk.referral_id, Receipt("SM1", ReceiptStatus.UNDELIVERED, "30003"))
        session.execute(update(Tip).values(urgent=True))
        tip = session.scalars(select(Tip)).one()
        open_referrals(session, recorded(tip, urgent=True))
    desk.dispatch()
    [first, second] = desk.messages()
    assert (first.number, second.number, second.urgent) == (PHONE, PHONE, True)
    late = desk.referral().acknowledge_by
    assert late is not None
    assert late - second.claimed_at <= timedelta(minutes=11)


def test_found_to_have_arrived_before_it_was_known_to_be_urgent_it_is_told_once_more(desk: Desk) -> None:
    desk.carrier.faults = [(TimeoutError(), True)]
    desk.dispatch()
    with desk.database.transaction() as session:
        session.execute(update(Tip).values(urgent=True))
    desk.dispatch()
    assert desk.state() is ReferralState.SENT
    with desk.database.transaction() as session:
        tip = session.scalars(select(Tip)).one()
        assert tip.recorded_at is None, "it is recorded anew"
        open_referrals(session, recorded(tip))
    desk.dispatch()
    assert desk.carrier.sent[-1][1].startswith("URGENT. UPDATE.")


def test_a_failure_of_what_was_looked_up_counts(two: Desk) -> None:
    two.carrier.faults = [(TimeoutError(), True)]
    two.dispatch()
    two.dispatch()
    assert len(two.carrier.sent) == 1
    with two.database.transaction() as session:
        take_receipt(session, two.referral_id, Receipt("SM1", ReceiptStatus.FAILED, "30005"))
    two.dispatch()
    assert [number for number, _, _ in two.carrier.sent] == [PHONE, ZONE]


def test_never_delivered_it_goes_up_some_day(two: Desk) -> None:
    for attempt in range(1, 17):
        two.dispatch()
        with two.database.transaction() as session:
            take_receipt(
                session, two.referral_id, Receipt(f"SM{attempt}", ReceiptStatus.UNDELIVERED, "30003")
            )
    assert two.state() is ReferralState.ESCALATED


def test_said_by_two_phones_of_one_circle_it_goes_on_once(database: Database, directory: None) -> None:
    office = with_phones(database)
    office.open()
    office.send()
    [referral] = office.rows().values()
    by = Decliner("C-GRW, by SMS", "C-GRW")
    with database.transaction() as session:
        assert decline(session, referral.id, by) == Declined("C-GRT")
        assert decline(session, referral.id, by) is None
        assert not acknowledge(session, referral.id, "C-GRW, by SMS", circle="C-GRW")
    assert office.send().keys() == {"C-GRT"}


def test_declined_where_nobody_is_left_a_supervisor_is_alarmed(database: Database, directory: None) -> None:
    office = with_phones(database)
    office.open(official_involved=True)
    office.send()
    [referral] = office.rows().values()
    with database.transaction() as session:
        session.execute(update(Tip).values(official_involved=True))
        assert decline(session, referral.id, Decliner("HQ-TIP, by SMS", "HQ-TIP")) == Declined(None)
    with database.transaction() as session:
        assert AlarmKind.NOBODY_ANSWERS in dict(look(session, 60.0))


def test_quiet_hours_without_end_do_not_hold_up_a_referral() -> None:
    whole_day = Deadlines(timedelta(minutes=10), timedelta(hours=2), (time(), time.max))
    now = datetime(2026, 3, 1, 12, tzinfo=PAKISTAN)
    assert whole_day.after(now, urgent=False) - now <= timedelta(days=3)


def test_a_number_that_a_circle_kept_from_it_shares_is_not_told_either(two: Desk) -> None:
    with two.database.transaction() as session:
        session.execute(update(CirclePhone).values(number=PHONE))
        session.execute(update(Tip).values(excluded=["C-GRW"]))
        session.execute(update(Referral).values(circle_code="C-GRW"))
    two.dispatch()
    assert two.carrier.sent == []
    with two.database.transaction() as session:
        assert session.scalars(select(ReferralMessage)).all() == []
