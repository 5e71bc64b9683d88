"""What a text is taken for: each definition with cases for it and against it, in three ways of writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.tips.models import Kind
from hotline.tips.triage.judging import Triage, triage

CHATTER = [
    "salam",
    "kya haal hai",
    "ok thanks",
    "eid mubarak",
    "شکریہ",
    "السلام علیکم",
    "shukriya",
    "100 ka load karwa do",
]
TELLING = [
    "bhatta malik humein jane nahi deta",
    "they locked my sister in a room",
    "میرے بھائی کو مارتے ہیں",
    "kal bachi ka zabardasti nikah hai",
    "he will kill me",
    "abhi bus mein larkon ko border le ja rahe hain",
]


def kinds(*texts: str) -> set[Kind]:
    return {triage(text).kind for text in texts}


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            Kind.BONDED_LABOUR,
            (
                "bhatte wale ki peshgi kabhi nahi utarti",
                "The landlord says we owe him a loan and must work in his fields",
                "زمیندار کے قرض میں تین نسلوں سے کام کر رہے ہیں",
            ),
        ),
        (
            Kind.FORCED_LABOUR,
            (
                "factory mein zabardasti kaam karwate hain tankhwah nahi dete",
                "They took our passports and make us work without pay",
                "ٹھیکیدار زبردستی کام لیتا ہے اور مزدوری نہیں دیتا",
            ),
        ),
        (
            Kind.SEXUAL_EXPLOITATION,
            (
                "ek ghar me larkion se dhanda karwate hain",
                "women are sold to customers in this brothel",
                "لڑکیوں سے جسم فروشی کروائی جاتی ہے",
            ),
        ),
        (
            Kind.CHILD_LABOUR,
            (
                "workshop me 10 saal ka larka kaam karta hai",
                "children are working in a carpet factory",
                "بھٹے پر چھوٹے بچے اینٹیں بناتے ہیں",
            ),
        ),
        (
            Kind.CHILD_BEGGING,
            (
                "bachon se bheek mangwate hain",
                "a gang makes kids beg at the signal",
                "بچوں سے بھیک منگواتے ہیں",
            ),
        ),
        (
            Kind.FORCED_MARRIAGE,
            (
                "meri marzi ke khilaf shadi kar rahe hain",
                "they are forcing me to marry my cousin",
                "بچی کو ونی میں دے رہے ہیں",
            ),
        ),
        (
            Kind.DOMESTIC_SERVITUDE,
            (
                "kaam wali ko 2 saal se tankhwah nahi di",
                "the maid next door is never paid",
                "گھریلو ملازمہ کو تنخواہ نہیں دیتے",
            ),
        ),
        (Kind.ORGAN_REMOVAL, ("dhoke se gurda nikal lia", "they took my kidney", "گردہ نکال لیا")),
        (
            Kind.SMUGGLING,
            (
                "agent ne italy ke visay ke 20 lakh le liye",
                "an agent sends boys to Europe by boat",
                "ایجنٹ ڈنکی لگواتا ہے",
            ),
        ),
        (
            Kind.OTHER,
            (
                "daku tawan mang rahe hain",
                "the clinic sells newborn babies",
                "ڈاکوؤں نے تاوان مانگا ہے",
            ),
        ),
        (
            Kind.UNKNOWN,
            ("meri madad karen", "something bad is happening here, please help", "میری بہن لاپتہ ہے"),
        ),
        (
            Kind.NOT_A_TIP,
            (
                "kya haal hai bhai",
                "What documents are needed for a visa?",
                "مبارک ہو آپ کا انعام نکلا ہے",
                "5 marla plot baraye farokht",
                "sorry wrong number",
                "test",
                "",
                "😂😂",
                "Is bonded labour illegal? I need it for my assignment",
                "kisi zamane mein bhatte par log qaid hote the, dada batate the",
                "blood chahiye B+ urgent",
                "main naraz hun",
            ),
        ),
    ],
)
def test_each_kind_is_known_in_three_ways_of_writing(kind, texts):
    assert kinds(*texts) == {kind}


def test_a_child_who_works_or_begs_is_child_labour_and_child_begging_but_other_kinds_stay_what_they_are():
    assert triage("factory mein zabardasti kaam karwate hain, 12 saal ka hai").kind is Kind.CHILD_LABOUR
    for text, kind in {
        "14 saal ki bachi se jism faroshi": Kind.SEXUAL_EXPLOITATION,
        "a 13 year old girl is forced to marry": Kind.FORCED_MARRIAGE,
        "دس سال کی ملازمہ گھر میں کام کرتی ہے": Kind.DOMESTIC_SERVITUDE,
        "bachay ka gurda nikal lia": Kind.ORGAN_REMOVAL,
    }.items():
        assert (triage(text).kind, triage(text).child) == (kind, True)


def test_reasons_name_what_was_concluded_and_the_words_of_the_lists():
    reasons = triage("bhatta malik ne peshgi par qaid kiya hai").reasons
    assert {reason.what for reason in reasons} >= {"bonded_labour", "danger_now"}
    assert any("peshgi" in reason.words for reason in reasons)
    assert not any("Gujranwala" in reason.words for reason in triage("Gujranwala me qaid hain").reasons)


def test_the_score_ranks_danger_first_and_what_is_likely_no_tip_last():
    moving = triage("abhi bachon ko bus me border le ja rahe hain").score
    danger = triage("factory me qaid hain").score
    tip = triage("factory me tankhwah nahi dete").score
    assert 100 >= moving > danger > tip > triage("madad karen").score > triage("kya haal hai").score == 0


@given(st.text(max_size=300))
def test_any_text_is_judged_and_always_the_same(text):
    judged = triage(text)
    assert isinstance(judged, Triage)
    assert judged == triage(text)
    assert 0 <= judged.score <= 100
    assert judged.urgent == (judged.danger_now or judged.child or judged.moving)
    assert judged.danger_now or not judged.moving


WORDS = " ".join(
    [*TELLING, *CHATTER, "nahi tha hai 14 saal ki do se 3 ko , . ۔ qarz me le ja rahe abhi nahi na ne"]
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_any_order_of_telling_words_is_judged(text):
    assert triage(text) == triage(text)


@given(
    st.sampled_from(TELLING),
    st.lists(st.sampled_from(CHATTER), max_size=3),
    st.lists(st.sampled_from(CHATTER), max_size=3),
)
def test_chatter_around_it_never_takes_danger_away(telling, before, after):
    judged = triage(". ".join([*before, telling, *after]))
    assert judged.danger_now
    assert judged.kind is not Kind.NOT_A_TIP
