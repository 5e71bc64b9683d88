"""Nobody answers: an urgent tip goes from the circle to its zone to the headquarters desk, then a supervisor knows."""

from typing import Any

import pytest
from sqlalchemy import func, select, update

from hotline.alarms.looking import look
from hotline.alarms.models import AlarmKind
from hotline.carriers.practice.inbox import inbox
from hotline.circles.ladder import phones_for
from hotline.database import utc_now
from hotline.referrals.models import Referral, ReferralMessage, ReferralState
from tests.journeys.hotline import Hotline

HELD = "Workers are held at a brick kiln in Gujranwala, they beat them now"


def too_late(hotline: Hotline) -> None:
    with hotline.runtime.database.transaction() as session:
        session.execute(update(Referral).values(acknowledge_by=func.now()))
    hotline.work()


def reads(hotline: Hotline, circle: str) -> list[str]:
    with hotline.runtime.database.transaction() as session:
        phone = phones_for(session, circle, utc_now())
        return [text.body for text in inbox(session, phone.number)] if phone else []


@pytest.fixture
def told(hotline: Hotline) -> Hotline:
    hotline.text(HELD)
    hotline.work()
    return hotline


def test_from_the_circle_to_headquarters_and_then_to_a_supervisor(told: Hotline) -> None:
    for _ in range(3):
        too_late(told)
    first, second, third = (reads(told, circle) for circle in ("C-GRW", "Z-GRW", "HQ-TIP"))
    assert [len(texts) for texts in (first, second, third)] == [1, 1, 1], "each is told once"
    assert first[0].startswith("URGENT. Raabta")
    assert second[0].startswith("URGENT. NOT TAKEN YET.")
    assert third[0].startswith("URGENT. NOT TAKEN YET.")
    [referral] = told.rows(Referral)
    assert referral.unanswered_at is not None
    with told.runtime.database.transaction() as session:
        assert AlarmKind.NOBODY_ANSWERS in dict(look(session, 60.0))
    page: Any = told.supervisor().get("/console/referrals/").get_data(as_text=True)
    assert referral.tag in page


def test_taken_by_the_zone_it_climbs_no_further(told: Hotline) -> None:
    too_late(told)
    [referral] = told.rows(Referral)
    with told.runtime.database.transaction() as session:
        phone = session.scalars(
            select(ReferralMessage.number).where(ReferralMessage.circle_code == "Z-GRW")
        ).one()
    assert "noted as yours" in told.text(f"1 {referral.tag}", sender=phone)[0]
    too_late(told)
    assert reads(told, "HQ-TIP") == []
    assert [each.state for each in told.rows(Referral)] == [ReferralState.ACKNOWLEDGED]
