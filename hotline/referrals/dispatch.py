"""Sending a referral: claim it (commit), send it with no transaction open, note what became of it (commit)."""

import logging
import random
import uuid
from collections.abc import Mapping
from datetime import timedelta
from time import monotonic
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from hotline.circles.directory import district_name
from hotline.circles.ladder import Recipient, ladder, next_of
from hotline.circles.models import Rung
from hotline.circles.routing import Why
from hotline.database import Database
from hotline.referrals.deadlines import Deadlines
from hotline.referrals.messages import (
    MAY_HAVE_ARRIVED,
    NUMBERS_TOLD_BEFORE,
    Before,
    Claim,
    Sent,
    note,
    take_claim,
)
from hotline.referrals.models import Fate, Referral, ReferralMessage, ReferralState, Role
from hotline.referrals.states import TO_BE_SENT, UP, Standing, later, move, remember
from hotline.referrals.wording import Referred, referral_words
from hotline.sms.pacing import wait_for_turn
from hotline.sms.sending import SmsNotSent, SmsRefused
from hotline.sms.turns import share_now
from hotline.sms.ways import Ways
from hotline.tips.models import Tip

NO_PHONE = "no phone is entered for the circle, its zone or the headquarters desk"
NO_PHONE_BESIDE = "no phone is entered for the office"
NOBODY_LEFT = "nobody is left up the ladder"
TAKEN_AFTER_ALL = "the carrier had taken it after all"
HELD_UP = "held up before it was sent"
BEYOND_THE_PLACE = (Why.OFFICIAL, Why.HEADQUARTERS)
NO_CIRCLE = ""
"""From here the ladder leads to the headquarters desk only."""
NO_PHONE_PAUSE = timedelta(seconds=60)
FIRST_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 1800.0
# With the pauses between them, about four hours.
MOST_TRIES = 16
# The carrier's own list lags behind what it took; looking sooner would find nothing and send twice.
LOOK_UP_AFTER = timedelta(seconds=30)
# Whoever has been held up for so long may be taken for dead, and must not send any more.
SEND_WITHIN_SECONDS = 15.0

log = logging.getLogger(__name__)


def dispatch(
    database: Database, ways: Ways, receipts: str, deadlines: Deadlines, referral_id: uuid.UUID
) -> None:
    """Send one referral if it is due. Safe to run twice, at once or after a crash: only one claim succeeds, and
    an attempt whose fate is not known is looked up at its carrier before anything is sent again.

    `receipts` is the address that delivery reports go to; the referral's id is put behind it.
    """
    begun = monotonic()
    with database.statement() as session:
        claim = _claim(session, ways, deadlines, referral_id)
    if claim is None:
        return
    sent = _send(ways, claim, f"{receipts}/{claim.referral}", begun)
    with database.bare() as connection:
        note(connection, claim, sent, _then(sent, claim))
        if sent.found and claim.before and claim.urgent and not claim.before.urgent:
            # What had arrived does not say that it is urgent: asked anew, the tip says so.
            connection.exec_driver_sql(_NOT_TOLD_URGENT, {"this": claim.referral})
    log.debug("referral tried", extra={"referral": claim.referral, "state": sent.state, "why": sent.reason})


_NOT_TOLD_URGENT = """
    WITH told AS (UPDATE referrals SET told_urgent = false WHERE id = %(this)s RETURNING tip_id)
    UPDATE tips SET recorded_at = NULL, ready_at = clock_timestamp() FROM told WHERE tips.id = told.tip_id
"""
_UNKNOWN = aliased(ReferralMessage)
_OF_THIS_STEP = (ReferralMessage.referral_id == Referral.id, ReferralMessage.step == Referral.step)
_LAST_UNKNOWN = (
    select(func.max(ReferralMessage.attempt))
    .where(*_OF_THIS_STEP, ReferralMessage.fate == Fate.UNKNOWN)
    .scalar_subquery()
)
_DUE = (
    select(
        Tip.kind,
        Tip.province,
        Tip.district,
        Tip.urgent,
        Tip.taken_at,
        Tip.excluded,
        Tip.official_involved,
        Referral.tag,
        Referral.why,
        Referral.state,
        Referral.circle_code,
        Referral.role,
        Referral.step,
        Referral.ladder_from,
        Referral.rung,
        Referral.attempts,
        Referral.tries,
        Referral.news,
        _UNKNOWN.attempt,
        _UNKNOWN.carrier,
        _UNKNOWN.number,
        _UNKNOWN.body,
        _UNKNOWN.claimed_at,
        _UNKNOWN.urgent.label("was_urgent"),
        select(ReferralMessage.carrier)
        .where(ReferralMessage.referral_id == Referral.id, ReferralMessage.attempt == Referral.attempts)
        .scalar_subquery()
        .label("last_carrier"),
        func.clock_timestamp().label("now"),
        share_now().label("share"),
        NUMBERS_TOLD_BEFORE.label("told"),
        select(ReferralMessage.id)
        .where(*_OF_THIS_STEP, ReferralMessage.fate.in_(MAY_HAVE_ARRIVED))
        .exists()
        .label("repeat"),
    )
    .join(Tip, Tip.id == Referral.tip_id)
    .outerjoin(_UNKNOWN, (_UNKNOWN.referral_id == Referral.id) & (_UNKNOWN.attempt == _LAST_UNKNOWN))
    .where(
        Referral.id == bindparam("this"),
        Referral.state.in_(TO_BE_SENT),
        Referral.next_try_at <= func.clock_timestamp(),
    )
)


def _claim(session: Session, ways: Ways, deadlines: Deadlines, referral_id: uuid.UUID) -> Claim | None:
    row = session.connection().execute(_DUE, {"this": referral_id}).one_or_none()
    if row is None:
        return None
    found = Standing(referral_id, row.state)
    recipient = _recipient(session, row)
    if recipient is None:
        _without_a_phone(session, found, row)
        return None
    way = ways.next(row.share, row.last_carrier if row.tries else None)
    connection = session.connection()
    if way.most and (wait := wait_for_turn(connection, way.sender, way.most, row.urgent)) is not None:
        # Not all that are held up come back at the same moment.
        _wait(session, found, wait * random.uniform(1, 1.5))  # noqa: S311
        return None
    claim = Claim(
        referral=referral_id,
        attempt=row.attempts + 1,
        step=row.step,
        tries=row.tries + 1,
        recipient=recipient,
        words=_words(session, row, recipient),
        repeat=row.repeat,
        urgent=row.urgent,
        carrier=way.name,
        answer_by=deadlines.after(row.now, urgent=row.urgent) if row.role is Role.MAIN else None,
        before=_before(row),
    )
    return claim if take_claim(connection, found, claim) else None


def _recipient(session: Session, row: Any) -> Recipient | None:
    # An official may have been named after this referral was opened: until it has moved, only the desk is told.
    too_near = row.role is Role.MAIN and row.official_involved and row.why not in BEYOND_THE_PLACE
    circle = NO_CIRCLE if too_near else row.circle_code
    phones = ladder(session, circle, row.now, row.excluded, highest_of(row.role))
    return next_of(phones, row.told or (), row.rung)


def highest_of(role: Role) -> Rung:
    """What an office gets beside the circle goes to nobody in its place: up the ladder they have it already."""
    return Rung.HEADQUARTERS if role is Role.MAIN else Rung.HEAD


def _before(row: Any) -> Before | None:
    if row.state is not ReferralState.UNKNOWN or row.number is None:
        return None
    return Before(row.attempt, row.carrier, row.number, row.body, row.claimed_at, row.was_urgent)


def _words(session: Session, row: Any, recipient: Recipient) -> str:
    told = Referred(
        tag=row.tag,
        kind=row.kind,
        province=row.province,
        urgent=row.urgent,
        taken_at=row.taken_at,
        news=row.news and row.step == row.ladder_from,
        beside=row.role is not Role.MAIN,
        step=row.step - row.ladder_from,
    )
    return referral_words(
        told, district_name(session, row.district, recipient.language), recipient.language, row.repeat
    )


def _without_a_phone(session: Session, found: Standing, row: Any) -> None:
    if found.state is ReferralState.ESCALATED:
        move(session.connection(), found, ReferralState.REFUSED, NOBODY_LEFT)
        return
    why = NO_PHONE if row.role is Role.MAIN else NO_PHONE_BESIDE
    _wait(session, found, NO_PHONE_PAUSE, why)


_WAIT = """
    UPDATE referrals SET next_try_at = clock_timestamp() + %(pause)s WHERE id = %(this)s AND state = %(found)s
    RETURNING (SELECT reason FROM referral_events WHERE referral_id = referrals.id ORDER BY id DESC LIMIT 1)
"""


def _wait(session: Session, found: Standing, pause: timedelta, why: str = "") -> None:
    parameters = {"this": found.id, "found": found.state, "pause": pause}
    last = session.connection().exec_driver_sql(_WAIT, parameters).scalar_one_or_none()
    if why and last != why:
        remember(session, found.id, why)


def _send(ways: Ways, claim: Claim, receipt_url: str, begun: float) -> Sent:
    if claim.before is not None and (looked_up := _look_up(ways, claim.before)) is not None:
        return looked_up
    if monotonic() - begun > SEND_WITHIN_SECONDS:
        state = ReferralState.UNKNOWN if claim.before else ReferralState.WAITING
        return Sent(state, HELD_UP, Fate.NOT_SENT)
    try:
        message_id = ways.of(claim.carrier).sms.send(claim.recipient.number, claim.words, receipt_url)
    except SmsRefused as refused:
        state = ReferralState.ESCALATED if refused.of_the_number else ReferralState.REFUSED
        return Sent(state, str(refused), Fate.REFUSED, refused.code)
    except SmsNotSent as not_sent:
        given_up = claim.tries >= MOST_TRIES
        state = ReferralState.REFUSED if given_up else ReferralState.WAITING
        return Sent(state, str(not_sent), Fate.NOT_SENT, not_sent.code)
    except Exception as error:  # whatever it was, the message may be on its way: nothing else may be assumed
        log.warning("fate unknown", exc_info=True, extra={"referral": claim.referral})
        why = type(error).__name__
        return Sent(ReferralState.UNKNOWN, f"fate unknown: {why}", Fate.UNKNOWN, why)
    return Sent(ReferralState.SENT, "handed to the carrier", Fate.TAKEN, message_id=message_id)


def _look_up(ways: Ways, before: Before) -> Sent | None:
    """What the carrier says of an earlier attempt; None where it knows of none, so that it is sent once more."""
    try:
        found = ways.of(before.carrier).sms.look_up(before.number, before.words, before.since)
    except Exception as error:  # the carrier cannot say: nothing is sent before it can
        log.warning("cannot look up", exc_info=True)
        why = f"cannot be looked up: {type(error).__name__}"
        return Sent(ReferralState.UNKNOWN, why, Fate.NOT_SENT)
    return Sent(ReferralState.SENT, TAKEN_AFTER_ALL, Fate.NOT_SENT, found=found) if found else None


def _then(sent: Sent, claim: Claim) -> Mapping[str, object]:
    """What else changes in the referral."""
    if sent.state is ReferralState.ESCALATED:
        return UP
    then: dict[str, object] = {"next_try_at": later(pause(sent.state, claim.tries))}
    if sent.fate not in MAY_HAVE_ARRIVED and not claim.repeat:
        # As long as nobody can have read it, nobody is late in answering.
        then["acknowledge_by"] = None
    return then


def pause(state: ReferralState, tries: int) -> timedelta:
    if state is ReferralState.UNKNOWN:
        return LOOK_UP_AFTER
    longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(tries - 1, 16))
    return timedelta(seconds=random.uniform(longest / 2, longest))  # noqa: S311 - jitter, not a secret
