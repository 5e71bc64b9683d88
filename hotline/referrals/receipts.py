"""Delivery reports: they move a referral forward only, in any order and any number of times."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.database import utc_now
from hotline.referrals.dispatch import pause
from hotline.referrals.incoming import Receipt, ReceiptStatus
from hotline.referrals.models import Referral, ReferralState
from hotline.referrals.states import Standing, move

MOVES = {
    ReceiptStatus.SENT: ReferralState.SENT,
    ReceiptStatus.DELIVERED: ReferralState.DELIVERED,
    ReceiptStatus.UNDELIVERED: ReferralState.WAITING,
    ReceiptStatus.FAILED: ReferralState.REFUSED,
}


def take_receipt(session: Session, referral_id: uuid.UUID, receipt: Receipt) -> bool:
    """Let the report move its referral; False when there is no such referral."""
    referral = session.execute(
        select(Referral.id, Referral.state, Referral.attempts, Referral.carrier_message_id, Referral.news)
        .where(Referral.id == referral_id)
        .with_for_update()
    ).one_or_none()
    if referral is None:
        return False
    to = MOVES.get(receipt.status)
    known = referral.carrier_message_id
    on_its_way_again = referral.news and referral.state not in {ReferralState.SENT, ReferralState.DELIVERED}
    if (
        to is None
        or referral.state is ReferralState.DELIVERED
        or _is_of_an_earlier_attempt(known, receipt)
        or (on_its_way_again and known == receipt.carrier_id)
    ):
        return True
    reason = f"carrier: {receipt.status}" + (f", code {receipt.code}" if receipt.code else "")
    values: dict[str, object] = {"carrier_message_id": receipt.carrier_id}
    if to is ReferralState.WAITING:
        values["next_try_at"] = utc_now() + pause(to, referral.attempts)
    move(session.connection(), Standing(referral.id, referral.state), to, reason, **values)
    return True


def _is_of_an_earlier_attempt(known: str | None, receipt: Receipt) -> bool:
    """A report on an attempt that has been replaced says nothing about this one, unless it says delivered."""
    return known is not None and known != receipt.carrier_id and receipt.status is not ReceiptStatus.DELIVERED
