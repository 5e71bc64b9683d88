"""The directory as a CSV sheet: read with every fault named at once, written so that it reads back the same."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import phonenumbers

from hotline.circles.models import TAKES_TIPS, CircleType
from hotline.errors import HotlineError
from hotline.languages import Language
from hotline.phone_numbers import is_valid, read

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
}
PROVINCES = ("Punjab", "Sindh", "KP", "Balochistan", "ICT", "AJK", "GB")
# A box around Pakistan: finds a latitude and a longitude that have changed places.
LATITUDES = (23.0, 38.0)
LONGITUDES = (60.0, 78.0)
_WRITABLE_TYPES = frozenset(
    {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a row of the sheet, counted as a spreadsheet counts: the header is row 1; 0 is the whole."""

    row: int
    words: str

    def __str__(self) -> str:
        return f"row {self.row}{self.words}" if self.row else self.words


class DirectoryRefused(HotlineError):
    """The sheet has faults, so nothing of it was taken; `rows` says which and why, all of them, from top to bottom."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.rows = tuple(map(str, sorted(faults, key=lambda fault: fault.row)))
        super().__init__("\n".join(self.rows))


@dataclass(frozen=True, slots=True)
class Entry:
    """One circle as the sheet has it: `values` by attribute of `Circle`, and the duty phones in E.164."""

    row: int
    values: Mapping[str, Any]
    duty_phones: tuple[str, ...]


class _Wrong(Exception):
    """One cell cannot be; the message says why."""


def read_sheet(text: str) -> tuple[list[Entry], list[Fault]]:
    """The circles whose rows are right, and what is wrong with all the others."""
    rows, faults = _rows(text.removeprefix("\ufeff"))
    entries = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        values, wrong = _read_row(cells)
        code = values.get("code")
        if code in seen:
            wrong.append(f"id: {code} is in row {seen[code]} already")
        elif code:
            seen[code] = number
        faults.extend(Fault(number, f" ({cells['id'] or 'no id'}): {why}") for why in wrong)
        if not wrong:
            phones = values.pop("duty_phones")
            entries.append(Entry(number, values, phones))
    return entries, faults


def write_sheet(entries: Iterable[Entry]) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        values = {**entry.values, "duty_phones": ";".join(entry.duty_phones)}
        writer.writerow(
            ["" if values[attribute] is None else values[attribute] for attribute in COLUMNS.values()]
        )
    return sheet.getvalue()


def _rows(text: str) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    """The rows that have a cell for every column, by number; without a whole header there are none."""
    table: list[list[str]] = []
    faults: list[Fault] = []
    try:
        table.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        faults.append(Fault(len(table) + 1, f": cannot be read, nor what follows: {error}"))
    header = [name.strip() for name in table[0]] if table else []
    wrong_header = _header_faults(header)
    if wrong_header:
        return [], wrong_header
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if len(cells) == len(header):
            rows.append((number, dict(zip(header, map(_clean, cells), strict=True))))
        elif any(cells):
            faults.append(Fault(number, f": {len(cells)} cells, where the header has {len(header)}"))
    return [(number, cells) for number, cells in rows if any(cells.values())], faults


def _header_faults(header: list[str]) -> list[Fault]:
    if not set(header) & set(COLUMNS):
        return [Fault(1, f": there is no header with the columns {', '.join(COLUMNS)}")]
    wrong = [f": there is no column `{name}`" for name in COLUMNS if name not in header]
    wrong += [f": no column is called `{name}`" for name in header if name not in COLUMNS]
    wrong += [f": two columns are called `{name}`" for name in COLUMNS if header.count(name) > 1]
    return [Fault(1, why) for why in wrong]


def _clean(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _read_row(cells: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    wrong = []
    for column, attribute in COLUMNS.items():
        try:
            values[attribute] = _READERS.get(column, _words)(cells[column])
        except _Wrong as fault:
            wrong.append(f"{column}: {fault}")
    if not wrong:
        wrong = _misfits(values)
    return values, wrong


def _misfits(values: dict[str, Any]) -> list[str]:
    """What is wrong between two cells of a row that are each right by themselves."""
    wrong = []
    if values["valid_from"] and values["valid_until"] and values["valid_until"] < values["valid_from"]:
        wrong.append("valid_until: lies before valid_from")
    if (values["lat"] is None) != (values["lon"] is None):
        wrong.append("lat, lon: one is there without the other")
    if values["type"] in TAKES_TIPS:
        wrong += [
            f"{column}: needed by an office that takes tips"
            for column, attribute in (
                ("province", "province"),
                ("fia_zone", "zone"),
                ("lat", "lat"),
                ("lon", "lon"),
            )
            if values[attribute] in ("", None)
        ]
    if values["type"] is CircleType.ZONE and not values["zone"]:
        wrong.append("fia_zone: needed by a zone")
    return wrong


def _words(cell: str) -> str:
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in cell):
        raise _Wrong("has a control character")
    return cell


def _needed(cell: str) -> str:
    if not cell:
        raise _Wrong("is empty")
    return _words(cell)


def _code(cell: str) -> str:
    if not _needed(cell).isascii() or not cell.replace("-", "").replace("_", "").isalnum():
        raise _Wrong(f"{cell!r} has more than letters, digits and hyphens")
    return cell


def _one_of(allowed: Iterable[str]) -> Callable[[str], str]:
    choices = tuple(allowed)

    def reader(cell: str) -> str:
        if cell not in choices:
            raise _Wrong(f"{cell!r} is none of {', '.join(filter(None, choices))}")
        return cell

    return reader


def _circle_type(cell: str) -> CircleType:
    return CircleType(_one_of(CircleType)(cell))


def _language(cell: str) -> Language:
    """English unless it says otherwise: the office language, and a referral in it fits one SMS."""
    return Language(_one_of(Language)(cell)) if cell else Language.ENGLISH


def _between(least: float, most: float) -> Callable[[str], float | None]:
    def reader(cell: str) -> float | None:
        if not cell:
            return None
        try:
            degrees = float(cell)
        except ValueError:
            raise _Wrong(f"{cell!r} is not a number of degrees") from None
        if not least <= degrees <= most:
            raise _Wrong(f"{cell} lies outside Pakistan ({least} to {most})")
        return degrees

    return reader


def _day(cell: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise _Wrong(f"{cell!r} is not a day like 2026-01-31") from None


def _duty_phones(cell: str) -> tuple[str, ...]:
    written = [part.strip() for part in cell.split(";") if part.strip()]
    numbers = [_duty_phone(part) for part in written]
    if len(set(numbers)) < len(numbers):
        raise _Wrong("has the same number twice")
    return tuple(numbers)


def _duty_phone(written: str) -> str:
    number = read(written)
    if number is None or not is_valid(number):
        raise _Wrong(f"{written!r} is not a telephone number")
    if phonenumbers.number_type(phonenumbers.parse(number)) not in _WRITABLE_TYPES:
        raise _Wrong(f"{written!r} is not a mobile number: no SMS reaches it")
    return number


_READERS: dict[str, Callable[[str], Any]] = {
    "id": _code,
    "name": _needed,
    "type": _circle_type,
    "city": _needed,
    "province": _one_of((*PROVINCES, "")),
    "lat": _between(*LATITUDES),
    "lon": _between(*LONGITUDES),
    "duty_phones": _duty_phones,
    "language": _language,
    "valid_from": _day,
    "valid_until": _day,
}
