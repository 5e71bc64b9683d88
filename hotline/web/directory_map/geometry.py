"""Where each dot of the map stands: coordinates projected into a frame, and dots moved apart that would hide others."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

MARGIN = 46.0
# As parts of its width.
LEAST_HEIGHT, MOST_HEIGHT = 0.62, 1.1
# The least that the frame shows, in degrees of latitude: one district by itself is not a map.
LEAST_SPAN = 0.5
ROUNDS = 320
LOOK_ROUND_EVERY = 20
FARTHEST_AT_ONCE = 12.0
# How much of the way back to its own place a mark tries to go in each round, until it is left to be pushed only.
HOMEWARD = 0.03
ROOM = 0.5

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Equirectangular: degrees of longitude are shortened as they are in the middle of what is shown."""

    west: float
    north: float
    scale: float
    shortened: float
    width: float
    height: float

    def place(self, lat: float, lon: float) -> Point:
        return (
            (lon - self.west) * self.shortened * self.scale,
            (self.north - lat) * self.scale,
        )

    def shows(self, point: Point) -> bool:
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


def frame_around(places: Iterable[Point], width: float) -> Frame:
    """A frame of that width, in units of its own, in which every place (latitude, longitude) is inside the margin."""
    lats, lons = zip(*places, strict=True)
    middle = (min(lats) + max(lats)) / 2
    shortened = math.cos(math.radians(middle))
    wide = max((max(lons) - min(lons)) * shortened, LEAST_SPAN)
    high = max(max(lats) - min(lats), LEAST_SPAN)
    scale = min((width - 2 * MARGIN) / wide, (MOST_HEIGHT * width - 2 * MARGIN) / high)
    height = max(high * scale + 2 * MARGIN, LEAST_HEIGHT * width)
    centre = (min(lons) + max(lons)) / 2
    return Frame(
        west=centre - width / 2 / scale / shortened,
        north=middle + height / 2 / scale,
        scale=scale,
        shortened=shortened,
        width=width,
        height=height,
    )


@lru_cache(maxsize=64)
def spread(points: tuple[Point, ...], radii: tuple[float, ...]) -> tuple[Point, ...]:
    """`points` moved as little as it takes that no two marks of those radii touch, in the same order.

    The same points always come out at the same places.
    """
    now = [list(point) for point in points]
    # Two on the very same spot part in a direction of their own.
    for number, place in enumerate(now):
        place[0] += 0.01 * math.cos(number)
        place[1] += 0.01 * math.sin(number)
    near: list[tuple[int, int, float]] = []
    for turn in range(ROUNDS):
        if turn % LOOK_ROUND_EVERY == 0:
            near = _near(now, radii)
        homeward = HOMEWARD if turn < ROUNDS * 3 / 4 else 0.0
        if not _push(now, near) and not homeward:
            break
        for place, home in zip(now, points, strict=True):
            place[0] += (home[0] - place[0]) * homeward
            place[1] += (home[1] - place[1]) * homeward
    return tuple((place[0], place[1]) for place in now)


def _near(now: Sequence[list[float]], radii: Sequence[float]) -> list[tuple[int, int, float]]:
    """Each two marks that touch or may come to touch soon, with how far apart they should be."""
    order = sorted(range(len(now)), key=lambda number: now[number][0])
    widest = 2 * max(radii, default=0.0) + FARTHEST_AT_ONCE
    near = []
    for at, one in enumerate(order):
        for other in order[at + 1 :]:
            if now[other][0] - now[one][0] > widest:
                break
            apart = radii[one] + radii[other] + ROOM
            if math.dist(now[one], now[other]) < apart + FARTHEST_AT_ONCE:
                near.append((one, other, apart))
    return near


def _push(now: Sequence[list[float]], near: Iterable[tuple[int, int, float]]) -> bool:
    """Push apart each two marks that touch; whether there were such."""
    touched = False
    for one, other, apart in near:
        across, down = now[other][0] - now[one][0], now[other][1] - now[one][1]
        far = math.hypot(across, down)
        if far < apart:
            touched = True
            push = (apart - far) / 2 / (far or 1.0) * 1.02
            now[one][0] -= across * push
            now[one][1] -= down * push
            now[other][0] += across * push
            now[other][1] += down * push
    return touched
