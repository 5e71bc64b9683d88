"""What an officer who has been rung says by key: mine, or not ours; each may be told twice."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from hotline.languages import SmsLanguage
from hotline.referrals.acknowledgement import MINE, NOT_OURS, Decliner, acknowledge, decline
from hotline.referrals.models import ReferralEvent, ReferralMessage, ReferralState
from hotline.referrals.told_to_a_phone import Told, duties_of, told_to
from ivr_flows.languages import MOST_SHARED

BY_PHONE = "{circle}, by phone"
# With nobody, or with somebody, it waits for no answer any more.
_ANSWERED = (ReferralState.ACKNOWLEDGED, ReferralState.CLOSED)


@dataclass(frozen=True, slots=True)
class Rung:
    """An officer in a call about one SMS, by whose answer `told` is taken or passed on."""

    told: Told

    @property
    def language(self) -> str:
        """What is spoken to this office; Roman Urdu is only written."""
        language = self.told.duty.language
        return MOST_SHARED if language is SmsLanguage.ROMAN_URDU else language.value

    @property
    def by(self) -> str:
        return BY_PHONE.format(circle=self.told.duty.circle)

    @property
    def waits(self) -> bool:
        return self.told.state not in _ANSWERED


def rung_about(session: Session, message_id: int) -> Rung | None:
    """What whoever picks up may answer; None where it is no matter of that phone any more, as by SMS."""
    message = session.execute(
        select(ReferralMessage.referral_id, ReferralMessage.number, ReferralMessage.circle_code).where(
            ReferralMessage.id == message_id
        )
    ).one_or_none()
    duty = duties_of(session, message.number).get(message.circle_code) if message is not None else None
    if message is None or duty is None:
        return None
    told = told_to(session, {duty.circle: duty})
    return next((Rung(each) for each in told if each.id == message.referral_id), None)


def take(session: Session, rung: Rung) -> bool:
    """Whether it is theirs now."""
    return acknowledge(session, rung.told.id, rung.by, circle=rung.told.duty.circle) or (
        rung.told.state is ReferralState.ACKNOWLEDGED and _has_said(session, rung, MINE)
    )


def pass_on(session: Session, rung: Rung) -> bool:
    """Whether it goes on to somebody else now; it is to be dispatched after the commit."""
    by = Decliner(rung.by, rung.told.duty.circle)
    # Whoever has taken it meanwhile keeps it.
    declined = rung.waits and decline(session, rung.told.id, by) is not None
    return declined or _has_said(session, rung, NOT_OURS)


def _has_said(session: Session, rung: Rung, reason: str) -> bool:
    """Whether this very answer is in the history: a webhook that comes once more hears what it heard before."""
    mine = (ReferralEvent.referral_id == rung.told.id, ReferralEvent.reason == reason.format(by=rung.by))
    return bool(session.scalar(select(exists().where(*mine))))
