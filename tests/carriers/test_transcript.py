"""A call as it is printed: words for recordings, one line for a code, faults where they happen."""

import pytest

from hotline.carriers.practice.events import (
    Asked,
    Awaits,
    Dialled,
    Ended,
    EndedBy,
    Failed,
    Fetched,
    Heard,
    KeptSilent,
    Paused,
    Pressed,
    Spoke,
    Spoken,
)
from hotline.commands.transcript import known_number, lines, spelt_code, words_of, written_code

HERE = "http://127.0.0.1:8080"


def prompt(name, language="en", status=200):
    return Heard(f"{HERE}/prompts/{language}/{name}.3f2a9c1b04de.wav", status, 1.0, barge_in=False)


def test_each_event_that_a_caller_notices_is_a_line():
    events = [
        Fetched(HERE, 200, 1.5),
        prompt("goodbye"),
        prompt("goodbye", "ur", status=404),
        prompt("a_name_of_next_year"),
        Spoken("An error has occurred.", "en-US", barge_in=False),
        Paused(1),
        Asked(Awaits.KEYS, 1, 5.0, ""),
        Pressed("1"),
        KeptSilent(5.0),
        Asked(Awaits.RECORDING, None, 5.0, "#", 60.0, beep=True),
        Spoke(3.2),
        Asked(Awaits.KEYS, None, 2.0, "", optional=True),
        Pressed("042#"),
        Dialled("+923640000015", False, 25.0),
        Dialled("+923640000015", True, 30.0),
        Failed(11200, HERE, "HTTP 500"),
        Failed(0, HERE, "no end"),
        Ended(EndedBy.HOTLINE, 42),
        Ended(EndedBy.CALLER, 3),
        Ended(EndedBy.HOTLINE, 0, "busy"),
    ]
    assert list(lines(events)) == [
        "line    Take care. Goodbye.",
        "line    اپنا خیال رکھیں۔ خدا حافظ۔   (not heard: HTTP 404)",
        "line    a_name_of_next_year",
        "line    An error has occurred.   (the carrier's own voice)",
        "caller  presses 1",
        "caller  is silent for 5 s",
        "line    (a tone, then it records)",
        "caller  speaks for 3 s",
        "caller  presses 042#",
        "line    calls +92 364 0000015: nobody answers for 25 s",
        "line    calls +92 364 0000015, who answers: they speak for 30 s",
        f"fault   HTTP 500 at {HERE} (error 11200)",
        f"fault   no end at {HERE}",
        "line    hangs up after 42 s",
        "caller  hangs up after 3 s",
        "line    does not pick up (busy)",
    ]


def test_a_code_is_one_line_and_is_read_back_from_it():
    digits = [prompt(f"digit.{digit}") for digit in "48075573"]
    events = [*digits[:4], Paused(1), *digits[4:], prompt("goodbye"), *digits]
    assert list(lines(events)) == [
        "line    four eight zero seven - five five seven three",
        "line    Take care. Goodbye.",
        "line    four eight zero seven five five seven three",
    ]
    assert spelt_code(events) == "48075573"
    assert spelt_code(digits[:7]) is None
    assert spelt_code([prompt("digit.1")] * 8) is None


@pytest.mark.parametrize("text", ["Code 4807 5573.", "کوڈ 48075573۔", "call 15. \u200e4807 5573\u200e"])
def test_a_code_is_found_in_a_reply(text):
    assert written_code(["nothing", text]) == "48075573"


@pytest.mark.parametrize("text", ["", "call 15", "4807 5574", "1480755731", "4807 557"])
def test_other_digits_in_a_reply_are_no_code(text):
    assert written_code([text]) is None


def test_an_address_that_is_no_prompt_stands_as_it_is():
    assert words_of("http://127.0.0.1/x.mp3") == "http://127.0.0.1/x.mp3"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+923640009001", "+92 364 0009001"),
        ("anonymous", "anonymous"),
        ("", "a withheld number"),
        ("+266696687", "+266696687"),
    ],
)
def test_a_number_is_shown_as_people_write_it(number, shown):
    assert known_number(number) == shown
