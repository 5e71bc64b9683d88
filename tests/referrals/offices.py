"""One tip with all its referrals, and offices beside the circle, made up since no real one is known."""

import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import select, text, update

from hotline.circles.models import Circle, CirclePhone, CircleType
from hotline.database import Database
from hotline.languages import Language
from hotline.referrals.dispatch import dispatch
from hotline.referrals.keeping_away import keep_from
from hotline.referrals.models import Referral, ReferralEvent, ReferralState, Role
from hotline.referrals.opening import open_referrals
from hotline.tips.models import Tip
from tests.referrals.conftest import DEADLINES, RECEIPTS, CarrierEnd, a_recorded_tip, recorded, ways_of

LABOUR, CHILDREN = "LD-PB", "CP-PB"
NUMBERS = {"C-GRW": "+923640000001", "C-GRT": "+923640000002", "HQ-TIP": "+923640000003"}
NUMBERS |= {LABOUR: "+923640000004", CHILDREN: "+923640000005", "C-LHR": "+923640000006"}


class Office:
    """One tip from Gujranwala, and what a test lets become of it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.carrier = CarrierEnd()
        self.tip = recorded(a_recorded_tip(database))

    def open(self, **known: Any) -> tuple[uuid.UUID, ...]:
        self.tip = replace(self.tip, **known)
        recorded = {name: known[name] for name in known.keys() & {"kind", "district", "province", "urgent"}}
        with self.database.transaction() as session:
            if recorded:
                session.execute(update(Tip).values(**recorded))
            return tuple(opened.id for opened in open_referrals(session, self.tip))

    def send(self, fault: Exception | None = None) -> dict[str, str]:
        """Let the worker send what is due; what was sent to whom."""
        with self.database.transaction() as session:
            session.execute(text("UPDATE referrals SET next_try_at = now() - interval '1 second'"))
        before = len(self.carrier.sent)
        for row in self.rows().values():
            if row.state in {ReferralState.WAITING, ReferralState.UNKNOWN, ReferralState.ESCALATED}:
                self.carrier.faults = [(fault, False)] if fault else []
                dispatch(self.database, ways_of(self.carrier), RECEIPTS, DEADLINES, row.id)
        owners = {number: circle for circle, number in NUMBERS.items()}
        return {owners[number]: words for number, words, _ in self.carrier.sent[before:]}

    def dispatch(self, role: Role) -> None:
        dispatch(self.database, ways_of(self.carrier), RECEIPTS, DEADLINES, self.rows()[role].id)

    def rows(self) -> dict[Role, Referral]:
        with self.database.transaction() as session:
            return {row.role: row for row in session.scalars(select(Referral))}

    def circles(self) -> dict[str, str]:
        return {role.value: row.circle_code for role, row in self.rows().items()}

    def last_reason(self, role: Role = Role.MAIN) -> str:
        with self.database.transaction() as session:
            events = select(ReferralEvent.reason).where(ReferralEvent.referral_id == self.rows()[role].id)
            return session.scalars(events.order_by(ReferralEvent.id.desc())).first() or ""

    def keep_from(self, circle: str) -> uuid.UUID | None:
        with self.database.transaction() as session:
            reference = session.scalars(select(Tip.reference)).one()
            kept = keep_from(session, reference, circle, "nadia")
            excluded = tuple(session.scalars(select(Tip.excluded)).one())
        self.tip = replace(self.tip, excluded=excluded)
        return kept


def with_phones(database: Database) -> Office:
    """Each circle of the test has a phone, and no office is entered beside them."""
    with database.transaction() as session:
        for code in NUMBERS.keys() - {LABOUR, CHILDREN}:
            session.add(CirclePhone(circle_code=code, number=NUMBERS[code], position=0))
    return Office(database)


def enter_offices(database: Database) -> None:
    """Punjab has a labour department and child protection, each with a phone."""
    nothing = dict.fromkeys(("zone", "region", "coverage", "published_phone", "phone_source", "evidence"), "")
    nothing |= dict.fromkeys(("source", "confidence", "notes"), "")
    more = {"city": "Lahore", "city_ur": "لاہور", "province": "Punjab", "language": Language.ENGLISH}
    kinds = {LABOUR: CircleType.LABOUR_DEPARTMENT, CHILDREN: CircleType.CHILD_PROTECTION}
    with database.transaction() as session:
        session.add_all(
            Circle(code=code, name=code, type=kind, **nothing, **more) for code, kind in kinds.items()
        )
        session.flush()
        session.add_all(CirclePhone(circle_code=code, number=NUMBERS[code], position=0) for code in kinds)
