"""A call is placed, refused, not placed or of unknown fate at the carrier; at the practice carrier a phone rings."""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.models import PracticeOutgoingCall
from hotline.carriers.practice.outgoing_calls import PracticeCalls, pick_up, ringing
from hotline.carriers.twilio.account import Account, FateUnknown
from hotline.carriers.twilio.outgoing_calls import TwilioCalls, TwilioOfficerCalls
from hotline.database import Database
from hotline.placing import RING_SECONDS, CallNotPlaced, CallRefused
from tests.carriers.far_end import CUT, HANG, Answer, FarEnd
from tests.missed.conftest import SECOND
from tests.webhooks import CALLER

ACCOUNT, TOKEN = "AC" + "a" * 32, "b" * 32
PUBLIC = "https://raabta.example"
# Fictional numbers in the format of the real ones: too short to be anybody's.
FROM, TO = "+92420000000", "+92300000000"
PLACED = Answer(json.dumps({"sid": "CA1", "status": "queued"}).encode(), status=201)


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    with FarEnd() as opened:
        yield opened


def place(far_end: FarEnd, answer: Answer, timeout: float = 5, to: str = TO) -> str:
    far_end.answer = lambda sent: answer
    return TwilioCalls(Account(ACCOUNT, TOKEN, far_end.url, timeout), FROM, PUBLIC).place(to)


def test_an_officer_is_rung_about_one_sms_and_nobody_asks_how_it_ended(far_end: FarEnd) -> None:
    far_end.answer = lambda sent: PLACED
    assert TwilioOfficerCalls(Account(ACCOUNT, TOKEN, far_end.url, 5), FROM, PUBLIC).ring(TO, 42) == "CA1"
    [sent] = far_end.sent
    assert dict(sent.form) == {
        "To": TO,
        "From": FROM,
        "Timeout": str(RING_SECONDS),
        "Url": f"{PUBLIC}/twilio/officers/42",
        "Method": "POST",
        "FallbackUrl": f"{PUBLIC}/twilio/calls/failed",
        "FallbackMethod": "POST",
    }


def error(status: int, code: int | None, message: str = "no") -> Answer:
    said = {"message": message, "status": status, "more_info": "https://www.twilio.com/docs/errors"}
    return Answer(json.dumps(said | ({"code": code} if code else {})).encode(), status=status)


def test_one_phone_is_rung_from_the_second_number_with_every_webhook_a_call_has(far_end: FarEnd) -> None:
    assert place(far_end, PLACED) == "CA1"
    [sent] = far_end.sent
    assert (sent.method, sent.target) == ("POST", f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json")
    assert dict(sent.form) == {
        "To": TO,
        "From": FROM,
        "Timeout": str(RING_SECONDS),
        "Url": f"{PUBLIC}/twilio/calls/incoming",
        "Method": "POST",
        "FallbackUrl": f"{PUBLIC}/twilio/calls/failed",
        "FallbackMethod": "POST",
        "StatusCallback": f"{PUBLIC}/twilio/calls/ended",
        "StatusCallbackMethod": "POST",
    }


@pytest.mark.parametrize(
    ("status", "code"), [(400, 21211), (400, 21214), (400, 21215), (400, 21217), (401, 20003), (403, 20403)]
)
def test_what_the_carrier_will_never_place_is_refused(far_end: FarEnd, status: int, code: int) -> None:
    with pytest.raises(CallRefused) as refused:
        place(far_end, error(status, code))
    assert refused.value.code == str(code)
    assert len(far_end.sent) == 1


@pytest.mark.parametrize(("status", "code"), [(429, 20429), (429, None)])
def test_what_the_carrier_put_off_was_certainly_not_placed(
    far_end: FarEnd, status: int, code: int | None
) -> None:
    with pytest.raises(CallNotPlaced):
        place(far_end, error(status, code))
    assert len(far_end.sent) == 1


@pytest.mark.parametrize(
    "answer",
    [
        error(500, 20500),
        error(503, None),
        error(408, None),
        Answer(b"{", status=201),
        Answer(b'{"status": "queued"}', status=201),
        CUT,
    ],
)
def test_after_a_fault_or_no_readable_answer_the_fate_is_unknown(far_end: FarEnd, answer: Answer) -> None:
    with pytest.raises(FateUnknown):
        place(far_end, answer)
    assert len(far_end.sent) == 1


def test_after_silence_the_fate_is_unknown(far_end: FarEnd) -> None:
    with pytest.raises(FateUnknown):
        place(far_end, HANG, timeout=0.2)
    assert len(far_end.sent) == 1


def test_without_a_connection_nothing_was_placed() -> None:
    with pytest.raises(CallNotPlaced):
        TwilioCalls(Account(ACCOUNT, TOKEN, "http://127.0.0.1:9", 5), FROM, PUBLIC).place(TO)


def test_a_practice_number_is_refused_before_anything_is_sent(far_end: FarEnd) -> None:
    with pytest.raises(CallRefused):
        place(far_end, PLACED, to=CALLER)
    assert far_end.sent == []


def test_no_number_is_told_on_or_logged(far_end: FarEnd, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.DEBUG)
    told = []
    for answer in (
        error(400, 21211, f"The phone number you are attempting to call, {TO}, is not valid."),
        error(500, 20500, TO),
        Answer(f"{TO} {FROM}".encode(), status=201),
        PLACED,
    ):
        try:
            place(far_end, answer)
        except (CallRefused, FateUnknown) as outcome:
            told.append("".join(traceback.format_exception(outcome)))
    assert len(told) == 3
    assert not [text for text in [*told, caplog.text] if TO[1:] in text or FROM[1:] in text]


@pytest.fixture
def exchange(far_end: FarEnd) -> Iterator[Exchange]:
    opened = Exchange(ACCOUNT, TOKEN, far_end.url, patience=5)
    yield opened
    opened.close()


def test_a_practice_phone_rings_until_it_is_picked_up(database: Database, exchange: Exchange) -> None:
    call_sid = PracticeCalls(database, SECOND).place(CALLER)
    with database.transaction() as session:
        [call] = ringing(session, CALLER)
        assert (call.call_sid, call.from_number) == (call_sid, SECOND)
        assert ringing(session, SECOND) == []
    with database.transaction() as session:
        line = pick_up(session, exchange, call_sid)
    assert line is not None
    assert (line.state.call_sid, line.state.caller, line.state.called) == (call_sid, CALLER, SECOND)
    with database.transaction() as session:
        assert pick_up(session, exchange, call_sid) is None
        assert ringing(session, CALLER) == []


def test_a_practice_phone_rings_no_longer_than_any_other(database: Database, exchange: Exchange) -> None:
    calls = PracticeCalls(database, SECOND)
    call_sid = calls.place(CALLER)
    with database.transaction() as session:
        past = timedelta(seconds=RING_SECONDS)
        session.execute(update(PracticeOutgoingCall).values(placed_at=PracticeOutgoingCall.placed_at - past))
    with database.transaction() as session:
        assert ringing(session, CALLER) == []
        assert pick_up(session, exchange, call_sid) is None
    calls.place(CALLER)
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(PracticeOutgoingCall)) == 1
