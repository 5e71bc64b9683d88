"""Texts that belong together: parts in any order, and a text that came twice."""

from hypothesis import given
from hypothesis import strategies as st

from hotline.sms.parts import continues, joined, part_of

WORD = st.text(alphabet="abc کرم", min_size=1, max_size=12).filter(lambda word: word.strip())


def test_numbered_parts_are_put_in_order() -> None:
    assert joined(["(2/3) us ne mara", "(1/3) hum bhatte par hain", "3/3 Multan mein"]) == (
        "hum bhatte par hain\nus ne mara\nMultan mein"
    )
    assert joined(["us ne mara 2/2", "hum qaid hain 1/2"]) == "hum qaid hain\nus ne mara"
    assert joined(["(۲/۲) ملتان میں", "(۱/۲) ہم قید ہیں"]) == "ہم قید ہیں\nملتان میں"


def test_a_word_that_a_phone_cut_is_whole_again() -> None:
    first = "(1/2) " + "x" * 147 + " Gujran"
    assert len(first) == 160
    assert joined(["(2/2) wala mein", first]).endswith("Gujranwala mein")


def test_what_only_looks_like_a_part_stays_as_it_is() -> None:
    for body in ("1/2 kilo atta", "5/3 hai", "date 1/2", "24/7 kaam"):
        assert joined([body]) == body
    house = ["a girl is held in house 2/5", "come fast, it is house 2/5"]
    assert joined(house) == "\n".join(house)


def test_parts_stay_as_they_came_until_all_are_there() -> None:
    assert joined(["(3/3) Multan mein", "(1/3) hum qaid hain"]) == "(3/3) Multan mein\n(1/3) hum qaid hain"
    assert part_of("9/2 baje").of == 1
    assert not continues("1/2 kilo", ["hello"])


def test_a_text_that_came_twice_stands_once() -> None:
    assert joined(["hum qaid hain", "hum qaid hain", "Multan"]) == "hum qaid hain\nMultan"


@given(st.lists(WORD, min_size=2, max_size=9, unique=True), st.randoms())
def test_the_order_in_which_parts_come_does_not_matter(words: list[str], random) -> None:
    parts = [f"({number}/{len(words)}) {word}" for number, word in enumerate(words, start=1)]
    shuffled = random.sample(parts, len(parts))
    assert joined(shuffled) == joined(parts)
    assert continues(shuffled[1], shuffled[:1])


@given(st.lists(st.text(max_size=40), max_size=6))
def test_nothing_is_lost(bodies: list[str]) -> None:
    whole = joined(bodies)
    for body in bodies:
        assert part_of(body).words.strip() in whole
