"""Urdu and English: complete catalogues, the same gaps to fill, and prompts that tell which key to press."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from hotline.languages import LOCALES, Language, direction, language_name, language_of, translator, words
from ivr_flows.catalogue import words_of
from ivr_flows.flows import PHONE
from ivr_flows.languages import LANGUAGES, SPOKEN
from ivr_flows.prompts import every_prompt, every_text, spoken_reference
from ivr_flows.steps import Menu, Prompt

ROOT = LOCALES.parent
GAP = re.compile(r"\{\w*\}|%\(\w+\)[sd]|%[sd]")


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as po:
        return read_po(po)


def _messages(language: str) -> list[Message]:
    return [
        message for message in _catalogue(LOCALES / language / "LC_MESSAGES" / "messages.po") if message.id
    ]


def _forms(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_urdu_is_complete() -> None:
    unsaid = [message.id for message in _messages("ur") if not all(_forms(message.string)) or message.fuzzy]
    assert unsaid == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_gaps_of_the_original(language: str) -> None:
    for message in _messages(language):
        if any(_forms(message.string)):
            gaps = {gap for form in _forms(message.id) for gap in GAP.findall(form)}
            assert {gap for form in _forms(message.string) for gap in GAP.findall(form)} == gaps, message.id


def test_urdu_speech_is_written_in_words_for_a_voice_to_read() -> None:
    for prompt in every_prompt():
        said = words(prompt, Language.URDU)
        if prompt.language != "en":
            assert not re.search(r"[0-9A-Za-z۰-۹#*]", said), said


def test_the_catalogues_hold_all_that_is_said_and_shown(tmp_path: Path) -> None:
    """Fails when words changed since the last `make catalogues`."""
    extracted = tmp_path / "messages.pot"
    mapping = LOCALES / "babel.cfg"
    pybabel = [sys.executable, "-c", "from babel.messages.frontend import main; main()"]
    subprocess.run(
        [*pybabel, "-q", "extract", "-F", mapping, "-k", "Prompt:2", "-k", "place:1", "-o", extracted, "."],
        cwd=ROOT,
        check=True,
        timeout=120,
    )
    in_code = {message.id for message in _catalogue(extracted)}
    assert {prompt.words for prompt in every_prompt() + every_text()} <= in_code
    assert {message.id for message in _catalogue(LOCALES / "messages.pot")} == in_code
    for language in LANGUAGES:
        assert {message.id for message in _messages(language)} == in_code - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plain_reader_reads_what_babel_reads(language: str) -> None:
    plain = words_of(language)
    single = [m for m in _messages(language) if isinstance(m.id, str) and not m.context and not m.fuzzy]
    assert plain == {message.id: message.string for message in single if message.string}


def test_the_plain_reader_passes_over_what_no_prompt_can_use(tmp_path: Path) -> None:
    po = tmp_path / "ur" / "LC_MESSAGES" / "messages.po"
    po.parent.mkdir(parents=True)
    po.write_text(
        'msgid ""\nmsgstr ""\n"Language: ur\\n"\n\n'
        '#: one.py\nmsgid "two "\n"lines\\n"\nmsgstr ""\n"دو "\n"سطریں\\n"\n\n'
        '#, python-format, fuzzy\nmsgid "guessed"\nmsgstr "اندازہ"\n\n'
        'msgid "untranslated"\nmsgstr ""\n\n'
        'msgctxt "menu"\nmsgid "open"\nmsgstr "کھولیں"\n\n'
        'msgid "a call"\nmsgid_plural "calls"\nmsgstr[0] "کال"\nmsgstr[1] "کالیں"\n\n'
        '#~ msgid "old"\n#~ msgstr "پرانا"\n\n\n'
        'msgid "\\"quoted\\""\nmsgstr "\\\\"\n',
        encoding="utf-8",
    )
    assert words_of("ur", tmp_path) == {"two lines\n": "دو سطریں\n", '"quoted"': "\\"}


def test_every_language_of_the_pages_can_be_chosen_on_the_phone() -> None:
    assert {language.value for language in Language} <= set(LANGUAGES)


KEYS = {
    "0": "صفر",
    "1": "ایک",
    "2": "دو",
    "3": "تین",
    "4": "چار",
    "5": "پانچ",
    "6": "چھ",
    "7": "سات",
    "8": "آٹھ",
}
KEYS |= {"9": "نو", "star": "سٹار", "hash": "ہیش"}
TELLING_KEYS = [prompt for prompt in every_prompt() if "press" in prompt.words.split()]


@pytest.mark.parametrize("prompt", TELLING_KEYS, ids=lambda prompt: prompt.name)
def test_both_languages_tell_the_same_keys_and_the_key_comes_last(prompt: Prompt) -> None:
    told = re.findall(r"\b([0-9]|star|hash)\b", prompt.words)
    urdu = translator(Language.URDU).gettext(prompt.words)
    assert [word for word in re.findall(r"\w+", urdu) if word in KEYS.values()] == [KEYS[key] for key in told]
    assert prompt.words.endswith(f" {told[-1]}.")
    assert urdu.endswith((f" {KEYS[told[-1]]} دبائیں۔", f" {KEYS[told[-1]]}۔"))
    assert len(told) > 1 or (f"press {told[0]}." in prompt.words and urdu.endswith(" دبائیں۔"))


# Verbs that agree with whoever does it: said of the caller they would make a man or a woman of her or him.
AGREEING = re.compile(r"\b(?:\w+ت[ےی]|چک[ےی]|رہ[ےی]|گئ[ےی]) (?:ہیں|ہوں|تھے|تھیں)|\bگ[ےی]\b")
NOT_OF_THE_CALLER = {
    "consent": "what is said is recorded, and those who work on it listen",
    "callback.safe_word": "we say the word first",
    "danger.call": "we are calling",
    "person.call": "we are calling",
    "sms_stopped": "no more texts will come",
    "sms_started": "our replies will come",
    "sms_status.passed_on": "those who can act",
}


def test_urdu_does_not_tell_whether_a_man_or_a_woman_is_spoken_to() -> None:
    said = {prompt.name: words(prompt, Language.URDU) for prompt in every_prompt() + every_text()}
    assert {name for name, urdu in said.items() if AGREEING.search(urdu)} == set(NOT_OF_THE_CALLER)


@pytest.mark.parametrize("gendered", ["آپ بتا سکتے ہیں", "آپ جا رہی ہیں", "آپ کہہ چکے ہیں", "آپ سنیں گی"])
def test_what_would_tell_it_is_found(gendered: str) -> None:
    assert AGREEING.search(gendered)


def test_each_language_is_offered_in_itself() -> None:
    [menu] = PHONE.steps
    assert isinstance(menu, Menu)
    heard = [words(prompt, Language.ENGLISH) for prompt in menu.ask if isinstance(prompt, Prompt)]
    assert heard == [
        "رابطہ۔ اردو کے لیے ایک دبائیں۔",
        "For English, press 2.",
        "بول نہ سکیں تو پانچ دبائیں۔",
    ]
    assert [spoken.choice.language for spoken in SPOKEN] == list(LANGUAGES)


def test_every_prompt_has_one_name_that_can_be_a_file() -> None:
    names = [prompt.name for prompt in every_prompt() + every_text()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", name) for name in names)


def test_a_code_is_read_in_two_groups_of_four_digits() -> None:
    first, second = spoken_reference("90125678")
    assert [words(digit, Language.ENGLISH) for digit in first] == ["nine", "zero", "one", "two"]
    assert [words(digit, Language.URDU) for digit in second] == ["پانچ", "چھ", "سات", "آٹھ"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("میری بہن کو بیچ دیا", Language.URDU),
        ("help me بچاؤ", Language.URDU),
        ("ﻣﺪﺩ", Language.URDU),
        ("Meri behan ko bech diya", Language.ENGLISH),
        ("", Language.ENGLISH),
        ("🆘 ۱۵، ؟۔", Language.ENGLISH),
        ("\ud800", Language.ENGLISH),
    ],
)
def test_one_urdu_letter_makes_a_text_urdu(text: str, language: Language) -> None:
    assert language_of(text) is language


def test_letters_are_told_from_signs_as_unicode_tells_them() -> None:
    for sign in map(chr, range(0x10000)):
        arabic = unicodedata.name(sign, "").startswith("ARABIC")
        letter = arabic and unicodedata.category(sign) in {"Lo", "Lm"}
        if unicodedata.category(sign) != "Cn":
            assert (language_of(sign) is Language.URDU) == letter, hex(ord(sign))


def test_urdu_runs_from_the_right() -> None:
    assert (direction(Language.URDU), direction(Language.ENGLISH)) == ("rtl", "ltr")


def test_a_language_that_babel_does_not_know_runs_like_urdu_and_is_called_by_its_code() -> None:
    assert (direction("pnb"), language_name("pnb", Language.ENGLISH)) == ("rtl", "pnb")
    assert (direction("sd"), language_name("sd", Language.ENGLISH)) == ("rtl", "Sindhi")
    assert language_name("sd", Language.URDU) == "سندھی"
