"""One part of a flow as a picture in the page's language: its cards, its doors to other pictures, its arrows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from hotline.languages import Language
from hotline.web.flow_pictures.drawing import (
    CARD_REST,
    CARD_WIDTH,
    Drawing,
    Letters,
    Line,
    Spot,
    Thing,
    draw,
)
from hotline.web.flow_pictures.outline import Part, arrivals, backward, outline, part_of, parts_of
from hotline.web.flow_pictures.ways import FLOW_OF, By, Kind, Way, kind_of, said_first, ways_on
from hotline.web.flow_pictures.words import card_words, part_title, short_name, way_words
from ivr_flows.flows import FLOWS
from ivr_flows.steps import Prompt, Step
from ivr_flows.ways import WAYS_OUT

# At the size in which cards are written: narrow letters and high lines where the script is Nastaliq.
LETTERS = {Language.ENGLISH: Letters(6.3, 18, 26), Language.URDU: Letters(5.6, 28, 30)}
KEY_WIDTH = 23
MOST_ROWS = 4
# A door that more cards lead to than this is named on each of them instead.
MOST_TO_A_DOOR = 4
# So many doors of one card that lead into the midst of things are one door with as many lines.
FEWEST_TOGETHER = 3
FEWEST_IN_A_RUN = 4


@dataclass(frozen=True, slots=True)
class Label:
    """What is written on an arrow: the keys that take it, and in words what else does."""

    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    silent: bool = False

    def width(self, letters: Letters) -> float:
        keys = sum(KEY_WIDTH + 7 * (len(key) - 1) for key in self.keys)
        return keys + sum(letters.wide(one) + 13 for one in self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """One line on a door: to which part it leads, at which step, and by what where one door leads to several.

    Without a part: the key that leads in from every step.
    """

    title: str
    part: Part | None = None
    step: str | None = None
    key: str | None = None
    by: Label | None = None
    begins: bool = False  # where the flow that it leads to begins


@dataclass(frozen=True, slots=True)
class Door:
    """Where a picture goes on in another one, or comes from others."""

    rows: tuple[Row, ...]
    more: int
    inward: bool
    spot: Spot


@dataclass(frozen=True, slots=True)
class Card:
    """A step as drawn. So many lines of its words have room; `asides` are the ways on that are not drawn as arrows."""

    step: Step
    kind: Kind
    lines: int
    asides: tuple[tuple[Label, Row], ...]
    spot: Spot


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
    drawing: Drawing
    cards: tuple[Card, ...]
    doors: tuple[Door, ...]
    arrows: tuple[Drawn, ...]


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
        self._outward: dict[str, tuple[Row, ...]] = {}
        ends = {name: self._ends(step) for name, step in self._steps.items()}
        often = Counter(door for doors in ends.values() for door in doors if door in self._outward)
        busy = {door: self._outward.pop(door)[0] for door, times in often.items() if times > MOST_TO_A_DOOR}
        self._asides = {
            name: tuple((_label(ways), busy[end]) for end, ways in found.items() if end in busy)
            for name, found in ends.items()
        }
        for name, found in ends.items():
            self._go_on(name, {end: ways for end, ways in found.items() if end not in busy}, often)
        for door, rows in self._outward.items():
            self._come_back(door, rows)

    def drawn(self, *, mirrored: bool) -> Picture:
        things = [*self._doors(self._inward), *self._cards(), *self._doors(self._outward)]
        lines = [Line(f"in {name}", name) for name in self._steps if f"in {name}" in self._inward]
        labels = [*(Label() for _ in lines), *(label for _, label in self._lines)]
        lines += [line for line, _ in self._lines]
        drawing = draw(things, lines, mirrored=mirrored)
        doors = [
            *((self._inward[name], True, name) for name in self._inward),
            *((rows, False, name) for name, rows in self._outward.items()),
        ]
        return Picture(
            drawing,
            tuple(self._card(step, drawing.spots[step.name]) for step in self._steps.values()),
            tuple(
                Door(rows[: _shown(rows)], len(rows[_shown(rows) :]), inward, drawing.spots[name])
                for rows, inward, name in doors
            ),
            tuple(
                Drawn(arrow.path, label, arrow.x, arrow.y, label.width(self._letters), line.backward)
                for arrow, line, label in zip(drawing.arrows, lines, labels, strict=True)
            ),
        )

    def _cards(self) -> Iterator[Thing]:
        for step in self._steps.values():
            lines = self._line_count(step) * self._letters_of(step).line
            asides = len(self._asides[step.name]) * self._letters.line
            yield Thing(step.name, CARD_WIDTH, lines + asides + CARD_REST)

    def _card(self, step: Step, spot: Spot) -> Card:
        return Card(step, kind_of(step), self._line_count(step), self._asides[step.name], spot)

    def _line_count(self, step: Step) -> int:
        return self._letters_of(step).lines(card_words(step))

    def _letters_of(self, step: Step) -> Letters:
        """What is said in one language only is written in its letters on any page."""
        said = [said.language for said in said_first(step) if isinstance(said, Prompt) and said.language]
        return LETTERS[Language.URDU] if Language.URDU in said else self._letters

    def _doors(self, doors: dict[str, tuple[Row, ...]]) -> Iterator[Thing]:
        for name, rows in doors.items():
            lines = _shown(rows) + (len(rows) > _shown(rows))
            longest = max(self._row_width(row) for row in rows)
            yield Thing(
                name, max(90.0, min(longest * 1.08 + 40, CARD_WIDTH)), lines * self._letters.door_line + 8
            )

    def _row_width(self, row: Row) -> float:
        by = row.by.width(self._letters) + 8 if row.by else 0.0
        return self._letters.wide(row.title) + by + (KEY_WIDTH if row.key else 0)

    def _come_from(self, name: str) -> Iterator[Row]:
        """The doors that lead to this step from outside; those of its own flow's parts are drawn as such."""
        for key, way in WAYS_OUT.items():
            if way.to == name:
                yield Row("", key=key)
        parts = dict.fromkeys(part_of(arrival.step) for arrival in arrivals()[name])
        for part in parts:
            if part != self._part and not (part.flow == self._part.flow and not self._part.name):
                yield Row(part_title(part), part)

    def _ends(self, step: Step) -> dict[str, list[Way]]:
        """The cards and doors that a step leads to, each with all the ways that do."""
        found: dict[str, list[Way]] = {}
        for way in ways_on(step):
            found.setdefault(self._end(way.to), []).append(way)
        return found

    def _go_on(self, name: str, found: dict[str, list[Way]], often: Counter[str]) -> None:
        """Arrows from this step, those to doors that only it leads to together if there are many."""
        alone = [end for end in found if often[end] == 1 and not self._outward[end][0].begins]
        if len(alone) >= FEWEST_TOGETHER:
            rows = [(self._outward.pop(end)[0], _label(found.pop(end))) for end in alone]
            door = f"to all from {name}"
            self._outward[door] = tuple(replace(row, by=by) for row, by in rows)
            self._lines.append((Line(name, door), Label()))
        for end, ways in found.items():
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
        begins = to == FLOW_OF[to].start
        title = part_title(part) if begins or part.name else f"{part_title(part)} · {short_name(to)}"
        self._outward.setdefault(door, (Row(title, part, None if inside else to, begins=begins),))
        return door

    def _come_back(self, door: str, rows: tuple[Row, ...]) -> None:
        """From parts of this flow the ways go on in this picture, but for those back to where they came from."""
        parts = [row.part for row in rows if row.part and row.part.flow == self._part.flow]
        if self._part.name or not parts:
            return
        before = {line.start for line, _ in self._lines if line.end == door}
        ends = dict.fromkeys(way.to for part in parts for step in part.steps for way in ways_on(step))
        for end in ends:
            if end in self._steps and end not in before:
                self._lines.append((Line(door, end), Label()))


def _shown(rows: tuple[Row, ...]) -> int:
    """How many lines of a door are shown: the ways on all of them, the ways in only some."""
    return len(rows) if any(row.by for row in rows) else min(len(rows), MOST_ROWS)


def _label(ways: list[Way]) -> Label:
    """The keys of a phone one by one; codes of several digits and all that is no key in words."""
    keys = [way.key for way in ways if len(way.key) == 1]
    others = (Way(By.TYPED, way.to) if way.key else way for way in ways if len(way.key) != 1)
    words = tuple(dict.fromkeys(way_words(way) for way in others if way.by is not By.ON))
    if len(keys) >= FEWEST_IN_A_RUN and "".join(keys) in "123456789":
        keys = [f"{keys[0]}–{keys[-1]}"]
    return Label(tuple(keys), words, silent=all(way.by is By.SILENCE for way in ways))
