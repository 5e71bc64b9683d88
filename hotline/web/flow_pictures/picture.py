"""One part of a flow as a picture in the page's language: its cards, its doors to other pictures, its arrows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hotline.languages import Language
from hotline.web.flow_pictures.drawing import (
    CARD_REST,
    CARD_WIDTH,
    DOOR_LINE,
    Letters,
    Line,
    Spot,
    Thing,
    draw,
)
from hotline.web.flow_pictures.outline import Part, arrivals, backward, outline, part_of, parts_of
from hotline.web.flow_pictures.ways import FLOW_OF, By, Kind, Way, kind_of, said_first, ways_on
from hotline.web.flow_pictures.words import in_words, part_title, short_name, way_words
from ivr_flows.flows import FLOWS
from ivr_flows.steps import Prompt, Step
from ivr_flows.ways import WAYS_OUT

# At the size in which cards are written: narrow letters and high lines where the script is Nastaliq.
LETTERS = {Language.ENGLISH: Letters(6.3, 18), Language.URDU: Letters(5.2, 28)}
KEY_WIDTH = 23
MOST_ROWS = 4


@dataclass(frozen=True, slots=True)
class Card:
    """A step as drawn. So many lines of its words have room."""

    step: Step
    kind: Kind
    said: tuple[Prompt, ...]
    lines: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class Row:
    """One line on a door: to which part it leads, at which step; or the key that leads in from every step."""

    title: str
    part: Part | None = None
    step: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """Where a picture goes on in another one, or comes from others."""

    rows: tuple[Row, ...]
    more: int
    inward: bool
    spot: Spot


@dataclass(frozen=True, slots=True)
class Label:
    """What is written on an arrow: the keys that take it, and in words what else does."""

    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    silent: bool = False

    def width(self, letters: Letters) -> float:
        return len(self.keys) * KEY_WIDTH + sum(letters.wide(one) + 10 for one in self.words)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow as drawn, with its label's middle and width."""

    path: str
    label: Label
    x: float
    y: float
    width: float
    backward: bool


@dataclass(frozen=True, slots=True)
class Picture:
    width: float
    height: float
    cards: tuple[Card, ...]
    doors: tuple[Door, ...]
    arrows: tuple[Drawn, ...]
    dots: tuple[tuple[float, float], ...]


def picture_of(part: Part, language: Language) -> Picture:
    return _picture_of(part.flow, part.name, language)


@lru_cache
def _picture_of(flow_name: str, part_name: str, language: Language) -> Picture:
    """Flows and fonts' measures are the same for the life of a process, so a picture is laid out once."""
    flow = next(flow for flow in FLOWS if flow.name == flow_name)
    part = next(part for part in parts_of(flow) if part.name == part_name)
    return _Plan(part, LETTERS[language]).drawn(mirrored=language is Language.URDU)


class _Plan:
    """What is to be drawn, as it is gathered."""

    def __init__(self, part: Part, letters: Letters) -> None:
        self._part = part
        self._letters = letters
        self._steps = {line.step.name: line.step for line in outline(part)}
        self._lines: list[tuple[Line, Label]] = []
        self._inward = {f"in {name}": rows for name in self._steps if (rows := tuple(self._come_from(name)))}
        self._outward: dict[str, Row] = {}
        for name in self._steps:
            self._go_on(name)
        for door, row in self._outward.items():
            self._come_back(door, row)

    def drawn(self, *, mirrored: bool) -> Picture:
        things = [*self._doors_in(), *self._cards(), *self._doors_out()]
        lines = [Line(f"in {name}", name) for name in self._steps if f"in {name}" in self._inward]
        labels = [*(Label() for _ in lines), *(label for _, label in self._lines)]
        lines += [line for line, _ in self._lines]
        drawing = draw(things, lines, mirrored=mirrored)
        doors = [
            *((self._inward[name], True, name) for name in self._inward),
            *(((row,), False, name) for name, row in self._outward.items()),
        ]
        return Picture(
            drawing.width,
            drawing.height,
            tuple(self._card(step, drawing.spots[step.name]) for step in self._steps.values()),
            tuple(
                Door(rows[:MOST_ROWS], len(rows[MOST_ROWS:]), inward, drawing.spots[name])
                for rows, inward, name in doors
            ),
            tuple(
                Drawn(arrow.path, label, arrow.x, arrow.y, label.width(self._letters), line.backward)
                for arrow, line, label in zip(drawing.arrows, lines, labels, strict=True)
            ),
            drawing.dots,
        )

    def _cards(self) -> Iterator[Thing]:
        for step in self._steps.values():
            yield Thing(step.name, CARD_WIDTH, self._line_count(step) * self._letters.line + CARD_REST)

    def _card(self, step: Step, spot: Spot) -> Card:
        return Card(step, kind_of(step), said_first(step), self._line_count(step), spot)

    def _line_count(self, step: Step) -> int:
        return self._letters.lines(" ".join(map(in_words, said_first(step))))

    def _doors_in(self) -> Iterator[Thing]:
        for name, rows in self._inward.items():
            shown = min(len(rows), MOST_ROWS + 1)
            yield Thing(name, self._width(rows), shown * DOOR_LINE + 6)

    def _doors_out(self) -> Iterator[Thing]:
        for name, row in self._outward.items():
            yield Thing(name, self._width((row,)), DOOR_LINE + 6)

    def _width(self, rows: tuple[Row, ...]) -> float:
        longest = max(self._letters.wide(row.title) + (22 if row.key else 0) for row in rows)
        return max(90.0, min(longest * 1.08 + 40, CARD_WIDTH))

    def _come_from(self, name: str) -> Iterator[Row]:
        """The doors that lead to this step from outside; those of its own flow's parts are drawn as such."""
        for key, way in WAYS_OUT.items():
            if way.to == name:
                yield Row("", key=key)
        parts = dict.fromkeys(part_of(arrival.step) for arrival in arrivals()[name])
        for part in parts:
            if part != self._part and not (part.flow == self._part.flow and not self._part.name):
                yield Row(part_title(part), part)

    def _go_on(self, name: str) -> None:
        by_end: dict[str, list[Way]] = {}
        for way in ways_on(self._steps[name]):
            by_end.setdefault(self._end(way.to), []).append(way)
        for end, ways in by_end.items():
            back = end == name or (name, end) in backward(self._part)
            label = _label(ways)
            self._lines.append((Line(name, end, label.width(self._letters), back), label))

    def _end(self, to: str) -> str:
        """The card or door that a way to this step ends at."""
        if to in self._steps:
            return to
        part = part_of(to)
        inside = part.flow == self._part.flow and bool(part.name)
        door = f"to {part.name}" if inside else f"to {to}"
        at_start = inside or to == FLOW_OF[to].start
        title = part_title(part) if at_start else f"{part_title(part)} · {short_name(to)}"
        self._outward.setdefault(door, Row(title, part, None if inside else to))
        return door

    def _come_back(self, door: str, row: Row) -> None:
        """From a part of this flow the ways go on in this picture, but for those back to where it came from."""
        if row.part is None or row.part.flow != self._part.flow or self._part.name:
            return
        before = {line.start for line, _ in self._lines if line.end == door}
        ends = dict.fromkeys(way.to for step in row.part.steps for way in ways_on(step))
        for end in ends:
            if end in self._steps and end not in before:
                self._lines.append((Line(door, end), Label()))


def _label(ways: list[Way]) -> Label:
    """The keys of a phone one by one; codes of several digits and all that is no key in words."""
    keys = tuple(way.key for way in ways if len(way.key) == 1)
    others = (Way(By.TYPED, way.to) if way.key else way for way in ways if len(way.key) != 1)
    words = tuple(dict.fromkeys(way_words(way) for way in others if way.by is not By.ON))
    return Label(keys, words, silent=all(way.by is By.SILENCE for way in ways))
