"""Who gets a tip, and why: jurisdiction on the day, then distance, then the headquarters desk; and who gets it too."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hotline.circles.models import Basis, CircleType
from hotline.circles.reasons import Reason, What, reason, written
from hotline.circles.snapshot import Directory, Ground, Office, OneDay
from hotline.errors import HotlineError

EARTH_KM = 6371.0

# The law gives trafficking inside Pakistan to the provincial police, and bonded and child labour to others beside
# (Prevention of Trafficking in Persons Act 2018, Bonded Labour Abolition Acts). Smuggling is the FIA's alone. No number
# of the others is published: the circle is told whom the law names, and who is entered in the directory is told too.
ALSO_FOR = {
    "forced_labour": What.LAW_POLICE,
    "sexual_exploitation": What.LAW_POLICE,
    "child_begging": What.LAW_POLICE,
    "forced_marriage": What.LAW_POLICE,
    "domestic_servitude": What.LAW_POLICE,
    "organ_removal": What.LAW_POLICE,
    "bonded_labour": What.LAW_BONDED,
    "child_labour": What.LAW_CHILD,
}
FOR_LABOUR = frozenset({"bonded_labour", "child_labour"})
OF_A_CHILD = frozenset({"child_labour", "child_begging"})


class NoHeadquartersDesk(HotlineError):
    """The directory has no office of type `headquarters`, so a tip without a circle would have nowhere to go."""


class Why(StrEnum):
    """Which rule chose the circle, or the office beside it."""

    JURISDICTION = "jurisdiction"
    NEAREST = "nearest"
    PROVINCE = "province"
    HEADQUARTERS = "headquarters"
    OFFICIAL = "official"
    LABOUR = "labour"
    CHILD = "child"


class Beside(StrEnum):
    """For what an office gets a tip beside the circle."""

    LABOUR = "labour"
    CHILD_PROTECTION = "child_protection"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a tip. `districts` in order of mention, each a district or a unit of several; `now` is the one
    where something happens now; no tip goes to a circle of `excluded`."""

    districts: tuple[str, ...] = ()
    now: str | None = None
    province: str | None = None
    kind: str | None = None
    official_involved: bool = False
    child: bool = False
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Also:
    """An office that gets the tip beside the circle; `detail` as a route has it."""

    circle: str
    role: Beside
    why: Why
    detail: str


@dataclass(frozen=True, slots=True)
class Route:
    """`km` is the distance from the district's head town, cut to whole kilometres; None where none is known.

    `detail` is read by `reasons.read`.
    """

    circle: str
    why: Why
    km: int | None
    detail: str
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A circle, and what led to it."""

    circle: str
    why: Why
    km: int | None
    reasons: tuple[Reason, ...]


def route(directory: Directory, asked: Asked, on: date) -> Route:
    """The circle for a tip on that day. It is never one that is passed over or excluded, as long as there is another;
    the headquarters desk is always left as the last resort."""
    day = directory.on(on)
    kept_away = asked.excluded | day.passed_over
    place = _place(day, asked)
    chosen = _official(day, kept_away) if asked.official_involved else _chosen(day, asked, place, kept_away)
    reasons = list(chosen.reasons)
    if len(asked.districts) > 1 and place is not None and not asked.official_involved:
        what = What.PLACE_NOW if place == asked.now else What.PLACE_FIRST
        reasons.insert(0, reason(what, places=asked.districts, district=place))
    if law := ALSO_FOR.get(asked.kind or ""):
        reasons.append(reason(law))
    also = tuple(_beside(day, asked, day.named.get(place or "", ()), kept_away))
    return Route(chosen.circle, chosen.why, chosen.km, written(reasons), also)


def _place(day: OneDay, asked: Asked) -> str | None:
    """The district where something happens now, else the first one; one that nobody knows only if all are such."""
    places = [asked.now, *asked.districts] if asked.now else [*asked.districts]
    return next((place for place in places if place in day.named), places[0] if places else None)


def _official(day: OneDay, kept_away: frozenset[str]) -> Found:
    # Which office the official belongs to is not known: nobody near the place is told.
    return Found(_desk(day, kept_away), Why.OFFICIAL, None, (reason(What.OFFICIAL),))


def _chosen(day: OneDay, asked: Asked, place: str | None, kept_away: frozenset[str]) -> Found:
    chosen = _of_all(day, asked, place, day.takers, kept_away)
    if chosen.circle not in kept_away or chosen.why is Why.HEADQUARTERS:
        return chosen
    takers = [taker for taker in day.takers if taker.code not in kept_away]
    instead = _of_all(day, asked, place, takers, kept_away)
    passed_over = reason(What.PASSED_OVER, circle=chosen.circle)
    return Found(instead.circle, instead.why, instead.km, (*instead.reasons, passed_over))


def _of_all(
    day: OneDay, asked: Asked, place: str | None, takers: Sequence[Office], kept_away: frozenset[str]
) -> Found:
    found = by_district(place or "", day.named.get(place or "", ()), takers)
    reasons: tuple[Reason, ...] = (
        reason(What.NO_CIRCLE, district=place) if place else reason(What.NO_PLACE),
    )
    if found is None and asked.province:
        found, reasons = _by_province(day, asked.province, takers)
    return found or Found(_desk(day, kept_away), Why.HEADQUARTERS, None, reasons)


def by_district(name: str, grounds: Sequence[Ground], takers: Sequence[Office]) -> Found | None:
    """The nearest circle of the district's own zone, however near another zone's may be; else the nearest of any.

    Of a unit's several districts the one that is nearest to its circle counts.
    """
    own = _nearest((ground, taker) for ground in grounds for taker in takers if taker.zone == ground.zone)
    if own is not None:
        km, ground, taker = own
        what = What.PUBLISHED if ground.basis is Basis.PUBLISHED else What.INFERRED
        why = reason(what, district=name, zone=ground.zone or "")
        return Found(taker.code, Why.JURISDICTION, km, (why,))
    anyone = _nearest((ground, taker) for ground in grounds for taker in takers)
    if anyone is None:
        return None
    km, ground, taker = anyone
    why = reason(What.NO_ZONE, district=name)
    if ground.zone:
        why = reason(What.NO_CIRCLE_IN_ZONE, district=name, zone=ground.zone)
    return Found(taker.code, Why.NEAREST, km, (why,))


def _by_province(
    day: OneDay, province: str, takers: Sequence[Office]
) -> tuple[Found | None, tuple[Reason, ...]]:
    """The circle in the head city of the province's zone, if the whole province lies in one; and why, or why not."""
    zones = {ground.zone for ground in day.of_province.get(province, ()) if ground.zone}
    if len(zones) != 1:
        return None, (reason(What.PROVINCE_OF_SEVERAL_ZONES, province=province),)
    (zone,) = zones
    heads = [office for office in day.offices if office.type is CircleType.ZONE and office.zone == zone]
    own = [taker for taker in takers if taker.zone == zone]
    nearest = min(((_km(head, taker), taker.code) for head in heads for taker in own), default=None)
    if nearest is None:
        return None, (reason(What.NO_CIRCLE_IN_PROVINCE, province=province, zone=zone),)
    why = (reason(What.PROVINCE, province=province, zone=zone),)
    return Found(nearest[1], Why.PROVINCE, None, why), why


def _beside(
    day: OneDay, asked: Asked, grounds: Sequence[Ground], kept_away: frozenset[str]
) -> Iterable[Also]:
    """Who is entered for the tip's province, else for the whole country, beside the FIA.

    Where an official is said to be involved, not those of the province: it may be one of theirs, and what was sent
    cannot be taken back. The headquarters desk decides whom else to tell. A circle kept from a tip is no such hint.
    """
    province = grounds[0].province if grounds else asked.province

    def office(kind: CircleType) -> str | None:
        provinces = {""} if asked.official_involved else {"", province}
        fit = [
            (not each.province, _least_km(grounds, each), each.code)
            for each in day.offices
            if each.type is kind and each.province in provinces and each.code not in kept_away
        ]
        return min(fit)[2] if fit else None

    labour = office(CircleType.LABOUR_DEPARTMENT) if asked.kind in FOR_LABOUR else None
    if labour:
        yield Also(labour, Beside.LABOUR, Why.LABOUR, written([reason(What.LABOUR_OFFICE)]))
    child = office(CircleType.CHILD_PROTECTION) if asked.child or asked.kind in OF_A_CHILD else None
    if child:
        yield Also(child, Beside.CHILD_PROTECTION, Why.CHILD, written([reason(What.CHILD_OFFICE)]))


def _nearest(pairs: Iterable[tuple[Ground, Office]]) -> tuple[int, Ground, Office] | None:
    measured = [(_km(ground, office), ground, office) for ground, office in pairs]
    if not measured:
        return None
    km, ground, office = min(measured, key=lambda found: (found[0], found[2].code, found[1].district))
    return math.floor(km), ground, office


def _least_km(grounds: Sequence[Ground], office: Office) -> float:
    return min((_km(ground, office) for ground in grounds), default=0.0)


def _km(here: Ground | Office, there: Office) -> float:
    """Great-circle distance (haversine); an office without a position is farther than all others."""
    if here.lat is None or here.lon is None or there.lat is None or there.lon is None:
        return 2 * math.pi * EARTH_KM
    lat, lon, lat2, lon2 = map(math.radians, (here.lat, here.lon, there.lat, there.lon))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))


def _desk(day: OneDay, kept_away: frozenset[str]) -> str:
    """The headquarters desk; one that is kept away too is still better than nobody."""
    for desk in sorted(day.desks, key=lambda desk: desk.code in kept_away):
        return desk.code
    raise NoHeadquartersDesk("the directory has no headquarters desk: load one with `circles load`")
