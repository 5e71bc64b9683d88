"""The webhooks of a call to an officer: the same answer for the same webhook, and never silence."""

from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from hotline import jobs
from hotline.calls.models import Call
from hotline.circles.models import CirclePhone
from hotline.queues import REFERRALS, TIPS
from hotline.referrals.acknowledgement import acknowledge, close
from hotline.referrals.models import Referral, ReferralEvent, ReferralMessage, ReferralState
from hotline.tips.models import Tip
from tests.cut_off import without_database
from tests.webhooks import FarEnd, answer_url, is_apology, played
from worker import make_worker


class Officer:
    """The duty phone of Gujranwala in a call about the one SMS that it got."""

    def __init__(self, far_end: FarEnd) -> None:
        self.far_end = far_end

    def picks_up(self, message: int = 1) -> Any:
        return self.far_end.post(f"/twilio/officers/{message}", self.far_end.call_form())

    def presses(self, asked: Any, key: str) -> Any:
        return self.far_end.press(answer_url(asked), key)

    def referral(self) -> Referral:
        with self.far_end.runtime.database.transaction() as session:
            return session.scalars(select(Referral)).one()

    def moves(self) -> int:
        with self.far_end.runtime.database.transaction() as session:
            return session.scalar(select(func.count()).select_from(ReferralEvent)) or 0


@pytest.fixture
def officer(client: Any, runtime: Any, practice_directory: None) -> Officer:
    far_end = FarEnd(client, runtime)
    far_end.text("Workers are held at a brick kiln in Gujranwala and beaten right now")
    with runtime.database.transaction() as session:
        session.execute(update(Tip).values(ready_at=func.now()))
    jobs.sweep(runtime)
    make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)
    with runtime.database.transaction() as session:
        assert session.scalars(select(ReferralMessage.id)).all() == [1]
    return Officer(far_end)


def last(response: Any) -> str:
    return played(response)[0].partition("/")[2]


def test_an_answer_that_comes_twice_is_answered_alike_and_counts_once(officer: Officer) -> None:
    asked = officer.picks_up()
    assert played(officer.picks_up()) == played(asked)
    assert last(officer.presses(asked, "1")) == "officer.taken"
    moves = officer.moves()
    assert last(officer.presses(asked, "1")) == "officer.taken"
    assert officer.moves() == moves
    assert last(officer.picks_up()) == "officer.too_late"


def test_a_refusal_that_comes_twice_is_answered_alike_and_counts_once(officer: Officer, runtime: Any) -> None:
    asked = officer.picks_up()
    assert last(officer.presses(asked, "2")) == "officer.passed_on"
    moves, circle = officer.moves(), officer.referral().circle_code
    officer.presses(asked, "2")
    assert (officer.moves(), officer.referral().circle_code) == (moves, circle)
    assert runtime.queues.lengths()[REFERRALS] >= 1, "it goes on at once"


@pytest.mark.parametrize("key", ["1", "2"])
def test_what_another_has_taken_meanwhile_stays_theirs(officer: Officer, runtime: Any, key: str) -> None:
    asked = officer.picks_up()
    with runtime.database.transaction() as session:
        assert acknowledge(session, officer.referral().id, "C-GRW, by SMS")
    moves = officer.moves()
    assert last(officer.presses(asked, key)) == "officer.too_late"
    assert (officer.referral().state, officer.moves()) == (ReferralState.ACKNOWLEDGED, moves)


def test_what_is_finished_asks_for_no_answer(officer: Officer, runtime: Any) -> None:
    with runtime.database.transaction() as session:
        assert close(session, officer.referral().id, "C-GRW, by SMS", None)
    assert last(officer.picks_up()) == "officer.too_late"


def test_a_phone_that_is_no_longer_the_offices_answers_nothing(officer: Officer, runtime: Any) -> None:
    asked = officer.picks_up()
    with runtime.database.transaction() as session:
        session.execute(delete(CirclePhone).where(CirclePhone.circle_code == "C-GRW"))
    assert last(officer.presses(asked, "1")) == "officer.too_late"
    assert officer.referral().state is not ReferralState.ACKNOWLEDGED


def test_an_sms_that_there_is_not_is_no_silence(officer: Officer) -> None:
    assert last(officer.picks_up(message=99)) == "officer.too_late"


@pytest.mark.parametrize("step", ["en.main.menu.1.0", "nonsense", "en.officer.urgent.1.9"])
def test_a_step_that_is_not_an_officers_asks_from_the_start(
    officer: Officer, runtime: Any, step: str
) -> None:
    far_end = officer.far_end
    answered = far_end.post(f"/twilio/officers/1/answer/{step}", far_end.call_form(Digits="1"))
    assert last(answered) == "officer.hello"
    with runtime.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Call)) == 0
    assert officer.referral().state is not ReferralState.ACKNOWLEDGED


def test_with_the_database_away_an_officer_hears_an_apology(environ: dict[str, str]) -> None:
    with without_database(environ) as far_end:
        assert is_apology(Officer(far_end).picks_up())
        form = far_end.call_form(Digits="1")
        assert is_apology(far_end.post("/twilio/officers/1/answer/en.officer.urgent.1.0", form))
        assert far_end.runtime.spool.count() == 0
