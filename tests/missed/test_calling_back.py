"""Who is called back, how often, and when never: each outcome of placing a call, at once and twice and half-way."""

import contextlib
import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import update

from hotline.calls import missed
from hotline.calls.missed import call_back, settle, waiting
from hotline.calls.missed_models import MissedCall
from hotline.calls.models import Call
from hotline.database import today, utc_now
from hotline.placing import DIED, CallNotPlaced, CallRefused, Placing
from tests.missed.conftest import NOW, Desk, hours_from
from tests.webhooks import CALLER

OTHER = "+923640009002"


def going_on(desk: Desk, number: str = CALLER, ended: bool = False) -> None:
    caller = desk.contact(number)
    call = Call(
        carrier="practice",
        carrier_id=str(uuid.uuid4()),
        caller_pseudonym=caller.pseudonym,
        language="ur",
        waiting_at="ur.main.wish.1.0",
        ended_at=utc_now() if ended else None,
    )
    with desk.database.transaction() as session:
        session.add(call)


def test_whoever_left_a_missed_call_is_rung_and_the_number_is_forgotten(desk: Desk) -> None:
    row = desk.miss_and_call_back()
    assert desk.carrier.rung == [CALLER]
    assert (row.state, row.call_back_id, row.nth, row.day) == (Placing.PLACED, "CA1", 1, today())
    assert row.caller_sealed is None


def test_called_back_twice_the_phone_rings_once(desk: Desk) -> None:
    missed_id = desk.miss()
    desk.call_back(missed_id)
    desk.call_back(missed_id)
    assert desk.carrier.rung == [CALLER]


def test_called_back_by_many_workers_at_once_the_phone_rings_once(desk: Desk) -> None:
    missed_id = desk.miss()
    together(desk, [missed_id] * 6)
    assert desk.carrier.rung == [CALLER]


def test_many_missed_calls_of_one_number_at_once_make_it_ring_once(desk: Desk) -> None:
    together(desk, [desk.miss() for _ in range(6)])
    assert desk.carrier.rung == [CALLER]
    assert sorted(row.why or "" for row in desk.rows()) == ["", *[missed.CALLED_JUST_NOW] * 5]


def together(desk: Desk, missed_ids: list[uuid.UUID | None]) -> None:
    barrier = threading.Barrier(len(missed_ids))

    def work(missed_id: uuid.UUID | None) -> None:
        barrier.wait()
        desk.call_back(missed_id)

    workers = [threading.Thread(target=work, args=(each,)) for each in missed_ids]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def test_no_transaction_is_open_while_it_is_placed(desk: Desk) -> None:
    def look() -> None:
        assert desk.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        assert desk.rows()[0].state is Placing.PLACING

    desk.carrier.while_placing = look
    assert desk.miss_and_call_back().state is Placing.PLACED


def test_a_number_is_called_back_three_times_a_day_and_another_one_too(desk: Desk) -> None:
    for _ in range(5):
        row = desk.miss_and_call_back()
        desk.let_pass(minutes=2)
    assert desk.carrier.rung == [CALLER] * 3
    assert (row.state, row.why, row.caller_sealed) == (Placing.LEFT, missed.ENOUGH_TODAY, None)
    desk.miss_and_call_back(OTHER)
    assert desk.carrier.rung == [CALLER] * 3 + [OTHER]


def test_the_next_day_it_is_called_back_again(desk: Desk) -> None:
    for _ in range(4):
        desk.miss_and_call_back()
        desk.let_pass(minutes=2)
    with desk.database.transaction() as session:
        session.execute(update(MissedCall).values(day=MissedCall.day - 1))
    desk.miss_and_call_back()
    assert desk.carrier.rung == [CALLER] * 4


def test_in_quiet_hours_nobody_is_called_back_and_nor_later(desk: Desk) -> None:
    away = desk.quiet
    desk.quiet = hours_from(*NOW)
    assert desk.miss(carrier_id="CA1") is None
    desk.quiet = away
    assert desk.miss(carrier_id="CA1") is None
    [row] = desk.rows()
    assert (row.state, row.why, row.caller_sealed) == (Placing.LEFT, missed.QUIET, None)
    with desk.database.transaction() as session:
        assert waiting(session, 10) == []


def test_quiet_hours_that_have_begun_meanwhile_hold(desk: Desk) -> None:
    missed_id = desk.miss()
    desk.quiet = hours_from(*NOW)
    desk.call_back(missed_id)
    assert desk.carrier.rung == []
    assert desk.row(missed_id).why == missed.QUIET


@pytest.mark.parametrize(("minutes", "rung"), [(4.9, 1), (5.1, 0)])
def test_a_late_call_back_is_none(desk: Desk, minutes: float, rung: int) -> None:
    missed_id = desk.miss()
    desk.let_pass(minutes)
    desk.call_back(missed_id)
    assert len(desk.carrier.rung) == rung
    if not rung:
        assert desk.row(missed_id).why == missed.TOO_LATE


def test_stale_ones_are_ended_by_the_clock(desk: Desk) -> None:
    missed_id = desk.miss()
    with desk.database.transaction() as session:
        assert settle(session) == 0
        assert [found for found, _ in waiting(session, 10)] == [missed_id]
    desk.let_pass(minutes=6)
    with desk.database.transaction() as session:
        assert settle(session) == 1
        assert waiting(session, 10) == []
    row = desk.row(missed_id)
    assert (row.state, row.why, row.caller_sealed) == (Placing.LEFT, missed.TOO_LATE, None)


def test_nobody_is_called_back_into_a_call_with_us(desk: Desk) -> None:
    going_on(desk, OTHER)
    going_on(desk, ended=True)
    assert desk.miss_and_call_back().state is Placing.PLACED
    desk.let_pass(minutes=2)
    going_on(desk)
    row = desk.miss_and_call_back()
    assert (row.state, row.why) == (Placing.LEFT, missed.IN_A_CALL)
    assert desk.carrier.rung == [CALLER]


def test_a_phone_that_has_just_rung_does_not_ring_again(desk: Desk) -> None:
    desk.miss_and_call_back()
    assert desk.miss_and_call_back().why == missed.CALLED_JUST_NOW
    desk.let_pass(minutes=1.1)
    desk.miss_and_call_back()
    assert desk.carrier.rung == [CALLER] * 2


def test_refused_is_never_tried_again(desk: Desk) -> None:
    desk.carrier.faults = [(CallRefused("21215", "not permitted"), False)]
    row = desk.miss_and_call_back()
    assert (row.state, row.why, row.caller_sealed) == (Placing.REFUSED, "21215: not permitted", None)
    desk.call_back(row.id)
    assert desk.carrier.rung == []
    with desk.database.transaction() as session:
        assert missed.count_refused(session, timedelta(days=1)) == 1


def test_certainly_not_placed_is_tried_again_while_it_is_fresh(desk: Desk) -> None:
    desk.carrier.faults = [(CallNotPlaced("20429", "too many requests"), False)] * 2
    row = desk.miss_and_call_back()
    assert row.state is Placing.WAITING
    desk.call_back(row.id)
    assert len(desk.carrier.faults) == 1, "not before its time"
    desk.change(try_at=utc_now())
    desk.call_back(row.id)
    pauses = (desk.row(row.id).try_at - utc_now()).total_seconds()
    assert 25 < pauses <= 30
    desk.change(try_at=utc_now())
    desk.call_back(row.id)
    row = desk.row(row.id)
    assert (row.state, row.nth, row.tries) == (Placing.PLACED, 1, 3)
    assert desk.carrier.rung == [CALLER]


def test_what_never_rang_does_not_count(desk: Desk) -> None:
    desk.carrier.faults = [(CallNotPlaced("20429", "too many requests"), False)]
    row = desk.miss_and_call_back()
    desk.let_pass(minutes=6)
    with desk.database.transaction() as session:
        assert settle(session) == 1
    assert desk.row(row.id).nth is None
    for _ in range(4):
        desk.miss_and_call_back()
        desk.let_pass(minutes=2)
    assert desk.carrier.rung == [CALLER] * 3


def test_what_waits_for_another_try_gives_way_to_a_newer_missed_call(desk: Desk) -> None:
    desk.carrier.faults = [(CallNotPlaced("20429", "too many requests"), False)]
    first = desk.miss_and_call_back()
    desk.miss_and_call_back()
    desk.change(try_at=utc_now())
    desk.call_back(first.id)
    assert desk.row(first.id).why == missed.CALLED_JUST_NOW
    assert desk.carrier.rung == [CALLER]


@pytest.mark.parametrize("rang", [True, False])
def test_an_unknown_fate_is_never_tried_again_and_counts(desk: Desk, rang: bool) -> None:
    desk.carrier.faults = [(TimeoutError(), rang)] * 4
    row = desk.miss_and_call_back()
    assert (row.state, row.nth, row.caller_sealed) == (Placing.UNKNOWN, 1, None)
    desk.call_back(row.id)
    assert len(desk.carrier.faults) == 3
    assert desk.miss_and_call_back().why == missed.CALLED_JUST_NOW
    for _ in range(3):
        desk.let_pass(minutes=2)
        desk.miss_and_call_back()
    assert len(desk.carrier.faults) == 1


def test_whoever_died_while_placing_it_may_have_rung(desk: Desk) -> None:
    desk.carrier.faults = [(KeyboardInterrupt(), True)]
    missed_id = desk.miss()
    with contextlib.suppress(KeyboardInterrupt):
        desk.call_back(missed_id)
    with desk.database.transaction() as session:
        assert settle(session) == 0
    desk.let_pass(minutes=2)
    with desk.database.transaction() as session:
        assert settle(session) == 1
    desk.call_back(missed_id)
    row = desk.row(missed_id)
    assert (row.state, row.why, row.nth) == (Placing.UNKNOWN, DIED, 1)
    assert desk.carrier.rung == [CALLER]


def test_switched_off_meanwhile_nobody_is_called_back(desk: Desk) -> None:
    missed_id = desk.miss()
    assert missed_id is not None
    call_back(desk.database, None, desk.sealer, desk.quiet, missed_id)
    assert desk.row(missed_id).why == missed.SWITCHED_OFF
    desk.call_back(missed_id)
    assert desk.carrier.rung == []


def test_forged_numbers_cannot_make_us_ring_half_a_city(desk: Desk) -> None:
    for number in range(missed.MOST_A_MINUTE + 5):
        desk.call_back(desk.miss(f"+9236400092{number:02d}"))
    assert len(desk.carrier.rung) == missed.MOST_A_MINUTE
    assert {row.state for row in desk.rows()} == {Placing.PLACED, Placing.WAITING}
