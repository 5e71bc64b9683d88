"""The practice line where something is wrong: webhooks fail, addresses lead elsewhere, a call is over."""

import json
from dataclasses import asdict

import pytest

from hotline.carriers.practice.events import (
    Ended,
    EndedBy,
    Failed,
    Fetched,
    Heard,
    Spoken,
    as_json,
)
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.line import NobodyListens, PracticeLine
from hotline.carriers.practice.state import CallState
from tests.carriers.documents import ACCOUNT, CALLER, GATHER, HOTLINE, TOKEN, kinds
from tests.carriers.far_end import CUT, HANG, Answer


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(status=500), 11200),
        (Answer(status=404), 11200),
        (Answer(status=302, headers={"Location": "/keys"}), 11200),
        (Answer(b"<Response><Say>"), 12100),
        (Answer(b"<html></html>"), 12100),
        (Answer(b""), 12100),
        (Answer("<Response><Say>پ</Say></Response>".encode("utf-16")), 12100),
        (Answer(b"<Response>" + b" " * 65536 + b"</Response>"), 11750),
        (CUT, 11205),
    ],
)
def test_a_webhook_that_fails_is_taken_to_the_fallback_address(hotline, line, far_end, answer, code):
    hotline.documents["/twilio/calls/incoming"] = answer
    hotline.says("/twilio/calls/failed", "<Say>call 15</Say>")
    events = line.start()
    address = f"{far_end.url}/twilio/calls/incoming"
    assert next(event for event in events if isinstance(event, Failed)) == Failed(
        code, address, events[-5].why
    )
    assert kinds(events)[-5:] == [Failed, Fetched, Spoken, Fetched, Ended]
    path, form = hotline.posts[1]
    assert (path, form["ErrorCode"], form["ErrorUrl"]) == ("/twilio/calls/failed", str(code), address)
    assert form["CallSid"] == line.state.call_sid


def test_a_webhook_that_hangs_is_given_up_and_taken_to_the_fallback_address(hotline, far_end):
    exchange = Exchange(ACCOUNT, TOKEN, far_end.url, patience=0.2)
    hotline.documents["/twilio/calls/incoming"] = HANG
    hotline.says("/twilio/calls/failed", "<Say>call 15</Say>")
    line = PracticeLine.dial(exchange, CALLER, HOTLINE)
    failed, *_, ended = line.start()
    assert (failed.code, failed.why) == (11205, "no answer in 0.2 s")
    assert ended.by is EndedBy.HOTLINE
    exchange.close()


def test_when_the_fallback_fails_too_the_carrier_apologises_itself(hotline, line):
    events = line.start()
    assert kinds(events) == [Failed, Failed, Spoken, Fetched, Ended]
    assert "application error" in events[2].words
    assert events[-1].by is EndedBy.FAULT
    assert hotline.paths[-1] == "/twilio/calls/ended"


def test_when_nobody_listens_at_all_the_call_ends_as_a_fault():
    exchange = Exchange(ACCOUNT, TOKEN, "http://127.0.0.1:9", patience=5)
    assert not exchange.answers()
    events = PracticeLine.dial(exchange, CALLER, HOTLINE).start()
    assert kinds(events) == [Failed, Failed, Spoken, Failed, Ended]
    exchange.close()


def test_redirects_that_lead_to_each_other_end(hotline, line):
    hotline.says("/twilio/calls/incoming", "<Redirect>/a</Redirect>")
    hotline.says("/a", "<Redirect>/twilio/calls/incoming</Redirect>")
    events = line.start()
    assert events[-1].by is EndedBy.FAULT
    assert len(hotline.posts) < 30


def test_a_verb_that_the_line_does_not_know_is_told_and_passed_over(hotline, line):
    hotline.says("/twilio/calls/incoming", "<Enqueue>desk</Enqueue><Hangup/>")
    failed = line.start()[1]
    assert (failed.code, failed.why) == (12200, "a verb that the line does not know: Enqueue")


@pytest.mark.parametrize(
    "elsewhere",
    ["http://127.0.0.1:9/x", "https://example.org/x", "http://localhost.evil/x", "file:///x", "http://["],
)
def test_the_line_leads_nowhere_but_to_the_hotline_itself(hotline, line, elsewhere):
    hotline.says("/twilio/calls/incoming", f"<Play>{elsewhere}</Play><Redirect>{elsewhere}</Redirect>")
    hotline.says("/twilio/calls/failed", "<Hangup/>")
    events = line.start()
    assert events[1] == Heard(elsewhere, 0, 0.0, barge_in=False)
    assert events[2] == Failed(11200, elsewhere, "an address that is not this hotline's own")


def test_a_call_rests_as_json_between_two_answers(hotline, exchange):
    hotline.says("/twilio/calls/incoming", GATHER.format("<Say>سلام</Say>"))
    hotline.says("/keys", "<Hangup/>")
    line = PracticeLine.dial(exchange, CALLER, HOTLINE)
    line.start()
    kept = json.dumps(line.state.as_json())
    later = PracticeLine(exchange, CallState.from_json(json.loads(kept)))
    assert asdict(later.state) == asdict(line.state)
    events = later.press("1")
    assert hotline.posts[1][1]["Digits"] == "1"
    assert json.loads(json.dumps([as_json(event) for event in events]))[-1] == {
        "event": "ended",
        "by": "hotline",
        "seconds": 0,
        "status": "completed",
    }


def test_nothing_can_be_answered_before_the_call_after_it_or_twice(hotline, line):
    hotline.says("/twilio/calls/incoming", GATHER.format(""))
    for act in (line.silent, line.hang_up, lambda: line.press("1"), lambda: line.recorded("x", 1)):
        with pytest.raises(NobodyListens):
            act()
    line.start()
    for act in (line.start, lambda: line.recorded("x", 1)):
        with pytest.raises(NobodyListens):
            act()
    line.hang_up()
    for act in (line.silent, line.start, lambda: line.press("1")):
        with pytest.raises(NobodyListens):
            act()


def test_one_connection_serves_a_whole_call(hotline, line, far_end):
    hotline.says("/twilio/calls/incoming", GATHER.format("<Play>/prompts/ur/0.1.wav</Play>"))
    hotline.says("/keys", GATHER.format(""))
    line.start()
    for _ in range(5):
        line.press("1")
    line.hang_up()
    assert far_end.connections == 1
