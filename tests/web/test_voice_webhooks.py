"""A call by its webhooks: whatever arrives, in whatever order, the caller hears something and the tip is kept."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from hotline.calls.models import Call, CallAnswer, Recording
from hotline.tips.models import Channel, Kind, Tip
from tests.webhooks import FarEnd, answer_url, is_apology, played, twiml


@pytest.fixture
def carrier(client: Any, runtime: Any, directory: None) -> FarEnd:
    return FarEnd(client, runtime)


def the_call(runtime: Any) -> Call:
    with runtime.database.transaction() as session:
        return session.execute(select(Call)).scalar_one()


def tips(runtime: Any) -> list[Tip]:
    with runtime.database.transaction() as session:
        return list(session.execute(select(Tip).order_by(Tip.taken_at)).scalars())


def count(runtime: Any, what: Any) -> int:
    with runtime.database.transaction() as session:
        return int(session.execute(select(func.count()).select_from(what)).scalar_one())


def test_a_call_from_ring_to_code(carrier: FarEnd, runtime: Any) -> None:
    rung = carrier.ring()
    assert played(rung) == ["ur/choose_language.urdu", "en/choose_language.english"]
    kind = carrier.press(answer_url(rung), "1")
    assert all(name.startswith("ur/") for name in played(kind))
    where = carrier.press(answer_url(carrier.press(answer_url(kind), "3")), "1")
    assert "ur/report_tip.where" in played(where)
    what = carrier.speak(answer_url(where))
    thanks = carrier.speak(answer_url(what))
    tip = tips(runtime)[0]
    spoken = [name.removeprefix("ur/digit.") for name in played(thanks) if "digit." in name]
    assert "".join(spoken) == tip.reference * 2
    assert twiml(thanks)[-1].tag == "Hangup"
    assert (tip.channel, tip.kind, tip.province, tip.partial) == (
        Channel.CALL,
        Kind.SEXUAL_EXPLOITATION,
        "Punjab",
        False,
    )
    assert count(runtime, Recording) == 2


def test_silence_all_the_way_still_ends_with_a_code(carrier: FarEnd, runtime: Any) -> None:
    response = carrier.ring()
    for _ in range(40):
        if twiml(response)[-1].tag == "Hangup":
            break
        response = carrier.press(answer_url(response), "")
    assert any("digit." in name for name in played(response))
    assert len(tips(runtime)) == 1


def test_a_hang_up_half_way_leaves_what_was_said(carrier: FarEnd, runtime: Any) -> None:
    carrier.walk("2", "1", "1")
    assert carrier.end().status_code == 204
    tip = tips(runtime)[0]
    assert (tip.kind, tip.partial, tip.language) == (Kind.BONDED_LABOUR, True, "en")


def test_a_hang_up_before_anything_was_said_leaves_no_tip(carrier: FarEnd, runtime: Any) -> None:
    carrier.walk("2")
    carrier.end()
    assert tips(runtime) == []
    assert the_call(runtime).ended_as == "completed"


def test_a_repeated_webhook_changes_nothing_and_is_answered_alike(carrier: FarEnd, runtime: Any) -> None:
    first = carrier.ring()
    assert carrier.ring().data == first.data
    step = answer_url(first)
    once = carrier.press(step, "1")
    again = carrier.press(step, "2")
    assert answer_url(again) == answer_url(once)
    assert count(runtime, CallAnswer) == 1
    carrier.press(answer_url(once), "3")
    carrier.end()
    carrier.end()
    assert len(tips(runtime)) == 1


def test_the_last_answer_repeated_reads_the_same_code(carrier: FarEnd, runtime: Any) -> None:
    where = carrier.walk("1", "3", "1")
    what = carrier.speak(answer_url(where))
    last = answer_url(what)
    thanks = carrier.speak(last)
    assert played(carrier.speak(last)) == played(thanks)
    assert len(tips(runtime)) == 1


def test_an_answer_out_of_order_is_asked_again_where_the_call_waits(carrier: FarEnd, runtime: Any) -> None:
    rung = carrier.ring()
    kind = carrier.press(answer_url(rung), "1")
    province = carrier.press(answer_url(kind), "3")
    assert answer_url(carrier.press(answer_url(rung), "2")) == answer_url(province)
    assert the_call(runtime).language == "ur"


def test_a_recording_that_comes_after_the_hang_up_is_kept(carrier: FarEnd, runtime: Any) -> None:
    where = carrier.walk("1", "3", "1")
    carrier.end()
    carrier.speak(answer_url(where), Digits="hangup")
    assert count(runtime, Recording) == 1
    assert len(tips(runtime)) == 1


def test_only_a_recording_after_the_hang_up_still_makes_a_tip(carrier: FarEnd, runtime: Any) -> None:
    response = carrier.walk("1")
    while "ur/report_tip.where" not in played(response):
        response = carrier.press(answer_url(response), "")
    carrier.end()
    assert tips(runtime) == []
    carrier.speak(answer_url(response), Digits="hangup")
    assert [tip.partial for tip in tips(runtime)] == [True]


def test_a_call_nobody_told_us_of_is_taken_up_where_it_is(carrier: FarEnd, runtime: Any) -> None:
    response = carrier.post("/twilio/calls/answer/ur.report_tip.kind.1.0", carrier.call_form(Digits="3"))
    assert "ur/report_tip.province" in played(response)
    carrier.end()
    assert tips(runtime)[0].kind is Kind.SEXUAL_EXPLOITATION


@pytest.mark.parametrize(
    "step", ["nonsense", "ur.report_tip.gone.1.0", "ur.report_tip.kind.-1.0", "%D8%A7", "a" * 500]
)
def test_an_unknown_step_is_answered_with_the_question_the_call_waits_at(carrier: FarEnd, step: str) -> None:
    kind = carrier.walk("1")
    response = carrier.post(f"/twilio/calls/answer/{step}", carrier.call_form(Digits="1"))
    assert answer_url(response) == answer_url(kind)


@pytest.mark.parametrize(
    "number", ["anonymous", "Restricted", "+266696687", "", "+92", "\ud800", "اردو", "sip:a@b", "x" * 5000]
)
def test_a_withheld_or_malformed_number_is_a_caller_like_any_other(
    carrier: FarEnd, runtime: Any, number: str
) -> None:
    if number == "\ud800":
        number = number.encode("utf-8", "replace").decode()
    rung = carrier.ring(From=number)
    assert played(rung)
    assert the_call(runtime).caller_pseudonym is None


@pytest.mark.parametrize("keys", ["", "7", "#", "12", "1" * 300, "abc", "١", "😀"])
def test_strange_keys_are_asked_again(carrier: FarEnd, keys: str) -> None:
    assert answer_url(carrier.press(answer_url(carrier.walk("1")), keys))


def test_without_a_call_id_the_caller_still_hears_something(carrier: FarEnd) -> None:
    assert is_apology(carrier.post("/twilio/calls/incoming", {"From": "+923640009001"}))
    assert is_apology(carrier.post("/twilio/calls/answer/ur.report_tip.kind.1.0", {"Digits": "1"}))
    assert carrier.post("/twilio/calls/ended", {"CallStatus": "completed"}).status_code == 400


def test_the_fallback_address_apologises_and_names_another_number(carrier: FarEnd) -> None:
    form = carrier.call_form(ErrorCode="11200", ErrorUrl="https://example.org/twilio/calls/incoming")
    assert is_apology(carrier.post("/twilio/calls/failed", form))


def test_a_call_still_going_on_is_not_ended_by_its_status(carrier: FarEnd, runtime: Any) -> None:
    carrier.walk("1", "3")
    carrier.end(CallStatus="in-progress")
    assert the_call(runtime).ended_at is None
    assert tips(runtime) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(["", "1", "2", "3", "4", "*", "9", "speak", "end"]))
    )
)
def test_any_order_of_webhooks_leaves_at_most_one_tip_and_no_silence(
    carrier: FarEnd, runtime: Any, events: list[tuple[int, str]]
) -> None:
    carrier = FarEnd(carrier.client, runtime)
    before = len(tips(runtime))
    steps = [answer_url(carrier.ring())]
    for which, what in events:
        step = steps[which % len(steps)]
        if what == "end":
            assert carrier.end().status_code == 204
            continue
        response = carrier.speak(step) if what == "speak" else carrier.press(step, what)
        assert played(response)
        if twiml(response)[-1].tag != "Hangup":
            steps.append(answer_url(response))
    carrier.end()
    assert len(tips(runtime)) - before <= 1
