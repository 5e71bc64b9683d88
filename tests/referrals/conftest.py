"""A tip with its referral open, and a carrier's far end that lists what was sent."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from hotline.circles.models import CirclePhone
from hotline.database import Database
from hotline.referrals.deadlines import Deadlines
from hotline.referrals.dispatch import dispatch
from hotline.referrals.escalation import escalate_late
from hotline.referrals.models import Referral, ReferralEvent, ReferralMessage, ReferralState
from hotline.referrals.opening import open_referrals
from hotline.sms.ways import Way, Ways
from hotline.tips.intake import Told, take_tip
from hotline.tips.metadata import RecordedTip
from hotline.tips.models import Channel, Tip

RECEIPTS = "http://127.0.0.1:1/twilio/receipts"
PHONE = "+923640000001"
DEADLINES = Deadlines(timedelta(minutes=10), timedelta(hours=2), (time(22), time(7)))


@dataclass
class CarrierEnd:
    """Lists what was sent; `faults` are raised by the next sends, `taken` says that a fault came after taking it."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[tuple[Exception, bool]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    while_sending: Callable[[], None] = lambda: None

    def send(self, to: str, body: str, receipt_url: str) -> str:
        self.while_sending()
        fault, taken = self.faults.pop(0) if self.faults else (None, True)
        if taken:
            self.sent.append((to, body, receipt_url))
        if fault is not None:
            raise fault
        return f"SM{len(self.sent)}"

    def look_up(self, to: str, body: str, since: datetime) -> str | None:
        self.looked_up.append(body)
        for place, (number, words, _) in enumerate(self.sent, 1):
            if (number, words) == (to, body):
                return f"SM{place}"
        return None


def ways_of(carrier: CarrierEnd) -> Ways:
    return Ways(Way("practice", carrier, "+923640000000", 0))


@dataclass
class Desk:
    """One referral and what a test does with it."""

    database: Database
    carrier: CarrierEnd
    referral_id: uuid.UUID

    def dispatch(self) -> None:
        self.make_due()
        dispatch(self.database, ways_of(self.carrier), RECEIPTS, DEADLINES, self.referral_id)

    def make_due(self) -> None:
        with self.database.transaction() as session:
            session.execute(update(Referral).values(next_try_at=datetime(2020, 1, 1).astimezone()))

    def is_late(self) -> int:
        """Nobody has answered in time; the clock makes its round. How many have gone up the ladder."""
        with self.database.transaction() as session:
            session.execute(update(Referral).values(acknowledge_by=datetime(2020, 1, 1).astimezone()))
        with self.database.transaction() as session:
            return escalate_late(session, 10)

    def referral(self) -> Referral:
        with self.database.transaction() as session:
            return session.execute(select(Referral).where(Referral.id == self.referral_id)).scalar_one()

    def messages(self) -> list[ReferralMessage]:
        with self.database.transaction() as session:
            return list(session.scalars(select(ReferralMessage).order_by(ReferralMessage.attempt)))

    def state(self) -> ReferralState:
        return self.referral().state

    def history(self) -> list[tuple[ReferralState, str]]:
        with self.database.transaction() as session:
            events = session.execute(select(ReferralEvent).order_by(ReferralEvent.id)).scalars()
            return [(event.state, event.reason) for event in events]

    def enter_phone(self, circle: str, number: str = PHONE, **more: Any) -> None:
        row = {"circle_code": circle, "number": number, "position": 1, **more}
        with self.database.transaction() as session:
            session.add(CirclePhone(**row))


def a_recorded_tip(database: Database, district: str | None = "Gujranwala") -> Tip:
    with database.transaction() as session:
        tip = take_tip(session, Told(Channel.SMS, "en", {"kind": "bonded_labour"}))
        tip.district = district
    return tip


def recorded(tip: Tip, **more: Any) -> RecordedTip:
    """The tip as the worker has recorded it."""
    known = {"kind": tip.kind, "province": tip.province, "district": tip.district, "urgent": tip.urgent}
    return RecordedTip(tip.id, place_why=tip.place_why, **known | more)


@pytest.fixture
def bare_desk(database: Database, directory: None) -> Desk:
    """A referral to Gujranwala; no circle has a phone."""
    tip = a_recorded_tip(database)
    with database.transaction() as session:
        [opened] = open_referrals(session, recorded(tip))
    return Desk(database, CarrierEnd(), opened.id)


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    """The same, and the circle has a phone."""
    bare_desk.enter_phone("C-GRW")
    return bare_desk
