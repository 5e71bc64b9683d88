"""Where it happens: every district within reach of the keys, every area code where it belongs, nothing said twice."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from phonenumbers import PhoneNumber, geocoder

from hotline.circles.routing import Asked, Route, Why, route
from hotline.circles.snapshot import read_directory
from hotline.database import Database
from hotline.languages import Language, words
from hotline.places.gazetteer import canonical_district
from ivr_flows.area_codes import AREA_CODES
from ivr_flows.engine import Heard, answer, begin
from ivr_flows.phrases import CONSENT
from ivr_flows.regions import DISTRICTS, REGIONS, name_of, press
from ivr_flows.steps import Menu, Option, Prompt, Record
from ivr_flows.where import MORE, SILENT_PROVINCE, WHERE

STEPS = {step.name: step for step in (*WHERE.steps, SILENT_PROVINCE)}
PLACES = [step for step in WHERE.steps if isinstance(step, Menu) and step.fact in {"division", "district"}]
CITIES = [step for step in WHERE.steps if isinstance(step, Record)]
PRACTISED_ON = date(2026, 3, 1)

ROWS = list(
    csv.DictReader((files("hotline.circles") / "data" / "districts.csv").read_text("utf-8").splitlines())
)
# Abolished, by the table's own word: its unit is Sibi, which lies in another division.
ABOLISHED = "Lehri"
# Names that the people of the place use, where the directory's Urdu column has another one.
CALLED_OTHERWISE = {"Shaheed Benazirabad": "نواب شاہ", "Hattian Bala": "ہٹیاں بالا"}
VOWEL_SIGNS = re.compile(r"[\u064b-\u0652]")

# How libphonenumber spells six places that the place finder knows by other spellings.
SPELLED = {
    "Naushero Feroze": "Naushahro Feroze",
    "K.Abdullah": "Killa Abdullah",
    "Jaffarabad": "Jafarabad",
    "Kurram Agency": "Kurram",
    "Bajaur Agency": "Bajaur",
    "Abottabad": "Abbottabad",
}


def _menu(name: str) -> Menu:
    step = STEPS[name]
    assert isinstance(step, Menu)
    return step


def _chosen(menu: Menu, levels: int = 1) -> Iterator[tuple[Option, int]]:
    """Every way from this menu to a place, and on how many levels a key was pressed; further pages are none."""
    for option in menu.options:
        if option.to == "where.right":
            yield option, levels
        else:
            yield from _chosen(_menu(option.to), levels if option.key == "5" else levels + 1)


def test_every_district_of_the_directory_is_one_choice_under_its_province_and_division() -> None:
    offered = [
        (name_of(said), region.value, name_of(division.said))
        for region in REGIONS
        for division in region.divisions
        for said in division.districts
    ]
    offered.append(("Islamabad", "ICT", "Islamabad"))
    assert {name for name, _, _ in offered} == set(DISTRICTS)
    for row in ROWS:
        found = [place for place in offered if place[0] in {row["name"], row["unit"]}]
        assert len(found) == 1, row["name"]
        if row["name"] != ABOLISHED:
            assert found[0][1:] == (row["province"], row["division"])


def test_every_place_is_reached_by_keys_and_read_back_on_at_most_three_levels() -> None:
    reached = list(_chosen(SILENT_PROVINCE))
    for option, levels in reached:
        assert levels <= 3
        assert option.said == (DISTRICTS[option.value],)
    assert Counter(option.value for option, _ in reached) == Counter(list(DISTRICTS))


def test_the_directory_finds_a_circle_for_every_place(directory: None, database: Database) -> None:
    with database.transaction() as session:
        known = read_directory(session)

    def routed(**asked: Any) -> Route:
        return route(known, Asked(**asked), PRACTISED_ON)

    for name in DISTRICTS:
        assert routed(districts=(name,)).why in {Why.JURISDICTION, Why.NEAREST}, name
    # Who chooses Islamabad has named a province only, and a province that is one district needs no more.
    assert routed(province="ICT").circle == routed(districts=("Islamabad",)).circle


@pytest.mark.parametrize("menu", PLACES, ids=lambda menu: menu.name)
def test_a_menu_of_places_is_short_says_each_with_its_key_and_lets_silence_pass(menu: Menu) -> None:
    assert 2 <= len(menu.options) <= 5
    assert [option.key for option in menu.options] == [str(key) for key in range(1, len(menu.options) + 1)]
    lines = menu.ask[-len(menu.ask_again) :]
    assert lines == menu.ask_again
    if lines[-1] == MORE:
        assert menu.options[-1].to in STEPS
        lines = lines[:-1]
    places = [said for said in lines[::2] if isinstance(said, Prompt)]
    assert list(lines[1::2]) == [press(str(key)) for key in range(1, len(places) + 1)]
    assert [name_of(said) for said in places] == [
        option.value for option in menu.options if option.value != "unknown"
    ]
    for language in Language:
        assert len({words(said, language) for said in places}) == len(places)
    assert (menu.otherwise, menu.otherwise_value, menu.silences) == ("silent.about_self", "unknown", 2)


def test_a_place_has_one_name_for_a_recording_and_a_step_one_name() -> None:
    said = {prompt for menu in PLACES for prompt in menu.ask if isinstance(prompt, Prompt)}
    assert len({prompt.name for prompt in said}) == len(said)
    assert len(STEPS) == len(WHERE.steps) + 1
    assert len({region.slug for region in REGIONS}) == len(REGIONS)


def test_places_are_said_in_urdu_as_the_directory_writes_them() -> None:
    written = {row["unit"]: row["unit_ur"] for row in ROWS} | {row["name"]: row["name_ur"] for row in ROWS}
    for name, prompt in DISTRICTS.items():
        said = VOWEL_SIGNS.sub("", words(prompt, Language.URDU))
        assert said == CALLED_OTHERWISE.get(name, written[name])


@pytest.mark.parametrize("menu", [_menu("where.province"), SILENT_PROVINCE], ids=lambda menu: menu.name)
def test_seven_provinces_are_said_in_two_lines_of_at_most_four(menu: Menu) -> None:
    lines = [said.words for said in menu.ask_again if isinstance(said, Prompt)]
    assert menu.ask[1:] == menu.ask_again
    # The last line offers to say them again.
    assert [re.findall(r"\b[1-7]\b", line) for line in lines] == [["1", "2", "3", "4"], ["5", "6", "7"], []]
    chosen = [(option.key, "ICT" if option.value == "Islamabad" else option.value) for option in menu.options]
    assert chosen == [(region.key, region.value) for region in REGIONS]
    for region in REGIONS:
        name = region.said.words.removeprefix("Khyber ")
        assert f"{name}{' press' if region.key in '15' else ''} {region.key}" in " ".join(lines)


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.name)
def test_the_city_is_asked_after_the_word_that_it_is_recorded(city: Record) -> None:
    assert city.ask[0] == CONSENT
    assert (city.fact, city.to, city.max_seconds) == ("city", "report_tip.what", 30)
    assert city.silent_to in {*STEPS, "silent.about_self", "report_tip.what"}
    change, *codes = city.options
    assert (change.key, change.fact, change.value, change.to) == (
        "1",
        "province",
        "unknown",
        "where.province",
    )
    assert [option.key for option in codes] == list(AREA_CODES)
    for option in codes:
        assert option.value in AREA_CODES[option.key]
        assert (option.fact, option.to) == ("district", "where.right_typed")
        assert option.said == (DISTRICTS[option.value],)


def test_who_hears_a_province_back_is_asked_there_and_in_silence_goes_to_its_divisions() -> None:
    for region, option in zip(REGIONS, _menu("where.province").options, strict=True):
        city = STEPS[option.to]
        assert isinstance(city, Record)
        assert option.said == (region.said,)
        assert city.silent_to == (
            f"where.{region.slug}_divisions" if region.divisions else "silent.about_self"
        )
    assert _menu("where.province").otherwise == "where.city"


@pytest.mark.parametrize("code", AREA_CODES)
def test_an_area_code_means_the_place_that_the_numbering_plan_gives(code: str) -> None:
    of_the_right_length = PhoneNumber(country_code=92, national_number=int(code.ljust(11, "2")))
    told = geocoder.description_for_valid_number(of_the_right_length, "en").split("/")[0]
    assert SPELLED.get(told, canonical_district(told)) == AREA_CODES[code][0]
    assert set(AREA_CODES[code]) <= set(DISTRICTS)


@pytest.mark.parametrize(
    ("city", "district"),
    [("where.city_punjab", "Rawalpindi"), ("where.city_ict", "Islamabad"), ("where.city", "Islamabad")],
)
def test_of_two_districts_with_one_code_the_one_in_the_chosen_province_counts(
    city: str, district: str
) -> None:
    [asked] = [step for step in CITIES if step.name == city]
    assert [option.value for option in asked.options if option.key == "051"] == [district]


@pytest.mark.parametrize(
    ("name", "on", "back"),
    [
        ("where.right", "silent.about_self", "silent.province"),
        ("where.right_typed", "report_tip.what", "where.province"),
    ],
)
def test_silence_says_that_the_place_is_right_and_a_wrong_one_is_forgotten(
    name: str, on: str, back: str
) -> None:
    menu = _menu(name)
    right, wrong = menu.options
    assert (right.value, right.to) == (menu.otherwise_value, menu.otherwise) == ("yes", on)
    assert menu.silences == 1
    assert (wrong.fact, wrong.value, wrong.to) == ("district", "unknown", back)


def test_a_typed_code_is_read_back_and_a_wrong_place_is_chosen_anew_by_keys_alone() -> None:
    turn = begin(WHERE, "ur")
    heard: list[str] = []  # the first place of each turn: read back, or heading a list
    noted: dict[str, str | None] = {}
    # Punjab; 042 by mistake, changed; then Sindh, nothing said, and Karachi: one key for division and district.
    for keys in ("1", "042", "2", "2", "", "", "1", "1"):
        answered = answer(turn.position, Heard(keys))
        turn = answered.turn
        heard += [
            said.words for said in turn.prompts if isinstance(said, Prompt) and said.name.startswith("place.")
        ][:1]
        if answered.noted.fact is not None:
            noted[answered.noted.fact] = answered.noted.value
    assert heard == ["Punjab", "Lahore", "Sindh", "Karachi", "Karachi"]
    assert turn.step.name == "silent.about_self"
    assert noted == {"province": "Sindh", "district": "Karachi", "city": None, "place_right": "yes"}
