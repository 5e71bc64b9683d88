"""A call by its webhooks: whatever arrives, in whatever order, the caller hears something and the tip is kept."""

from typing import Any

import pytest
from sqlalchemy import func, select

from hotline.calls.models import Call, CallAnswer, Recording
from hotline.tips.models import Callback, Channel, Kind, Tip
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


REPORT = ("1", "1")
IN_PUNJAB = (*REPORT, "3", "2", "1")


def test_a_call_from_ring_to_code(carrier: FarEnd, runtime: Any) -> None:
    rung = carrier.ring()
    assert played(rung)[:2] == ["ur/choose_language.urdu", "en/choose_language.english"]
    menu = carrier.press(answer_url(rung), "1")
    assert all(name.startswith("ur/") for name in played(menu))
    city = carrier.press_all(menu, "1", "3", "2", "1")
    assert played(city)[:2] == ["ur/place.punjab", "ur/consent"]
    what = carrier.speak(answer_url(city))
    safe_word = carrier.press_all(carrier.speak(answer_url(what)), "3", "2")
    thanks = carrier.speak(answer_url(safe_word))
    tip = tips(runtime)[0]
    spoken = [name.removeprefix("ur/digit.") for name in played(thanks) if "digit." in name]
    assert "".join(spoken) == tip.reference * 2
    assert twiml(thanks)[-1].tag == "Hangup"
    assert (tip.channel, tip.kind, tip.province, tip.partial, tip.urgent) == (
        Channel.CALL,
        Kind.SEXUAL_EXPLOITATION,
        "Punjab",
        False,
        False,
    )
    assert (tip.callback, tip.may_say_who) == (Callback.EVENING, False)
    assert count(runtime, Recording) == 3


def test_silence_all_the_way_still_ends_with_a_code(carrier: FarEnd, runtime: Any) -> None:
    response = carrier.ring()
    for _ in range(40):
        if twiml(response)[-1].tag == "Hangup":
            break
        response = carrier.press(answer_url(response), "")
    assert any("digit." in name for name in played(response))
    assert len(tips(runtime)) == 1


def test_a_hang_up_half_way_leaves_what_was_said(carrier: FarEnd, runtime: Any) -> None:
    carrier.walk("2", "1", "1", "1")
    assert carrier.end().status_code == 204
    tip = tips(runtime)[0]
    assert (tip.kind, tip.partial, tip.language) == (Kind.BONDED_LABOUR, True, "en")


def test_a_hang_up_before_anything_was_said_leaves_no_tip(carrier: FarEnd, runtime: Any) -> None:
    carrier.walk("2")
    carrier.end()
    assert tips(runtime) == []
    assert the_call(runtime).ended_as == "completed"


@pytest.mark.parametrize("keys", [("1", "4", "1"), ("1", "0"), ("1", "3")], ids=["topics", "desk", "code"])
def test_who_only_listens_or_looks_for_somebody_leaves_no_tip(
    carrier: FarEnd, runtime: Any, keys: tuple[str, ...]
) -> None:
    carrier.walk(*keys)
    carrier.end()
    assert tips(runtime) == []


def test_a_wish_for_help_is_a_tip_however_soon_the_line_is_cut(carrier: FarEnd, runtime: Any) -> None:
    carrier.walk("1", "2")
    carrier.end()
    assert [tip.partial for tip in tips(runtime)] == [True]


def test_a_repeated_webhook_changes_nothing_and_is_answered_alike(carrier: FarEnd, runtime: Any) -> None:
    first = carrier.ring()
    assert carrier.ring().data == first.data
    step = answer_url(first)
    once = carrier.press(step, "1")
    again = carrier.press(step, "2")
    assert answer_url(again) == answer_url(once)
    assert count(runtime, CallAnswer) == 1
    carrier.press_all(once, "1", "3")
    carrier.end()
    carrier.end()
    assert len(tips(runtime)) == 1


def test_the_last_answer_repeated_reads_the_same_code(carrier: FarEnd, runtime: Any) -> None:
    what = carrier.speak(answer_url(carrier.walk(*IN_PUNJAB)))
    last = answer_url(carrier.speak(answer_url(what)))
    thanks = carrier.press(last, "4")
    assert played(carrier.press(last, "4")) == played(thanks)
    assert len(tips(runtime)) == 1


def test_an_answer_out_of_order_is_asked_again_where_the_call_waits(carrier: FarEnd, runtime: Any) -> None:
    rung = carrier.ring()
    danger = carrier.press_all(rung, *REPORT, "3")
    assert answer_url(carrier.press(answer_url(rung), "2")) == answer_url(danger)
    assert the_call(runtime).language == "ur"


def test_a_recording_that_comes_after_the_hang_up_is_kept(carrier: FarEnd, runtime: Any) -> None:
    city = carrier.walk(*IN_PUNJAB)
    carrier.end()
    carrier.speak(answer_url(city), Digits="hangup")
    assert count(runtime, Recording) == 1
    assert len(tips(runtime)) == 1


def test_only_a_recording_after_the_hang_up_still_makes_a_tip(carrier: FarEnd, runtime: Any) -> None:
    response = carrier.walk("1")
    while "ur/anyway.words" not in played(response):
        response = carrier.press(answer_url(response), "")
    carrier.end()
    assert tips(runtime) == []
    carrier.speak(answer_url(response), Digits="hangup")
    assert [tip.partial for tip in tips(runtime)] == [True]


def test_a_call_nobody_told_us_of_is_taken_up_where_it_is(carrier: FarEnd, runtime: Any) -> None:
    response = carrier.post("/twilio/calls/answer/ur.report_tip.kind.1.0", carrier.call_form(Digits="3"))
    assert "ur/danger.someone" in played(response)
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
    carrier.walk(*REPORT, "3")
    carrier.end(CallStatus="in-progress")
    assert the_call(runtime).ended_at is None
    assert tips(runtime) == []
