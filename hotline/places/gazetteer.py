"""The names of places: read once from the tables beside this module, in every way they are spaced."""

import csv
import difflib
import functools
import itertools
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from importlib.resources import files

from hotline.errors import HotlineError
from hotline.places.folding import fold, tokens

ABROAD = "abroad"

# The second halves that people write as a word of their own: `hafiz abad`, `بہاول پور`. No others, or `mard an aurat`
# ("men and women") would be Mardan and `kar achi` ("do it well") Karachi.
_HALF_WORDS = """
    abad pur pura nagar kot garh khel shah pattan wal wala chinar uddin khas gali
    آباد پور پورہ نگر کوٹ گڑھ خیل شاہ پتن وال والا والہ چنار الدین خاص
"""
_HALVES = sorted((fold(half) for half in _HALF_WORDS.split()), key=len, reverse=True)
_SHORTEST_FIRST_HALF = 3


class Cue(IntEnum):
    """How strongly the words around a name say that it is a place; an ordinary word needs one of these strengths."""

    AGAINST = -1  # `unless_near`: "tank mein pani"
    NONE = 0
    FROM = 1  # "... se"
    IN = 2  # "... mein", "in ...", "from ...", "... ke qareeb"
    NAMED = 3  # "zila ...", "... border"
    ALONE = 4  # nothing else in the line, or beside its own district or province


_NEEDS = {"free": Cue.NONE, "from": Cue.FROM, "in": Cue.IN, "named": Cue.NAMED, "only": Cue.ALONE}


@dataclass(frozen=True, slots=True)
class Place:
    """One meaning of a name: a routing unit, and the district itself where the unit holds several."""

    unit: str
    district: str | None
    province: str


@dataclass(frozen=True, slots=True)
class Name:
    """What a name may mean, likeliest first; `province` is set, and `places` empty, for the name of a province."""

    places: tuple[Place, ...] = ()
    province: str | None = None
    needs: Cue = Cue.NONE
    unless_near: frozenset[str] = frozenset()
    abroad: bool = False


@dataclass(frozen=True, slots=True)
class AddedName:
    """A spelling that a supervisor added: of a routing unit, and the cue that it needs to be one."""

    spelling: str
    unit: str
    needs: Cue = Cue.NONE


class NameRefused(HotlineError):
    """An added name cannot be used: its unit is unknown, or its spelling has no letters."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`names` by folded words with one space between; `reach` says how many words a name with this first word has."""

    names: dict[str, Name]
    reach: dict[str, int]
    districts: dict[str, str]


def canonical_district(name: str) -> str | None:
    """The district, or the unit of several (`Karachi`, `Dir`), that `name` alone stands for; None if unknown."""
    gazetteer = load()
    known = gazetteer.names.get(" ".join(tokens(fold(name))))
    if known is None or not known.places:
        return None
    place = known.places[0]
    return place.district or place.unit


def province_of(district: str) -> str | None:
    """The province in which the district or unit of that name lies; None if the name is unknown."""
    known = load().names.get(_key(district))
    return known.places[0].province if known is not None and known.places else None


def near_districts(name: str, most: int = 3) -> tuple[str, ...]:
    """Names of districts and units that look like `name`, for whoever mistyped one."""
    spelled = load().districts
    near = difflib.get_close_matches(" ".join(tokens(fold(name))), spelled, n=most * 2, cutoff=0.6)
    return tuple(dict.fromkeys(spelled[spelling] for spelling in near))[:most]


class _InUse:
    """The gazetteer that this process finds with: readers take the reference as it stands, one writer swaps it."""

    def __init__(self) -> None:
        self.gazetteer: Gazetteer | None = None
        self.writing = threading.Lock()


_in_use = _InUse()


def load() -> Gazetteer:
    """The tables, read at the first use and kept, and the names added in the console."""
    if _in_use.gazetteer is None:
        with _in_use.writing:
            if _in_use.gazetteer is None:
                _in_use.gazetteer = _from_tables()
    return _in_use.gazetteer


def use_added(names: Iterable[AddedName]) -> None:
    """From now on `names`, and no others, stand beside those of the tables; refuses all of them if one is wrong."""
    added = tuple(names)
    tables = _from_tables()
    with _in_use.writing:
        _in_use.gazetteer = _with_added(tables, added)


def _with_added(tables: Gazetteer, added: tuple[AddedName, ...]) -> Gazetteer:
    provinces = {place.unit: place.province for name in tables.names.values() for place in name.places}
    names = dict(tables.names)
    for name in added:
        key = _key(name.spelling)
        if name.unit not in provinces:
            raise NameRefused(f"no routing unit is called {name.unit!r}: {name.spelling!r} cannot be one")
        if not any(letter.isalpha() for letter in key):
            raise NameRefused(f"{name.spelling!r} has no letters to look for")
        meant = Name((Place(name.unit, None, provinces[name.unit]),), needs=name.needs)
        names.update(dict.fromkeys(_spacings(key), meant))
    return Gazetteer(names, _reach(names), tables.districts)


@functools.cache
def _from_tables() -> Gazetteer:
    places = _places()
    ordinary = {_key(row["word"]): row for row in _rows("ordinary_words.csv")}
    homonyms = {_key(row["name"]): _split(row["units"]) for row in _rows("homonyms.csv")}
    units = {row["unit"]: Place(row["unit"], None, row["province"]) for row in _rows("places.csv")}
    names: dict[str, Name] = {}
    for key, place in places.items():
        meanings = [
            place,
            *(units[unit] for unit in homonyms.get(key, ()) if unit not in {place.unit, ABROAD}),
        ]
        word = ordinary.get(key)
        name = Name(
            places=tuple(meanings),
            needs=_NEEDS[word["place_when"]] if word else Cue.NONE,
            unless_near=frozenset(map(_key, _split(word["unless_near"]))) if word else frozenset(),
            abroad=ABROAD in homonyms.get(key, ()),
        )
        for spacing in _spacings(key):
            names.setdefault(spacing, name)
        names[key] = name
    for row in _rows("provinces.csv"):
        for spelling in _split(row["names_latin"]) + _split(row["names_urdu"]):
            names.update(dict.fromkeys(_spacings(_key(spelling)), Name(province=row["province"])))
    return Gazetteer(names, _reach(names), _districts())


def _places() -> dict[str, Place]:
    """Folded name to its likeliest place; a split district's own row comes after its unit's and is more exact."""
    first = {_key(row["name"]): _split(row["units"])[0] for row in _rows("homonyms.csv")}
    places: dict[str, Place] = {}
    for row in _rows("places.csv"):
        place = Place(row["unit"], row["district"] or None, row["province"])
        for column in ("names_latin", "names_urdu", "towns_latin", "towns_urdu"):
            for spelling in _split(row[column]):
                key = _key(spelling)
                if first.get(key, place.unit) == place.unit:
                    places[key] = place
    return places


def _districts() -> dict[str, str]:
    spelled: dict[str, str] = {}
    for row in _rows("places.csv"):
        shown = row["district"] or row["unit"]
        for spelling in (*_split(row["names_latin"]), *_split(row["names_urdu"])):
            spelled[_key(spelling)] = shown
    return spelled


def _spacings(key: str) -> Iterator[str]:
    """`key` and its other spacings: words run together, and known halves parted."""
    words = [[word, *_parted(word)] for word in key.split()]
    for chosen in itertools.product(*words):
        for gaps in itertools.product((" ", ""), repeat=len(chosen) - 1):
            yield "".join(word + gap for word, gap in zip(chosen, (*gaps, ""), strict=True))


def _parted(word: str) -> list[str]:
    for half in _HALVES:
        if word.endswith(half) and len(word) - len(half) >= _SHORTEST_FIRST_HALF:
            return [f"{word.removesuffix(half)} {half}"]
    return []


def _reach(names: Iterable[str]) -> dict[str, int]:
    reach: dict[str, int] = {}
    for name in names:
        first, *more = name.split()
        reach[first] = max(reach.get(first, 1), 1 + len(more))
    return reach


def _key(name: str) -> str:
    return " ".join(tokens(fold(name)))


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _rows(table: str) -> list[dict[str, str]]:
    text = (files("hotline.places") / "data" / table).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
