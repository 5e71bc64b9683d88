"""The console in a real browser: with the keyboard alone, in both languages, on a narrow phone, in the dark."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Live
from tests.console.made_up import REPORT, SILENCE, SPOKEN, WITHHELD, MadeUp

pytestmark = pytest.mark.browser


@dataclass
class Console:
    """A live console with something of everything in its log."""

    url: str
    password: str
    call: int
    added: int
    texts: int

    def sign_in(self, page: Page) -> None:
        page.goto(f"{self.url}/console/")
        page.fill("#name", "nadia")
        page.fill("#password", self.password)
        page.press("#password", "Enter")
        expect(page.locator("table.log")).to_be_visible()
        page.wait_for_load_state()

    def pages(self) -> list[str]:
        return ["", f"calls/{self.call}", f"calls/{self.added}", f"texts/{self.texts}", "account"]

    def speak(self, page: Page, language: str) -> None:
        if page.locator("html").get_attribute("lang") != language:
            page.click(f"button[value={language}]")
        expect(page.locator("html")).to_have_attribute("lang", language)
        page.wait_for_load_state()

    def visit(self, page: Page, look: Callable[[str], None]) -> None:
        """Look at every page, the one for signing in first, in English and then in Urdu."""
        for language in ("en", "ur"):
            page.goto(f"{self.url}/console/sign-in")
            self.speak(page, language)
            look(f"{language} sign-in")
            self.sign_in(page)
            self.speak(page, language)
            for address in self.pages():
                page.goto(f"{self.url}/console/{address}")
                look(f"{language} {address}")
            page.click("form[action$=sign-out] button")
            expect(page.locator("#password")).to_be_visible()


@pytest.fixture
def console(live: Live, made_up: MadeUp, password: str) -> Console:
    made_up.call(*REPORT, "4")
    made_up.texts("بھٹے پر بچے قید ہیں", "گوجرانوالہ", sender="+923640000041")
    made_up.give_phone("C-GRW")
    made_up.record()
    made_up.send()
    texts = made_up.texts("A " + "very" * 40 + " long word, and a kiln in Gujranwala", pictures=2)
    made_up.call("5", "1", "1", "1", "2", "1", "1", "1", caller=WITHHELD, sound=False)
    call = made_up.call(SILENCE, "1", "2", "*", "7", "2", "1", "1", "042", "1", SPOKEN, "3", "2", SPOKEN)
    made_up.make_older(timedelta(hours=1))
    added = made_up.call("2", "3", "12345", made_up.code(call), SPOKEN)
    made_up.record()
    made_up.call("1", over=False)
    return Console(live.url, password, call, added, texts)


def test_a_supervisor_signs_in_finds_a_call_reads_it_and_signs_out(console: Console, page: Page) -> None:
    console.sign_in(page)
    page.get_by_role("row", name="Bonded labour").last.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Call of")
    expect(page.get_by_role("region", name="The tip")).to_contain_text("Bonded labour")
    expect(page.get_by_role("region", name="The referral")).to_contain_text("Headquarters desk, Islamabad")
    expect(page.get_by_role("region", name="Asked and answered")).to_contain_text("What is it about?")
    page.get_by_role("navigation", name="Console").get_by_role("link", name="Call log").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_same_in_urdu_from_the_right(console: Console, page: Page) -> None:
    page.goto(f"{console.url}/console/")
    page.get_by_role("button", name="اردو").click()
    page.get_by_label("نام").fill("nadia")
    page.get_by_label("پاس ورڈ").fill(console.password)
    page.get_by_role("button", name="سائن ان").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    log = page.get_by_role("table", name="کالیں اور پیغام، تازہ ترین پہلے")
    columns = [cell.bounding_box() for cell in log.get_by_role("columnheader").all()]
    assert columns[0]["x"] > columns[-1]["x"]
    log.get_by_role("row", name="قرض کے بدلے مشقت").last.get_by_role("link").click()
    expect(page.get_by_role("region", name="سوال اور جواب")).to_contain_text("کام کس طرح کا ہے؟")
    page.get_by_role("button", name="سائن آؤٹ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("سائن ان")


def test_a_supervisor_notes_how_far_the_work_is(console: Console, page: Page) -> None:
    console.sign_in(page)
    page.goto(f"{console.url}/console/calls/{console.call}")
    referral = page.get_by_role("region", name="The referral")
    referral.get_by_role("button", name="The circle has taken it").click()
    expect(referral).to_contain_text("nadia noted that the circle has taken it.")
    expect(referral).to_be_in_viewport()
    referral.get_by_text("The work is finished …").click()
    referral.get_by_role("button", name="The work is finished").click()
    # The browser itself asks what came of it.
    expect(referral.get_by_label("What came of it")).to_be_focused()
    referral.get_by_label("What came of it").select_option(label="Nobody could be reached")
    referral.get_by_label("Words to it, if you like").first.fill("The house is empty")
    referral.get_by_role("button", name="The work is finished").click()
    expect(referral).to_contain_text("Work finished")
    expect(referral).to_contain_text("Nobody could be reached")
    expect(referral.get_by_role("button")).to_have_count(0)


def test_a_call_that_adds_leads_to_the_report_and_back(console: Console, page: Page) -> None:
    console.sign_in(page)
    page.goto(f"{console.url}/console/calls/{console.added}")
    page.get_by_role("region", name="The tip").get_by_role("link").click()
    page.get_by_role("region", name="Added since").get_by_role("link").click()
    expect(page.get_by_role("region", name="The tip")).to_contain_text("This call adds to the report")


def test_a_recording_is_heard(console: Console, page: Page) -> None:
    console.sign_in(page)
    page.goto(f"{console.url}/console/calls/{console.call}")
    with page.expect_response("**/console/recordings/*") as heard:
        ended = page.evaluate(
            """() => new Promise((done) => {
                 const sound = document.querySelector('audio');
                 sound.onended = () => done('heard to the end');
                 sound.onerror = () => done(sound.error.message);
                 sound.play();
               })"""
        )
    assert heard.value.status in {200, 206}
    assert ended == "heard to the end"


def test_the_keyboard_alone_leads_everywhere(console: Console, page: Page) -> None:
    page.goto(f"{console.url}/console/")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("nadia")
    page.keyboard.press("Tab")
    page.keyboard.type(console.password)
    page.keyboard.press("Enter")
    expect(page.locator("table.log")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Look again")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Call of")


def test_the_console_needs_no_script(console: Console, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    console.sign_in(page)
    page.get_by_role("link", name="Text").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Texts of")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    context.close()


def test_nothing_runs_out_of_the_page_sideways(console: Console, page: Page) -> None:
    def look(where: str) -> None:
        for width in (1280, 768, 360, 320):
            page.set_viewport_size({"width": width, "height": 720})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (where, width)

    console.visit(page, look)


def test_on_a_phone_an_entry_opens_wherever_it_is_touched(console: Console, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 720})
    console.sign_in(page)
    row = page.get_by_role("row", name="2 texts")
    box = row.bounding_box()
    assert box is not None
    row.click(position={"x": box["width"] - 20, "y": box["height"] - 12})
    expect(page.get_by_role("heading", level=1)).to_contain_text("Texts of")


FAULTS = """() => {
  const faults = [];
  const name = (node) => node.outerHTML.slice(0, 120);
  const text = (node) => (node?.getAttribute('aria-label') || node?.textContent || '').trim();
  for (const field of document.querySelectorAll('input:not([type=hidden]):not([aria-hidden])'))
    if (!text(field.labels[0])) faults.push('no label: ' + name(field));
  for (const thing of document.querySelectorAll('a, button, audio, nav, caption, h1, h2, h3, th'))
    if (!text(thing)) faults.push('no name: ' + name(thing));
  for (const region of document.querySelectorAll('[aria-labelledby]'))
    if (!text(document.getElementById(region.getAttribute('aria-labelledby'))))
      faults.push('no heading: ' + name(region));
  const levels = [...document.querySelectorAll('h1, h2, h3')].map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1 || levels[0] !== 1) faults.push('headings: ' + levels);
  levels.forEach((level, at) => { if (at && level > levels[at - 1] + 1) faults.push('headings jump: ' + levels); });
  for (const landmark of ['header', 'main'])
    if (document.querySelectorAll('body > ' + landmark).length !== 1) faults.push('landmark: ' + landmark);
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  if (new Set(ids).size !== ids.length) faults.push('ids twice: ' + ids);
  for (const drawing of document.querySelectorAll('svg'))
    if (drawing.getAttribute('aria-hidden') !== 'true') faults.push('drawing is read: ' + name(drawing));
  for (const cell of document.querySelectorAll('thead th, tbody th'))
    if (!cell.scope) faults.push('header of what: ' + name(cell));
  for (const target of document.querySelectorAll('a, button')) {
    const box = target.getBoundingClientRect();
    if (box.height < 24 && getComputedStyle(target).display !== 'inline') faults.push('small target: ' + name(target));
  }
  return faults;
}"""


def test_pages_are_built_so_that_they_can_be_read_aloud(console: Console, page: Page) -> None:
    titles = []

    def look(where: str) -> None:
        assert page.evaluate(FAULTS) == [], where
        titles.append(page.title())

    console.visit(page, look)
    assert len(set(titles)) == len(titles) == 12


CONTRAST = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => {
    const part = (value) => { const s = value / 255; return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (words.nextNode()) {
    const node = words.currentNode.parentElement;
    if (!words.currentNode.textContent.trim() || node.closest('.unseen, .skip')) continue;
    const [one, other] = [light(channels(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    seen += 1;
    if (ratio < 4.5) weak.push(ratio.toFixed(2) + ' ' + words.currentNode.textContent.trim());
  }
  return seen > 5 ? weak : ['nothing was looked at'];
}"""


def test_words_stand_out_from_what_is_behind_them(console: Console, page: Page) -> None:
    seen = set()

    def look(where: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(CONTRAST) == [], (where, scheme)
            seen.add((scheme, page.evaluate("getComputedStyle(document.body).backgroundColor")))

    console.visit(page, look)
    assert seen == {("light", "rgb(245, 244, 240)"), ("dark", "rgb(20, 25, 27)")}


def test_in_urdu_letters_have_room_above_and_below(console: Console, page: Page) -> None:
    """Nastaliq is cut off at the line height of Latin letters."""
    page.goto(f"{console.url}/console/")
    page.get_by_role("button", name="اردو").click()
    console.sign_in(page)
    for place in ("h1", "td.about", "nav a", "body"):
        size, height = page.locator(place).first.evaluate(
            "(node) => [getComputedStyle(node).fontSize, getComputedStyle(node).lineHeight].map(parseFloat)"
        )
        assert height >= 1.8 * size, place
