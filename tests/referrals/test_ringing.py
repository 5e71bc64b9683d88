"""Who is rung for something urgent, and how often: once for each SMS, whatever dies or fails on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hotline.database import Database
from hotline.placing import DIED, CallNotPlaced, CallRefused, Placing
from hotline.referrals import ringing
from hotline.referrals.acknowledgement import acknowledge
from hotline.referrals.models import Fate, Referral, ReferralMessage, ReferralState
from hotline.referrals.ringing import MOST_A_MINUTE, MOST_TRIES, ring, settle, waiting
from hotline.referrals.ringing_models import OfficerCall
from hotline.tips.models import Tip
from tests.referrals.conftest import PHONE, Desk

OTHER = "+923640000009"


@dataclass
class Line:
    """Lists whom it rang; `faults` are raised by the next calls, after ringing all the same."""

    database: Database
    rung: list[str] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    while_ringing: Callable[[], None] = lambda: None

    def ring(self, to: str, message_id: int) -> str:
        self.while_ringing()
        self.rung.append(to)
        if self.faults:
            raise self.faults.pop(0)
        return f"CA{len(self.rung)}"

    def work(self) -> None:
        """A round of the clock, and the jobs that it finds."""
        with self.database.transaction() as session:
            settle(session)
            found = waiting(session, 10)
        for message_id, _ in found:
            ring(self.database, self, message_id)

    def calls(self) -> list[OfficerCall]:
        with self.database.transaction() as session:
            return list(session.scalars(select(OfficerCall).order_by(OfficerCall.message_id)))

    def let_pass(self, past: timedelta) -> None:
        with self.database.transaction() as session:
            values = {"claimed_at": OfficerCall.claimed_at - past, "try_at": OfficerCall.try_at - past}
            session.execute(update(OfficerCall).values(**values))


@pytest.fixture
def line(database: Database) -> Line:
    return Line(database)


@pytest.fixture
def urgent(desk: Desk) -> Desk:
    """An urgent tip that has been texted to its circle's phone."""
    with desk.database.transaction() as session:
        session.execute(update(Tip).values(urgent=True))
    desk.dispatch()
    return desk


def test_the_phone_it_was_texted_to_rings_once(urgent: Desk, line: Line) -> None:
    for _ in range(3):
        line.work()
        line.let_pass(timedelta(minutes=2))
    assert line.rung == [PHONE]
    [call] = line.calls()
    assert (call.state, call.call_id, call.tries) == (Placing.PLACED, "CA1", 1)


def test_two_workers_at_once_ring_once(urgent: Desk, line: Line) -> None:
    [message] = urgent.messages()
    line.while_ringing = lambda: ring(
        urgent.database, Line(urgent.database, faults=[AssertionError()]), message.id
    )
    ring(urgent.database, line, message.id)
    assert line.rung == [PHONE]
    assert line.calls()[0].state is Placing.PLACED


def test_what_is_not_urgent_rings_nobody(desk: Desk, line: Line) -> None:
    desk.dispatch()
    line.work()
    assert line.rung == []


@pytest.mark.parametrize("fate", [Fate.PENDING, Fate.UNKNOWN, Fate.NOT_SENT, Fate.REFUSED, Fate.UNDELIVERED])
def test_nobody_is_rung_before_the_text_is_handed_over(urgent: Desk, line: Line, fate: Fate) -> None:
    with urgent.database.transaction() as session:
        session.execute(update(ReferralMessage).values(fate=fate))
    line.work()
    assert line.rung == []


def test_whoever_has_answered_is_not_rung(urgent: Desk, line: Line) -> None:
    with urgent.database.transaction() as session:
        assert acknowledge(session, urgent.referral_id, "C-GRW, by SMS")
    line.work()
    assert line.rung == []


def test_later_nobody_is_rung_any_more(urgent: Desk, line: Line) -> None:
    with urgent.database.transaction() as session:
        values = {"handed_at": ReferralMessage.handed_at - ringing.FRESH}
        session.execute(update(ReferralMessage).values(**values))
    line.work()
    assert line.rung == []


def test_the_next_phone_up_the_ladder_rings_as_well(urgent: Desk, line: Line) -> None:
    line.work()
    urgent.enter_phone("C-GRW", OTHER, position=2)
    assert urgent.is_late() == 1
    line.work()
    assert line.rung == [PHONE], "not before it has been texted there"
    urgent.dispatch()
    line.work()
    assert line.rung == [PHONE, OTHER]


def test_a_phone_that_has_just_rung_is_left_in_peace_for_a_minute(urgent: Desk, line: Line) -> None:
    line.work()
    with urgent.database.transaction() as session:
        # One more SMS to the same phone, of another step.
        session.execute(update(Referral).values(step=Referral.step + 1))
        values = {"step": 1, "attempt": 2, "fate": Fate.TAKEN, "urgent": True, "repeat": False}
        first = session.scalars(select(ReferralMessage)).one()
        same = {name: getattr(first, name) for name in ("circle_code", "rung", "number", "body", "carrier")}
        session.add(
            ReferralMessage(referral_id=first.referral_id, handed_at=first.handed_at, **same, **values)
        )
    line.work()
    assert line.rung == [PHONE]
    line.let_pass(timedelta(minutes=1))
    line.work()
    assert line.rung == [PHONE, PHONE]


def test_no_more_than_so_many_are_rung_a_minute(
    urgent: Desk, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_A_MINUTE > 0
    monkeypatch.setattr(ringing, "MOST_A_MINUTE", 0)
    line.work()
    assert line.rung == []
    monkeypatch.undo()
    line.work()
    assert line.rung == [PHONE]


def test_what_was_not_placed_is_tried_again_after_a_pause_and_not_for_ever(urgent: Desk, line: Line) -> None:
    line.faults = [CallNotPlaced("20429", "too many")] * 9
    for tried in range(1, MOST_TRIES + 2):
        line.work()
        line.work()
        assert len(line.rung) == min(tried, MOST_TRIES)
        line.let_pass(timedelta(minutes=5))
    [call] = line.calls()
    assert (call.state, call.tries) == (Placing.LEFT, MOST_TRIES)


@pytest.mark.parametrize(
    ("fault", "state"),
    [(CallRefused("21215", "not permitted"), Placing.REFUSED), (TimeoutError(), Placing.UNKNOWN)],
)
def test_what_was_refused_or_may_have_rung_is_never_placed_again(
    urgent: Desk, line: Line, fault: Exception, state: Placing
) -> None:
    line.faults = [fault]
    for _ in range(3):
        line.work()
        line.let_pass(timedelta(minutes=5))
    assert line.rung == [PHONE]
    assert line.calls()[0].state is state
    assert urgent.state() is ReferralState.SENT


def test_whoever_died_while_placing_it_may_have_made_it_ring(urgent: Desk, line: Line) -> None:
    line.faults = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        line.work()
    line.let_pass(timedelta(minutes=2))
    line.work()
    [call] = line.calls()
    assert (call.state, call.why) == (Placing.UNKNOWN, DIED)
    assert line.rung == [PHONE]
