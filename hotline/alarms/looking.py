"""What waits for how long: tips, referrals, webhooks on disk, and what only a person can set right."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from hotline.alarms.heartbeat import STOPPED_AFTER_SECONDS
from hotline.alarms.models import AlarmKind
from hotline.referrals.dispatch import NO_PHONE, NO_PHONE_BESIDE

# A referral waits since the last move that was none of trying to hand it over: since it was opened, or last answered,
# delivered, declined. One without a phone waits for a person, and is counted as such.
_WAITS = """
    WITH tips_waiting AS (
        SELECT extract(epoch FROM clock_timestamp() - ready_at) AS seconds
        FROM tips WHERE recorded_at IS NULL AND ready_at <= now()
    ), going AS (
        SELECT role,
            extract(epoch FROM clock_timestamp() - coalesce((
                SELECT min(at) FROM referral_events
                WHERE referral_id = referrals.id AND id > coalesce((
                    SELECT max(id) FROM referral_events
                    WHERE referral_id = referrals.id AND state NOT IN ('waiting', 'escalated', 'sending', 'unknown')
                ), 0)
            ), opened_at)) AS seconds,
            (
                SELECT reason FROM referral_events WHERE referral_id = referrals.id ORDER BY id DESC LIMIT 1
            ) = ANY(%(no_phone)s) IS TRUE AS without_phone
        FROM referrals WHERE state IN ('waiting', 'sending', 'unknown', 'escalated')
    ), refused AS (
        SELECT extract(epoch FROM clock_timestamp() - opened_at) AS seconds FROM referrals WHERE state = 'refused'
    ), stuck AS (
        SELECT seconds FROM refused
        UNION ALL SELECT seconds FROM going WHERE without_phone AND role = 'main' AND seconds > %(over)s
    ), unanswered AS (
        SELECT extract(epoch FROM clock_timestamp() - unanswered_at) AS seconds FROM referrals
        WHERE unanswered_at IS NOT NULL AND acknowledged_at IS NULL AND closed_at IS NULL
    )
    SELECT
        (SELECT count(*) FROM tips_waiting WHERE seconds > %(over)s) AS tips,
        (SELECT coalesce(max(seconds), 0) FROM tips_waiting) AS oldest_tip,
        (SELECT count(*) FROM going WHERE NOT without_phone AND seconds > %(over)s) AS referrals,
        (SELECT coalesce(max(seconds), 0) FROM going WHERE NOT without_phone) AS oldest_referral,
        (SELECT count(*) FROM stuck) AS stuck,
        (SELECT coalesce(max(seconds), 0) FROM stuck) AS oldest_stuck,
        (SELECT count(*) FROM refused) AS refused,
        (SELECT count(*) FROM going WHERE without_phone) AS without_phone,
        (SELECT count(*) FROM unanswered) AS unanswered,
        (SELECT coalesce(max(seconds), 0) FROM unanswered) AS oldest_unanswered,
        (SELECT extract(epoch FROM clock_timestamp() - at) FROM heartbeats WHERE of = 'clock') AS clock
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait too long, and for how many seconds the oldest of all has waited."""

    count: int
    oldest: float


@dataclass(frozen=True, slots=True)
class Waits:
    """`stuck` is refused or, of those for a circle, without a phone too long: a person must see to it. `unanswered`
    has gone up the whole ladder. `clock`: the seconds since the clock's last round, None before its first one.
    """

    tips: Waiting
    referrals: Waiting
    stuck: Waiting
    unanswered: Waiting
    refused: int
    without_phone: int
    clock: float | None


def waits(session: Session, too_long: float) -> Waits:
    """One statement."""
    parameters = {"over": too_long, "no_phone": [NO_PHONE, NO_PHONE_BESIDE]}
    row = session.connection().exec_driver_sql(_WAITS, parameters).one()
    return Waits(
        tips=_waiting(row, "tips", "tip"),
        referrals=_waiting(row, "referrals", "referral"),
        stuck=_waiting(row, "stuck", "stuck"),
        unanswered=_waiting(row, "unanswered", "unanswered"),
        refused=row.refused,
        without_phone=row.without_phone,
        clock=None if row.clock is None else float(row.clock),
    )


def _waiting(row: Row[Any], count: str, oldest: str) -> Waiting:
    return Waiting(getattr(row, count), float(getattr(row, f"oldest_{oldest}")))


def look(session: Session, too_long: float) -> list[tuple[AlarmKind, str]]:
    """What is wrong by the rows, each with how many and for how long. One statement."""
    told = waits(session, too_long)
    kinds = {
        AlarmKind.TIP_WAITS: told.tips,
        AlarmKind.REFERRAL_WAITS: told.referrals,
        AlarmKind.REFERRAL_REFUSED: told.stuck,
        AlarmKind.NOBODY_ANSWERS: told.unanswered,
    }
    found = [(kind, how_much(waiting)) for kind, waiting in kinds.items() if waiting.count]
    if told.clock is not None and told.clock > STOPPED_AFTER_SECONDS:
        found.append((AlarmKind.CLOCK_STOPPED, span(told.clock)))
    return found


def how_much(waiting: Waiting) -> str:
    return f"{waiting.count}, the oldest for {span(waiting.oldest)}"


def span(seconds: float) -> str:
    """Such as 90 s, 12 min, 5 h, 3 days: short enough for an SMS."""
    for unit, length, most in (("s", 1, 120), ("min", 60, 7200), ("h", 3600, 172800)):
        if seconds < most:
            return f"{int(seconds // length)} {unit}"
    return f"{int(seconds // 86400)} days"
