"""The hotline as one who calls, texts, receives or supervises meets it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from hotline import jobs
from hotline.carriers.practice import wav
from hotline.carriers.practice.events import Asked, Awaits
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.inbox import inbox
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice.recordings import keep_recording, recording_url
from hotline.carriers.practice.texting import text_hotline
from hotline.carriers.practice_numbers import CALLER, HOTLINE
from hotline.circles.ladder import phones_for
from hotline.database import utc_now
from hotline.queues import REFERRALS, TIPS
from hotline.supervisors.accounts import make_supervisor
from hotline.tips.models import Tip
from worker import make_worker


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

    def text(self, body: str, sender: str = CALLER) -> list[str]:
        return list(text_hotline(self.runtime.database, self.exchange, sender, HOTLINE, body).replies)

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

    def the_quiet_minute_passes(self) -> None:
        with self.runtime.database.transaction() as session:
            session.execute(update(Tip).values(ready_at=Tip.ready_at - timedelta(seconds=60)))
        self.work()
