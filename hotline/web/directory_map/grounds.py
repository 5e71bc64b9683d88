"""Which circle gets the tips of each district on a day, as the router says it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.models import Circle, CircleType, District
from hotline.circles.routing import Asked, Route, Why, route
from hotline.circles.snapshot import directory_now
from hotline.languages import Language
from hotline.places.folding import fold
from hotline.web.page_language import page_language
from hotline.web.referral_words import circle_name


@dataclass(frozen=True, slots=True)
class Office:
    """A circle as a page names it; `lat` and `lon` None where its position is not known."""

    code: str
    name: str
    city: str
    type: CircleType
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Ground:
    """A district with the circle that gets its tips, and why; `detail` is for `detail_words`."""

    name: str
    shown: str
    unit: str
    also_called: str
    province: str
    lat: float
    lon: float
    circle: str
    why: Why
    km: int | None
    detail: str

    def is_called(self, folded: str) -> bool:
        return folded in fold(f"{self.name} {self.unit} {self.also_called}")


@dataclass(frozen=True, slots=True)
class Atlas:
    """Every district, in the order of its province and name; and by code every circle, and those that take tips."""

    day: date
    grounds: tuple[Ground, ...]
    offices: dict[str, Office]
    taking: tuple[str, ...]


def read_atlas(session: Session, day: date) -> Atlas:
    """As the directory is now, for a tip of that day of which only the district is known."""
    directory = directory_now(session)
    rows = session.scalars(select(District).order_by(District.province, District.name)).all()
    grounds = tuple(_ground(row, route(directory, Asked((row.name,)), day)) for row in rows)
    one_day = directory.on(day)
    taking = {office.code for office in one_day.takers} - one_day.passed_over
    taking |= {ground.circle for ground in grounds}
    return Atlas(day, grounds, offices_named(session), tuple(sorted(taking)))


def offices_named(session: Session) -> dict[str, Office]:
    """Every office of the directory by its code, in the page's language."""
    urdu = page_language() is Language.URDU
    return {
        row.code: Office(
            row.code,
            circle_name(row.name, row.type, row.city, row.city_ur),
            row.city_ur if urdu and row.city_ur else row.city,
            row.type,
            row.lat,
            row.lon,
        )
        for row in session.scalars(select(Circle))
    }


def provinces_of(grounds: Iterable[Ground]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ground.province for ground in grounds))


def _ground(row: District, found: Route) -> Ground:
    urdu = page_language() is Language.URDU
    return Ground(
        name=row.name,
        shown=row.name_ur if urdu and row.name_ur else row.name,
        unit=row.unit,
        also_called=f"{row.name_ur} {row.unit_ur} {row.hq_town}",
        province=row.province,
        lat=row.lat,
        lon=row.lon,
        circle=found.circle,
        why=found.why,
        km=found.km,
        detail=found.detail,
    )
