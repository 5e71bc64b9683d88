"""A name's other spacings: words run together, and known halves parted."""

import itertools
from collections.abc import Iterable, Iterator

from hotline.places.folding import fold

# The second halves that people write as a word of their own: `hafiz abad`, `بہاول پور`. No others, or `mard an aurat`
# ("men and women") would be Mardan and `kar achi` ("do it well") Karachi.
_HALF_WORDS = """
    abad pur pura nagar kot garh khel shah pattan wal wala chinar uddin khas gali
    آباد پور پورہ نگر کوٹ گڑھ خیل شاہ پتن وال والا والہ چنار الدین خاص
"""
_HALVES = sorted((fold(half) for half in _HALF_WORDS.split()), key=len, reverse=True)
_SHORTEST_FIRST_HALF = 3


def spacings(key: str) -> Iterator[str]:
    """`key` (folded words with one space between) and its other spacings."""
    words = [[word, *_parted(word)] for word in key.split()]
    for chosen in itertools.product(*words):
        for gaps in itertools.product((" ", ""), repeat=len(chosen) - 1):
            yield "".join(word + gap for word, gap in zip(chosen, (*gaps, ""), strict=True))


def reach(names: Iterable[str]) -> dict[str, int]:
    """How many words the longest of `names` with this first word has."""
    longest: dict[str, int] = {}
    for name in names:
        first, _, more = name.partition(" ")
        words = 1 if not more else 2 + more.count(" ")
        if words > longest.get(first, 0):
            longest[first] = words
    return longest


def _parted(word: str) -> list[str]:
    for half in _HALVES:
        if word.endswith(half) and len(word) - len(half) >= _SHORTEST_FIRST_HALF:
            return [f"{word.removesuffix(half)} {half}"]
    return []
