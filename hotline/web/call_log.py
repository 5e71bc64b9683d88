"""The call log as the console reads it: calls and texts in one list, newest first, page by page.

It lies at the edge because only from here every room can be seen: `calls` may not look at `referrals`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from sqlalchemy import (
    ColumnElement,
    Label,
    Row,
    Select,
    Subquery,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy import Integer as Int
from sqlalchemy.orm import InstrumentedAttribute, Session

from hotline.calls.models import Call
from hotline.circles.models import Circle, CircleType, District
from hotline.database import PAKISTAN
from hotline.referrals.models import Referral, ReferralEvent, ReferralState, Role
from hotline.referrals.progress import Progress, how_far
from hotline.sms.models import Text, TextConversation
from hotline.tips.models import Channel, Kind, Tip
from hotline.web.one_tip import adds

PAGE = 50
# Enough to tell two callers of a page apart, too little to know one again elsewhere.
SHOWN_OF_PSEUDONYM = 6
LARGEST_ID = 2**63 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry's place in the list; a page begins after the last place of the page before (keyset paging)."""

    at: datetime
    channel: Channel
    id: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}.{self.channel}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The place whose `str` is `text`; None for anything else."""
        parts = re.fullmatch(r"(\d{1,18})\.(call|sms)\.(\d{1,19})", text, re.ASCII)
        if parts is None or int(parts[3]) > LARGEST_ID:
            return None
        at = timedelta(microseconds=int(parts[1]))
        return cls(EPOCH + at, Channel(parts[2]), int(parts[3])) if at < LATEST - EPOCH else None


@dataclass(frozen=True, slots=True)
class TipLine:
    """What one line says of a tip; `adds`: the call speaks of a tip that was there before."""

    kind: Kind
    province: str | None
    district: str | None
    urgent: bool
    partial: bool
    recorded: bool
    adds: bool


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """What one line says of a referral: its circle (name, kind, city, city in Urdu), and its last move's reason
    where it tells more than the state."""

    circle: tuple[str, CircleType, str, str]
    state: ReferralState
    progress: Progress
    reason: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One call, or one conversation by text. `seconds` is of a call, `texts` of a conversation."""

    place: Place
    who: str | None
    language: str
    going_on: bool
    seconds: int | None
    texts: int | None
    tip: TipLine | None
    referral: ReferralLine | None

    @property
    def date(self) -> date:
        return self.place.at.astimezone(PAKISTAN).date()


@dataclass(frozen=True, slots=True)
class Page:
    """Entries newest first, and the place that the next, older page begins after; None on the last one."""

    entries: tuple[Entry, ...]
    older: Place | None


def read_page(session: Session, after: Place | None, size: int = PAGE) -> Page:
    """The newest entries, or those older than `after`. One statement, as quick on the last page as on the first."""
    lines = union_all(select(_calls(after, size + 1)), select(_conversations(after, size + 1))).subquery()
    last_reason = (
        select(ReferralEvent.reason)
        .where(ReferralEvent.referral_id == Referral.id)
        .order_by(ReferralEvent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            lines,
            Tip.kind,
            Tip.province,
            Tip.district,
            Tip.urgent,
            Tip.partial,
            Tip.recorded_at,
            Referral.state,
            Referral.handed_at,
            Referral.why,
            Circle.name,
            Circle.type,
            Circle.city,
            Circle.city_ur,
            last_reason.label("reason"),
            and_(lines.c.channel == Channel.CALL.value, adds(lines.c.id, Tip.reference)).label("adds"),
        )
        .outerjoin(Tip, Tip.id == lines.c.tip_id)
        .outerjoin(Referral, and_(Referral.tip_id == Tip.id, Referral.role == Role.MAIN))
        .outerjoin(Circle, Circle.code == Referral.circle_code)
        .order_by(lines.c.at.desc(), lines.c.channel.desc(), lines.c.id.desc())
        .limit(size + 1)
    ).all()
    entries = tuple(_entry(row) for row in rows[:size])
    return Page(entries, entries[-1].place if len(rows) > size else None)


def names_in_urdu(session: Session) -> dict[str, str]:
    """Every district and every unit of districts, by its English name."""
    rows = session.execute(select(District.name, District.name_ur, District.unit, District.unit_ur)).all()
    return {row.unit: row.unit_ur for row in rows} | {row.name: row.name_ur for row in rows}


def shown_of(pseudonym: InstrumentedAttribute[str | None]) -> Label[str]:
    """The pseudonym's first characters: the rest does not leave the database."""
    return func.left(pseudonym, SHOWN_OF_PSEUDONYM).label("who")


def _calls(after: Place | None, size: int) -> Subquery:
    statement = select(
        literal(Channel.CALL.value).label("channel"),
        Call.id,
        Call.started_at.label("at"),
        shown_of(Call.caller_pseudonym),
        Call.language,
        Call.ended_at.is_(None).label("going_on"),
        Call.seconds,
        cast(null(), Int).label("texts"),
        Call.tip_id,
    )
    return _newest(statement, Call.started_at, Call.id, (Channel.CALL, after), size)


def _conversations(after: Place | None, size: int) -> Subquery:
    texts = (
        select(func.count())
        .select_from(Text)
        .where(Text.conversation_id == TextConversation.id)
        .scalar_subquery()
    )
    statement = select(
        literal(Channel.SMS.value).label("channel"),
        TextConversation.id,
        TextConversation.begun_at.label("at"),
        shown_of(TextConversation.sender_pseudonym),
        TextConversation.language,
        literal(False).label("going_on"),  # noqa: FBT003 - an SQL literal
        cast(null(), Int).label("seconds"),
        cast(texts, Int).label("texts"),
        TextConversation.tip_id,
    )
    return _newest(statement, TextConversation.begun_at, TextConversation.id, (Channel.SMS, after), size)


def _newest(
    statement: Select[*tuple[Any, ...]],
    at: InstrumentedAttribute[datetime],
    row_id: InstrumentedAttribute[int],
    begin: tuple[Channel, Place | None],
    size: int,
) -> Subquery:
    channel, after = begin
    if after is not None:
        statement = statement.where(_older(channel, at, row_id, after))
    return statement.order_by(at.desc(), row_id.desc()).limit(size).subquery()


def _older(
    channel: Channel, at: InstrumentedAttribute[datetime], row_id: InstrumentedAttribute[int], after: Place
) -> ColumnElement[bool]:
    """Whether a row of `channel` comes after the place, where the list is ordered by time, channel and id."""
    if channel == after.channel:
        return tuple_(at, row_id) < tuple_(literal(after.at), literal(after.id))
    return at <= after.at if channel < after.channel else at < after.at


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    tip = None
    if row.kind is not None:
        recorded = row.recorded_at is not None
        tip = TipLine(row.kind, row.province, row.district, row.urgent, row.partial, recorded, row.adds)
    referral = None
    if row.state is not None:
        # The first move's reason is why this circle was chosen: that stands on the page of the one call.
        reason = None if (row.reason or "").startswith(f"{row.why}: ") else row.reason
        progress = how_far(row.state, row.handed_at)
        referral = ReferralLine((row.name, row.type, row.city, row.city_ur), row.state, progress, reason)
    place = Place(row.at, Channel(row.channel), row.id)
    return Entry(place, row.who, row.language, row.going_on, row.seconds, row.texts, tip, referral)
