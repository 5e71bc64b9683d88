"""Finds the places that a text names, misspelt ones too; ordinary words are places only with a cue."""

from collections.abc import Iterable
from dataclasses import dataclass

from hotline.places.cues import cue, is_abroad, lends_its_name, neighbours
from hotline.places.folding import JOINTS, fold, tokens
from hotline.places.gazetteer import load
from hotline.places.misspelt import Misspelt
from hotline.places.names import Cue, Place
from hotline.places.present import Named, present
from hotline.places.spans import Line, read_line
from hotline.places.unfamiliar import unfamiliar


@dataclass(frozen=True, slots=True)
class Places:
    """What a text names, each once and in the order of mention.

    `districts` are routing units (`Gujranwala`, `Karachi`). `candidates` may be meant too, but nothing may be sent
    by them: the other places of the same name, and ordinary words in a doubtful position.
    `now` is the one of several districts where the text says that the person is; `unknown` are words that stand where
    a place stands and fit no name, for a supervisor to look at.
    """

    districts: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    now: str | None = None
    unknown: tuple[str, ...] = ()


def find_places(text: str) -> Places:
    """The places that `text` names; any text will do, and none raises."""
    found = _find(JOINTS.sub("", text))
    if JOINTS.search(text):
        parted = _find(JOINTS.sub(" ", text))
        if len(parted.districts) > len(found.districts):
            return parted
    return found


def _find(text: str) -> Places:
    gazetteer = load()
    tries = Misspelt(gazetteer)
    lines = [read_line(tokens(line), gazetteer, tries) for line in fold(text).splitlines()]
    provinces = _once(span.name.province for line in lines for span in line.spans)
    known = _known_units(lines)
    named: list[tuple[list[str], list[Named]]] = []
    candidates: list[str] = []
    for line in lines:
        here: list[Named] = []
        for at, span in enumerate(line.spans):
            if not span.name.places or is_abroad(line, span):
                continue
            meant = _likeliest_first(line, at, provinces, known)
            strength = cue(line, at)
            if lends_its_name(line, span):
                candidates.extend(meant)
            elif strength >= span.needs and not (span.name.ask and len(meant) > 1):
                here.append(Named(span, meant[0]))
                candidates.extend(meant[1:])
            elif strength >= min(span.needs, Cue.FROM):
                candidates.extend(meant)
        named.append((line.words, here))
    districts = _once(one.district for _, here in named for one in here)
    return Places(
        districts,
        tuple(unit for unit in _once(candidates) if unit not in districts),
        provinces,
        present(named) if len(districts) > 1 else None,
        unfamiliar(text, lines, gazetteer),
    )


def _known_units(lines: list[Line]) -> frozenset[str]:
    """Units that a name in the text stands for without doubt."""
    return frozenset(
        span.name.places[0].unit
        for line in lines
        for span in line.spans
        if len(span.name.places) == 1 and not span.needs
    )


def _likeliest_first(line: Line, at: int, provinces: tuple[str, ...], known: frozenset[str]) -> list[str]:
    """The units that a name may mean; only one when a neighbour, a province or another name in the text decides."""
    places = line.spans[at].name.places
    if len(places) > 1:
        beside = {place.unit for other in neighbours(line, at) for place in other.name.places}
        for fits in (
            [place.unit for place in places if place.unit in beside],
            [place.unit for place in places if place.unit in known],
            [place.unit for place in places if place.province in provinces],
        ):
            if len(set(fits)) == 1:
                return fits[:1]
    return _units(places)


def _units(places: Iterable[Place]) -> list[str]:
    return [place.unit for place in places]


def _once(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name is not None))
