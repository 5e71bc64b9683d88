"""A person calls from the practice page: keys, the microphone, silence, hanging up."""

import re
import threading
from typing import Any

import pytest
from flask import Flask, request, request_finished
from playwright.sync_api import expect

from hotline.calls.models import Call, Recording
from hotline.carriers.practice import wav
from hotline.carriers.practice.models import PracticeRecording
from hotline.fetching import FetchState
from hotline.referrals.models import Referral
from hotline.tips.models import Tip
from ivr_flows.flows import STEPS
from tests.conftest import Live
from tests.practice.conftest import Phones

pytestmark = pytest.mark.browser

NO_MICROPHONE = """
    if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "%s"));
"""
OLD_BROWSER = "Object.defineProperty(BaseAudioContext.prototype, 'audioWorklet', {value: undefined})"
SILENT_MICROPHONE = """
    if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () =>
        new AudioContext().createMediaStreamDestination().stream;
"""
TO_THE_CITY = ("2", "1", "3", "2", "1")


def asked(step: str) -> str:
    """The first words of a step, in English."""
    return str(STEPS[step].ask[0].words)


def test_a_whole_call_in_urdu_reaches_the_circle(phones: Phones) -> None:
    phones.open("ur")
    phones.call()
    phones.press("1", "1", "3", "2", "6")
    for _ in ("city", "what"):
        phones.is_in("recording")
        phones.speak()
        expect(phones.part("speaking")).to_be_hidden()
    phones.press("4")
    code = phones.code()
    phones.is_in("over")
    expect(phones.page.locator('#telephone .said li[lang="ur"]').first).to_have_css("direction", "rtl")
    expect(phones.said().filter(has_text="شکریہ")).to_have_count(1)
    phones.work()
    arrival = phones.arrivals()
    expect(arrival).to_have_count(1)
    [referral] = phones.rows(Referral)
    expect(arrival).to_contain_text(referral.tag)
    expect(arrival).not_to_contain_text(code)
    expect(arrival).to_contain_text("اے ایچ ٹی سی اسلام آباد")
    recordings = phones.rows(Recording)
    assert [recording.state for recording in recordings] == [FetchState.KEPT] * 2
    assert phones.rows(PracticeRecording) == [], "fetched, and deleted at the carrier"


def test_a_key_cuts_the_prompts_short_by_the_keyboard_too(phones: Phones) -> None:
    phones.open()
    phones.call()
    phones.listens()
    phones.page.keyboard.press("2")
    phones.press("4")
    expect(phones.said().last).to_contain_text(asked("information.topic"))
    sound = phones.part("sound")
    expect(sound).to_have_js_property("paused", value=False)
    phones.page.keyboard.press("3")
    expect(phones.said().filter(has_text="You pressed 3.")).to_have_count(1)
    expect(phones.said().filter(has_text=asked("information.bonded"))).to_have_count(1)


def test_keys_typed_elsewhere_are_not_for_the_telephone(phones: Phones) -> None:
    phones.open()
    phones.call()
    phones.listens()
    phones.page.locator("#body").press_sequentially("1122")
    expect(phones.page.locator("#body")).to_have_value("1122")
    phones.page.locator("#main").focus()
    phones.page.locator("#main").dispatch_event("keydown", {"key": "۲", "bubbles": True})
    expect(phones.said().filter(has_text="You pressed")).to_have_text(["You pressed 2."])


def test_who_does_nothing_is_asked_again(phones: Phones) -> None:
    phones.open()
    phones.call()
    phones.press("2", "1")
    phones.is_in("keys")
    expect(phones.said().filter(has_text="You did nothing.")).to_have_count(1)
    expect(phones.said().filter(has_text=asked("report_tip.kind"))).to_have_count(2)


def test_who_says_nothing_at_the_tone_is_asked_again(phones: Phones) -> None:
    phones.page.add_init_script(SILENT_MICROPHONE)
    phones.open()
    phones.call()
    phones.press(*TO_THE_CITY)
    phones.is_in("recording")
    expect(phones.said().filter(has_text="You did nothing.")).to_have_count(1)
    expect(phones.said().filter(has_text="Or type its landline area code")).to_have_count(1)
    assert phones.rows(PracticeRecording) == []


@pytest.mark.parametrize("script", ["void 0", OLD_BROWSER], ids=["worklet", "old browser"])
def test_the_stop_button_ends_a_recording_and_the_hotline_gets_what_was_said(
    phones: Phones, script: str
) -> None:
    phones.page.add_init_script(script)
    phones.open()
    phones.call()
    phones.press(*TO_THE_CITY)
    phones.is_in("recording")
    expect(phones.part("speaking")).to_have_class("speaking heard")
    phones.part("stop").click()
    expect(phones.said().filter(has_text="You spoke for 0:0")).to_have_count(1)
    phones.is_in("recording")
    [recording] = phones.rows(PracticeRecording)
    assert recording.wav[:4] == b"RIFF"
    assert int.from_bytes(recording.wav[24:28], "little") == wav.RATE
    samples = memoryview(recording.wav[44:]).cast("h")
    assert max(samples) > 1000, "the tone of the microphone is in it"
    assert wav.seconds(recording.wav) == len(samples) / wav.RATE


def test_without_a_microphone_a_tone_or_a_file_takes_its_place(phones: Phones) -> None:
    phones.page.add_init_script(NO_MICROPHONE % "NotFoundError")
    phones.open()
    phones.call()
    phones.press(*TO_THE_CITY)
    phones.is_in("instead")
    expect(phones.part("why-instead")).to_contain_text("no microphone")
    phones.part("file").set_input_files({"name": "x.wav", "mimeType": "audio/wav", "buffer": b"no sound"})
    expect(phones.part("why-instead")).to_contain_text("cannot be read as sound")
    phones.part("file").set_input_files({"name": "x.wav", "mimeType": "audio/wav", "buffer": wav.tone(3.0)})
    expect(phones.said().filter(has_text="You spoke for 0:03.")).to_have_count(1)
    phones.is_in("instead")
    phones.part("send-tone").click()
    phones.press("4")
    phones.code()
    phones.work()
    assert [round(recording.seconds) for recording in phones.rows(Recording)] == [3, 2]


def test_who_cannot_speak_and_sends_nothing_is_led_on(phones: Phones) -> None:
    phones.page.add_init_script(NO_MICROPHONE % "NotAllowedError")
    phones.open()
    phones.call()
    phones.press("2", "9")
    phones.is_in("instead")
    expect(phones.part("why-instead")).to_contain_text("may not be used")
    phones.part("say-nothing").click()
    expect(phones.part("instead")).to_be_hidden()
    phones.press("6", "1", "1", "2")
    phones.code()
    assert phones.rows(Recording) == []


def test_who_hangs_up_half_way_has_still_told_us(phones: Phones) -> None:
    phones.open()
    phones.call()
    phones.press("2", "1", "3", "2", "6")
    phones.is_in("recording")
    expect(phones.part("speaking")).to_have_class("speaking heard")
    with phones.page.expect_response("**/hang-up"):
        phones.part("hang-up").click()
    phones.is_in("over")
    expect(phones.part("call")).to_be_enabled()
    phones.work()
    [tip] = phones.rows(Tip)
    assert tip.partial
    expect(phones.arrivals()).to_contain_text("AHTC Islamabad")
    assert len(phones.rows(Recording)) == 1, "what was said before hanging up"


class HungUp(threading.Event):
    """Set when the server has answered a hang-up."""

    def hear(self, app: Flask, **_: Any) -> None:
        if request.path.endswith("/hang-up"):
            self.set()


def test_who_leaves_the_page_hangs_up(phones: Phones, live: Live) -> None:
    hung_up = HungUp()
    with request_finished.connected_to(hung_up.hear, live.app):
        phones.open()
        phones.call()
        phones.press("2")
        expect(phones.said().filter(has_text=asked("main.menu"))).to_have_count(1)
        phones.page.goto("about:blank")
        assert hung_up.wait(15)
    [call] = phones.rows(Call)
    assert call.ended_at is not None


def test_the_line_that_breaks_off_says_so(phones: Phones) -> None:
    phones.open()
    phones.page.route("**/calls", lambda route: route.fulfill(status=200, body="no answer"))
    phones.call()
    expect(phones.said()).to_have_text(re.compile("The line broke off"))
    phones.is_in("over")
    phones.page.unroute("**/calls")
    phones.call()
    phones.listens()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_nothing_is_wider_than_a_small_phone(phones: Phones, language: str) -> None:
    phones.page.set_viewport_size({"width": 360, "height": 740})
    phones.open(language)
    phones.text("a" * 300)
    expect(phones.bubbles()).to_have_count(2)
    phones.call()
    phones.press("1", "1", "3", "2", "1")
    phones.is_in("recording")
    wide = "document.documentElement.scrollWidth"
    assert phones.page.evaluate(wide) == 360
    for key in phones.page.locator("#telephone .key").all():
        box = key.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 43, "a thumb must hit it"
