"""A conversation by text as the texter meets it: what is asked, in which letters, and when it goes to a circle."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from hotline import jobs
from hotline.database import utc_now
from hotline.queues import REFERRALS, TIPS
from hotline.referrals.models import Referral
from hotline.sms.models import Text, TextConversation
from hotline.tips.models import Kind, Tip
from tests.webhooks import FarEnd, texted
from worker import make_worker

OTHER = "+923640009002"
CODE = re.compile(r"\d{4} \d{4}")
IN_DANGER = "They are beating my sister right now, they will kill her"


@pytest.fixture
def carrier(client: Any, runtime: Any, practice_directory: None) -> FarEnd:
    return FarEnd(client, runtime)


def tips(runtime: Any) -> list[Tip]:
    with runtime.database.transaction() as session:
        return list(session.scalars(select(Tip).order_by(Tip.taken_at)))


def the_tip(runtime: Any) -> Tip:
    [tip] = tips(runtime)
    return tip


def words_of(runtime: Any, tip: Tip) -> str:
    return str(runtime.sealer.open_text(tip.words_sealed))


def work(runtime: Any) -> None:
    make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)
    jobs.begin_work(runtime)
    jobs.sweep(runtime)
    make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)


def referrals(runtime: Any) -> list[Referral]:
    with runtime.database.transaction() as session:
        return list(session.scalars(select(Referral)))


def a_quiet_minute_passes(runtime: Any) -> None:
    with runtime.database.transaction() as session:
        session.execute(update(Tip).values(ready_at=Tip.ready_at - timedelta(seconds=60)))


def fifteen_minutes_pass(runtime: Any) -> None:
    with runtime.database.transaction() as session:
        earlier = timedelta(minutes=15, seconds=1)
        session.execute(update(TextConversation).values(heard_at=TextConversation.heard_at - earlier))


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
    [referral] = referrals(runtime)
    assert the_tip(runtime).kind is Kind.BONDED_LABOUR
    assert "Okara" in (referral.body or "")


def test_danger_does_not_wait(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(f"{IN_DANGER} in Multan")
    work(runtime)
    [referral] = referrals(runtime)
    assert (referral.body or "").startswith("URGENT")
    assert the_tip(runtime).danger


def test_yes_to_the_question_sends_it_at_once(carrier: FarEnd, runtime: Any) -> None:
    carrier.text("ten men work at a brick kiln near Okara for a debt")
    carrier.text("yes")
    work(runtime)
    [referral] = referrals(runtime)
    assert (referral.body or "").startswith("URGENT")


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
    assert "UPDATE" in (referral.body or "")


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
    assert "shehar" in second
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


# Commands.


def test_a_status_by_code_says_how_far_the_report_is(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(f"{IN_DANGER} in Multan")
    code = the_tip(runtime).reference
    assert "passing it on" in texted(carrier.text(f"STATUS {code}", sender=OTHER))
    work(runtime)
    assert "was passed on" in texted(carrier.text(f"status {code[:4]} {code[4:]}", sender=OTHER))
    assert "bhej di gayi" in texted(carrier.text(f"haal {code}", sender=OTHER))
    assert "بھیج دی گئی" in texted(carrier.text(f"حالت {code}", sender=OTHER))
    assert "did not find" in texted(carrier.text("STATUS 1234 5678", sender=OTHER))
    assert "eight digits" in texted(carrier.text("STATUS", sender=OTHER))
    assert len(tips(runtime)) == 1, "to ask is not to report"


def test_guessing_codes_ends_soon(carrier: FarEnd, runtime: Any) -> None:
    wrong = [f"{n:07d}" for n in range(10)]
    replies = [texted(carrier.text(f"STATUS {digits}{check(digits)}", sender=OTHER)) for digits in wrong]
    assert "did not find" in replies[0]
    assert "Too many" in replies[-1]


def check(digits: str) -> str:
    from stdnum import damm

    return str(damm.calc_check_digit(digits))


def test_help_alone_is_kept_as_a_report_to_which_the_next_text_belongs(carrier: FarEnd, runtime: Any) -> None:
    reply = texted(carrier.text("madad"))
    assert "Likhein" in reply
    assert the_tip(runtime).partial
    assert "haan ya nahi" in texted(carrier.text("Kasur mein bhatte par kaam karte hain qarz mein"))
    assert words_of(runtime, the_tip(runtime)).startswith("madad\n")
    assert not the_tip(runtime).partial


def test_after_stop_texts_are_taken_in_and_not_answered_until_start(carrier: FarEnd, runtime: Any) -> None:
    assert "START" in texted(carrier.text("STOP"))
    assert texted(carrier.text(f"{IN_DANGER} in Multan")) == ""
    work(runtime)
    assert len(referrals(runtime)) == 1
    assert texted(carrier.text("START"))
    assert texted(carrier.text("they hit her again, now"))


@pytest.mark.parametrize(("body", "word"), [("band karo", "SHURU"), ("بند", "شروع"), ("stpo", "START")])
def test_stop_in_three_ways_of_writing(carrier: FarEnd, runtime: Any, body: str, word: str) -> None:
    assert word in texted(carrier.text(body))
    assert texted(carrier.text("A girl is kept in a house")) == ""


def test_who_we_are_is_only_told_to_who_says_it_is_safe(carrier: FarEnd, runtime: Any) -> None:
    said = [texted(carrier.text(body)) for body in ("A girl is kept in a house", "Multan", "no", "HELP")]
    assert not any("FIA" in reply or "traffick" in reply for reply in said)
    assert "FIA" in texted(carrier.text("SAFE"))


def test_commands_are_kept_and_answered_alike_when_told_twice(carrier: FarEnd, runtime: Any) -> None:
    sid = "SM" + "c" * 32
    assert carrier.text("STOP", sid=sid).data == carrier.text("STOP", sid=sid).data
    with runtime.database.transaction() as session:
        assert session.scalars(select(Text.command)).all() == ["stop"]
        assert session.scalar(text("SELECT count(*) FROM tips")) == 0


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
