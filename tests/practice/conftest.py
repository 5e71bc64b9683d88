"""The practice page on real HTTP, with prompts that are short, and a browser that works the phones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from hotline.carriers.practice import wav
from hotline.jobs import sweep
from hotline.languages import Language
from hotline.prompts import said_in
from hotline.queues import REFERRALS, TIPS
from hotline.runtime import Runtime
from ivr_flows.prompts import every_prompt
from tests.conftest import Live
from worker import make_worker

SHORT = 0.15
# So long that whoever had to hear it to its end would give the test up.
LONG = 120.0
LONG_ONE = "information.agents"
PATIENCE = 15_000


@pytest.fixture(scope="session")
def rendered_prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every prompt as a short tone, but one: it only ends when a key cuts it short."""
    folder = tmp_path_factory.mktemp("short_prompts")
    for prompt, language in said_in(every_prompt(), list(Language)):
        path = folder / language / f"{prompt.name}.made-up.wav"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(wav.tone(LONG if prompt.name == LONG_ONE else SHORT))
    return folder


@dataclass
class Poster:
    """A browser without a screen: posts as the page's scripts do, with the token that the page carries."""

    client: FlaskClient
    token: str

    @classmethod
    def open(cls, app: Flask) -> "Poster":
        client = app.test_client()
        found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/practice/").text)
        assert found is not None
        return cls(client, found[1])

    def post(self, path: str, content: Any = None, **more: Any) -> Any:
        return self.client.post(
            f"/practice/{path}", json=content or {}, headers={"X-CSRFToken": self.token}, **more
        )

    def sound(self, path: str, content: bytes) -> Any:
        headers = {"X-CSRFToken": self.token, "Content-Type": "audio/wav"}
        return self.client.post(f"/practice/{path}", data=content, headers=headers)


@pytest.fixture
def poster(live: Live, practice_directory: None) -> Poster:
    return Poster.open(live.app)


@dataclass
class Phones:
    """The page's three handsets as a person works them."""

    page: Page
    url: str
    runtime: Runtime

    def open(self, language: str = "en") -> None:
        self.page.goto(f"{self.url}/practice/?lang={language}")

    def part(self, name: str) -> Locator:
        return self.page.locator(f'#telephone [data-part="{name}"]')

    def call(self) -> None:
        self.part("call").click()

    def press(self, *keys: str) -> None:
        """Click each key once the line listens for it."""
        for key in keys:
            self.listens()
            self.page.locator(f'#telephone [data-key="{key}"]').click()

    def listens(self) -> None:
        """Wait until a key would count: the menu's first words are being said, or all have been."""
        expect(self.part("now")).to_have_text(re.compile("press a key|Press a key|بٹن دبائیں"))

    def is_in(self, state: str) -> None:
        expect(self.page.locator("#telephone")).to_have_attribute("data-state", state)

    def speak(self) -> None:
        """Let the microphone, which plays a tone, be heard, and press the hash key."""
        expect(self.part("speaking")).to_have_class("speaking heard")
        self.page.locator('#telephone [data-key="#"]').click()

    def said(self) -> Locator:
        return self.part("said").locator("li")

    def code(self) -> str:
        code = self.part("code").locator("bdi")
        expect(code).to_have_text(re.compile(r"^\d{4} \d{4}$"))
        return code.inner_text()

    def text(self, words: str) -> None:
        self.page.locator("#body").fill(words)
        self.page.locator("#body").press("Enter")

    def bubbles(self) -> Locator:
        return self.page.locator("#texting .bubble")

    def arrivals(self) -> Locator:
        return self.page.locator("#circle .arrival")

    def work(self) -> None:
        """Do all that the workers and the clock would do."""
        make_worker(self.runtime, [TIPS, REFERRALS]).work(burst=True)
        sweep(self.runtime)
        make_worker(self.runtime, [TIPS, REFERRALS]).work(burst=True)

    def rows(self, what: Any) -> list[Any]:
        with self.runtime.database.transaction() as session:
            return list(session.execute(select(what)).scalars())


@pytest.fixture
def phones(live: Live, practice_directory: None, page: Page) -> Iterator[Phones]:
    expect.set_options(timeout=PATIENCE)
    page.set_default_timeout(PATIENCE)
    yield Phones(page, live.url, live.runtime)
    # The server of this test goes before its window: nothing may still ask it.
    page.goto("about:blank")
