"""An urgent tip rings the practice phone that it was texted to, by real HTTP: 1 takes it, 2 passes it on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select, update

from hotline import jobs
from hotline.calls.models import Call
from hotline.carriers.practice.events import Ended, Event, Heard
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.inbox import inbox
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice.outgoing_calls import pick_up, ringing
from hotline.circles.ladder import phones_for
from hotline.circles.models import Circle
from hotline.database import utc_now
from hotline.languages import SmsLanguage
from hotline.queues import REFERRALS, TIPS
from hotline.referrals.models import Referral, ReferralEvent, ReferralState
from hotline.tips.models import Tip
from tests.webhooks import FarEnd, texted
from worker import make_worker

URGENT = "Workers are held at a brick kiln in Gujranwala and beaten right now"
FROM = "+923640009980"


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    return {**environ, "HOTLINE_OFFICER_CALLS_FROM": FROM}


@dataclass
class Journey:
    """A caller who texts, the workers, and the duty phones."""

    runtime: Any
    exchange: Exchange
    far_end: FarEnd

    def text(self, words: str) -> None:
        self.far_end.text(words)
        with self.runtime.database.transaction() as session:
            session.execute(update(Tip).values(ready_at=func.now()))
        self.work()

    def work(self) -> None:
        """What the clock finds is done, and what it finds then."""
        for _ in range(3):
            jobs.sweep(self.runtime)
            make_worker(self.runtime, [TIPS, REFERRALS]).work(burst=True)

    def phone(self, circle: str) -> str:
        with self.runtime.database.transaction() as session:
            phone = phones_for(session, circle, utc_now())
        assert phone is not None
        return phone.number

    def rings(self, circle: str) -> list[str]:
        with self.runtime.database.transaction() as session:
            return [call.call_sid for call in ringing(session, self.phone(circle))]

    def picks_up(self, circle: str) -> PracticeLine:
        [call] = self.rings(circle)
        with self.runtime.database.transaction() as session:
            line = pick_up(session, self.exchange, call)
        assert line is not None
        return line

    def referral(self) -> Referral:
        with self.runtime.database.transaction() as session:
            return session.scalars(select(Referral)).one()

    def reasons(self) -> list[str]:
        with self.runtime.database.transaction() as session:
            return list(session.scalars(select(ReferralEvent.reason).order_by(ReferralEvent.id)))


@pytest.fixture
def journey(live: Any, practice_directory: None) -> Iterator[Journey]:
    exchange = Exchange.of(live.runtime.settings)
    yield Journey(live.runtime, exchange, FarEnd(live.app.test_client(), live.runtime))
    exchange.close()


def heard(events: list[Event]) -> list[str]:
    played = [event for event in events if isinstance(event, Heard)]
    assert all(event.status == 200 for event in played)
    return [event.url.partition("/prompts/")[2].rsplit(".", 2)[0] for event in played]


def test_whoever_is_rung_hears_what_it_is_about_and_takes_it_with_one_key(journey: Journey) -> None:
    journey.text(URGENT)
    line = journey.picks_up("C-GRW")
    assert heard(line.start()) == [
        *("en/officer.hello", "en/officer.bonded_labour", "en/officer.texted"),
        *("en/officer.take", "en/officer.not_yours", "en/hear_again"),
    ]
    assert "en/officer.bonded_labour" in heard(line.press("*"))
    assert heard(line.press("1")) == ["en/officer.taken", "en/goodbye"]
    assert line.over
    assert journey.referral().state is ReferralState.ACKNOWLEDGED
    assert journey.reasons()[-1] == "mine: C-GRW, by phone"
    with journey.runtime.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Call)) == 0, "no call of a caller"
        assert session.scalar(select(func.count()).select_from(Tip)) == 1
    journey.work()
    assert journey.rings("C-GRW") == []


def test_what_is_not_theirs_goes_to_another_office_at_once_and_rings_there(journey: Journey) -> None:
    journey.text(URGENT)
    line = journey.picks_up("C-GRW")
    line.start()
    assert heard(line.press("2")) == ["en/officer.passed_on", "en/goodbye"]
    other = journey.referral().circle_code
    assert other != "C-GRW"
    journey.work()
    with journey.runtime.database.transaction() as session:
        assert len(inbox(session, journey.phone(other))) == 1
    assert len(journey.rings(other)) == 1
    assert journey.rings("C-GRW") == []


def test_whoever_hangs_up_or_says_nothing_changes_nothing_and_is_not_rung_again(journey: Journey) -> None:
    journey.text(URGENT)
    before = journey.reasons()
    line = journey.picks_up("C-GRW")
    line.start()
    line.silent()
    events = line.silent()
    assert heard(events) == ["en/officer.unanswered", "en/goodbye"]
    assert isinstance(events[-1], Ended)
    journey.work()
    assert journey.rings("C-GRW") == []
    assert journey.reasons() == before


def test_what_is_not_urgent_rings_no_phone(journey: Journey) -> None:
    assert texted(journey.far_end.text("My brother works off a debt at a farm in Gujranwala"))
    journey.text("He has been there for a year")
    assert journey.referral().state in {ReferralState.SENT, ReferralState.DELIVERED}
    assert journey.rings("C-GRW") == []


def test_an_office_that_is_written_to_in_roman_urdu_is_spoken_to_in_urdu(journey: Journey) -> None:
    with journey.runtime.database.transaction() as session:
        session.execute(update(Circle).values(language=SmsLanguage.ROMAN_URDU))
    journey.text(URGENT)
    assert heard(journey.picks_up("C-GRW").start())[0] == "ur/officer.hello"
