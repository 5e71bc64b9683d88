"""What waits for how long is seen by the rows: what no worker read, what no carrier took, what needs a person."""

from typing import Any

import pytest
from sqlalchemy import text

from hotline.alarms.looking import look, span, waits
from hotline.alarms.models import AlarmKind
from hotline.alarms.wording import alarm_words, passed_words
from hotline.referrals.acknowledgement import acknowledge
from hotline.referrals.models import ReferralState
from hotline.sms.segments import Encoding, count
from hotline.sms.sending import SmsNotSent, SmsRefused
from tests.referrals.conftest import Desk, a_recorded_tip, bare_desk, desk

__all__ = ["bare_desk", "desk"]


def time_passes(desk: Desk, seconds: int) -> None:
    """Every row is so much older."""
    columns = {
        "tips": ("ready_at", "recorded_at"),
        "referrals": ("opened_at", "next_try_at", "handed_at", "unanswered_at"),
        "referral_events": ("at",),
        "referral_messages": ("claimed_at", "handed_at"),
    }
    with desk.database.transaction() as session:
        for table, names in columns.items():
            older = ", ".join(f"{name} = {name} - make_interval(secs => {seconds})" for name in names)
            session.execute(text(f"UPDATE {table} SET {older}"))


def seen(desk: Desk) -> list[tuple[AlarmKind, str]]:
    with desk.database.transaction() as session:
        return look(session, 60)


def recorded(desk: Desk) -> None:
    with desk.database.transaction() as session:
        session.execute(text("UPDATE tips SET recorded_at = now()"))


def test_a_tip_that_no_worker_reads(desk: Desk) -> None:
    desk.dispatch()
    time_passes(desk, 59)
    assert seen(desk) == []
    time_passes(desk, 30)
    assert seen(desk) == [(AlarmKind.TIP_WAITS, "1, the oldest for 89 s")]
    recorded(desk)
    assert seen(desk) == []


def test_a_tip_that_is_not_ready_yet_does_not_wait(desk: Desk) -> None:
    recorded(desk)
    desk.dispatch()
    tip = a_recorded_tip(desk.database)
    with desk.database.transaction() as session:
        session.execute(
            text("UPDATE tips SET ready_at = now() + interval '5 s' WHERE id = :this"), {"this": tip.id}
        )
    assert seen(desk) == []


def test_a_referral_that_no_job_comes_for(desk: Desk) -> None:
    recorded(desk)
    time_passes(desk, 59)
    assert seen(desk) == []
    time_passes(desk, 10)
    assert seen(desk) == [(AlarmKind.REFERRAL_WAITS, "1, the oldest for 69 s")]
    desk.dispatch()
    assert seen(desk) == []


@pytest.mark.parametrize("fault", [SmsNotSent("30001", "queue full"), TimeoutError()])
def test_a_referral_that_the_carrier_does_not_take_though_it_is_tried(desk: Desk, fault: Exception) -> None:
    recorded(desk)
    desk.carrier.faults = [(fault, False)] * 9
    for _ in range(3):
        desk.dispatch()
        time_passes(desk, 30)
    assert [kind for kind, _ in seen(desk)] == [AlarmKind.REFERRAL_WAITS]


def test_one_that_goes_up_the_ladder_waits_from_then_on(desk: Desk) -> None:
    recorded(desk)
    desk.dispatch()
    time_passes(desk, 700)
    desk.enter_phone("C-GRW", "+923640000002", head=True)
    assert desk.is_late() == 1
    assert desk.state() is ReferralState.ESCALATED
    assert seen(desk) == []
    time_passes(desk, 61)
    assert [kind for kind, _ in seen(desk)] == [AlarmKind.REFERRAL_WAITS]


def test_one_without_a_phone_needs_a_person(bare_desk: Desk) -> None:
    recorded(bare_desk)
    bare_desk.dispatch()
    time_passes(bare_desk, 61)
    assert seen(bare_desk) == [(AlarmKind.REFERRAL_REFUSED, "1, the oldest for 61 s")]
    bare_desk.enter_phone("C-GRW")
    bare_desk.dispatch()
    assert seen(bare_desk) == []


def test_one_that_is_refused_needs_a_person_at_once(desk: Desk) -> None:
    recorded(desk)
    desk.carrier.faults = [(SmsRefused("20003", "account suspended"), False)]
    desk.dispatch()
    assert [kind for kind, _ in seen(desk)] == [AlarmKind.REFERRAL_REFUSED]


def test_one_that_nobody_up_the_ladder_has_answered(desk: Desk) -> None:
    recorded(desk)
    desk.dispatch()
    desk.is_late()
    time_passes(desk, 300)
    assert seen(desk) == [(AlarmKind.NOBODY_ANSWERS, "1, the oldest for 5 min")]
    with desk.database.transaction() as session:
        acknowledge(session, desk.referral_id, "Nadia")
    assert seen(desk) == []


def test_it_is_one_statement(desk: Desk, statements: list[str]) -> None:
    with desk.database.statement() as session:
        session.connection()
        statements.clear()
        waits(session, 60)
    assert len(statements) == 1


@pytest.mark.parametrize("kind", AlarmKind)
def test_its_words_are_one_part(kind: AlarmKind) -> None:
    for words in (alarm_words(kind, "123456, the oldest for 119 min"), passed_words(kind)):
        said = count(words)
        assert (said.encoding, said.segments) == (Encoding.GSM_7, 1)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.4, "0 s"), (119, "119 s"), (120, "2 min"), (7199, "119 min"), (7200, "2 h"), (10**6, "11 days")],
)
def test_a_span_is_short(seconds: float, told: str) -> None:
    assert span(seconds) == told


def test_the_clock_that_has_stopped(desk: Desk, runtime: Any) -> None:
    with desk.database.transaction() as session:
        assert waits(session, 60).clock is None
        session.execute(text("INSERT INTO heartbeats (of, at) VALUES ('clock', now() - interval '61 s')"))
    assert (AlarmKind.CLOCK_STOPPED, "61 s") in seen(desk)
