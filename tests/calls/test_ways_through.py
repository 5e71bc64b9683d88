"""The ways a call may go: danger now, a person, no speech, an earlier report; each by its webhooks."""

from datetime import timedelta
from typing import Any

import pytest
from rq.worker import SimpleWorker
from sqlalchemy import select, update

from hotline import jobs
from hotline.calls.models import Call, Recording
from hotline.carriers.practice.inbox import PracticeText
from hotline.carriers.practice_numbers import DESK
from hotline.database import utc_now
from hotline.queues import TIPS
from hotline.referrals.models import Referral, ReferralMessage, ReferralState
from hotline.tips.models import Callback, Tip
from ivr_flows.engine import step_in
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


def test_who_hangs_up_while_speaking_is_left_at_that_step_and_heard_once(
    carrier: FarEnd, runtime: Any
) -> None:
    city = carrier.walk("1", "1", "3", "2", "1")
    for _ in range(2):
        carrier.speak(answer_url(city), Digits="hangup")
    carrier.end()
    [call] = rows(runtime, Call)
    assert step_in(call.waiting_at) == "where.city_punjab"
    assert len(rows(runtime, Recording)) == 1
    assert [tip.partial for tip in rows(runtime, Tip)] == [True]


def test_a_call_without_a_word_is_half_a_call(carrier: FarEnd, runtime: Any) -> None:
    response = carrier.ring()
    while twiml(response)[-1].tag != "Hangup":
        response = carrier.press(answer_url(response), "")
    assert [tip.partial for tip in rows(runtime, Tip)] == [True]


def test_whoever_asks_to_be_called_back_has_told_us_so(carrier: FarEnd, runtime: Any) -> None:
    carrier.walk("1", "0", "1")
    carrier.end()
    assert [tip.partial for tip in rows(runtime, Tip)] == [True]


def test_islamabad_taken_back_is_no_place(carrier: FarEnd, runtime: Any) -> None:
    carrier.walk("5", "2", "6", "2")
    carrier.end()
    [tip] = rows(runtime, Tip)
    assert (tip.district, tip.province) == (None, None)


def referral_texts(runtime: Any) -> list[tuple[str, str]]:
    """Each referral as it arrived: at whose phone, and its words."""
    with runtime.database.transaction() as session:
        texts = select(PracticeText.to_number, PracticeText.body).where(PracticeText.receipt_url != "")
        return [(row.to_number, row.body) for row in session.execute(texts.order_by(PracticeText.id))]


def test_danger_told_after_the_referral_went_out_is_sent_at_once_and_once(
    carrier: FarEnd, runtime: Any, worker: SimpleWorker
) -> None:
    what = carrier.speak(answer_url(carrier.walk("1", "1", "3", "2", "6")))
    not_heard_of(runtime, timedelta(seconds=50))
    jobs.sweep(runtime)
    worker.work(burst=True)
    carrier.speak(answer_url(what), Digits="9")
    for _ in range(2):
        worker.work(burst=True)
        jobs.sweep(runtime)
    first, second = referral_texts(runtime)
    assert not first[1].startswith("URGENT")
    assert second[1].startswith("URGENT. UPDATE.")
    assert first[0] == second[0]


def test_a_place_told_after_an_urgent_referral_went_out_leads_it_to_whose_ground_it_is(
    carrier: FarEnd, runtime: Any, worker: SimpleWorker
) -> None:
    province = carrier.walk("5", "1")
    with runtime.database.transaction() as session:
        session.execute(update(Tip).values(ready_at=utc_now()))
    jobs.sweep(runtime)
    worker.work(burst=True)
    carrier.press_all(province, "1", "1", "1")
    for _ in range(2):
        worker.work(burst=True)
        jobs.sweep(runtime)
    first, second = referral_texts(runtime)
    assert first[0] != second[0]
    assert "Lahore" not in first[1]
    assert "URGENT. UPDATE." in second[1]
    assert "Lahore" in second[1]
    [referral] = rows(runtime, Referral)
    assert (referral.circle_code, referral.why) == ("C-LHR", "jurisdiction")


def test_a_call_whose_step_is_gone_goes_on_and_keeps_no_other_from_being_heard(
    carrier: FarEnd, runtime: Any
) -> None:
    carrier.walk("1", "1", "3")
    with runtime.database.transaction() as session:
        session.execute(update(Call).values(waiting_at="ur.report_tip.gone.3.0"))
    gone = carrier.call_sid
    asked = carrier.press("/twilio/calls/answer/ur.report_tip.gone.3.0", "1")
    assert "ur/main.report" in played(asked)
    carrier.press_all(asked, "1", "3")
    with runtime.database.transaction() as session:
        session.execute(update(Call).values(waiting_at="ur.report_tip.gone.9.0"))
    carrier.call_sid = "CA" + "f" * 32
    carrier.walk("1", "2")
    not_heard_of(runtime, timedelta(hours=1))
    jobs.sweep(runtime)
    assert {call.carrier_id: call.ended_as for call in rows(runtime, Call)} == {
        gone: "unheard of",
        carrier.call_sid: "unheard of",
    }
    assert len(rows(runtime, Tip)) == 2


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
    assert tip.ready_at - utc_now() > timedelta(seconds=10)
    carrier.press(answer_url(province), "6")
    [tip] = rows(runtime, Tip)
    assert (tip.province, tip.district) == ("ICT", "Islamabad")
    assert tip.ready_at <= utc_now()


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
    assert [message.urgent for message in rows(runtime, ReferralMessage)] == [True]
