"""The main job on real parts: someone calls or texts, the referral reaches the circle, a supervisor sees it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from hotline import jobs
from hotline.calls.models import Recording
from hotline.calls.recordings import listen
from hotline.carriers.practice import wav
from hotline.carriers.practice.events import Asked, Awaits, Ended, EndedBy, Heard
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.inbox import inbox
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice.recordings import keep_recording, read_recording, recording_url
from hotline.carriers.practice.texting import text_hotline
from hotline.carriers.practice_numbers import CALLER, HOTLINE
from hotline.circles.ladder import phones_for
from hotline.database import utc_now
from hotline.fetching import FetchState
from hotline.queues import REFERRALS, TIPS
from hotline.referrals.models import Referral, ReferralState
from hotline.supervisors.accounts import make_supervisor
from hotline.tips.reference import spaced
from worker import make_worker

# Urdu, report, sexual exploitation, no danger, Islamabad.
IN_ISLAMABAD = ("1", "1", "3", "2", "6")


@dataclass
class Hotline:
    """The hotline as one who calls, texts, receives or supervises meets it."""

    live: Any
    exchange: Exchange

    @property
    def runtime(self) -> Any:
        return self.live.runtime

    def call(self, *keys: str, speak: bool = True, hang_up_after: int = 99) -> list[Any]:
        """A whole call: these keys at the menus, then silence; a tone into each recording."""
        line = PracticeLine.dial(self.exchange, CALLER, HOTLINE)
        events = list(line.start())
        left = list(keys)
        for _ in range(hang_up_after):
            if line.over:
                return events
            asked = [event for event in events if isinstance(event, Asked)][-1]
            before_a_tone = asked.optional or asked.kind is Awaits.RECORDING
            if before_a_tone and speak:
                events += line.recorded(self.keep_tone(), 2.0)
            elif left and not before_a_tone:
                events += line.press(left.pop(0))
            else:
                events += line.silent()
        return events + line.hang_up()

    def keep_tone(self) -> str:
        with self.runtime.database.transaction() as session:
            sid = keep_recording(session, wav.tone(2.0))
        return recording_url(self.runtime.settings.public_url, sid)

    def text(self, body: str) -> list[str]:
        return list(text_hotline(self.runtime.database, self.exchange, CALLER, HOTLINE, body).replies)

    def work(self) -> None:
        """What both workers have to do, and what the clock then finds for them."""
        make_worker(self.runtime, [TIPS, REFERRALS]).work(burst=True)
        jobs.sweep(self.runtime)
        make_worker(self.runtime, [TIPS, REFERRALS]).work(burst=True)

    def circle_reads(self, code: str) -> list[str]:
        with self.runtime.database.transaction() as session:
            phone = phones_for(session, code, utc_now())
            assert phone is not None
            return [text.body for text in inbox(session, phone.number)]

    def rows(self, what: Any) -> list[Any]:
        with self.runtime.database.transaction() as session:
            return list(session.execute(select(what)).scalars())

    def supervisor(self) -> Any:
        """A browser without a screen: a test client signed in by the form."""
        with self.runtime.database.transaction() as session:
            password = make_supervisor(session, "amina")
        client = self.live.app.test_client()
        page = client.get("/console/sign-in").get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        form = {"name": "amina", "password": password, "csrf_token": token[1]}
        assert client.post("/console/sign-in", data=form).status_code in (302, 303)
        return client


@pytest.fixture
def hotline(live: Any, practice_directory: None) -> Iterator[Hotline]:
    exchange = Exchange.of(live.runtime.settings)
    yield Hotline(live, exchange)
    exchange.close()


def code_read_out(events: list[Any]) -> str:
    digits = [match[1] for event in events if isinstance(event, Heard) and (match := DIGIT.search(event.url))]
    assert digits[:8] == digits[8:16], "the code is read twice"
    return "".join(digits[:8])


DIGIT = re.compile(r"/digit\.(\d)\.")


def test_a_call_in_urdu_reaches_the_circle_and_the_call_log(hotline: Hotline) -> None:
    events = hotline.call(*IN_ISLAMABAD)
    assert isinstance(events[-1], Ended)
    assert events[-1].by is EndedBy.HOTLINE
    heard = [event for event in events if isinstance(event, Heard)]
    assert all(event.status == 200 and event.seconds > 0.2 for event in heard), "every prompt is really there"
    code = code_read_out(events)
    hotline.work()
    [words] = hotline.circle_reads("C-ISB")
    assert spaced(code) in words
    assert "Islamabad" in words

    supervisor = hotline.supervisor()
    log = supervisor.get("/console/").get_data(as_text=True)
    [link] = set(re.findall(r'href="(/console/calls/\d+)"', log))
    page = supervisor.get(link).get_data(as_text=True)
    assert spaced(code) in page
    assert "C-ISB" in page or "AHTC Islamabad" in page
    assert CALLER[-7:] not in log + page


def test_a_text_reaches_the_circle_and_the_call_log(hotline: Hotline) -> None:
    [reply] = hotline.text("bhatta mazdoor Gujranwala mein qaid hain")
    code = re.search(r"\d{4} \d{4}", reply)
    assert code is not None
    hotline.work()
    [words] = hotline.circle_reads("C-GRW")
    assert code[0] in words
    assert "Gujranwala" in words
    supervisor = hotline.supervisor()
    log = supervisor.get("/console/").get_data(as_text=True)
    [link] = set(re.findall(r'href="(/console/texts/\d+)"', log))
    page = supervisor.get(link).get_data(as_text=True)
    assert "bhatta mazdoor" in page
    assert CALLER[-7:] not in log + page


def test_what_the_caller_said_is_brought_home_sealed_and_deleted_at_the_carrier(hotline: Hotline) -> None:
    hotline.call(*IN_ISLAMABAD)
    hotline.work()
    recordings = hotline.rows(Recording)
    assert [recording.state for recording in recordings] == [FetchState.KEPT] * 2
    with hotline.runtime.database.transaction() as session:
        for recording in recordings:
            sound = listen(session, hotline.runtime.sealer, recording.id)
            assert sound == wav.tone(2.0)
            sid = hotline.runtime.sealer.open_text(recording.link_sealed).rpartition("/")[2]
            assert read_recording(session, sid) is None


def test_the_referral_is_delivered_and_says_so(hotline: Hotline) -> None:
    hotline.text("Help in Lahore")
    hotline.work()
    jobs.sweep(hotline.runtime)
    [referral] = hotline.rows(Referral)
    assert referral.state is ReferralState.DELIVERED


def test_a_caller_who_hangs_up_half_way_has_still_told_us(hotline: Hotline) -> None:
    hotline.call(*IN_ISLAMABAD, speak=False, hang_up_after=5)
    hotline.work()
    [words] = hotline.circle_reads("C-ISB")
    assert "sexual exploitation" in words


def test_a_caller_who_never_presses_hears_a_code_in_the_end(hotline: Hotline) -> None:
    events = hotline.call(speak=False)
    assert len(code_read_out(events)) == 8
    hotline.work()
    assert len(hotline.circle_reads("HQ-TIP")) == 1


def test_a_caller_who_only_speaks_is_heard(hotline: Hotline) -> None:
    events = hotline.call()
    assert any(isinstance(event, Asked) and event.kind is Awaits.RECORDING for event in events)
    hotline.work()
    assert len(hotline.rows(Recording)) == 1
    assert len(hotline.circle_reads("HQ-TIP")) == 1
