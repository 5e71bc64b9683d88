"""What a texter is answered fits the phones that read it."""

import csv
from importlib.resources import files

import pytest

from hotline.languages import words
from hotline.sms.asking import MOST_TO_CHOOSE_FROM
from hotline.sms.segments import beyond_gsm_7, count
from hotline.tips.reference import spaced
from ivr_flows.languages import ROMAN_URDU
from ivr_flows.prompts import every_text
from ivr_flows.steps import Prompt

MOST = {"en": 1, ROMAN_URDU: 1, "ur": 2}
"""In how many parts a reply may arrive, by the catalogue that it is written from."""
LATIN = [language for language in MOST if language != "ur"]

TABLE = files("hotline.circles").joinpath("data/districts.csv").read_text(encoding="utf-8")
DISTRICTS = list(csv.DictReader(TABLE.splitlines()))
NAMES = {
    language: sorted({row[of + which] for row in DISTRICTS for of in ("name", "unit")}, key=len)
    for language, which in {"en": "", ROMAN_URDU: "", "ur": "_ur"}.items()
}
WRITTEN = [
    pytest.param(text, language, id=f"{text.name}-{language}") for text in every_text() for language in MOST
]


def widest(text: Prompt, language: str) -> str:
    """A reply with the most put into its gaps that can be."""
    places = " / ".join(NAMES[language][-MOST_TO_CHOOSE_FROM:])
    return words(text, language).replace("{reference}", spaced("88888888")).replace("{places}", places)


@pytest.mark.parametrize(("text", "language"), WRITTEN)
def test_a_reply_is_one_part_in_latin_letters_and_at_most_two_in_urdu(text: Prompt, language: str) -> None:
    said = widest(text, language)
    assert "{" not in said
    assert count(said).segments <= MOST[language]


@pytest.mark.parametrize("language", LATIN)
def test_no_letter_changes_the_alphabet_of_a_reply(language: str) -> None:
    # A curly quote, a dash, an ellipsis or a non-breaking space is enough: 70 letters a part instead of 160.
    offending = {text.name: beyond_gsm_7(words(text, language)) for text in every_text()}
    assert {name: letters for name, letters in offending.items() if letters} == {}


@pytest.mark.parametrize("language", LATIN)
def test_no_name_of_a_district_changes_the_alphabet(language: str) -> None:
    assert {name: beyond_gsm_7(name) for name in NAMES[language] if beyond_gsm_7(name)} == {}
