"""The mark of each circle on the map: a colour and a shape of its own, in colours that its neighbours do not have."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotline.web.directory_map.grounds import Ground

# The page's style sheet says what they are: six that people of any sight can tell apart, in light and in dark.
COLOURS = 6
SHAPES = ("disc", "ring", "square", "diamond", "triangle")
# So many of the districts round about count as a district's neighbours.
NEIGHBOURS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """`number` is what stands in the mark and in the legend; colour and shape repeat only beyond 30 circles."""

    number: int
    colour: int
    shape: str


def marks_for(codes: Sequence[str], grounds: Sequence[Ground]) -> dict[str, Mark]:
    """A mark for each of these circles, in their order: the same for the same directory and day."""
    beside = _neighbours(grounds)
    colours: dict[str, int] = {}
    used: Counter[int] = Counter()
    # Those with most neighbours first: the others find a colour more easily.
    for code in sorted(codes, key=lambda code: (-len(beside[code]), code)):
        taken = {colours[other] for other in beside[code] if other in colours}
        colours[code] = min(range(COLOURS), key=lambda colour: (colour in taken, used[colour], colour))
        used[colours[code]] += 1
    marks: dict[str, Mark] = {}
    so_far: Counter[int] = Counter()
    for number, code in enumerate(codes, start=1):
        colour = colours[code]
        marks[code] = Mark(number, colour, SHAPES[so_far[colour] % len(SHAPES)])
        so_far[colour] += 1
    return marks


def _neighbours(grounds: Sequence[Ground]) -> defaultdict[str, set[str]]:
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for ground in grounds:
        for other in _nearest(ground, grounds):
            if other.circle != ground.circle:
                beside[ground.circle].add(other.circle)
                beside[other.circle].add(ground.circle)
    return beside


def _nearest(ground: Ground, grounds: Iterable[Ground]) -> list[Ground]:
    def far(other: Ground) -> float:
        return math.hypot(other.lat - ground.lat, 0.86 * (other.lon - ground.lon))

    return sorted(grounds, key=far)[1 : NEIGHBOURS + 1]
