"""Where everything in a picture lies: steps as cards from top to bottom, arrows between them, doors to other pictures.

graphlay lays it out. Widths of words are reckoned, not measured: the browser has the fonts, and cuts what is too long.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from math import ceil
from typing import Any

import graphlay

from hotline.web.flow_pictures.label_spots import spots_on

CARD_WIDTH = 232
# What a card holds beside its words: its name above, who left below.
CARD_REST = 66
MOST_LINES = 8
LABEL_HEIGHT = 20
MARGIN = 12
CORNER = 7
# A picture may be made so much smaller where it has not the room that it takes; beyond that it is moved sideways.
SMALLEST = 0.84
OPTIONS: dict[str, Any] = {
    "spacing": {"layer_gap": 52.0, "node_gap": 28.0, "port_gap": 26.0, "edge_label_margin": 8.0},
    "routing": {"merge_edges": "joins"},
    "labels": {"reservation": "always"},
}


@dataclass(frozen=True, slots=True)
class Letters:
    """How wide a letter is on the average and how high a line, in pixels at the size a card is written in; and how
    high a line of a door, which has keys in it."""

    width: float
    line: int
    door_line: int

    def lines(self, text: str, room: int = CARD_WIDTH - 24) -> int:
        # A word that has no room any more leaves some behind it.
        return min(max(1, ceil(len(text) * self.width / (room - 2 * self.width))), MOST_LINES)

    def wide(self, text: str) -> float:
        return len(text) * self.width


@dataclass(frozen=True, slots=True)
class Thing:
    """What is to be drawn as one: a card, or a door."""

    name: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow to be drawn. `backward`: it leads to something already passed."""

    start: str
    end: str
    label_width: float = 0.0
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something lies: its upper left corner, and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow as drawn: its path in SVG's words, and the middle of its label."""

    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture's geometry. `arrows` are in the order of the lines given; `dots` are where lines come together."""

    width: float
    height: float
    spots: dict[str, Spot]
    arrows: tuple[Arrow, ...]
    dots: tuple[tuple[float, float], ...] = field(default=())

    @property
    def room(self) -> int:
        """The room it needs at the least to be read, in hundreds of pixels."""
        return int(self.width * SMALLEST / 100)


def draw(things: Iterable[Thing], lines: Iterable[Line], *, mirrored: bool) -> Drawing:
    """Lay the things out from top to bottom; mirrored, the first of several is the rightmost one."""
    things, lines = tuple(things), tuple(lines)
    raw = _laid_out(things, lines)
    view = _View(raw, mirrored != _wrong_way_round(things, lines, raw))
    spots = {thing.name: view.spot(node) for thing, node in zip(things, raw["nodes"], strict=True)}
    paths = [[view.point(point) for point in edge["points"]] for edge in raw["edges"]]
    taken = [(spot.x, spot.y, spot.x + spot.width, spot.y + spot.height) for spot in spots.values()]
    labels = spots_on(paths, [(line.label_width, LABEL_HEIGHT) for line in lines], taken)
    arrows = tuple(Arrow(_path(path), x, y) for path, (x, y) in zip(paths, labels, strict=True))
    dots = tuple(view.point(point) for point in raw.get("junctions", ()))
    return Drawing(view.width, view.height, spots, arrows, dots)


def _laid_out(things: tuple[Thing, ...], lines: tuple[Line, ...]) -> dict[str, Any]:
    graph = graphlay.Graph()
    for number, thing in enumerate(things):
        # Where nothing else decides, things stand in the order of their labels, so in the one given.
        graph.node(thing.name, width=thing.width, height=thing.height, label=f"{number:04}")
    for line in lines:
        size = {"width": line.label_width, "height": float(LABEL_HEIGHT)} if line.label_width else None
        graph.edge(line.start, line.end, label_size=size, reverse_for_ranking=line.backward)
    return graphlay.layout(graph, preset="process_map", options=OPTIONS).to_dict()


def _wrong_way_round(things: tuple[Thing, ...], lines: tuple[Line, ...], raw: dict[str, Any]) -> bool:
    """Whether more of what comes side by side from one step stands against its order than in it."""
    at = {
        thing.name: (node["rank"], node["center"]["x"])
        for thing, node in zip(things, raw["nodes"], strict=True)
    }
    right = wrong = 0
    for one, other in combinations([line for line in lines if not line.backward], 2):
        if one.start == other.start and at[one.end][0] == at[other.end][0]:
            right += at[one.end][1] < at[other.end][1]
            wrong += at[one.end][1] > at[other.end][1]
    return wrong > right


class _View:
    """From graphlay's plane, which may begin anywhere, to a picture that begins at its upper left corner."""

    def __init__(self, raw: dict[str, Any], mirrored: bool) -> None:
        points = [raw["bounds"]["min"], raw["bounds"]["max"]]
        for edge in raw["edges"]:
            points += edge["points"]
        self._left = min(point["x"] for point in points) - MARGIN
        self._top = min(point["y"] for point in points) - MARGIN
        self.width = round(max(point["x"] for point in points) + MARGIN - self._left, 1)
        self.height = round(max(point["y"] for point in points) + MARGIN - self._top, 1)
        self._mirrored = mirrored

    def point(self, at: dict[str, float]) -> tuple[float, float]:
        x = at["x"] - self._left
        return round(self.width - x if self._mirrored else x, 1), round(at["y"] - self._top, 1)

    def spot(self, node: dict[str, Any]) -> Spot:
        x, y = self.point(node["center"])
        width, height = node["size"]["width"], node["size"]["height"]
        return Spot(round(x - width / 2, 1), round(y - height / 2, 1), width, height)


def _path(points: list[tuple[float, float]]) -> str:
    """Straight pieces with rounded corners."""
    said = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (x1, y1), (x2, y2) = _towards(corner, before), _towards(corner, after)
        said.append(f"L{x1:g} {y1:g}Q{corner[0]:g} {corner[1]:g} {x2:g} {y2:g}")
    said.append(f"L{points[-1][0]:g} {points[-1][1]:g}")
    return "".join(said)


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """The point where the rounding of a corner begins: never further than half-way."""
    far = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
    part = min(CORNER, far / 2) / far if far else 0.0
    return (
        round(corner[0] + (other[0] - corner[0]) * part, 1),
        round(corner[1] + (other[1] - corner[1]) * part, 1),
    )
