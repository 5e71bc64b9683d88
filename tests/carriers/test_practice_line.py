"""The practice line does with TwiML what the carrier does: fetches, plays, gathers, records, falls back, reports."""

import pytest

from hotline.carriers.practice.events import (
    Asked,
    Awaits,
    Ended,
    EndedBy,
    Fetched,
    Heard,
    KeptSilent,
    Paused,
    Pressed,
    Spoke,
    Spoken,
)
from hotline.carriers.practice.line import PracticeLine
from tests.carriers.documents import ACCOUNT, CALLER, GATHER, HOTLINE, kinds


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
    assert kinds(line.press("12", more=True)) == [Pressed]
    # Without an action the document that asked is asked again.
    assert isinstance(line.press("345")[-1], Asked)
    assert hotline.posts[-1][0] == "/twilio/calls/incoming"
    assert hotline.posts[-1][1]["Digits"] == "1234"
    line.press("7", more=True)
    line.press("#")
    assert hotline.posts[-1][1]["Digits"] == "7"
    line.press("98", more=True)
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
