"""The lists of words and the rules of triage: read once from the tables beside this module."""

import csv
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from hotline.places.folding import fold
from hotline.tips.triage.spelling import root, split_words, stem
from hotline.writing.roman import bones, sound

TABLES = ("grammar", "people", "work", "harm", "danger", "journeys", "others", "chatter")
GAP = ".."  # in a phrase: up to two words more
NUMBER = "#"  # in a phrase: a number
LETTERS = "="  # before a word of a phrase in Roman Urdu that is meant by its letters, not by its sound
SOUNDS = "~"  # before a word of Roman Urdu, which is known by its sound
STEM = "+"  # before a word of English, which is known by its stem
ROOT = "^"  # before a word of Urdu in either script that is meant whatever it ends in
ANY_END = "*"  # in the tables, behind such a word: `mart*` is marta, marte, marti
_FEWEST_BONES = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the lists, as it is written there, and what it means."""

    meaning: str
    writing: str
    words: str


@dataclass(slots=True)
class Node:
    """One word further into the phrases that begin alike."""

    next: dict[str, "Node"] = field(default_factory=dict)
    ends: list[Phrase] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rule:
    """`what` is concluded when all of `needs` stand within so many words, and none of `unless` is in the text."""

    what: str
    weight: int
    needs: tuple[str, ...]
    unless: frozenset[str]
    within: int


@dataclass(frozen=True, slots=True)
class Lists:
    """`phrases` by their words; `known` all words of them; `by_bones` the sounds that hasty typing may mean."""

    phrases: Node
    known: frozenset[str]
    by_bones: dict[str, str]
    urdu: frozenset[str]
    rules: tuple[Rule, ...]
    numbers: dict[str, int]


@functools.cache
def load() -> Lists:
    """The tables, read at the first use and kept."""
    root, known, urdu, by_bones = Node(), set[str](), set[str](), dict[str, str]()
    for phrase, keys in _phrases():
        node = root
        for key in keys:
            node = node.next.setdefault(key, Node())
        node.ends.append(phrase)
        known.update(keys)
        if phrase.writing == "urdu":
            urdu.update(key for key in keys if not key.startswith(ROOT))
        if phrase.writing == "roman":
            _note_bones(keys, by_bones)
    numbers = _numbers()
    urdu.update(word for word in numbers if not word.isascii())
    urdu.update(fold(_table_text("urdu_words.txt")).split())
    urdu.discard(GAP)
    return Lists(root, frozenset(known), by_bones, frozenset(urdu), tuple(_rules()), numbers)


def _phrases() -> Iterator[tuple[Phrase, tuple[str, ...]]]:
    seen = set()
    for table in TABLES:
        for row in _rows(f"{table}.csv"):
            for written in row["phrases"].split(";"):
                for words in _choices(written):
                    keys = tuple(_keys(words, row["writing"]))
                    if keys and (row["meaning"], keys) not in seen:
                        seen.add((row["meaning"], keys))
                        yield Phrase(row["meaning"], row["writing"], " ".join(words).replace(LETTERS, "").replace(ANY_END, "")), keys


def _choices(written: str) -> Iterator[tuple[str, ...]]:
    """`jane/jaane do` is `jane do` and `jaane do`."""
    yield from itertools.product(*(word.split("/") for word in written.split()))


def _keys(words: Iterable[str], writing: str) -> Iterator[str]:
    for word in words:
        if word in {GAP, NUMBER}:
            yield word
        elif word.startswith(LETTERS):
            yield fold(word.removeprefix(LETTERS))
        elif word.endswith(ANY_END):
            yield ROOT + root(*split_words(word.removesuffix(ANY_END)))
        else:
            yield from map(_KEY_OF[writing], split_words(word))


def _by_stem(word: str) -> str:
    return STEM + stem(word)


def _by_sound(word: str) -> str:
    return SOUNDS + sound(word)


_KEY_OF: dict[str, Callable[[str], str]] = {"english": _by_stem, "roman": _by_sound, "urdu": str}


def _note_bones(keys: Iterable[str], by_bones: dict[str, str]) -> None:
    for key in keys:
        if key.startswith(SOUNDS):
            bare = bones(key.removeprefix(SOUNDS))
            if len(bare) >= _FEWEST_BONES:
                by_bones.setdefault(bare, key)


def _rules() -> Iterator[Rule]:
    for row in _rows("rules.csv"):
        yield Rule(
            what=row["what"],
            weight=int(row["weight"]),
            needs=tuple(need.strip() for need in row["all of"].split("+")),
            unless=frozenset(word.strip() for word in row["none of"].split("+") if word.strip()),
            within=int(row["within"] or 0),
        )


def _numbers() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for row in _rows("numbers.csv"):
        value = int(row["value"])
        for word in row["english"].split():
            numbers[word] = value
        for word in row["roman"].split():
            numbers.setdefault(SOUNDS + sound(word), value)
        for word in fold(row["urdu"]).split():
            numbers[word] = value
    return numbers


def _rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_table_text(table).splitlines()))


def _table_text(name: str) -> str:
    return (files("hotline.tips.triage") / "data" / name).read_text(encoding="utf-8")
