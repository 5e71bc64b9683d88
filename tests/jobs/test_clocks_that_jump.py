"""Processes whose clocks are a day wrong, each its own way: what is told is recorded, referred and sent anyway."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from bench.chaos.kept import Kept, clock_library
from hotline.carriers.practice.inbox import PracticeText
from hotline.referrals.models import Referral, ReferralState
from hotline.tips.models import Tip
from tests.webhooks import FarEnd

pytestmark = pytest.mark.skipif(clock_library() is None, reason="no library that makes a clock jump")

DAY = 86400
WEB = [
    *("-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--workers", "1"),
    *("--blocking-threads", "2", "--http", "1", "--no-ws", "app:create_app", "--port"),
]
PATIENCE = 60.0


class Http:
    """A test client's way to post, over real HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, data: dict[str, str], headers: dict[str, str]) -> Any:
        answer = requests.post(self.url + path, data=data, headers=headers, timeout=10)
        answer.content_type, answer.data = answer.headers["Content-Type"], answer.content  # type: ignore[attr-defined]
        return answer


def await_that(what: Callable[[], bool]) -> None:
    """A day's wait is what these tests look for: anything shorter than the patience passes."""
    end = time.monotonic() + PATIENCE
    pause = threading.Event()
    while not what():
        assert time.monotonic() < end, "still waiting"
        pause.wait(0.1)


@pytest.fixture(params=[(DAY, -DAY, DAY), (-DAY, DAY, -DAY)], ids=["web ahead", "web behind"])
def processes(request: Any, environ: dict[str, str], tmp_path: Path) -> Iterator[list[Kept]]:
    """Web, worker and clock as in service, each with a clock that is wrong by so many seconds."""
    programs = {
        "web": [*WEB, environ["HOTLINE_PORT"]],
        "worker": ["worker.py"],
        "clock": ["worker.py", "clock"],
    }
    told = {**environ, "HOTLINE_SMS_QUIET_SECONDS": "1", "PATH": "/usr/bin:/bin"}
    started = []
    for (name, words), offset in zip(programs.items(), request.param, strict=True):
        command = [sys.executable, *words]
        kept = Kept(name, command, told, tmp_path / f"{name}.log", clock=tmp_path / f"{name}.clock")
        kept.jump(f"{offset:+d}")
        kept.start()
        started.append(kept)
    yield started
    for kept in reversed(started):
        kept.stop()


def is_up(url: str) -> bool:
    try:
        return requests.get(f"{url}/health", timeout=5).status_code > 0
    except requests.ConnectionError:
        return False


@pytest.mark.usefixtures("practice_directory", "processes")
def test_a_call_and_a_text_are_sent_to_their_circles_whatever_the_processes_take_for_the_time(
    runtime: Any,
) -> None:
    url = runtime.settings.public_url
    await_that(lambda: is_up(url))
    carrier = FarEnd(Http(url), runtime)
    assert carrier.text("Workers are held at a brick kiln in Gujranwala and beaten").status_code == 200
    # This one waits for a quiet moment, by the clock.
    assert carrier.text("My brother works off a debt in Sialkot", sender="+923640009002").status_code == 200
    carrier.walk("1", "1", "3", "2", "6")
    assert carrier.end().status_code == 204

    def are_sent() -> bool:
        sent = Referral.state.in_([ReferralState.SENT, ReferralState.DELIVERED])
        with runtime.database.statement() as session:
            return session.scalar(select(func.count()).select_from(Referral).where(sent)) == 3

    await_that(are_sent)
    with runtime.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Tip)) == 3
        assert session.scalar(select(func.count()).select_from(Referral)) == 3
        texts = select(func.count()).select_from(PracticeText).where(PracticeText.receipt_url != "")
        assert session.scalar(texts) == 3


@pytest.mark.parametrize("offset", [DAY, -DAY])
def test_the_clock_of_such_a_process_is_wrong(offset: int, tmp_path: Path) -> None:
    told = tmp_path / "told"
    words = [sys.executable, "-c", "import time; print(time.time(), flush=True)"]
    probe = Kept("probe", words, {"PATH": "/usr/bin:/bin"}, told, clock=tmp_path / "clock")
    probe.jump(f"{offset:+d}")
    probe.start()
    await_that(lambda: told.read_text().endswith("\n"))
    probe.stop()
    assert float(told.read_text()) - time.time() == pytest.approx(offset, abs=3600)
