"""The directory in a real browser: with the keyboard alone, without a script, in both languages, on a narrow phone,
in the dark."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from hotline.circles.directory import load, load_jurisdictions
from hotline.circles.draft import change_draft, prepared
from hotline.circles.jurisdiction_sheet import read_periods
from hotline.circles.passing_over import pass_over
from hotline.circles.sheet import read_sheet
from hotline.database import Database, today, utc_now
from hotline.supervisors.accounts import make_supervisor
from hotline.tips.models import Channel, Kind, Tip
from tests.conftest import Live
from tests.console.test_in_the_browser import CONTRAST, FAULTS
from tests.directory.sheets import GUJRAT, PHONE, SAHIWAL, of_circles, of_jurisdictions

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "?which=no_phone&words=lahore",
    "circles/C-SWL",
    "circles/Z-LHR",
    "circles/new",
    "jurisdictions",
    "jurisdictions/PK610",
    "sheets",
    "draft",
    "draft/trial",
    "draft/trial?over=districts",
    "history",
)
NUMBER, NIGHT = f"{PHONE} mon-fri 09:00-17:00", "+923640000008 sat-sun 20:00-06:00 head"


@dataclass
class Office:
    """A live console whose directory has been changed, and is about to be."""

    url: str
    password: str

    def sign_in(self, page: Page, language: str = "en") -> None:
        page.goto(f"{self.url}/console/sign-in")
        if page.locator("html").get_attribute("lang") != language:
            page.click(f"button[value={language}]")
        page.goto(f"{self.url}/console/directory/")
        page.fill("#name", "nadia")
        page.fill("#password", self.password)
        page.press("#password", "Enter")
        expect(page.locator("nav.parts")).to_be_visible()
        page.wait_for_load_state()

    def visit(self, page: Page, look: Callable[[str], None]) -> None:
        """Look at every page in English and then in Urdu."""
        for language in ("en", "ur"):
            self.sign_in(page, language)
            for address in PAGES:
                page.goto(f"{self.url}/console/directory/{address}")
                expect(page.locator("html")).to_have_attribute("lang", language)
                look(f"{language} {address}")
            page.click("form[action$=sign-out] button")
            expect(page.locator("#password")).to_be_visible()


@pytest.fixture
def office(live: Live, database: Database, directory: None) -> Office:
    moved = [
        {**GUJRAT, "valid_until": str(today() + timedelta(days=9))},
        {**GUJRAT, "zone": "Lahore", "valid_from": str(today() + timedelta(days=12))},
    ]
    with database.transaction() as session:
        password = make_supervisor(session, "nadia")
        verified = str(today() - timedelta(days=3))
        load(session, of_circles({**SAHIWAL, "duty_phones": f"{NUMBER};{NIGHT}", "last_verified": verified}))
        load_jurisdictions(session, of_jurisdictions(moved[0]))
        pass_over(session, "C-SWL", (today(), None), "an inquiry is under way", 1)
        long = {"notes": "A note " + "very" * 30 + " long", "last_verified": "2024-01-01", "city": "Okara"}
        office = {**SAHIWAL, "id": "L-PB", "type": "labour department", "fia_zone": "", "province": "Punjab"}
        rows = read_sheet(of_circles({**SAHIWAL, **long}, office))[0]
        grounds = read_periods(of_jurisdictions(*moved), {"PK610": "Gujrat"})[0]
        change_draft(session, prepared(session).stamp, 1, rows, grounds)
        session.add_all(
            Tip(
                reference=f"{number:08}",
                channel=Channel.SMS,
                language="en",
                kind=Kind.BONDED_LABOUR,
                district="Lahore",
                province="Punjab",
                recorded_at=utc_now(),
            )
            for number in range(12)
        )
    return Office(live.url, password)


def test_an_office_gets_a_phone_with_hours_by_the_keyboard_alone(office: Office, page: Page) -> None:
    office.sign_in(page)
    page.get_by_role("searchbox", name="Name, city or code").focus()
    page.keyboard.type("C-LHR")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="AHTC Lahore").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("AHTC Lahore")
    page.get_by_label("Phone 1", exact=True).last.focus()
    page.keyboard.type("0364 0000012")
    for _ in range(5):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.get_by_label("Phone 1", exact=True).last.focus()
    page.keyboard.press("Enter")
    differs = page.get_by_role("region", name="What the draft changes here")
    expect(differs).to_contain_text("+923640000012")
    expect(differs).to_contain_text("Mon–Fri")
    expect(differs).not_to_contain_text("Last verified")
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_label("Why it changes, in a few words").fill("told by the circle")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("It is published")
    expect(page.get_by_role("listitem").first).to_contain_text("told by the circle")


def test_the_directory_needs_no_script(office: Office, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    office.sign_in(page)
    page.get_by_role("link", name="Jurisdictions").click()
    page.get_by_role("link", name="Abbottabad").click()
    page.get_by_label("FIA zone").select_option("Islamabad")
    page.get_by_role("button", name="Keep in the draft").click()
    expect(page.get_by_role("status")).to_contain_text("kept in the draft")
    page.get_by_role("link", name="Try it").click()
    expect(page.get_by_role("region", name="Of 12 tips of the last 30 days")).to_contain_text(
        "For 12 the circle stays, and the offices beside it change."
    )
    page.get_by_role("link", name="Throw away").click()
    page.get_by_text("The whole draft, also what others put into it").click()
    page.get_by_role("button", name="Throw the draft away").click()
    expect(page.get_by_role("status")).to_have_text("The draft is thrown away.")
    context.close()


def test_a_sheet_with_faults_is_told_row_by_row(office: Office, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    office.sign_in(page)
    page.get_by_role("link", name="Import and export").click()
    sheet = of_circles({**SAHIWAL, "type": "Circel"}, {**SAHIWAL, "id": "C-2", "duty_phones": "051-9261234"})
    box = page.get_by_role("region", name="Offices")
    box.get_by_label("A sheet to import (CSV, UTF-8)").set_input_files(
        {"name": "circles.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    )
    with page.expect_response("**/sheets") as answer:
        box.get_by_role("button", name="Take it into the draft").click()
    assert answer.value.status == 422
    expect(page.get_by_role("alert")).to_contain_text("Row 3")
    context.close()


def test_nothing_runs_out_of_the_page_sideways(office: Office, page: Page) -> None:
    def look(where: str) -> None:
        for width in (1280, 768, 360, 320):
            page.set_viewport_size({"width": width, "height": 720})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (where, width)

    office.visit(page, look)


def test_pages_are_built_so_that_they_can_be_read_aloud(office: Office, page: Page) -> None:
    def look(where: str) -> None:
        assert page.evaluate(FAULTS) == [], where

    office.visit(page, look)


def test_words_stand_out_from_what_is_behind_them(office: Office, page: Page) -> None:
    def look(where: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(CONTRAST) == [], (where, scheme)

    office.visit(page, look)


def test_verified_today_is_a_box_that_one_sees(office: Office, page: Page) -> None:
    office.sign_in(page)
    page.goto(f"{office.url}/console/directory/circles/C-SWL")
    box = page.get_by_label("Verified today")
    assert box.evaluate("box => getComputedStyle(box).opacity") == "1"
    size = box.bounding_box()
    assert size is not None
    assert 14 <= size["width"] <= 24
    box.check()
    page.get_by_role("button", name="Keep in the draft").click()
    expect(page.get_by_role("region", name="What the draft changes here")).to_contain_text("Last verified")
