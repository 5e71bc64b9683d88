"""What becomes of an officer's answer: from whose phone, to which referral, and what is replied."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update

from hotline.circles.models import Circle, CirclePhone, PassedOver
from hotline.database import Database
from hotline.languages import SmsLanguage
from hotline.referrals.answering import places_onward
from hotline.referrals.models import Outcome, Referral, ReferralMessage, ReferralState
from hotline.tips.models import Tip
from tests.referrals.officers import DESK, GRW, LHR, PHONES, STRANGER, ZONE, Officers


@pytest.fixture
def officers(database: Database, directory: None) -> Officers:
    with database.transaction() as session:
        for code, number in PHONES.items():
            session.add(CirclePhone(circle_code=code, number=number, position=0))
        session.execute(update(Circle).values(language=SmsLanguage.ENGLISH))
    return Officers(database)


def test_one_open_tip_is_taken_without_its_tag_and_the_words_are_sealed(officers: Officers) -> None:
    tip = officers.tip()
    assert officers.reads("1 theek hai sir").startswith("4821: noted as yours.")
    assert officers.state(tip) is ReferralState.ACKNOWLEDGED
    assert officers.history(tip)[-1] == ("mine: C-GRW, by SMS", "theek hai sir")


@pytest.mark.parametrize("number", ["+923640000010", "03640000010", "0092 364 0000010", "923640000010"])
def test_the_number_may_be_written_as_the_carrier_likes(officers: Officers, number: str) -> None:
    tip = officers.tip()
    answered = officers.say("1", number)
    assert (answered is not None) == (officers.state(tip) is ReferralState.ACKNOWLEDGED)
    assert answered is not None or not number.startswith(("+", "0"))


@pytest.mark.parametrize("number", [STRANGER, "anonymous", "", "+266696687"])
def test_a_stranger_answers_nothing_and_learns_nothing(officers: Officers, number: str) -> None:
    tip = officers.tip()
    before = officers.history(tip)
    for body in ("1", "1 4821", f"1 {officers.code(tip)}", "2 4821", "3 4821 FIR", "4821", "mera hai", "F"):
        assert officers.say(body, number) is None
    assert officers.history(tip) == before


def test_an_office_that_was_not_told_answers_nothing(officers: Officers) -> None:
    tip = officers.tip()
    assert officers.reads("1 4821", LHR) == officers.reads("1 9999", LHR).replace("9999", "4821")
    assert officers.reads(f"3 {officers.code(tip)}", LHR).startswith("No tip")
    assert officers.reads("1", LHR).startswith("No tip is open with your office.")
    assert officers.state(tip) is ReferralState.SENT


def test_a_phone_that_is_the_offices_no_more_answers_nothing(officers: Officers) -> None:
    tip = officers.tip()
    officers.add(PassedOver(circle_code="C-GRW", reason="made up"))
    assert officers.reads("1 4821").startswith("No tip 4821 is open")
    officers.change(PassedOver, valid_until=datetime(2020, 1, 1, tzinfo=UTC).date())
    with officers.database.transaction() as session:
        session.execute(text("DELETE FROM circle_phones WHERE circle_code = 'C-GRW'"))
    assert officers.say("1 4821") is None
    assert officers.state(tip) is ReferralState.SENT


def test_an_office_that_the_tip_is_kept_from_answers_nothing(officers: Officers) -> None:
    tip = officers.tip()
    officers.change(Tip, excluded=["C-GRW"])
    for body in ("1 4821", "2 4821", "3 4821 U"):
        assert officers.reads(body).startswith("No tip 4821 is open")
    assert officers.state(tip) is ReferralState.SENT


def test_what_no_carrier_took_tells_nobody(officers: Officers) -> None:
    officers.tip()
    officers.change(ReferralMessage, fate="not_sent")
    assert officers.reads("1 4821").startswith("No tip 4821 is open")


def test_of_several_it_is_asked_which_one_newest_first(officers: Officers) -> None:
    tips = [officers.tip(tag) for tag in ("1111", "2222", "3333", "4444")]
    asked = officers.reads("1")
    assert [piece.split()[0] for piece in asked.partition("digits: ")[2].split("; ")] == [
        "4444",
        "3333",
        "2222",
    ]
    assert "bonded labour" in asked
    assert {officers.state(tip) for tip in tips} == {ReferralState.SENT}
    assert officers.reads("1 2222").startswith("2222: noted as yours")
    assert [officers.state(tip) for tip in tips].count(ReferralState.ACKNOWLEDGED) == 1


def test_of_two_with_one_tag_the_code_is_asked_for(officers: Officers) -> None:
    one, other = officers.tip(), officers.tip()
    assert "eight digits" in officers.reads("3 4821")
    code = officers.code(other)
    officers.reads(f"3 {code[:4]} {code[4:]} FIR")
    assert (officers.state(one), officers.state(other)) == (ReferralState.SENT, ReferralState.CLOSED)
    assert officers.reads("1 4821").startswith("4821: noted as yours"), "what is closed is meant no more"
    assert officers.state(one) is ReferralState.ACKNOWLEDGED


def test_taken_twice_it_reads_the_same_and_by_another_that_it_was_taken(officers: Officers) -> None:
    tip = officers.tip()
    officers.climbs(tip, "Z-GRW")
    officers.add(CirclePhone(circle_code="C-GRW", number=STRANGER, position=2))
    first = officers.reads("1", GRW)
    before = officers.history(tip)
    assert officers.reads("1 4821", GRW) == first
    assert officers.reads("mera hai", STRANGER) == first, "a colleague of the same office"
    for body in ("1", "2"):
        assert "taken by somebody else" in officers.reads(body, ZONE)
    assert officers.history(tip) == before


def test_a_mine_counts_although_it_went_up_the_ladder(officers: Officers) -> None:
    tip = officers.tip()
    officers.climbs(tip, "Z-GRW")
    officers.change(Referral, state=ReferralState.ESCALATED)
    officers.reads("1 4821", GRW)
    assert officers.history(tip)[-1] == ("mine: C-GRW, by SMS", "")


def test_whoever_was_told_up_the_ladder_may_take_it(officers: Officers) -> None:
    tip = officers.tip()
    officers.climbs(tip, "HQ-TIP")
    officers.reads("۱ ۴۸۲۱", DESK)
    assert officers.history(tip)[-1][0] == "mine: HQ-TIP, by SMS"


@pytest.mark.parametrize(
    ("words", "onward"),
    [
        ("", "C-GRT"),
        ("Lahore ka hai", "C-LHR"),
        ("لاہور کا ہے", "C-LHR"),
        ("Gujranwala ka nahi, Lahore ka hai", "C-LHR"),
        ("C-LHR ka hai", "C-LHR"),
    ],
)
def test_declined_it_goes_on_to_whom_the_officer_names(officers: Officers, words: str, onward: str) -> None:
    tip = officers.tip()
    answered = officers.say(f"2 4821 {words}")
    assert answered is not None
    assert answered.referral == tip
    assert "goes on to another office" in answered.words
    referral = officers.referral(tip)
    assert (referral.state, referral.circle_code) == (ReferralState.WAITING, onward)
    assert ("not ours: C-GRW, by SMS", words) in officers.history(tip)
    for body in ("1 4821", "2 4821"):
        assert officers.reads(body).startswith("No tip 4821 is open"), "it is another office's"
    assert officers.referral(tip).circle_code == onward


def test_what_the_desk_declines_waits_for_a_supervisor(officers: Officers) -> None:
    tip = officers.tip()
    officers.change(Referral, circle_code="HQ-TIP")
    officers.climbs(tip, "HQ-TIP")
    with officers.database.transaction() as session:
        session.execute(text("UPDATE tips SET excluded = (SELECT array_agg(code) FROM circles)"))
    for _ in range(2):
        assert "A supervisor will look at it." in officers.reads("2 4821", DESK)
    assert officers.state(tip) is ReferralState.DECLINED


def test_closed_with_what_came_of_it(officers: Officers) -> None:
    tip = officers.tip()
    assert officers.reads("3 4821 FIR 12/2026") == "4821 is closed: FIR registered. Thank you."
    referral = officers.referral(tip)
    assert (referral.state, referral.outcome) == (ReferralState.CLOSED, Outcome.FIR)
    assert officers.history(tip)[-1] == ("done, fir: C-GRW, by SMS", "FIR 12/2026")
    for body in ("1 4821", "2 4821", "3 4821 U"):
        assert "closed already" in officers.reads(body)
    assert officers.referral(tip).outcome is Outcome.FIR


@pytest.mark.parametrize("later", ["3 4821 F", "F", "4821 F", "3 F", "3 4821 FIR darj"])
def test_closed_without_it_is_asked_what_came_of_it(officers: Officers, later: str) -> None:
    tip = officers.tip()
    assert "What came of it?" in officers.reads("3")
    assert officers.state(tip) is ReferralState.CLOSED
    assert "What came of it?" in officers.reads("3 4821")
    assert officers.reads(later) == "4821 is closed: FIR registered. Thank you."
    assert officers.referral(tip).outcome is Outcome.FIR


def test_a_day_later_no_outcome_is_taken_by_sms_any_more(officers: Officers) -> None:
    tip = officers.tip()
    officers.reads("3")
    officers.change(Referral, closed_at=Referral.closed_at - timedelta(hours=25))
    assert officers.reads("3 4821 F").startswith("No tip 4821")
    assert officers.referral(tip).outcome is None


def test_figures_behind_the_tag_are_no_code(officers: Officers) -> None:
    tip = officers.tip()
    assert "What came of it?" in officers.reads("3 4821 2026/12")
    assert officers.history(tip)[-1][1] == "2026 12"


def test_the_tag_alone_is_told_how_to_answer(officers: Officers) -> None:
    tip = officers.tip()
    assert officers.reads("4821").startswith("To answer: 1 4821")
    assert officers.reads("5").startswith("To answer: 1 4821")
    assert officers.reads("9999").startswith("No tip 9999")
    officers.tip("2222")
    assert officers.reads("5").startswith("To answer: 1 if")
    assert officers.state(tip) is ReferralState.SENT


@pytest.mark.parametrize(
    "body", ["Sialkot mein 2 larkiyan qaid hain", "mera bhai qaid hai", "F", "3 F", "haan"]
)
def test_an_officer_may_report_like_anybody(officers: Officers, body: str) -> None:
    assert officers.say(body) is None
    if len(body) > 4:
        officers.tip()
        assert officers.say(body) is None


def test_no_reply_names_the_code_or_the_number(officers: Officers) -> None:
    tip = officers.tip()
    code = officers.code(tip)
    for body in ("4821", "1", f"1 {code}", "3", f"3 {code} F"):
        said = officers.reads(body)
        assert code not in said
        assert "+92" not in said


@pytest.mark.parametrize(
    ("words", "districts"),
    [
        ("hamara nahi Sialkot ka hai", ("Sialkot",)),
        ("Sialkot ka hai hamara nahi", ("Sialkot",)),
        ("not Gujranwala, it is Lahore", ("Lahore",)),
        ("Gujranwala ka nahi Sialkot ka hai", ("Sialkot",)),
        ("pata nahi", ()),
        ("", ()),
    ],
)
def test_the_places_that_an_officer_names(officers: Officers, words: str, districts: tuple[str, ...]) -> None:
    with officers.database.transaction() as session:
        assert places_onward(session, words) == districts


def test_replies_are_in_the_language_of_the_office(officers: Officers) -> None:
    officers.tip()
    officers.change(Circle, language=SmsLanguage.URDU)
    assert "آپ کے ذمے" in officers.reads("1")
    officers.change(Circle, language=SmsLanguage.ROMAN_URDU)
    assert "aap ke zimme" in officers.reads("1")


def test_done_without_a_tag_is_said_of_what_was_taken_or_just_closed(officers: Officers) -> None:
    taken, untaken = officers.tip(), officers.tip("7777")
    officers.reads("1 4821")
    assert "What came of it?" in officers.reads("3")
    assert officers.state(taken) is ReferralState.CLOSED
    assert "4821 is closed. What came of it?" in officers.reads("3")
    assert officers.state(untaken) is not ReferralState.CLOSED


@pytest.mark.parametrize("body", ["C", "4 4821", "1 mein ja raha hun", "ye kya hai"])
def test_a_few_words_that_are_no_answer_are_asked_back_and_make_no_tip(officers: Officers, body: str) -> None:
    officers.tip()
    assert "1 if it is yours" in officers.reads(body)


@pytest.mark.parametrize("body", ["ye hamara ilaqa nahi hai", "یہ ہمارا علاقہ نہیں ہے", "hamara case nahi hai"])
def test_a_whole_sentence_declines_as_well(officers: Officers, body: str) -> None:
    tip = officers.tip()
    assert "not yours" in officers.reads(body)
    assert officers.history(tip)[-1][0].startswith("declined by C-GRW")
