"""The studio in a real browser: recorded by microphone, heard, published; handed in without any script; both
languages, on a narrow phone, in the dark."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hotline.database import Database
from hotline.runtime import Runtime
from hotline.supervisors.accounts import make_supervisor
from tests.conftest import Live
from tests.console.test_in_the_browser import CONTRAST, FAULTS
from tests.studio.conftest import PROMPT, a_studio, speech, wav

pytestmark = pytest.mark.browser

PATIENCE = 15_000
NO_MICROPHONE = """
    if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "%s"));
"""
# The browser's own for tests beeps, which its noise suppression takes for noise.
SPEAKING_MICROPHONE = """
    if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {
        const context = new AudioContext();
        const [voice, room] = [context.createOscillator(), context.createMediaStreamDestination()];
        voice.frequency.value = 400;
        voice.connect(new GainNode(context, { gain: 0.3 })).connect(room);
        voice.start();
        return room.stream;
    };
"""
SILENT_MICROPHONE = """
    if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () =>
        new AudioContext().createMediaStreamDestination().stream;
"""
TO_THE_END = """(sound) => new Promise((done) => {
    sound.onended = () => done('heard to the end');
    sound.onerror = () => done(sound.error.message);
    sound.play();
})"""


class Desk:
    """A supervisor at the studio's pages."""

    def __init__(self, page: Page, url: str, password: str) -> None:
        self.page = page
        self.url = url
        self.password = password

    def sign_in(self) -> None:
        self.page.goto(f"{self.url}/console/")
        self.page.fill("#name", "nadia")
        self.page.fill("#password", self.password)
        self.page.press("#password", "Enter")
        expect(self.page.get_by_role("navigation")).to_be_visible()
        self.page.wait_for_load_state()

    def open(self, address: str = f"ur/{PROMPT}") -> None:
        self.page.goto(f"{self.url}/console/prompts/{address}")
        self.page.wait_for_load_state()

    def speak(self, language: str) -> None:
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.click(f"button[value={language}]")
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        self.page.wait_for_load_state()

    def record(self) -> None:
        self.page.get_by_role("button", name="Record").click()
        expect(self.page.locator('[data-part="time"]')).to_have_text("0:02")
        self.page.get_by_role("button", name="Stop").click()
        expect(self.page.locator('[data-part="sound"]')).to_be_visible()


@pytest.fixture
def password(database: Database) -> str:
    with database.transaction() as session:
        return make_supervisor(session, "nadia")


@pytest.fixture
def desk(live: Live, page: Page, password: str) -> Iterator[Desk]:
    expect.set_options(timeout=PATIENCE)
    page.set_default_timeout(PATIENCE)
    yield Desk(page, live.url, password)
    page.goto("about:blank")


def playing(runtime: Runtime) -> int | None:
    audio = runtime.prompts.playing(PROMPT, "ur")
    assert audio is not None
    return audio.recording


def test_the_microphone_is_heard_before_anything_is_sent(desk: Desk) -> None:
    desk.sign_in()
    desk.open()
    desk.record()
    assert desk.page.locator('[data-part="sound"]').evaluate(TO_THE_END) == "heard to the end"
    desk.record()
    expect(desk.page.locator("#sound")).to_have_js_property("value", "C:\\fakepath\\recording.wav")


def test_a_prompt_is_recorded_heard_published_and_taken_back(desk: Desk, runtime: Runtime) -> None:
    desk.page.add_init_script(SPEAKING_MICROPHONE)
    desk.sign_in()
    desk.open()
    page = desk.page
    desk.record()
    assert page.locator('[data-part="sound"]').evaluate(TO_THE_END) == "heard to the end"
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Enter")
    fresh = page.locator("li.fresh")
    expect(fresh).to_contain_text("Listen to it; when it is good, publish it.")
    assert fresh.locator("audio").evaluate(TO_THE_END) == "heard to the end"
    assert playing(runtime) is None
    fresh.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Callers hear the recording from now on.")).to_be_visible()
    assert playing(runtime) == 1
    assert page.get_by_label("Callers hear now").locator("audio").evaluate(TO_THE_END) == "heard to the end"
    page.get_by_role("button", name="Go back to this").click()
    expect(page.get_by_text("Callers hear the sound from before again.")).to_be_visible()
    assert playing(runtime) is None
    expect(page.get_by_role("button", name="Publish again")).to_be_visible()


def test_a_file_is_handed_in_and_published_without_any_script(
    live: Live, browser: Browser, password: str, runtime: Runtime, tmp_path: Path
) -> None:
    sound = tmp_path / "goodbye.wav"
    sound.write_bytes(wav(speech()))
    context = browser.new_context(java_script_enabled=False)
    desk = Desk(context.new_page(), live.url, password)
    desk.sign_in()
    desk.open("?language=ur&words=goodbye")
    desk.page.get_by_role("row", name="goodbye").get_by_role("link").first.click()
    expect(desk.page.get_by_role("button", name="Record")).to_be_hidden()
    desk.page.set_input_files("#sound", sound)
    desk.page.get_by_role("button", name="Keep it").click()
    desk.page.get_by_role("button", name="Publish").click()
    expect(desk.page.get_by_text("Callers hear the recording from now on.")).to_be_visible()
    assert playing(runtime) == 1
    context.close()


def test_what_was_chosen_is_heard_before_it_is_sent(desk: Desk, tmp_path: Path) -> None:
    sound = tmp_path / "goodbye.wav"
    sound.write_bytes(wav(speech()))
    desk.sign_in()
    desk.open()
    desk.page.set_input_files("#sound", sound)
    assert desk.page.locator('[data-part="sound"]').evaluate(TO_THE_END) == "heard to the end"
    # Of a kind that the server may not read: the browser reads it, and sends what it has read.
    other = tmp_path / "goodbye.m4a"
    other.write_bytes(wav(speech()))
    desk.page.set_input_files("#sound", other)
    expect(desk.page.locator("#sound")).to_have_js_property("value", "C:\\fakepath\\recording.wav")
    desk.page.get_by_role("button", name="Keep it").click()
    expect(desk.page.locator("li.fresh")).to_be_visible()


@pytest.mark.parametrize(
    ("microphone", "told"),
    [
        (NO_MICROPHONE % "NotAllowedError", "The browser may not use the microphone."),
        (NO_MICROPHONE % "NotFoundError", "No microphone was found."),
    ],
)
def test_without_a_microphone_it_is_said_what_to_do(desk: Desk, microphone: str, told: str) -> None:
    desk.page.add_init_script(microphone)
    desk.sign_in()
    desk.open()
    desk.page.get_by_role("button", name="Record").click()
    expect(desk.page.get_by_text(told)).to_be_visible()
    expect(desk.page.get_by_role("button", name="Record")).to_be_visible()


def test_a_microphone_that_hears_nothing_is_told_at_once(desk: Desk) -> None:
    desk.page.add_init_script(SILENT_MICROPHONE)
    desk.sign_in()
    desk.open()
    desk.page.get_by_role("button", name="Record").click()
    expect(desk.page.locator('[data-part="time"]')).to_have_text("0:01")
    desk.page.get_by_role("button", name="Stop").click()
    expect(desk.page.get_by_text("Nothing was heard.")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Record")).to_be_focused()


def test_a_sound_of_the_list_plays_in_its_place_and_one_at_a_time(desk: Desk) -> None:
    desk.sign_in()
    desk.open("?language=en&part=numbers")
    first, second = desk.page.locator("[data-plays]").all()[:2]
    first.click()
    expect(first).to_have_class("round plays")
    second.click()
    expect(second).to_have_class("round plays")
    expect(first).to_have_class("round")
    expect(second).to_have_class("round")
    assert desk.page.url.endswith("part=numbers")


def everywhere(desk: Desk, look: Callable[[str], None]) -> None:
    """Look at the studio's pages, with something of everything on them, in English and in Urdu."""
    desk.sign_in()
    for language in ("en", "ur"):
        desk.speak(language)
        for address in (
            "?language=ur",
            "?language=ur&part=everywhere",
            "?language=en&which=recorded",
            f"ur/{PROMPT}?new=2",
            f"en/{PROMPT}",
        ):
            desk.open(address)
            look(f"{language} {address}")


@pytest.fixture
def busy(desk: Desk, live: Live, database: Database) -> Desk:
    """The studio after a day's work: recorded, published, recorded anew."""
    imran = a_studio(live.app, database, "imran")
    imran.publish(imran.record(wav(speech())), 0)
    imran.record(wav(speech(2)))
    imran.publish(imran.record(wav(speech()), PROMPT, "en"), 0, PROMPT, "en")
    return desk


def test_nothing_runs_out_of_the_page_sideways(busy: Desk) -> None:
    def look(where: str) -> None:
        for width in (1280, 768, 360, 320):
            busy.page.set_viewport_size({"width": width, "height": 720})
            assert busy.page.evaluate("document.documentElement.scrollWidth") <= width, (where, width)

    everywhere(busy, look)


def test_the_pages_can_be_read_aloud(busy: Desk) -> None:
    def look(where: str) -> None:
        assert [fault for fault in busy.page.evaluate(FAULTS) if 'hidden=""' not in fault] == [], where

    everywhere(busy, look)


def test_words_stand_out_in_the_light_and_in_the_dark(busy: Desk) -> None:
    def look(where: str) -> None:
        for scheme in ("light", "dark"):
            busy.page.emulate_media(color_scheme=scheme)
            assert busy.page.evaluate(CONTRAST) == [], (where, scheme)

    everywhere(busy, look)


def test_urdu_words_run_from_the_right_and_have_room_above_and_below(busy: Desk) -> None:
    busy.sign_in()
    busy.open()
    words = busy.page.locator(".script .spoken")
    expect(words).to_have_css("direction", "rtl")
    size, height = words.evaluate(
        "(node) => [getComputedStyle(node).fontSize, getComputedStyle(node).lineHeight].map(parseFloat)"
    )
    assert height >= 1.8 * size
