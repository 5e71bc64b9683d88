"""The pictures of the flows in a real browser: legible in both languages; on a narrow phone, and for keys, the list."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from hotline.web.flow_pictures.outline import parts_of
from ivr_flows.flows import FLOWS
from tests.conftest import Live
from tests.console.test_flows import Lines
from tests.console.test_in_the_browser import CONTRAST, FAULTS

pytestmark = pytest.mark.browser

ADDRESSES = ["", *(f"{part.flow}/{part.name}".rstrip("/") for flow in FLOWS for part in parts_of(flow))]


@dataclass
class Flows:
    """The pages of the flows as a signed-in supervisor opens them."""

    url: str
    password: str

    def open(self, page: Page, address: str) -> None:
        page.goto(f"{self.url}/console/flows/{address}")

    def sign_in(self, page: Page) -> None:
        page.goto(f"{self.url}/console/")
        page.fill("#name", "nadia")
        page.fill("#password", self.password)
        page.press("#password", "Enter")
        expect(page.locator(".bar nav")).to_be_visible()

    def visit(self, page: Page, look: Callable[[str], None], addresses: list[str]) -> None:
        """Look at these pages in English and then in Urdu."""
        self.sign_in(page)
        for language in ("en", "ur"):
            page.goto(f"{self.url}/console/account")
            if page.locator("html").get_attribute("lang") != language:
                page.click(f"button[value={language}]")
            expect(page.locator("html")).to_have_attribute("lang", language)
            for address in addresses:
                self.open(page, address)
                look(f"{language} {address}")


@pytest.fixture
def flows(live: Live, password: str) -> Flows:
    lines = Lines(live.runtime.database)
    lines.add("choose_language.language", "main.menu", "report_tip.kind")
    lines.add("choose_language.language", "main.menu", "information.topic")
    lines.add("choose_language.language", "report_tip.thanks")
    return Flows(live.url, password)


CUT_OFF = """() => [...document.querySelectorAll('.picture foreignObject > *, .picture .words')]
  .filter((node) => node.scrollHeight > node.clientHeight + 3 || node.scrollWidth > node.clientWidth + 1)
  .map((node) => `${node.scrollWidth}/${node.clientWidth} ${node.scrollHeight}/${node.clientHeight} `
    + node.textContent.trim().slice(0, 60))"""


def test_no_word_is_cut_off_nothing_runs_out_sideways_and_a_phone_gets_the_list(
    flows: Flows, page: Page
) -> None:
    def look(where: str) -> None:
        page.set_viewport_size({"width": 1280, "height": 720})
        assert page.locator(".picture .card").count() > 0, where
        assert page.evaluate(CUT_OFF) == [], where
        for width in (1280, 1000, 360, 320):
            page.set_viewport_size({"width": width, "height": 720})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (where, width)
            assert page.locator(".picture").is_visible() == (width > 960), (where, width)

    flows.visit(page, look, ADDRESSES)


def test_pages_can_be_read_aloud_and_words_stand_out(flows: Flows, page: Page) -> None:
    titles = []

    def look(where: str) -> None:
        assert page.evaluate(FAULTS) == [], where
        assert page.locator("[style]").count() == 0, where
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(CONTRAST) == [], (where, scheme)
        titles.append(page.title())

    flows.visit(page, look, ["", "main", "report_tip", "called_before", "where", "where/punjab", "sms_tip"])
    assert len(set(titles)) == len(titles)


def test_in_urdu_the_picture_begins_on_the_right(flows: Flows, page: Page) -> None:
    sides = {}

    def look(where: str) -> None:
        left, right = (
            page.locator(f".picture .door a[href*={name}]").bounding_box()
            for name in ("called_before", "information")
        )
        sides[where] = left["x"] < right["x"]

    flows.visit(page, look, ["main"])
    assert sides == {"en main": True, "ur main": False}


def test_a_click_on_a_card_shows_it_in_the_list_and_keys_pass_the_picture_by(
    flows: Flows, page: Page
) -> None:
    flows.sign_in(page)
    flows.open(page, "report_tip")
    page.locator(".picture a.face").first.click()
    assert "#report_tip." in page.url
    expect(page.locator(".flow-steps > li:target")).to_be_in_viewport()
    flows.open(page, "main")
    page.locator(".everywhere a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".sounds summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".sounds audio").first).to_be_visible()
