"""What a call tells, in words: keys that mean the same everywhere, desks, places, and whether to call back."""

import pytest
from sqlalchemy import text

from tests.console.made_up import (
    DESK_ANSWERS,
    DESK_IS_SILENT,
    NADIA,
    REPORT,
    SILENCE,
    SPOKEN,
    SPOKEN_THEN,
    WITHHELD,
    MadeUp,
)
from tests.console.test_one_entry import answers_in

DESK = "+923640000098"
TIP = 'aria-labelledby="tip-head"'


@pytest.fixture
def with_desks(environ: dict[str, str]) -> None:
    environ["HOTLINE_EMERGENCY_NUMBER"] = environ["HOTLINE_DESK_NUMBER"] = DESK
    environ["HOTLINE_DESK_DAYS"] = "mon-sun"
    environ["HOTLINE_DESK_HOURS"] = "00:00-24:00"


def tip_box(page: str) -> str:
    return page.split(TIP)[1].split("</section>", maxsplit=1)[0]


def steps(page: str) -> list[tuple[str, str]]:
    """Each question with its answer."""
    asked = [part.split("</p>")[0] for part in page.split('<p class="asked">')[1:]]
    return list(zip(asked, answers_in(page), strict=True))


@pytest.mark.usefixtures("with_desks")
def test_a_desk_that_was_called_is_told_with_whether_anybody_answered(nadia, made_up: MadeUp) -> None:
    call = made_up.call("2", "9", DESK_IS_SILENT, SILENCE)
    page = nadia.get(f"/console/calls/{call}").text
    assert steps(page)[1:] == [
        ("What would you like to do?", "Danger now key 9"),
        ("The emergency desk was called.", "Nobody answered"),
        ("Where are you, and what is happening?", "Silence"),
    ]
    call = made_up.call("2", "0", DESK_ANSWERS)
    page = nadia.get(f"/console/calls/{call}").text
    assert steps(page)[1:] == [
        ("What would you like to do?", "Asked for a person key 0"),
        ("The desk was called.", "Somebody answered"),
    ]
    assert "There is no tip: nothing was said." in page
    assert DESK not in page


def test_a_closed_desk_leads_to_a_call_back_or_a_message(nadia, made_up: MadeUp) -> None:
    call = made_up.call("2", "0", "1", "1", "1")
    assert steps(nadia.get(f"/console/calls/{call}").text)[1:] == [
        ("What would you like to do?", "Asked for a person key 0"),
        ("Nobody could come to the phone: a call back, or a message?", "A call back key 1"),
        ("May we call you back, and when?", "In the morning key 1"),
        ("May we then say who we are?", "Yes key 1"),
    ]


def test_keys_that_mean_the_same_everywhere_are_told_as_what_they_are(nadia, made_up: MadeUp) -> None:
    call = made_up.call("5", "1", "1", "1", "2")
    page = nadia.get(f"/console/calls/{call}").text
    assert steps(page) == [
        ("In which language?", "Cannot speak key 5"),
        ("Is someone in danger right now?", "Yes key 1"),
        ("In which province?", "Punjab key 1"),
        ("In which division?", "Lahore key 1"),
        ("In which district?", "Kasur key 2"),
    ]
    call = made_up.call("2", "5", "*")
    assert answers_in(nadia.get(f"/console/calls/{call}").text)[1:] == [
        "Cannot speak key 5",
        "Asked to hear it again key *",
    ]
    call = made_up.call(*REPORT[:6], "#")
    assert answers_in(nadia.get(f"/console/calls/{call}").text)[-1] == "Went on without speaking key #"


def test_a_key_pressed_while_one_speaks_is_told_beside_the_recording(nadia, made_up: MadeUp) -> None:
    call = made_up.call(*REPORT[:-1], SPOKEN_THEN + "9")
    page = nadia.get(f"/console/calls/{call}").text
    assert answers_in(page)[-1] == "0:21 Danger now key 9"
    assert "Someone is in danger now." in tip_box(page)


def test_a_place_taken_back_or_looked_for_further_is_told_as_that(nadia, made_up: MadeUp) -> None:
    call = made_up.call(*REPORT[:6], "042", "2", "2", "1", "1", "5", "2", "1")
    page = nadia.get(f"/console/calls/{call}").text
    # Lahore, taken back; then Sindh, where the province is chosen again; then the tree of Punjab, second page.
    assert steps(page)[6:9] == [
        ("In which city or district?", "Lahore key 042"),
        ("Is that the right place?", "No; it is changed key 2"),
        ("In which province?", "Sindh key 2"),
    ]
    assert steps(page)[9] == ("In which city or district?", "The province is chosen again key 1")
    call = made_up.call("5", "2", "1", "5", "1", "1", "1")
    page = nadia.get(f"/console/calls/{call}").text
    assert steps(page)[3][1] == "Another place key 5"
    assert "The district was given by key." in tip_box(page)


def test_urgency_is_told_with_its_reasons(nadia, made_up: MadeUp) -> None:
    danger = tip_box(nadia.get(f"/console/calls/{made_up.call('2', '1', '3', '1')}").text)
    assert "Urgent" in danger
    assert "Someone is in danger now." in danger
    assert "A child is concerned." not in danger
    child = tip_box(nadia.get(f"/console/calls/{made_up.call('2', '1', '2', '2', '2')}").text)
    assert "A child is concerned." in child
    assert "Someone is in danger now." not in child
    silent = tip_box(nadia.get(f"/console/calls/{made_up.call('5', '1', '6', '1', '2', '1')}").text)
    assert "Someone is in danger now." in silent
    assert "A child is concerned." in silent
    neither = tip_box(nadia.get(f"/console/calls/{made_up.call('2', '1', '3', '2')}").text)
    assert "Urgen" not in neither


def test_whether_and_how_to_call_back_is_told(nadia, made_up: MadeUp) -> None:
    box = tip_box(nadia.get(f"/console/calls/{made_up.call(*REPORT, '3', '2', SPOKEN)}").text)
    assert "May be called back in the evening." in box
    assert "Do not say who we are." in box
    assert "Say the safe word first:" in box
    assert box.count("<audio") == 1
    box = tip_box(nadia.get(f"/console/calls/{made_up.call(*REPORT, '1', '1', SILENCE)}").text)
    assert "May be called back in the morning." in box
    assert "You may say who we are." in box
    assert "safe word" not in box


def test_without_a_yes_nobody_is_called_back(nadia, made_up: MadeUp) -> None:
    box = tip_box(nadia.get(f"/console/calls/{made_up.call(*REPORT, '4')}").text)
    assert "Must not be called back." in box
    for answers in ((*REPORT, SILENCE), REPORT):
        box = tip_box(nadia.get(f"/console/calls/{made_up.call(*answers)}").text)
        assert "Must not be called back: nothing was said about it." in box
    texts = made_up.texts("A kiln in Gujranwala")
    assert "Must not be called back" in tip_box(nadia.get(f"/console/texts/{texts}").text)


def test_a_withheld_number_cannot_be_called_and_no_number_is_shown(nadia, made_up: MadeUp) -> None:
    call = made_up.call(*REPORT, "3", "1", SILENCE, caller=WITHHELD)
    page = nadia.get(f"/console/calls/{call}").text
    assert "There is no number to call: it was withheld." in tip_box(page)
    assert "May be called back" not in page
    call = made_up.call(*REPORT, "3", "1", SILENCE)
    assert NADIA[-7:] not in nadia.get(f"/console/calls/{call}").text.replace(" ", "")


def test_a_safe_word_still_at_the_carrier_says_so(nadia, made_up: MadeUp) -> None:
    call = made_up.call(*REPORT, "3", "2", SPOKEN, sound=False)
    assert "still at the carrier" in tip_box(nadia.get(f"/console/calls/{call}").text)


def test_the_district_is_named_in_urdu_as_the_directory_names_it(nadia, made_up: MadeUp) -> None:
    call = made_up.call("5", "1", "1", "1", "2", "1", "1", "1")
    made_up.record()
    with made_up.runtime.database.transaction() as session:
        session.execute(text("UPDATE districts SET name_ur = 'قصور شہر' WHERE name = 'Kasur'"))
    nadia.send("/console/", "/console/language", language="ur")
    page = nadia.get(f"/console/calls/{call}").text
    assert page.count("قصور شہر") >= 2
    box = tip_box(page)
    for words in (
        "کسی کو اس وقت خطرہ ہے۔",
        "بات کسی بچے کی ہے۔",
        "ضلع بٹنوں سے بتایا گیا۔",
        "واپس کال نہ کریں",
    ):
        assert words in box, words
    for words in ("بولنا ممکن نہیں", "کیا اس وقت کسی کو خطرہ ہے؟", "جی ہاں", "لاہور"):
        assert words in page, words
    assert "Kasur" not in page.split('aria-labelledby="referral-head"')[0]
