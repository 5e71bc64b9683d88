"""Messages that name no place of ours are given none: people, castes, brands, food, streets, places abroad, noise."""

import csv
from pathlib import Path

import pytest

from hotline.places.matching import find_places

# Written for this project; none is a real message.
SENTENCES = [
    row["text"]
    for table in ("no_place_sentences.csv", "everyday_sentences.csv")
    for row in csv.DictReader((Path(__file__).parent / table).read_text("utf-8").splitlines())
]


@pytest.mark.parametrize("text", SENTENCES, ids=lambda text: text[:40])
def test_a_message_without_a_place_is_given_none(text):
    assert find_places(text).districts == ()


@pytest.mark.parametrize(
    ("text", "districts"),
    [
        ("karachi wali biryani", ()),
        ("karachi biryani house", ()),
        ("karachi ki biryani", ()),
        ("karachi ki biryani ki dukan par bacha", ("Karachi",)),
        ("karachi me biryani ki dukan", ("Karachi",)),
        ("karachi wala bhai naam ka admi", ()),
        ("karachi me bhai naam ka admi", ("Karachi",)),
        ("karachi ka agent, bhai naam ka", ("Karachi",)),
        ("multan sultans jeet gaye", ()),
        ("multan me sultan naam ka agent", ("Multan",)),
        ("main yahan atak gaya hun", ()),
        ("گاڑی اٹک گئی", ()),
        ("اٹک سے لے گئے", ("Attock",)),
        ("suzuki bolan me bithaya", ()),
        ("mardan shah ne paise liye", ()),
        ("mardan bhai ne mara", ()),
        ("gujrat bhai ko le gaya", ("Gujrat",)),
        ("sahiwal sahib jaldi bhejo", ("Sahiwal",)),
        ("skardu sahib ke dere par", ()),
        ("mardan bhai jaldi aao", ("Mardan",)),
        ("karachi bhai ko dhoondo", ("Karachi",)),
        ("multan shah rukn e alam colony", ("Multan",)),
        ("my uncle mardan takes my wages", ()),
        ("my uncle mardan me hai", ("Mardan",)),
        ("nasir abad karne le gaya", ()),
        ("musa khel raha tha", ()),
        ("musa khel me larka", ("Musakhel",)),
        ("umer kot pehan kar aya", ()),
        ("umer kot me hari", ("Umerkot",)),
        ("nasir abad me bhatta", ("Nasirabad",)),
        ("hafiz abad ali", ()),
        ("hafizabad shah sahib ke dere pe", ("Hafizabad",)),
        ("mr kurram slaps us", ()),
        ("kurram ka larka", ("Kurram",)),
    ],
)
def test_what_a_place_lends_its_name_to_is_not_the_place(text, districts):
    assert find_places(text).districts == districts


def test_goods_of_a_place_leave_it_a_candidate():
    assert find_places("peshawar wali chappal").candidates == ("Peshawar",)
