"""The directory's two sheets as the tables hold them: read whole, put in, and held together."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.circles.duty_phones import DutyPhone
from hotline.circles.jurisdiction_sheet import Period
from hotline.circles.models import Circle, CirclePhone, CircleType, District, Jurisdiction
from hotline.circles.sheet import COLUMNS, DUTY_PHONES, Entry
from hotline.circles.table import Fault
from hotline.languages import N_

_ATTRIBUTES = tuple(attribute for attribute in COLUMNS.values() if attribute != DUTY_PHONES)

_NO_ZONE = N_("there is no zone {zone!r}")


def read_entries(session: Session) -> list[Entry]:
    """Every circle with its duty phones, in the order in which the sheet lists them."""
    phones: dict[str, list[DutyPhone]] = {}
    for row in session.execute(
        select(
            CirclePhone.circle_code,
            CirclePhone.number,
            CirclePhone.days,
            CirclePhone.hours,
            CirclePhone.head,
        )
        .where(CirclePhone.practice.is_(False))
        .order_by(CirclePhone.position)
    ):
        phones.setdefault(row.circle_code, []).append(DutyPhone(row.number, row.days, row.hours, row.head))
    rows = session.execute(select(*(getattr(Circle, attribute) for attribute in _ATTRIBUTES)))
    return listed(Entry(0, row._asdict(), tuple(phones.get(row.code, ()))) for row in rows)


def listed(entries: Iterable[Entry]) -> list[Entry]:
    """In the order of their types, then of their codes."""
    order = list(CircleType)
    return sorted(entries, key=lambda entry: (order.index(entry.values["type"]), entry.code))


def read_ground(session: Session) -> list[Period]:
    """Every district's periods."""
    rows = session.execute(
        select(District.name, Jurisdiction)
        .join(District, District.code == Jurisdiction.district_code)
        .order_by(District.code, Jurisdiction.valid_from.asc().nulls_first(), Jurisdiction.id)
    )
    return [
        Period(name, one.zone, one.valid_from, one.valid_until, one.basis, one.source) for name, one in rows
    ]


def district_names(session: Session) -> dict[str, str]:
    """The districts' names by their codes."""
    rows = session.execute(select(District.code, District.name).order_by(District.name))
    return {row.code: row.name for row in rows}


def put_circles(session: Session, entries: Sequence[Entry]) -> None:
    """Put in these circles, new or changed, and their phones in the place of those that each had."""
    if not entries:
        return
    known = [attribute for attribute in _ATTRIBUTES if attribute in entries[0].values]
    upsert = insert(Circle)
    changes = {attribute: upsert.excluded[attribute] for attribute in known if attribute != "code"}
    # Row by row in one go: a single statement has room for some 3,000 offices only.
    rows = session.connection()
    rows.execute(
        upsert.on_conflict_do_update(index_elements=["code"], set_=changes),
        [{name: entry.values[name] for name in known} for entry in entries],
    )
    own = CirclePhone.practice.is_(False)
    rows.execute(
        delete(CirclePhone).where(CirclePhone.circle_code == bindparam("of"), own),
        [{"of": entry.code} for entry in entries],
    )
    phones: list[dict[str, Any]] = [
        {
            "circle_code": entry.code,
            "number": phone.number,
            "position": position,
            "days": phone.days,
            "hours": phone.hours,
            "head": phone.head,
            "practice": False,
        }
        for entry in entries
        for position, phone in enumerate(entry.duty_phones)
    ]
    if phones:
        rows.execute(insert(CirclePhone), phones)


def ground_rows(periods: Iterable[Period], codes: Mapping[str, str]) -> list[dict[str, Any]]:
    """The periods as rows of the table; `codes` by the districts' names."""
    return [
        {
            "district_code": codes[one.district],
            "zone": one.zone,
            "valid_from": one.valid_from,
            "valid_until": one.valid_until,
            "basis": one.basis,
            "source": one.source,
        }
        for one in periods
    ]


def put_ground(session: Session, periods: Sequence[Period]) -> None:
    """Put in these districts' periods, in the place of all that each of them had."""
    if not periods:
        return
    codes = {name: code for code, name in district_names(session).items()}
    of = {codes[one.district] for one in periods}
    session.execute(delete(Jurisdiction).where(Jurisdiction.district_code.in_(of)))
    session.connection().execute(insert(Jurisdiction), ground_rows(periods, codes))


def misfits(kept: Iterable[Entry], entries: Iterable[Entry]) -> list[Fault]:
    """What is right row by row but would leave a directory that does not hold together."""
    new = list(entries)
    after = {entry.code: entry for entry in (*kept, *new)}
    zones = zones_of(after.values())
    faults = [
        Fault(entry.row, _NO_ZONE, {"zone": entry.values["zone"]}, of=entry.code, columns="fia_zone")
        for entry in new
        if entry.values["zone"] and entry.values["zone"] not in zones
    ]
    if all(entry.values["type"] is not CircleType.HEADQUARTERS for entry in after.values()):
        faults.append(Fault(0, N_("no headquarters desk would be left to take the tips that fit no circle")))
    return faults


def unknown_zones(entries: Iterable[Entry], periods: Iterable[Period]) -> list[Fault]:
    """The periods in a zone that no circle of type `zone` stands for."""
    zones = zones_of(entries)
    return [
        Fault(one.row, _NO_ZONE, {"zone": one.zone}, of=one.district, columns="zone")
        for one in periods
        if one.zone not in zones
    ]


def zones_of(entries: Iterable[Entry]) -> set[str]:
    return {one.values["zone"] for one in entries if one.values["type"] is CircleType.ZONE}
