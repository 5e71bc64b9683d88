"""What the carrier is told to play, ask and dial."""

from xml.etree import ElementTree

import pytest

from hotline.carriers.twilio import twiml
from hotline.carriers.twilio.twiml import Desk
from ivr_flows.engine import Position, Turn
from ivr_flows.steps import (
    Consult,
    Dial,
    Digits,
    Menu,
    Option,
    Prompt,
    Record,
    Reference,
    Said,
    Say,
    Step,
    Words,
)

LANGUAGES = ("ur", "en")
ANSWER_URL = "https://raabta.example/twilio/calls/answer/ur.report_tip.kind.3.0"
HOTLINE, DESK = "+923640000000", "+923640000015"

KIND = Prompt("report_tip.kind", "For work without pay, press 1.")
MENU = Menu(
    "kind", (KIND,), "kind", (Option("1", "bonded", "x"),), "x", "unknown", also=(Option("5", "y", "z"),)
)
RECORD = Record("what", (KIND,), "what", "x", "y", max_seconds=60, silence_seconds=5)
AREA_CODE = Record(
    "city", (KIND,), "city", "x", "y", options=(Option("5", "a", "x"), Option("042", "b", "x"))
)
DIGITS = Digits("code", (KIND,), "reference", "x", "y", length=8, silence_seconds=5)
DIAL = Dial("desk", (KIND,), "person", "x", "y", "person")


def prompt_url(name: str, language: str) -> str:
    return f"https://raabta.example/prompts/{language}/{name}.3f2a9c1b.wav"


def put(step: Step, *prompts: Prompt | Reference, language: str = "ur") -> Turn:
    said: Said = prompts or (KIND,)
    return Turn(Position(language, step.name, 3, 0), said, step, over=isinstance(step, Say))


def rendered(turn: Turn, reference: str | None = None, desk: Desk | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(twiml.render_turn(turn, prompt_url, ANSWER_URL, reference, desk))


def played(element: ElementTree.Element) -> list[str]:
    return [play.text for play in element.iter("Play")]


def test_a_menu_takes_one_key_also_while_its_prompts_play_and_reports_silence():
    (gather,) = rendered(put(MENU, KIND, Prompt("choose_language.english", "For English, press 2.", "en")))
    assert gather.tag == "Gather"
    assert gather.attrib == {
        "input": "dtmf",
        "numDigits": "1",
        "timeout": "4",
        "finishOnKey": "",
        "actionOnEmptyResult": "true",
        "action": ANSWER_URL,
        "method": "POST",
    }
    assert played(gather) == [prompt_url(KIND.name, "ur"), prompt_url("choose_language.english", "en")]


def test_a_number_is_typed_to_its_last_digit_and_no_key_ends_it_before():
    (gather,) = rendered(put(DIGITS))
    assert gather.attrib == {
        "input": "dtmf",
        "numDigits": "8",
        "timeout": "5",
        "finishOnKey": "",
        "actionOnEmptyResult": "true",
        "action": ANSWER_URL,
        "method": "POST",
    }
    assert played(gather) == [prompt_url(KIND.name, "ur")]


def test_before_a_recording_a_key_is_taken_while_the_prompts_play_and_silence_leads_to_the_tone():
    gather, record, redirect = rendered(put(RECORD))
    assert gather.attrib == {
        "input": "dtmf",
        "numDigits": "1",
        "timeout": "1",
        "finishOnKey": "",
        "action": ANSWER_URL,
        "method": "POST",
    }
    assert played(gather) == [prompt_url(KIND.name, "ur")]
    assert (record.tag, list(record)) == ("Record", [])
    assert (redirect.tag, redirect.attrib, redirect.text) == ("Redirect", {"method": "POST"}, ANSWER_URL)


def test_a_recording_ends_with_hash_a_key_that_holds_everywhere_or_silence():
    record = rendered(put(RECORD))[1]
    assert record.attrib == {
        "maxLength": "60",
        "timeout": "5",
        "finishOnKey": "#*09",
        "playBeep": "true",
        "action": ANSWER_URL,
        "method": "POST",
    }


def test_where_an_area_code_may_be_typed_instead_its_digits_have_time():
    gather = rendered(put(AREA_CODE))[0]
    assert "numDigits" not in gather.attrib
    assert (gather.attrib["timeout"], gather.attrib["finishOnKey"]) == ("3", "")
    assert "actionOnEmptyResult" not in gather.attrib


def test_a_desk_is_called_for_so_long_and_shown_the_number_of_the_hotline():
    play, dial = rendered(put(DIAL), desk=Desk(DESK, HOTLINE))
    assert (play.tag, play.text) == ("Play", prompt_url(KIND.name, "ur"))
    assert dial.tag == "Dial"
    assert dial.attrib == {"timeout": "25", "callerId": HOTLINE, "action": ANSWER_URL, "method": "POST"}
    (number,) = dial
    assert (number.tag, number.attrib, number.text) == ("Number", {}, DESK)


@pytest.mark.parametrize("desk", [None, Desk("", HOTLINE), Desk(DESK, "")])
def test_a_desk_that_would_be_shown_the_number_of_the_caller_is_not_called(desk):
    play, redirect = rendered(put(DIAL), desk=desk)
    assert play.tag == "Play"
    assert (redirect.tag, redirect.attrib, redirect.text) == ("Redirect", {"method": "POST"}, ANSWER_URL)


def test_which_desk_is_called_is_not_remembered():
    first = rendered(put(DIAL), desk=Desk(DESK, HOTLINE))
    other = rendered(put(DIAL), desk=Desk("+923640000016", HOTLINE))
    assert [next(response.iter("Number")).text for response in (first, other)] == [DESK, "+923640000016"]


def test_the_end_reads_the_code_digit_by_digit_in_groups_and_hangs_up():
    turn = put(Say("thanks", ()), KIND, Reference(), KIND, Reference(), language="en")
    response = rendered(turn, reference="10234567")
    assert response[-1].tag == "Hangup"
    digits = [url.split("digit.")[1][0] for url in played(response) if "digit." in url]
    assert "".join(digits) == "1023456710234567"
    assert [verb.tag for verb in response].count("Pause") == 2
    assert played(rendered(turn, reference="76543210")) != played(response)


def test_a_call_that_is_not_taken_is_rejected_as_busy():
    (reject,) = ElementTree.fromstring(twiml.rejected())
    assert (reject.tag, reject.attrib) == ("Reject", {"reason": "busy"})


def test_the_apology_is_said_in_each_language_and_then_the_line_is_free():
    response = ElementTree.fromstring(twiml.apology(prompt_url))
    assert played(response) == [prompt_url("apology.dial_15", "ur"), prompt_url("apology.dial_15", "en")]
    assert response[-1].tag == "Hangup"


def test_without_any_recording_the_apology_is_spoken():
    say, hang_up = ElementTree.fromstring(twiml.SPOKEN_APOLOGY)
    assert (say.tag, hang_up.tag) == ("Say", "Hangup")
    assert "15" in say.text


@pytest.mark.parametrize("words", ['رپورٹ <b> & "کوڈ" 😟', "]]>", "a\x00b\ud800\ufffec", "x" * 1600])
def test_a_reply_by_text_holds_its_words_whatever_is_in_them(words):
    response = ElementTree.fromstring(twiml.sms_reply(words))
    clean = words.replace("\x00", "").replace("\ud800", "").replace("\ufffe", "")
    assert [message.text for message in response] == [clean]


@pytest.mark.parametrize("words", [None, ""])
def test_no_reply_is_an_empty_document(words):
    assert list(ElementTree.fromstring(twiml.sms_reply(words))) == []


@pytest.mark.parametrize("step", [Words("w", (), "what", "x"), Consult("c", "open?", (), "x")])
def test_the_phone_cannot_ask_for_a_text_nor_look_anything_up(step):
    with pytest.raises(TypeError):
        rendered(put(step))


def test_a_turn_is_rendered_once_and_then_remembered():
    first = twiml.render_turn(put(MENU), prompt_url, ANSWER_URL, None)
    assert twiml.render_turn(put(MENU), prompt_url, ANSWER_URL, "12345678") is first
    elsewhere = twiml.render_turn(put(MENU), prompt_url, ANSWER_URL + "x", None)
    assert elsewhere != first


def test_a_prompt_recorded_anew_is_played_once_the_old_documents_are_forgotten():
    recording = "old"

    def url(name: str, language: str) -> str:
        return f"https://raabta.example/prompts/{language}/{name}.{recording}.wav"

    before = twiml.render_turn(put(MENU), url, ANSWER_URL, None), twiml.apology(url)
    recording = "new"
    assert (twiml.render_turn(put(MENU), url, ANSWER_URL, None), twiml.apology(url)) == before
    twiml.forget_rendered()
    for document in (twiml.render_turn(put(MENU), url, ANSWER_URL, None), twiml.apology(url)):
        assert b".new.wav" in document
        assert b".old.wav" not in document
