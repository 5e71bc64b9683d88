"""The open referrals, page by page: what needs a person first, then what is not taken yet, then what is worked on."""

import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from hotline.calls.models import Call
from hotline.circles.models import Circle, CircleType
from hotline.referrals.dispatch import NO_PHONE, NO_PHONE_BESIDE
from hotline.referrals.models import Referral, ReferralEvent, ReferralState, Role
from hotline.sms.models import TextConversation
from hotline.tips.models import Channel, Kind, Tip
from hotline.web.call_log import EPOCH, LATEST

PAGE = 50
OVER = (ReferralState.CLOSED, ReferralState.WITHDRAWN)
OPEN_STATES = tuple(state for state in ReferralState if state not in OVER)


class Need(StrEnum):
    """Why a person has to do something: nothing goes on by itself."""

    REFUSED = "refused"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    NO_PHONE = "no_phone"


@dataclass(frozen=True, slots=True)
class Spot:
    """One referral's place in the list; a page begins after the last one of the page before (keyset paging)."""

    rank: int
    opened_at: datetime
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.rank}.{(self.opened_at - EPOCH) // timedelta(microseconds=1)}.{self.id.hex}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The spot whose `str` is `text`; None for anything else."""
        parts = re.fullmatch(r"([0-5])\.(\d{1,18})\.([0-9a-f]{32})", text, re.ASCII)
        at = timedelta(microseconds=int(parts[2])) if parts else LATEST - EPOCH
        if parts is None or at >= LATEST - EPOCH:
            return None
        return cls(int(parts[1]), EPOCH + at, uuid.UUID(parts[3]))


@dataclass(frozen=True, slots=True)
class Entry:
    """The call or conversation on whose page the tip stands."""

    channel: Channel
    id: int


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says of a referral. `due` is when it goes up the ladder unless it is answered."""

    spot: Spot
    tag: str
    role: Role
    entry: Entry | None
    kind: Kind
    urgent: bool
    province: str | None
    district: str | None
    circle: tuple[str, CircleType, str, str]
    circle_code: str
    state: ReferralState
    need: Need | None
    reason: str
    since: datetime
    due: datetime | None

    @property
    def anchor(self) -> str:
        """Where on the tip's page its box begins."""
        return "referral-head" if self.role is Role.MAIN else f"beside-{self.role}"


@dataclass(frozen=True, slots=True)
class Page:
    """Lines in their order, and the spot that the next page begins after; None on the last one."""

    lines: tuple[Line, ...]
    further: Spot | None


@dataclass(frozen=True, slots=True)
class Load:
    """How many open referrals one circle has, and how many of them need a person."""

    code: str
    circle: tuple[str, CircleType, str, str]
    open: int
    needing: int


def read_page(
    session: Session, after: Spot | None, state: ReferralState | None, circle: str, size: int = PAGE
) -> Page:
    """The first open referrals, or those that come after that spot; of one state or circle where that is asked."""
    rows = _referrals(Referral.state.not_in(OVER))
    found = select(rows).order_by(rows.c.rank, rows.c.opened_at, rows.c.id).limit(size + 1)
    if state is not None:
        found = found.where(rows.c.state == state)
    if circle:
        found = found.where(rows.c.circle_code == circle)
    if after is not None:
        spot = tuple_(literal(after.rank), literal(after.opened_at), literal(after.id))
        found = found.where(tuple_(rows.c.rank, rows.c.opened_at, rows.c.id) > spot)
    lines = _lines(session, found)
    return Page(lines[:size], lines[size - 1].spot if len(lines) > size else None)


def find_by_tag(session: Session, tag: str) -> tuple[Line, ...]:
    """The referrals that this tag stands for, the open ones first, then the newest; also what is finished."""
    rows = _referrals(Referral.tag == tag)
    order = rows.c.state.in_(OVER), rows.c.opened_at.desc(), rows.c.id
    return _lines(session, select(rows).order_by(*order).limit(PAGE))


def tag_in(typed: str) -> str | None:
    """The four digits that somebody typed, whichever digits they write with; None for anything else."""
    digits = "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each for each in typed if not each.isspace()
    )
    return digits if re.fullmatch(r"\d{4}", digits, re.ASCII) else None


def loads(session: Session) -> list[Load]:
    """Every circle that has open referrals, by its city."""
    rows = _referrals(Referral.state.not_in(OVER))
    named = rows.c.circle_code, rows.c.circle_name, rows.c.circle_type, rows.c.city, rows.c.city_ur
    counted = session.execute(
        select(*named, func.count().label("open"), func.count(rows.c.need).label("needing"))
        .group_by(*named)
        .order_by(rows.c.city, rows.c.circle_code)
    )
    return [Load(row.circle_code, _circle(row), row.open, row.needing) for row in counted]


_LAST = (
    select(ReferralEvent.reason, ReferralEvent.at)
    .where(ReferralEvent.referral_id == Referral.id)
    .order_by(ReferralEvent.id.desc())
    .limit(1)
    .lateral()
)
_NEED = case(
    (Referral.state == ReferralState.REFUSED, Need.REFUSED.value),
    (Referral.state == ReferralState.DECLINED, Need.DECLINED.value),
    (Referral.state.in_([ReferralState.ACKNOWLEDGED, *OVER]), null()),
    (Referral.unanswered_at.is_not(None), Need.UNANSWERED.value),
    (
        and_(Referral.state == ReferralState.WAITING, _LAST.c.reason.in_([NO_PHONE, NO_PHONE_BESIDE])),
        Need.NO_PHONE.value,
    ),
)
# What needs a person comes first, and of that what is urgent; last of it what is perhaps no tip at all.
_IS_URGENT = or_(Tip.urgent, Referral.told_urgent)
_RANK = case(
    (and_(_NEED.is_not(None), _IS_URGENT), 0),
    (and_(_NEED.is_not(None), Tip.kind != Kind.NOT_A_TIP), 1),
    (_NEED.is_not(None), 2),
    (Referral.state == ReferralState.ACKNOWLEDGED, 5),
    (_IS_URGENT, 3),
    else_=4,
)
_CALL = select(func.min(Call.id)).where(Call.tip_id == Tip.id).scalar_subquery()
_TEXTS = select(func.min(TextConversation.id)).where(TextConversation.tip_id == Tip.id).scalar_subquery()


def _referrals(which: ColumnElement[bool]) -> Subquery:
    """One row a referral with all that a line says, and its rank in the list."""
    return (
        select(
            Referral.id, Referral.tag, Referral.role, Referral.state, Referral.opened_at, Referral.acknowledge_by,
            Referral.circle_code, Tip.channel, Tip.kind, Tip.urgent, Tip.province, Tip.district,
            Circle.name.label("circle_name"), Circle.type.label("circle_type"), Circle.city, Circle.city_ur,
            _NEED.label("need"), _RANK.label("rank"),
            case((Tip.channel == Channel.CALL, _CALL), else_=_TEXTS).label("entry"),
            _LAST.c.reason, func.coalesce(_LAST.c.at, Referral.opened_at).label("since"),
        )
        .join(Tip, Tip.id == Referral.tip_id)
        .join(Circle, Circle.code == Referral.circle_code)
        .outerjoin(_LAST, literal(value=True))
        .where(which)
        .subquery()
    )  # fmt: skip


def _lines(session: Session, found: Select[*tuple[Any, ...]]) -> tuple[Line, ...]:
    return tuple(_line(row) for row in session.execute(found))


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    return Line(
        spot=Spot(row.rank, row.opened_at, row.id),
        tag=row.tag,
        role=row.role,
        entry=Entry(row.channel, row.entry) if row.entry is not None else None,
        kind=row.kind,
        urgent=row.urgent,
        province=row.province,
        district=row.district,
        circle=_circle(row),
        circle_code=row.circle_code,
        state=row.state,
        need=Need(row.need) if row.need else None,
        reason=row.reason or "",
        since=row.since,
        due=row.acknowledge_by,
    )


def _circle(row: Row[*tuple[Any, ...]]) -> tuple[str, CircleType, str, str]:
    return row.circle_name, row.circle_type, row.city, row.city_ur
