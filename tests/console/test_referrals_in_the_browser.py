"""The pages of referrals in a real browser: in both languages, wide and narrow, light and dark, without any script."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hotline.circles.passing_over import pass_over
from hotline.database import today
from hotline.referrals.acknowledgement import Decliner, decline
from hotline.referrals.models import Fate, Referral, ReferralState, Role
from hotline.sms.carrier_models import CarrierTurn
from tests.conftest import Live
from tests.console.answered import Past
from tests.console.made_up import MadeUp
from tests.console.test_in_the_browser import CONTRAST, FAULTS, Console

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("RAABTA_SHOTS")


class Referrals(Console):
    """A live console with a referral of every kind; `texts` is a conversation whose tip has been up the ladder."""

    def pages(self) -> list[str]:
        rest = ["", "?tag=0042", "?tag=9", "?state=unknown", "circles", "carriers"]
        return [f"texts/{self.texts}", *(f"referrals/{each}" for each in rest)]

    def sign_in(self, page: Page) -> None:
        super().sign_in(page)
        page.goto(f"{self.url}/console/referrals/")


@pytest.fixture
def console(live: Live, made_up: MadeUp, password: str) -> Referrals:
    texts = made_up.texts("Workers are held for a debt at a brick kiln in Gujranwala, and they leave today")
    made_up.give_phone("C-GRW")
    made_up.give_phone("C-GRW", "+923640000098", head=True)
    made_up.give_phone("HQ-TIP", "+923640000097")
    made_up.record()
    for _ in range(2):
        made_up.send()
        made_up.is_late()
    made_up.send()
    with live.runtime.database.transaction() as session:
        this = session.query(Referral.id).scalar()
        words = live.runtime.sealer.seal_text("یہ لاہور کا معاملہ ہے")
        decline(session, this, Decliner("C-GRW, by SMS", "C-GRW"), words)
    made_up.send()
    answer(Past(live.runtime.database))
    return Referrals(live.url, password, 0, 0, texts)


def answer(past: Past) -> None:
    """What offices were told of and said, and a referral in every state."""
    for state in ReferralState:
        past.moved(past.referral("C-MUL", state, days=3), state, 5, "handed to the carrier")
    for state in (ReferralState.SENT, ReferralState.CLOSED):
        past.referral("C-QTA", state, days=4, tag="0042", role=Role.MAIN)
    past.moved(
        past.referral("C-GLT", ReferralState.WAITING),
        ReferralState.WAITING,
        1,
        "no phone is entered for the office",
    )
    past.referral("C-ISB", ReferralState.SENT, unanswered_at=past.begun)
    for number in range(7):
        made = past.referral("C-LHR", ReferralState.SENT, days=5)
        past.told(made, "C-LHR", fate=Fate.DELIVERED)
        past.unanswered(made)
        past.told(made, "Z-LHR", 11, step=1)
        if number:
            past.moved(made, ReferralState.ACKNOWLEDGED, 11 + number, "mine: Z-LHR, by SMS")
    for state, said in (
        (ReferralState.ACKNOWLEDGED, "mine: C-GWD, by phone"),
        (ReferralState.DECLINED, "not ours: nadia"),
    ):
        made = past.referral("C-GWD", state, days=50)
        past.told(made, "C-GWD")
        past.moved(made, state, 4, said)
    with past.database.transaction() as session:
        session.add(CarrierTurn(share=0, reason="practice failed 12 of the last 50"))
        session.flush()
        session.add(CarrierTurn(share=10, reason="well again"))
        pass_over(session, "C-GWD", (today(), None), "An officer there is accused by two families", 1)


def test_nothing_runs_out_of_the_page_sideways(console: Referrals, page: Page) -> None:
    def look(where: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        for width in (1280, 768, 360, 320):
            page.set_viewport_size({"width": width, "height": 720})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (where, width)
            if SHOTS and width in {1280, 360}:
                name = where.replace("/", "-").replace("?", "-").replace(" ", "-")
                page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)

    console.visit(page, look)


def test_pages_are_built_so_that_they_can_be_read_aloud(console: Referrals, page: Page) -> None:
    titles = []

    def look(where: str) -> None:
        assert page.evaluate(FAULTS) == [], where
        titles.append(page.title())

    console.visit(page, look)
    assert len(set(titles)) == 14


def test_words_stand_out_from_what_is_behind_them(console: Referrals, page: Page) -> None:
    def look(where: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(CONTRAST) == [], (where, scheme)

    console.visit(page, look)


def test_a_referral_is_found_by_its_number_taken_and_finished_without_a_script(
    console: Referrals, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    console.sign_in(page)
    row = page.get_by_role("row", name="Composite Circle Gujrat").first
    tag = row.get_by_role("rowheader").inner_text()
    page.get_by_label("Number in the SMS").fill(tag)
    page.get_by_role("button", name="Find").click()
    referral = page.get_by_role("region", name="The referral")
    expect(referral).to_contain_text(tag)
    referral.get_by_role("button", name="The circle has taken it").click()
    expect(referral).to_contain_text("nadia noted that the circle has taken it.")
    referral.get_by_text("The work is finished …").click()
    referral.get_by_label("What came of it").select_option(label="FIR registered")
    referral.get_by_role("button", name="The work is finished").click()
    expect(referral).to_contain_text("nadia noted that the work is finished. Outcome: FIR registered.")
    expect(referral.get_by_role("button")).to_have_count(0)
    context.close()


def test_the_same_in_urdu_from_the_right(console: Referrals, page: Page) -> None:
    page.goto(f"{console.url}/console/")
    console.speak(page, "ur")
    console.sign_in(page)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    table = page.get_by_role("table", name="کھلے ریفرل")
    columns = [cell.bounding_box() for cell in table.get_by_role("columnheader").all()]
    assert columns[0]["x"] > columns[-1]["x"]
    page.get_by_role("navigation", name="ریفرل").get_by_role("link", name="دفتر کیسے جواب دیتے ہیں").click()
    silent = page.get_by_role("region", name="لاہور").first
    expect(silent).to_contain_text("خاموش: 30 دن میں 7 بار بتایا گیا، اور کبھی جواب نہیں آیا۔")
