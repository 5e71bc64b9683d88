"""Which of several places a message means, where the person is now, and what a supervisor should look at."""

import threading

import pytest

from hotline.places.gazetteer import load, use_added
from hotline.places.matching import find_places
from hotline.places.names import AddedName, Cue, NameRefused


@pytest.fixture
def names_of_the_tables():
    yield
    use_added([])


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("pehle multan me thi ab karachi me hai", "Karachi"),
        ("karachi me hai ab, multan se aayi thi", "Karachi"),
        ("multan se laye the is waqt lahore me qaid hain", "Lahore"),
        ("abhi lahore me hun, mera ghar multan me hai", "Lahore"),
        ("She is in Karachi now, her home is Multan", "Karachi"),
        ("He was taken from Swat and is currently held in Peshawar", "Peshawar"),
        ("ملتان کی لڑکی اب لاہور میں ہے", "Lahore"),
        ("ملتان سے لائے تھے اس وقت کراچی میں ہیں", "Karachi"),
        ("multan se karachi le gaye", "Karachi"),
        ("ملتان سے کراچی لے گئے", "Karachi"),
        ("girls trafficked from Swat to Lahore", "Lahore"),
        ("they took us from Gujrat to Quetta then Taftan", "Chagai"),
        ("multan ki larki karachi me qaid hai", "Karachi"),
        # What is only planned moves nobody yet.
        ("multan se karachi le jayenge", None),
        ("they plan to send her from Swat to Lahore", None),
        ("multan aur karachi me agent hai", None),
        ("Karachi, Multan", None),
        ("ab karachi me hai", None),
    ],
)
def test_of_several_places_the_present_one_is_told(text, now):
    found = find_places(text)
    assert found.now == now
    assert now is None or now in found.districts


@pytest.mark.parametrize(
    ("text", "districts", "candidates"),
    [
        ("khanpur me bhatta", (), ("Rahim Yar Khan", "Haripur", "Shikarpur")),
        ("khanpur, haripur", ("Haripur",), ()),
        ("khanpur me bhatta hai, kp", ("Haripur",), ()),
        ("khanpur me bhatta hai liaquatpur ke paas", ("Rahim Yar Khan",), ()),
        ("mirpur me agent", ("Mirpur",), ("Mirpur Khas",)),
        ("mirpur sindh", ("Mirpur Khas",), ()),
        ("mirpur azad kashmir", ("Mirpur",), ()),
        ("nowshera virkan", ("Gujranwala",), ()),
        ("sahiwal, sargodha", ("Sargodha",), ()),
        ("hyderabad, india", (), ()),
        ("saeedabad me bhatta", (), ("Matiari", "Karachi")),
    ],
)
def test_a_name_of_several_places_is_settled_by_the_text_or_asked_back(text, districts, candidates):
    found = find_places(text)
    assert found.districts == districts
    assert found.candidates == candidates


def test_a_misspelling_of_weak_evidence_is_asked_back():
    assert find_places("wo sokkhr wala larka").districts == ()
    assert find_places("bhatta gilgit").districts == ("Gilgit",)
    assert "Kohat" in find_places("کوہٹ کے اڈے پر").candidates


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("zila Narangabad se", ("Narangabad",)),
        ("Qutubganj mein bhatta", ("Qutubganj",)),
        ("a kiln near Qutubganj", ("Qutubganj",)),
        ("گاؤں قطبگنج میں", ("قطبگنج",)),
        ("lahore mein bhatta", ()),
        ("ghar mein band", ()),
        ("Zahid se baat", ()),
        ("dubai mein", ()),
        ("bluwa me gruwa me pluwa me truwa me", ("bluwa", "gruwa", "pluwa")),
        (f"{'x' * 31} mein", ()),
    ],
)
def test_a_word_where_a_place_stands_that_fits_none_is_shown(text, unknown):
    assert find_places(text).unknown == unknown


@pytest.mark.usefixtures("names_of_the_tables")
def test_an_added_name_is_found_at_once_and_gone_when_it_is_taken_away():
    assert find_places("Qutubganj mein bhatta").districts == ()
    use_added(
        [
            AddedName("Qutub Ganj", "Kasur", Cue.NONE),
            AddedName("قطب گنج", "Kasur"),
            AddedName("pul", "Swat", Cue.NAMED),
        ]
    )
    assert find_places("Qutubganj mein bhatta") == find_places("qutub ganj me bhatta")
    assert find_places("Qutubganj mein bhatta").districts == ("Kasur",)
    assert find_places("qutabganj mein").districts == ("Kasur",)
    assert find_places("قطب گنج میں").districts == ("Kasur",)
    assert find_places("ye pul hai").districts == ()
    assert find_places("zila pul").districts == ("Swat",)
    use_added([])
    assert find_places("Qutubganj mein bhatta").districts == ()


@pytest.mark.usefixtures("names_of_the_tables")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (AddedName("qutubganj", "Atlantis"), "no routing unit is called 'Atlantis'"),
        (AddedName("...", "Kasur"), "has no letters"),
        (AddedName("", "Kasur"), "has no letters"),
    ],
)
def test_a_wrong_added_name_is_refused_and_changes_nothing(wrong, said):
    before = load()
    with pytest.raises(NameRefused, match=said):
        use_added([AddedName("qutubganj", "Kasur"), wrong])
    assert load() is before


@pytest.mark.usefixtures("names_of_the_tables")
def test_names_may_be_added_while_others_look():
    wrong: list[tuple[str, ...]] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            found = find_places("lahore se qutubganj").districts
            if found not in {("Lahore",), ("Lahore", "Kasur")}:
                wrong.append(found)

    looking = [threading.Thread(target=look) for _ in range(2)]
    for thread in looking:
        thread.start()
    for names in ([AddedName("qutubganj", "Kasur")], []):
        use_added(names)
    done.set()
    for thread in looking:
        thread.join()
    assert wrong == []
