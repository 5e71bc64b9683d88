"""A reply may be read by whoever holds the phone: it names nothing that would give the sender away."""

import re

import pytest

from hotline.languages import words
from ivr_flows.languages import ROMAN_URDU
from ivr_flows.prompts import every_text
from ivr_flows.steps import Prompt
from ivr_flows.texts import SAFE

# Beginnings of words: who would come, what it is about, and what those who hold somebody would be called.
# The number 15 may be named.
UNSAFE = {
    "en": (
        "fia\\b",
        "f\\.i\\.a",
        "federal",
        "investigat",
        "police",
        "arrest",
        "raid",
        "rescue",
        "crim",
        "traffic",
        "smuggl",
        "victim",
        "kidnap",
        "abduct",
        "slave",
        "exploit",
        "forced",
        "bonded",
        "prostitut",
        "sex",
    ),
    "ur": (
        "ایف آئی اے",
        "وفاقی",
        "تحقیق",
        "تفتیش",
        "پولیس",
        "گرفتار",
        "چھاپ",
        "بازیاب",
        "جرم",
        "مجرم",
        "جرائم",
        "ٹریفک",
        "اسمگل",
        "سمگل",
        "متاثر",
        "مظلوم",
        "اغوا",
        "غلام",
        "استحصال",
        "جبری",
        "زبردستی",
        "جنسی",
        "جسم فروش",
    ),
    ROMAN_URDU: (
        "wafaqi",
        "tehqiq",
        "tahqiq",
        "taftish",
        "pulis",
        "polis",
        "giraftar",
        "chhap",
        "bazyab",
        "jurm",
        "mujrim",
        "jaraim",
        "i?smag",
        "mutas+ir",
        "mazloom",
        "mazlum",
        "aghwa",
        "ghulam",
        "istehsal",
        "jabri",
        "zabardasti",
        "zabar dasti",
        "jinsi",
        "jism farosh",
    ),
}
ANY = re.compile("|".join(rf"\b{word}" for of_one in UNSAFE.values() for word in of_one), re.IGNORECASE)
OPEN = [text for text in every_text() if not text.name.startswith("sms_safe")]


@pytest.mark.parametrize("language", UNSAFE)
@pytest.mark.parametrize("text", OPEN, ids=lambda text: text.name)
def test_a_reply_names_nothing_that_gives_its_reader_away(text: Prompt, language: str) -> None:
    assert ANY.findall(words(text, language)) == []


@pytest.mark.parametrize("language", UNSAFE)
def test_who_said_that_it_is_safe_is_told_who_we_are(language: str) -> None:
    assert ANY.search(words(SAFE, language))
