"""All that routing needs of the directory, read once: districts, jurisdictions, offices, and who is passed over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.models import (
    TAKES_TIPS,
    Basis,
    Circle,
    CircleType,
    District,
    Jurisdiction,
    PassedOver,
)

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both included; None is open."""

    first: date | None
    last: date | None

    def holds(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True)
class Spot:
    """A district and where its head town lies."""

    name: str
    unit: str
    province: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Belonging:
    """A district's zone for a span of days."""

    district: str
    zone: str
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Office:
    """What routing needs to know of a circle."""

    code: str
    type: CircleType
    zone: str
    lat: float | None
    lon: float | None
    province: str = ""
    span: Span = Span(None, None)


@dataclass(frozen=True, slots=True)
class Ground:
    """A district on one day; `zone` None when none is known for that day."""

    district: str
    province: str
    lat: float
    lon: float
    zone: str | None
    basis: Basis | None


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """The directory as it stood when it was read; `version` is that of the last change that was published."""

    version: int
    spots: tuple[Spot, ...]
    belongings: tuple[Belonging, ...]
    offices: tuple[Office, ...]
    passed_over: tuple[tuple[str, Span], ...]

    def on(self, day: date) -> "OneDay":
        return _on(self, day)


@dataclass(frozen=True, slots=True, eq=False)
class OneDay:
    """The directory on one day: `named` are the grounds of a district's name, or of a unit's, by that name."""

    named: Mapping[str, tuple[Ground, ...]]
    of_province: Mapping[str, tuple[Ground, ...]]
    offices: tuple[Office, ...]
    takers: tuple[Office, ...]
    desks: tuple[Office, ...]
    passed_over: frozenset[str]


def build_directory(
    version: int, districts: Rows, jurisdictions: Rows, circles: Rows, passed_over: Rows = ()
) -> Directory:
    """A directory from rows or dicts; further columns do no harm, days are `date` or None.

    `districts`: code, name, unit, province, lat, lon. `jurisdictions`, of several from the same day the last counts:
    district_code, zone, basis, valid_from, valid_until. `circles` (as `Entry.values` has them): code, type, zone,
    province, lat, lon, valid_from, valid_until. `passed_over`: circle_code, valid_from, valid_until.
    """
    places = list(districts)
    names = {row["code"]: row["name"] for row in places}
    return Directory(
        version,
        tuple(Spot(row["name"], row["unit"], row["province"], row["lat"], row["lon"]) for row in places),
        tuple(
            Belonging(names[row["district_code"]], row["zone"], Basis(row["basis"]), _span(row))
            for row in jurisdictions
            if row["district_code"] in names
        ),
        tuple(
            sorted(
                (
                    Office(
                        row["code"],
                        CircleType(row["type"]),
                        row["zone"],
                        row["lat"],
                        row["lon"],
                        row["province"],
                        _span(row),
                    )
                    for row in circles
                ),
                key=lambda office: office.code,
            )
        ),
        tuple((row["circle_code"], _span(row)) for row in passed_over),
    )


def read_directory(session: Session) -> Directory:
    """The directory as the tables have it now."""
    version, *_ = _stamp(session)
    return _read(session, version)


def directory_now(session: Session) -> Directory:
    """The same, kept in this process for as long as no row of it changes."""
    global _kept  # noqa: PLW0603 - the one thing kept between tips; a thread that comes late reads it once more
    stamp = _stamp(session)
    kept = _kept
    if kept is None or kept[0] != stamp:
        kept = _kept = stamp, _read(session, stamp[0])
    return kept[1]


# The last published change, and what tells any other: each row's place and the transaction that wrote it. Both are
# the server's own, so that no two states of the tables, not even those of two databases, look the same. Districts
# come with a version of the hotline only.
_STAMP = """
    SELECT (SELECT coalesce(max(id), 0) FROM directory_changes), current_database(),
        (SELECT sum(hashtextextended(xmin::text || ctid::text, 0)) FROM jurisdictions),
        (SELECT sum(hashtextextended(xmin::text || ctid::text, 0)) FROM circles),
        (SELECT sum(hashtextextended(xmin::text || ctid::text, 0)) FROM passed_over_circles)
"""
_kept: tuple[tuple[Any, ...], Directory] | None = None


def _stamp(session: Session) -> tuple[Any, ...]:
    return tuple(session.connection().exec_driver_sql(_STAMP).one())


_DISTRICTS = select(
    District.code, District.name, District.unit, District.province, District.lat, District.lon
).order_by(District.code)
_JURISDICTIONS = select(
    Jurisdiction.district_code,
    Jurisdiction.zone,
    Jurisdiction.basis,
    Jurisdiction.valid_from,
    Jurisdiction.valid_until,
).order_by(Jurisdiction.id)
_CIRCLES = select(
    Circle.code,
    Circle.type,
    Circle.zone,
    Circle.province,
    Circle.lat,
    Circle.lon,
    Circle.valid_from,
    Circle.valid_until,
).order_by(Circle.code)
_PASSED_OVER = select(PassedOver.circle_code, PassedOver.valid_from, PassedOver.valid_until)


def _read(session: Session, version: int) -> Directory:
    districts, jurisdictions, circles, passed_over = (
        [row._asdict() for row in session.execute(rows)]
        for rows in (_DISTRICTS, _JURISDICTIONS, _CIRCLES, _PASSED_OVER)
    )
    return build_directory(version, districts, jurisdictions, circles, passed_over)


def _span(row: Mapping[str, Any]) -> Span:
    return Span(row["valid_from"], row["valid_until"])


@lru_cache(maxsize=16)
def _on(directory: Directory, day: date) -> OneDay:
    belongs: dict[str, Belonging] = {}
    for belonging in directory.belongings:
        had = belongs.get(belonging.district)
        # Of several zones that hold for a district on that day, the one that began last counts.
        if belonging.span.holds(day) and (had is None or _began(had) <= _began(belonging)):
            belongs[belonging.district] = belonging
    named: dict[str, tuple[Ground, ...]] = {}
    of_province: dict[str, tuple[Ground, ...]] = {}
    own: dict[str, tuple[Ground, ...]] = {}
    for spot in directory.spots:
        found = belongs.get(spot.name)
        zone, basis = (found.zone, found.basis) if found is not None else (None, None)
        ground = Ground(spot.name, spot.province, spot.lat, spot.lon, zone, basis)
        own[spot.name] = (ground,)
        named[spot.unit] = (*named.get(spot.unit, ()), ground)
        of_province[spot.province] = (*of_province.get(spot.province, ()), ground)
    offices = tuple(office for office in directory.offices if office.span.holds(day))
    desks = [office for office in directory.offices if office.type is CircleType.HEADQUARTERS]
    return OneDay(
        # A district's own name wins over that of a unit.
        named | own,
        of_province,
        offices,
        tuple(office for office in offices if office.type in TAKES_TIPS),
        # One whose dates are over is still better than nobody.
        tuple(desk for desk in desks if desk.span.holds(day)) or tuple(desks),
        frozenset(code for code, span in directory.passed_over if span.holds(day)),
    )


def _began(belonging: Belonging) -> date:
    return belonging.span.first or date.min
