"""The form of one office: what stands in it, and what it makes of the office, or why it cannot."""

import json
import re
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
MIDNIGHT_OF_A_FORM = "00:00"
_OF_A_PHONE = re.compile(r"(?:number|days|begin|end|head)-(\d{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """One phone as it stands in the form; no day ticked means every day."""

    number: str = ""
    days: frozenset[int] = frozenset()
    begin: str = ""
    end: str = ""
    head: bool = False

    @property
    def is_empty(self) -> bool:
        return self == PhoneRow()


@dataclass(frozen=True, slots=True)
class CircleForm:
    """`cells` by the sheet's columns, as they are written or were typed; `faults` are why they cannot be taken.

    `began` is what was written when the form began: what it does not say otherwise, it does not change.
    """

    cells: Mapping[str, str]
    phones: tuple[PhoneRow, ...]
    faults: tuple[Fault, ...] = field(default=())
    began: Mapping[str, str] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()

    @property
    def began_written(self) -> str:
        return json.dumps(dict(self.began), ensure_ascii=False)

    def is_wrong(self, column: str) -> bool:
        return any(column in fault.columns.split(", ") for fault in self.faults)


def form_of(cells: Mapping[str, str]) -> CircleForm:
    """What is written, in a form, with room for further phones."""
    return CircleForm(cells, (*_rows_of(cells), *[PhoneRow()] * SPARE_PHONES), began=cells)


def read_form(base: Mapping[str, str], *, new: bool) -> tuple[Entry | None, CircleForm]:
    """The office that the sent form makes of `base`, or None; and the form with all that was typed in it.

    Others may have changed `base` since the form began: only what it changed itself overrules that. Of an office that
    is `new`, or gone meanwhile, all counts that was typed.
    """
    sent: MultiDict[str, str] = request.form
    typed = {column: sent[column].replace("\r\n", "\n").strip() for column in COLUMNS if column in sent}
    if sent.get("verified") == "today":
        typed["last_verified"] = str(today())
    rows = tuple(row for row in map(_row, _numbers(sent)) if not row.is_empty)
    phones, faults = _phones(rows)
    typed[DUTY_PHONES] = write_duty_phones(phones)
    began = {} if new else _began(sent)
    changed = {column for column, cell in typed.items() if began.get(column) != cell}
    if faults:
        changed.add(DUTY_PHONES)
    cells = {**base, **{column: typed[column] for column in changed}}
    if DUTY_PHONES not in changed:
        rows = tuple(_rows_of(cells))
    entry, wrong = read_entry(0, cells)
    faults += wrong
    form = CircleForm(cells, (*rows, *[PhoneRow()] * SPARE_PHONES), tuple(faults), base, frozenset(changed))
    return None if faults else entry, form


def _began(sent: Mapping[str, str]) -> Mapping[str, str]:
    try:
        found = json.loads(sent.get("began", ""))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _rows_of(cells: Mapping[str, str]) -> list[PhoneRow]:
    return [
        PhoneRow(phone.number, ticked(phone.days), *_clocks(phone.hours), phone.head)
        for phone in read_duty_phones(cells[DUTY_PHONES])
    ]


def _numbers(sent: Mapping[str, str]) -> list[int]:
    """The rows for phones that were sent: as many as there are."""
    return sorted({int(found[1]) for name in sent if (found := _OF_A_PHONE.fullmatch(name))})


def _row(at: int) -> PhoneRow:
    days = {int(day) for day in request.form.getlist(f"days-{at}") if day in set("0123456")}
    number, begin, end = (
        request.form.get(f"{name}-{at}", "")[:40].strip() for name in ("number", "begin", "end")
    )
    return PhoneRow(number, frozenset(days), begin[:5], end[:5], f"head-{at}" in request.form)


def _phones(rows: tuple[PhoneRow, ...]) -> tuple[list[DutyPhone], list[Fault]]:
    phones: list[DutyPhone] = []
    faults = []
    for row in rows:
        try:
            phones.append(DutyPhone(mobile_number(row.number), write_days(row.days), _hours(row), row.head))
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
