"""Sending a referral: claim it (commit), send it with no transaction open, note what became of it (commit)."""

import logging
import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.orm import Session

from hotline.circles.directory import district_name
from hotline.circles.ladder import Recipient, Rung, phones_for
from hotline.circles.routing import Why
from hotline.database import Database, utc_now
from hotline.languages import Language
from hotline.referrals.models import Referral, ReferralEvent, ReferralState, Role
from hotline.referrals.states import Standing, move, move_for_now, remember
from hotline.referrals.wording import Referred, referral_words
from hotline.sms.sending import SendsSms, SmsNotSent, SmsRefused
from hotline.tips.models import Tip

NO_PHONE = "no phone is entered for the circle, its zone or the headquarters desk"
NO_PHONE_BESIDE = "no phone is entered for the office"
BEYOND_THE_PLACE = (Why.OFFICIAL, Why.HEADQUARTERS)
NO_CIRCLE = ""
"""From here the ladder leads to the headquarters desk only."""
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
    """One attempt (the first is 1), ours alone: what to send to whom, and whether an earlier one may have arrived."""

    referral: uuid.UUID
    attempt: int
    number: str
    words: str
    before: Attempt | None


def dispatch(database: Database, sms: SendsSms, receipts: str, referral_id: uuid.UUID) -> None:
    """Send one referral if it is due. Safe to run twice, at once or after a crash: only one claim succeeds, and
    an attempt whose fate is not known is looked up at the carrier before anything is sent again.

    `receipts` is the address that delivery reports go to; the referral's id is put behind it.
    """
    with database.statement() as session:
        claim = _claim(session, referral_id)
    if claim is None:
        return
    state, reason, message_id = _send(sms, claim, f"{receipts}/{claim.referral}")
    with database.bare() as connection:
        _note(connection, claim, state, reason, message_id)
    log.debug("referral tried", extra={"referral": claim.referral, "state": state, "why": reason})


_DUE = (
    select(
        Tip.reference,
        Tip.kind,
        Tip.province,
        Tip.district,
        Tip.urgent,
        Tip.taken_at,
        Tip.excluded,
        Tip.official_involved,
        Referral.why,
        Referral.state,
        Referral.circle_code,
        Referral.role,
        Referral.attempts,
        Referral.number,
        Referral.body,
        Referral.claimed_at,
        Referral.news,
    )
    .join(Tip, Tip.id == Referral.tip_id)
    .where(
        Referral.id == bindparam("this"),
        Referral.state.in_([ReferralState.WAITING, ReferralState.UNKNOWN]),
        Referral.next_try_at <= bindparam("now"),
    )
)


def _claim(session: Session, referral_id: uuid.UUID) -> Claim | None:
    now = utc_now()
    row = session.connection().execute(_DUE, {"this": referral_id, "now": now}).one_or_none()
    if row is None:
        return None
    found = Standing(referral_id, row.state)
    # An official may have been named after this referral was opened: until it has moved, only the desk is told.
    too_near = row.role is Role.MAIN and row.official_involved and row.why not in BEYOND_THE_PLACE
    circle = NO_CIRCLE if too_near else row.circle_code
    recipient = recipient_of(session, circle, row.role, row.excluded)
    if recipient is None:
        _wait_for_a_phone(session, found, NO_PHONE if row.role is Role.MAIN else NO_PHONE_BESIDE)
        return None
    unknown = found.state is ReferralState.UNKNOWN
    words = _words(session, row, recipient.language, repeat=unknown)
    claimed = move(
        session.connection(),
        found,
        ReferralState.SENDING,
        f"to {recipient.circle_code}: {recipient.step}'s phone",
        claimed_at=now,
        told_urgent=row.urgent,
        attempts=row.attempts + 1,
        recipient_circle=recipient.circle_code,
        rung=recipient.step,
        number=recipient.number,
        body=words,
    )
    if not claimed:
        return None  # another worker was faster
    before = Attempt(row.number, row.body, row.claimed_at) if unknown and row.number else None
    return Claim(referral_id, row.attempts + 1, recipient.number, words, before)


def recipient_of(session: Session, circle: str, role: Role, excluded: Iterable[str]) -> Recipient | None:
    """Whose phone a referral goes to at this moment. What an office gets beside the circle goes to nobody in its
    place: up the ladder they have it already."""
    up_to = Rung.HEADQUARTERS if role is Role.MAIN else Rung.CIRCLE
    return phones_for(session, circle, utc_now(), frozenset(excluded), up_to)


def _words(session: Session, row: Any, language: Language, repeat: bool) -> str:
    told = Referred(
        row.reference, row.kind, row.province, row.urgent, row.taken_at, row.news, row.role is not Role.MAIN
    )
    return referral_words(told, district_name(session, row.district, language), language, repeat)


def _wait_for_a_phone(session: Session, found: Standing, why: str) -> None:
    session.execute(
        update(Referral).where(Referral.id == found.id).values(next_try_at=utc_now() + NO_PHONE_PAUSE)
    )
    last = session.execute(
        select(ReferralEvent.reason)
        .where(ReferralEvent.referral_id == found.id)
        .order_by(ReferralEvent.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if last != why:
        remember(session, found, why)


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


def _note(
    connection: Connection, claim: Claim, state: ReferralState, reason: str, message_id: str | None
) -> None:
    known: dict[str, object] = {} if message_id is None else {"carrier_message_id": message_id}
    due = utc_now() + pause(state, claim.attempt)
    sending = Standing(claim.referral, ReferralState.SENDING)
    # A crash that loses this leaves a claim whose sender died: looked up at the carrier before anything is sent.
    moved = move_for_now(connection, sending, state, reason, next_try_at=due, **known)
    if not moved and known:
        # A receipt was faster, and the state has moved past SENT already: the carrier's id is kept all the same.
        connection.execute(update(Referral).where(Referral.id == claim.referral).values(**known))


def pause(state: ReferralState, attempts: int) -> timedelta:
    if state is ReferralState.UNKNOWN:
        return LOOK_UP_AFTER
    longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(attempts - 1, 16))
    return timedelta(seconds=random.uniform(longest / 2, longest))  # noqa: S311 - jitter, not a secret
