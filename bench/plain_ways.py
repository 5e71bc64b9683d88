"""What anyone would try first: names looked up as they stand, and a handful of words; ours stands beside it."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from hotline.tips.models import Kind
from hotline.writing.recognising import Writing

WINDOW_WORDS = 3
CUT_OFF = 88
NAMES = ("names_latin", "names_urdu", "towns_latin", "towns_urdu")
ENGLISH = frozenset(
    {"the", "is", "are", "my", "and", "to", "of", "in", "a", "he", "she", "they", "i", "not", "help"}
)
KIND_WORDS: tuple[tuple[str, Kind], ...] = (
    *(
        (word, Kind.BONDED_LABOUR)
        for word in ("bhatta", "peshgi", "qarz", "kiln", "debt", "بھٹہ", "پیشگی", "قرض")
    ),
    *((word, Kind.CHILD_BEGGING) for word in ("bheek", "bhik", "beg", "بھیک")),
    *((word, Kind.ORGAN_REMOVAL) for word in ("gurda", "kidney", "گردہ", "گردے")),
    *((word, Kind.FORCED_MARRIAGE) for word in ("shadi", "nikah", "vani", "marri", "شادی", "نکاح", "ونی")),
    *(
        (word, Kind.SEXUAL_EXPLOITATION)
        for word in ("jism", "dhanda", "sex", "prostitut", "جسم فروشی", "دھندہ")
    ),
    *((word, Kind.SMUGGLING) for word in ("agent", "dunki", "visa", "smuggl", "ایجنٹ", "ڈنکی", "ویزا")),
    *((word, Kind.DOMESTIC_SERVITUDE) for word in ("mulazma", "naukrani", "maid", "servant", "ملازمہ")),
    *((word, Kind.CHILD_LABOUR) for word in ("bach", "child", "kids", "بچہ", "بچے")),
    *((word, Kind.FORCED_LABOUR) for word in ("mazdoor", "factory", "forced", "labour", "مزدور", "فیکٹری")),
    *((word, Kind.OTHER) for word in ("aghwa", "kidnap", "اغوا")),
    *((word, Kind.NOT_A_TIP) for word in ("salam", "hello", "offer", "mazaq", "السلام")),
)
DANGER_WORDS = (
    "qaid",
    "band ",
    "maar",
    "marta",
    "lock",
    "beat",
    "danger",
    "abhi",
    "قید",
    "بند",
    "مار",
    "خطر",
)


def by_substring(text: str) -> tuple[str, ...]:
    """Every name of the gazetteer that stands anywhere in the text, in the order in which they stand."""
    folded = text.casefold()
    found = sorted((folded.find(name), unit) for name, unit in _units().items() if name in folded)
    return tuple(dict.fromkeys(unit for _, unit in found))


def by_windows(text: str) -> tuple[str, ...]:
    """The likeliest name for each run of up to three words, the longer runs first, none over another."""
    words = text.casefold().split()
    names = list(_units())
    taken: dict[int, str] = {}
    for first, after in _windows(len(words)):
        if taken.keys().isdisjoint(range(first, after)):
            window = " ".join(words[first:after])
            match = process.extractOne(window, names, scorer=fuzz.ratio, score_cutoff=CUT_OFF)
            if match is not None:
                taken |= dict.fromkeys(range(first, after), _units()[match[0]])
    return tuple(dict.fromkeys(taken[place] for place in sorted(taken)))


def writing(text: str) -> Writing:
    """Urdu by its letters, English by a handful of words."""
    if any("\u0600" <= letter <= "\u06ff" for letter in text):
        return Writing.URDU
    return Writing.ENGLISH if ENGLISH & {*text.casefold().split()} else Writing.ROMAN


def kind(text: str) -> Kind:
    """That of the first word of the list that the text has."""
    folded = text.casefold()
    return next((kind for word, kind in KIND_WORDS if word in folded), Kind.UNKNOWN)


def in_danger(text: str) -> bool:
    folded = text.casefold()
    return any(word in folded for word in DANGER_WORDS)


def _windows(words: int) -> Iterator[tuple[int, int]]:
    for length in range(min(WINDOW_WORDS, words), 0, -1):
        for first in range(words - length + 1):
            yield first, first + length


@cache
def _units() -> dict[str, str]:
    """Each name and town of the gazetteer's table, to its routing unit; of several, the first."""
    table = (files("hotline.places") / "data" / "places.csv").read_text(encoding="utf-8")
    units: dict[str, str] = {}
    for row in csv.DictReader(table.splitlines()):
        for name in ";".join(row[column] for column in NAMES).split(";"):
            if name:
                units.setdefault(name.casefold(), row["unit"])
    return units
