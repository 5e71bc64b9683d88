"""The practice handsets: what arrives, the receipts of it, texts to the hotline, and what callers recorded."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from twilio.request_validator import RequestValidator

from hotline.carriers.practice import wav
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.inbox import deliver_receipts, inbox, newest, post_receipt
from hotline.carriers.practice.recordings import (
    NotARecording,
    delete_recording,
    keep_recording,
    read_recording,
    recording_url,
)
from hotline.carriers.practice.sms_sender import PracticeSms
from hotline.carriers.practice.texting import text_hotline
from hotline.database import Database, utc_now
from hotline.errors import SettingsWrong
from hotline.settings import Settings
from tests.carriers.far_end import CUT, Answer

CIRCLE, OTHER, TEXTER, HOTLINE = "+923640000001", "+923640000002", "+923640009001", "+923640000000"


@pytest.fixture
def at_far_end(settings, far_end):
    return replace(settings, public_url=far_end.url)


@pytest.fixture
def sms(database):
    return PracticeSms(database)


def bodies(database, number=None, after=0):
    with database.statement() as session:
        return [text.body for text in inbox(session, number, after)]


def test_an_sms_arrives_on_the_handset_it_was_sent_to_and_on_no_other(database, sms):
    first = sms.send(CIRCLE, "پہلا", "https://raabta.example/twilio/receipts/1")
    with database.statement() as session:
        before = newest(session)
    second = sms.send(CIRCLE, "second", "")
    assert first != second
    assert bodies(database, CIRCLE) == ["پہلا", "second"]
    assert bodies(database, CIRCLE, after=before) == ["second"]
    assert bodies(database, OTHER) == []
    with database.statement() as session:
        text = inbox(session, CIRCLE)[0]
    assert (text.message_id, text.from_number, text.receipted_at) == (first, HOTLINE, None)


def test_a_message_of_unknown_fate_is_looked_up_by_handset_words_and_time(database, sms):
    began = utc_now() - timedelta(seconds=1)
    sent = sms.send(CIRCLE, "words", "")
    assert sms.look_up(CIRCLE, "words", began) == sent
    assert sms.look_up(CIRCLE, "other words", began) is None
    assert sms.look_up(OTHER, "words", began) is None
    assert sms.look_up(CIRCLE, "words", utc_now() + timedelta(hours=1)) is None


def test_each_text_gets_its_receipts_once_signed_and_in_order(database, sms, far_end, at_far_end):
    far_end.answer = lambda sent: Answer(status=204)
    ids = [sms.send(CIRCLE, f"text {place}", f"{far_end.url}/twilio/receipts/{place}") for place in range(2)]
    sms.send(TEXTER, "a reply that nobody wants a receipt of", "")
    assert deliver_receipts(database, at_far_end) == 2
    assert deliver_receipts(database, at_far_end) == 0
    told = [(sent.path, sent.form["MessageSid"], sent.form["MessageStatus"]) for sent in far_end.sent]
    assert told == [
        ("/twilio/receipts/0", ids[0], "sent"),
        ("/twilio/receipts/0", ids[0], "delivered"),
        ("/twilio/receipts/1", ids[1], "sent"),
        ("/twilio/receipts/1", ids[1], "delivered"),
    ]
    check = RequestValidator(at_far_end.auth_tokens[0])
    for sent in far_end.sent:
        assert check.validate(far_end.url + sent.target, sent.form, sent.headers["X-Twilio-Signature"])
        assert (sent.form["To"], sent.form["AccountSid"]) == (CIRCLE, at_far_end.account_sid)


@pytest.mark.parametrize("away", [CUT, Answer(status=503)])
def test_receipts_that_the_web_could_not_take_are_posted_later(database, sms, far_end, at_far_end, away):
    sms.send(CIRCLE, "words", f"{far_end.url}/twilio/receipts/1")
    far_end.answer = lambda sent: away
    assert deliver_receipts(database, at_far_end) == 0
    far_end.answer = lambda sent: Answer(status=204)
    assert deliver_receipts(database, at_far_end) == 1


def test_one_receipt_that_fails_does_not_hold_up_the_others(database, sms, far_end, at_far_end):
    for place in range(3):
        sms.send(CIRCLE, "words", f"{far_end.url}/twilio/receipts/{place}")
    far_end.answer = lambda sent: Answer(status=500 if sent.path.endswith("/0") else 204)
    assert deliver_receipts(database, at_far_end) == 2


def test_a_receipt_that_is_refused_is_not_posted_again(database, sms, far_end, at_far_end):
    far_end.answer = lambda sent: Answer(status=404)
    sms.send(CIRCLE, "words", f"{far_end.url}/twilio/receipts/gone")
    assert deliver_receipts(database, at_far_end) == 1
    assert deliver_receipts(database, at_far_end) == 0


def test_two_clocks_at_once_post_each_receipt_once(database, sms, far_end, at_far_end, fresh_url):
    both_at_work, first_in = threading.Event(), threading.Event()

    def answer(sent):
        first_in.set()
        both_at_work.wait(10)
        return Answer(status=204)

    far_end.answer = answer
    sms.send(CIRCLE, "words", f"{far_end.url}/twilio/receipts/1")
    done = []
    first = threading.Thread(target=lambda: done.append(deliver_receipts(database, at_far_end)))
    first.start()
    assert first_in.wait(10)
    other = Database(fresh_url, connections=1)
    assert deliver_receipts(other, at_far_end) == 0
    both_at_work.set()
    first.join(10)
    other.close()
    assert done == [1]
    assert len(far_end.sent) == 2


def test_a_receipt_can_be_posted_again_and_with_any_status_when_asked(database, sms, far_end, at_far_end):
    far_end.answer = lambda sent: Answer(status=204)
    sms.send(CIRCLE, "words", f"{far_end.url}/twilio/receipts/1")
    deliver_receipts(database, at_far_end)
    with database.statement() as session:
        (text,) = inbox(session, CIRCLE)
    exchange = Exchange.of(at_far_end)
    post_receipt(exchange, text, "delivered")
    post_receipt(exchange, text, "undelivered", error_code="30003")
    exchange.close()
    assert [sent.form["MessageStatus"] for sent in far_end.sent] == [
        "sent",
        "delivered",
        "delivered",
        "undelivered",
    ]
    assert far_end.sent[-1].form["ErrorCode"] == "30003"


@pytest.fixture
def exchange(at_far_end):
    opened = Exchange.of(at_far_end)
    yield opened
    opened.close()


def replies(*words):
    messages = "".join(f"<Message>{text}</Message>" for text in words)
    return Answer(f"<Response>{messages}</Response>".encode())


def test_a_text_goes_out_as_the_carrier_sends_it_and_its_replies_arrive_on_the_handset(
    database, exchange, far_end
):
    far_end.answer = lambda sent: replies("شکریہ &amp; <Body>کوڈ</Body>", "two")
    texted = text_hotline(database, exchange, TEXTER, HOTLINE, "بھٹہ 😟")
    assert texted.replies == ("شکریہ & کوڈ", "two")
    assert texted.failures == ()
    assert bodies(database, TEXTER) == list(texted.replies)
    (sent,) = far_end.sent
    assert sent.path == "/twilio/sms/incoming"
    assert (sent.form["From"], sent.form["To"], sent.form["Body"]) == (TEXTER, HOTLINE, "بھٹہ 😟")
    assert sent.form["MessageSid"] == sent.form["SmsSid"] == sent.form["SmsMessageSid"] == texted.message_id
    assert (sent.form["NumMedia"], sent.form["NumSegments"], sent.form["FromCity"]) == ("0", "1", "")


@pytest.mark.parametrize(
    ("body", "segments"), [("", 1), ("x" * 160, 1), ("x" * 161, 2), ("پ" * 70, 1), ("پ" * 71, 2)]
)
def test_a_text_says_in_how_many_parts_it_came(database, exchange, far_end, body, segments):
    far_end.answer = lambda sent: replies()
    text_hotline(database, exchange, TEXTER, HOTLINE, body)
    assert far_end.sent[0].form["NumSegments"] == str(segments)


def test_a_text_that_fails_goes_to_the_fallback_address(database, exchange, far_end):
    far_end.answer = lambda sent: (
        replies("later") if sent.path == "/twilio/sms/failed" else Answer(status=500)
    )
    texted = text_hotline(database, exchange, TEXTER, HOTLINE, "help")
    assert texted.replies == ("later",)
    assert [failed.code for failed in texted.failures] == [11200]
    form = far_end.sent[1].form
    assert (form["ErrorCode"], form["ErrorUrl"]) == ("11200", f"{far_end.url}/twilio/sms/incoming")
    assert (form["Body"], form["MessageSid"]) == ("help", texted.message_id)


def test_when_the_fallback_fails_too_no_reply_comes(database, exchange, far_end):
    texted = text_hotline(database, exchange, TEXTER, HOTLINE, "help")
    assert (texted.replies, [failed.code for failed in texted.failures]) == ((), [11200, 11200])
    assert bodies(database) == []


def test_a_recording_is_kept_until_it_is_deleted(database):
    sound = wav.tone(0.1)
    with database.transaction() as session:
        sid = keep_recording(session, sound)
    assert recording_url("http://127.0.0.1:8080/", sid) == f"http://127.0.0.1:8080/practice/recordings/{sid}"
    with database.transaction() as session:
        assert read_recording(session, sid) == sound
        assert delete_recording(session, sid)
        assert not delete_recording(session, sid)
        assert read_recording(session, sid) is None


@pytest.mark.parametrize("sound", [b"", b"ID3 not wav", b"RIFF\0\0\0\0WAVE" + b"\0" * (8 * 1024 * 1024)])
def test_only_sound_of_a_sane_size_is_kept(database, sound):
    with database.transaction() as session, pytest.raises(NotARecording):
        keep_recording(session, sound)


def test_the_practice_carrier_cannot_stand_beside_real_credentials(environ):
    for name, value in (("TWILIO_ACCOUNT_SID", "AC" + "a" * 32), ("TWILIO_AUTH_TOKEN", "b" * 32)):
        with pytest.raises(SettingsWrong, match="cannot stand beside"):
            Settings.from_environ({**environ, "HOTLINE_CARRIER": "practice", name: value})
        # Without a word on the carrier, real credentials mean the real one: never half of each.
        with pytest.raises(SettingsWrong, match="twilio needs it"):
            Settings.from_environ({**environ, name: value})
