"""On the practice line a key may come in place of speech, several may be typed, and each second is counted."""

import json

import pytest

from hotline.carriers.practice.events import (
    Asked,
    Awaits,
    Ended,
    EndedBy,
    Fetched,
    Heard,
    KeptSilent,
    Pressed,
    Spoke,
)
from hotline.carriers.practice.line import NobodyListens, PracticeLine
from hotline.carriers.practice.state import CallState
from tests.carriers.documents import GATHER, kinds

INCOMING = "/twilio/calls/incoming"
CALL_IS_OVER = "/twilio/calls/ended"
BEFORE_TONE = (
    "<Gather {keys} finishOnKey='' action='/said'><Play>/prompts/ur/3.wav</Play><Play>/prompts/ur/2.wav</Play></Gather>"
    "<Record timeout='4' maxLength='60' finishOnKey='#*09' action='/said'/><Redirect>/silence</Redirect>"
)
ONE_KEY = BEFORE_TONE.format(keys="numDigits='1' timeout='1'")
AREA_CODE = BEFORE_TONE.format(keys="timeout='2'")


@pytest.fixture
def url(far_end):
    return f"{far_end.url}/practice/recordings/RE1"


@pytest.fixture
def speaks(hotline):
    hotline.says("/said", "<Hangup/>")
    hotline.says("/silence", "<Hangup/>")
    return hotline


def test_a_key_before_the_tone_is_an_answer_and_cuts_the_prompts_short(speaks, line):
    speaks.says(INCOMING, ONE_KEY)
    assert line.start()[-1] == Asked(Awaits.KEYS, 1, 1.0, "", optional=True)
    events = line.press("0", after=3.5)
    assert events[-1] == Ended(EndedBy.HOTLINE, 4)
    assert speaks.posts[1][0] == "/said"
    assert speaks.posts[1][1]["Digits"] == "0"
    assert (line.state.seconds, line.state.heard_seconds) == (3.5, 3.5)


def test_whoever_presses_nothing_comes_to_the_tone_and_is_not_told_silent(speaks, line):
    speaks.says(INCOMING, ONE_KEY)
    line.start()
    events = line.silent()
    assert kinds(events) == [KeptSilent, Asked]
    assert events[-1] == Asked(Awaits.RECORDING, None, 4.0, "#*09", longest=60.0, beep=True)
    assert (line.state.seconds, line.state.heard_seconds) == (6.0, 5.0)
    assert line.silent()[0] == KeptSilent(4.0)
    assert speaks.paths == [INCOMING, "/silence", CALL_IS_OVER]
    assert "Digits" not in speaks.posts[1][1]


def test_speaking_waits_for_the_tone_first(speaks, line, url):
    speaks.says(INCOMING, ONE_KEY)
    line.start()
    events = line.recorded(url, 7)
    assert kinds(events)[:3] == [Asked, Spoke, Fetched]
    assert events[-1].seconds == 5 + 1 + 7
    assert speaks.posts[1][1]["RecordingUrl"] == url
    assert line.state.heard_seconds == 5.0


@pytest.mark.parametrize(("digits", "seconds"), [("#", 13), ("0", 13), ("", 17)])
def test_what_ends_a_recording_is_told_and_silence_takes_its_time(speaks, line, url, digits, seconds):
    speaks.says(INCOMING, ONE_KEY)
    line.start()
    assert line.recorded(url, 7, digits)[-1].seconds == seconds
    assert speaks.posts[1][1]["Digits"] == digits
    assert speaks.posts[1][1]["RecordingDuration"] == "7"


def test_a_recording_as_long_as_there_is_room_for_ends_at_once(speaks, line, url):
    speaks.says(INCOMING, ONE_KEY)
    line.start()
    assert line.recorded(url, 59, "")[-1].seconds == 6 + 60


@pytest.mark.parametrize("key", ["0", "9", "*", "#"])
def test_a_key_right_after_the_tone_is_an_empty_recording(speaks, line, key):
    speaks.says(INCOMING, ONE_KEY)
    line.start()
    line.silent()
    line.press(key)
    assert speaks.paths == [INCOMING, "/silence", CALL_IS_OVER]


def test_saying_nothing_at_the_tone_is_silence(speaks, line, url):
    speaks.says(INCOMING, ONE_KEY)
    line.start()
    assert line.recorded(url, 0)[-1].seconds == 5 + 1 + 4
    assert speaks.paths[1] == "/silence"


def test_nobody_speaks_where_only_keys_are_asked_for(hotline, exchange, line, url):
    hotline.says(INCOMING, GATHER.format("") + "<Record/>")
    line.start()
    with pytest.raises(NobodyListens):
        line.recorded(url, 3)
    hotline.says(INCOMING, "<Gather action='/keys'/><Say>nobody</Say>")
    other = PracticeLine.dial(exchange, "anonymous", "+923640000000")
    other.start()
    with pytest.raises(NobodyListens):
        other.recorded(url, 3)


def test_an_area_code_is_sent_with_its_hash_once_no_more_keys_come(speaks, line):
    speaks.says(INCOMING, AREA_CODE)
    assert line.start()[-1] == Asked(Awaits.KEYS, None, 2.0, "", optional=True)
    events = line.press("042#", after=1.0)
    assert events[0] == Pressed("042#")
    assert speaks.posts[1][1]["Digits"] == "042#"
    assert (line.state.seconds, line.state.heard_seconds) == (3.0, 1.0)


def test_keys_typed_one_by_one_wait_for_each_other(speaks, line, url):
    speaks.says(INCOMING, AREA_CODE)
    line.start()
    for key in "042":
        assert kinds(line.press(key, more=True)) == [Pressed]
    with pytest.raises(NobodyListens):
        line.recorded(url, 3)
    line.press("#")
    assert speaks.posts[1][1]["Digits"] == "042#"


@pytest.mark.parametrize(("typed", "seconds"), [("10234567", 0), ("1023#", 5)])
def test_a_number_is_sent_when_it_is_complete_or_nothing_more_is_typed(hotline, line, typed, seconds):
    hotline.says(INCOMING, GATHER.replace("'1'", "'8'").replace("'4'", "'5'").format(""))
    hotline.says("/keys", "<Hangup/>")
    line.start()
    assert line.press(typed)[-1].seconds == seconds
    assert hotline.posts[1][1]["Digits"] == typed


def test_the_end_of_each_prompt_is_known_so_that_a_key_can_come_right_after_it(hotline, line):
    hotline.says(
        INCOMING,
        "<Play>/prompts/ur/2.wav</Play>"
        + GATHER.format("<Play>/prompts/ur/3.wav</Play><Pause length='1'/><Play>/prompts/ur/0.5.wav</Play>"),
    )
    hotline.says("/keys", GATHER.format("<Play>/prompts/ur/1.wav</Play>"))
    events = line.start()
    assert [event.barge_in for event in events if isinstance(event, Heard)] == [False, True, True]
    assert line.state.prompt_ends == [3.0, 4.5]
    kept = CallState.from_json(json.loads(json.dumps(line.state.as_json())))
    assert kept.prompt_ends == [3.0, 4.5]
    line.press("1", after=line.state.prompt_ends[0])
    assert (line.state.seconds, line.state.heard_seconds) == (5.0, 5.0)
    assert line.state.prompt_ends == [1.0]


@pytest.mark.parametrize(("after", "seconds"), [(None, 3), (0.0, 0), (1.0, 1), (5.0, 5), (60.0, 7)])
def test_a_key_may_come_while_a_prompt_plays_after_it_or_at_the_last_moment(hotline, line, after, seconds):
    hotline.says(INCOMING, GATHER.format("<Play>/prompts/ur/3.wav</Play>"))
    hotline.says("/keys", "<Hangup/>")
    line.start()
    assert line.press("1", after)[-1].seconds == seconds
    assert line.state.heard_seconds == min(seconds, 3)


@pytest.mark.parametrize(("after", "seconds"), [(0.0, 0), (2.0, 2), (5.0, 5), (60.0, 7)])
def test_whoever_hangs_up_has_heard_so_much(hotline, line, after, seconds):
    hotline.says(INCOMING, GATHER.format("<Play>/prompts/ur/3.wav</Play>"))
    line.start()
    assert line.hang_up(after=after)[-1] == Ended(EndedBy.CALLER, seconds)
    assert line.state.heard_seconds == min(seconds, 3)
