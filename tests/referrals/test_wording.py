"""The words of a referral: short enough for every phone whatever they tell, and not a word more than is to be told."""

import csv
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from hotline.languages import LOCALES, SmsLanguage, sms_words
from hotline.referrals import wording
from hotline.referrals.wording import MOST_PARTS, PROVINCES, Referred, referral_words
from hotline.sms.clusters import clusters
from hotline.sms.segments import beyond_gsm_7, count
from hotline.tips.models import Kind

AT = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
TAG = "4821"
TABLE = files("hotline.circles").joinpath("data/districts.csv").read_text(encoding="utf-8")
DISTRICTS = list(csv.DictReader(TABLE.splitlines()))
NAMES = {
    language: sorted({row[of + which] for row in DISTRICTS for of in ("name", "unit")})
    for language, which in (
        (SmsLanguage.ENGLISH, ""),
        (SmsLanguage.ROMAN_URDU, ""),
        (SmsLanguage.URDU, "_ur"),
    )
}
GAP = re.compile(r"\{\w*\}")
FLAGS = list(itertools.product((False, True), repeat=5))


def said_of(
    kind: Kind, place: tuple[str | None, str | None], flags: tuple[bool, ...], language: SmsLanguage
) -> str:
    district, province = place
    urgent, news, beside, step, repeat = flags
    tip = Referred(TAG, kind, province, urgent, AT, news=news, beside=beside, step=int(step))
    return referral_words(tip, district, language, repeat)


def plain(name: str) -> str:
    """Without another name that it has in brackets: where there is no room, that is left out."""
    return name.partition(" (")[0]


def places(language: SmsLanguage) -> Iterator[tuple[str | None, str | None]]:
    """Every place that can be told; of the names that take the same room, letter by letter, one."""
    shapes = {tuple(map(len, clusters(name))): name for name in NAMES[language]}
    yield from ((name, None) for name in shapes.values())
    yield from ((None, province) for province in (*PROVINCES, None))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", SmsLanguage)
def test_it_fits_whatever_it_says(kind: Kind, language: SmsLanguage) -> None:
    """Every place that the directory names, with everything else that may be said of it."""
    say = sms_words(language).gettext
    for place, flags in itertools.product(places(language), FLAGS):
        said = said_of(kind, place, flags, language)
        assert count(said).segments <= MOST_PARTS[language], said
        named = plain(place[0] or say(PROVINCES.get(place[1] or "", wording.NO_PLACE)))
        for told in (TAG, say(wording.KINDS[kind]), f" {named}", "24/11 14:05"):
            assert told in said, said
        assert f"1 {TAG}" in said
        assert not GAP.search(said)
        if language is not SmsLanguage.URDU:
            assert beyond_gsm_7(said) == ()


@pytest.mark.parametrize("language", SmsLanguage)
def test_every_district_is_told_by_its_whole_name(language: SmsLanguage) -> None:
    for name in NAMES[language]:
        for flags in ((False,) * 5, (True, False, False, True, False)):
            assert f" {name}" in said_of(Kind.CHILD_LABOUR, (name, None), flags, language)
            assert beyond_gsm_7(name) == () or language is SmsLanguage.URDU


@pytest.mark.parametrize("language", SmsLanguage)
def test_it_is_a_fixed_set_of_words_and_none_of_them_is_cut(language: SmsLanguage) -> None:
    say = sms_words(language).gettext
    marks = (wording.REPEAT, wording.URGENT, wording.UPDATE, wording.NOT_TAKEN)
    rests = (wording.BESIDE, wording.IN_THE_CONSOLE, wording.ANSWER, wording.ANSWER_BRIEFLY)
    sentences = [say(one).format(tag=TAG) for one in (*marks, *rests)]
    for kind, flags in itertools.product(Kind, FLAGS):
        for name in sorted(NAMES[language], key=len)[-3:]:
            left = said_of(kind, (name, None), flags, language)
            told = [
                say(wording.WORDS).format(
                    tag=TAG, kind=say(wording.KINDS[kind]), place=place, time="24/11 14:05"
                )
                for place in (name, plain(name))
            ]
            for sentence in (*told, *sentences):
                left = left.replace(sentence, "")
            assert left.strip() == ""


@pytest.mark.parametrize("language", SmsLanguage)
def test_what_is_said_of_most_tips_leaves_nothing_out(language: SmsLanguage) -> None:
    say = sms_words(language).gettext
    name = {"ur": "گوجرانوالہ"}.get(language.value, "Gujranwala")
    said = said_of(Kind.BONDED_LABOUR, (name, None), (True, False, False, False, False), language)
    for sentence in (wording.URGENT, wording.IN_THE_CONSOLE, wording.ANSWER):
        assert say(sentence).format(tag=TAG) in said


def test_marks_say_what_it_is() -> None:
    plain_tip = Referred(TAG, Kind.OTHER, None, urgent=False, taken_at=AT)

    def marks(repeat: bool = False, **how: Any) -> str:
        said = referral_words(replace(plain_tip, **how), "Lahore", SmsLanguage.ENGLISH, repeat)
        return said[: said.index("Raabta")].strip()

    assert marks() == ""
    assert marks(repeat=True, urgent=True) == "REPEAT. URGENT."
    assert marks(step=2) == "NOT TAKEN YET."
    # They have it: what is new to them is that more is known.
    assert marks(step=2, news=True) == "UPDATE."


@pytest.mark.parametrize("language", SmsLanguage)
def test_an_office_beside_the_circle_is_told_no_more_and_has_no_console(language: SmsLanguage) -> None:
    say = sms_words(language).gettext
    circle, office = (
        said_of(Kind.OTHER, (None, "Sindh"), (False, False, beside, False, False), language)
        for beside in (False, True)
    )
    assert circle.replace(say(wording.IN_THE_CONSOLE), say(wording.BESIDE)) == office
    assert say(wording.BESIDE) in office


def test_a_name_longer_than_any_gives_way_to_its_province_and_that_to_none() -> None:
    how = (True, True, False, False, True)
    said = said_of(Kind.CHILD_LABOUR, ("Village " * 20, "Punjab"), how, SmsLanguage.ENGLISH)
    assert "Place: Punjab." in said
    assert count(said).segments == 1
    said = said_of(Kind.CHILD_LABOUR, ("Village " * 20, None), how, SmsLanguage.ENGLISH)
    assert "Place: not named." in said
    # Letters that the alphabet of phones does not have would make it twice as long.
    said = said_of(Kind.CHILD_LABOUR, ("Kot “Addu”", "Punjab"), how, SmsLanguage.ENGLISH)
    assert beyond_gsm_7(said) == ()


def test_every_word_of_an_sms_is_there_in_roman_urdu() -> None:
    """Fails when words changed since the last `make catalogues`, and while one of them has no Roman Urdu."""
    with (LOCALES / "texts.cfg").open(encoding="utf-8") as cfg:
        methods, options = parse_mapping_cfg(cfg)
    root = str(LOCALES.parent)
    keywords = {"Prompt": (2,), "N_": None, "_": None, "gettext": None, "ngettext": (1, 2)}
    found = list(extract_from_dir(root, methods, options, keywords=keywords))
    in_code = {message for _, _, message, *_ in found}
    saying = (LOCALES.parent / "hotline").glob("*/*.py")
    importing = {str(file.relative_to(root)) for file in saying if "sms_words" in file.read_text("utf-8")}
    assert importing <= {file for file, *_ in found}
    with (LOCALES / "ur_Latn" / "LC_MESSAGES" / "texts.po").open("rb") as po:
        written = {message.id: message.string for message in read_po(po) if message.id}
    assert written.keys() == in_code
    assert [english for english, roman in written.items() if not roman] == []
    for english, roman in written.items():
        assert set(GAP.findall(roman)) == set(GAP.findall(english)), english
        assert beyond_gsm_7(roman) == (), roman
