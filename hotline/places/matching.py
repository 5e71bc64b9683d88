"""Finds the places that a text names, misspelt ones too; ordinary words are places only with a cue."""

from collections.abc import Iterable
from dataclasses import dataclass

from hotline.places.cues import cue, is_abroad, neighbours
from hotline.places.folding import JOINTS, fold, tokens
from hotline.places.gazetteer import load
from hotline.places.misspelt import Misspelt
from hotline.places.names import Cue, Place
from hotline.places.spans import Line, read_line


@dataclass(frozen=True, slots=True)
class Places:
    """What a text names, each once and in the order of mention.

    `districts` are routing units (`Gujranwala`, `Karachi`). `candidates` may be meant too, but nothing may be sent
    by them: the other places of the same name, and ordinary words in a doubtful position.
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
    districts: list[str] = []
    candidates: list[str] = []
    for line in lines:
        for at, span in enumerate(line.spans):
            if not span.name.places or is_abroad(line, span):
                continue
            meant = _likeliest_first(line, at, provinces)
            strength = cue(line, at)
            if strength >= span.needs and not (span.name.ask and len(meant) > 1):
                districts.append(meant[0])
                candidates.extend(meant[1:])
            elif strength >= min(span.needs, Cue.FROM):
                candidates.extend(meant)
    chosen = _once(districts)
    return Places(chosen, tuple(unit for unit in _once(candidates) if unit not in chosen), provinces)


def _likeliest_first(line: Line, at: int, provinces: tuple[str, ...]) -> list[str]:
    """The units that a name may mean; only one when the name's neighbour or a province in the text decides."""
    places = line.spans[at].name.places
    if len(places) > 1:
        beside = {place.unit for other in neighbours(line, at) for place in other.name.places}
        for fits in (
            [place.unit for place in places if place.unit in beside],
            [place.unit for place in places if place.province in provinces],
        ):
            if len(set(fits)) == 1:
                return fits[:1]
    return _units(places)


def _units(places: Iterable[Place]) -> list[str]:
    return [place.unit for place in places]


def _once(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name is not None))
