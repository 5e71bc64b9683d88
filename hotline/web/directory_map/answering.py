"""Who gets a tip: the circle and why, whose phone, and who gets it too, for what was asked or written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.ladder import Recipient, ladder, next_of
from hotline.circles.models import CirclePhone, District, Rung
from hotline.circles.routing import Also, Asked, Route, route
from hotline.circles.snapshot import directory_now
from hotline.database import PAKISTAN, utc_now
from hotline.places.folding import fold
from hotline.places.matching import Places, find_places
from hotline.tips.reading import Reading
from hotline.web.directory_map.grounds import Office


@dataclass(frozen=True, slots=True)
class Phone:
    """Whose phone it would be. Its number is on the page of that office, not here; a `practice` one stands nowhere."""

    office: Office
    rung: Rung
    on_duty: bool
    practice: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An office that would get the tip, and why, for `detail_words`; `phone` None where none is entered."""

    office: Office
    detail: str
    phone: Phone | None


@dataclass(frozen=True, slots=True)
class Beside:
    """An office that gets it too."""

    role: str
    told: Told


@dataclass(frozen=True, slots=True)
class Answer:
    """Who would get the tip on that day at this hour; `place` is the district or unit that decided, by its name."""

    at: datetime
    places: Places
    why: str
    km: int | None
    told: Told
    also: tuple[Beside, ...]


def places_in(session: Session, text: str) -> Places:
    """What a text in the field for a place names; the name of a district by itself is that district."""
    found = find_places(text)
    wanted = fold(" ".join(text.split()))
    for row in session.execute(select(District.name, District.name_ur, District.unit)):
        if wanted and wanted in {fold(row.name), fold(row.name_ur)}:
            others = [
                unit for unit in (*found.districts, *found.candidates) if unit not in {row.unit, row.name}
            ]
            return Places(districts=(row.name,), candidates=tuple(dict.fromkeys(others)))
    return found


def asked_of(places: Places, kind: str | None, *, official_involved: bool, child: bool) -> Asked:
    province = places.provinces[0] if len(places.provinces) == 1 else None
    return Asked(
        districts=places.districts,
        now=places.now,
        province=province,
        kind=kind,
        official_involved=official_involved,
        child=child,
    )


def asked_by(reading: Reading) -> Asked:
    """What a tip of these words would be routed by."""
    said = reading.triage
    return asked_of(reading.places, said.kind, official_involved=said.official_involved, child=said.child)


def answer(
    session: Session, offices: Mapping[str, Office], places: Places, asked: Asked, day: date
) -> Answer:
    at = datetime.combine(day, utc_now().astimezone(PAKISTAN).timetz())
    found = route(directory_now(session), asked, day)
    telling = _Telling(session, at, asked, offices)
    return Answer(
        at=at,
        places=places,
        why=found.why,
        km=found.km,
        told=telling.told(found, Rung.HEADQUARTERS),
        also=tuple(Beside(each.role, telling.told(each, Rung.HEAD)) for each in found.also),
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    session: Session
    at: datetime
    asked: Asked
    offices: Mapping[str, Office]

    def told(self, found: Route | Also, up_to: Rung) -> Told:
        """What an office gets beside the circle goes to nobody in its place, so its ladder ends at itself."""
        recipient = next_of(ladder(self.session, found.circle, self.at, self.asked.excluded, up_to))
        return Told(
            self.offices[found.circle],
            found.detail,
            self._phone(recipient) if recipient else None,
        )

    def _phone(self, recipient: Recipient) -> Phone:
        practice = self.session.scalars(
            select(CirclePhone.practice).where(
                CirclePhone.circle_code == recipient.circle_code, CirclePhone.number == recipient.number
            )
        )
        return Phone(
            self.offices[recipient.circle_code], recipient.rung, recipient.on_duty, all(practice.all())
        )
