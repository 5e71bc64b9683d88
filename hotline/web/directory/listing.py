"""The table of every office: who is on duty now, what was verified when, what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from flask import render_template, request

from hotline.circles.duty_phones import DutyPhone, on_duty
from hotline.circles.models import CircleType
from hotline.circles.passing_over import CAN_BE_PASSED_OVER, Passed, passed_over
from hotline.circles.sheet import Entry
from hotline.circles.stored import read_entries
from hotline.database import utc_now
from hotline.languages import N_
from hotline.places.folding import fold
from hotline.web.directory import words
from hotline.web.directory.standing import FRESH_DAYS, standing
from hotline.web.doors import runtime
from hotline.web.labels import Label
from hotline.web.limits import LONGEST_SEARCH
from hotline.web.referral_words import circle_name

# Whom referrals are sent to: an office without a phone is only then a lack.
WRITTEN_TO = CAN_BE_PASSED_OVER | {CircleType.HEADQUARTERS}
NEVER = Label(N_("Never verified"), "unknown")
OLD = Label(N_("Verified more than 180 days ago"), "waiting")
VERIFIED = Label(N_("Verified"), "accepted")


class Which(StrEnum):
    """What the table is narrowed to."""

    ALL = "all"
    TAKES_TIPS = "takes_tips"
    NO_PHONE = "no_phone"
    NOT_VERIFIED = "not_verified"
    PASSED_OVER = "passed_over"
    ENDED = "ended"


WHICH = {
    Which.ALL: N_("All"),
    Which.TAKES_TIPS: N_("Those that get tips"),
    Which.NO_PHONE: N_("Without a phone"),
    Which.NOT_VERIFIED: N_("Not verified for 180 days"),
    Which.PASSED_OVER: N_("Passed over now"),
    Which.ENDED: N_("Not valid now"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One office as the table shows it at one moment; `passed` is how tips are kept from it now, if they are."""

    entry: Entry
    phones: tuple[tuple[DutyPhone, bool], ...]
    passed: Passed | None
    on: date

    @property
    def verified(self) -> Label:
        return verified_label(self.entry.values["last_verified"], self.on)

    @property
    def valid(self) -> bool:
        first, last = self.entry.values["valid_from"], self.entry.values["valid_until"]
        return (first or date.min) <= self.on <= (last or date.max)

    @property
    def lacks_phone(self) -> bool:
        return self.entry.values["type"] in WRITTEN_TO and not self.phones

    @property
    def zone(self) -> str:
        return str(self.entry.values["zone"])

    def fits(self, which: Which) -> bool:
        fitting = {
            Which.TAKES_TIPS: self.entry.values["type"] in WRITTEN_TO,
            Which.NO_PHONE: self.lacks_phone,
            Which.NOT_VERIFIED: self.verified is not VERIFIED,
            Which.PASSED_OVER: self.passed is not None,
            Which.ENDED: not self.valid,
        }
        return fitting.get(which, True)

    def is_called(self, folded: str) -> bool:
        values = self.entry.values
        shown = circle_name(values["name"], values["type"], values["city"], values["city_ur"])
        told = (self.entry.code, values["name"], values["city"], values["city_ur"], values["province"], shown)
        return any(folded in fold(one) for one in told)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    zone: str
    kind: str
    which: Which
    words: str

    @property
    def narrowed(self) -> bool:
        return bool(self.zone or self.kind or self.words) or self.which is not Which.ALL

    def of(self, lines: Iterable[Line]) -> list[Line]:
        folded = fold(self.words)
        return [
            line
            for line in lines
            if self.zone in {"", line.zone}
            and self.kind in {"", line.entry.values["type"]}
            and line.fits(self.which)
            and line.is_called(folded)
        ]


def verified_label(last: date | None, on: date) -> Label:
    if last is None:
        return NEVER
    return OLD if on - last > timedelta(days=FRESH_DAYS) else VERIFIED


def passed_now(spans: Iterable[Passed], circle: str, on: date) -> Passed | None:
    holding = (
        one
        for one in spans
        if one.circle == circle and (one.first or date.min) <= on <= (one.last or date.max)
    )
    return next(holding, None)


def lines_of(entries: Iterable[Entry], spans: Sequence[Passed], now: datetime, on: date) -> list[Line]:
    return [
        Line(
            entry,
            tuple((phone, on_duty(phone, now)) for phone in entry.duty_phones),
            passed_now(spans, entry.code, on),
            on,
        )
        for entry in entries
    ]


def every_circle() -> str:
    with runtime().database.transaction() as session:
        stands = standing(session)
        lines = lines_of(read_entries(session), passed_over(session), utc_now(), stands.today)
    zones = sorted({line.zone for line in lines if line.zone})
    asked = _asked(zones)
    found = asked.of(lines)
    groups = {zone: [line for line in found if line.zone == zone] for zone in ("", *zones)}
    return render_template(
        "console/directory/every_circle.html",
        stands=stands,
        asked=asked,
        lines=lines,
        found=found,
        groups={zone: of_zone for zone, of_zone in groups.items() if of_zone},
        zones=zones,
        which=WHICH,
        words=words,
        verified=VERIFIED,
        longest_search=LONGEST_SEARCH,
    )


def _asked(zones: Sequence[str]) -> Asked:
    zone, kind, which = (request.args.get(name, "") for name in ("zone", "kind", "which"))
    return Asked(
        zone if zone in zones else "",
        kind if kind in set(CircleType) else "",
        Which(which) if which in set(Which) else Which.ALL,
        " ".join(request.args.get("words", "")[:LONGEST_SEARCH].split()),
    )
