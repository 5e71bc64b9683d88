"""Keeping one tip from one circle, as a supervisor may wish when the tip is about that very circle."""

import uuid

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from hotline.circles.models import Circle, CircleType
from hotline.referrals.models import Referral, ReferralState, Role
from hotline.referrals.opening import NOT_TO
from hotline.referrals.states import remember
from hotline.tips.models import Tip

NOTED = f"{NOT_TO}, noted by {{by}}"

# Recorded anew, it is asked anew who gets it. A row is found once only, however often the button is pressed.
_KEEP = """
    UPDATE tips SET excluded = array_append(excluded, %(circle)s), recorded_at = NULL, ready_at = clock_timestamp()
    WHERE id = %(tip)s AND NOT excluded @> ARRAY[%(circle)s]
    RETURNING id
"""


def may_be_kept_from(role: Role, state: ReferralState, kind: CircleType) -> bool:
    """Whether that still makes sense: the headquarters desk is the last resort, what is finished stays so, and an
    office beside the circle that has been told knows it already."""
    if role is Role.MAIN:
        return kind is not CircleType.HEADQUARTERS and state is not ReferralState.CLOSED
    return state is ReferralState.WAITING


def keep_from(session: Session, reference: str, circle: str, by: str) -> uuid.UUID | None:
    """Keep the tip of this code from the circle that its referral is for, and note who says so; the tip's id, to be
    recorded anew. None where no such referral may be kept from it. Safe to run twice."""
    found = session.execute(
        select(Referral.id, Referral.tip_id, Referral.role, Referral.state, Circle.type)
        .join(Tip, Tip.id == Referral.tip_id)
        .join(Circle, Circle.code == Referral.circle_code)
        .where(Tip.reference == reference, Referral.circle_code == circle)
        .order_by(Referral.role == Role.MAIN)
    ).all()
    rows = [row for row in found if may_be_kept_from(row.role, row.state, row.type)]
    return _keep(session, rows[-1], circle, by) if rows else None


def _keep(session: Session, row: Row[*tuple[object, ...]], circle: str, by: str) -> uuid.UUID:
    parameters = {"tip": row.tip_id, "circle": circle}
    kept = session.connection().exec_driver_sql(_KEEP, parameters).first()
    if kept is not None:
        remember(session, row.id, NOTED.format(circle=circle, by=by))
    tip_id: uuid.UUID = row.tip_id
    return tip_id
