"""The tables of names beside this module, read once: districts, towns, homonyms, ordinary words, places abroad."""

import csv
import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from hotline.places.folding import fold, tokens
from hotline.places.names import Cue, Name, Place
from hotline.places.spacing import spacings

ABROAD = "abroad"
_NEEDS = {"free": Cue.NONE, "from": Cue.FROM, "in": Cue.IN, "named": Cue.NAMED, "only": Cue.ALONE}
_ASK = "ask"
# These are not spelled by sound: they are no measure of how near a name is.
_AS_THEY_STAND = ("words_english.txt", "words_like_names.txt")
_WORDS = ("words_roman.txt", "words_urdu.txt")
_PEOPLE = "words_people.txt"


@dataclass(frozen=True, slots=True)
class Tables:
    """Names by their folded words in every spacing, names of districts as shown, units, and ordinary words.

    `spelled_by_sound` are those of the ordinary words that people write as they hear them.
    `people` are names of people.
    """

    names: dict[str, Name]
    districts: dict[str, str]
    units: dict[str, Place]
    ordinary: frozenset[str]
    spelled_by_sound: frozenset[str]
    people: frozenset[str]


@functools.cache
def read_tables() -> Tables:
    rows = _rows("places.csv")
    units = {row["unit"]: Place(row["unit"], None, row["province"]) for row in rows}
    names: dict[str, Name] = {}
    for table in (_ours(rows, units), _provinces()):
        for spelled, name in table.items():
            for spacing in spacings(spelled):
                names.setdefault(spacing, name)
        names.update(table)
    for spelled in itertools.chain(_no_places("abroad.csv"), _no_places("no_places.csv")):
        for spacing in spacings(spelled):
            names.setdefault(spacing, Name())
    by_sound = frozenset(itertools.chain.from_iterable(map(_ordinary, _WORDS)))
    people = frozenset(_ordinary(_PEOPLE))
    ordinary = by_sound.union(people, *map(_ordinary, _AS_THEY_STAND))
    return Tables(names, _districts(rows), units, ordinary, by_sound, people)


def key(name: str) -> str:
    """`name` as the finder looks it up."""
    return " ".join(tokens(fold(name)))


def _ours(rows: list[dict[str, str]], units: dict[str, Place]) -> dict[str, Name]:
    cues = {key(row["word"]): row for row in _rows("ordinary_words.csv")}
    homonyms = {key(row["name"]): row for row in _rows("homonyms.csv")}
    names: dict[str, Name] = {}
    districts = _districts(rows)
    for spelled, place in _places(rows, homonyms).items():
        cue, homonym = cues.get(spelled), homonyms.get(spelled)
        shared = _split(homonym["units"]) if homonym else []
        others = (units[unit] for unit in shared if unit not in {place.unit, ABROAD})
        names[spelled] = Name(
            places=(place, *others),
            needs=_NEEDS[cue["place_when"]] if cue else Cue.NONE,
            unless_near=frozenset(map(key, _split(cue["unless_near"]))) if cue else frozenset(),
            abroad=ABROAD in shared,
            ask=bool(homonym and homonym["otherwise"] == _ASK),
            town=spelled not in districts,
        )
    return names


def _places(rows: list[dict[str, str]], homonyms: dict[str, dict[str, str]]) -> dict[str, Place]:
    """Folded name to its likeliest place; a split district's own row comes after its unit's and is more exact."""
    places: dict[str, Place] = {}
    for row in rows:
        place = Place(row["unit"], row["district"] or None, row["province"])
        for column in ("names_latin", "names_urdu", "towns_latin", "towns_urdu"):
            for spelled in map(key, _split(row[column])):
                homonym = homonyms.get(spelled)
                if homonym is None or _split(homonym["units"])[0] == place.unit:
                    places[spelled] = place
    return places


def _districts(rows: list[dict[str, str]]) -> dict[str, str]:
    spelled: dict[str, str] = {}
    for row in rows:
        shown = row["district"] or row["unit"]
        for name in (*_split(row["names_latin"]), *_split(row["names_urdu"])):
            spelled[key(name)] = shown
    return spelled


def _provinces() -> dict[str, Name]:
    return {
        key(spelled): Name(province=row["province"])
        for row in _rows("provinces.csv")
        for spelled in _split(row["names_latin"]) + _split(row["names_urdu"])
    }


def _no_places(table: str) -> Iterator[str]:
    for row in _rows(table):
        yield from map(key, _split(row["names_latin"]) + _split(row["names_urdu"]))


def _ordinary(table: str) -> Iterator[str]:
    for line in _text(table).splitlines():
        if not line.startswith("#"):
            yield from tokens(fold(line))


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(table).splitlines()))


def _text(table: str) -> str:
    return (files("hotline.places") / "data" / table).read_text(encoding="utf-8")
