"""SMS that are no referral: put once for each key, claimed before they are sent, noted and forgotten afterwards."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.database import Database, ago, from_now, seconds_since
from hotline.errors import SealBroken
from hotline.sealing import Sealer
from hotline.sms.carrier_models import Notice, NoticeState
from hotline.sms.pacing import wait_for_turn
from hotline.sms.sending import SmsNotSent, SmsRefused
from hotline.sms.turns import share_now
from hotline.sms.ways import Ways

FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(hours=4)
# The carrier's own list lags behind what it took; and whoever has not noted anything by then has died.
LOOK_UP_AFTER = timedelta(seconds=30)

ALARMS = "alarm-"
"""How the keys of alarms begin: they are as urgent as what they tell of."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Claim:
    """One try, ours alone: what to send to whom by which way, or, `since` a try of unknown fate, what to look up."""

    id: uuid.UUID
    tries: int
    carrier: str
    number: bytes
    body: bytes
    since: datetime | None


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of a try."""

    state: NoticeState
    reason: str
    message_id: str | None = None


def put(session: Session, sealer: Sealer, key: str, number: str, body: str) -> uuid.UUID | None:
    """Have `body` sent to `number`, in E.164; None, and nothing has changed, where there was one of this key before."""
    sealed = {"number_sealed": sealer.seal_text(number), "body_sealed": sealer.seal_text(body)}
    return _insert(session, key, NoticeState.WAITING, **sealed)


def mark(session: Session, key: str) -> bool:
    """Keep that what bears this key is done, with nothing to be sent; False where it was before."""
    return _insert(session, key, NoticeState.SENT) is not None


def _insert(session: Session, key: str, state: NoticeState, **sealed: bytes) -> uuid.UUID | None:
    row = insert(Notice).values(id=uuid.uuid4(), key=key, state=state, **sealed)
    return session.execute(row.on_conflict_do_nothing().returning(Notice.id)).scalar_one_or_none()


def due(session: Session, limit: int, only: str = "") -> list[tuple[uuid.UUID, float]]:
    """Notices to be tried now whose key begins with `only`, with the seconds since when they are due."""
    rows = session.execute(
        select(Notice.id, seconds_since(Notice.next_try_at))
        .where(_is_due(), Notice.key.startswith(only, autoescape=True))
        .order_by(Notice.next_try_at)
        .limit(limit)
    )
    return [(notice_id, overdue) for notice_id, overdue in rows]


def leave(session: Session, begins: str, reason: str) -> None:
    """Send none of those that still wait and whose key begins so: something newer is said, or they are not wanted."""
    session.execute(
        update(Notice)
        .where(Notice.state == NoticeState.WAITING, Notice.key.startswith(begins, autoescape=True))
        .values(state=NoticeState.LEFT, reason=reason, number_sealed=None, body_sealed=None)
    )


def send_notice(database: Database, ways: Ways, sealer: Sealer, notice_id: uuid.UUID) -> None:
    """Send one notice if it is due. Safe to run twice, at once or after a crash: only one claim succeeds, and a try
    whose fate is not known is looked up at the carrier once, and nothing is sent again."""
    with database.transaction() as session:
        claim = _claim(session, ways, notice_id)
    if claim is None:
        return
    fate = _send(ways, sealer, claim) if claim.since is None else _look_up(ways, sealer, claim, claim.since)
    with database.transaction() as session:
        _note(session, claim, fate)
    log.debug("notice tried", extra={"state": fate.state, "why": fate.reason, "attempt": claim.tries})


def _is_due() -> ColumnElement[bool]:
    open_ones = or_(Notice.state == NoticeState.WAITING, Notice.state == NoticeState.SENDING)
    return open_ones & (Notice.next_try_at <= func.now())


def _claim(session: Session, ways: Ways, notice_id: uuid.UUID) -> _Claim | None:
    notice = session.execute(
        select(Notice).where(Notice.id == notice_id, _is_due()).with_for_update(skip_locked=True)
    ).scalar_one_or_none()
    if notice is None or notice.number_sealed is None or notice.body_sealed is None:
        return None
    number, body, since = notice.number_sealed, notice.body_sealed, None
    if notice.state is NoticeState.SENDING:
        # Looked up once, and whatever comes of it the end: noted before, so that a crash does not begin it anew.
        since = notice.claimed_at
        notice.state, notice.reason = NoticeState.UNKNOWN, "fate unknown"
        notice.number_sealed = notice.body_sealed = None
    else:
        way = ways.next(session.execute(select(share_now())).scalar_one(), notice.carrier)
        urgent = notice.key.startswith(ALARMS)
        if way.most and (wait := wait_for_turn(session.connection(), way.sender, way.most, urgent)):
            notice.next_try_at = from_now(wait)
            return None
        notice.state = NoticeState.SENDING
        notice.tries += 1
        notice.carrier = way.name
        notice.claimed_at, notice.next_try_at = func.clock_timestamp(), from_now(LOOK_UP_AFTER)
    session.flush()
    return _Claim(notice.id, notice.tries, notice.carrier or "", number, body, since)


def _send(ways: Ways, sealer: Sealer, claim: _Claim) -> _Fate:
    try:
        number, body = sealer.open_text(claim.number), sealer.open_text(claim.body)
    except SealBroken:
        return _Fate(NoticeState.REFUSED, "sealed with a key that is not there")
    try:
        message_id = ways.of(claim.carrier).sms.send(number, body, "")
    except SmsRefused as refused:
        other = ways.second is not None and not refused.of_the_number and claim.tries == 1
        return _Fate(NoticeState.WAITING if other else NoticeState.REFUSED, str(refused))
    except SmsNotSent as not_sent:
        return _Fate(NoticeState.WAITING, str(not_sent))
    except Exception as error:  # whatever it was, the message may be on its way: nothing else may be assumed
        log.warning("fate of a notice unknown", exc_info=True)
        return _Fate(NoticeState.SENDING, f"fate unknown: {type(error).__name__}")
    return _Fate(NoticeState.SENT, "handed to the carrier", message_id)


def _look_up(ways: Ways, sealer: Sealer, claim: _Claim, since: datetime) -> _Fate:
    try:
        number, body = sealer.open_text(claim.number), sealer.open_text(claim.body)
        found = ways.of(claim.carrier).sms.look_up(number, body, since)
    except Exception as error:  # a carrier that cannot be asked leaves it as unknown as it was
        log.warning("a notice cannot be looked up", exc_info=True)
        return _Fate(NoticeState.UNKNOWN, f"fate unknown: {type(error).__name__}")
    if found is None:
        return _Fate(NoticeState.UNKNOWN, "fate unknown: the carrier knows of none")
    return _Fate(NoticeState.SENT, "the carrier had taken it after all", found)


def _note(session: Session, claim: _Claim, fate: _Fate) -> None:
    this = update(Notice).where(Notice.id == claim.id)
    forgotten = {"number_sealed": None, "body_sealed": None}
    if fate.state is NoticeState.SENT:
        # Whoever took its sender for dead may have noted it as unknown meanwhile.
        known = {
            "carrier_message_id": fate.message_id,
            "sent_at": func.clock_timestamp(),
            "reason": fate.reason,
        }
        session.execute(this.values(state=NoticeState.SENT, **known, **forgotten))
        return
    mine = this.where(
        Notice.tries == claim.tries,
        Notice.state == (NoticeState.SENDING if claim.since is None else NoticeState.UNKNOWN),
    )
    if fate.state is NoticeState.WAITING:
        over = Notice.made_at < ago(GIVE_UP_AFTER)
        session.execute(
            mine.values(
                state=case((over, NoticeState.LEFT.value), else_=NoticeState.WAITING.value),
                number_sealed=case((over, None), else_=Notice.number_sealed),
                body_sealed=case((over, None), else_=Notice.body_sealed),
                next_try_at=from_now(_pause(claim.tries)),
                reason=literal(fate.reason),
            )
        )
    elif fate.state is NoticeState.SENDING:
        session.execute(mine.values(reason=fate.reason))
    else:
        session.execute(mine.values(state=fate.state, reason=fate.reason, **forgotten))


def _pause(tries: int) -> timedelta:
    doublings: int = 2 ** min(tries - 1, 16)
    return min(LONGEST_PAUSE, FIRST_PAUSE * doublings)
