"""The pictures of the flows: where things lie in them, for the flows there are and for made-up ones."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app import create_app
from hotline.languages import Language
from hotline.web.flow_pictures.drawing import Drawing, Letters, Line, Spot, Thing, draw
from hotline.web.flow_pictures.label_spots import spots_on
from hotline.web.flow_pictures.outline import backward, outline, parts_of, ways_back
from hotline.web.flow_pictures.picture import picture_of
from hotline.web.flow_pictures.ways import FLOW_OF, ways_on
from ivr_flows.flows import FLOWS, STEPS

PARTS = [part for flow in FLOWS for part in parts_of(flow)]


def apart(one: Spot, other: Spot) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def within(spot: Spot, drawing: Drawing) -> bool:
    right, bottom = spot.x + spot.width, spot.y + spot.height
    return spot.x >= 0 and spot.y >= 0 and right <= drawing.width and bottom <= drawing.height


@given(some.data(), some.booleans())
def test_nothing_lies_on_anything_else_or_outside(data: some.DataObject, mirrored: bool) -> None:
    count = data.draw(some.integers(1, 9))
    ends = some.integers(0, count - 1)
    pairs = data.draw(some.lists(some.tuples(ends, ends), max_size=20, unique=True))
    things = [Thing(str(number), 100 + 10 * number, 60) for number in range(count)]
    lines = [Line(str(a), str(b), 30.0, backward=b <= a) for a, b in pairs if a != b]
    drawing = draw(things, lines, mirrored=mirrored)
    assert set(drawing.spots) == {thing.name for thing in things}
    assert all(within(spot, drawing) for spot in drawing.spots.values())
    assert all(apart(one, other) for one, other in combinations(drawing.spots.values(), 2))
    assert len(drawing.arrows) == len(lines)


def test_a_way_on_leads_downwards_and_a_way_back_upwards() -> None:
    things = [Thing(name, 100, 50) for name in "abc"]
    lines = [Line("a", "b"), Line("b", "c"), Line("c", "a", backward=True)]
    spots = draw(things, lines, mirrored=False).spots
    assert spots["a"].y < spots["b"].y < spots["c"].y


def test_the_first_of_several_is_on_the_left_and_mirrored_on_the_right() -> None:
    things = [Thing(name, 100, 50) for name in "abcd"]
    lines = [Line("a", end) for end in "bcd"]
    plain = draw(things, lines, mirrored=False).spots
    mirrored = draw(things, lines, mirrored=True).spots
    assert plain["b"].x < plain["d"].x
    assert mirrored["b"].x > mirrored["d"].x


def test_a_label_stands_on_its_own_line_away_from_the_others() -> None:
    paths = [[(0.0, 0.0), (0.0, 100.0)], [(10.0, 0.0), (10.0, 100.0)]]
    one, other = spots_on(paths, [(30.0, 20.0), (30.0, 20.0)], [])
    assert one[0] == 0.0
    assert other[0] == 10.0
    assert abs(one[1] - other[1]) >= 20
    (free,) = spots_on([[(0.0, 0.0), (0.0, 100.0)]], [(30.0, 20.0)], [(-20.0, 0.0, 20.0, 60.0)])
    assert free[1] >= 70


def test_more_words_take_more_lines_and_none_takes_one() -> None:
    letters = Letters(6.0, 18, 26)
    counts = [letters.lines("word " * number) for number in (0, 5, 10, 20, 100, 1000)]
    assert counts == sorted(counts)
    assert counts[0] == 1
    assert counts[2] > 1
    assert counts[-1] == counts[-2]


def test_the_parts_of_a_flow_hold_each_of_its_steps_once() -> None:
    for flow in FLOWS:
        steps = [step.name for part in parts_of(flow) for step in part.steps]
        assert sorted(steps) == sorted(step.name for step in flow.steps)
        assert flow.start in {step.name for step in parts_of(flow)[0].steps}
        assert all(len(part.steps) <= 24 for part in parts_of(flow))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.flow} {part.name}")
def test_the_list_of_a_part_holds_each_step_once_after_what_leads_to_it(part: object) -> None:
    lines = outline(part)
    names = [line.step.name for line in lines]
    assert sorted(names) == sorted(step.name for step in part.steps)
    assert lines[0].indent == 0
    assert all(after.indent <= before.indent + 1 for before, after in pairwise(lines))
    flow = FLOW_OF[names[0]]
    assert names[0] == flow.start or flow.start not in names


def test_ways_back_are_those_that_close_a_loop() -> None:
    onward = {"a": ("b", "c"), "b": ("c",), "c": ("a", "d"), "d": ("d",)}
    assert ways_back(onward, ["a"]) == {("c", "a"), ("d", "d")}
    for part in PARTS:
        names = {step.name for step in part.steps}
        ways = {(step.name, way.to) for step in part.steps for way in ways_on(step) if way.to in names}
        without = ways - backward(part)
        assert not ways_back(
            {name: [end for start, end in without if start == name] for name in names}, names
        )


def test_every_picture_shows_each_of_its_steps_and_each_way_on(runtime: object) -> None:
    app = create_app(runtime)
    for language in Language:
        with app.test_request_context(headers={"Accept-Language": language.value}):
            for part in PARTS:
                picture = picture_of(part, language)
                assert {card.step.name for card in picture.cards} == {step.name for step in part.steps}
                told = {row.step for door in picture.doors if not door.inward for row in door.rows}
                told |= {row.step for card in picture.cards for _, row in card.asides}
                parts = {row.part for door in picture.doors for row in door.rows if row.step is None}
                inside = {step.name for step in part.steps} | {s.name for p in parts if p for s in p.steps}
                for card in picture.cards:
                    assert {way.to for way in ways_on(STEPS[card.step.name])} <= told | inside
