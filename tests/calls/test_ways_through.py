"""The ways a call may go: danger now, a person, no speech, an earlier report; each by its webhooks."""

from datetime import timedelta
from typing import Any

import pytest
from rq.worker import SimpleWorker
from sqlalchemy import update

from hotline import jobs
from hotline.calls.models import Call
from hotline.carriers.practice_numbers import DESK
from hotline.database import utc_now
from hotline.queues import TIPS
from hotline.referrals.models import Referral, ReferralState
from hotline.tips.models import Callback, Tip
from tests.calls.conftest import rows
from tests.webhooks import CALLER, FarEnd, answer_url, played, twiml


@pytest.fixture
def with_desks(environ: dict[str, str]) -> None:
    environ["HOTLINE_EMERGENCY_NUMBER"] = DESK
    environ["HOTLINE_DESK_NUMBER"] = DESK
    environ["HOTLINE_DESK_DAYS"] = "mon-sun"
    environ["HOTLINE_DESK_HOURS"] = "00:00-24:00"


def dial(carrier: FarEnd, response: Any, status: str) -> Any:
    """The carrier's word of how the call to the desk went."""
    [verb] = [verb for verb in twiml(response) if verb.tag == "Dial"]
    return carrier.post(carrier.path(verb.attrib["action"]), carrier.call_form(DialCallStatus=status))


@pytest.mark.usefixtures("with_desks")
class TestWithDesks:
    def test_nine_calls_the_emergency_desk_and_the_tip_is_there_at_once(
        self, carrier: FarEnd, runtime: Any
    ) -> None:
        calling = carrier.walk("1", "9")
        [verb] = [verb for verb in twiml(calling) if verb.tag == "Dial"]
        assert verb.attrib["timeout"] == "25"
        assert "".join(verb.itertext()) == DESK
        assert CALLER not in calling.get_data(as_text=True)
        [tip] = rows(runtime, Tip)
        assert (tip.urgent, tip.partial) == (True, True)
        assert tip.ready_at <= utc_now()

    def test_a_desk_that_does_not_answer_leaves_15_and_a_message(self, carrier: FarEnd, runtime: Any) -> None:
        message = dial(carrier, carrier.walk("1", "9"), "no-answer")
        assert played(message)[0] == "ur/dial_15"
        thanks = carrier.speak(answer_url(message))
        assert sum("digit." in name for name in played(thanks)) == 16
        assert len(rows(runtime, Tip)) == 1

    def test_a_desk_that_answered_is_the_end_of_the_call(self, carrier: FarEnd, runtime: Any) -> None:
        assert twiml(dial(carrier, carrier.walk("1", "9"), "completed"))[-1].tag == "Hangup"
        assert len(rows(runtime, Tip)) == 1

    def test_a_person_who_is_away_leaves_a_call_back_or_a_message(
        self, carrier: FarEnd, runtime: Any
    ) -> None:
        away = dial(carrier, carrier.walk("1", "0"), "busy")
        assert "ur/person.away" in played(away)
        carrier.press_all(away, "1", "1", "1")
        carrier.end()
        [tip] = rows(runtime, Tip)
        assert (tip.callback, tip.may_say_who) == (Callback.MORNING, True)

    def test_a_long_talk_with_a_desk_is_not_taken_for_a_lost_call(
        self, carrier: FarEnd, runtime: Any
    ) -> None:
        calling = carrier.walk("1", "2", "1")
        not_heard_of(runtime, timedelta(hours=1))
        jobs.sweep(runtime)
        assert [call.ended_at for call in rows(runtime, Call)] == [None]
        dial(carrier, calling, "completed")
        carrier.end()
        assert [call.ended_as for call in rows(runtime, Call)] == ["completed"]

    def test_a_desk_that_is_never_heard_of_again_ends_in_the_end(self, carrier: FarEnd, runtime: Any) -> None:
        carrier.walk("1", "2", "1")
        not_heard_of(runtime, timedelta(hours=3))
        jobs.sweep(runtime)
        assert [call.ended_as for call in rows(runtime, Call)] == ["unheard of"]


def not_heard_of(runtime: Any, since: timedelta) -> None:
    with runtime.database.transaction() as session:
        session.execute(update(Call).values(heard_at=utc_now() - since))


def test_without_a_desk_nobody_is_dialled_and_nobody_is_left_without_a_way(
    carrier: FarEnd, runtime: Any
) -> None:
    assert "ur/dial_15" in played(carrier.walk("1", "9"))
    carrier.call_sid += "0"
    assert "ur/person.away" in played(carrier.walk("1", "0"))


def test_nine_pressed_after_words_keeps_the_words(carrier: FarEnd, runtime: Any) -> None:
    city = carrier.walk("1", "1", "3", "2", "1")
    assert "ur/dial_15" in played(carrier.speak(answer_url(city), Digits="9"))
    [tip] = rows(runtime, Tip)
    assert (tip.urgent, tip.province) == (True, "Punjab")


def test_hanging_up_in_the_middle_of_the_last_words_is_half_a_call(carrier: FarEnd, runtime: Any) -> None:
    message = carrier.walk("1", "9")
    carrier.speak(answer_url(message), Digits="hangup")
    carrier.end()
    assert [tip.partial for tip in rows(runtime, Tip)] == [True]


def test_who_hangs_up_is_not_waited_for(carrier: FarEnd, runtime: Any) -> None:
    carrier.walk("5", "1")
    carrier.end()
    [tip] = rows(runtime, Tip)
    assert tip.ready_at <= utc_now()
    assert runtime.queues.lengths()[TIPS] == 1


def test_an_urgent_tip_waits_a_little_for_its_place_and_not_for_more(carrier: FarEnd, runtime: Any) -> None:
    province = carrier.walk("5", "1")
    [tip] = rows(runtime, Tip)
    assert tip.urgent
    assert 5 < (tip.ready_at - utc_now()).total_seconds() <= 12
    carrier.press(answer_url(province), "6")
    [tip] = rows(runtime, Tip)
    assert tip.province == "ICT"


def test_the_silent_path_needs_keys_alone(carrier: FarEnd, runtime: Any, worker: SimpleWorker) -> None:
    response = carrier.walk("5", "1", "1")
    assert "ur/where.division" in played(response)
    right = carrier.press_all(response, "1", "1")
    assert played(right)[0].startswith("ur/place.")
    thanks = carrier.press_all(right, "", "1", "2")
    assert not any(verb.tag == "Record" for verb in twiml(thanks))
    worker.work(burst=True)
    [tip] = rows(runtime, Tip)
    assert tip.district
    assert tip.place_why == "district chosen by key"
    [referral] = rows(runtime, Referral)
    assert (referral.why, referral.state) == ("jurisdiction", ReferralState.SENT)


def test_a_district_taken_back_is_no_place(carrier: FarEnd, runtime: Any) -> None:
    carrier.press_all(carrier.walk("5", "1", "1", "1", "1"), "2")
    carrier.end()
    [tip] = rows(runtime, Tip)
    assert (tip.district, tip.province) == (None, "Punjab")


def test_an_area_code_is_taken_where_the_city_is_asked(carrier: FarEnd, runtime: Any) -> None:
    right = carrier.press(answer_url(carrier.walk("1", "1", "3", "2", "3")), "042#")
    assert played(right)[0] == "ur/place.lahore"
    carrier.end()
    [tip] = rows(runtime, Tip)
    assert (tip.district, tip.province) == ("Lahore", "Punjab"), "the code counts, not the province before it"


def test_the_clock_sends_an_urgent_tip_whose_place_never_comes(
    carrier: FarEnd, runtime: Any, worker: SimpleWorker
) -> None:
    carrier.walk("5", "1")
    worker.work(burst=True)
    assert rows(runtime, Referral) == []
    with runtime.database.transaction() as session:
        session.execute(update(Tip).values(ready_at=utc_now()))
    jobs.sweep(runtime)
    worker.work(burst=True)
    [referral] = rows(runtime, Referral)
    assert referral.circle_code == "HQ-TIP"
    assert "URGENT" in (referral.body or "")
