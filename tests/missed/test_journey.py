"""A missed call by real HTTP: the practice phone rings, is picked up, and a call in Urdu begins that leaves a tip."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from hotline import jobs
from hotline.calls.missed import IN_A_CALL
from hotline.calls.missed_models import MissedCall
from hotline.calls.models import Call
from hotline.carriers.practice.events import Asked, Ended, Event, Heard
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice.outgoing_calls import missed_call, pick_up, ringing
from hotline.carriers.practice.state import BUSY
from hotline.phone_numbers import pseudonym
from hotline.placing import Placing
from hotline.queues import REFERRALS, TIPS
from hotline.tips.models import Tip
from tests.missed.conftest import SECOND
from tests.webhooks import CALLER
from worker import make_worker


@pytest.fixture
def exchange(live: Any, practice_directory: None) -> Iterator[Exchange]:
    opened = Exchange.of(live.runtime.settings)
    yield opened
    opened.close()


def rows(runtime: Any, what: Any) -> list[Any]:
    with runtime.database.transaction() as session:
        return list(session.scalars(select(what)))


def leave_missed_call(exchange: Exchange) -> None:
    events = missed_call(exchange, CALLER, SECOND).start()
    assert [event.status for event in events if isinstance(event, Ended)] == [BUSY]
    assert not [event for event in events if isinstance(event, Heard)], "nobody answers, so nothing is paid"


def phone_is_picked_up(runtime: Any, exchange: Exchange) -> PracticeLine:
    make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)
    with runtime.database.transaction() as session:
        [call] = ringing(session, CALLER)
        line = pick_up(session, exchange, call.call_sid)
    assert line is not None
    return line


def heard(events: list[Event]) -> list[str]:
    played = [event for event in events if isinstance(event, Heard)]
    assert all(event.status == 200 for event in played)
    return [event.url.partition("/prompts/")[2] for event in played]


def test_a_missed_call_becomes_a_call_in_urdu_and_a_tip(runtime: Any, exchange: Exchange) -> None:
    leave_missed_call(exchange)
    assert rows(runtime, Call) == []
    line = phone_is_picked_up(runtime, exchange)
    events = line.start()
    assert heard(events)[0].startswith("ur/")
    assert isinstance(events[-1], Asked)
    [call] = rows(runtime, Call)
    assert call.caller_pseudonym == pseudonym(CALLER, runtime.settings.pseudonym_key), "not the hotline's own"
    assert runtime.sealer.open_text(call.caller_sealed) == CALLER

    for key in ("1", "1", "1"):
        events = line.press(key)
    assert all(name.startswith("ur/") for name in heard(events))
    line.hang_up()
    [tip] = rows(runtime, Tip)
    assert (tip.language, tip.partial) == ("ur", True)


def test_who_is_in_a_call_with_us_is_not_rung_and_after_it_is(runtime: Any, exchange: Exchange) -> None:
    leave_missed_call(exchange)
    line = phone_is_picked_up(runtime, exchange)
    line.start()
    leave_missed_call(exchange)
    make_worker(runtime, [TIPS]).work(burst=True)
    states = {missed.state: missed.why for missed in rows(runtime, MissedCall)}
    assert states == {Placing.PLACED: None, Placing.LEFT: IN_A_CALL}
    line.hang_up()
    with runtime.database.transaction() as session:
        # What has rung a moment ago may ring again after a minute.
        for missed in session.scalars(select(MissedCall)):
            missed.claimed_at = None
    leave_missed_call(exchange)
    phone_is_picked_up(runtime, exchange)


def test_with_no_worker_at_hand_the_clock_has_it_called_back(runtime: Any, exchange: Exchange) -> None:
    leave_missed_call(exchange)
    runtime.queues.connection.flushdb()
    jobs.sweep(runtime)
    assert phone_is_picked_up(runtime, exchange).start()
