"""The map as it is drawn: a dot for each district, a house for each circle, each near enough to where it lies."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hotline.web.directory_map.geometry import Point, frame_around, spread
from hotline.web.directory_map.grounds import Atlas, Ground, Office
from hotline.web.directory_map.labels import Box, Label, place_labels
from hotline.web.directory_map.marks import Mark

# The frame's width in the marks' own units: fewer for a part of the country, so that its marks are larger.
WHOLE, PART = 1000.0, 660.0
DOT, HOUSE = 11.5, 15.5
# A mark that had to move farther than this has a line to where it belongs.
MOVED = 9.0
# Letters on a wide screen, and on a narrow one, where the frame is drawn smaller.
LETTERS = 18.0, 34.0
LETTERS_OF_PART = 13.0, 22.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A district; `aside` when it is only there to show what lies around those asked for."""

    ground: Ground
    mark: Mark
    at: Point
    home: Point
    aside: bool

    @property
    def moved(self) -> bool:
        return math.dist(self.at, self.home) > MOVED


@dataclass(frozen=True, slots=True)
class House:
    """A circle, where its office is."""

    office: Office
    mark: Mark
    at: Point
    home: Point

    @property
    def moved(self) -> bool:
        return math.dist(self.at, self.home) > MOVED


@dataclass(frozen=True, slots=True)
class Picture:
    """In units of the frame; labels once for wide screens and once, larger and fewer, for narrow ones."""

    width: float
    height: float
    dots: tuple[Dot, ...]
    houses: tuple[House, ...]
    labels: tuple[Label, ...]
    large_labels: tuple[Label, ...]


def draw(atlas: Atlas, marks: dict[str, Mark], wanted: Sequence[Ground]) -> Picture:
    """The districts `wanted`, one at least, fill the frame; what else lies in it is drawn too, so that none floats."""
    chosen = {ground.name for ground in wanted}
    whole = len(chosen) == len(atlas.grounds)
    seats = _seats(atlas)
    frame = frame_around(
        [(ground.lat, ground.lon) for ground in wanted] + ([place for _, place in seats] if whole else []),
        WHOLE if whole else PART,
    )
    grounds = [(ground, frame.place(ground.lat, ground.lon)) for ground in atlas.grounds]
    grounds = [(ground, home) for ground, home in grounds if ground.name in chosen or frame.shows(home)]
    offices = [(office, frame.place(*place)) for office, place in seats]
    offices = [(office, home) for office, home in offices if frame.shows(home)]
    homes = (*(home for _, home in grounds), *(home for _, home in offices))
    at = iter(spread(homes, (DOT,) * len(grounds) + (HOUSE,) * len(offices)))
    dots = tuple(
        Dot(ground, marks[ground.circle], next(at), home, ground.name not in chosen)
        for ground, home in grounds
    )
    houses = tuple(House(office, marks[office.code], next(at), home) for office, home in offices)
    named = _cities(houses) if whole else _districts(dots)
    taken = [Box.around(dot.at, DOT) for dot in dots] + [Box.around(house.at, HOUSE) for house in houses]
    area = Box(0, 0, frame.width, frame.height)
    small, large = (
        place_labels(named, taken, area, letters) for letters in (LETTERS if whole else LETTERS_OF_PART)
    )
    return Picture(frame.width, frame.height, dots, houses, small, large)


def _seats(atlas: Atlas) -> list[tuple[Office, Point]]:
    """The circles whose position is known, and where they are: latitude and longitude."""
    offices = (atlas.offices[code] for code in atlas.taking)
    return [
        (office, (office.lat, office.lon))
        for office in offices
        if office.lat is not None and office.lon is not None
    ]


def _cities(houses: Sequence[House]) -> list[tuple[str, Box]]:
    """Each city with a circle, once, those with several first: where its houses stand."""
    cities: dict[str, list[House]] = {}
    for house in houses:
        cities.setdefault(house.office.city, []).append(house)
    by_size = sorted(cities.items(), key=lambda city: (-len(city[1]), city[1][0].office.code))
    return [(city, Box.around(together[0].at, HOUSE)) for city, together in by_size]


def _districts(dots: Sequence[Dot]) -> list[tuple[str, Box]]:
    return [(dot.ground.shown, Box.around(dot.at, DOT)) for dot in dots if not dot.aside]
