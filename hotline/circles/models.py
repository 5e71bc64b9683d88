"""The tables of the directory: districts, which zone each belonged to when, the FIA's offices and their duty phones."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Identity,
    Index,
    Text,
    and_,
    func,
    or_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base, enum_column
from hotline.languages import SmsLanguage


class CircleType(StrEnum):
    """What an office is, in the order in which the directory lists them."""

    HEADQUARTERS = "headquarters"
    ZONE = "zone"
    AHTC = "AHTC"
    AHTC_AND_COMPOSITE = "AHTC + Composite Circle"
    COMPOSITE = "Composite Circle"
    CIRCLE = "Circle"
    ZONE_OFFICE = "Zone office"
    POLICE_STATION = "FIA police station"
    UNCONFIRMED = "Unconfirmed"
    BORDER_POST = "border FIA police station"
    LINK_OFFICE = "link office abroad"
    LABOUR_DEPARTMENT = "labour department"
    CHILD_PROTECTION = "child protection"


class Rung(StrEnum):
    """How far up the ladder a phone stands, from the lowest."""

    CIRCLE = "circle"
    HEAD = "head"
    ZONE = "zone"
    HEADQUARTERS = "headquarters"


# Who gets tips by default. Zone offices and FIA police stations do, where no anti-trafficking circle's name was found:
# without them Hyderabad, Sukkur and Kohat zones would have nobody. A zone itself is no counter, only the next rung
# of the ladder; the headquarters desk is the last one. Border posts are not public counters, link offices are abroad,
# and of an unconfirmed office nobody knows whether it is there: a tip must not go where perhaps no one is.
TAKES_TIPS = frozenset(
    {
        CircleType.AHTC,
        CircleType.AHTC_AND_COMPOSITE,
        CircleType.COMPOSITE,
        CircleType.CIRCLE,
        CircleType.ZONE_OFFICE,
        CircleType.POLICE_STATION,
    }
)


class Basis(StrEnum):
    """How we know a jurisdiction: `published` by the press, or `inferred` from something else. None is from the FIA."""

    PUBLISHED = "published"
    INFERRED = "inferred"


class District(Base):
    """`code` is the COD-AB P-code; a younger district has its parent's with its name behind (`PK630-MURREE`).

    `unit` is what people say when they do not say which district: seven districts are one `Karachi`.
    """

    __tablename__ = "districts"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    name_ur: Mapped[str]
    unit: Mapped[str] = mapped_column(index=True)
    unit_ur: Mapped[str]
    province: Mapped[str]
    division: Mapped[str]
    hq_town: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    coordinates_source: Mapped[str]
    area_code: Mapped[str]
    status: Mapped[str]
    source: Mapped[str]


class Jurisdiction(Base):
    """A district lies in a zone from one day to another, both included; an empty end is open."""

    __tablename__ = "jurisdictions"
    __table_args__ = (Index("ix_jurisdictions_district", "district_code"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    district_code: Mapped[str] = mapped_column(ForeignKey("districts.code"))
    zone: Mapped[str]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    basis: Mapped[Basis] = mapped_column(enum_column(Basis))
    source: Mapped[str]


class Circle(Base):
    """An office of the FIA, from one day to another, both included. Only `duty_phones` are written to.

    `published_phone` is what a source printed, kept as it was printed; nothing is ever sent there.
    """

    __tablename__ = "circles"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[CircleType] = mapped_column(enum_column(CircleType))
    city: Mapped[str]
    city_ur: Mapped[str]
    province: Mapped[str]
    zone: Mapped[str]
    region: Mapped[str]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    coverage: Mapped[str]
    published_phone: Mapped[str]
    phone_source: Mapped[str]
    evidence: Mapped[str]
    source: Mapped[str]
    confidence: Mapped[str]
    notes: Mapped[str]
    language: Mapped[SmsLanguage] = mapped_column(enum_column(SmsLanguage))
    last_verified: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    @property
    def takes_tips(self) -> bool:
        return self.type in TAKES_TIPS


class CirclePhone(Base):
    """A duty phone in E.164; the lowest `position` of those on duty is written to first.

    `days` (such as `mon-fri`) and `hours` (such as `09:00-17:00`, by the clock in Pakistan) are empty for always.

    The `head` of the circle is written to after all its duty phones.
    A `practice` phone is fictional and comes after all others; the directory neither shows nor loads it.
    """

    __tablename__ = "circle_phones"
    __table_args__ = (Index("ix_circle_phones_circle", "circle_code"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    circle_code: Mapped[str] = mapped_column(ForeignKey("circles.code"))
    number: Mapped[str]
    position: Mapped[int]
    days: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    head: Mapped[bool] = mapped_column(default=False)
    practice: Mapped[bool] = mapped_column(default=False)


class PassedOver(Base):
    """A circle that gets no tips from one day to another, both included, because a supervisor keeps them from it.

    One that is taken back on a day holds until the day before: where it was to begin on that day, it holds on none.
    """

    __tablename__ = "passed_over_circles"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    circle_code: Mapped[str] = mapped_column(ForeignKey("circles.code"), index=True)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    reason: Mapped[str]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("supervisors.id"))
    entered_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("supervisors.id"))
    ended_at: Mapped[datetime | None]


class DirectoryChange(Base):
    """One change of the directory that was published: the whole of it, rows are only added.

    `changes` lists what became of each field: `{"of": "C-GRW", "field": "language", "before": "en", "after": "ur"}`.
    The highest `id` is the directory's version.
    """

    __tablename__ = "directory_changes"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    by: Mapped[int | None] = mapped_column(ForeignKey("supervisors.id"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    why: Mapped[str]
    changes: Mapped[list[dict[str, str]]] = mapped_column(JSONB)


class DirectoryDraft(Base):
    """The one change that is being prepared: both sheets as they would be, and the version that they began from."""

    __tablename__ = "directory_draft"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    circles: Mapped[str] = mapped_column(Text)
    jurisdictions: Mapped[str] = mapped_column(Text)
    began_from: Mapped[int]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("supervisors.id"))
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    # Counts up at each change, so that of two who change it at once one is told.
    edition: Mapped[int] = mapped_column(default=1)


def in_force(
    table: type[Circle] | type[Jurisdiction] | type[PassedOver], on: date | BindParameter[date]
) -> ColumnElement[bool]:
    """Whether a dated row holds on that day."""
    return and_(
        or_(table.valid_from.is_(None), table.valid_from <= on),
        or_(table.valid_until.is_(None), table.valid_until >= on),
    )
