"""`route`, as an operator types it: who gets a tip, who gets it too, and why in words."""

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from hotline.circles.directory import seed
from hotline.circles.models import Circle, CircleType
from hotline.commands.index import hotline
from hotline.database import Database
from hotline.languages import Language

LABOUR = {"city": "Lahore", "city_ur": "لاہور", "type": CircleType.LABOUR_DEPARTMENT, "province": "Punjab"}


@pytest.fixture
def route(database: Database, environ: dict[str, str]) -> Any:
    with database.transaction() as session:
        seed(session)

    def answer(*arguments: str) -> Any:
        return json.loads(type_in(environ, *arguments).stdout)

    return answer


def type_in(environ: dict[str, str], *arguments: str) -> Any:
    return CliRunner().invoke(hotline, ["route", *arguments], env=environ)


def test_it_says_who_and_why(route):
    answer = route("Gujranwala")
    assert answer == {
        "circle": "C-GRW",
        "why": "jurisdiction",
        "km": 0,
        "reason": "Gujranwala lies in the Gujranwala zone (as inferred, not verified).",
        "also": [],
        "district": "Gujranwala",
        "on": answer["on"],
        "recipient": None,
        "step": None,
    }
    assert abs((date.fromisoformat(answer["on"]) - date.today()).days) <= 1  # noqa: DTZ011 - Pakistan's day


def test_it_takes_a_town_an_urdu_name_a_unit_and_a_province(route):
    answers = [route(place) for place in ("kamoke", "لاہور", "Karachi", "GILGIT BALTISTAN")]
    assert [(answer["district"], answer["circle"]) for answer in answers] == [
        ("Gujranwala", "C-GRW"),
        ("Lahore", "C-LHR"),
        ("Karachi", "C-KHI"),
        (None, "C-GLT"),
    ]


def test_it_can_be_asked_for_a_kind_a_day_and_without_a_circle(route, environ):
    answer = route("Gujrat", "--kind", "bonded_labour", "--on", "2026-01-31", "--exclude", "C-GRT")
    assert (answer["circle"], answer["kind"], answer["on"]) == ("C-GRW", "bonded_labour", "2026-01-31")
    assert "C-GRT is passed over." in answer["reason"]
    assert "the labour department and the district vigilance committee" in answer["reason"]
    assert type_in(environ, "Gujrat", "--kind", "gossip").exit_code == 2


def test_a_code_that_nobody_has_excludes_nobody_and_is_refused(route, environ):
    assert route("Gujrat", "--exclude", "c-grt")["circle"] == "C-GRW"
    refused = type_in(environ, "Gujrat", "--exclude", "C-GTR", "--exclude", "C-GRT")
    assert refused.exit_code == 2
    assert "no circle has the code 'C-GTR'" in refused.stderr
    assert refused.stdout == ""


def test_an_official_keeps_it_from_the_local_circle(route):
    answer = route("Gujrat", "--official")
    assert (answer["circle"], answer["why"], answer["km"]) == ("HQ-TIP", "official", None)
    assert answer["reason"] == "An official is said to be involved: it does not go to the local circle."


def test_it_names_the_offices_that_get_it_too(route, database):
    office = Circle(
        name="", zone="", region="", coverage="", published_phone="", phone_source="", evidence="",
        source="", confidence="", notes="", language=Language.ENGLISH, **LABOUR,
    )  # fmt: skip
    office.code = "LD-PB"
    with database.transaction() as session:
        session.add(office)
    answer = route("Lahore", "--kind", "bonded_labour", "--child")
    assert answer["also"] == [
        {
            "circle": "LD-PB",
            "why": "labour",
            "reason": "By law the labour department looks into this kind of work too.",
        }
    ]


def test_it_refuses_a_place_it_does_not_know_and_names_near_ones(route, environ):
    answered = type_in(environ, "Gujranwal")
    assert answered.exit_code == 2
    assert "no district is called 'Gujranwal': did you mean Gujranwala" in answered.stderr
    assert answered.stdout == ""
    assert type_in(environ, "zzzz").exit_code == 2
