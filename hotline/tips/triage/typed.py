"""How a typed word may be meant: by its letters, by its sound, without its vowels, or run together with others."""

from collections.abc import Iterator
from dataclasses import dataclass

from hotline.tips.triage.lists import ENDS, ROOT, SOUNDS, STEM, Lists, load
from hotline.tips.triage.spelling import BREAK, STOP, bare, root, split_words, stem
from hotline.writing.recognising import is_english
from hotline.writing.roman import bones, sound

_SHORTEST_JOINED, _LONGEST_PIECE, _MOST_JOINED = 5, 14, 400
_ODD_PIECE, _ODD_LETTER = 3.0, 0.5
_FEWEST_BONES, _SURE_BONES = 3, 6
_SHORTEST_WITH_END = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text and the keys by which the lists may know it."""

    text: str
    keys: tuple[str, ...]
    number: int | None = None

    @property
    def is_break(self) -> bool:
        return self.text in {BREAK, STOP}


def words_of(text: str, *, english: bool) -> list[Word]:
    """The words of `text`; those of an English text are not taken for Roman Urdu that sounds alike."""
    lists = load()
    return [
        _word(piece, lists, english=english)
        for typed in split_words(text)
        for piece in _parted(typed, lists.urdu)
    ]


def _word(text: str, lists: Lists, *, english: bool) -> Word:
    if text.isdigit():
        return Word(text, (text,), int(text[:6]))
    if not text.isascii():
        return Word(text, (text, ROOT + root(text), *_ending(text)), lists.numbers.get(text))
    if text in {BREAK, STOP}:
        return Word(text, (text,))
    if english and is_english(text):
        return Word(text, (text, STEM + stem(text)), lists.numbers.get(text))
    heard = _heard(text, lists)
    keys = (text, STEM + stem(text), SOUNDS + heard, ROOT + bare(heard), *_ending(text), *_other_end(text))
    return Word(text, keys, lists.numbers.get(text, lists.numbers.get(SOUNDS + heard)))


def _ending(word: str) -> tuple[str, ...]:
    """Infinitives are known by their last letters, `milne` by `ne`; `ne` itself is no infinitive."""
    return (ENDS + word[-2:],) if len(word) >= _SHORTEST_WITH_END else ()


def _other_end(text: str) -> tuple[str, ...]:
    """A last `y` is mostly `e` (`krty`), and sometimes `i` (`factry`)."""
    return (SOUNDS + sound(f"{text[:-1]}i"),) if text[-1] == "y" and text[-2:-1] not in "aeiou" else ()


def _heard(text: str, lists: Lists) -> str:
    sounded = sound(text)
    if {text, STEM + stem(text), SOUNDS + sounded, ROOT + bare(sounded)} & lists.known:
        return sounded
    hard = bones(sounded)
    hasty = len(hard) >= _FEWEST_BONES and hard == sounded
    if hasty or len(hard) >= _SURE_BONES:
        return lists.by_bones.get(hard, SOUNDS + sounded).removeprefix(SOUNDS)
    return sounded


def _parted(typed: str, known: frozenset[str]) -> Iterator[str]:
    """A word of Urdu script typed without spaces, in its words; others as they are."""
    if typed.isascii() or typed in known or not _SHORTEST_JOINED <= len(typed) <= _MOST_JOINED:
        yield typed
        return
    # For the first `end` letters: the cost of the cheapest parting, and where its last piece starts.
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(typed) + 1):
        first = max(0, end - _LONGEST_PIECE)
        best.append(min((best[at][0] + _cost(typed[at:end], known), at) for at in range(first, end)))
    yield from _pieces(typed, best)


def _cost(piece: str, known: frozenset[str]) -> float:
    if len(piece) > 1 and piece in known:
        return 1
    return _ODD_PIECE + _ODD_LETTER * len(piece)


def _pieces(typed: str, best: list[tuple[float, int]]) -> list[str]:
    pieces, end = [], len(typed)
    while end:
        start = best[end][1]
        pieces.append(typed[start:end])
        end = start
    return pieces[::-1]
