"""The directory of circles: seeded from what is published, loaded and shown as a sheet, never guessed."""

import csv
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.circles.changes import BY_COMMAND, change_alone, differences, sign, written
from hotline.circles.jurisdiction_sheet import Gap, gaps, in_order, read_periods, write_periods
from hotline.circles.models import (
    TAKES_TIPS,
    Circle,
    CirclePhone,
    CircleType,
    District,
    Jurisdiction,
    in_force,
)
from hotline.circles.sheet import read_sheet, write_sheet
from hotline.circles.stored import (
    district_names,
    misfits,
    put_circles,
    put_ground,
    read_entries,
    read_ground,
    unknown_zones,
)
from hotline.circles.table import DirectoryRefused
from hotline.languages import Language


def seed(session: Session) -> None:
    """Put in the districts, jurisdictions and circles that the package brings and the database does not have yet.

    Safe to run again: what is there already stays as people have made it, ended jurisdictions too.
    """
    districts = [
        {**row, "lat": float(row["lat"]), "lon": float(row["lon"])} for row in _rows("districts.csv")
    ]
    added = set(
        session.execute(
            insert(District).values(districts).on_conflict_do_nothing().returning(District.code)
        ).scalars()
    )
    grounds = [
        {**row, "valid_from": _day(row["valid_from"]), "valid_until": _day(row["valid_until"])}
        for row in _rows("jurisdictions.csv")
        if row["district_code"] in added
    ]
    if grounds:
        session.execute(insert(Jurisdiction).values(grounds))
    circles = [dict(entry.values) for entry in read_sheet(_text("circles.csv"))[0]]
    session.execute(insert(Circle).values(circles).on_conflict_do_nothing())


def load(session: Session, circles: str) -> int:
    """Take the sheet's circles, new or changed, with their duty phones; how many. Others stay as they are.

    Takes all of it or raises `DirectoryRefused` and takes nothing. A circle is ended by a `valid_until`, since
    referrals stay bound to it. What it changes is signed.
    """
    change_alone(session)
    entries, faults = read_sheet(circles)
    kept = read_entries(session)
    faults += misfits(kept, entries)
    if faults:
        raise DirectoryRefused(faults)
    before = written(kept, read_ground(session))
    put_circles(session, entries)
    sign(session, differences(before, before.with_entries(entries)), None, BY_COMMAND)
    return len(entries)


def load_jurisdictions(session: Session, jurisdictions: str) -> tuple[int, list[Gap]]:
    """Take the sheet's districts, each with all its periods; how many, and where they leave a gap.

    Districts that it does not list stay as they are. Takes all of it or raises `DirectoryRefused` and takes nothing.
    """
    change_alone(session)
    periods, faults = read_periods(jurisdictions, district_names(session))
    kept = read_entries(session)
    faults += unknown_zones(kept, periods)
    if faults:
        raise DirectoryRefused(faults)
    before = written(kept, read_ground(session))
    put_ground(session, periods)
    sign(session, differences(before, before.with_periods(periods)), None, BY_COMMAND)
    return len({one.district for one in periods}), gaps(periods)


def show(session: Session) -> str:
    """The whole directory as a sheet that `load` takes back unchanged."""
    return write_sheet(read_entries(session))


def show_jurisdictions(session: Session) -> str:
    """Every district's periods as a sheet that `load_jurisdictions` takes back unchanged."""
    return write_periods(in_order(read_ground(session)))


def circles_without_phone(session: Session, on: date) -> tuple[str, ...]:
    """The circles that take tips, and the headquarters desk, that have no phone of their own on that day."""
    has_phone = select(CirclePhone.id).where(CirclePhone.circle_code == Circle.code).exists()
    return tuple(
        session.execute(
            select(Circle.code)
            .where(in_force(Circle, on), Circle.type.in_([*TAKES_TIPS, CircleType.HEADQUARTERS]), ~has_phone)
            .order_by(Circle.code)
        ).scalars()
    )


def district_name(session: Session, district: str | None, language: str) -> str | None:
    """The district's, or the unit's, name in that language; the name itself when the table does not have it."""
    if district is None or language != Language.URDU:
        return district
    rows = session.execute(
        select(District.name, District.name_ur, District.unit_ur)
        .where(or_(District.name == district, District.unit == district))
        .order_by(District.code)
    ).all()
    own = [row.name_ur for row in rows if row.name == district]
    return next(iter(own or [row.unit_ur for row in rows]), district)


def give_practice_phones(session: Session, number_at: Callable[[int], str]) -> None:
    """Give every circle a fictional phone beside those it has. Safe to run again: a circle keeps the one it got."""
    given = session.execute(
        select(CirclePhone.circle_code, CirclePhone.number).where(CirclePhone.practice.is_(True))
    )
    mine = {row.circle_code: row.number for row in given}
    without = [
        code
        for code in session.execute(select(Circle.code).order_by(Circle.code)).scalars()
        if code not in mine
    ]
    places = range(len(mine) + len(without))
    free = [number for number in map(number_at, places) if number not in mine.values()]
    phones = [
        {"circle_code": code, "number": number, "position": 0, "practice": True}
        for code, number in zip(without, free, strict=False)
    ]
    if phones:
        session.execute(insert(CirclePhone).values(phones))


def take_back_practice_phones(session: Session) -> None:
    """Before a real carrier is used: with them gone, the ladder finds the phones that a person has entered."""
    session.execute(delete(CirclePhone).where(CirclePhone.practice.is_(True)))


def _rows(table: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(_text(table).splitlines()))


def _text(table: str) -> str:
    return (files("hotline.circles") / "data" / table).read_text(encoding="utf-8")


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
