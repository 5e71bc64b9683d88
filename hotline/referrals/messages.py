"""Each SMS of a referral as a row: claimed before it is sent, noted afterwards, at most one of a step sent plain."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from hotline.circles.ladder import Recipient
from hotline.database import WRITTEN_LATER
from hotline.referrals.models import Fate, Referral, ReferralMessage, ReferralState
from hotline.referrals.states import ALLOWED, Standing, assignments, parameters_of, shape

MAY_HAVE_ARRIVED = frozenset(Fate) - {Fate.NOT_SENT, Fate.REFUSED}

_TOLD = aliased(ReferralMessage)
_NUMBERS_TOLD = (
    select(func.array_agg(_TOLD.number))
    .where(_TOLD.referral_id == Referral.id, _TOLD.step >= Referral.ladder_from)
    .correlate(Referral)
)
NUMBERS_TOLD = _NUMBERS_TOLD.scalar_subquery()
"""The numbers that were told on the ladder a referral is on, as a column; None of none."""
NUMBERS_TOLD_BEFORE = _NUMBERS_TOLD.where(_TOLD.step < Referral.step).scalar_subquery()
"""The same without those of the step that it stands at."""


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier attempt of unknown fate, as its carrier must be asked about it."""

    attempt: int
    carrier: str
    number: str
    words: str
    since: datetime
    urgent: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt (the first is 1), ours alone: what to send to whom, by which carrier, until when it must be answered.

    `tries` are those in a row at this step, this one included; `before` may have arrived already.
    """

    referral: uuid.UUID
    attempt: int
    step: int
    tries: int
    recipient: Recipient
    words: str
    repeat: bool
    urgent: bool
    carrier: str
    answer_by: datetime | None
    before: Before | None


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of an attempt: the referral's move, and the message's fate with the carrier's own code and id.

    `found`: the attempt before had arrived after all, and that is its id.
    """

    state: ReferralState
    reason: str
    fate: Fate
    code: str = ""
    message_id: str | None = None
    found: str | None = None


_CLAIM = """
    WITH moved AS (
        UPDATE referrals SET state = 'sending', attempts = %(attempt)s::integer, tries = %(tries)s::integer,
            rung = %(rung)s::text, told_urgent = %(urgent)s::boolean,
            acknowledge_by = least(acknowledge_by, %(answer_by)s::timestamptz)
        WHERE id = %(this)s AND state = %(found)s::text AND attempts = %(attempt)s::integer - 1
            AND step = %(step)s::integer
        RETURNING id, step
    ), said AS (
        INSERT INTO referral_events (referral_id, state, step, reason)
        SELECT id, 'sending', step, %(reason)s::text FROM moved
    )
    INSERT INTO referral_messages
        (referral_id, step, attempt, repeat, circle_code, rung, number, body, urgent, carrier, fate, code)
    SELECT id, step, %(attempt)s::integer, %(repeat)s::boolean, %(circle)s::text, %(rung)s::text, %(number)s::text,
        %(body)s::text, %(urgent)s::boolean, %(carrier)s::text, 'pending', ''
    FROM moved
    RETURNING id
"""


def take_claim(connection: Connection, found: Standing, claim: Claim) -> bool:
    """Claim one attempt, in one statement; False when another worker was faster, or it goes elsewhere meanwhile."""
    parameters = {
        "this": found.id,
        "found": found.state,
        "attempt": claim.attempt,
        "step": claim.step,
        "tries": claim.tries,
        "rung": claim.recipient.rung,
        "urgent": claim.urgent,
        "reason": f"to {claim.recipient.circle_code}: {claim.recipient.rung}'s phone",
        "repeat": claim.repeat,
        "circle": claim.recipient.circle_code,
        "number": claim.recipient.number,
        "body": claim.words,
        "carrier": claim.carrier,
        "answer_by": claim.answer_by,
    }
    return connection.exec_driver_sql(_CLAIM, parameters).first() is not None


def note(connection: Connection, claim: Claim, sent: Sent, values: Mapping[str, object]) -> None:
    """Note what became of an attempt, in one statement. Whatever has moved the referral meanwhile (a receipt, an
    answer) stands; the carrier's id of the message is kept all the same.

    A crash may lose this: a claim whose sender died is looked up at the carrier before anything is sent again.
    """
    assert sent.state in ALLOWED[ReferralState.SENDING]
    parameters = {
        "this": claim.referral,
        "attempt": claim.attempt,
        "before": claim.before.attempt if claim.before else 0,
        "to": sent.state,
        "reason": sent.reason,
        "fate": sent.fate,
        "code": sent.code,
        "id": sent.message_id,
        "found": sent.found,
        "taken": sent.message_id is not None or sent.found is not None,
    }
    connection.exec_driver_sql(_note(shape(values)), parameters | parameters_of(values))


@lru_cache
def _note(columns: tuple[tuple[str, str], ...]) -> str:
    return f"""
        WITH told AS (
            UPDATE referral_messages SET
                fate = CASE WHEN fate = 'pending' THEN %(fate)s::text ELSE fate END,
                code = CASE WHEN fate = 'pending' THEN %(code)s::text ELSE code END,
                carrier_message_id = coalesce(%(id)s::text, carrier_message_id),
                handed_at = CASE WHEN %(id)s::text IS NOT NULL THEN coalesce(handed_at, clock_timestamp()) END
            WHERE referral_id = %(this)s AND attempt = %(attempt)s::integer
        ), had AS (
            UPDATE referral_messages SET
                carrier_message_id = %(found)s::text, handed_at = coalesce(handed_at, claimed_at),
                fate = CASE WHEN fate IN ('pending', 'unknown') THEN 'taken' ELSE fate END
            WHERE referral_id = %(this)s AND attempt = %(before)s::integer AND %(found)s::text IS NOT NULL
        ), moved AS (
            UPDATE referrals SET state = %(to)s::text,
                handed_at = CASE
                    WHEN %(taken)s::boolean THEN coalesce(handed_at, clock_timestamp()) ELSE handed_at
                END{assignments(columns)}
            WHERE id = %(this)s AND state = 'sending' AND attempts = %(attempt)s::integer
            RETURNING id, step
        )
        INSERT INTO referral_events (referral_id, state, step, reason)
        SELECT id, %(to)s::text, step, %(reason)s::text FROM moved
        RETURNING referral_id, {WRITTEN_LATER}
    """  # noqa: S608
