"""Which districts a message names: what the finder must and must not see."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.places.gazetteer import canonical_district, load, near_districts
from hotline.places.matching import Places, find_places

# 314 labelled messages in English, Roman Urdu and Urdu, written for this project; none is a real one.
SENTENCES = list(csv.DictReader((Path(__file__).parent / "sentences.csv").read_text("utf-8").splitlines()))
PLACES = load()
PLAIN = sorted({name for name, known in PLACES.names.items() if known.places and len(known.places) == 1})


def districts(text: str) -> tuple[str, ...]:
    return find_places(text).districts


def expected(sentence: dict[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, sentence["expected_district"].split(";")))


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"][:40])
def test_no_message_is_sent_to_a_district_it_does_not_name(sentence):
    assert set(districts(sentence["text"])) <= set(expected(sentence))


def test_nearly_all_messages_get_all_their_places():
    right = [sentence for sentence in SENTENCES if districts(sentence["text"]) == expected(sentence)]
    assert len(right) / len(SENTENCES) >= 0.98
    assert {sentence["text"] for sentence in SENTENCES if not expected(sentence)} <= {
        sentence["text"] for sentence in right
    }


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Gujranwala", ("Gujranwala",)),
        ("GUJRANWALA mein bhatta", ("Gujranwala",)),
        ("Gūjrānwāla", ("Gujranwala",)),
        ("gujran wala", ("Gujranwala",)),
        ("Lahore's brick kilns", ("Lahore",)),
        ("🙂Lahore🙂 2lahore3", ("Lahore",)),
        ("Lahoreمیں", ("Lahore",)),
        ("lahori khana, multani mitti", ()),
        ("Mirpur Khas", ("Mirpur Khas",)),
        ("mirpur-khas", ("Mirpur Khas",)),
        ("mirpurkhas", ("Mirpur Khas",)),
        ("مير پور خاص", ("Mirpur Khas",)),
        ("Mirpur", ("Mirpur",)),
        ("Dera Ismail Khan", ("Dera Ismail Khan",)),
        ("dera   ismail\tkhan se", ("Dera Ismail Khan",)),
        ("D.I. Khan se", ("Dera Ismail Khan",)),
        ("D.G.Khan", ("Dera Ghazi Khan",)),
        ("I took her. Khan came.", ()),
        ("Kamoke ka bhatta", ("Gujranwala",)),
        ("torkham", ("Khyber",)),
        ("ۂنزہ ; ہُنزہ", ("Hunza",)),
        ("كراچي", ("Karachi",)),
        ("لاھور", ("Lahore",)),
        ("فیصل\u200cآباد", ("Faisalabad",)),
        ("کراچی\u200cمیں", ("Karachi",)),
        ("Guj\u200branwala", ("Gujranwala",)),
        ("گوجرانوالہ۔لاہور", ("Gujranwala", "Lahore")),
        ("multan se karachi", ("Multan", "Karachi")),
        ("karachi se multan, phir karachi", ("Karachi", "Multan")),
        ("Khyber Pakhtunkhwa mein", ()),
        ("Gilgit-Baltistan", ()),
        ("Gilgit se", ("Gilgit",)),
        ("korangi aur lyari", ("Karachi",)),
        ("upper dir se", ("Dir",)),
        ("نوکری کی تلاش میں", ()),
    ],
)
def test_a_name_is_found_whole_and_however_it_is_typed(text, named):
    assert districts(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("bagh me bachay phal torte hain", ()),
        ("zila bagh se", ("Bagh",)),
        ("Bagh, AJK", ("Bagh",)),
        ("bagh ka rehne wala", ("Bagh",)),
        ("kamre me band hai, kamra me", ()),
        ("naukri ki talash me gaye", ()),
        ("logon ke gharo me kaam", ()),
        ("kachhi abadi me", ()),
        ("thori dir mein aao", ()),
        ("hub me larki qaid hai", ("Hub",)),
        ("mujhe hub mila hai", ()),
        ("the water tank in the yard", ()),
        ("a boy from Tank", ("Tank",)),
        ("tank se nikala", ()),
        ("a boy in Tank", ("Tank",)),
        ("tank me pani nahi", ()),
        ("mera kasur kya hai", ()),
        ("Kasur kiln", ("Kasur",)),
        ("چمن بارڈر سے", ("Chaman",)),
        ("چمن میں پھول ہیں", ()),
    ],
)
def test_an_ordinary_word_is_a_place_only_with_a_cue(text, named):
    assert districts(text) == named


def test_an_answer_that_is_only_a_name_is_that_place_even_when_it_is_an_ordinary_word():
    assert districts("Bagh") == districts("hub, bagh")[1:] == ("Bagh",)
    assert districts("meri behan ko le gaye\nHub") == ("Hub",)
    assert districts("حب") == ("Hub",)
    assert districts("Hub city, Balochistan, Pakistan") == ("Hub",)


def test_a_province_in_the_text_says_which_of_two_places_of_one_name_is_meant():
    assert find_places("khanpur me") == Places((), ("Rahim Yar Khan", "Haripur", "Shikarpur"))
    assert find_places("sindh ke khanpur me") == Places(("Shikarpur",), (), ("Sindh",))
    assert find_places("khanpur, haripur") == Places(("Haripur",))
    assert find_places("mirpur sindh") == Places(("Mirpur Khas",), (), ("Sindh",))


def test_a_city_abroad_of_the_same_name_is_not_ours():
    assert districts("Hyderabad, India") == districts("india ke gujrat se") == ()
    assert districts("Hyderabad se India le gaye") == ("Hyderabad",)


def test_a_doubtful_word_is_a_candidate_and_a_plain_one_is_nothing():
    assert find_places("haveli me band hai larki") == Places((), ("Haveli",))
    assert find_places("haveli bohat bari hai") == Places()


def test_a_province_alone_is_told_apart_from_a_district():
    assert find_places("khyber pakhtunkhwa ya punjab me") == Places((), (), ("KP", "Punjab"))
    assert find_places("پنجاب کے کسی گاؤں میں").provinces == ("Punjab",)


@given(st.sampled_from(PLAIN), st.sampled_from([str.upper, str.title, lambda name: f" {name}\u200f. "]))
def test_every_name_alone_is_its_district(name, typed):
    assert districts(typed(name)) == (PLACES.names[name].places[0].unit,)


@given(st.sampled_from(PLAIN), st.data())
def test_marks_that_nobody_sees_change_nothing(name, data):
    at = data.draw(st.integers(0, len(name)))
    mark = data.draw(st.sampled_from("\u200b\u200d\u200e\u202a\u2066\u0651\u064e\u0301\u00ad\ufeff"))
    assert districts(name[:at] + mark + name[at:]) == districts(name)


@given(st.text(max_size=200))
def test_any_text_will_do(text):
    found = find_places(text)
    assert not set(found.districts) & set(found.candidates)


def test_a_typed_name_stands_for_its_district():
    assert canonical_district("gujranwala") == "Gujranwala"
    assert canonical_district(" LOWER dir ") == "Lower Dir"
    assert canonical_district("Karachi") == "Karachi"
    assert canonical_district("karachi west") == "Karachi West"
    assert canonical_district("جعفر آباد") == "Jaffarabad"
    assert canonical_district("kamoke") == "Gujranwala"
    assert canonical_district("Tank") == "Tank"
    assert canonical_district("Punjab") is None
    assert canonical_district("") is None
    assert canonical_district("Atlantis") is None


def test_a_mistyped_name_has_near_ones():
    assert near_districts("gujranwal")[0] == "Gujranwala"
    assert near_districts("Mirpor")[0] == "Mirpur"
    assert near_districts("zzzz") == ()
