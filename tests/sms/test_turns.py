"""The second carrier takes over from one that fails or is slow, and gives back by and by once it is well."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from hotline.sms.turns import WELL_AGAIN, judge, share_now
from hotline.sms.ways import Way, Ways
from tests.sms.test_ways import Carrier

NUMBERS = frozenset({"21614"})
WAYS = Ways(
    Way("first", Carrier(), "RAABTA", 0, NUMBERS),
    Way("second", Carrier(), "HOTLINE", 0, NUMBERS),
)
INSERT = """
    INSERT INTO referral_messages (referral_id, step, attempt, repeat, circle_code, rung, number, body, urgent, carrier,
        claimed_at, handed_at, delivered_at, fate, code)
    SELECT gen_random_uuid(), 0, 1, false, 'C-X', 'circle', coalesce(:number, 'n' || n), 'words', false, :carrier,
        clock_timestamp() - make_interval(secs => :ago) - n * interval '1 millisecond',
        CASE WHEN :fate IN ('taken', 'delivered') THEN clock_timestamp() - make_interval(secs => :ago) END,
        CASE WHEN :fate = 'delivered' THEN clock_timestamp() - make_interval(secs => :ago - :took) END,
        :fate, :code
    FROM generate_series(1, :count) AS n
"""
TIMES = {"referral_messages": ("claimed_at", "handed_at", "delivered_at"), "carrier_turns": ("at",)}


class History:
    """What the carriers made of what they were given, and the turns that follow from it."""

    def __init__(self, session):
        self.session = session
        # Only the messages count here: the referrals that they are of are left out.
        session.execute(text("SET session_replication_role = replica"))

    def sent(self, fate, count=1, *, by="first", ago=1, code=None, number=None, took=2):
        codes = {"not_sent": "429", "refused": "20003", "unknown": "ReadTimeout", "undelivered": "30008"}
        given = {"fate": fate, "count": count, "carrier": by, "ago": ago, "number": number, "took": took}
        self.session.execute(text(INSERT), given | {"code": codes.get(fate, "") if code is None else code})

    def wait(self, **span):
        """Everything happened so much longer ago."""
        for table, columns in TIMES.items():
            earlier = ", ".join(f"{column} = {column} - :span" for column in columns)
            self.session.execute(text(f"UPDATE {table} SET {earlier}"), {"span": timedelta(**span)})

    def judged(self, ways=WAYS):
        judge(self.session, ways)
        return self.share

    @property
    def share(self):
        return self.session.execute(select(share_now())).scalar_one()

    @property
    def reasons(self):
        return list(self.session.scalars(text("SELECT reason FROM carrier_turns ORDER BY id")))


@pytest.fixture
def history(database):
    with database.statement() as session:
        yield History(session)
        session.execute(text("SET session_replication_role = origin"))


def test_an_account_that_is_refused_gets_no_second_message_where_none_went_before(history):
    history.sent("taken", 5, ago=700)
    history.sent("refused", 1)
    assert history.judged() == 0
    assert history.reasons == ["first refuses what it is given"]


def test_one_refusal_among_messages_that_go_is_one_failure(history):
    history.sent("taken", 5, ago=500)
    history.sent("refused", 1)
    assert history.judged() == 100


@pytest.mark.parametrize("fate", ["not_sent", "refused", "unknown", "undelivered"])
def test_ten_failures_of_the_last_fifty_and_the_second_takes_over(history, caplog, fate):
    history.sent("taken", 5)
    history.sent(fate, 9, ago=20)
    assert history.judged() == 100
    history.sent(fate, 1, ago=60, number="another")
    assert history.judged() == 0
    assert history.reasons == ["first failed 10 of the last 15"]
    (line,) = (record for record in caplog.records if record.levelno == logging.WARNING)
    assert line.why == "first failed 10 of the last 15"


def test_what_failed_before_the_last_fifty_counts_no_more(history):
    history.sent("not_sent", 20, ago=100)
    history.sent("taken", 41, ago=2)
    assert history.judged() == 100


def test_where_little_is_sent_five_failures_in_a_row_are_enough(history):
    history.sent("taken", 1, ago=9000)
    history.sent("unknown", 4, ago=100)
    history.sent("not_sent", 1, code="FateUnknown", ago=50)
    assert history.judged() == 100
    history.sent("not_sent", 1)
    assert history.judged() == 0


def test_a_number_at_fault_and_what_was_held_back_are_not_the_carriers_failures(history):
    history.sent("refused", 30, code="21614")
    history.sent("not_sent", 30, code="", ago=3)
    history.sent("not_sent", 30, code="FateUnknown", ago=3)
    history.sent("unknown", 30, code="", ago=3)
    history.sent("pending", 30, ago=4)
    assert history.judged() == 100


def test_one_phone_that_is_switched_off_is_not_the_carriers_failure(history):
    history.sent("undelivered", 20, code="30003", number="off")
    history.sent("undelivered", 8, code="30003")
    assert history.judged() == 100
    history.sent("undelivered", 1, code="30003", number="another")
    assert history.judged() == 0


def test_a_carrier_that_delivers_late_is_slow(history):
    history.sent("delivered", 17, ago=420)
    history.sent("delivered", 2, ago=430, took=310)
    assert history.judged() == 100
    history.sent("taken", 1, ago=440, number="another")
    assert history.judged() == 0
    assert history.reasons == ["first had not delivered 3 of 20 within 5 minutes"]


def test_what_it_took_less_than_five_minutes_ago_may_still_arrive(history):
    history.sent("delivered", 20, ago=3600)
    history.sent("taken", 30, ago=280)
    assert history.judged() == 100


def test_fewer_than_ten_tell_nothing(history):
    history.sent("delivered", 3, ago=420)
    history.sent("taken", 6, ago=420)
    assert history.judged() == 100


def test_one_phone_that_is_switched_off_does_not_make_a_carrier_slow(history):
    history.sent("delivered", 16, ago=420)
    history.sent("taken", 4, ago=420, number="off")
    assert history.judged() == 100


def test_a_carrier_that_never_reports_a_delivery_cannot_be_called_slow(history):
    history.sent("taken", 40, ago=420)
    history.sent("delivered", 1, ago=90_000)
    assert history.judged() == 100
    history.sent("delivered", 1, ago=80_000)
    assert history.judged() == 0


def test_with_one_carrier_there_are_no_turns(history):
    history.sent("not_sent", 50)
    assert history.judged(Ways(WAYS.first)) == 100


def broken_down(history):
    history.sent("not_sent", 10)
    assert history.judged() == 0
    history.wait(seconds=30)


def test_it_is_given_back_step_by_step(history, caplog):
    broken_down(history)
    history.wait(minutes=9, seconds=29)
    assert history.judged() == 0
    history.wait(seconds=2)
    shares = [history.judged()]
    while shares[-1] < 100:
        history.wait(minutes=4, seconds=59)
        assert history.judged() == shares[-1]
        history.sent("delivered", 3)
        history.wait(seconds=2)
        shares.append(history.judged())
    assert shares == [10, 20, 40, 60, 80, 100]
    assert history.reasons[1:] == [WELL_AGAIN] * 6
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


def drifting(history):
    broken_down(history)
    history.wait(minutes=11)
    assert history.judged() == 10
    history.wait(seconds=30)


def test_while_it_is_tried_again_three_failures_are_enough(history):
    drifting(history)
    history.sent("delivered", 4)
    history.sent("unknown", 2)
    assert history.judged() == 10
    history.sent("unknown", 1)
    assert history.judged() == 0


def test_it_gets_no_more_while_what_goes_by_it_fails(history):
    drifting(history)
    history.wait(minutes=6)
    history.sent("not_sent", 1)
    assert history.judged() == 10
    history.sent("taken", 9)
    assert history.judged() == 20


def test_a_failure_of_long_ago_does_not_hold_it_up_where_little_is_sent(history):
    drifting(history)
    history.sent("not_sent", 1)
    history.wait(minutes=9)
    assert history.judged() == 10
    history.wait(minutes=2)
    assert history.judged() == 20


def test_when_the_second_fails_while_the_first_is_well_all_goes_back(history):
    drifting(history)
    history.sent("delivered", 5)
    history.sent("not_sent", 10, by="second")
    assert history.judged() == 100
    assert history.reasons[-1] == "second failed 10 of the last 10"


def test_when_both_fail_each_gets_half_until_one_is_well(history):
    broken_down(history)
    history.sent("not_sent", 10, by="second")
    assert history.judged() == 50
    history.wait(seconds=30)
    for way in ("first", "second"):
        history.sent("not_sent", 10, by=way)
    assert history.judged() == 50
    assert len(history.reasons) == 2
    history.sent("taken", 60, by="second", ago=0)
    assert history.judged() == 0


def test_when_both_are_well_again_the_first_gets_all_back(history):
    broken_down(history)
    history.sent("not_sent", 10, by="second")
    assert history.judged() == 50
    history.wait(minutes=11)
    shares = []
    for _ in range(3):
        history.sent("delivered", 3)
        history.sent("delivered", 3, by="second")
        shares.append(history.judged())
        history.wait(minutes=6)
    assert shares == [70, 90, 100]


def test_a_slow_second_is_seen_too(history):
    drifting(history)
    history.sent("delivered", 3)
    history.sent("delivered", 20, by="second", ago=10)
    history.sent("taken", 10, by="second", ago=10)
    history.wait(minutes=6)
    assert history.judged() == 100


def test_two_that_judge_at_once_change_the_turn_once(history, database):
    history.sent("not_sent", 10)
    with database.transaction() as one, database.transaction() as other:
        judge(one, WAYS)
        one.commit()
        judge(other, WAYS)
    assert len(history.reasons) == 1
