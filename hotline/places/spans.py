"""Where in a line names stand: the longest name first, from left to right."""

from collections.abc import Iterator
from dataclasses import dataclass

from hotline.places.gazetteer import Gazetteer, Name


@dataclass(frozen=True, slots=True)
class Span:
    """A name at `words[start:end]` of its line."""

    start: int
    end: int
    name: Name


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: its folded words, and the names in it."""

    words: list[str]
    spans: list[Span]


def read_line(words: list[str], gazetteer: Gazetteer) -> Line:
    return Line(words, list(_spans(words, gazetteer)))


def _spans(words: list[str], gazetteer: Gazetteer) -> Iterator[Span]:
    start = 0
    while start < len(words):
        reach = gazetteer.reach.get(words[start])
        found = _longest(words, start, reach, gazetteer) if reach else None
        if found is not None:
            yield found
        start = found.end if found else start + 1


def _longest(words: list[str], start: int, reach: int, gazetteer: Gazetteer) -> Span | None:
    for end in range(min(start + reach, len(words)), start, -1):
        name = gazetteer.names.get(" ".join(words[start:end]))
        if name is not None:
            return Span(start, end, name)
    return None
