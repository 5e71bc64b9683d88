"""Sending a referral: claim it (commit), send it with no transaction open, note what became of it (commit)."""

import logging
import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hotline.circles.directory import district_name
from hotline.circles.ladder import phones_for
from hotline.database import Database, utc_now
from hotline.referrals.models import Referral, ReferralEvent, ReferralState
from hotline.referrals.opening import PAKISTAN
from hotline.referrals.states import Standing, change, move, remember
from hotline.referrals.wording import referral_words
from hotline.sms.sending import SendsSms, SmsNotSent, SmsRefused
from hotline.tips.models import Tip

NO_PHONE = "no phone is entered for the circle, its zone or the headquarters desk"
NO_PHONE_PAUSE = timedelta(seconds=60)
FIRST_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 1800.0
# The carrier's own list lags behind what it took; looking sooner would find nothing and send twice.
LOOK_UP_AFTER = timedelta(seconds=30)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An earlier attempt of unknown fate, as the carrier must be asked about it."""

    number: str
    words: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt, ours alone: what to send to whom, and whether an earlier attempt may have arrived already."""

    referral: uuid.UUID
    number: str
    words: str
    before: Attempt | None


def dispatch(database: Database, sms: SendsSms, receipts: str, referral_id: uuid.UUID) -> None:
    """Send one referral if it is due. Safe to run twice, at once or after a crash: only one claim succeeds, and
    an attempt whose fate is not known is looked up at the carrier before anything is sent again.

    `receipts` is the address that delivery reports go to; the referral's id is put behind it.
    """
    with database.transaction() as session:
        claim = _claim(session, referral_id)
    if claim is None:
        return
    state, reason, message_id = _send(sms, claim, f"{receipts}/{claim.referral}")
    with database.transaction() as session:
        _note(session, claim, state, reason, message_id)
    log.info("referral tried", extra={"referral": claim.referral, "state": state, "why": reason})


_DUE = (
    select(Referral, Tip)
    .join(Tip, Tip.id == Referral.tip_id)
    .where(
        Referral.id == bindparam("this"),
        Referral.state.in_([ReferralState.WAITING, ReferralState.UNKNOWN]),
        Referral.next_try_at <= bindparam("now"),
    )
    .with_for_update(of=Referral, skip_locked=True)
)


def _claim(session: Session, referral_id: uuid.UUID) -> Claim | None:
    now = utc_now()
    row = session.execute(_DUE, {"this": referral_id, "now": now}).one_or_none()
    if row is None:
        return None
    referral, tip = row
    recipient = phones_for(session, referral.circle_code, now.astimezone(PAKISTAN).date())
    if recipient is None:
        _wait_for_a_phone(session, referral)
        return None
    unknown = referral.state is ReferralState.UNKNOWN
    district = district_name(session, tip.district, recipient.language)
    words = referral_words(tip, district, recipient.language, repeat=unknown)
    move(
        session,
        Standing(referral.id, referral.state),
        ReferralState.SENDING,
        f"to {recipient.circle_code}: {recipient.step}'s phone",
        claimed_at=now,
        attempts=referral.attempts + 1,
        recipient_circle=recipient.circle_code,
        rung=recipient.step,
        number=recipient.number,
        body=words,
    )
    return Claim(referral.id, recipient.number, words, _attempt_before(referral) if unknown else None)


def _attempt_before(referral: Referral) -> Attempt | None:
    if referral.number is None or referral.body is None or referral.claimed_at is None:
        return None
    return Attempt(referral.number, referral.body, referral.claimed_at)


def _wait_for_a_phone(session: Session, referral: Referral) -> None:
    change(session, referral.id, next_try_at=utc_now() + NO_PHONE_PAUSE)
    last = session.execute(
        select(ReferralEvent.reason)
        .where(ReferralEvent.referral_id == referral.id)
        .order_by(ReferralEvent.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if last != NO_PHONE:
        remember(session, referral.id, referral.state, NO_PHONE)


def _send(sms: SendsSms, claim: Claim, receipt_url: str) -> tuple[ReferralState, str, str | None]:
    try:
        if claim.before is not None:
            found = sms.look_up(claim.before.number, claim.before.words, claim.before.since)
            if found is not None:
                return ReferralState.SENT, "the carrier had taken it after all", found
        message_id = sms.send(claim.number, claim.words, receipt_url)
    except SmsRefused as refused:
        return ReferralState.REFUSED, str(refused), None
    except SmsNotSent as not_sent:
        return ReferralState.WAITING, str(not_sent), None
    except Exception as error:  # whatever it was, the message may be on its way: nothing else may be assumed
        log.warning("fate unknown", exc_info=True, extra={"referral": claim.referral})
        return ReferralState.UNKNOWN, f"fate unknown: {type(error).__name__}", None
    return ReferralState.SENT, "handed to the carrier", message_id


_LOCKED = (
    select(Referral.id, Referral.state, Referral.attempts)
    .where(Referral.id == bindparam("this"))
    .with_for_update()
)


def _note(session: Session, claim: Claim, state: ReferralState, reason: str, message_id: str | None) -> None:
    referral = session.execute(_LOCKED, {"this": claim.referral}).one()
    # The carrier's id is kept even when a receipt was faster and the state has moved past SENT already.
    known: dict[str, object] = {} if message_id is None else {"carrier_message_id": message_id}
    if referral.state is ReferralState.SENDING:
        due = utc_now() + pause(state, referral.attempts)
        move(session, Standing(referral.id, referral.state), state, reason, next_try_at=due, **known)
    elif known:
        change(session, referral.id, **known)


def pause(state: ReferralState, attempts: int) -> timedelta:
    if state is ReferralState.UNKNOWN:
        return LOOK_UP_AFTER
    longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(attempts - 1, 16))
    return timedelta(seconds=random.uniform(longest / 2, longest))  # noqa: S311 - jitter, not a secret
