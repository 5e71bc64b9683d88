"""Opening referrals: who gets the tip, and why; one to its circle, and one to each office beside it."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from hotline.circles.routing import Asked, Route, Why, route
from hotline.circles.snapshot import directory_now
from hotline.database import today
from hotline.referrals.models import Referral, ReferralState, Role
from hotline.referrals.states import AFRESH, NOW, UP, Standing, change, move, remember, towards
from hotline.tips.metadata import RecordedTip
from hotline.tips.models import Tip

MORE = "more is known: "
PLACE = f"{MORE}the place"
DANGER = f"{MORE}urgent"
OFFICIAL = f"{MORE}an official"
ANEW = f"{MORE}this office"
NOT_TO = "not to {circle}"
NOT_THEIRS = "not for this office any more"
LOOK_AGAIN = timedelta(seconds=15)
# So many are drawn, and the first by which the circle knows no other open tip is taken. Where all are known, an officer
# is asked for the tip's whole code.
MOST_TAGS = 8
# The most exact first.
_EXACTNESS = (Why.OFFICIAL, Why.JURISDICTION, Why.NEAREST, Why.PROVINCE, Why.HEADQUARTERS)
_ON_ITS_WAY = (ReferralState.SENDING, ReferralState.UNKNOWN)
_TO_BE_SENT = (ReferralState.WAITING, ReferralState.ESCALATED)


@dataclass(frozen=True, slots=True)
class Opened:
    """One of the tip's referrals; `due` when it is to be sent."""

    id: uuid.UUID
    due: bool


@dataclass(frozen=True, slots=True)
class Target:
    """For what an office is to get the tip, which one that is, and why."""

    role: Role
    circle: str
    why: Why
    detail: str
    km: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a tip at this moment, and which circles it must not go to."""

    tip: RecordedTip
    kept_away: frozenset[str]


_OPEN = """
    WITH opened AS (
        INSERT INTO referrals (
            id, tip_id, role, circle_code, why, detail, km, state, tag, step, ladder_from, attempts, tries,
            told_urgent, news
        )
        VALUES (
            %(id)s, %(tip)s, %(role)s, %(circle)s::text, %(why)s, %(detail)s, %(km)s, %(state)s::text,
            coalesce(
                (SELECT drawn FROM unnest(%(tags)s::text[]) AS drawn WHERE NOT EXISTS (
                    SELECT 1 FROM referrals r
                    WHERE r.circle_code = %(circle)s::text AND r.tag = drawn AND r.closed_at IS NULL
                ) LIMIT 1),
                %(tag)s::text
            ),
            0, 0, 0, 0, false, false
        )
        ON CONFLICT (tip_id, role) DO NOTHING
        RETURNING id
    )
    INSERT INTO referral_events (referral_id, state, step, reason) SELECT id, %(state)s::text, 0, %(reason)s FROM opened
    RETURNING referral_id
"""


_OF_TIP = (
    select(
        Referral.id,
        Referral.role,
        Referral.state,
        Referral.circle_code,
        Referral.why,
        Referral.detail,
        Referral.told_urgent,
    )
    .where(Referral.tip_id == bindparam("tip"))
    .order_by(Referral.role)
    .with_for_update()
)


def open_referrals(session: Session, tip: RecordedTip) -> tuple[Opened, ...]:
    """Open the tip's referrals, or find those it has and let them tell what has become known since they were sent.

    Safe to run twice: a tip has one of each role, and what has been told is not told again.
    """
    on = today()
    directory = directory_now(session)
    chosen = route(directory, _asked(tip), on)
    main, *beside = _targets(chosen)
    opened = _open(session, tip, main)
    if opened is not None:
        return (opened, *filter(None, (_open(session, tip, target) for target in beside)))
    rows = {row.role: row for row in session.execute(_OF_TIP, {"tip": tip.id})}
    known = Known(tip, frozenset(tip.excluded) | directory.on(on).passed_over)
    moves = _is_elsewhere(rows[Role.MAIN], tip, main)
    found = [_tell(session, known, rows.pop(Role.MAIN), main, moves=moves)]
    for target in beside:
        row = rows.pop(target.role, None)
        opened = _tell(session, known, row, target, moves=moves) if row else _open(session, tip, target)
        found += [opened] if opened else []
    for row in rows.values():
        _withdraw(session, row)
    return tuple(found)


def _asked(tip: RecordedTip) -> Asked:
    named = tip.places if tip.district in tip.places else ()
    return Asked(
        districts=named or ((tip.district,) if tip.district else ()),
        now=tip.now if named else None,
        province=tip.province,
        kind=tip.kind,
        official_involved=tip.official_involved,
        child=tip.child,
        excluded=frozenset(tip.excluded),
    )


def _targets(chosen: Route) -> tuple[Target, ...]:
    main = Target(Role.MAIN, chosen.circle, chosen.why, chosen.detail, chosen.km)
    beside = (Target(Role(also.role), also.circle, also.why, also.detail) for also in chosen.also)
    return (main, *beside)


def _open(session: Session, tip: RecordedTip, target: Target) -> Opened | None:
    """None when there is one of this role."""
    tags = [f"{secrets.randbelow(10_000):04d}" for _ in range(MOST_TAGS)]
    parameters = {
        "id": uuid.uuid4(),
        "tip": tip.id,
        "role": target.role,
        "circle": target.circle,
        "why": target.why,
        "detail": target.detail,
        "km": target.km,
        "state": ReferralState.WAITING,
        "tags": tags,
        "tag": tags[0],
        "reason": f"{target.why}: {target.detail}",
    }
    opened = session.connection().exec_driver_sql(_OPEN, parameters).first()
    return None if opened is None else Opened(opened.referral_id, due=True)


def _tell(session: Session, known: Known, row: Any, target: Target, *, moves: bool) -> Opened:
    """Let a referral that there is tell what is news, and go where it should by now."""
    news, connection = _news(row, known, target, moves=moves), session.connection()
    found, elsewhere = Standing(row.id, row.state), target.circle != row.circle_code
    if row.state is ReferralState.WITHDRAWN:
        move(connection, found, ReferralState.WAITING, ANEW, {**towards(target), "next_try_at": NOW})
        return Opened(row.id, due=True)
    if news is None and not elsewhere and target.detail != row.detail:
        change(connection, row.id, towards(target))
    if row.state in _TO_BE_SENT and news is not None and not elsewhere:
        # Whoever is about to send what was known before must look again.
        change(connection, row.id, AFRESH if row.state is ReferralState.WAITING else UP)
        return Opened(row.id, due=True)
    if news is None:
        return Opened(row.id, due=row.state in _TO_BE_SENT)
    if row.state is ReferralState.WAITING:
        # Nobody there was told at this step, or nobody got it.
        change(connection, row.id, {**towards(target), **AFRESH})
        remember(session, row.id, news)
        return Opened(row.id, due=True)
    if row.state in _ON_ITS_WAY:
        # What is being sent this moment may not say it: looked at again when its fate is known.
        later = {"recorded_at": None, "ready_at": func.clock_timestamp() + LOOK_AGAIN}
        session.execute(update(Tip).where(Tip.id == known.tip.id).values(**later))
        return Opened(row.id, due=False)
    # Whoever asks by code is told of work that goes on.
    values = {**towards(target), **AFRESH, "news": True}
    return Opened(row.id, due=move(connection, found, ReferralState.WAITING, news, values))


def _news(row: Any, known: Known, target: Target, *, moves: bool) -> str | None:
    """What an office should be told although the tip is on its way: that it is theirs now, or that it is urgent."""
    if target.circle != row.circle_code:
        if row.circle_code in known.kept_away and row.state is not ReferralState.CLOSED:
            return NOT_TO.format(circle=row.circle_code)
        if target.why is Why.OFFICIAL and row.why != Why.OFFICIAL:
            return OFFICIAL
        if moves or (target.role is not Role.MAIN and row.state is ReferralState.WAITING):
            return PLACE
    return DANGER if known.tip.urgent and not row.told_urgent else None


def _is_elsewhere(row: Any, tip: RecordedTip, main: Target) -> bool:
    """Whether another circle's ground is known now: more exactly, or as exactly when nobody has been told yet, or when
    the words say where it happens now."""
    if main.circle == row.circle_code:
        return False
    now, before = _EXACTNESS.index(main.why), _EXACTNESS.index(Why(row.why))
    follows = row.state is ReferralState.WAITING or tip.now is not None
    return now < before or (follows and now == before)


def _withdraw(session: Session, row: Any) -> None:
    """An office that should not get the tip any more is not told; what was sent stays sent."""
    if row.state is ReferralState.WAITING:
        move(session.connection(), Standing(row.id, row.state), ReferralState.WITHDRAWN, NOT_THEIRS)
