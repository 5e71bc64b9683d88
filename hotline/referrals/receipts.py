"""Delivery reports: they move a referral forward only, in any order and any number of times."""

import uuid

from sqlalchemy import Row, case, func, select, update
from sqlalchemy.orm import Session

from hotline.referrals.dispatch import MOST_TRIES, pause
from hotline.referrals.incoming import Receipt, ReceiptStatus
from hotline.referrals.messages import MAY_HAVE_ARRIVED
from hotline.referrals.models import Fate, Referral, ReferralMessage, ReferralState, Role
from hotline.referrals.states import HANDED, UP, Standing, later, move

FATES = {
    ReceiptStatus.SENT: Fate.TAKEN,
    ReceiptStatus.DELIVERED: Fate.DELIVERED,
    ReceiptStatus.UNDELIVERED: Fate.UNDELIVERED,
    ReceiptStatus.FAILED: Fate.REFUSED,
}
_BEFORE = {
    Fate.TAKEN: (Fate.PENDING, Fate.UNKNOWN),
    Fate.DELIVERED: (Fate.PENDING, Fate.UNKNOWN, Fate.TAKEN, Fate.UNDELIVERED, Fate.REFUSED),
    Fate.UNDELIVERED: (Fate.PENDING, Fate.UNKNOWN, Fate.TAKEN),
    Fate.REFUSED: (Fate.PENDING, Fate.UNKNOWN, Fate.TAKEN),
}


def take_receipt(session: Session, referral_id: uuid.UUID, receipt: Receipt) -> bool:
    """Let the report move its message and its referral; False when there is no such referral."""
    referral = session.execute(
        select(Referral.id, Referral.role, Referral.state, Referral.step, Referral.attempts, Referral.tries)
        .where(Referral.id == referral_id)
        .with_for_update()
    ).one_or_none()
    if referral is None:
        return False
    fate = FATES.get(receipt.status)
    message = _message(session, referral_id, receipt.carrier_id)
    last = _last_that_may_have_arrived(session, referral_id)
    if fate is None or message is None or message.fate not in _BEFORE[fate]:
        return True
    handed = func.coalesce(ReferralMessage.handed_at, func.clock_timestamp())
    session.execute(
        update(ReferralMessage)
        .where(ReferralMessage.id == message.id)
        .values(
            fate=fate,
            code=receipt.code,
            carrier_message_id=receipt.carrier_id,
            handed_at=handed,
            delivered_at=func.clock_timestamp() if fate is Fate.DELIVERED else None,
        )
    )
    _move(session, referral, message, receipt, last)
    return True


def _message(session: Session, referral_id: uuid.UUID, carrier_id: str) -> Row[int, int, int, Fate] | None:
    """The message of this id; else, since a report may come before the carrier's answer to the request that it is
    about, and that answer may never come, the last one whose id is not known."""
    known = ReferralMessage.carrier_message_id == carrier_id
    return session.execute(
        select(ReferralMessage.id, ReferralMessage.step, ReferralMessage.attempt, ReferralMessage.fate)
        .where(
            ReferralMessage.referral_id == referral_id,
            known
            | (ReferralMessage.carrier_message_id.is_(None) & ReferralMessage.fate.in_(MAY_HAVE_ARRIVED)),
        )
        .order_by(case((known, 0), else_=1), ReferralMessage.attempt.desc())
        .limit(1)
    ).first()


def _last_that_may_have_arrived(session: Session, referral_id: uuid.UUID) -> int:
    attempt = select(func.max(ReferralMessage.attempt)).where(
        ReferralMessage.referral_id == referral_id, ReferralMessage.fate.in_(MAY_HAVE_ARRIVED)
    )
    return session.scalar(attempt) or 0


def _move(
    session: Session,
    referral: Row[uuid.UUID, Role, ReferralState, int, int, int],
    message: Row[int, int, int, Fate],
    receipt: Receipt,
    last: int,
) -> None:
    """What the report means for the referral: only one on the step it stands at, and a failure only if it is of the
    last attempt that may have arrived."""
    failed = receipt.status in {ReceiptStatus.UNDELIVERED, ReceiptStatus.FAILED}
    if message.step != referral.step or (failed and message.attempt != last):
        return
    if failed and referral.state is ReferralState.DELIVERED:
        # A repeat did not arrive; what it repeats had.
        return
    if referral.state in {ReferralState.WAITING, ReferralState.ESCALATED} and not failed:
        # It is on its way once more, because of what has become known or because nobody had got it.
        return
    reason = f"carrier: {receipt.status}" + (f", code {receipt.code}" if receipt.code else "")
    found, connection = Standing(referral.id, referral.state), session.connection()
    if receipt.status is ReceiptStatus.SENT:
        move(connection, found, ReferralState.SENT, reason, {"handed_at": HANDED})
    elif receipt.status is ReceiptStatus.DELIVERED:
        move(connection, found, ReferralState.DELIVERED, reason, {"handed_at": HANDED})
    elif receipt.status is ReceiptStatus.UNDELIVERED and referral.tries < MOST_TRIES:
        then = later(pause(ReferralState.WAITING, referral.tries))
        move(connection, found, ReferralState.WAITING, reason, {"next_try_at": then})
    else:
        move(connection, found, ReferralState.ESCALATED, reason, UP)
