"""The practice line does with TwiML what the carrier does: fetches, plays, gathers, records, falls back, reports."""

import json
from dataclasses import asdict

import pytest
from twilio.request_validator import RequestValidator

from hotline.carriers.practice import wav
from hotline.carriers.practice.events import (
    Asked,
    Awaits,
    Ended,
    EndedBy,
    Failed,
    Fetched,
    Heard,
    KeptSilent,
    Paused,
    Pressed,
    Spoke,
    Spoken,
    as_json,
)
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.line import NobodyListens, PracticeLine
from hotline.carriers.practice.state import CallState
from tests.carriers.far_end import CUT, HANG, Answer

ACCOUNT, TOKEN = "AC" + "0" * 32, "5" * 32
CALLER, HOTLINE = "+923640009001", "+923640000000"
IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}


class Hotline:
    """A hotline of a few documents: what each address answers, and what it was sent."""

    def __init__(self, far_end):
        self.far_end = far_end
        self.documents = {"/twilio/calls/ended": Answer(status=204)}
        self.prompts = 0
        far_end.answer = self.answer

    def says(self, path, twiml):
        self.documents[path] = Answer(f"<Response>{twiml}</Response>".encode())

    def answer(self, sent):
        if sent.path.startswith("/prompts/"):
            self.prompts += 1
            seconds = float(sent.path.rpartition("/")[2].removesuffix(".wav"))
            return Answer(wav.tone(seconds), headers=IMMUTABLE)
        if sent.method == "GET":
            return Answer(status=404)
        address = self.far_end.url + sent.target
        assert RequestValidator(TOKEN).validate(address, sent.form, sent.headers["X-Twilio-Signature"])
        return self.documents.get(sent.path, Answer(status=404))

    @property
    def posts(self):
        return [(sent.path, sent.form) for sent in self.far_end.sent if sent.method == "POST"]

    @property
    def paths(self):
        return [path for path, _ in self.posts]


@pytest.fixture
def hotline(far_end):
    return Hotline(far_end)


@pytest.fixture
def exchange(far_end):
    opened = Exchange(ACCOUNT, TOKEN, far_end.url, patience=5)
    yield opened
    opened.close()


@pytest.fixture
def line(exchange):
    return PracticeLine.dial(exchange, CALLER, HOTLINE)


def kinds(events):
    return [type(event) for event in events]


def test_a_call_goes_out_as_the_carrier_sends_it_and_its_end_is_reported(hotline, line):
    hotline.says(
        "/twilio/calls/incoming",
        "<Say language='en-GB'> Good day </Say><Pause length='2'/><Hangup/><Say>no</Say>",
    )
    events = line.start()
    assert kinds(events) == [Fetched, Spoken, Paused, Fetched, Ended]
    assert events[1] == Spoken("Good day", "en-GB", barge_in=False)
    assert events[-1] == Ended(EndedBy.HOTLINE, 2)
    assert line.over
    (_, first), (path, last) = hotline.posts
    assert path == "/twilio/calls/ended"
    assert (first["From"], first["To"], first["CallStatus"], first["Direction"]) == (
        CALLER,
        HOTLINE,
        "ringing",
        "inbound",
    )
    assert (first["Caller"], first["Called"], first["CallerCity"], first["FromCountry"]) == (
        CALLER,
        HOTLINE,
        "",
        "PK",
    )
    assert (first["AccountSid"], first["ApiVersion"]) == (ACCOUNT, "2010-04-01")
    assert first["CallSid"].startswith("CA")
    assert len(first["CallSid"]) == 34
    assert (last["CallSid"], last["CallStatus"], last["CallDuration"]) == (first["CallSid"], "completed", "2")
    assert last["Timestamp"].endswith("+0000")
    assert last["SequenceNumber"] == "0"


def test_a_document_that_ends_hangs_up(hotline, line):
    hotline.says("/twilio/calls/incoming", "<Play>/prompts/ur/1.wav</Play>")
    assert line.start()[-1] == Ended(EndedBy.HOTLINE, 1)


def test_prompts_are_really_fetched_and_their_length_told_and_kept_only_when_they_may_be(
    hotline, line, far_end
):
    hotline.says(
        "/twilio/calls/incoming", "<Play>prompts/1.5.wav</Play>" + "<Play>/prompts/ur/0.5.wav</Play>" * 2
    )
    heard = [event for event in line.start() if isinstance(event, Heard)]
    url = f"{far_end.url}/prompts/ur/0.5.wav"
    assert heard[1:] == [Heard(url, 200, 0.5, barge_in=False)] * 2
    assert heard[0].status == 404  # relative to /twilio/calls/, where there is none
    assert hotline.prompts == 1


GATHER = (
    "<Gather numDigits='1' timeout='4' finishOnKey='' actionOnEmptyResult='true' action='/keys'>{}</Gather>"
)


def test_a_key_is_sent_to_the_action_and_may_cut_the_prompts_short(hotline, line):
    hotline.says("/twilio/calls/incoming", GATHER.format("<Play>/prompts/ur/3.wav</Play><Pause length='1'/>"))
    hotline.says("/keys", "<Hangup/>")
    *_, prompt, _, asked = line.start()
    assert prompt.barge_in
    assert asked == Asked(Awaits.KEYS, keys=1, seconds=4.0, finish_on="")
    events = line.press("*", after=1.0)
    assert events[0] == Pressed("*")
    assert events[-1] == Ended(EndedBy.HOTLINE, 1)
    path, form = hotline.posts[1]
    assert (path, form["Digits"], form["CallStatus"]) == ("/keys", "*", "in-progress")


def test_silence_is_reported_where_the_document_asks_for_it(hotline, line):
    hotline.says("/twilio/calls/incoming", GATHER.format("<Play>/prompts/ur/3.wav</Play>"))
    hotline.says("/keys", "<Hangup/>")
    line.start()
    events = line.silent()
    assert events[0] == KeptSilent(4.0)
    assert hotline.posts[1][0] == "/keys"
    assert hotline.posts[1][1]["Digits"] == ""
    assert events[-1].seconds == 7


def test_silence_goes_on_to_the_next_verb_otherwise(hotline, line):
    hotline.says("/twilio/calls/incoming", "<Gather action='/keys'/><Say>nobody</Say>")
    line.start()
    assert kinds(line.silent()) == [KeptSilent, Spoken, Fetched, Ended]
    assert "/keys" not in hotline.paths


def test_several_keys_are_gathered_until_there_are_enough_or_the_ending_key_comes(hotline, exchange):
    hotline.says("/twilio/calls/incoming", "<Gather numDigits='4'/>")
    line = PracticeLine.dial(exchange, CALLER, HOTLINE)
    line.start()
    assert kinds(line.press("12")) == [Pressed]
    # Without an action the document that asked is asked again.
    assert isinstance(line.press("345")[-1], Asked)
    assert hotline.posts[-1][0] == "/twilio/calls/incoming"
    assert hotline.posts[-1][1]["Digits"] == "1234"
    line.press("7")
    line.press("#")
    assert hotline.posts[-1][1]["Digits"] == "7"
    line.press("98")
    line.silent()
    assert hotline.posts[-1][1]["Digits"] == "98"


RECORD = "<Record timeout='5' maxLength='60' finishOnKey='#' action='/said'/><Redirect>/silence</Redirect>"


def test_a_recording_is_handed_over_with_its_length_and_the_key_that_ended_it(hotline, line, far_end):
    hotline.says("/twilio/calls/incoming", RECORD)
    hotline.says("/said", "<Hangup/>")
    assert line.start()[-1] == Asked(Awaits.RECORDING, None, 5.0, "#", longest=60.0, beep=True)
    url = f"{far_end.url}/practice/recordings/RE1"
    events = line.recorded(url, 75.2)
    assert events[0] == Spoke(60.0)
    path, form = hotline.posts[1]
    assert path == "/said"
    assert (form["RecordingUrl"], form["RecordingSid"]) == (url, "RE1")
    assert (form["RecordingDuration"], form["Digits"]) == ("60", "#")
    assert events[-1].seconds == 60


@pytest.mark.parametrize(
    "act", [lambda line: line.silent(), lambda line: line.recorded("x", 0), lambda line: line.press("#")]
)
def test_an_empty_recording_is_not_reported_but_falls_to_the_next_verb(hotline, line, act):
    hotline.says("/twilio/calls/incoming", RECORD)
    hotline.says("/silence", "<Hangup/>")
    line.start()
    act(line)
    assert hotline.paths == ["/twilio/calls/incoming", "/silence", "/twilio/calls/ended"]
    assert "Digits" not in hotline.posts[1][1]
    assert "RecordingUrl" not in hotline.posts[1][1]


def test_a_key_that_does_not_end_a_recording_is_not_heard(hotline, line):
    hotline.says("/twilio/calls/incoming", RECORD)
    line.start()
    assert kinds(line.press("5")) == [Pressed]
    assert line.state.awaits is Awaits.RECORDING


def test_hanging_up_while_a_prompt_waits_only_reports_the_end(hotline, line):
    hotline.says("/twilio/calls/incoming", GATHER.format(""))
    line.start()
    assert kinds(line.hang_up()) == [Fetched, Ended]
    assert hotline.paths == ["/twilio/calls/incoming", "/twilio/calls/ended"]
    assert line.hang_up() == []


def test_hanging_up_while_recording_hands_over_what_was_said(hotline, line, far_end):
    hotline.says("/twilio/calls/incoming", RECORD)
    hotline.says("/said", "<Say>nobody hears this</Say>")
    line.start()
    events = line.hang_up(f"{far_end.url}/practice/recordings/RE1", 3)
    assert kinds(events) == [Spoke, Fetched, Fetched, Ended]
    assert events[-1] == Ended(EndedBy.CALLER, 3)
    path, form = hotline.posts[1]
    assert (path, form["Digits"], form["CallStatus"]) == ("/said", "hangup", "completed")
    assert hotline.paths[-1] == "/twilio/calls/ended"


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
    hotline.says("/twilio/calls/incoming", "<Dial>+92</Dial><Hangup/>")
    failed = line.start()[1]
    assert (failed.code, failed.why) == (12200, "a verb that the line does not know: Dial")


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
