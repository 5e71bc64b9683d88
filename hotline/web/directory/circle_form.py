"""The form of one office: what stands in it, and what it makes of the office, or why it cannot."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request
from werkzeug.datastructures import MultiDict

from hotline.circles.duty_phones import (
    DutyPhone,
    mobile_number,
    read_duty_phones,
    read_hours,
    write_days,
    write_duty_phones,
)
from hotline.circles.sheet import COLUMNS, DUTY_PHONES, Entry, read_entry
from hotline.circles.table import Fault, Wrong
from hotline.database import today
from hotline.settings_reader import MIDNIGHT
from hotline.web.directory.words import ticked

# As many rows for phones as there are, and two more to write in.
SPARE_PHONES = 2
MOST_PHONES = 12
MIDNIGHT_OF_A_FORM = "00:00"


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """One phone as it stands in the form; no day ticked means every day."""

    number: str = ""
    days: frozenset[int] = frozenset()
    begin: str = ""
    end: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.number or self.days or self.begin or self.end)


@dataclass(frozen=True, slots=True)
class CircleForm:
    """`cells` by the sheet's columns, as they are written or were typed; `faults` are why they cannot be taken."""

    cells: Mapping[str, str]
    phones: tuple[PhoneRow, ...]
    faults: tuple[Fault, ...] = field(default=())

    def is_wrong(self, column: str) -> bool:
        return any(column in fault.columns.split(", ") for fault in self.faults)


def form_of(cells: Mapping[str, str]) -> CircleForm:
    """What is written, in a form, with room for further phones."""
    rows = [
        PhoneRow(phone.number, ticked(phone.days), *_clocks(phone.hours))
        for phone in read_duty_phones(cells[DUTY_PHONES])
    ]
    return CircleForm(cells, (*rows, *[PhoneRow()] * SPARE_PHONES))


def read_form(base: Mapping[str, str]) -> tuple[Entry | None, CircleForm]:
    """The office that the sent form makes of `base`, or None; and the form with all that was typed in it."""
    sent: MultiDict[str, str] = request.form
    typed = {column: sent[column].replace("\r\n", "\n").strip() for column in COLUMNS if column in sent}
    cells = {**base, **typed}
    if sent.get("verified") == "today":
        cells["last_verified"] = str(today())
    rows = tuple(row for row in map(_row, range(MOST_PHONES)) if not row.is_empty)
    phones, faults = _phones(rows)
    cells[DUTY_PHONES] = write_duty_phones(phones)
    entry, wrong = read_entry(0, cells)
    faults += wrong
    spare = [PhoneRow()] * SPARE_PHONES
    return None if faults else entry, CircleForm(cells, (*rows, *spare), tuple(faults))


def _row(at: int) -> PhoneRow:
    days = {int(day) for day in request.form.getlist(f"days-{at}") if day in set("0123456")}
    number, begin, end = (
        request.form.get(f"{name}-{at}", "")[:40].strip() for name in ("number", "begin", "end")
    )
    return PhoneRow(number, frozenset(days), begin[:5], end[:5])


def _phones(rows: tuple[PhoneRow, ...]) -> tuple[list[DutyPhone], list[Fault]]:
    phones: list[DutyPhone] = []
    faults = []
    for row in rows:
        try:
            phones.append(DutyPhone(mobile_number(row.number), write_days(row.days), _hours(row)))
        except Wrong as wrong:
            faults.append(Fault(0, wrong.message, wrong.values, columns=DUTY_PHONES))
    return phones, faults


def _hours(row: PhoneRow) -> str:
    if not row.begin and not row.end:
        return ""
    # A clock of a form knows no 24:00.
    return read_hours(f"{row.begin}-{MIDNIGHT if row.end == MIDNIGHT_OF_A_FORM else row.end}")


def _clocks(hours: str) -> tuple[str, str]:
    begin, _, end = hours.partition("-")
    return begin, MIDNIGHT_OF_A_FORM if end == MIDNIGHT else end
