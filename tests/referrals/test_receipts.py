"""Delivery reports move a referral forward only, in any order and any number of times."""

import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from hotline.referrals.incoming import Receipt, ReceiptStatus
from hotline.referrals.models import Fate, Referral, ReferralMessage, ReferralState
from hotline.referrals.receipts import take_receipt
from hotline.referrals.states import ALLOWED
from tests.referrals.conftest import PHONE, Desk


def report(desk: Desk, status: ReceiptStatus, code: str = "", carrier_id: str = "SM1") -> bool:
    with desk.database.transaction() as session:
        return take_receipt(session, desk.referral_id, Receipt(carrier_id, status, code))


def test_delivered_is_kept_with_the_carriers_id(desk: Desk) -> None:
    desk.dispatch()
    report(desk, ReceiptStatus.SENT)
    report(desk, ReceiptStatus.DELIVERED)
    report(desk, ReceiptStatus.SENT)
    assert desk.state() is ReferralState.DELIVERED
    assert [state.value for state, _ in desk.history()] == ["waiting", "sending", "sent", "delivered"]


def test_a_receipt_that_overtakes_the_send_is_not_taken_back(desk: Desk) -> None:
    desk.carrier.while_sending = lambda: report(desk, ReceiptStatus.DELIVERED) and None
    desk.dispatch()
    assert desk.state() is ReferralState.DELIVERED
    assert [each.carrier_message_id for each in desk.messages()] == ["SM1"]


def test_a_receipt_settles_an_unknown_fate(desk: Desk) -> None:
    desk.carrier.faults = [(TimeoutError(), True)]
    desk.dispatch()
    report(desk, ReceiptStatus.DELIVERED)
    desk.dispatch()
    assert desk.state() is ReferralState.DELIVERED
    assert len(desk.carrier.sent) == 1


def test_undelivered_is_tried_again(desk: Desk) -> None:
    desk.dispatch()
    report(desk, ReceiptStatus.UNDELIVERED, "30003")
    assert desk.state() is ReferralState.WAITING
    assert "30003" in desk.history()[-1][1]
    desk.dispatch()
    assert len(desk.carrier.sent) == 2


def test_a_late_report_on_the_attempt_before_does_not_undo_this_one(desk: Desk) -> None:
    desk.dispatch()
    report(desk, ReceiptStatus.UNDELIVERED, "30003")
    desk.dispatch()
    report(desk, ReceiptStatus.UNDELIVERED, "30003", carrier_id="SM1")
    assert desk.state() is ReferralState.SENT


def test_failed_for_good_it_goes_to_the_next_phone_at_once(desk: Desk) -> None:
    desk.enter_phone("Z-GRW", "+923640000002")
    desk.dispatch()
    report(desk, ReceiptStatus.FAILED, "30006")
    desk.dispatch()
    assert [number for number, _, _ in desk.carrier.sent] == [PHONE, "+923640000002"]
    assert "REPEAT" not in desk.carrier.sent[1][1]


def test_failed_for_good_with_nobody_up_the_ladder_it_waits_for_a_person(desk: Desk) -> None:
    desk.dispatch()
    report(desk, ReceiptStatus.FAILED, "30006")
    desk.dispatch()
    assert desk.state() is ReferralState.REFUSED
    assert len(desk.carrier.sent) == 1


def test_a_report_on_the_phone_before_does_not_say_that_the_next_one_has_got_it(desk: Desk) -> None:
    desk.enter_phone("Z-GRW", "+923640000002")
    desk.dispatch()
    desk.is_late()
    desk.dispatch()
    report(desk, ReceiptStatus.DELIVERED, carrier_id="SM1")
    assert desk.state() is ReferralState.SENT
    report(desk, ReceiptStatus.DELIVERED, carrier_id="SM2")
    assert desk.state() is ReferralState.DELIVERED


def test_undelivered_and_sent_once_more_it_says_that_it_is_a_repeat(desk: Desk) -> None:
    desk.dispatch()
    report(desk, ReceiptStatus.UNDELIVERED, "30003")
    desk.dispatch()
    assert [words.startswith("REPEAT") for _, words, _ in desk.carrier.sent] == [False, True]


def test_a_report_on_no_referral_of_ours_is_said_to_be_unknown(desk: Desk) -> None:
    with desk.database.transaction() as session:
        assert not take_receipt(session, uuid.uuid4(), Receipt("SM1", ReceiptStatus.SENT, ""))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ReferralState), st.lists(st.sampled_from(ReceiptStatus), max_size=6))
def test_any_reports_make_allowed_moves_only(
    desk: Desk, start: ReferralState, statuses: list[ReceiptStatus]
) -> None:
    if not desk.messages():
        desk.dispatch()
    with desk.database.transaction() as session:
        session.execute(update(Referral).values(state=start, step=0))
        session.execute(update(ReferralMessage).values(fate=Fate.TAKEN, carrier_message_id="SM1"))
    before = start
    for status in statuses:
        report(desk, status)
        after = desk.state()
        assert after is before or after in ALLOWED[before]
        if before is ReferralState.DELIVERED:
            assert after is ReferralState.DELIVERED
        before = after
