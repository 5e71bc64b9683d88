"""Words that stand where a place stands and are none we know: a supervisor may add them to the names."""

import re
from collections.abc import Iterator

from hotline.places.cues import stands_as_a_place
from hotline.places.folding import BREAK, fold
from hotline.places.gazetteer import Gazetteer
from hotline.places.spans import Line

MOST = 3
LONGEST = 30
_SHORTEST = 3
_MOST_WORDS = 3
_BETWEEN_WORDS = re.compile(r"[\s\d.,;:!?()\"'’‘“”`/۔،؟؛_-]+")


def unfamiliar(text: str, lines: list[Line], gazetteer: Gazetteer) -> tuple[str, ...]:
    """At most `MOST`, as they are typed in `text`, each once and no longer than `LONGEST`."""
    found = list(dict.fromkeys(words for line in lines for words in _in_line(line, gazetteer)))
    if not found:
        return ()
    typed = {fold(word): word for word in reversed(_BETWEEN_WORDS.split(text))}
    shown = (" ".join(typed.get(word, word) for word in words) for words in found)
    return tuple(words for words in shown if len(words) <= LONGEST)[:MOST]


def _in_line(line: Line, gazetteer: Gazetteer) -> Iterator[tuple[str, ...]]:
    named = {at for span in line.spans for at in range(span.start, span.end)}
    at = 0
    while at < len(line.words):
        end = at
        while end < len(line.words) and end not in named and _is_unknown(line.words[end], gazetteer):
            end += 1
        # More words in a row are another language, not a name.
        if at < end <= at + _MOST_WORDS and stands_as_a_place(line, at, end):
            yield tuple(line.words[at:end])
        at = max(end, at + 1)


def _is_unknown(word: str, gazetteer: Gazetteer) -> bool:
    return (
        word != BREAK
        and _SHORTEST <= len(word) <= LONGEST
        and word not in gazetteer.ordinary
        and word not in gazetteer.names
        and not gazetteer.sounds.is_ordinary(word)
    )
