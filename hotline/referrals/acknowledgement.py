"""What an officer or a supervisor says of a referral: mine, not ours, done; each may be said twice."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hotline.circles.models import Circle, CircleType
from hotline.circles.routing import Asked, route
from hotline.circles.snapshot import directory_now
from hotline.database import today
from hotline.referrals.models import Outcome, Referral, ReferralState, Role
from hotline.referrals.states import AFRESH, HANDED, NOW, Standing, change, move, remember, towards
from hotline.tips.models import Tip

MINE = "mine: {by}"
NOT_OURS = "not ours: {by}"
DONE = "done, {outcome}: {by}"
OUTCOME = "outcome {outcome}: {by}"
NOT_TOLD = "no outcome told"
ONWARD = "declined by {circle}: on to {onward}"
_ANSWERED: Mapping[str, object] = {"acknowledge_by": None, "unanswered_at": None, "handed_at": HANDED}


@dataclass(frozen=True, slots=True)
class Decliner:
    """Who says that a referral is not theirs; `circle` is None for a supervisor, who speaks for whoever has it."""

    by: str
    circle: str | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """Where it goes on to at once; None where nobody is left and it waits for a person."""

    onward: str | None


def acknowledge(
    session: Session, referral_id: uuid.UUID, by: str, words: bytes | None = None, circle: str | None = None
) -> bool:
    """Note that the circle has taken it; False where it was taken, or closed, before, or where it is no matter of the
    `circle` that says so any more."""
    row = _locked(session, referral_id)
    if row is None or _is_kept_from(session, row, circle):
        return False
    return _say(session, row, ReferralState.ACKNOWLEDGED, MINE.format(by=by), words, {"acknowledged_at": NOW})


def decline(
    session: Session,
    referral_id: uuid.UUID,
    by: Decliner,
    words: bytes | None = None,
    onward: tuple[str, ...] = (),
) -> Declined | None:
    """Note that it is not that circle's, and let it go on at once: to whose ground `onward` is (districts), or to whom
    the routing names when that circle is left out. None where it cannot be declined any more.

    After the commit the referral is to be dispatched. The headquarters desk has nobody to pass it on to but whom it
    names.
    """
    row = _locked(session, referral_id)
    if row is None or _is_kept_from(session, row, by.circle):
        # Said by two phones of one circle at once: it has gone on already.
        return None
    # As long as it has not gone on somebody must see to it.
    left = {"acknowledged_at": None, "unanswered_at": NOW if row.role is Role.MAIN else None}
    if not _say(session, row, ReferralState.DECLINED, NOT_OURS.format(by=by.by), words, left):
        return None
    if row.role is not Role.MAIN:
        return Declined(None)
    return _send_on(session, row, by.circle or row.circle_code, onward)


def _send_on(session: Session, row: Any, circle: str, onward: tuple[str, ...]) -> Declined:
    """From the circle that declined it to whose it is; it stays declined where nobody else is left."""
    kept_from = _keep_from(session, row, {circle, row.circle_code})
    target = route(directory_now(session), _asked(row, onward, kept_from), today())
    if target.circle in {circle, row.circle_code}:
        return Declined(None)
    move(
        session.connection(),
        Standing(row.id, ReferralState.DECLINED),
        ReferralState.WAITING,
        ONWARD.format(circle=circle, onward=target.circle),
        {**AFRESH, **towards(target)},
    )
    return Declined(target.circle)


def close(
    session: Session, referral_id: uuid.UUID, by: str, outcome: Outcome | None, words: bytes | None = None
) -> bool:
    """Note that the work is finished and what came of it; False where that was known before."""
    row = _locked(session, referral_id)
    if row is None:
        return False
    if row.state is ReferralState.CLOSED:
        if outcome is None or outcome is row.outcome:
            return False
        change(session.connection(), row.id, {"outcome": outcome})
        remember(session, row.id, OUTCOME.format(outcome=outcome, by=by), words)
        return True
    reason = DONE.format(outcome=outcome or NOT_TOLD, by=by)
    return _say(session, row, ReferralState.CLOSED, reason, words, {"closed_at": NOW, "outcome": outcome})


def _locked(session: Session, referral_id: uuid.UUID) -> Any:
    """The referral with its tip, both locked; the tip first, as whoever records one does."""
    tip_id = select(Referral.tip_id).where(Referral.id == referral_id).scalar_subquery()
    if session.execute(select(Tip.id).where(Tip.id == tip_id).with_for_update()).first() is None:
        return None
    return session.execute(
        select(
            Referral.id, Referral.tip_id, Referral.role, Referral.state, Referral.circle_code, Referral.outcome,
            Tip.district, Tip.province, Tip.kind, Tip.child, Tip.official_involved, Tip.excluded,
        )
        .join(Tip, Tip.id == Referral.tip_id)
        .where(Referral.id == referral_id)
        .with_for_update(of=Referral)
    ).one()  # fmt: skip


def _is_kept_from(session: Session, row: Any, circle: str | None) -> bool:
    """Whether that circle has no more to do with it; the headquarters desk always has."""
    return circle in row.excluded and session.get_one(Circle, circle).type is not CircleType.HEADQUARTERS


def _say(
    session: Session,
    row: Any,
    to: ReferralState,
    reason: str,
    words: bytes | None,
    more: Mapping[str, object],
) -> bool:
    return move(session.connection(), Standing(row.id, row.state), to, reason, {**_ANSWERED, **more}, words)


def _keep_from(session: Session, row: Any, circles: set[str]) -> frozenset[str]:
    """From now on the tip is kept from whoever said that it is not theirs, however often it is routed anew; the
    headquarters desk stays the last resort."""
    desks = session.scalars(select(Circle.code).where(Circle.type == CircleType.HEADQUARTERS)).all()
    kept_from = [*row.excluded, *sorted(circles - {*row.excluded, *desks})]
    session.execute(update(Tip).where(Tip.id == row.tip_id).values(excluded=kept_from))
    return frozenset(kept_from)


def _asked(row: Any, onward: tuple[str, ...], kept_from: frozenset[str]) -> Asked:
    return Asked(
        districts=onward or ((row.district,) if row.district else ()),
        province=None if onward else row.province,
        kind=row.kind,
        official_involved=row.official_involved,
        child=row.child,
        excluded=kept_from,
    )
