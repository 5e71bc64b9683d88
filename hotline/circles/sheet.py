"""The directory as a CSV sheet: read with every fault named at once, written so that it reads back the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hotline.circles.duty_phones import DutyPhone, read_duty_phones, write_duty_phones
from hotline.circles.models import TAKES_TIPS, CircleType
from hotline.circles.table import (
    Fault,
    Reader,
    Wrong,
    at_most,
    day,
    needed,
    one_of,
    read_table,
    urdu,
    words,
    write_table,
)
from hotline.languages import N_, SmsLanguage

# Column of the sheet to attribute of `Circle`.
COLUMNS = {
    "id": "code",
    "name": "name",
    "type": "type",
    "city": "city",
    "city_ur": "city_ur",
    "province": "province",
    "fia_zone": "zone",
    "fia_region": "region",
    "lat": "lat",
    "lon": "lon",
    "coverage": "coverage",
    "published_phone": "published_phone",
    "phone_source": "phone_source",
    "evidence": "evidence",
    "source": "source",
    "confidence": "confidence",
    "notes": "notes",
    "duty_phones": "duty_phones",
    "language": "language",
    "valid_from": "valid_from",
    "valid_until": "valid_until",
    "last_verified": "last_verified",
}
# A sheet may come without these: what is known then stays as it is.
OPTIONAL = frozenset({"last_verified"})
DUTY_PHONES = "duty_phones"
# So many letters a cell may have.
LONGEST = {"id": 20, "name": 200, "notes": 2000, DUTY_PHONES: 2000}
LONGEST_CELL = 500
# The pages have an address of this name for what has no code yet.
NO_CODE = "new"
PROVINCES = ("Punjab", "Sindh", "KP", "Balochistan", "ICT", "AJK", "GB")
# A box around Pakistan: finds a latitude and a longitude that have changed places.
LATITUDES = (23.0, 38.0)
LONGITUDES = (60.0, 78.0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One circle as the sheet has it: `values` by attribute of `Circle`, without those of columns that it lacks."""

    row: int
    values: Mapping[str, Any]
    duty_phones: tuple[DutyPhone, ...]

    @property
    def code(self) -> str:
        return str(self.values["code"])

    def cells(self) -> dict[str, str]:
        """Each column as it is written, empty where nothing is known."""
        values = {**self.values, DUTY_PHONES: write_duty_phones(self.duty_phones)}
        known = ((column, values.get(attribute)) for column, attribute in COLUMNS.items())
        return {column: "" if value is None else str(value) for column, value in known}


def read_sheet(text: str, *, stored: bool = False) -> tuple[list[Entry], list[Fault]]:
    """The circles whose rows are right, and what is wrong with all the others; `stored` as for `read_entry`."""
    rows, faults = read_table(text, COLUMNS, OPTIONAL)
    entries = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        entry, wrong = read_entry(number, cells, stored=stored)
        code = cells["id"]
        if code in seen:
            twice = {"code": code, "row": seen[code]}
            wrong.append(Fault(number, N_("{code} is in row {row} already"), twice, of=code, columns="id"))
        elif code:
            seen[code] = number
        faults.extend(wrong)
        if entry is not None and not wrong:
            entries.append(entry)
    return entries, faults


def write_sheet(entries: Iterable[Entry]) -> str:
    return write_table(COLUMNS, (entry.cells() for entry in entries))


def read_entry(
    row: int, cells: Mapping[str, str], *, stored: bool = False
) -> tuple[Entry | None, list[Fault]]:
    """One row, or all that is wrong with it. What is `stored` was taken once: its words are not judged again."""
    values: dict[str, Any] = {}
    wrong = []
    code = cells["id"]
    for column, attribute in COLUMNS.items():
        if column in cells:
            reader = _READERS.get(column, words)
            try:
                if stored and reader in _JUDGES:
                    values[attribute] = cells[column]
                else:
                    values[attribute] = at_most(LONGEST.get(column, LONGEST_CELL), reader)(cells[column])
            except Wrong as fault:
                wrong.append(Fault(row, fault.message, fault.values, of=code, columns=column))
    if not wrong:
        wrong = [Fault(row, message, of=code, columns=columns) for columns, message in _misfits(values)]
    if wrong:
        return None, wrong
    return Entry(row, values, values.pop(DUTY_PHONES)), []


def _misfits(values: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong between two cells of a row that are each right by themselves: the columns, and why."""
    wrong = []
    if values["valid_from"] and values["valid_until"] and values["valid_until"] < values["valid_from"]:
        wrong.append(("valid_until", N_("lies before valid_from")))
    if (values["lat"] is None) != (values["lon"] is None):
        wrong.append(("lat, lon", N_("one is there without the other")))
    if values["type"] in TAKES_TIPS:
        wrong += [
            (column, N_("needed by an office that takes tips"))
            for column in ("province", "fia_zone", "lat", "lon")
            if values[COLUMNS[column]] in ("", None)
        ]
    if values["type"] is CircleType.ZONE and not values["zone"]:
        wrong.append(("fia_zone", N_("needed by a zone")))
    return wrong


def _code(cell: str) -> str:
    if not needed(cell).isascii() or not cell.replace("-", "").replace("_", "").isalnum():
        raise Wrong(N_("{cell!r} has more than letters, digits and hyphens"), cell=cell)
    if cell.casefold() == NO_CODE:
        raise Wrong(N_("{cell!r} cannot be a code: the page for new offices has this name"), cell=cell)
    return cell


def _circle_type(cell: str) -> CircleType:
    return CircleType(one_of(CircleType)(cell))


def _language(cell: str) -> SmsLanguage:
    """English unless it says otherwise: the office language, and a referral in it fits one SMS."""
    return SmsLanguage(one_of(SmsLanguage)(cell)) if cell else SmsLanguage.ENGLISH


def _between(least: float, most: float) -> Callable[[str], float | None]:
    outside = N_("{cell} lies outside Pakistan ({least} to {most})")

    def reader(cell: str) -> float | None:
        if not cell:
            return None
        try:
            degrees = float(cell)
        except ValueError:
            raise Wrong(N_("{cell!r} is not a number of degrees"), cell=cell) from None
        if not least <= degrees <= most:
            raise Wrong(outside, cell=cell, least=least, most=most)
        return degrees

    return reader


_READERS: dict[str, Reader] = {
    "id": _code,
    "name": needed,
    "type": _circle_type,
    "city": needed,
    "city_ur": urdu,
    "province": one_of((*PROVINCES, "")),
    "lat": _between(*LATITUDES),
    "lon": _between(*LONGITUDES),
    DUTY_PHONES: read_duty_phones,
    "language": _language,
    "valid_from": day,
    "valid_until": day,
    "last_verified": day,
}
# The readers that only judge: what they read is the cell as it is written.
_JUDGES = frozenset({words, needed, urdu, _code})
