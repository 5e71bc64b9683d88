"""Once a day each zone is told by SMS how many of its referrals are open, and the headquarters desk of its own ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.directory import district_name
from hotline.circles.ladder import Recipient, phones_for
from hotline.circles.models import Circle, CircleType, in_force
from hotline.database import PAKISTAN, time_of
from hotline.languages import N_, SmsLanguage, sms_words
from hotline.referrals.wording import PROVINCES
from hotline.sealing import Sealer
from hotline.sms import notices

OF_ZONE = N_("Raabta, zone {zone}: {counts}. Full list in the console.")
OF_HEADQUARTERS = N_("Raabta, headquarters desk: {counts}. Full list in the console.")
COUNTS = N_("{open} open, {urgent} urgent, {unanswered} not answered; the oldest since {since}")
HEADQUARTERS = ""
"""Stands for the headquarters desk among the zones."""
# Hours after its time it would be no morning's digest any more, and might wake somebody.
_WHEN = """
    SELECT here::date FROM (SELECT now() AT TIME ZONE 'Asia/Karachi' AS here) AS clock
    WHERE here BETWEEN here::date + %(at)s AND here::date + %(at)s + interval '4 hours'
"""
_OPEN = """
    SELECT CASE circles.type WHEN 'headquarters' THEN '' ELSE circles.zone END AS zone, count(*) AS open,
        count(*) FILTER (WHERE tips.urgent) AS urgent,
        count(*) FILTER (WHERE referrals.acknowledged_at IS NULL) AS unanswered,
        min(referrals.opened_at) AS since
    FROM referrals
    JOIN circles ON circles.code = referrals.circle_code
    JOIN tips ON tips.id = referrals.tip_id
    WHERE referrals.closed_at IS NULL AND referrals.role = 'main' AND referrals.state <> 'withdrawn'
    GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Digest:
    """What is open of one zone."""

    zone: str
    open: int
    urgent: int
    unanswered: int
    since: datetime


def put_digests(session: Session, sealer: Sealer, at: time) -> int:
    """Put today's digests, once it is `at` by the clock in Pakistan; how many. Safe to run often."""
    day = session.connection().exec_driver_sql(_WHEN, {"at": at}).scalar_one_or_none()
    if day is None or not notices.mark(session, f"digest-{day}"):
        return 0
    return sum(_put(session, sealer, digest, day) for digest in _open(session))


def _open(session: Session) -> list[Digest]:
    rows = session.connection().exec_driver_sql(_OPEN)
    return [Digest(row.zone, row.open, row.urgent, row.unanswered, row.since) for row in rows]


def _put(session: Session, sealer: Sealer, digest: Digest, day: date) -> bool:
    recipient = _recipient(session, digest.zone)
    if recipient is None:
        return False
    words = digest_words(digest, zone_name(session, digest.zone, recipient.language), recipient.language)
    key = f"digest-{digest.zone or 'headquarters'}-{day}"
    return notices.put(session, sealer, key, recipient.number, words) is not None


def _recipient(session: Session, zone: str) -> Recipient | None:
    """The zone's phone; where it has none that of the headquarters desk."""
    now = time_of(session)
    here = in_force(Circle, now.astimezone(PAKISTAN).date())
    of_zone = select(Circle.code).where(here, Circle.type == CircleType.ZONE, Circle.zone == zone)
    desk = select(Circle.code).where(here, Circle.type == CircleType.HEADQUARTERS)
    code = session.scalar(of_zone.order_by(Circle.code).limit(1)) if zone else None
    code = code or session.scalar(desk.order_by(Circle.code).limit(1))
    return phones_for(session, code, now) if code is not None else None


def zone_name(session: Session, zone: str, language: SmsLanguage) -> str:
    """A zone is called after a city or a province."""
    province = PROVINCES.get(zone, zone)
    if province in PROVINCES.values():
        return sms_words(language).gettext(province)
    return district_name(session, zone, language) or zone


def digest_words(digest: Digest, zone: str, language: SmsLanguage) -> str:
    """One SMS: a GSM-7 part, at most two UCS-2 parts in Urdu. `zone` is its name in that language."""
    say: Callable[[str], str] = sms_words(language).gettext
    counts = say(COUNTS).format(
        open=digest.open,
        urgent=digest.urgent,
        unanswered=digest.unanswered,
        since=digest.since.astimezone(PAKISTAN).strftime("%d/%m"),
    )
    return say(OF_ZONE if zone else OF_HEADQUARTERS).format(zone=zone, counts=counts)
