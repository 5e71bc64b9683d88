"""A referral is sent once, whatever fails on the way, and its history says what happened."""

import contextlib
import threading
from datetime import timedelta

from sqlalchemy import event, func, select, update

from hotline.circles.models import Rung
from hotline.database import Database, utc_now
from hotline.referrals.dispatch import NO_PHONE, dispatch
from hotline.referrals.models import Fate, Referral, ReferralMessage, ReferralState
from hotline.referrals.opening import open_referrals
from hotline.referrals.sweep import due, free_dead_claims, refused, retry, retry_refused
from hotline.sms.sending import SmsNotSent, SmsRefused
from hotline.sms.ways import Way, Ways
from hotline.tips.models import Tip
from tests.referrals.conftest import DEADLINES, PHONE, RECEIPTS, Desk, recorded


def test_it_goes_to_the_circle_with_our_id_in_the_receipt_address(desk: Desk) -> None:
    desk.dispatch()
    [(number, words, receipt_url)] = desk.carrier.sent
    assert number == PHONE
    assert "Gujranwala" in words
    assert "bonded labour" in words
    assert receipt_url == f"{RECEIPTS}/{desk.referral_id}"
    [message] = desk.messages()
    assert (desk.state(), message.carrier_message_id) == (ReferralState.SENT, "SM1")
    assert message.fate is Fate.TAKEN
    assert desk.referral().handed_at is not None
    assert [state.value for state, _ in desk.history()] == ["waiting", "sending", "sent"]


def test_dispatched_twice_it_is_sent_once(desk: Desk) -> None:
    desk.dispatch()
    desk.dispatch()
    assert len(desk.carrier.sent) == 1


def test_dispatched_by_many_workers_at_once_it_is_sent_once(desk: Desk) -> None:
    barrier = threading.Barrier(6)

    def work() -> None:
        barrier.wait()
        desk.dispatch()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(desk.carrier.sent) == 1


def test_no_transaction_is_open_while_it_is_sent(desk: Desk) -> None:
    def look() -> None:
        assert desk.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        assert desk.state() is ReferralState.SENDING

    desk.carrier.while_sending = look
    desk.dispatch()
    assert desk.state() is ReferralState.SENT


def test_refused_is_never_tried_again_by_itself(desk: Desk) -> None:
    desk.carrier.faults = [(SmsRefused("21614", "not a mobile number"), False)]
    desk.dispatch()
    desk.dispatch()
    assert desk.state() is ReferralState.REFUSED
    assert desk.carrier.sent == []
    assert "21614" in desk.history()[-1][1]


def test_refused_goes_out_again_when_another_phone_is_entered(desk: Desk) -> None:
    desk.carrier.faults = [(SmsRefused("21614", "not a mobile number"), False)]
    desk.dispatch()
    with desk.database.transaction() as session:
        assert retry_refused(session, 10) == 0
    desk.enter_phone("C-GRW", "+923640000002", position=0)
    with desk.database.transaction() as session:
        assert retry_refused(session, 10) == 1
    desk.dispatch()
    assert [number for number, _, _ in desk.carrier.sent] == ["+923640000002"]


def test_certainly_not_sent_is_tried_again_later_and_not_before(desk: Desk) -> None:
    desk.carrier.faults = [(SmsNotSent("20429", "too many requests"), False)]
    desk.dispatch()
    assert desk.state() is ReferralState.WAITING
    with desk.database.transaction() as session:
        assert due(session, 10) == []
    desk.dispatch()
    assert desk.state() is ReferralState.SENT
    assert len(desk.carrier.sent) == 1
    assert "REPEAT" not in desk.carrier.sent[0][1]


def test_the_pauses_grow_and_stay_within_half_an_hour(desk: Desk) -> None:
    pauses = []
    for _ in range(12):
        desk.carrier.faults = [(SmsNotSent("20429", "too many requests"), False)]
        desk.dispatch()
        pauses.append((desk.referral().next_try_at - utc_now()).total_seconds())
    assert pauses[0] < pauses[4] < pauses[8]
    assert max(pauses) <= 1800


def test_an_unknown_fate_is_looked_up_and_not_sent_again_when_it_arrived(desk: Desk) -> None:
    desk.carrier.faults = [(TimeoutError(), True)]
    desk.dispatch()
    assert desk.state() is ReferralState.UNKNOWN
    desk.dispatch()
    assert desk.state() is ReferralState.SENT
    assert len(desk.carrier.sent) == 1
    assert [(each.fate, each.carrier_message_id) for each in desk.messages()] == [
        (Fate.TAKEN, "SM1"),
        (Fate.NOT_SENT, None),
    ]


def test_an_unknown_fate_that_did_not_arrive_is_sent_again_and_says_that_it_is_a_repeat(desk: Desk) -> None:
    desk.carrier.faults = [(TimeoutError(), False)]
    desk.dispatch()
    desk.dispatch()
    assert desk.state() is ReferralState.SENT
    assert [words.startswith("REPEAT") for _, words, _ in desk.carrier.sent] == [True]


def test_a_sender_that_died_after_its_claim_is_looked_up_first(desk: Desk) -> None:
    desk.carrier.faults = [(KeyboardInterrupt(), True)]  # type: ignore[list-item]
    with contextlib.suppress(KeyboardInterrupt):
        desk.dispatch()
    assert desk.state() is ReferralState.SENDING
    with desk.database.transaction() as session:
        assert free_dead_claims(session) == 0
        session.execute(update(ReferralMessage).values(claimed_at=utc_now() - timedelta(minutes=10)))
    with desk.database.transaction() as session:
        assert free_dead_claims(session) == 1
    desk.dispatch()
    assert desk.state() is ReferralState.SENT
    assert len(desk.carrier.sent) == 1


def test_without_a_phone_it_goes_up_the_ladder_and_says_so(bare_desk: Desk) -> None:
    bare_desk.enter_phone("Z-GRW")
    bare_desk.dispatch()
    referral = bare_desk.referral()
    [message] = bare_desk.messages()
    assert (referral.circle_code, message.circle_code, referral.rung) == ("C-GRW", "Z-GRW", Rung.ZONE)
    assert len(bare_desk.carrier.sent) == 1


def test_with_no_phone_anywhere_it_waits_and_says_so_once(bare_desk: Desk) -> None:
    bare_desk.dispatch()
    bare_desk.dispatch()
    assert bare_desk.state() is ReferralState.WAITING
    assert [reason for _, reason in bare_desk.history()].count(NO_PHONE) == 1
    bare_desk.enter_phone("HQ-TIP")
    bare_desk.dispatch()
    assert bare_desk.state() is ReferralState.SENT


def test_a_tip_has_one_referral_however_often_it_is_opened(bare_desk: Desk, database: Database) -> None:
    with database.transaction() as session:
        tip = recorded(session.execute(select(Tip)).scalar_one())
        assert [opened.id for opened in open_referrals(session, tip)] == [bare_desk.referral_id]
        assert session.execute(select(func.count()).select_from(Referral)).scalar_one() == 1


def test_a_person_who_has_mended_the_account_sends_the_refused_ones_again(desk: Desk) -> None:
    desk.carrier.faults = [(SmsRefused("20003", "wrong credentials"), False)]
    desk.dispatch()
    with desk.database.transaction() as session:
        [(referral_id, circle, reason)] = refused(session)
        assert (referral_id, circle) == (desk.referral_id, "C-GRW")
        assert "20003" in reason
        assert retry(session, "a person has mended it") == 1
    desk.dispatch()
    assert desk.state() is ReferralState.SENT


def test_from_claim_to_note_it_takes_six_statements_at_most(desk: Desk) -> None:
    desk.make_due()
    told: list[str] = []
    for engine in (desk.database.engine, desk.database._statement_engine):
        event.listen(engine, "before_cursor_execute", lambda *said: told.append(said[2]))
    ways = Ways(Way("practice", desk.carrier, "+923640000000", most=180))
    dispatch(desk.database, ways, RECEIPTS, DEADLINES, desk.referral_id)
    assert desk.state() is ReferralState.SENT
    assert 4 <= len(told) - 1 <= 6, told
