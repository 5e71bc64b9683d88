"""What a reply by text may say, taken together, is short enough to arrive whole: a walk to every one there is."""

import itertools

import pytest

from hotline.sms.replies import reply_words
from hotline.sms.segments import count
from ivr_flows.engine import Heard, Turn, answer, begin
from ivr_flows.flows import SMS
from ivr_flows.languages import LANGUAGES, ROMAN_URDU
from ivr_flows.prompts import every_text
from ivr_flows.steps import Prompt

WRITTEN = (*LANGUAGES, ROMAN_URDU)
MOST = {"ur": 2, "en": 1, ROMAN_URDU: 1}
FACTS = ("which", "place", "danger")
KNOWN = [frozenset(some) for size in range(4) for some in itertools.combinations(FACTS, size)]
CODE = "12345678"
# The longest names of all.
PLACES = {"ur": ("ٹنڈو محمد خان", "شہید بے نظیر آباد", "ڈیرہ اسماعیل خان")}
LATIN_PLACES = ("Shaheed Benazirabad", "Qambar Shahdadkot", "Tando Muhammad Khan")


def replies(language: str) -> dict[str, Turn]:
    """Every turn that a text can lead to, by what it says."""
    found: dict[str, Turn] = {}
    waiting = [begin(SMS, language)]
    while waiting:
        turn = waiting.pop()
        said = reply_words(turn, CODE, PLACES.get(language, LATIN_PLACES))
        if said in found:
            continue
        found[said] = turn
        if not turn.over:
            waiting += [
                answer(turn.position, Heard(words=body), known).turn for body in ("", "x") for known in KNOWN
            ]
    return found


@pytest.mark.parametrize("language", WRITTEN)
def test_every_reply_arrives_whole(language: str) -> None:
    # One that asks which of several places and then where it is does not happen: one of the two is known.
    for said, turn in replies(language).items():
        assert count(said).segments <= MOST[language], said
        assert "{" not in said
        assert len({prompt for prompt in turn.prompts if isinstance(prompt, Prompt)}) <= 3


@pytest.mark.parametrize("language", WRITTEN)
def test_the_first_reply_carries_the_code_and_the_last_one_too(language: str) -> None:
    first = [answer(begin(SMS, language).position, Heard(words="x"), known).turn for known in KNOWN]
    assert all("1234 5678" in reply_words(turn, CODE, LATIN_PLACES) for turn in first)
    ends = [said for said, turn in replies(language).items() if turn.over]
    assert all("1234 5678" in said for said in ends)


def test_roman_urdu_is_complete_and_written_in_latin_letters() -> None:
    from hotline.languages import words

    for prompt in every_text():
        said = words(prompt, ROMAN_URDU)
        assert said.isascii(), said
        assert said != prompt.words
