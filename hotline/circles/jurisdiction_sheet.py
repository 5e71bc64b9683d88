"""Which zone each district belonged to when, as a CSV sheet of its own: read with every fault named at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hotline.circles.models import Basis
from hotline.circles.table import (
    Fault,
    Reader,
    Wrong,
    at_most,
    day,
    needed,
    one_of,
    read_table,
    words,
    write_table,
)
from hotline.languages import N_

COLUMNS = ("district", "zone", "valid_from", "valid_until", "basis", "source")
LONGEST_CELL = 500
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A district, by its name, lies in a zone from one day to another, both included; an empty end is open."""

    district: str
    zone: str
    valid_from: date | None
    valid_until: date | None
    basis: Basis
    source: str
    row: int = field(default=0, compare=False)

    def holds(self, on: date) -> bool:
        return _first(self) <= on <= _last(self)

    def cells(self) -> dict[str, str]:
        return {
            "district": self.district,
            "zone": self.zone,
            "valid_from": str(self.valid_from or ""),
            "valid_until": str(self.valid_until or ""),
            "basis": str(self.basis),
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Gap:
    """Days between two periods on which the district belongs to no zone: allowed, but told."""

    district: str
    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.district} belongs to no zone from {self.first} to {self.last}"


def read_periods(
    text: str, districts: Mapping[str, str], *, stored: bool = False
) -> tuple[list[Period], list[Fault]]:
    """The periods whose rows are right, and all that is wrong; `districts` are the names by code.

    Of one district no two periods may share a day. What is `stored` was taken once: its words are not judged again.
    """
    rows, faults = read_table(text, COLUMNS)
    names = {name: name for name in districts.values()} | dict(districts)
    periods = []
    for number, cells in rows:
        period, wrong = _read_period(number, cells, names, stored=stored)
        faults += wrong
        if period is not None:
            periods.append(period)
    return periods, [*faults, *overlaps(periods)]


def write_periods(periods: Iterable[Period]) -> str:
    return write_table(COLUMNS, (period.cells() for period in periods))


def lines_of(periods: Iterable[Period]) -> str:
    """One district's periods as lines of the sheet, without the district; `read_lines` reads them."""
    return write_table(COLUMNS[1:], (period.cells() for period in periods)).partition("\n")[2]


def read_lines(district: str, lines: str) -> tuple[Period, ...]:
    """What `lines_of` wrote of a district."""
    rows, _ = read_table(f"{','.join(COLUMNS[1:])}\n{lines}", COLUMNS[1:])
    read = (
        _read_period(number, {"district": district, **cells}, {district: district}, stored=True)
        for number, cells in rows
    )
    return tuple(period for period, _ in read if period is not None)


def overlaps(periods: Iterable[Period]) -> list[Fault]:
    """Every period that shares a day with an earlier one of its district."""
    faults = []
    longest: Period | None = None
    for one in in_order(periods):
        if longest is None or longest.district != one.district:
            longest = one
            continue
        if _first(one) <= _last(longest):
            faults.append(_shares_days(one, longest))
        longest = max(longest, one, key=_last)
    return faults


def gaps(periods: Iterable[Period]) -> list[Gap]:
    """The days between two periods of a district that neither of them has."""
    return [
        Gap(earlier.district, earlier.valid_until + ONE_DAY, later.valid_from - ONE_DAY)
        for earlier, later in _neighbours(periods)
        if earlier.valid_until and later.valid_from and later.valid_from - earlier.valid_until > ONE_DAY
    ]


def in_order(periods: Iterable[Period]) -> list[Period]:
    """By district, the oldest first."""
    return sorted(periods, key=lambda one: (one.district, _first(one)))


def belongs_from(periods: Iterable[Period], new: Period) -> list[Period]:
    """One district's periods when from `new.valid_from` on it belongs to another zone.

    What held until then ends on the day before; what would have begun later is given up.
    """
    begin = _first(new)
    last_day = begin - ONE_DAY if begin > date.min else begin
    earlier = [one for one in periods if _first(one) < begin]
    ended = [replace(one, valid_until=last_day) if _last(one) >= begin else one for one in earlier]
    return [*ended, new]


def _neighbours(periods: Iterable[Period]) -> list[tuple[Period, Period]]:
    return [(one, other) for one, other in pairwise(in_order(periods)) if one.district == other.district]


def _first(one: Period) -> date:
    return one.valid_from or date.min


def _last(one: Period) -> date:
    return one.valid_until or date.max


def _shares_days(one: Period, other: Period) -> Fault:
    message = N_("shares days with another row of this district (row {row}: {first} to {last})")
    days = {"row": other.row, "first": other.valid_from or "…", "last": other.valid_until or "…"}
    return Fault(one.row, message, days, of=one.district, columns="valid_from, valid_until")


def _read_period(
    row: int, cells: Mapping[str, str], names: Mapping[str, str], *, stored: bool
) -> tuple[Period | None, list[Fault]]:
    values: dict[str, Any] = {}
    wrong = []
    for column in COLUMNS:
        try:
            reader = _district(names) if column == "district" else _READERS[column]
            values[column] = cells[column] if stored and reader in _JUDGES else reader(cells[column])
        except Wrong as fault:
            wrong.append(Fault(row, fault.message, fault.values, of=cells["district"], columns=column))
    if wrong:
        return None, wrong
    period = Period(**values, row=row)
    if period.valid_from and period.valid_until and period.valid_until < period.valid_from:
        early = N_("lies before valid_from")
        return None, [Fault(row, early, of=period.district, columns="valid_until")]
    return period, []


def _district(names: Mapping[str, str]) -> Reader:
    def reader(cell: str) -> str:
        if needed(cell) not in names:
            raise Wrong(N_("there is no district {cell!r}"), cell=cell)
        return names[cell]

    return reader


def _basis(cell: str) -> Basis:
    return Basis(one_of(Basis)(cell))


_READERS: dict[str, Reader] = {
    "zone": at_most(LONGEST_CELL, needed),
    "valid_from": day,
    "valid_until": day,
    "basis": _basis,
    "source": at_most(LONGEST_CELL, words),
}
# The readers that only judge: what they read is the cell as it is written.
_JUDGES = frozenset({_READERS["zone"], _READERS["source"]})
