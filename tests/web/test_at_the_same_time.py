"""Webhooks that arrive at the same moment: told twice at once, or by two texts of one number together."""

import secrets
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from hotline.calls.models import Call, CallAnswer
from hotline.sms.models import Text, TextConversation
from hotline.tips.models import Tip
from tests.webhooks import FarEnd, answer_url, played, texted, twiml

TOGETHER = 6


@pytest.fixture
def carrier(client: Any, runtime: Any, directory: None) -> FarEnd:
    return FarEnd(client, runtime)


def together(app: Any, runtime: Any, act: Callable[[FarEnd, int], Any]) -> list[Any]:
    """What `act` returns when as many carriers as there are database connections for do it at once."""
    barrier = threading.Barrier(TOGETHER)
    answers: list[Any] = [None] * TOGETHER

    def work(place: int) -> None:
        far_end = FarEnd(app.test_client(), runtime)
        barrier.wait()
        answers[place] = act(far_end, place)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runtime.spool.count() == 0
    return answers


def count(runtime: Any, what: Any) -> int:
    with runtime.database.transaction() as session:
        return int(session.execute(select(func.count()).select_from(what)).scalar_one())


def test_one_call_told_by_many_at_once_is_one_call(app: Any, runtime: Any) -> None:
    sid = f"CA{secrets.token_hex(16)}"

    def ring(far_end: FarEnd, place: int) -> Any:
        far_end.call_sid = sid
        return far_end.ring()

    answers = together(app, runtime, ring)
    assert len({answer.data for answer in answers}) == 1
    assert count(runtime, Call) == 1


def test_one_key_told_by_many_at_once_moves_one_step(app: Any, carrier: FarEnd, runtime: Any) -> None:
    step = answer_url(carrier.ring())

    def press(far_end: FarEnd, place: int) -> Any:
        far_end.call_sid = carrier.call_sid
        return far_end.press(step, "1")

    answers = together(app, runtime, press)
    assert len({answer_url(answer) for answer in answers}) == 1
    assert count(runtime, CallAnswer) == 1


def test_the_last_answer_told_by_many_at_once_is_one_tip(app: Any, carrier: FarEnd, runtime: Any) -> None:
    what = carrier.speak(answer_url(carrier.walk("1", "1", "3", "2", "1")))
    last = answer_url(carrier.speak(answer_url(what)))

    def decline(far_end: FarEnd, place: int) -> Any:
        far_end.call_sid = carrier.call_sid
        return far_end.press(last, "4")

    answers = together(app, runtime, decline)
    assert all(twiml(answer)[-1].tag == "Hangup" for answer in answers)
    assert len({tuple(played(answer)) for answer in answers}) == 1
    assert count(runtime, Tip) == 1


def test_danger_told_by_many_at_once_is_one_urgent_tip(app: Any, carrier: FarEnd, runtime: Any) -> None:
    step = answer_url(carrier.walk("1"))

    def press(far_end: FarEnd, place: int) -> Any:
        far_end.call_sid = carrier.call_sid
        return far_end.press(step, "9")

    answers = together(app, runtime, press)
    assert len({answer_url(answer) for answer in answers}) == 1
    assert count(runtime, Tip) == 1


def test_one_text_told_by_many_at_once_is_one_text_with_one_answer(
    app: Any, runtime: Any, directory: None
) -> None:
    sid = f"SM{secrets.token_hex(16)}"
    answers = together(app, runtime, lambda far_end, place: far_end.text("Help in Lahore", sid=sid))
    assert len({texted(answer) for answer in answers}) == 1
    assert (count(runtime, Text), count(runtime, Tip)) == (1, 1)


def test_texts_of_one_number_that_arrive_together_are_one_tip(
    app: Any, runtime: Any, directory: None
) -> None:
    together(app, runtime, lambda far_end, place: far_end.text(f"part {place} in Lahore"))
    assert (count(runtime, Text), count(runtime, TextConversation), count(runtime, Tip)) == (TOGETHER, 1, 1)
    with runtime.database.transaction() as session:
        words = runtime.sealer.open_text(session.execute(select(Tip.words_sealed)).scalar_one())
    assert sorted(words.splitlines()) == [f"part {place} in Lahore" for place in range(TOGETHER)]
