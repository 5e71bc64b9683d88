"""How each office answers what it is told of: shares with their intervals, and who has never answered at all."""

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from hotline.referrals.acknowledgement import DONE, MINE, NOT_OURS
from hotline.referrals.escalation import NOBODY_ANSWERED, NOT_ANSWERED

# The normal distribution lies within so many deviations 95 times of 100.
Z = 1.96
# An office that was told so often, and has answered nothing, is silent.
SILENT_FROM = 5

# Nobody waits for the answer of an office that gets a tip beside the circle: no clock runs for it.
# An office is told of a tip once, however many of its phones and however often it is written to. What it answered is
# the first move after that which says so, and whether it declined it at any time; whoever was told last has answered,
# unless the move names another.
_RATES = """
    WITH told AS (
        SELECT DISTINCT ON (referral_id, circle_code) referral_id, circle_code, step, handed_at AS at
        FROM referral_messages
        WHERE handed_at IS NOT NULL AND fate NOT IN ('not_sent', 'refused', 'undelivered')
        ORDER BY referral_id, circle_code, attempt
    ), recent AS (
        SELECT told.* FROM told JOIN referrals ON referrals.id = told.referral_id
        WHERE referrals.role = 'main' AND told.at >= now() - make_interval(days => %(days)s)
    ), answers AS (
        SELECT DISTINCT ON (event.referral_id, office.circle_code)
            event.referral_id, office.circle_code, event.at, event.state,
            bool_or(starts_with(event.reason, %(not_ours)s))
                OVER (PARTITION BY event.referral_id, office.circle_code) AS declined
        FROM referral_events AS event
        CROSS JOIN LATERAL (
            SELECT message.circle_code FROM referral_messages AS message
            WHERE message.referral_id = event.referral_id AND message.handed_at <= event.at
            ORDER BY position(': ' || message.circle_code || ', by ' IN event.reason) > 0 DESC, message.attempt DESC
            LIMIT 1
        ) AS office
        WHERE event.referral_id IN (SELECT referral_id FROM recent)
            AND (
                starts_with(event.reason, %(mine)s) OR starts_with(event.reason, %(not_ours)s)
                OR starts_with(event.reason, %(done)s)
            )
        ORDER BY event.referral_id, office.circle_code, event.id
    ), timed AS (
        SELECT recent.*, (
            SELECT min(event.at) FROM referral_events AS event
            WHERE event.referral_id = recent.referral_id AND (
                starts_with(event.reason, %(not_answered)s) AND event.step = recent.step + 1
                OR event.reason = %(nobody_answered)s AND event.step = recent.step
            )
        ) AS up_at
        FROM recent
    ), each AS (
        SELECT timed.circle_code, timed.up_at, answers.state, answers.declined, answers.at AS answered_at,
            answers.at - timed.at AS took,
            EXISTS (
                SELECT FROM referral_messages AS message
                WHERE message.referral_id = timed.referral_id AND message.handed_at >= timed.up_at
                    AND message.circle_code <> timed.circle_code
                    AND (answers.at IS NULL OR message.handed_at < answers.at)
            ) AS beyond
        FROM timed LEFT JOIN answers USING (referral_id, circle_code)
    )
    SELECT circle_code, count(*) AS told,
        count(coalesce(answered_at, up_at)) AS counted,
        count(answered_at) AS answered,
        count(*) FILTER (WHERE state IN ('acknowledged', 'closed') AND answered_at <= coalesce(up_at, answered_at))
            AS in_time,
        count(*) FILTER (WHERE declined) AS declined,
        count(*) FILTER (WHERE beyond) AS beyond,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM took))
            FILTER (WHERE state IN ('acknowledged', 'closed')) AS median
    FROM each GROUP BY circle_code ORDER BY circle_code
"""


# Moves are known by how their reasons begin.
_REASONS = {
    "mine": MINE,
    "not_ours": NOT_OURS,
    "done": DONE,
    "not_answered": NOT_ANSWERED,
    "nobody_answered": NOBODY_ANSWERED,
}
_PARAMETERS = {name: reason.partition("{")[0] for name, reason in _REASONS.items()}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def share(self) -> float:
        """Between 0 and 1; there is none of nothing, which counts as 0."""
        return self.count / self.of if self.of else 0.0

    @property
    def between(self) -> tuple[float, float]:
        """The lowest and the highest that it may be in truth: Wilson's interval of 95 per cent."""
        if not self.of:
            return 0.0, 1.0
        square = Z * Z / self.of
        middle = self.share + square / 2
        half = Z * sqrt(self.share * (1 - self.share) / self.of + square / (4 * self.of))
        low, high = (middle - half) / (1 + square), (middle + half) / (1 + square)
        # What is certain by hand is not so by floating point.
        return max(0.0, min(low, self.share)), min(1.0, max(high, self.share))


@dataclass(frozen=True, slots=True)
class Answering:
    """How one office has answered in some days. `counted` are those told that are answered, or whose time is up.

    `in_time` and `declined` are shares of them; `median` is until it said that a tip is its own, None if it never did.
    """

    circle: str
    told: int
    answered: int
    in_time: Share
    declined: Share
    beyond: int
    median: timedelta | None

    @property
    def counted(self) -> int:
        return self.in_time.of

    @property
    def silent(self) -> bool:
        return self.counted >= SILENT_FROM and not self.answered


def answering(session: Session, days: int) -> dict[str, Answering]:
    """Every office that was told of anything in the last so many days, by its code."""
    rows = session.connection().exec_driver_sql(_RATES, {"days": days, **_PARAMETERS})
    return {row.circle_code: _answering(row) for row in rows}


def _answering(row: Row[Any]) -> Answering:
    return Answering(
        circle=row.circle_code,
        told=row.told,
        answered=row.answered,
        in_time=Share(row.in_time, row.counted),
        declined=Share(row.declined, row.counted),
        beyond=row.beyond,
        median=timedelta(seconds=float(row.median)) if row.median is not None else None,
    )
