"""The lists of words and the rules of triage: read once from the tables beside this module."""

import csv
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from hotline.places.folding import fold
from hotline.tips.triage.slips import Slips
from hotline.tips.triage.spelling import root, split_words, stem
from hotline.writing.roman import bones, sound

TABLES = ("grammar", "people", "work", "harm", "danger", "journeys", "others", "chatter")
GAP = ".."  # in a phrase: up to three words more
NUMBER = "#"  # in a phrase: a number
LETTERS = "="  # before a word of a phrase in Roman Urdu that is meant by its letters, not by its sound
SOUNDS = "~"  # before a word of Roman Urdu, which is known by its sound
STEM = "+"  # before a word of English, which is known by its stem
ENDS = "$"  # before the last two letters of a word
ROOT = "^"  # before a word of Urdu in either script that is meant whatever it ends in
FAMILY = "@"  # before the name of a family of words, in the tables `<name>`
ANY = "*"  # in the tables, behind such a word; before the end of one: `*ne`
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
    """`phrases` by their words; `known` all words of them; `by_bones` the sounds that hasty typing may mean.

    `rules_by_need`: each rule with its place in the table, by the first of its needs.
    `families` has the keys of the families that a word is of, by the keys of the word.
    """

    phrases: Node
    known: frozenset[str]
    by_bones: dict[str, tuple[str, ...]]
    urdu: frozenset[str]
    families: dict[str, tuple[str, ...]]
    rules_by_need: dict[str, tuple[tuple[int, Rule], ...]]
    numbers: dict[str, int]
    stems: Slips
    sounds: Slips


@functools.cache
def load() -> Lists:
    """The tables, read at the first use and kept."""
    root, known, by_bones = Node(), set[str](), dict[str, dict[str, None]]()
    for phrase, keys in _phrases():
        node = root
        for key in keys:
            node = node.next.setdefault(key, Node())
        node.ends.append(phrase)
        known.update(keys)
        _note_bones(keys, by_bones)
    families = _families()
    known.update(families)
    _note_bones(families, by_bones)
    numbers = _numbers()
    urdu = {key for key in known if not key.isascii() and key[0] not in ROOT + ENDS}
    urdu.update(word for word in numbers if not word.isascii())
    urdu.update(fold(_table_text("urdu_words.txt")).split())
    _keys.cache_clear()
    meant = {bare: tuple(sounds) for bare, sounds in by_bones.items()}
    stems, sounds = (
        Slips.of(sorted(key.removeprefix(sign) for key in known if key.startswith(sign)))
        for sign in (STEM, SOUNDS)
    )
    return Lists(
        root, frozenset(known), meant, frozenset(urdu), families, _rules_by_need(), numbers, stems, sounds
    )


def _families() -> dict[str, tuple[str, ...]]:
    of_word: dict[str, list[str]] = {}
    for row in _rows("families.csv"):
        for written in row["words"].split():
            for word in _forms(written, row["writing"]):
                for key in _keys(word, row["writing"]):
                    of_word.setdefault(key, []).append(FAMILY + row["family"])
    return {key: tuple(dict.fromkeys(names)) for key, names in of_word.items()}


def _phrases() -> Iterator[tuple[Phrase, tuple[str, ...]]]:
    seen = set()
    for table in TABLES:
        for row in _rows(f"{table}.csv"):
            for written in row["phrases"].split(";"):
                for words in _choices(written, row["writing"]):
                    keys = tuple(key for word in words for key in _keys(word, row["writing"]))
                    if keys and (row["meaning"], keys) not in seen:
                        seen.add((row["meaning"], keys))
                        yield (
                            Phrase(
                                row["meaning"],
                                row["writing"],
                                " ".join(words).replace(LETTERS, "").replace(ANY, "…"),
                            ),
                            keys,
                        )


def _choices(written: str, writing: str) -> Iterator[tuple[str, ...]]:
    """`jane/jaane do` is `jane do` and `jaane do`."""
    for words in itertools.product(*(word.split("/") for word in written.split())):
        yield from itertools.product(*(_forms(word, writing) for word in words))


def _forms(word: str, writing: str) -> tuple[str, ...]:
    """`mar*` is `mar`, `marta` and `marna`, whatever they end in."""
    if not word.endswith(ANY):
        return (word,)
    verb = word.removesuffix(ANY)
    return tuple(verb + infix + ANY for infix in (("", "ت", "ن") if writing == "urdu" else ("", "ta", "na")))


@functools.cache
def _keys(word: str, writing: str) -> tuple[str, ...]:
    if word in {GAP, NUMBER}:
        return (word,)
    if word.startswith("<"):
        return (FAMILY + word.strip("<>"),)
    if word.startswith(LETTERS):
        return (fold(word.removeprefix(LETTERS)),)
    if word.endswith(ANY):
        return (ROOT + root(*split_words(word.removesuffix(ANY))),)
    if word.startswith(ANY):
        return (ENDS + fold(word.removeprefix(ANY)),)
    return tuple(map(_KEY_OF[writing], split_words(word)))


def _by_stem(word: str) -> str:
    return STEM + stem(word)


def _by_sound(word: str) -> str:
    return SOUNDS + sound(word)


_KEY_OF: dict[str, Callable[[str], str]] = {"english": _by_stem, "roman": _by_sound, "urdu": str}


def _note_bones(keys: Iterable[str], by_bones: dict[str, dict[str, None]]) -> None:
    for key in keys:
        if key.startswith(SOUNDS):
            heard = key.removeprefix(SOUNDS)
            bare = bones(heard)
            if len(bare) >= _FEWEST_BONES:
                by_bones.setdefault(bare, {})[heard] = None


def _rules_by_need() -> dict[str, tuple[tuple[int, Rule], ...]]:
    rules: dict[str, tuple[tuple[int, Rule], ...]] = {}
    for place, rule in enumerate(_rules()):
        rules[rule.needs[0]] = (*rules.get(rule.needs[0], ()), (place, rule))
    return rules


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
