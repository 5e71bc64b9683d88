"""Where the words on an arrow stand: on its own piece of line, near its beginning if there is room."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

STEP = 6.0
# So far from where the line begins a label is read with what it comes from, and does not touch it.
BEST = 20.0
# Words over other words or over a card cannot be read; a line that passes behind them only disturbs.
HIDDEN = 1000.0
DISTURBED = 60.0
SHARED = 400.0


def spots_on(paths: Sequence[Sequence[Point]], sizes: Sequence[Point], taken: Sequence[Box]) -> list[Point]:
    """The middle of each path's label of that size; `taken` is what else is in the picture."""
    boxes = list(taken)
    pieces = [list(pairwise(path)) for path in paths]
    spots: list[Point] = []
    for number, (path, size) in enumerate(zip(paths, sizes, strict=True)):
        if not size[0]:
            spots.append(path[0])
            continue
        others = [piece for other, own in enumerate(pieces) if other != number for piece in own]
        _, spot = min((_cost(at, far, size, boxes, others), at) for at, far in _along(path))
        boxes.append(_box(spot, size))
        spots.append(spot)
    return spots


def _along(path: Sequence[Point]) -> Iterator[tuple[Point, float]]:
    """Points of the path, with how far each is from its beginning."""
    passed = 0.0
    for (x1, y1), (x2, y2) in pairwise(path):
        length = abs(x2 - x1) + abs(y2 - y1)
        for number in range(1, int(length // STEP)):
            part = number * STEP / length
            yield (round(x1 + (x2 - x1) * part, 1), round(y1 + (y2 - y1) * part, 1)), passed + number * STEP
        passed += length
    yield path[len(path) // 2], passed


def _cost(at: Point, far: float, size: Point, boxes: list[Box], others: list[tuple[Point, Point]]) -> float:
    here = _box(at, size)
    hidden = sum(_meet(here, box) for box in boxes)
    shared = any(_meet(_box(at, (2, 2)), _piece(piece)) for piece in others)
    disturbed = sum(_meet(here, _piece(piece)) for piece in others)
    return hidden * HIDDEN + shared * SHARED + disturbed * DISTURBED + abs(far - BEST)


def _box(middle: Point, size: Point) -> Box:
    return (
        middle[0] - size[0] / 2,
        middle[1] - size[1] / 2,
        middle[0] + size[0] / 2,
        middle[1] + size[1] / 2,
    )


def _piece(piece: tuple[Point, Point]) -> Box:
    (x1, y1), (x2, y2) = piece
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
