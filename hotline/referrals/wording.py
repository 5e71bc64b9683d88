"""The words of a referral's SMS: kind, urgency, place, time, tag, how to answer; never the caller's number, name, code
or story."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from hotline.database import PAKISTAN
from hotline.languages import N_, SmsLanguage, sms_words
from hotline.sms.segments import count
from hotline.tips.models import Kind

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
WORDS = N_("Raabta {tag}: {kind}. Place: {place}. {time}.")
REPEAT = N_("REPEAT.")
URGENT = N_("URGENT.")
UPDATE = N_("UPDATE.")
NOT_TAKEN = N_("NOT TAKEN YET.")
BESIDE = N_("The FIA has it too.")
IN_THE_CONSOLE = N_("Full report in the console.")
ANSWER = N_("Reply 1 {tag} if yours, 2 {tag} if not, 3 {tag} when done.")
ANSWER_BRIEFLY = N_("Reply 1 {tag} mine, 2 not ours, 3 done.")
NO_PLACE = N_("not named")
MOST_PARTS = {SmsLanguage.ENGLISH: 1, SmsLanguage.ROMAN_URDU: 1, SmsLanguage.URDU: 2}
"""Of how many parts a referral may be: one in the alphabet of phones, two in Urdu letters."""


@dataclass(frozen=True, slots=True)
class Referred:
    """What a circle is told of a tip, or an office that gets it `beside` the circle and has no console.

    `step` counts those who were told before and did not take it. `news`: they have it, and there is more to know.
    """

    tag: str
    kind: Kind
    province: str | None
    urgent: bool
    taken_at: datetime
    news: bool = False
    beside: bool = False
    step: int = 0


def referral_words(tip: Referred, district: str | None, language: SmsLanguage, repeat: bool = False) -> str:
    """One SMS of no more than MOST_PARTS. `district` is its name in that language.

    Where not all of it has room, the least needed is left out first; no word and no name is cut.
    """
    said = ""
    for said in _ways(tip, district, sms_words(language).gettext, repeat):
        if count(said).segments <= MOST_PARTS[language]:
            break
    return said


def _ways(tip: Referred, district: str | None, say: Callable[[str], str], repeat: bool) -> Iterator[str]:
    """The ways to say it, the fullest first. The last one always has room."""
    marks = [say(mark) for mark in _marks(tip, repeat)]
    time = tip.taken_at.astimezone(PAKISTAN).strftime("%d/%m %H:%M")
    fully, briefly = (say(answer).format(tag=tip.tag) for answer in (ANSWER, ANSWER_BRIEFLY))
    further = say(BESIDE if tip.beside else IN_THE_CONSOLE)
    province = say(PROVINCES[tip.province]) if tip.province in PROVINCES else None
    # Some names tell another one in brackets.
    plain = district and district.partition(" (")[0]
    rests = [(further, fully), (fully,), (briefly,)]
    if tip.beside:
        rests.insert(1, (further, briefly))
    for place in filter(None, (district, plain, province, say(NO_PLACE))):
        told = say(WORDS).format(tag=tip.tag, kind=say(KINDS[tip.kind]), place=place, time=time)
        for rest in rests:
            yield " ".join((*marks, told, *rest))


def _marks(tip: Referred, repeat: bool) -> Iterator[str]:
    """What is to be known at a glance."""
    if repeat:
        yield REPEAT
    if tip.urgent:
        yield URGENT
    if tip.news:
        yield UPDATE
    elif tip.step:
        yield NOT_TAKEN
