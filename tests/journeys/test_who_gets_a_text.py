"""Who gets a text, from the webhook to the phones: officials bypassed, the labour department told too."""

from typing import Any

import pytest
from sqlalchemy import select, update

from hotline import jobs
from hotline.carriers.practice.inbox import PracticeText
from hotline.circles.ladder import phones_for
from hotline.database import utc_now
from hotline.queues import REFERRALS, TIPS
from hotline.tips.models import Tip
from tests.referrals.offices import LABOUR, NUMBERS, enter_offices
from tests.webhooks import FarEnd
from worker import make_worker

DEBT = {
    "roman": "Gujranwala ke bhatte par mazdoor peshgi ki wajah se qaid hain",
    "urdu": "گوجرانوالہ کے بھٹے پر پیشگی کے بدلے مزدور قید ہیں",
    "english": "Workers are held for a debt at a brick kiln in Gujranwala",
}
BRIBED = {
    "roman": "Gujranwala ke bhatte par mazdoor qaid hain, police bhi malik se mili hui hai",
    "urdu": "گوجرانوالہ کے بھٹے پر مزدور قید ہیں، پولیس مالک سے ملی ہوئی ہے",
    "english": "Workers are held at a kiln in Gujranwala and the police take bribes from the owner",
}


@pytest.fixture
def hotline(client: Any, runtime: Any, practice_directory: None) -> FarEnd:
    enter_offices(runtime.database)
    return FarEnd(client, runtime)


def told(hotline: FarEnd) -> dict[str, str]:
    """What stands on whose phone once the workers have done what there is to do, by the circle's code."""
    database = hotline.runtime.database
    with database.transaction() as session:
        session.execute(update(Tip).values(ready_at=utc_now()))
    jobs.sweep(hotline.runtime)
    make_worker(hotline.runtime, [TIPS, REFERRALS]).work(burst=True)
    with database.transaction() as session:
        owners = {
            phone.number: code
            for code in ("C-GRW", "C-GRT", "HQ-TIP", "Z-GRW", LABOUR)
            if (phone := phones_for(session, code, utc_now()))
        }
        texts = session.execute(
            select(PracticeText.to_number, PracticeText.body).where(PracticeText.receipt_url != "")
        )
        return {owners[row.to_number]: row.body for row in texts}


@pytest.mark.parametrize("words", DEBT.values(), ids=DEBT)
def test_bonded_labour_reaches_the_circle_and_the_labour_department(hotline: FarEnd, words: str) -> None:
    hotline.text(words)
    texts = told(hotline)
    assert texts.keys() == {"C-GRW", LABOUR}
    for body in texts.values():
        assert "bonded labour. Place: Gujranwala." in body


@pytest.mark.parametrize("words", BRIBED.values(), ids=BRIBED)
def test_with_an_official_involved_only_the_headquarters_desk_reads_of_it(
    hotline: FarEnd, words: str
) -> None:
    hotline.text(words)
    texts = told(hotline)
    assert texts.keys() == {"HQ-TIP"}
    assert "Place: Gujranwala." in texts["HQ-TIP"]


def test_the_offices_numbers_are_made_up() -> None:
    assert all(number.startswith("+92364") for number in NUMBERS.values())
