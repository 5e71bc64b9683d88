"""The names on the map: each beside what it names, where it covers neither a mark nor another name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotline.web.directory_map.geometry import Point

# How wide a letter is at most, on average and as a part of its height; letters of Nastaliq are narrower.
BREADTH = 0.55
GAP = 3.5
# Nastaliq hangs down: its words are so much higher than their letters are said to be.
HANGING = 1.5
ANCHORS = {1: "start", -1: "end", 0: "middle"}
# Right and down: beside it, below and above, at its corners.
WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `top` is the smaller of the two, as on a screen."""

    left: float
    top: float
    right: float
    bottom: float

    @staticmethod
    def around(point: Point, radius: float) -> "Box":
        return Box(point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius)

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A name in letters of that height, whose `anchor` (as SVG calls it) is at `at`, half way up."""

    words: str
    at: Point
    anchor: str
    letters: float


def place_labels(
    named: Iterable[tuple[str, Box]], taken: Sequence[Box], area: Box, letters: float
) -> tuple[Label, ...]:
    """The names for which there is room beside their box, the earlier before the later."""
    full = list(taken)
    placed = []
    for words, box in named:
        wide = len(words) * letters * BREADTH
        high = letters if words.isascii() else letters * HANGING
        for room, anchor in _beside(box, wide, high):
            if area.holds(room) and not any(room.meets(other) for other in full):
                full.append(room)
                x = {"start": room.left, "end": room.right}.get(anchor, (room.left + room.right) / 2)
                placed.append(Label(words, (x, (room.top + room.bottom) / 2), anchor, letters))
                break
    return tuple(placed)


def _beside(box: Box, wide: float, high: float) -> Iterable[tuple[Box, str]]:
    """Right of it and left, below and above, at its corners; then the same a little farther off."""
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    half = (box.right - box.left) / 2
    for off in (GAP, high * 0.6, high * 1.2):
        for right, below in WAYS:
            x = across + right * (half + off + wide / 2)
            y = down + below * ((half + off + high / 2) if not right else half * 0.8 + high / 2)
            yield Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2), ANCHORS[right]
