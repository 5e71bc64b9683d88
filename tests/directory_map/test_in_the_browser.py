"""The map, its question and the names of places in a real browser: both languages, narrow, dark, by keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from hotline.circles.directory import give_practice_phones
from hotline.database import Database
from hotline.places import gazetteer
from hotline.places.added import PlaceWhen, add_name, note_unknown
from tests.conftest import Live
from tests.console.test_in_the_browser import CONTRAST, FAULTS
from tests.directory_map.conftest import MAP, WHO

pytestmark = pytest.mark.browser

PLACES = "/console/places/"
PAGES = [MAP, f"{MAP}?province=Sindh", f"{WHO}?place=Multan&kind=bonded_labour&child=yes", PLACES]
# What the drawings show is told in words beside them.
WORDS_ALONE = CONTRAST.replace(".unseen, .skip", ".unseen, .skip, svg")
BESIDE_THE_MAP = FAULTS.replace("querySelectorAll('svg')", "querySelectorAll('svg:not(.map)')").replace(
    "box.height < 24", "!target.closest('svg') && box.height < 24"
)


@pytest.fixture
def signed_in(live: Live, page: Page, password: str, directory: None, database: Database) -> Any:
    """The page of a browser in which nadia has signed in, with words that wait and a name that was added."""
    held = live.runtime
    with database.transaction() as session:
        give_practice_phones(session, "+923640{:06}".format)
        note_unknown(session, held.sealer, held.settings.pseudonym_key, ["zorbagram", "نورباگڑھ", "z" * 60])
        add_name(session, "torbagram", "Swat", PlaceWhen.IN, 1)
    yield sign_in(live.url, page, password)
    gazetteer.use_added([])


def sign_in(url: str, page: Page, password: str) -> Page:
    page.goto(f"{url}/console/sign-in")
    page.fill("#name", "nadia")
    page.fill("#password", password)
    page.press("#password", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Call log")
    page.wait_for_load_state()
    return page


def visit(page: Page, url: str, look: Callable[[str], None]) -> None:
    for language in ("en", "ur"):
        if language == "ur":
            page.click("button[value=ur]")
        for address in PAGES:
            page.goto(url + address)
            expect(page.locator("html")).to_have_attribute("lang", language)
            look(f"{language} {address}")


def test_nothing_runs_out_of_the_page_sideways(live: Live, signed_in: Page) -> None:
    def look(where: str) -> None:
        for width in (1280, 768, 360, 320):
            signed_in.set_viewport_size({"width": width, "height": 720})
            assert signed_in.evaluate("document.documentElement.scrollWidth") <= width, (where, width)

    visit(signed_in, live.url, look)


def test_pages_can_be_read_aloud_and_words_stand_out_in_light_and_dark(live: Live, signed_in: Page) -> None:
    def look(where: str) -> None:
        assert signed_in.evaluate(BESIDE_THE_MAP) == [], where
        for scheme in ("light", "dark"):
            signed_in.emulate_media(color_scheme=scheme)
            assert signed_in.evaluate(WORDS_ALONE) == [], (where, scheme)

    visit(signed_in, live.url, look)


def test_in_urdu_the_page_runs_from_the_right_and_the_map_stays_as_it_is(live: Live, signed_in: Page) -> None:
    def across(name: str) -> float:
        box = signed_in.locator(f'.districts a[data-district="{name}"]').bounding_box()
        assert box is not None
        return box["x"]

    signed_in.goto(f"{live.url}{MAP}")
    before = {name: across(name) for name in ("Gwadar", "Multan", "Lahore")}
    signed_in.click("button[value=ur]")
    expect(signed_in.locator("html")).to_have_attribute("dir", "rtl")
    picture, legend = (signed_in.locator(part).bounding_box() for part in (".picture", ".legend"))
    assert picture is not None
    assert legend is not None
    assert legend["x"] < picture["x"]
    assert across("Gwadar") < across("Multan") < across("Lahore")
    assert before["Gwadar"] < before["Multan"] < before["Lahore"]
    columns = [cell.bounding_box() for cell in signed_in.get_by_role("columnheader").all()]
    assert columns[0]["x"] > columns[-1]["x"]  # type: ignore[index]


def test_a_dot_tells_its_district_and_circle_to_pointer_and_keyboard(live: Live, signed_in: Page) -> None:
    signed_in.goto(f"{live.url}{MAP}")
    caption = signed_in.locator("#caption")
    signed_in.locator('.districts a[data-district="Multan"]').hover()
    expect(caption).to_contain_text("Multan, Punjab: AHTC Multan (C-MUL)")
    assert (
        signed_in.locator(".districts a.same").count() == signed_in.locator("tr[data-circle=C-MUL]").count()
    )
    signed_in.get_by_role("link", name="Go on to the table").focus()
    signed_in.keyboard.press("Tab")
    first = caption.text_content()
    signed_in.keyboard.press("ArrowDown")
    expect(caption).not_to_have_text(first or "")
    signed_in.keyboard.press("Tab")
    assert signed_in.evaluate("!document.activeElement.closest('.districts')")
    signed_in.keyboard.press("Shift+Tab")
    signed_in.keyboard.press("Enter")
    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Who gets a tip?")


def test_the_map_stays_in_sight_beside_the_whole_legend(live: Live, signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 1280, "height": 800})
    signed_in.goto(f"{live.url}{MAP}")
    signed_in.get_by_role("heading", name="In words").scroll_into_view_if_needed()
    picture, legend = (signed_in.locator(part).bounding_box() for part in (".picture", ".legend"))
    assert picture is not None
    assert legend is not None
    assert picture["y"] + picture["height"] == pytest.approx(legend["y"] + legend["height"], abs=1)


def test_a_phrase_breaks_between_its_words_only(live: Live, signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 360, "height": 800})
    signed_in.goto(f"{live.url}{WHO}")
    signed_in.click("button[value=ur]")
    signed_in.fill(
        "#message",
        "Zulaikha aur bachay gujranwala ke bhatte par qaid hain, peshgi li thi, abhi maar rahe hain",
    )
    phrases = signed_in.locator("#answer-of-message .phrase")
    expect(phrases.first).to_be_visible()
    told = phrases.evaluate_all(
        "all => all.map(one => [getComputedStyle(one).display, getComputedStyle(one).overflowWrap, one.dir])"
    )
    assert {tuple(each) for each in told} == {("inline-block", "break-word", "auto")}


def test_no_dot_hides_another_on_the_screen(live: Live, signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 360, "height": 720})
    signed_in.goto(f"{live.url}{MAP}")
    unreachable = signed_in.evaluate(
        """() => [...document.querySelectorAll('.districts a')].filter((dot) => {
             dot.scrollIntoView({ block: 'center' });
             const box = dot.getBoundingClientRect();
             const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
             return there?.closest('.districts a') !== dot;
           }).map((dot) => dot.dataset.district)"""
    )
    assert unreachable == []


def test_who_gets_it_is_answered_while_one_writes(live: Live, signed_in: Page) -> None:
    signed_in.goto(f"{live.url}{WHO}")
    answer = signed_in.locator("#answer-of-place")
    expect(answer).to_contain_text("The answer will stand here.")
    signed_in.locator("#place").press_sequentially("گوجرانوالہ")
    expect(answer).to_contain_text("C-GRW")
    signed_in.select_option("#kind", "bonded_labour")
    expect(answer).to_contain_text("vigilance committee")
    signed_in.get_by_label("An official is involved").check()
    expect(answer).to_contain_text("HQ-TIP")
    of_message = signed_in.locator("#answer-of-message")
    with signed_in.expect_request(lambda asked: asked.method == "POST") as sent:
        signed_in.locator("#message").press_sequentially("multan ke bhatte par bachay qaid hain")
    expect(of_message).to_contain_text("C-MUL")
    assert sent.value.url == f"{live.url}{WHO}"
    assert signed_in.url == f"{live.url}{WHO}"


def test_it_all_works_without_a_script(
    live: Live, browser: Browser, password: str, directory: None, database: Database
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = sign_in(live.url, context.new_page(), password)
    page.goto(f"{live.url}{MAP}")
    page.select_option("#circle", "C-MUL")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("row", name="Multan").first.get_by_role("link").first.click()
    expect(page.locator("#answer-of-place")).to_contain_text("C-")
    page.fill("#message", "multan ke bhatte par bachay qaid hain")
    page.get_by_role("button", name="Ask").last.click()
    expect(page.locator("#answer-of-message")).to_contain_text("C-MUL")
    context.close()


def test_a_word_becomes_a_name_another_is_none_and_a_name_goes(live: Live, signed_in: Page) -> None:
    signed_in.goto(f"{live.url}{PLACES}")
    word = signed_in.get_by_role("listitem").filter(has_text="zorbagram").first
    word.get_by_label("A name of").fill("سوات")
    word.get_by_role("button", name="Add").click()
    expect(signed_in.get_by_role("status")).to_contain_text("zorbagram is now a name of Swat")
    signed_in.fill("#message", "woh zorbagram mein qaid hai")
    signed_in.get_by_role("button", name="Try").click()
    expect(signed_in.locator(".found")).to_contain_text("Swat")
    signed_in.get_by_role("listitem").filter(has_text="نورباگڑھ").get_by_role(
        "button", name="No place"
    ).click()
    expect(signed_in.get_by_role("status")).to_contain_text("It is off the list.")
    signed_in.get_by_role("button", name="Remove: zorbagram").click()
    expect(signed_in.get_by_role("status")).to_contain_text("zorbagram is no longer a name of Swat")


def test_a_finger_reads_a_dot_before_it_follows_it(
    live: Live, browser: Browser, password: str, directory: None
) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 720})
    page = sign_in(live.url, context.new_page(), password)
    page.goto(f"{live.url}{MAP}")
    caption = page.locator("#caption")
    expect(caption).to_have_text(re.compile("^Tap a dot"), use_inner_text=True)
    for name in ("Multan", "Gwadar"):
        page.locator(f'.districts a[data-district="{name}"]').tap()
        expect(caption).to_contain_text(f"{name}, ")
        expect(caption).to_contain_text("Tap it again")
    assert page.url.endswith(MAP)
    page.locator('.districts a[data-district="Gwadar"]').tap()
    expect(page.locator("#place")).to_have_value("Gwadar")
    context.close()


def test_an_answer_that_does_not_come_leaves_no_old_one_under_the_question(
    live: Live, browser: Browser, password: str, directory: None
) -> None:
    context = browser.new_context()
    page = sign_in(live.url, context.new_page(), password)
    page.goto(f"{live.url}{WHO}?place=Multan")
    answer = page.locator("#answer-of-place")
    expect(answer).to_contain_text("C-MUL")
    seen: list[str | None] = []

    def cut_off(route: Route) -> None:
        seen.append(answer.get_attribute("aria-busy"))
        route.abort()

    def be_away(route: Route) -> None:
        seen.append(answer.get_attribute("aria-busy"))
        route.fulfill(status=503, body="away")

    for failing in (cut_off, be_away):
        page.route("**/who?*", failing)
        page.locator("#place").press_sequentially("x")
        expect(answer).to_have_text("No answer came. Press “Ask”: then the page says why.")
        expect(answer).not_to_have_attribute("aria-busy", "true")
        page.unroute("**/who?*")
        page.fill("#place", "Multan")
        expect(answer).to_contain_text("C-MUL")
    assert seen == ["true", "true"]
    # Signed out in another window: what comes then is no answer.
    context.clear_cookies()
    page.locator("#place").press_sequentially("x")
    expect(answer).to_contain_text("No answer came.")
    expect(answer).not_to_contain_text("C-MUL")
    context.close()
