"""A message of unknown fate is looked up at the carrier: found, certainly not there, or it cannot be told."""

import json
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from hotline.carriers.twilio.account import FateUnknown
from hotline.carriers.twilio.sms_sender import MOST_PAGES, ON_ONE_PAGE
from tests.carriers.far_end import CUT, HANG, TRICKLE, Answer
from tests.carriers.test_sms_sender import BODY, MESSAGES, TO, error, sender


def listed(*messages: dict[str, str], next_page: str | None = None) -> Answer:
    return Answer(json.dumps({"messages": messages, "next_page_uri": next_page, "page": 0}).encode())


def message(sid: str, body: str, minutes_ago: float) -> dict[str, str]:
    made = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    return {"sid": sid, "body": body, "date_created": format_datetime(made), "date_sent": None, "to": TO}


HOUR_AGO = datetime.now(UTC) - timedelta(hours=1)


def test_a_message_of_unknown_fate_is_found_by_its_words(far_end):
    far_end.answer = lambda sent: listed(
        message("SM3", "something else", 1), message("SM2", BODY, 2), message("SM1", BODY, 300)
    )
    assert sender(far_end.url).look_up(TO, BODY, HOUR_AGO) == "SM2"
    (sent,) = far_end.sent
    assert (sent.method, sent.path, sent.query["To"]) == ("GET", MESSAGES, [TO])


def test_the_words_that_a_trial_account_puts_in_front_do_not_hide_a_message(far_end):
    far_end.answer = lambda sent: listed(message("SM2", f"Sent from your Twilio trial account - {BODY} ", 2))
    assert sender(far_end.url).look_up(TO, BODY, HOUR_AGO) == "SM2"


def test_a_message_like_it_from_before_is_another_one(far_end):
    far_end.answer = lambda sent: listed(message("SM1", BODY, 300))
    assert sender(far_end.url).look_up(TO, BODY, HOUR_AGO) is None


def test_it_is_looked_for_on_the_next_page_too(far_end):
    page = f"{MESSAGES}?Page=1"
    far_end.answer = lambda sent: (
        listed(message("SM1", BODY, 1))
        if "Page=1" in sent.target
        else listed(message("SM2", "x", 1), next_page=page)
    )
    assert sender(far_end.url).look_up(TO, BODY, HOUR_AGO) == "SM1"


def test_behind_a_page_with_an_older_message_nothing_is_looked_for(far_end):
    far_end.answer = lambda sent: listed(
        message("SM3", "x", 1), message("SM2", "x", 300), message("SM1", BODY, 2), next_page=MESSAGES
    )
    look_up = sender(far_end.url).look_up
    assert look_up(TO, BODY, HOUR_AGO) == "SM1"
    assert look_up(TO, "other words", HOUR_AGO) is None
    assert [sent.query["PageSize"] for sent in far_end.sent] == [[str(ON_ONE_PAGE)]] * 2


def test_among_more_messages_than_can_be_looked_through_none_is_said_to_be_missing(far_end):
    far_end.answer = lambda sent: listed(message("SM1", "x", 1), next_page=MESSAGES)
    with pytest.raises(FateUnknown):
        sender(far_end.url).look_up(TO, BODY, HOUR_AGO)
    assert len(far_end.sent) == MOST_PAGES


@pytest.mark.parametrize(
    "answer", [error(500, 20500), error(429, 20429), error(401, 20003), Answer(b"{"), CUT]
)
def test_when_it_cannot_be_looked_up_it_is_not_said_to_be_missing(far_end, answer):
    far_end.answer = lambda sent: answer
    with pytest.raises(FateUnknown):
        sender(far_end.url).look_up(TO, BODY, HOUR_AGO)


@pytest.mark.parametrize("answer", [HANG, TRICKLE])
def test_a_carrier_that_hangs_is_not_waited_for_when_a_message_is_looked_up(far_end, answer):
    far_end.answer = lambda sent: answer
    with pytest.raises(FateUnknown):
        sender(far_end.url, timeout=0.4).look_up(TO, BODY, HOUR_AGO)
    assert far_end.under_way == 1


def test_the_whole_of_a_look_up_has_its_time_and_not_each_page(far_end):
    enough = threading.Event()

    def answer(sent):
        if len(far_end.sent) > 1:
            return HANG
        enough.wait(0.3)
        return listed(message("SM2", "x", 1), next_page=f"{MESSAGES}?Page={len(far_end.sent)}")

    far_end.answer = answer
    with pytest.raises(FateUnknown):
        sender(far_end.url, timeout=0.5).look_up(TO, BODY, HOUR_AGO)
    assert len(far_end.sent) == 2
