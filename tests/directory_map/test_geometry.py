"""The map's geometry: nothing hides anything, nothing strays far, names cover nothing, neighbours differ in colour."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.circles.models import CircleType
from hotline.circles.routing import Why
from hotline.web.directory_map.geometry import frame_around, spread
from hotline.web.directory_map.grounds import Atlas, Ground, Office
from hotline.web.directory_map.labels import Box, place_labels
from hotline.web.directory_map.marks import COLOURS, SHAPES, marks_for
from hotline.web.directory_map.picture import draw

places = st.tuples(st.floats(23.5, 37.5), st.floats(60.5, 78.0))


@settings(deadline=None)
@given(st.lists(places, min_size=1, max_size=60))
def test_every_place_is_inside_the_frame_north_up_and_east_right(around: list[tuple[float, float]]) -> None:
    frame = frame_around(around, 1000)
    assert 0.62 * 1000 <= frame.height <= 1.1 * 1000 + 1e-6
    for lat, lon in around:
        assert frame.shows(frame.place(lat, lon))
        x, y = frame.place(lat, lon)
        assert frame.place(lat + 1, lon)[1] < y
        assert frame.place(lat, lon + 1)[0] > x


def test_a_kilometre_is_as_long_across_as_it_is_up() -> None:
    frame = frame_around([(25.0, 63.0), (36.0, 76.0)], 1000)
    x, y = frame.place(30.5, 70.0)
    up = y - frame.place(31.5, 70.0)[1]
    across = frame.place(30.5, 70.0 + 1 / math.cos(math.radians(30.5)))[0] - x
    assert across == pytest.approx(up, rel=0.001)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 1000)), max_size=80))
def test_marks_that_were_spread_do_not_touch_and_those_with_room_stay(
    points: list[tuple[float, float]],
) -> None:
    radii = tuple(11.0 for _ in points)
    placed = spread(tuple(points), radii)
    assert placed == spread.__wrapped__(tuple(points), radii)
    for at, one in enumerate(placed):
        for other in placed[:at]:
            assert math.dist(one, other) > 22.0
        if all(math.dist(points[at], other) > 150 for number, other in enumerate(points) if number != at):
            assert math.dist(one, points[at]) < 1.0


def test_many_on_one_spot_stand_around_it() -> None:
    placed = spread(((500.0, 500.0),) * 7, (11.0,) * 7)
    assert max(math.dist(place, (500.0, 500.0)) for place in placed) < 36


def test_names_cover_no_mark_and_no_other_name() -> None:
    marks = [Box.around((100.0 + 40 * at, 100.0), 11) for at in range(8)]
    area = Box(0, 0, 500, 200)
    labels = place_labels([(f"place {at}", box) for at, box in enumerate(marks)], marks, area, 16)
    assert 3 <= len(labels) <= 8
    assert [label.words for label in labels] == sorted(label.words for label in labels)


def test_there_is_no_name_where_there_is_no_room() -> None:
    mark = Box.around((20, 20), 15)
    assert place_labels([("a long name indeed", mark)], [mark], Box(0, 0, 40, 40), 16) == ()


def ground(name: str, lat: float, lon: float, circle: str) -> Ground:
    return Ground(name, name, name, "", "Punjab", lat, lon, circle, Why.JURISDICTION, 0, "[]")


def office(code: str, lat: Any = None, lon: Any = None) -> Office:
    return Office(code, code, code, CircleType.CIRCLE, lat, lon)


def test_thirty_circles_have_a_mark_of_their_own_and_neighbours_another_colour() -> None:
    grounds = [ground(f"d{at}", 25 + at // 6, 65 + at % 6, f"C{at // 2:02}") for at in range(60)]
    codes = sorted({each.circle for each in grounds})
    marks = marks_for(codes, grounds)
    assert [marks[code].number for code in codes] == list(range(1, 31))
    assert len({(mark.colour, mark.shape) for mark in marks.values()}) == 30 == COLOURS * len(SHAPES)
    assert marks == marks_for(codes, list(reversed(grounds)))


def test_a_circle_without_a_position_has_no_house_and_a_far_one_does_not_stretch_a_part() -> None:
    grounds = (ground("here", 30, 70, "A"), ground("there", 36, 75, "B"), ground("near", 30.2, 70.1, "B"))
    offices = {"A": office("A", 30, 70), "B": office("B"), "C": office("C", 25, 62)}
    atlas = Atlas(date(2026, 1, 1), grounds, offices, ("A", "B", "C"))
    marks = marks_for(atlas.taking, grounds)
    whole = draw(atlas, marks, grounds)
    assert [house.office.code for house in whole.houses] == ["A", "C"]
    part = draw(atlas, marks, grounds[:1])
    assert [(dot.ground.name, dot.aside) for dot in part.dots] == [("here", False), ("near", True)]
    assert {label.words for label in part.labels} == {"here"}
