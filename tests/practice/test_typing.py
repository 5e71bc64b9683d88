"""A person types codes, lets a desk ring, and is called back after a missed call."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from hotline.calls.models import Call, CallAnswer
from hotline.carriers.practice_numbers import caller_number, circle_number
from hotline.database import PAKISTAN, utc_now
from tests.practice.conftest import Phones

pytestmark = pytest.mark.browser


def test_an_area_code_is_typed_before_the_tone_and_shown_while_it_is(phones: Phones) -> None:
    phones.open()
    phones.call()
    phones.press("2", "1", "3", "2", "1")
    phones.listens()
    for key in "042":
        phones.page.keyboard.press(key)
    phones.is_in("typing")
    expect(phones.part("typed").locator("bdi")).to_have_text("042")
    phones.page.keyboard.press("#")
    expect(phones.said().filter(has_text="042#")).to_have_count(1)
    expect(phones.part("typed")).to_be_hidden()
    phones.press("1")
    phones.is_in("recording")
    answers = {answer.fact: answer.value for answer in phones.rows(CallAnswer)}
    assert answers["district"] == "Lahore"


def test_a_code_is_sent_as_soon_as_it_is_complete(phones: Phones) -> None:
    phones.open()
    phones.call()
    phones.press("2", "3")
    phones.listens()
    for key in "12345678":
        phones.page.locator(f'#telephone [data-key="{key}"]').click()
    expect(phones.said().filter(has_text="We do not know this code.")).to_have_count(1)
    assert [answer.keys for answer in phones.rows(CallAnswer)][-1] == "12345678"


class TestWithNumbers:
    @pytest.fixture
    def environ(self, environ: dict[str, str]) -> dict[str, str]:
        far = utc_now().astimezone(PAKISTAN) + timedelta(hours=12)
        return environ | {
            "HOTLINE_EMERGENCY_NUMBER": circle_number(2),
            "HOTLINE_MISSED_CALL_NUMBER": circle_number(3),
            "HOTLINE_QUIET_HOURS": f"{far:%H:%M}-{far + timedelta(minutes=1):%H:%M}",
        }

    @pytest.mark.parametrize(("answers", "words"), [(True, "The desk answers"), (False, "Nobody answers")])
    def test_a_desk_rings_and_answers_if_the_page_says_so(
        self, phones: Phones, answers: bool, words: str
    ) -> None:
        phones.open()
        phones.part("desk").set_checked(answers)
        phones.call()
        phones.press("9")
        expect(phones.said().filter(has_text="The desk is being called…")).to_have_count(1)
        expect(phones.said().filter(has_text=words)).to_have_count(1)
        phones.is_in("over" if answers else "recording")

    def test_a_missed_call_makes_the_phone_ring_and_it_is_picked_up(self, phones: Phones) -> None:
        phones.open()
        phones.part("caller").select_option(caller_number(1))
        with phones.page.expect_response("**/missed"):
            phones.part("missed").click()
        phones.work()
        phones.is_in("ringing")
        expect(phones.part("call")).to_have_text("Pick up")
        phones.call()
        phones.press("2")
        expect(phones.part("call")).to_have_text("Call")
        expect(phones.said().filter(has_text=re.compile("To report something"))).to_have_count(1)
        [call] = phones.rows(Call)
        assert call.language == "en"

    def test_who_does_not_pick_up_is_left_alone(self, phones: Phones) -> None:
        phones.open()
        phones.part("missed").click()
        expect(phones.part("now")).to_contain_text("calls back in a moment")
        phones.work()
        phones.is_in("ringing")
        phones.part("hang-up").click()
        phones.is_in("over")
        assert phones.rows(Call) == []

    def test_a_withheld_number_cannot_be_called_back(self, phones: Phones) -> None:
        phones.open()
        phones.part("caller").select_option("anonymous")
        phones.part("missed").click()
        expect(phones.part("now")).to_contain_text("Choose a number first")
