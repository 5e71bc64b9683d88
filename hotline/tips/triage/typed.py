"""How a typed word may be meant: by its letters, by its sound, without its vowels, or run together with others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hotline.tips.triage.lists import ENDS, ROOT, SOUNDS, STEM, Lists, load
from hotline.tips.triage.spelling import BREAK, STOP, bare, root, split_words, stem
from hotline.writing.recognising import is_english
from hotline.writing.roman import bones, sound

_SHORTEST_JOINED, _LONGEST_PIECE, _MOST_JOINED = 5, 14, 400
_FEWEST_OURS = 2
_ODD_PIECE, _ODD_LETTER, _DEAR = 3.0, 0.5, 1e9
_FEWEST_BONES, _SURE_BONES = 3, 6
_SHORTEST_WITH_END = 3
_TWICE = re.compile(r"(.)(?=\1)")


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
    pieces = [piece for typed in split_words(text) for piece in _parted(typed, lists.urdu)]
    return [
        _with_families(_word(piece, lists, english=english or _is_article(pieces, at)), lists)
        for at, piece in enumerate(pieces)
    ]


def _is_article(pieces: Sequence[str], at: int) -> bool:
    """Whether a `the` is the English word, and not `thay`: `bhatte se hain, not allowed to leave the building`."""
    return pieces[at] == "the" and (at == 0 or is_english(pieces[at - 1]))


def _with_families(word: Word, lists: Lists) -> Word:
    names = [name for key in word.keys for name in lists.families.get(key, ())]
    return replace(word, keys=(*word.keys, *dict.fromkeys(names))) if names else word


def _word(text: str, lists: Lists, *, english: bool) -> Word:
    if text.isdigit():
        return Word(text, (text,), int(text[:6]))
    if not text.isascii():
        return Word(text, (text, ROOT + root(text), *_ending(text)), lists.numbers.get(text))
    if text in {BREAK, STOP}:
        return Word(text, (text,))
    if english and (is_english(text) or STEM + stem(text) in lists.known):
        return Word(text, (text, STEM + stem(text)), lists.numbers.get(text))
    heard = _heard(text, lists)
    keys = dict.fromkeys((text, STEM + stem(text), *_ending(text), *_other_end(text)))
    for one in heard:
        keys |= {SOUNDS + one: None, ROOT + bare(one): None}
    if lists.known.isdisjoint(keys.keys() - set(_ending(text))):
        keys |= dict.fromkeys(_slipped(text, lists, english=english))
    number = next((lists.numbers[SOUNDS + one] for one in heard if SOUNDS + one in lists.numbers), None)
    return Word(text, tuple(keys), lists.numbers.get(text, number))


def _slipped(text: str, lists: Lists, *, english: bool) -> Iterator[str]:
    """What a word that no list has is meant for: `lcoked`, `zabradasti`, `beaaten`."""
    if is_english(text):
        return
    typed = stem(text)
    yield from (STEM + word for word in lists.stems.swapped(typed))
    for once in {
        _TWICE.sub("", text),
        *(text[: at.start()] + text[at.end() :] for at in _TWICE.finditer(text)),
    }:
        if once != text and STEM + stem(once) in lists.known:
            yield STEM + stem(once)
    if english:
        yield from (STEM + word for word in lists.stems.without_vowels(typed))
    else:
        for heard in lists.sounds.swapped(sound(text)):
            yield from (SOUNDS + heard, ROOT + bare(heard))


def _ending(word: str) -> tuple[str, ...]:
    """Infinitives are known by their last letters, `milne` by `ne`; `ne` itself is no infinitive."""
    return (ENDS + word[-2:],) if len(word) >= _SHORTEST_WITH_END else ()


def _other_end(text: str) -> tuple[str, ...]:
    """A last `y` is mostly `e` (`krty`), and sometimes `i` (`factry`)."""
    return (SOUNDS + sound(f"{text[:-1]}i"),) if text[-1] == "y" and text[-2:-1] not in "aeiou" else ()


def _heard(text: str, lists: Lists) -> tuple[str, ...]:
    """How the word sounds, and the words of the lists that are meant if it was typed in haste: `mrta`, `bnd`."""
    sounded = sound(text)
    hard = bones(sounded)
    hasty = len(hard) >= _FEWEST_BONES and hard == sounded
    if hasty:
        return (sounded, *(one for one in lists.by_bones.get(hard, ()) if one != sounded))
    if (
        len(hard) < _SURE_BONES
        or {text, STEM + stem(text), SOUNDS + sounded, ROOT + bare(sounded)} & lists.known
    ):
        return (sounded,)
    return lists.by_bones.get(hard, (sounded,))


def _parted(typed: str, known: frozenset[str]) -> Iterator[str]:
    """A word of Urdu script typed without spaces, in its words; others as they are.

    One word of ours in one that we do not know is chance.
    """
    if typed.isascii() or typed in known or not _SHORTEST_JOINED <= len(typed) <= _MOST_JOINED:
        yield typed
        return
    pieces = _pieces(typed, _cheapest(typed, known))
    ours = sum(piece in known for piece in pieces)
    yield from pieces if ours == len(pieces) or ours >= _FEWEST_OURS else (typed,)


def _cheapest(typed: str, known: frozenset[str]) -> list[int]:
    """Where the last piece starts, in the cheapest parting of the first so many letters."""
    costs, odd_costs, odd_starts, starts = [0.0], [_DEAR], [0], [0]
    for end in range(1, len(typed) + 1):
        further, anew = odd_costs[-1] + _ODD_LETTER, costs[-1] + _ODD_PIECE + _ODD_LETTER
        odd_costs.append(min(further, anew))
        odd_starts.append(odd_starts[-1] if further <= anew else end - 1)
        cost, start = odd_costs[end], odd_starts[end]
        for at in range(max(0, end - _LONGEST_PIECE), end - 1):
            if costs[at] + 1 < cost and typed[at:end] in known:
                cost, start = costs[at] + 1, at
        costs.append(cost)
        starts.append(start)
    return starts


def _pieces(typed: str, starts: list[int]) -> list[str]:
    pieces, end = [], len(typed)
    while end:
        pieces.append(typed[starts[end] : end])
        end = starts[end]
    return pieces[::-1]
