"""The map's page: every district once as a dot and once in words, and both say what the router says."""

import math
import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from hotline.circles.models import District
from hotline.circles.routing import Asked, route
from hotline.circles.snapshot import directory_now
from hotline.database import Database, today
from tests.console.conftest import Visitor
from tests.directory_map.conftest import MAP, WHO, dots_of, rows_of


def routed(database: Database, day: date) -> dict[str, tuple[str, int | None]]:
    with database.transaction() as session:
        names = session.scalars(select(District.name)).all()
        directory = directory_now(session)
        found = {name: route(directory, Asked((name,)), day) for name in names}
    return {name: (each.circle, each.km) for name, each in found.items()}


def say_urdu(visitor: Visitor) -> None:
    visitor.send("/console/account", "/console/language", language="ur")


@pytest.mark.parametrize("day", ["", "2026-11-01", "2019-05-01"])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_district_is_one_dot_and_one_row_and_both_say_the_routers_circle(
    nadia: Visitor, database: Database, day: str, language: str
) -> None:
    if language == "ur":
        say_urdu(nadia)
    page = nadia.get(f"{MAP}?on={day}")
    assert page.status_code == 200
    said = routed(database, date.fromisoformat(day) if day else today())
    dots, rows = dots_of(page), rows_of(page)
    assert len(dots) == len(rows) == len(said) == 170
    assert {dot.district: dot.circle for dot in dots} == {name: circle for name, (circle, _) in said.items()}
    assert {row.district: row.circle for row in rows} == {name: circle for name, (circle, _) in said.items()}
    by_name = {dot.district: dot for dot in dots}
    for row in rows:
        dot = by_name[row.district]
        assert row.number == dot.number
        assert row.circles_linked == (row.circle,)
        assert row.circle in row.words
        assert f"({row.circle})" in dot.title
        km = said[row.district][1]
        if km is not None:
            unit = "km" if language == "en" else "کلومیٹر"
            assert row.words.endswith(f"{km} {unit}")
            assert dot.title.endswith(f"{km} {unit}")


def test_dots_of_one_circle_look_alike_and_no_dot_hides_another(nadia: Visitor) -> None:
    dots = dots_of(nadia.get(MAP))
    looks: dict[str, set[tuple[str, str]]] = {}
    for dot in dots:
        looks.setdefault(dot.circle, set()).add((dot.colour, dot.number))
    assert all(len(each) == 1 for each in looks.values())
    assert len({number for each in looks.values() for _, number in each}) == len(looks)
    karachi = [dot for dot in dots if dot.district.startswith(("Karachi", "Korangi", "Malir", "Keamari"))]
    assert len(karachi) == 7
    for at, one in enumerate(dots):
        for other in dots[:at]:
            assert math.dist(one.at, other.at) > 21, (one, other)


def test_the_map_is_the_right_way_round(nadia: Visitor) -> None:
    for language in ("en", "ur"):
        if language == "ur":
            say_urdu(nadia)
        at = {dot.district: dot.at for dot in dots_of(nadia.get(MAP))}
        assert at["Gwadar"][0] < at["Quetta"][0] < at["Multan"][0] < at["Lahore"][0]
        assert at["Gilgit"][1] < at["Peshawar"][1] < at["Multan"][1] < at["Karachi South"][1]


def test_the_legend_tells_every_circle_that_takes_tips(nadia: Visitor, database: Database) -> None:
    page = nadia.get(MAP).text
    legend = page[page.index('id="legend-head"') : page.index('id="grounds-head"')]
    listed = re.findall(r'<li data-circle="([^"]+)"', legend)
    assert set(listed) >= {circle for circle, _ in routed(database, today()).values()}
    assert len(listed) == len(set(listed)) == 22


@pytest.mark.parametrize(
    ("asked", "some", "not_these"),
    [
        ("province=Sindh", ["Sukkur", "Karachi South"], ["Multan"]),
        ("circle=C-MUL", ["Multan"], ["Lahore"]),
        ("words=mult", ["Multan"], ["Lahore"]),
        ("words=ملتان", ["Multan"], ["Lahore"]),
        ("words=karachi", ["Korangi", "Malir"], ["Hub"]),
        ("province=Punjab&circle=C-GRW&words=gujran", ["Gujranwala"], ["Sialkot"]),
    ],
)
def test_the_map_and_the_table_are_narrowed_alike(
    nadia: Visitor, asked: str, some: list[str], not_these: list[str]
) -> None:
    page = nadia.get(f"{MAP}?{asked}")
    dots = {dot.district for dot in dots_of(page)}
    assert dots == {row.district for row in rows_of(page)}
    assert dots >= set(some)
    assert not dots & set(not_these)
    assert "Show all" in page.text


def test_what_there_is_not_narrows_nothing_or_is_said(nadia: Visitor) -> None:
    assert len(dots_of(nadia.get(f"{MAP}?province=Atlantis&circle=C-XXX"))) == 170
    assert "No district fits that." in nadia.get(f"{MAP}?words=zzzzz").text
    assert "No district fits that." in nadia.get(f"{MAP}?province=Sindh&circle=C-GRW").text
    for day in ("yesterday", "2026-13-01", "0001-01-01", "9999-12-31", "2026-02-30", "20260101x"):
        page = nadia.get(f"{MAP}?on={day}")
        assert "That is no day that can be shown" in page.text, day
        assert f'value="{today().isoformat()}"' in page.text
    assert "<b>" not in nadia.get(f"{MAP}?words=<b>x</b>").text


def test_a_change_of_the_directory_changes_the_map_on_its_day(nadia: Visitor, database: Database) -> None:
    before = {row.district: row.circle for row in rows_of(nadia.get(f"{MAP}?on=2027-01-01"))}
    assert before["Multan"] == "C-MUL"
    with database.transaction() as session:
        session.execute(text("UPDATE circles SET valid_until = '2026-12-31' WHERE code = 'C-MUL'"))
    for day, same in (("2026-12-31", True), ("2027-01-01", False)):
        rows = {row.district: row.circle for row in rows_of(nadia.get(f"{MAP}?on={day}"))}
        dots = {dot.district: dot.circle for dot in dots_of(nadia.get(f"{MAP}?on={day}"))}
        assert rows == dots
        assert (rows["Multan"] == "C-MUL") is same


def test_a_dot_and_a_row_lead_to_who_gets_it_on_that_day(nadia: Visitor) -> None:
    page = nadia.get(f"{MAP}?on=2027-01-01&words=multan").text
    link = re.search(r'<a href="([^"]+)" data-circle="C-MUL"', page)
    assert link
    assert link[1].replace("&amp;", "&") == f"{WHO}?place=Multan&on=2027-01-01"
    told = nadia.get(link[1].replace("&amp;", "&"))
    assert "/console/directory/circles/C-MUL" in told.text


def test_nobody_looks_without_signing_in(client: Any) -> None:
    for address in (MAP, WHO):
        assert "/console/sign-in" in client.get(address).headers["Location"]


def test_no_colour_no_border_and_no_tile_comes_from_elsewhere(nadia: Visitor) -> None:
    page = nadia.get(MAP).text
    main = page[page.index("<main") :]
    assert " style=" not in main
    assert "<image" not in main
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", main)
