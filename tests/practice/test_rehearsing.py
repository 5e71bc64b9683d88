"""A trainee rehearses a scenario in a browser, and sees what the hotline recorded of it."""

import pytest
from playwright.sync_api import Locator, expect

from hotline.calls.models import Call
from tests.practice.conftest import Phones

pytestmark = pytest.mark.browser


def rows(phones: Phones) -> Locator:
    return phones.page.locator("#comparison tbody tr")


def test_a_hoax_is_played_and_compared(phones: Phones) -> None:
    phones.page.goto(f"{phones.url}/practice/scenarios/?lang=en")
    phones.page.get_by_role("link", name="A hoax").click()
    phones.page.wait_for_load_state()
    expect(rows(phones)).to_have_count(13)
    expect(phones.page.locator("#comparison .verdict")).to_have_count(0)
    phones.call()
    phones.press("2", "7")
    phones.is_in("recording")
    phones.speak()
    phones.is_in("over")
    outcome = phones.page.locator("#comparison .outcome")
    expect(outcome).to_contain_text("The hotline is still at work.")
    phones.part("after").click()
    phones.work()
    expect(outcome).to_have_text("All as it should be.")
    expect(phones.page.locator("#outcome-said")).to_have_text("All as it should be.")
    expect(phones.page.locator("#comparison .is-same .verdict svg")).to_have_count(13)
    phones.page.reload()
    expect(outcome).to_have_text("All as it should be.")


def test_what_differs_says_so_by_shape_and_word(phones: Phones) -> None:
    phones.page.goto(f"{phones.url}/practice/scenarios/hoax?lang=ur")
    phones.call()
    phones.press("1", "1", "3")
    phones.listens()
    phones.part("hang-up").click()
    phones.is_in("over")
    phones.work()
    expect(phones.page.locator("#comparison")).to_have_attribute("data-settled", "yes")
    different = phones.page.locator("#comparison tr.is-different .verdict")
    expect(different).to_have_text(["مختلف"] * 4)
    expect(different.locator("svg.is-different")).to_have_count(4)


def test_a_line_drops_and_the_hotline_finds_out_by_itself(phones: Phones) -> None:
    phones.page.goto(f"{phones.url}/practice/scenarios/bad-line?lang=en")
    expect(phones.part("drop")).to_be_disabled()
    phones.call()
    phones.press("1", "1")
    phones.listens()
    with phones.page.expect_response("**/drop"):
        phones.part("drop").click()
    phones.is_in("over")
    expect(phones.said().last).to_have_text("The line dropped. The hotline is not told.")
    [call] = phones.rows(Call)
    assert call.ended_at is None


def test_the_code_of_the_earlier_report_is_there_at_a_press(phones: Phones) -> None:
    phones.page.goto(f"{phones.url}/practice/scenarios/earlier-caller?lang=en")
    phones.page.get_by_role("button", name="Make the earlier report").click()
    code = phones.page.locator(".earlier bdi").inner_text().replace(" ", "")
    phones.page.wait_for_load_state()
    phones.call()
    phones.press("2", "3")
    phones.listens()
    phones.page.keyboard.type(code)
    phones.is_in("recording")
    phones.speak()
    phones.is_in("over")
    phones.work()
    expect(phones.page.locator("#comparison")).to_have_attribute("data-settled", "yes")
    expect(phones.page.locator("#comparison tr.is-different th")).to_have_text(["Language"])


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("place", ["", "witness", "earlier-caller"])
def test_nothing_is_wider_than_a_small_phone(phones: Phones, language: str, place: str) -> None:
    phones.page.set_viewport_size({"width": 360, "height": 740})
    phones.page.goto(f"{phones.url}/practice/scenarios/{place}?lang={language}")
    assert phones.page.evaluate("document.documentElement.scrollWidth") == 360
