"""Duty phones as the sheet writes them: a mobile number, the days and hours at which somebody answers it, and whether
it is the head's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import phonenumbers

from hotline.circles.table import Wrong
from hotline.database import PAKISTAN
from hotline.languages import N_
from hotline.phone_numbers import is_valid, read
from hotline.settings_reader import DAYS, HOURS, days_in, hours_in

_WRITABLE_TYPES = frozenset(
    {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
)
_LOOKS_LIKE_DAYS = re.compile(r"[A-Za-z]+(\s*[-,]\s*[A-Za-z]+)*")
_LOOKS_LIKE_HOURS = re.compile(r"\d+:\d+\s*-\s*\d+:\d+", re.ASCII)
# More than anyone keeps for one office; each is asked for at every referral.
MOST_PHONES = 20
_DAY = f"(?:{'|'.join(DAYS)})"
_DAYS = re.compile(rf"{_DAY}(-{_DAY})?(,{_DAY}(-{_DAY})?)*")
HEAD = "head"
# Days, hours and `head` behind a number, each of which may be missing.
_WRITTEN = re.compile(
    rf"(?P<number>.*?)(?:\s+(?!{HEAD}\b)(?P<days>{_LOOKS_LIKE_DAYS.pattern}))?"
    rf"(?:\s+(?P<hours>{_LOOKS_LIKE_HOURS.pattern}))?(?:\s+(?P<head>{HEAD}))?",
    re.DOTALL | re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DutyPhone:
    """`number` in E.164; `days` such as `mon-fri` and `hours` such as `09:00-17:00`, each empty for always.

    That of the `head` of the office is written to after all its others.
    """

    number: str
    days: str = ""
    hours: str = ""
    head: bool = False

    def __str__(self) -> str:
        return " ".join(filter(None, (self.number, self.days, self.hours, HEAD if self.head else "")))


def read_duty_phones(cell: str) -> tuple[DutyPhone, ...]:
    """The phones of a cell, `;` between; raises Wrong."""
    phones = tuple(read_duty_phone(part) for part in map(str.strip, cell.split(";")) if part)
    if len({phone.number for phone in phones}) < len(phones):
        raise Wrong(N_("has the same number twice"))
    if len(phones) > MOST_PHONES:
        raise Wrong(N_("has more than {most} phones"), most=MOST_PHONES)
    return phones


def read_duty_phone(written: str) -> DutyPhone:
    """Such as `0364 0000001 mon-fri 09:00-17:00`, with `head` behind it for the head's; raises Wrong."""
    found = _WRITTEN.fullmatch(written)
    assert found is not None, "every part of the pattern may be missing"
    return DutyPhone(
        mobile_number(found["number"]),
        read_days(found["days"] or ""),
        read_hours(found["hours"] or ""),
        found["head"] is not None,
    )


def mobile_number(written: str) -> str:
    """The number in E.164, if an SMS can reach it; raises Wrong."""
    number = read(written)
    if number is None or not is_valid(number):
        raise Wrong(N_("{cell!r} is not a telephone number"), cell=written)
    if phonenumbers.number_type(phonenumbers.parse(number)) not in _WRITABLE_TYPES:
        raise Wrong(N_("{cell!r} is not a mobile number: no SMS reaches it"), cell=written)
    return number


def write_duty_phones(phones: Iterable[DutyPhone]) -> str:
    return ";".join(map(str, phones))


def read_days(written: str) -> str:
    """Days of the week in their one way of writing, empty for all seven; raises Wrong."""
    known = re.sub(r"\s", "", written.lower())
    if known and not _DAYS.fullmatch(known):
        raise Wrong(N_("{cell!r} are no days such as mon-fri or mon-thu,sat"), cell=written)
    return write_days(days_of(known))


def days_of(written: str) -> frozenset[int]:
    """The days that `read_days` wrote, Monday is 0."""
    return days_in(written or "mon-sun") or frozenset()


def write_days(days: Iterable[int]) -> str:
    """As runs of days, over the end of the week too: `mon-fri`, `sat-thu`, `mon,wed`. Empty for all or none."""
    wanted = frozenset(days)
    if len(wanted) in {0, len(DAYS)}:
        return ""
    runs = []
    for begin in sorted(day for day in wanted if (day - 1) % len(DAYS) not in wanted):
        end = begin
        while (end + 1) % len(DAYS) in wanted:
            end = (end + 1) % len(DAYS)
        runs.append(DAYS[begin] if end == begin else f"{DAYS[begin]}-{DAYS[end]}")
    return ",".join(runs)


def read_hours(written: str) -> str:
    """Hours by the clock in Pakistan, over midnight where the end comes first; raises Wrong."""
    hours = re.sub(r"\s", "", written)
    if not hours:
        return ""
    found = HOURS.fullmatch("-".join(clock.zfill(5) for clock in hours.split("-")))
    if found is None or found[1] == found[2]:
        raise Wrong(N_("{cell!r} are no hours such as 09:00-17:00"), cell=written)
    return f"{found[1]}-{found[2]}"


def on_duty(phone: DutyPhone, at: datetime) -> bool:
    """Whether somebody answers then. Hours over midnight belong to the day on which they begin."""
    here = at.astimezone(PAKISTAN)
    clock, day = here.time(), here.weekday()
    hours = hours_in(phone.hours)
    if hours is None:
        return day in days_of(phone.days)
    begin, end = hours
    if begin < end:
        return begin <= clock < end and day in days_of(phone.days)
    if clock >= begin:
        return day in days_of(phone.days)
    return clock < end and (day - 1) % len(DAYS) in days_of(phone.days)
