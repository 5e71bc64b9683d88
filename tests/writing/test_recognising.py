"""How a text is written: so that its sender is answered in the same way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.writing.recognising import OtherTongue, Writing, written
from hotline.writing.roman import bones, sound

EN, ROMAN, URDU = Writing.ENGLISH, Writing.ROMAN, Writing.URDU


@pytest.mark.parametrize(
    ("text", "writing"),
    [
        ("My brother is locked in a factory and they do not pay him", EN),
        ("Please call me", EN),
        ("help", EN),
        ("ok thanks", EN),
        ("brick kiln Gujranwala", EN),
        ("from rahim yar khan to karachi", EN),
        ("The owner is Mr Bagh Ali", EN),
        ("dont let them take her", EN),
        ("mera bhai factory mein band hai", ROMAN),
        ("mjhe bchao plz", ROMAN),
        ("mra bhai eentn bnata h malik chorta nhi", ROMAN),
        ("madad", ROMAN),
        ("15 log Lahore mein", ROMAN),
        ("hub chowki me factory", ROMAN),
        ("agent visa factory police sab mile hue", ROMAN),
        ("please help karo", ROMAN),
        ("aoa", ROMAN),
        ("haan", ROMAN),
        ("wo log the", ROMAN),
        ("farm ka loan hai, my husband is working for it 4 years, munshi raseed nahi deta", ROMAN),
        ("میرا بھائی بھٹے پر قید ہے", URDU),
        ("مدد", URDU),
        ("فیکٹری میں agent نے بند کیا", URDU),
        ("Lahore میں", URDU),
        ("۱۲۳۴", URDU),
        ("ميري مدد كريں", URDU),
    ],
)
def test_each_way_of_writing_is_known_again(text, writing):
    assert written(text).writing is writing


def test_one_word_of_another_writing_turns_nothing():
    assert written("My sister مدد needs help, she is in a house in Lahore").writing is EN
    assert written("میری بہن کو agent نے بیچ دیا please").writing is URDU
    assert written("the agent took my brother, bhai is in Libya now").writing is EN
    assert written("wo mujhe please kehta hai the end").writing is ROMAN


def test_the_name_of_a_place_says_nothing_so_the_default_answers():
    assert written("Lahore").writing is written("Mirpur Khas").writing is ROMAN
    assert written("Lahore help me please").writing is EN
    assert written("").writing is written("😂").writing is written("123").writing is ROMAN


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("زه مرسته غواړم", OtherTongue.PASHTO),
        ("ښځه", OtherTongue.PASHTO),
        ("زما خور ته مرسته وکړئ", OtherTongue.PASHTO),
        ("مون کي مدد کپي ٿي، ٻار کي ماريو", OtherTongue.SINDHI),
        ("مدد ڪريو", OtherTongue.SINDHI),
        ("میری مدد کریں", None),
        ("ميري مدد ڪریں، یہاں سے نکالیں", None),  # one letter of another keyboard among letters of Urdu alone
        ("میری بہن کو ٹرک میں لے گئے ہېں", None),
        ("help me", None),
    ],
)
def test_letters_that_urdu_never_has_mark_a_text_for_a_person(text, other):
    assert written(text).other is other


@given(st.text())
def test_any_text_has_a_way_of_writing_and_always_the_same(text):
    assert written(text) == written(text)
    assert written(text).writing in set(Writing)


@given(
    st.sampled_from(["mera bhai band hai", "my brother is locked in", "میرا بھائی قید ہے"]),
    st.text("0123456789 .,!?😂", max_size=20),
)
def test_numbers_and_pictures_change_nothing(text, more):
    assert written(f"{more} {text} {more}") == written(text)


def test_spellings_of_one_word_sound_alike_and_others_do_not():
    assert len({sound(word) for word in ("larkiyan", "larkian", "larkiyaan")}) == 1
    assert len({sound(word) for word in ("qaid", "kaid", "qed")}) == 1
    assert len({sound(word) for word in ("bachay", "bache", "bachey")}) == 1
    assert len({sound(word) for word in ("bhatta", "bata", "betha", "beta")}) == 4
    assert len({sound(word) for word in ("danda", "dhanda")}) == 2
    assert bones(sound("krta")) == bones(sound("karta"))
