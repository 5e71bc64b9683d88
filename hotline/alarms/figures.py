"""How well referrals go: handed over in time, answered in time, what fails and why, and by which carrier they go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from hotline.referrals.escalation import NOBODY_ANSWERED, NOT_ANSWERED
from hotline.sms.turns import share_now
from hotline.sms.ways import Ways

WITHIN_SECONDS = 10
MOST = 2000
# By carrier and time, as the index of messages goes.
_LATELY = "carrier = ANY(%(carriers)s) AND claimed_at > now() - make_interval(hours => %(hours)s)"
# However many there are, it is asked for every few seconds.
_NEWEST = f"""
    SELECT referral_id FROM referral_messages WHERE attempt = 1 AND {_LATELY}
    ORDER BY claimed_at DESC LIMIT {MOST}
"""  # noqa: S608
_HANDED = f"""
    SELECT count(*) FILTER (WHERE seconds <= %(within)s) AS many, count(*) AS of FROM (
        SELECT extract(epoch FROM coalesce(referrals.handed_at, now()) - tips.ready_at) AS seconds,
            referrals.handed_at
        FROM ({_NEWEST}) AS newest
        JOIN referrals ON referrals.id = newest.referral_id AND referrals.role = 'main'
        JOIN tips ON tips.id = referrals.tip_id
    ) AS first WHERE handed_at IS NOT NULL OR seconds > %(within)s
"""  # noqa: S608
# Whoever answers after it went up the ladder has answered late, whatever quiet hours lay between.
_ANSWERED = f"""
    SELECT count(*) FILTER (WHERE answered_at < coalesce(late_at, 'infinity')) AS many, count(*) AS of FROM (
        SELECT coalesce(acknowledged_at, closed_at) AS answered_at,
            (
                SELECT min(at) FROM referral_events
                WHERE referral_events.referral_id = referrals.id AND (reason LIKE %(late)s OR reason = %(nobody)s)
            ) AS late_at
        FROM ({_NEWEST}) AS newest
        JOIN referrals ON referrals.id = newest.referral_id AND referrals.role = 'main'
        WHERE referrals.handed_at IS NOT NULL
    ) AS first WHERE answered_at IS NOT NULL OR late_at IS NOT NULL
"""  # noqa: S608
_FAILURES = f"""
    SELECT carrier, fate, code, count(*) AS many FROM referral_messages
    WHERE fate IN ('not_sent', 'refused', 'unknown', 'undelivered') AND {_LATELY}
    GROUP BY carrier, fate, code ORDER BY carrier, fate, code
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of none."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Failure:
    """So many SMS of one day that a carrier did not bring, and why."""

    carrier: str
    fate: str
    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`handed`: to the carrier within 10 s of the tip being ready, of the last hour's. `answered`: before it went up
    the ladder, of the last day's; of either the newest 2,000. `carriers`: how many of a hundred SMS go by each.
    """

    handed: Share
    answered: Share
    failures: tuple[Failure, ...]
    carriers: dict[str, int]


def figures(session: Session, ways: Ways) -> Figures:
    """Four statements."""
    names = [way.name for way in (ways.first, ways.second) if way is not None]
    late = {"late": NOT_ANSWERED.partition("{")[0] + "%", "nobody": NOBODY_ANSWERED}
    [handed] = _read(session, _HANDED, carriers=names, hours=1, within=WITHIN_SECONDS)
    [answered] = _read(session, _ANSWERED, carriers=names, hours=24, **late)
    failures = _read(session, _FAILURES, carriers=names, hours=24)
    first = session.execute(select(share_now())).scalar_one() if ways.second is not None else 100
    return Figures(
        handed=Share(handed.many, handed.of),
        answered=Share(answered.many, answered.of),
        failures=tuple(Failure(row.carrier, row.fate, row.code, row.many) for row in failures),
        carriers=dict(zip(names, (first, 100 - first), strict=False)),
    )


def _read(session: Session, statement: str, **given: Any) -> Sequence[Row[Any]]:
    return session.connection().exec_driver_sql(statement, given).all()
