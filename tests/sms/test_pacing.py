"""No sender sends more than its share in a quarter of an hour, however many workers ask at once."""

import threading
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from hotline.database import Database
from hotline.sms.pacing import QUARTER, wait_for_turn
from tests.conftest import database_url, say_to_postgres

SENDER = "RAABTA"
SECOND = timedelta(seconds=1)


@pytest.fixture
def connection(database):
    with database.bare() as opened:
        yield opened


def ask(connection, most, urgent=False, sender=SENDER):
    return wait_for_turn(connection, sender, most, urgent)


def gone(connection, most, urgent=False, of=1000):
    """How many may go at once, one after the other."""
    for number in range(of):
        if ask(connection, most, urgent) is not None:
            return number
    return of


def let_pass(connection, span):
    """As if all had been sent so long ago: nobody waits for a real clock here."""
    connection.execute(text("UPDATE sender_paces SET free_at = free_at - :span"), {"span": span})


def test_a_third_goes_at_once_and_its_last_fifth_is_kept_for_what_is_urgent(connection):
    assert gone(connection, 180) == 48
    assert gone(connection, 180, urgent=True) == 12


def test_who_must_wait_is_told_how_long(connection):
    assert gone(connection, 180, urgent=True) == 60
    steady = QUARTER / 121
    wait = ask(connection, 180, urgent=True)
    assert timedelta() < wait <= steady
    assert 12 * steady <= ask(connection, 180) <= 13 * steady
    let_pass(connection, wait)
    assert ask(connection, 180, urgent=True) is None
    assert ask(connection, 180, urgent=True) is not None


def test_whoever_waits_is_not_counted(connection):
    gone(connection, 30, urgent=True)
    for _ in range(20):
        ask(connection, 30, urgent=True)
    let_pass(connection, QUARTER / 21)
    assert gone(connection, 30, urgent=True) == 1


def test_without_a_limit_nobody_is_counted(connection):
    assert gone(connection, 0, of=500) == 500
    assert connection.execute(text("SELECT count(*) FROM sender_paces")).scalar_one() == 0


def test_each_sender_has_a_pace_of_its_own(connection):
    gone(connection, 30)
    assert ask(connection, 30, sender="another") is None


@pytest.mark.parametrize("most", [1, 2, 3, 5, 7])
def test_who_may_send_very_little_may_send_that(connection, most):
    assert gone(connection, most) == max(1, most // 3)
    let_pass(connection, QUARTER)
    assert ask(connection, most) is None


def test_a_clock_that_was_set_back_holds_nobody_up_for_long(connection):
    gone(connection, 180)
    let_pass(connection, -timedelta(days=3))
    assert ask(connection, 180) is None
    assert gone(connection, 180) == 47


@settings(max_examples=60, deadline=None)
@given(
    most=st.integers(1, 200),
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 400)), min_size=1, max_size=60),
)
def test_in_no_quarter_of_an_hour_more_go_than_may(servers_pace, most, steps):
    """Each step asks as often as it is let, then lets some seconds pass."""
    with servers_pace.bare() as connection:
        connection.execute(text("DELETE FROM sender_paces"))
        now, sent = 0.0, []
        for urgent, pause in steps:
            sent += [now] * gone(connection, most, urgent)
            let_pass(connection, pause * SECOND)
            now += pause
        for first in set(sent):
            assert sum(first <= at < first + QUARTER.total_seconds() for at in sent) <= most


@pytest.fixture(scope="module")
def servers_pace(servers, migrated_template):
    """One database for all examples of a property."""
    say_to_postgres(servers, f"CREATE DATABASE paces TEMPLATE {migrated_template}")
    opened = Database(database_url(servers, "paces"))
    yield opened
    opened.close()
    say_to_postgres(servers, "DROP DATABASE paces WITH (FORCE)")


def test_many_workers_at_once_never_send_more_than_one_would(fresh_url):
    opened = Database(fresh_url, connections=8)
    start, went = threading.Barrier(8), []

    def work():
        with opened.bare() as connection:
            start.wait()
            went.extend(1 for _ in range(40) if ask(connection, 180, urgent=True) is None)

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with opened.bare() as connection:
        ahead = connection.execute(
            text("SELECT extract(epoch FROM free_at - clock_timestamp()) FROM sender_paces")
        )
        # What went, and what became free again while they were asking.
        assert 60 <= len(went) <= 60 + (QUARTER.total_seconds() - float(ahead.scalar_one())) // 7
    opened.close()
