"""Who gets a tip, and why: jurisdiction on the day, then distance, then the headquarters desk."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, String, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from hotline.circles.models import TAKES_TIPS, Basis, Circle, CircleType, District, Jurisdiction, in_force
from hotline.errors import HotlineError

EARTH_KM = 6371.0

# The law gives trafficking inside Pakistan to the provincial police, and bonded and child labour to others beside
# (Prevention of Trafficking in Persons Act 2018, Bonded Labour Abolition Acts); this directory lists the FIA only, so
# the kind of a tip changes what its circle is told, and never who gets it.
_POLICE = "the police, when it happens inside Pakistan"
ALSO_FOR = {
    "forced_labour": _POLICE,
    "sexual_exploitation": _POLICE,
    "child_begging": _POLICE,
    "forced_marriage": _POLICE,
    "domestic_servitude": _POLICE,
    "organ_removal": _POLICE,
    "bonded_labour": "the police, the labour department and the district vigilance committee",
    "child_labour": "the labour department and child protection",
}


class NoHeadquartersDesk(HotlineError):
    """The directory has no office of type `headquarters`, so a tip without a circle would have nowhere to go."""


class Why(StrEnum):
    """Which rule chose the circle."""

    JURISDICTION = "jurisdiction"
    NEAREST = "nearest"
    PROVINCE = "province"
    HEADQUARTERS = "headquarters"


@dataclass(frozen=True, slots=True)
class Route:
    """`km` is the distance from the district's head town, cut to whole kilometres; None where none is known."""

    circle: str
    why: Why
    km: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A district on one day; `zone` None when none is known for that day."""

    district: str
    province: str
    lat: float
    lon: float
    zone: str | None
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class Office:
    """What routing needs to know of a circle."""

    code: str
    type: CircleType
    zone: str
    lat: float | None
    lon: float | None


def route(
    session: Session,
    district: str | None,
    province: str | None,
    kind: str | None,
    on: date,
    exclude: frozenset[str] = frozenset(),
) -> Route:
    """The circle for a tip from `district` (a district or a unit of several), or from somewhere in `province`.

    `exclude` holds circles to be passed over, for a tip about the local circle itself; the headquarters desk is
    always left as the last resort.
    """
    grounds, own = _grounds_and_their_takers(session, district, on) if district else ([], [])
    chosen = by_district(district or "", grounds, [taker for taker in own if taker.code not in exclude])
    if chosen is None or chosen.why is not Why.JURISDICTION:
        chosen = _beyond_the_zone(session, (district, province), grounds, on, exclude)
    return _also_for(_left_out(chosen, exclude), kind)


def _beyond_the_zone(
    session: Session,
    place: tuple[str | None, str | None],
    grounds: Sequence[Ground],
    on: date,
    exclude: frozenset[str],
) -> Route:
    district, province = place
    offices = _offices(session, on)
    takers = [office for office in offices if office.type in TAKES_TIPS and office.code not in exclude]
    found = by_district(district or "", grounds, takers)
    if found is None and province:
        found = by_province(province, _grounds_of_province(session, province, on), offices, takers)
    return found or Route(_desk(session, offices), Why.HEADQUARTERS, None, _nowhere(district, province))


def by_district(name: str, grounds: Sequence[Ground], takers: Sequence[Office]) -> Route | None:
    """The nearest circle of the district's own zone, however near another zone's may be; else the nearest of any.

    Of a unit's several districts the one that is nearest to its circle counts.
    """
    own = _nearest((ground, taker) for ground in grounds for taker in takers if taker.zone == ground.zone)
    if own is not None:
        km, ground, taker = own
        basis = f"{ground.basis}, unverified"
        return Route(taker.code, Why.JURISDICTION, km, f"{name} lies in the {ground.zone} zone ({basis})")
    anyone = _nearest((ground, taker) for ground in grounds for taker in takers)
    if anyone is None:
        return None
    km, ground, taker = anyone
    reason = f"no circle of the {ground.zone} zone takes tips" if ground.zone else "no zone is known"
    return Route(taker.code, Why.NEAREST, km, f"{reason} for {name}; nearest circle of any zone")


def by_province(
    province: str, grounds: Sequence[Ground], offices: Sequence[Office], takers: Sequence[Office]
) -> Route | None:
    """The circle in the head city of the province's zone, if the whole province lies in one."""
    zones = {ground.zone for ground in grounds if ground.zone}
    if len(zones) != 1:
        return None
    (zone,) = zones
    heads = [office for office in offices if office.type is CircleType.ZONE and office.zone == zone]
    own = [taker for taker in takers if taker.zone == zone]
    found = min(((_km(head, taker), taker.code) for head in heads for taker in own), default=None)
    if found is None:
        return None
    return Route(found[1], Why.PROVINCE, None, f"only the province {province} is known: the {zone} zone")


def _nearest(pairs: Iterable[tuple[Ground, Office]]) -> tuple[int, Ground, Office] | None:
    measured = [(_km(ground, office), ground, office) for ground, office in pairs]
    if not measured:
        return None
    km, ground, office = min(measured, key=lambda found: (found[0], found[2].code, found[1].district))
    return math.floor(km), ground, office


def _km(here: Ground | Office, there: Office) -> float:
    """Great-circle distance (haversine); an office without a position is farther than all others."""
    if here.lat is None or here.lon is None or there.lat is None or there.lon is None:
        return 2 * math.pi * EARTH_KM
    lat, lon, lat2, lon2 = map(math.radians, (here.lat, here.lon, there.lat, there.lon))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))


def _desk(session: Session, offices: Sequence[Office]) -> str:
    """The headquarters desk; one whose dates are over is still better than nobody."""
    for office in offices:
        if office.type is CircleType.HEADQUARTERS:
            return office.code
    desk = session.execute(
        select(Circle.code).where(Circle.type == CircleType.HEADQUARTERS).order_by(Circle.code).limit(1)
    ).scalar_one_or_none()
    if desk is None:
        raise NoHeadquartersDesk("the directory has no headquarters desk: load one with `circles load`")
    return desk


def _nowhere(district: str | None, province: str | None) -> str:
    if district:
        return f"no circle could be found for {district}"
    if province:
        return f"only the province {province} is known, and it does not lie in one zone"
    return "no place is known"


def _left_out(chosen: Route, exclude: frozenset[str]) -> Route:
    if not exclude:
        return chosen
    return Route(
        chosen.circle, chosen.why, chosen.km, f"{chosen.detail}; left out: {', '.join(sorted(exclude))}"
    )


def _also_for(chosen: Route, kind: str | None) -> Route:
    others = ALSO_FOR.get(kind or "")
    if others is None:
        return chosen
    return Route(chosen.circle, chosen.why, chosen.km, f"{chosen.detail}. By law also for {others}")


# Built once: every tip asks them.
_DAY = bindparam("day", type_=Date)
_PLACE = bindparam("place", type_=String)
_OFFICES = (
    select(Circle.code, Circle.type, Circle.zone, Circle.lat, Circle.lon)
    .where(in_force(Circle, _DAY), Circle.type.in_([*TAKES_TIPS, CircleType.ZONE, CircleType.HEADQUARTERS]))
    .order_by(Circle.code)
)
_GROUND = (
    District.name,
    District.province,
    District.lat,
    District.lon,
    Jurisdiction.zone,
    Jurisdiction.basis,
)
_OFFICE = (Circle.code, Circle.type, Circle.zone, Circle.lat, Circle.lon)
_HOLDS = and_(Jurisdiction.district_code == District.code, in_force(Jurisdiction, _DAY))
_TAKES_ITS_TIPS = and_(
    Circle.zone == Jurisdiction.zone, in_force(Circle, _DAY), Circle.type.in_(list(TAKES_TIPS))
)
# Of several zones that hold for a district on that day, the one that began last comes last.
_ORDER = (District.code, Jurisdiction.valid_from.asc().nulls_first(), Jurisdiction.id)
_GROUNDS_AND_THEIR_TAKERS = (
    select(*_GROUND, *_OFFICE)
    .outerjoin(Jurisdiction, _HOLDS)
    .outerjoin(Circle, _TAKES_ITS_TIPS)
    .where(or_(District.name == _PLACE, District.unit == _PLACE))
    .order_by(*_ORDER, Circle.code)
)
_GROUNDS_OF_PROVINCE = (
    select(*_GROUND).outerjoin(Jurisdiction, _HOLDS).where(District.province == _PLACE).order_by(*_ORDER)
)


def _offices(session: Session, on: date) -> list[Office]:
    return [Office(*row) for row in session.execute(_OFFICES, {"day": on})]


def _grounds_and_their_takers(session: Session, district: str, on: date) -> tuple[list[Ground], list[Office]]:
    """The district of that name, else all districts of the unit of that name; and who takes tips in their zones."""
    rows: Sequence[Any] = (
        session.connection().execute(_GROUNDS_AND_THEIR_TAKERS, {"place": district, "day": on}).all()
    )
    split = len(_GROUND)
    grounds = {row[0]: Ground(*row[:split]) for row in rows}
    takers = {row[split]: Office(*row[split:]) for row in rows if row[split] is not None}
    return [grounds[district]] if district in grounds else list(grounds.values()), list(takers.values())


def _grounds_of_province(session: Session, province: str, on: date) -> list[Ground]:
    rows = session.execute(_GROUNDS_OF_PROVINCE, {"place": province, "day": on})
    return list({row[0]: Ground(*row) for row in rows}.values())
