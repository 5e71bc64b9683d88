"""An earlier report asked for by its code: how far it is, what is added to it, and who guesses."""

from collections.abc import Callable
from typing import Any

from rq.worker import SimpleWorker
from sqlalchemy.orm import Session

from hotline.calls.models import Call, Recording
from hotline.referrals.acknowledgement import acknowledge, close
from hotline.referrals.models import Outcome, Referral
from hotline.tips.guessing import MOST_IN_ALL, MOST_OF_ONE
from hotline.tips.models import Tip
from hotline.tips.reference import is_reference, new_reference
from tests.calls.conftest import rows
from tests.webhooks import CALLER, FarEnd, answer_url, played


def an_earlier_report(carrier: FarEnd, runtime: Any) -> Tip:
    carrier.walk("1", "1", "3", "2", "6")
    carrier.end()
    carrier.call_sid = "CA" + "e" * 32
    [tip] = rows(runtime, Tip)
    return tip


def ask_for(carrier: FarEnd, code: str) -> Any:
    return carrier.press(answer_url(carrier.walk("1", "3")), code)


def test_a_code_tells_how_far_the_report_is(carrier: FarEnd, runtime: Any, worker: SimpleWorker) -> None:
    tip = an_earlier_report(carrier, runtime)
    states = ["received"]
    heard = [played(ask_for(carrier, tip.reference))[0]]
    worker.work(burst=True)
    [referral] = rows(runtime, Referral)
    said: dict[str, Callable[[Session], object]] = {
        "passed_on": lambda session: None,
        "accepted": lambda session: acknowledge(session, referral.id, "C-GRW, by SMS"),
        "closed": lambda session: close(session, referral.id, "C-GRW, by SMS", Outcome.FIR),
    }
    for progress, say in said.items():
        with runtime.database.transaction() as session:
            say(session)
        states.append(progress)
        carrier.call_sid += "0"
        heard.append(played(ask_for(carrier, tip.reference))[0])
    assert heard == [f"ur/called_before.{state}" for state in states]


def test_a_message_added_by_code_belongs_to_the_report(carrier: FarEnd, runtime: Any) -> None:
    tip = an_earlier_report(carrier, runtime)
    add = ask_for(carrier, tip.reference)
    assert "ur/called_before.added" in played(carrier.speak(answer_url(add)))
    assert [other.id for other in rows(runtime, Tip)] == [tip.id]
    assert [other.partial for other in rows(runtime, Tip)] == [True], "what is added makes no half report whole"
    calls = rows(runtime, Call)
    assert [call.tip_id for call in calls] == [tip.id, tip.id]
    assert [recording.call_id for recording in rows(runtime, Recording)] == [calls[1].id]


def test_a_wrong_code_says_so_three_times_and_then_leads_to_a_person_or_a_recording(carrier: FarEnd) -> None:
    response = carrier.walk("1", "3")
    for _ in range(2):
        response = carrier.press(answer_url(response), new_reference())
        assert played(response) == ["ur/called_before.not_known", "ur/called_before.code"]
    lost = carrier.press(answer_url(response), new_reference())
    assert played(lost)[:2] == ["ur/called_before.not_known", "ur/called_before.person"]
    assert "ur/anyway.words" in played(carrier.press(answer_url(lost), "2"))


def guess(carrier: FarEnd, times: int, caller: str) -> Any:
    """The answer to the last of so many well-formed wrong codes, three a call."""
    response = None
    for number in range(times):
        if number % 3 == 0:
            carrier.call_sid = f"CA{number:032d}{caller[-4:]}"
            response = carrier.press_all(carrier.ring(From=caller), "1", "3")
        response = carrier.post(
            carrier.path(answer_url(response)), carrier.call_form(Digits=new_reference(), From=caller)
        )
    return response


def test_who_guesses_too_often_is_told_nothing_for_a_while_not_even_with_a_right_code(
    carrier: FarEnd, runtime: Any
) -> None:
    tip = an_earlier_report(carrier, runtime)
    guess(carrier, MOST_OF_ONE, CALLER)
    carrier.call_sid = "CA" + "d" * 32
    assert played(ask_for(carrier, tip.reference))[0] == "ur/called_before.too_many"


def test_guessing_from_many_numbers_is_slowed_down_as_well(carrier: FarEnd, runtime: Any) -> None:
    tip = an_earlier_report(carrier, runtime)
    for number in range(MOST_IN_ALL // 3):
        guess(carrier, 3, f"+92364000{9100 + number}")
    carrier.call_sid = "CA" + "d" * 32
    assert played(ask_for(carrier, tip.reference))[0] == "ur/called_before.too_many"


def test_a_slip_of_a_finger_is_not_a_guess(carrier: FarEnd, runtime: Any) -> None:
    tip = an_earlier_report(carrier, runtime)
    slip = str((int(tip.reference) + 1) % 10**8).zfill(8)
    assert not is_reference(slip)
    for number in range(MOST_OF_ONE):
        carrier.call_sid = f"CA{number:032d}"
        assert played(ask_for(carrier, slip))[0] == "ur/called_before.not_known"
    carrier.call_sid = "CA" + "d" * 32
    assert played(ask_for(carrier, tip.reference))[0] == "ur/called_before.received"
