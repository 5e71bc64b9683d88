"""The words of a referral's SMS: kind, place, time and code; never the caller's number, name or story."""

from dataclasses import dataclass
from datetime import datetime

from hotline.database import PAKISTAN
from hotline.languages import N_, Language, translator
from hotline.tips.models import Kind
from hotline.tips.reference import spaced

KINDS = {
    Kind.FORCED_LABOUR: N_("forced labour"),
    Kind.BONDED_LABOUR: N_("bonded labour"),
    Kind.SEXUAL_EXPLOITATION: N_("sexual exploitation"),
    Kind.CHILD_LABOUR: N_("child labour"),
    Kind.CHILD_BEGGING: N_("child begging"),
    Kind.FORCED_MARRIAGE: N_("forced marriage"),
    Kind.DOMESTIC_SERVITUDE: N_("domestic servitude"),
    Kind.ORGAN_REMOVAL: N_("organ removal"),
    Kind.SMUGGLING: N_("migrant smuggling"),
    Kind.OTHER: N_("other"),
    Kind.UNKNOWN: N_("kind not known"),
    Kind.NOT_A_TIP: N_("perhaps not a tip"),
}
PROVINCES = {
    "Punjab": N_("Punjab"),
    "Sindh": N_("Sindh"),
    "KP": N_("Khyber Pakhtunkhwa"),
    "Balochistan": N_("Balochistan"),
    "ICT": N_("Islamabad"),
    "AJK": N_("Azad Kashmir"),
    "GB": N_("Gilgit-Baltistan"),
}
WORDS = N_("Raabta tip {reference}: {kind}. Place: {place}. {time}. Full report in the console.")
BESIDE = N_("Raabta tip {reference}: {kind}. Place: {place}. {time}. The FIA has it too.")
REPEAT = N_("REPEAT. {words}")
UPDATE = N_("UPDATE. {words}")
URGENT = N_("URGENT. {words}")
NO_PLACE = N_("not named")


@dataclass(frozen=True, slots=True)
class Referred:
    """What a circle is told of a tip, or an office that gets it `beside` the circle and has no console."""

    reference: str
    kind: Kind
    province: str | None
    urgent: bool
    taken_at: datetime
    news: bool = False
    beside: bool = False


def referral_words(tip: Referred, district: str | None, language: Language, repeat: bool = False) -> str:
    """One SMS: a GSM-7 part in English, at most two UCS-2 parts in Urdu. `district` is its name in that language."""
    say = translator(language).gettext
    place = district or (say(PROVINCES[tip.province]) if tip.province in PROVINCES else say(NO_PLACE))
    words = say(BESIDE if tip.beside else WORDS).format(
        reference=spaced(tip.reference),
        kind=say(KINDS[tip.kind]),
        place=place,
        time=tip.taken_at.astimezone(PAKISTAN).strftime("%d-%m %H:%M"),
    )
    if tip.news and not repeat:
        words = say(UPDATE).format(words=words)
    if tip.urgent:
        words = say(URGENT).format(words=words)
    return say(REPEAT).format(words=words) if repeat else words
