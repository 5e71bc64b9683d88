"""A conversation by text as the texter meets it: what is asked, in which letters, and when it goes to a circle."""

import re
from typing import Any

import pytest
from sqlalchemy import text

from hotline.database import utc_now
from hotline.tips.models import Kind
from tests.sms.texting import (
    IN_DANGER,
    a_quiet_minute_passes,
    fifteen_minutes_pass,
    last_message,
    referrals,
    the_tip,
    tips,
    words_of,
    work,
)
from tests.webhooks import FarEnd, texted

CODE = re.compile(r"\d{4} \d{4}")


# Two questions at most, and only for what is missing.


def test_the_place_and_then_the_danger_are_asked_for_and_no_more(carrier: FarEnd, runtime: Any) -> None:
    first = texted(carrier.text("agent ne mere bhai ka passport rakh liya hai"))
    assert CODE.search(first)
    assert "shehar" in first
    second = texted(carrier.text("Gujrat mein"))
    assert "haan ya nahi" in second
    third = texted(carrier.text("nahi"))
    assert "?" not in third
    assert CODE.search(third)
    assert "?" not in texted(carrier.text("shukriya, aur bhi log hain"))
    work(runtime)
    assert (the_tip(runtime).danger, referrals(runtime)) == (False, [])


def test_who_answers_neither_question_is_asked_twice_and_no_more(carrier: FarEnd, runtime: Any) -> None:
    replies = [
        texted(carrier.text(body)) for body in ("my brother works for a debt", "please", "please do", "ok?")
    ]
    assert ["?" in reply for reply in replies] == [True, True, False, False]


def test_nothing_is_asked_that_was_told(carrier: FarEnd, runtime: Any) -> None:
    reply = texted(carrier.text(f"{IN_DANGER} in Multan"))
    assert "?" not in reply
    assert "delete" in reply


def test_a_name_of_several_places_is_asked_back_and_never_guessed(carrier: FarEnd, runtime: Any) -> None:
    reply = texted(carrier.text("girl kept in a house in Khanpur"))
    assert "Rahim Yar Khan" in reply
    assert "Haripur" in reply
    carrier.text("Haripur")
    a_quiet_minute_passes(runtime)
    work(runtime)
    assert the_tip(runtime).district == "Haripur"


# Danger goes out at once, all else after a quiet minute.


def test_without_danger_a_tip_waits_for_a_quiet_minute(carrier: FarEnd, runtime: Any) -> None:
    carrier.text("ten men work at a brick kiln near Okara for a debt")
    work(runtime)
    assert referrals(runtime) == []
    a_quiet_minute_passes(runtime)
    work(runtime)
    assert len(referrals(runtime)) == 1
    assert the_tip(runtime).kind is Kind.BONDED_LABOUR
    assert "Okara" in last_message(runtime).body


def test_danger_does_not_wait(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(f"{IN_DANGER} in Multan")
    work(runtime)
    assert len(referrals(runtime)) == 1
    assert last_message(runtime).body.startswith("URGENT")
    assert the_tip(runtime).danger


def test_yes_to_the_question_sends_it_at_once(carrier: FarEnd, runtime: Any) -> None:
    carrier.text("ten men work at a brick kiln near Okara for a debt")
    carrier.text("yes")
    work(runtime)
    assert len(referrals(runtime)) == 1
    assert last_message(runtime).body.startswith("URGENT")


@pytest.mark.parametrize("cry", ["help", "madad", "مدد"])
def test_help_to_that_question_means_yes(carrier: FarEnd, runtime: Any, cry: str) -> None:
    carrier.text("ten men work at a brick kiln near Okara for a debt")
    carrier.text(cry)
    assert the_tip(runtime).danger


def test_danger_without_a_place_goes_to_headquarters_and_then_to_whose_ground_it_is(
    carrier: FarEnd, runtime: Any
) -> None:
    assert "city" in texted(carrier.text(IN_DANGER))
    work(runtime)
    assert referrals(runtime)[0].circle_code == "HQ-TIP"
    carrier.text("Multan")
    work(runtime)
    [referral] = referrals(runtime)
    assert referral.circle_code == "C-MUL"
    assert "UPDATE" in last_message(runtime).body


# One tip, whatever comes how.


def test_texts_within_fifteen_minutes_are_one_tip_and_later_ones_another(
    carrier: FarEnd, runtime: Any
) -> None:
    carrier.text("a girl is kept in a house")
    carrier.text("in Sialkot")
    assert len(tips(runtime)) == 1
    fifteen_minutes_pass(runtime)
    carrier.text("another thing: children beg in Lahore")
    assert len(tips(runtime)) == 2


def test_parts_in_any_order_are_one_text_and_answer_no_question(carrier: FarEnd, runtime: Any) -> None:
    first = texted(carrier.text("(2/3) bhatte par qaid hai aur"))
    second = texted(carrier.text("(1/3) mera bhai"))
    third = texted(carrier.text("(3/3) yeh Sargodha mein hai"))
    assert words_of(runtime, the_tip(runtime)) == "mera bhai\nbhatte par qaid hai aur\nyeh Sargodha mein hai"
    assert "shehar" in first
    assert "?" not in second
    assert "shehar" not in third


def test_a_text_sent_twice_changes_nothing_and_is_answered_alike(carrier: FarEnd, runtime: Any) -> None:
    body = "my brother is kept at a farm and cannot leave"
    assert texted(carrier.text(body)) == texted(carrier.text(body))
    assert words_of(runtime, the_tip(runtime)) == body


def test_a_photo_alone_is_a_tip(carrier: FarEnd, runtime: Any) -> None:
    reply = texted(
        carrier.text("", NumMedia="1", MediaUrl0="https://example.org/x", MediaContentType0="image/jpeg")
    )
    assert reply
    carrier.text("a boy is beaten in this shop in Sukkur, right now")
    assert len(tips(runtime)) == 1


# In the sender's own letters.


@pytest.mark.parametrize(
    ("body", "letters", "word"),
    [
        ("A girl is kept in a house", re.compile("[A-Za-z]"), "city"),
        ("ek larki ko ghar mein band rakha hua hai", re.compile("[A-Za-z]"), "shehar"),
        ("ایک لڑکی کو گھر میں بند رکھا ہوا ہے", re.compile("[\u0600-\u06ff]"), "شہر"),
    ],
)
def test_the_reply_comes_in_the_senders_way_of_writing(
    carrier: FarEnd, runtime: Any, body: str, letters: re.Pattern[str], word: str
) -> None:
    reply = texted(carrier.text(body))
    assert letters.search(reply)
    assert word in reply


@pytest.mark.parametrize("body", ["زه په کور کې بندي يم، مرسته وکړئ", "مون کي ڳوٺ ۾ قيد ڪيو ويو آهي"])
def test_pashto_and_sindhi_are_marked_for_a_person(carrier: FarEnd, runtime: Any, body: str) -> None:
    assert texted(carrier.text(body))
    a_quiet_minute_passes(runtime)
    work(runtime)
    assert the_tip(runtime).other_tongue in {"pashto", "sindhi"}
    assert len(referrals(runtime)) == 1


def test_what_was_said_is_ranked_with_reasons_that_are_sealed(carrier: FarEnd, runtime: Any) -> None:
    carrier.text("bhatta malik ne peshgi ke badle mere bachon ko qaid kar rakha hai Kasur mein")
    work(runtime)
    tip = the_tip(runtime)
    assert (tip.kind, tip.danger) == (Kind.BONDED_LABOUR, True)
    assert (tip.score or 0) > 50
    assert "peshgi" in runtime.sealer.open_text(tip.reasons_sealed)
    with runtime.database.transaction() as session:
        row = session.execute(text("SELECT tips::text FROM tips")).scalar_one()
    assert "peshgi" not in row
    assert tip.recorded_at is not None
    assert tip.recorded_at <= utc_now()
