"""Officers with their phones, and the tips that their circles have been told of."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import select, update

from hotline.circles.models import Rung
from hotline.database import Database
from hotline.referrals.answering import answer
from hotline.referrals.dispatch import dispatch
from hotline.referrals.models import Fate, Referral, ReferralEvent, ReferralMessage, ReferralState
from hotline.referrals.opening import open_referrals
from hotline.sealing import Sealer
from hotline.sms.intake import Answered
from hotline.tips.models import Tip
from tests.referrals.conftest import DEADLINES, RECEIPTS, CarrierEnd, a_recorded_tip, recorded, ways_of

GRW, GRT, LHR, DESK, ZONE = (f"+92364000001{digit}" for digit in range(5))
PHONES = {"C-GRW": GRW, "C-GRT": GRT, "C-LHR": LHR, "HQ-TIP": DESK, "Z-GRW": ZONE}
STRANGER = "+923640009009"


@dataclass
class Officers:
    """Tips from Gujranwala that their circle has been told of, and the phones that answer."""

    database: Database
    sealer: Sealer = field(default_factory=lambda: Sealer((Fernet.generate_key().decode(),)))
    carrier: CarrierEnd = field(default_factory=CarrierEnd)

    def tip(self, tag: str = "4821", district: str = "Gujranwala") -> uuid.UUID:
        tip = a_recorded_tip(self.database, district)
        with self.database.transaction() as session:
            [opened] = open_referrals(session, recorded(tip))
            session.execute(update(Referral).where(Referral.id == opened.id).values(tag=tag))
        self.send(opened.id)
        return opened.id

    def send(self, referral_id: uuid.UUID) -> None:
        dispatch(self.database, ways_of(self.carrier), RECEIPTS, DEADLINES, referral_id)

    def climbs(self, referral_id: uuid.UUID, tell: str) -> None:
        """Nobody answered in time, and an office up the ladder was told."""
        with self.database.transaction() as session:
            of_it = {"referral_id": referral_id, "step": 90, "attempt": 90, "repeat": False, "urgent": False}
            sent = {"circle_code": tell, "rung": Rung.ZONE, "number": "", "body": "", "carrier": ""}
            session.add(ReferralMessage(**of_it, **sent, fate=Fate.TAKEN))

    def say(self, body: str, number: str = GRW) -> Answered | None:
        with self.database.transaction() as session:
            return answer(session, self.sealer, number, body)

    def reads(self, body: str, number: str = GRW) -> str:
        answered = self.say(body, number)
        assert answered is not None
        return answered.words

    def referral(self, referral_id: uuid.UUID) -> Referral:
        with self.database.transaction() as session:
            return session.get_one(Referral, referral_id)

    def state(self, referral_id: uuid.UUID) -> ReferralState:
        return self.referral(referral_id).state

    def code(self, referral_id: uuid.UUID) -> str:
        with self.database.transaction() as session:
            return session.get_one(Tip, self.referral(referral_id).tip_id).reference

    def history(self, referral_id: uuid.UUID) -> list[tuple[str, str]]:
        """Each reason, with the words that the officer wrote."""
        with self.database.transaction() as session:
            events = session.scalars(
                select(ReferralEvent)
                .where(ReferralEvent.referral_id == referral_id)
                .order_by(ReferralEvent.id)
            )
            return [
                (event.reason, self.sealer.open_text(event.words_sealed) if event.words_sealed else "")
                for event in events
            ]

    def change(self, what: Any, **values: Any) -> None:
        with self.database.transaction() as session:
            session.execute(update(what).values(**values))

    def add(self, row: Any) -> None:
        with self.database.transaction() as session:
            session.add(row)
