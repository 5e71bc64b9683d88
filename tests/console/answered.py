"""Referrals as they stand after being told and answered, put into the database row by row."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from hotline.circles.models import Rung
from hotline.database import Database
from hotline.referrals.escalation import NOT_ANSWERED
from hotline.referrals.models import Fate, Referral, ReferralEvent, ReferralMessage, ReferralState
from hotline.tips.intake import Told, take_tip
from hotline.tips.models import Channel


@dataclass
class Past:
    """Tips of one test, each with the referral that it is told of; minutes count from `begun`."""

    database: Database
    tags: int = 1000
    begun: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(days=2))

    def referral(
        self, circle: str, state: ReferralState = ReferralState.SENT, days: int = 2, **more: Any
    ) -> uuid.UUID:
        self.tags += 1
        self.begun = datetime.now(UTC) - timedelta(days=days)
        known = {"why": "jurisdiction", "detail": "", "tag": str(self.tags), "opened_at": self.begun} | more
        with self.database.transaction() as session:
            tip = take_tip(session, Told(Channel.SMS, "en", {"kind": "bonded_labour"}))
            made = Referral(tip_id=tip.id, circle_code=circle, state=state, **known)
            session.add(made)
            session.flush()
            return made.id

    def told(self, referral: uuid.UUID, circle: str, minutes: float = 0, **more: Any) -> None:
        """An SMS that the carrier took so many minutes after the beginning."""
        at = self.begun + timedelta(minutes=minutes)
        with self.database.transaction() as session:
            step = more.setdefault("step", 0)
            row = {
                "referral_id": referral,
                "attempt": step + 1,
                "repeat": False,
                "circle_code": circle,
                "rung": Rung.CIRCLE,
                "number": "+923640000099",
                "body": "An SMS",
                "urgent": False,
                "carrier": "practice",
                "claimed_at": at,
                "handed_at": at,
                "fate": Fate.TAKEN,
                "code": "",
            }
            session.execute(insert(ReferralMessage).values(row | more))

    def moved(
        self, referral: uuid.UUID, state: ReferralState, minutes: float, reason: str, step: int = 0
    ) -> None:
        at = self.begun + timedelta(minutes=minutes)
        with self.database.transaction() as session:
            session.add(ReferralEvent(referral_id=referral, state=state, step=step, reason=reason, at=at))

    def unanswered(self, referral: uuid.UUID, minutes: float = 10, step: int = 1) -> None:
        """Nobody has answered so far: it goes on to this step."""
        self.moved(referral, ReferralState.ESCALATED, minutes, NOT_ANSWERED.format(rung=Rung.CIRCLE), step)
