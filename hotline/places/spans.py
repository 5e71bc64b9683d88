"""Where in a line names stand: exact names first, the longest from left to right; then misspelt ones between them."""

from collections.abc import Iterator
from dataclasses import dataclass

from hotline.places.folding import BREAK
from hotline.places.gazetteer import Gazetteer
from hotline.places.misspelt import Misspelt
from hotline.places.names import Cue, Name


@dataclass(frozen=True, slots=True)
class Span:
    """A name at `words[start:end]` of its line; `needs` is the cue that it takes to be meant.

    `beside` is a cue that is part of the word itself (`lahoremein`). `misspelt` says that it is not an exact name.
    """

    start: int
    end: int
    name: Name
    needs: Cue
    beside: Cue = Cue.NONE
    misspelt: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: its folded words, and the names in it."""

    words: list[str]
    spans: list[Span]


def read_line(words: list[str], gazetteer: Gazetteer, tries: Misspelt) -> Line:
    return Line(words, list(_spans(words, gazetteer, tries)))


def _spans(words: list[str], gazetteer: Gazetteer, tries: Misspelt) -> Iterator[Span]:
    exact = _exact(words, gazetteer)
    start = 0
    while start < len(words):
        found = exact.get(start)
        if words[start] != BREAK:
            other = _misspelt(words, start, exact, tries)
            if other is not None and (found is None or other.end > found.end):
                found = other
        if found is not None:
            yield found
        start = found.end if found else start + 1


def _exact(words: list[str], gazetteer: Gazetteer) -> dict[int, Span]:
    """Exact names by the word at which they start; none overlaps another."""
    spans: dict[int, Span] = {}
    start = 0
    while start < len(words):
        reach = gazetteer.reach.get(words[start])
        found = _longest(words, start, reach, gazetteer) if reach else None
        if found is not None:
            spans[start] = found
        start = found.end if found else start + 1
    return spans


def _longest(words: list[str], start: int, reach: int, gazetteer: Gazetteer) -> Span | None:
    for end in range(min(start + reach, len(words)), start, -1):
        name = gazetteer.names.get(" ".join(words[start:end]))
        if name is not None:
            return Span(start, end, name, name.needs)
    return None


def _misspelt(words: list[str], start: int, exact: dict[int, Span], tries: Misspelt) -> Span | None:
    """The misspelt name that starts here and ends before the next exact one; longer than an exact one here."""
    here = exact.get(start)
    limit = start + 1
    while limit < len(words) and limit - start < tries.MOST_WORDS and words[limit] != BREAK:
        if limit in exact and (here is None or limit >= here.end) and not exact[limit].needs:
            if here is None:  # a name may end with another's: `nort waziristan`, `havli kahuta`
                limit = exact[limit].end
            break
        limit += 1
    if here is None and tries.none_starts(words, start, limit):
        return None
    least = here.end + 1 if here else start + 1
    match = tries.best(words, start, range(least, limit + 1), within=here is not None)
    if match is not None and match[0] > least and match[1].steps and tries.is_ordinary(words[start]):
        later = tries.best(words, start + 1, range(start + 2, limit + 1), within=False)
        if here is None and later is not None and later[0] >= match[0] and later[1].steps < match[1].steps:
            match = None
    if here is None and (match is None or match[1].steps) and (guess := tries.glued(words[start])):
        return Span(start, start + 1, guess.name, guess.needs, guess.beside, misspelt=True)
    if match is None:
        return None
    end, found = match
    if here is not None and here.needs is Cue.NONE and found.needs > Cue.NONE:
        return None
    return Span(start, end, found.name, found.needs, misspelt=True)
