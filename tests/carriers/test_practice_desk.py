"""The practice line calls a desk that answers or does not, never picks up, and rings a person back."""

import json

import pytest

from hotline.carriers.practice.events import Asked, Dialled, Ended, EndedBy, Fetched, Heard
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice.state import CallState
from tests.carriers.documents import CALLER, GATHER, HOTLINE, kinds

INCOMING = "/twilio/calls/incoming"
CALL_IS_OVER = "/twilio/calls/ended"
DESK = "+923640000015"
DIAL = (
    f"<Play>/prompts/ur/2.wav</Play>"
    f"<Dial timeout='25' callerId='{HOTLINE}' action='/desk' method='POST'><Number>{DESK}</Number></Dial>"
)


def test_a_desk_that_nobody_answers_rings_to_the_end(hotline, line):
    hotline.says(INCOMING, DIAL)
    hotline.says("/desk", "<Hangup/>")
    events = line.start()
    assert kinds(events) == [Fetched, Heard, Dialled, Fetched, Fetched, Ended]
    assert events[2] == Dialled(DESK, answered=False, seconds=25.0)
    path, form = hotline.posts[1]
    assert (path, form["DialCallStatus"], form["DialCallDuration"], form["DialBridged"]) == (
        "/desk",
        "no-answer",
        "0",
        "false",
    )
    assert form["CallStatus"] == "in-progress"
    assert form["DialCallSid"].startswith("CA")
    assert form["DialCallSid"] != form["CallSid"]
    assert (line.state.seconds, line.state.heard_seconds) == (27.0, 2.0)


def test_a_desk_that_answers_speaks_with_the_caller_and_then_the_call_goes_on(hotline, exchange):
    hotline.says(INCOMING, DIAL)
    hotline.says("/desk", GATHER.format(""))
    line = PracticeLine.dial(exchange, CALLER, HOTLINE, desk_answers=True)
    events = line.start()
    assert Dialled(DESK, answered=True, seconds=30.0) in events
    assert isinstance(events[-1], Asked)
    form = hotline.posts[1][1]
    assert (form["DialCallStatus"], form["DialCallDuration"], form["DialBridged"]) == (
        "completed",
        "30",
        "true",
    )
    assert line.state.seconds == 32


def test_whether_the_desk_answers_rests_with_the_call(hotline, exchange):
    hotline.says(INCOMING, GATHER.format(""))
    hotline.says("/keys", DIAL)
    hotline.says("/desk", "<Hangup/>")
    line = PracticeLine.dial(exchange, CALLER, HOTLINE, desk_answers=True)
    line.start()
    later = PracticeLine(exchange, CallState.from_json(json.loads(json.dumps(line.state.as_json()))))
    assert any(event == Dialled(DESK, answered=True, seconds=30.0) for event in later.press("9"))


def test_without_an_action_the_line_goes_on_to_the_next_verb(hotline, line):
    hotline.says(INCOMING, f"<Dial>{DESK}</Dial><Play>/prompts/ur/1.wav</Play>")
    events = line.start()
    assert events[1] == Dialled(DESK, answered=False, seconds=30.0)
    assert kinds(events)[2:] == [Heard, Fetched, Ended]


@pytest.mark.parametrize(
    ("reason", "status"), [("reason='busy'", "busy"), ("", "no-answer"), ("reason='rejected'", "no-answer")]
)
def test_a_call_that_is_rejected_was_never_picked_up(hotline, line, reason, status):
    hotline.says(INCOMING, f"<Reject {reason}/><Say>no</Say>")
    events = line.start()
    assert kinds(events) == [Fetched, Fetched, Ended]
    assert events[-1] == Ended(EndedBy.HOTLINE, 0, status)
    assert line.over
    path, form = hotline.posts[1]
    assert (path, form["CallStatus"], form["CallDuration"]) == (CALL_IS_OVER, status, "0")


def test_a_call_that_was_picked_up_cannot_be_rejected_any_more(hotline, line):
    hotline.says(INCOMING, "<Play>/prompts/ur/1.wav</Play><Reject reason='busy'/>")
    assert line.start()[-1] == Ended(EndedBy.HOTLINE, 1, "completed")


def test_a_person_whom_the_hotline_calls_picks_up_and_goes_through_the_call(hotline, exchange, far_end):
    hotline.says("/called-back", GATHER.format("<Play>/prompts/ur/1.wav</Play>"))
    hotline.says("/keys", "<Hangup/>")
    line = PracticeLine.pick_up(exchange, "CA7", HOTLINE, CALLER, f"{far_end.url}/called-back")
    assert isinstance(line.start()[-1], Asked)
    line = PracticeLine(exchange, CallState.from_json(json.loads(json.dumps(line.state.as_json()))))
    assert line.press("1")[-1] == Ended(EndedBy.HOTLINE, 1)
    assert hotline.paths == ["/called-back", "/keys", CALL_IS_OVER]
    for (_, form), status in zip(hotline.posts, ["in-progress", "in-progress", "completed"], strict=True):
        assert (form["CallSid"], form["Direction"], form["CallStatus"]) == ("CA7", "outbound-api", status)
        assert (form["From"], form["Caller"], form["To"], form["Called"]) == (
            HOTLINE,
            HOTLINE,
            CALLER,
            CALLER,
        )
