"""SMS that are no referral: once for each key, never twice, and forgotten when they are done."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from hotline.database import Database
from hotline.sealing import Sealer
from hotline.sms import notices
from hotline.sms.carrier_models import CarrierTurn, Notice, NoticeState
from hotline.sms.sending import SmsNotSent, SmsRefused
from hotline.sms.ways import SECOND, Way, Ways
from tests.referrals.conftest import CarrierEnd

PHONE, WORDS = "+923640000001", "Raabta, zone Lahore: 2 open."


@dataclass
class Post:
    """One notice on its way, by one carrier or by two."""

    database: Database
    sealer: Sealer
    ways: Ways
    first: CarrierEnd
    second: CarrierEnd
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    def put(self, key: str = "a") -> uuid.UUID | None:
        with self.database.transaction() as session:
            put = notices.put(session, self.sealer, key, PHONE, WORDS)
        self.id = put or self.id
        return put

    def send(self) -> None:
        notices.send_notice(self.database, self.ways, self.sealer, self.id)

    def row(self) -> Notice:
        with self.database.transaction() as session:
            return session.execute(select(Notice).where(Notice.id == self.id)).scalar_one()

    def due(self) -> list[uuid.UUID]:
        with self.database.transaction() as session:
            return [notice_id for notice_id, _ in notices.due(session, 10)]

    def let_pass(self, span: timedelta) -> None:
        columns = ", ".join(
            f"{column} = {column} - %(span)s" for column in ("next_try_at", "made_at", "claimed_at")
        )
        with self.database.transaction() as session:
            session.connection().exec_driver_sql(f"UPDATE notices SET {columns}", {"span": span})


@pytest.fixture
def post(database: Database, settings: Any) -> Post:
    first, second = CarrierEnd(), CarrierEnd()
    ways = Ways(Way("first", first, "+923640009999", 0))
    return Post(database, Sealer(settings.sealing_keys), ways, first, second)


@pytest.fixture
def post_of_two(post: Post) -> Post:
    post.ways = Ways(post.ways.first, Way(SECOND, post.second, "+923640009998", 0))
    return post


def test_it_is_sent_once_and_then_forgotten(post: Post) -> None:
    assert post.put()
    assert post.put() is None, "there is one of this key"
    assert PHONE.encode() not in (post.row().number_sealed or b"")
    assert post.due() == [post.id]
    for _ in range(2):
        post.send()
    assert post.first.sent == [(PHONE, WORDS, "")]
    row = post.row()
    assert (row.state, row.carrier_message_id, row.carrier) == (NoticeState.SENT, "SM1", "first")
    assert (row.number_sealed, row.body_sealed) == (None, None)
    assert row.sent_at is not None
    assert post.due() == []
    assert post.put() is None, "nor is it put again when it is done"


def test_while_the_carrier_is_asked_nothing_is_locked_and_nobody_else_sends(post: Post) -> None:
    post.put()

    def meanwhile() -> None:
        with post.database.transaction() as session:
            state = session.scalar(select(Notice.state).with_for_update(nowait=True))
        assert state is NoticeState.SENDING
        post.first.while_sending = lambda: None
        post.send()

    post.first.while_sending = meanwhile
    post.send()
    assert len(post.first.sent) == 1


def test_what_was_not_sent_is_tried_again_in_growing_pauses_and_left_after_four_hours(post: Post) -> None:
    post.put()
    post.first.faults = [(SmsNotSent("30001", "queue full"), False)] * 100
    waited, pauses = timedelta(), []
    while post.row().state is NoticeState.WAITING:
        before = len(post.first.faults)
        post.send()
        assert len(post.first.faults) == before - 1
        with post.database.transaction() as session:
            pauses.append(session.scalars(select(Notice.next_try_at - text("clock_timestamp()"))).one())
        waited += pauses[-1]
        post.let_pass(pauses[-1] + timedelta(seconds=1))
    assert post.row().state is NoticeState.LEFT
    assert (post.row().number_sealed, post.row().body_sealed) == (None, None)
    assert timedelta(hours=4) < waited < timedelta(hours=5)
    assert pauses[0] < pauses[1] < pauses[2] < pauses[-1]
    assert post.due() == []


def test_what_is_refused_is_not_tried_again(post: Post) -> None:
    post.put()
    post.first.faults = [(SmsRefused("21614", "no mobile", of_the_number=True), False)]
    post.send()
    row = post.row()
    assert (row.state, row.reason, row.number_sealed) == (NoticeState.REFUSED, "21614: no mobile", None)


@pytest.mark.parametrize(("taken", "state"), [(True, NoticeState.SENT), (False, NoticeState.UNKNOWN)])
def test_an_unknown_fate_is_looked_up_once_after_half_a_minute_and_never_sent_again(
    post: Post, taken: bool, state: NoticeState
) -> None:
    post.put()
    post.first.faults = [(TimeoutError(), taken)]
    post.send()
    assert post.row().state is NoticeState.SENDING
    assert post.due() == [], "the carrier's list lags behind"
    post.let_pass(timedelta(seconds=31))
    assert post.due() == [post.id]
    for _ in range(3):
        post.send()
    assert (post.row().state, post.row().body_sealed) == (state, None)
    assert (len(post.first.looked_up), len(post.first.sent)) == (1, int(taken))


def test_a_sender_that_died_may_have_sent(post: Post) -> None:
    post.put()
    post.first.faults = [(KeyboardInterrupt(), True)]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        post.send()
    post.let_pass(timedelta(seconds=31))
    post.send()
    assert post.row().state is NoticeState.SENT
    assert len(post.first.sent) == 1


def test_who_was_only_slow_still_notes_that_it_was_sent(post: Post) -> None:
    post.put()

    def meanwhile() -> None:
        post.first.while_sending = lambda: None
        post.let_pass(timedelta(seconds=31))
        post.send()
        assert post.row().state is NoticeState.UNKNOWN

    post.first.while_sending = meanwhile
    post.send()
    assert post.row().state is NoticeState.SENT


def test_what_one_carrier_does_not_take_the_other_is_tried_with(post_of_two: Post) -> None:
    post_of_two.put()
    post_of_two.first.faults = [(SmsRefused("20003", "account suspended"), False)]
    post_of_two.send()
    assert post_of_two.row().state is NoticeState.WAITING
    post_of_two.let_pass(timedelta(minutes=1))
    post_of_two.send()
    assert (len(post_of_two.second.sent), post_of_two.row().carrier) == (1, SECOND)


def test_it_goes_by_the_carrier_whose_turn_it_is(post_of_two: Post) -> None:
    with post_of_two.database.transaction() as session:
        session.add(CarrierTurn(share=0, reason="the first one fails"))
    post_of_two.put()
    post_of_two.send()
    assert (len(post_of_two.first.sent), len(post_of_two.second.sent)) == (0, 1)


def test_what_is_overtaken_is_left(post: Post) -> None:
    post.put("alarm-1-20-x")
    with post.database.transaction() as session:
        assert [each for each, _ in notices.due(session, 10, "alarm-")] == [post.id]
        assert notices.due(session, 10, "digest-") == []
        notices.leave(session, "alarm-1-", "overtaken")
        assert notices.mark(session, "digest-2026-11-24")
        assert not notices.mark(session, "digest-2026-11-24")
    post.send()
    assert (post.row().state, post.first.sent, post.row().number_sealed) == (NoticeState.LEFT, [], None)


def test_what_no_key_opens_is_not_tried_for_ever(post: Post) -> None:
    post.put()
    post.sealer = Sealer(("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",))
    post.send()
    assert (post.row().state, post.first.sent) == (NoticeState.REFUSED, [])
