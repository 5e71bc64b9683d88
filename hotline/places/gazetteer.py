"""The names of places in use: those of the tables, and those that supervisors added."""

import difflib
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from hotline.places.folding import fold, tokens
from hotline.places.names import AddedName, Name, NameRefused
from hotline.places.nearest import Sounds, listen
from hotline.places.spacing import reach, spacings
from hotline.places.tables import Tables, key, read_tables


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`names` by folded words with one space between; `reach` says how many words a name with this first word has.

    `ordinary` are words that are no misspelt place, `likely_ordinary` also the names that need a cue. `districts` are
    names of districts, as they are shown.
    """

    names: dict[str, Name]
    reach: dict[str, int]
    districts: dict[str, str]
    ordinary: frozenset[str]
    likely_ordinary: frozenset[str]
    sounds: Sounds


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
                _in_use.gazetteer = _gazetteer(read_tables(), {})
    return _in_use.gazetteer


def use_added(names: Iterable[AddedName]) -> None:
    """From now on `names`, and no others, stand beside those of the tables; refuses all of them if one is wrong."""
    tables = read_tables()
    built = _gazetteer(tables, _added(tables, names))
    with _in_use.writing:
        _in_use.gazetteer = built


def _added(tables: Tables, names: Iterable[AddedName]) -> dict[str, Name]:
    added: dict[str, Name] = {}
    for name in names:
        spelled = key(name.spelling)
        if name.unit not in tables.units:
            raise NameRefused(f"no routing unit is called {name.unit!r}: {name.spelling!r} cannot be one")
        if not any(letter.isalpha() for letter in spelled):
            raise NameRefused(f"{name.spelling!r} has no letters to look for")
        meant = Name((tables.units[name.unit],), needs=name.needs)
        added.update(dict.fromkeys(spacings(spelled), meant))
    return added


def _gazetteer(tables: Tables, added: dict[str, Name]) -> Gazetteer:
    names = tables.names | added
    foreign = (spelled.replace(" ", "") for spelled, name in names.items() if not name.places)
    sounds = listen(names, tables.spelled_by_sound.union(tables.people, foreign).difference(added))
    names = sounds.sounding_like(tables.spelled_by_sound - tables.people) | names
    ordinary = tables.ordinary.difference(added)
    likely = ordinary.union(spelled for spelled, name in names.items() if name.needs)
    return Gazetteer(names, reach(names), tables.districts, ordinary, likely, sounds)


def canonical_district(name: str) -> str | None:
    """The district, or the unit of several (`Karachi`, `Dir`), that `name` alone stands for; None if unknown."""
    known = load().names.get(key(name))
    if known is None or not known.places:
        return None
    place = known.places[0]
    return place.district or place.unit


def province_of(district: str) -> str | None:
    """The province in which the district or unit of that name lies; None if the name is unknown."""
    known = load().names.get(key(district))
    return known.places[0].province if known is not None and known.places else None


def near_districts(name: str, most: int = 3) -> tuple[str, ...]:
    """Names of districts and units that look like `name`, for whoever mistyped one."""
    spelled = load().districts
    near = difflib.get_close_matches(" ".join(tokens(fold(name))), spelled, n=most * 2, cutoff=0.6)
    return tuple(dict.fromkeys(spelled[spelling] for spelling in near))[:most]
