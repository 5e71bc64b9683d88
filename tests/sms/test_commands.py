"""STATUS, HELP, STOP, START and SAFE in three ways of writing, small slips and all; and what only sounds like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.sms.answers import said_yes
from hotline.sms.commands import Asked, Command, read_command
from hotline.writing.recognising import Writing

EN, ROMAN, UR = Writing.ENGLISH, Writing.ROMAN, Writing.URDU


@pytest.mark.parametrize(
    ("body", "asked", "writing"),
    [
        ("HELP", Asked.HELP, EN),
        ("help!!", Asked.HELP, EN),
        ("hlp", Asked.HELP, EN),
        ("hepl", Asked.HELP, EN),
        ("madad", Asked.HELP, ROMAN),
        ("Maddad", Asked.HELP, ROMAN),
        ("مدد", Asked.HELP, UR),
        ("STOP", Asked.STOP, EN),
        ("Stop.", Asked.STOP, EN),
        ("stp", Asked.STOP, EN),
        ("band karo", Asked.STOP, ROMAN),
        ("band kro", Asked.STOP, ROMAN),
        ("BAND KAR DO", Asked.STOP, ROMAN),
        ("بند", Asked.STOP, UR),
        ("بند کرو", Asked.STOP, UR),
        ("روکیں", Asked.STOP, UR),
        ("START", Asked.START, EN),
        ("strat", Asked.START, EN),
        ("shuru", Asked.START, ROMAN),
        ("shuru kro", Asked.START, ROMAN),
        ("شروع", Asked.START, UR),
        ("SAFE", Asked.SAFE, EN),
        ("mehfooz", Asked.SAFE, ROMAN),
        ("محفوظ", Asked.SAFE, UR),
        ("status", Asked.STATUS, EN),
        ("haal", Asked.STATUS, ROMAN),
        ("حالت", Asked.STATUS, UR),
    ],
)
def test_a_command_is_understood(body: str, asked: Asked, writing: Writing) -> None:
    assert read_command(body) == Command(asked, writing)


@pytest.mark.parametrize(
    "body",
    ["STATUS 1234 5678", "status 12345678", "Staus 1234-5678", "STATUS:12345678", "1234 5678 status",
     "haal 1234 5678", "Code 1234 5678", "کوڈ 1234 5678", "status of 12345678",
     "حالت 1234 5678", "حالت ۱۲۳۴ ۵۶۷۸", "سٹیٹس ١٢٣٤ ٥٦٧٨"],
)  # fmt: skip
def test_a_code_is_read_in_any_script(body: str) -> None:
    command = read_command(body)
    assert command is not None
    assert (command.asked, command.code) == (Asked.STATUS, "12345678")


def test_a_code_alone_asks_for_its_status_if_it_can_be_one() -> None:
    assert read_command("0000 0000") == Command(Asked.STATUS, EN, "00000000")
    assert read_command("0000 0001") is None
    assert read_command("15") is None


@pytest.mark.parametrize(
    "body",
    ["mujhe kamre mein band kiya hua hai", "band", "stop them, they beat us", "held", "hell", "madam", "state",
     "he is not safe", "shop", "start karwaya bhatte pe", "please help my brother in Multan", "مجھے بند کیا ہے",
     "حالات بہت خراب ہیں", "band kar dia", "band kar di", "بند کر دیا", "بند کر دی", "bandi karo", "roko", "rok lo",
     "mafooz", "save", "STOP 5 log yahan", "", "?", "Lahore", "haan", "nahi"],
)  # fmt: skip
def test_what_tells_something_is_no_command(body: str) -> None:
    assert read_command(body) is None


@pytest.mark.parametrize(
    ("body", "answer"),
    [("haan", True), ("ji haan", True), ("Yes please", True), ("جی ہاں", True), ("ہاں", True), ("yes danger", True),
     ("haan na", True), ("hai na", True), ("ہاں نا", True), ("haan bohat", True), ("yes i am", True),
     ("yes she is not let go", True), ("ji bilkul bohat khatra", True), ("haan wo use maar raha hai", True),
     ("nahi", False), ("nhi", False), ("no", False), ("نہیں", False), ("no danger", False), ("na", False),
     ("ji nahi", False), ("جی نہیں", False), ("koi khatra nahi", False), ("khatra nahi hai", False),
     ("safe", False), ("محفوظ", False),
     ("nahi wo usay maar raha hai", None), ("Multan", None), ("", None), ("??", None)],
)  # fmt: skip
def test_yes_and_no(body: str, answer: bool | None) -> None:
    assert said_yes(body) is answer


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(body: str) -> None:
    command = read_command(body)
    assert command is None or command.code.isascii()
    assert said_yes(body) in {True, False, None}
