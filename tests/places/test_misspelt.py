"""Misspelt names are found however people spell them, and ordinary words, people and places abroad are not."""

import csv
import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.places.folding import fold, tokens
from hotline.places.gazetteer import load
from hotline.places.matching import find_places
from hotline.places.spelling import sound
from hotline.places.tables import read_tables

HERE = Path(__file__).parent
# More than 1,000 messages of the kind that feature phones send, written for this project; none is a real one.
SENTENCES = [
    row
    for table in ("misspelt_sentences.csv", "more_misspelt_sentences.csv")
    for row in csv.DictReader((HERE / table).read_text("utf-8").splitlines())
]
COLLISIONS = [
    row["word"] for row in csv.DictReader((HERE / "collisions.csv").read_text("utf-8").splitlines())
]
GAZETTEER = load()
# District names that nothing else is spelled like, long enough to survive a slip.
LONG = sorted(
    name
    for name in GAZETTEER.districts
    if name.isascii() and name.isalpha() and len(name) >= 8 and len(GAZETTEER.names[name].places) == 1
)
ORDINARY = sorted(word for word in GAZETTEER.ordinary if word not in GAZETTEER.names)


def districts(text: str) -> tuple[str, ...]:
    return find_places(text).districts


def expected(sentence: dict[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, sentence["expected_district"].split(";")))


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"][:40])
def test_a_misspelt_message_is_sent_to_no_district_that_it_does_not_name(sentence):
    assert set(districts(sentence["text"])) <= set(expected(sentence))


def test_nearly_all_misspelt_messages_get_all_their_places():
    wrong = [row["text"] for row in SENTENCES if districts(row["text"]) != expected(row)]
    assert len(wrong) / len(SENTENCES) <= 0.01, wrong


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("fesalabad", "Faisalabad"),
        ("Faislabad", "Faisalabad"),
        ("gujravala", "Gujranwala"),
        ("sargoda", "Sargodha"),
        ("quita", "Quetta"),
        ("toba tek sing", "Toba Tek Singh"),
        ("dera gazi khan", "Dera Ghazi Khan"),
        ("mandi bahaudeen", "Mandi Bahauddin"),
        ("havli kahuta", "Haveli"),
        ("nort waziristan", "North Waziristan"),
        ("pindi bhatian", "Hafizabad"),
        ("lahoremein", "Lahore"),
        ("multanse", "Multan"),
        ("gujranwale mein", "Gujranwala"),
        ("lahore's", "Lahore"),
        ("لاھورمیں", "Lahore"),
        ("لاہورسے", "Lahore"),
        ("صیالکوٹ", "Sialkot"),
        ("فیسل اباد", "Faisalabad"),
        ("سرگودہا", "Sargodha"),
        ("لاڑکانا", "Larkana"),
    ],
)
def test_people_spell_by_sound_and_run_words_together(typed, unit):
    assert districts(typed) == districts(f"bhai {typed} bhatta") == (unit,)


@pytest.mark.parametrize(
    "text",
    [
        "lahori khana ka hotel",
        "multani mitti ka kaam",
        "peshawari chappal",
        "faisalabadi log",
        "sialkotiyon ka agent",
        "لاہوری کھانا",
        "mera kasoor kya hai",
        "kohli ne paise liye",
        "dadi ne mara",
        "sadiq aur kashif ne becha",
        "larka na mila",
        "naukri ka jhansa de kar dubai bheja",
        "riyaz, jaddah aur masqat me",
        "greece, itly, libiya aur turky",
        "دبئی، ریاض اور مسقط میں",
        "i want a new job in a shop",
        "we are in trouble, in captivity, in a garden",
    ],
)
def test_people_of_a_place_ordinary_words_and_places_abroad_are_no_place_of_ours(text):
    assert districts(text) == ()


@pytest.mark.parametrize("word", COLLISIONS)
def test_a_name_that_is_an_ordinary_word_is_no_place_without_a_cue(word):
    said = (f"ye {word} hai", f"mujhe {word} nahi chahiye") if word.isascii() else (f"یہ {word} ہے",)
    assert [districts(text) for text in said] == [()] * len(said)


def test_ordinary_words_in_any_order_name_no_place():
    shuffled = random.Random(7)
    for _ in range(300):
        text = " ".join(shuffled.choices(ORDINARY, k=8))
        assert districts(text) == (), text


SAME_SOUND = [
    ("w", "v"),
    ("v", "w"),
    ("ee", "i"),
    ("oo", "u"),
    ("kh", "k"),
    ("k", "q"),
    ("z", "s"),
    ("ph", "f"),
]


@given(
    st.sampled_from(LONG), st.sampled_from(SAME_SOUND), st.sampled_from(["{} me bhatta", "{}", "kiln in {}"])
)
def test_letters_that_sound_alike_are_one_to_us(name, letters, frame):
    assert districts(frame.format(name.replace(*letters))) == districts(name)


@given(st.sampled_from(LONG), st.data())
def test_a_letter_typed_twice_changes_nothing(name, data):
    at = data.draw(st.integers(0, len(name) - 1))
    assert districts(f"{name[:at]}{name[at]}{name[at:]} me bhatta") == districts(name)


def test_most_names_survive_two_letters_changing_places():
    slips = [
        (name, name[:at] + name[at + 1] + name[at] + name[at + 2 :])
        for name, at in itertools.product(LONG, range(1, 6))
    ]
    found = [(name, districts(f"zila {slip} me")) for name, slip in slips]
    assert sum(units == districts(name) for name, units in found) / len(found) >= 0.9
    assert sum(bool(units) and units != districts(name) for name, units in found) / len(found) <= 0.01


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.from_regex("[a-z]{1,12}", fullmatch=True))
def test_a_sound_key_has_no_letter_twice_and_no_h_inside(word):
    key = sound(word)
    assert "h" not in key[1:]
    assert all(first != second for first, second in itertools.pairwise(key)) or "h" in word


@given(st.sampled_from(SENTENCES), st.sampled_from([str.upper, str.title, lambda text: f"\u200f{text}  "]))
def test_case_and_marks_nobody_sees_change_no_find(sentence, typed):
    assert districts(typed(sentence["text"])) == districts(sentence["text"])


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1600,
        "a " * 800,
        "lahor" * 320,
        "mandi bahaudn " * 114,
        "ابپت" * 400,
        "dera gazi " * 160,
        "\u200c" * 1600,
    ],
    ids=["one word", "letters", "a name without end", "near misses", "Urdu", "heads", "joiners"],
)
def test_the_longest_message_is_answered(text):
    assert len(find_places(text).unknown) <= 3


def test_every_table_of_words_is_read():
    tables = read_tables()
    assert {"mujhe", "kitchen", "کارخانہ", "kashif"} <= tables.ordinary
    assert not any(len(word) > 40 for word in tables.ordinary)
    assert tokens(fold("Sri Lanka")) == ["sri", "lanka"]
