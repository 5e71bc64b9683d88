"""What the directory calls things: fields, kinds of office, days, and why something was refused."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from babel.dates import format_date

from hotline.circles.changes import BY_COMMAND, JURISDICTION, PASSED_OVER, Difference
from hotline.circles.duty_phones import DutyPhone, days_of, read_duty_phones
from hotline.circles.jurisdiction_sheet import Period, read_lines
from hotline.circles.models import Basis, CircleType
from hotline.circles.passing_over import OPEN, TAKEN_BACK, Passed
from hotline.circles.table import Fault, Wrong
from hotline.languages import N_, Language
from hotline.referrals.wording import PROVINCES
from hotline.settings_reader import DAYS
from hotline.web.labels import language_word, province_word
from hotline.web.page_language import LOCALES, comma, page_language, say

FIELDS = {
    "id": N_("Code"),
    "name": N_("Name"),
    "type": N_("Kind of office"),
    "city": N_("City"),
    "city_ur": N_("City in Urdu"),
    "province": N_("Province"),
    "fia_zone": N_("FIA zone"),
    "fia_region": N_("FIA region"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    "coverage": N_("Covers, as published"),
    "published_phone": N_("Published phone"),
    "phone_source": N_("Source of the phone"),
    "evidence": N_("Evidence"),
    "source": N_("Source"),
    "confidence": N_("Confidence"),
    "notes": N_("Notes"),
    "duty_phones": N_("Duty phones"),
    "language": N_("Language of its messages"),
    "valid_from": N_("Valid from"),
    "valid_until": N_("Valid until"),
    "last_verified": N_("Last verified"),
    "district": N_("District"),
    "zone": N_("FIA zone"),
    "basis": N_("Basis"),
    JURISDICTION: N_("Jurisdiction"),
    PASSED_OVER: N_("Passed over"),
}
TYPES = {
    CircleType.HEADQUARTERS: N_("Headquarters desk"),
    CircleType.ZONE: N_("FIA zone"),
    CircleType.AHTC: N_("Anti-Human Trafficking Circle (AHTC)"),
    CircleType.AHTC_AND_COMPOSITE: N_("AHTC and Composite Circle"),
    CircleType.COMPOSITE: N_("Composite Circle"),
    CircleType.CIRCLE: N_("FIA Circle"),
    CircleType.ZONE_OFFICE: N_("FIA zone office"),
    CircleType.POLICE_STATION: N_("FIA police station"),
    CircleType.UNCONFIRMED: N_("Not confirmed"),
    CircleType.BORDER_POST: N_("FIA police station at the border"),
    CircleType.LINK_OFFICE: N_("Link office abroad"),
    CircleType.LABOUR_DEPARTMENT: N_("Labour department"),
    CircleType.CHILD_PROTECTION: N_("Child protection"),
}
BASES = {Basis.PUBLISHED: N_("published"), Basis.INFERRED: N_("inferred")}
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
SAYINGS = {
    BY_COMMAND: N_("Loaded from a file by the command"),
}
PASSED = re.compile(rf"([\d-]+|{OPEN}) – ({TAKEN_BACK}?)([\d-]+|{OPEN}): (.*)", re.DOTALL)
HEAD_OF_OFFICE = N_("head of the office")
IN_USE = N_("another office has this code already")
SEMICOLONS = {Language.URDU: "؛ ", Language.ENGLISH: "; "}
DATES = frozenset({"valid_from", "valid_until", "last_verified"})


def field_word(field: str) -> str:
    return say(FIELDS[field]) if field in FIELDS else field


def fault_words(fault: Fault) -> str:
    """Why a cell or row cannot be, in the page's language; the columns by the names that the page gives them."""
    told = say(fault.message).format(**fault.values)
    columns = comma().join(field_word(name) for name in fault.columns.split(", ") if name)
    return f"{columns}: {told}" if columns else told


def why_words(why: str) -> str:
    return say(SAYINGS[why]) if why in SAYINGS else why


def day_words(day: date) -> str:
    return format_date(day, "d MMM y", locale=LOCALES[page_language()])


def days_word(days: str) -> str:
    """Days as `read_days` wrote them, such as `Mon–Fri`."""
    known = dict(zip(DAYS, WEEKDAYS, strict=True))
    runs = (part.split("-") for part in days.split(","))
    return comma().join("–".join(say(known[day]) for day in run) for run in runs)


def hours_word(phone: DutyPhone) -> str:
    """When somebody answers this phone."""
    days = days_word(phone.days) if phone.days else say(N_("Every day"))
    return f"{days}{comma()}\u2066{phone.hours.replace('-', '–')}\u2069" if phone.hours else days


def zone_word(zone: str, names: Mapping[str, str]) -> str:
    """A zone is called after a city, or a province."""
    return names.get(zone) or say(PROVINCES.get(zone, zone))


def span_words(first: date | None, last: date | None) -> str:
    """From one day to another, both included."""
    if first and last:
        return say(N_("{first} to {last}")).format(first=day_words(first), last=day_words(last))
    if first:
        return say(N_("from {first}")).format(first=day_words(first))
    return say(N_("until {last}")).format(last=day_words(last)) if last else say(N_("always"))


def taken_back_words(first: date | None, on: date) -> str:
    """A span of days that was ended on one of them, or before it began."""
    back = say(N_("taken back on {day}")).format(day=day_words(on))
    return f"{span_words(first, None)}{comma()}{back}" if first else back


def passed_words(span: Passed) -> str:
    return (
        taken_back_words(span.first, span.taken_back)
        if span.taken_back
        else span_words(span.first, span.last)
    )


def isolated(words: str) -> str:
    """Words of either direction as a part of a line that runs in one."""
    return f"\u2068{words}\u2069"


def period_words(period: Period, names: Mapping[str, str]) -> str:
    """Such as `Multan, from 1 Apr 2026 (inferred; dawn.com)`."""
    known = say(BASES[period.basis])
    if period.source:
        known += f"{SEMICOLONS[page_language()]}{isolated(period.source)}"
    span = span_words(period.valid_from, period.valid_until)
    return f"{isolated(zone_word(period.zone, names))}{comma()}{span} ({known})"


def values_words(one: Difference, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """What a field said before and says after, each in lines; none where it said nothing."""
    return _lines(one, one.before, names), _lines(one, one.after, names)


def _lines(one: Difference, value: str, names: Mapping[str, str]) -> list[str]:
    if one.field == JURISDICTION:
        return [period_words(period, names) for period in read_lines(one.of, value)]
    if one.field == "duty_phones":
        return _phone_lines(value)
    return [_word(one.field, value)] if value else []


def _phone_lines(value: str) -> list[str]:
    try:
        phones = read_duty_phones(value)
    except Wrong:
        return [value]
    return [_phone_line(phone) for phone in phones]


def _phone_line(phone: DutyPhone) -> str:
    more = [hours_word(phone)] if phone.days or phone.hours else []
    more += [say(HEAD_OF_OFFICE)] if phone.head else []
    return comma().join((f"\u2066{phone.number}\u2069", *more)) if more else phone.number


def _word(field: str, value: str) -> str:
    if field == "type" and value in set(CircleType):
        return say(TYPES[CircleType(value)])
    if field == "language":
        return language_word(value)
    if field == "province":
        return province_word(value)
    if field in DATES:
        return day_words(date.fromisoformat(value))
    return _passed_words(value) if field == PASSED_OVER else value


def _passed_words(value: str) -> str:
    found = PASSED.fullmatch(value)
    if found is None:
        return value
    first, last = (None if day == OPEN else date.fromisoformat(day) for day in (found[1], found[3]))
    span = taken_back_words(first, last) if found[2] and last else span_words(first, last)
    return f"{span}: {isolated(found[4])}"


def ticked(days: str) -> frozenset[int]:
    """The days whose boxes are ticked on the form: none where every day is meant."""
    return days_of(days) if days else frozenset()


def values_of(field: str, value: str) -> str:
    """The value of a cell as the page says it."""
    return _word(field, value) if value else ""


def type_options() -> list[tuple[str, str]]:
    return [(kind.value, say(named)) for kind, named in TYPES.items()]


def language_options(languages: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, language_word(one)) for one in languages]


def province_options(provinces: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, province_word(one)) for one in provinces]


def zone_options(zones: Iterable[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(one, zone_word(one, names)) for one in zones]
