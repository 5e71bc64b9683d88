"""What the console calls things: kinds, states, steps and reasons in the words of the page's language."""

import re
from dataclasses import dataclass

from flask import Flask
from markupsafe import Markup, escape

from hotline.circles.models import CircleType
from hotline.circles.routing import Why
from hotline.languages import N_, Language, language_of, words
from hotline.referrals.models import ReferralState
from hotline.referrals.wording import KINDS, PROVINCES
from hotline.supervisors.passwords import SHORTEST, Fault
from hotline.tips.models import Channel, Kind
from hotline.tips.reference import spaced
from hotline.web.page_language import page_language, say
from ivr_flows.flows import STEPS
from ivr_flows.steps import LANGUAGE, RECORDED, Prompt, Say


@dataclass(frozen=True, slots=True)
class Label:
    """A word and the shape that stands beside it, so that colour alone never says anything."""

    word: str
    shape: str


LANGUAGES = {Language.URDU: N_("Urdu"), Language.ENGLISH: N_("English")}
CHANNELS = {
    Channel.CALL: Label(N_("Call"), "call"),
    Channel.SMS: Label(N_("Text"), "text"),
}
STATES = {
    ReferralState.WAITING: Label(N_("Waiting to be sent"), "waiting"),
    ReferralState.SENDING: Label(N_("Being sent"), "sending"),
    ReferralState.UNKNOWN: Label(N_("Not known whether it was sent"), "unknown"),
    ReferralState.SENT: Label(N_("Sent"), "sent"),
    ReferralState.DELIVERED: Label(N_("Delivered"), "delivered"),
    ReferralState.REFUSED: Label(N_("Refused by the carrier"), "refused"),
}
WHYS = {
    Why.JURISDICTION: N_("The place is this circle's ground."),
    Why.NEAREST: N_("The nearest circle: none is known whose ground it is."),
    Why.PROVINCE: N_("Only the province is known; it lies in this circle's zone."),
    Why.HEADQUARTERS: N_("No circle could be told from the place; the headquarters desk takes it."),
}
# Whom the law names beside the FIA, as `routing` puts it at the end of its detail.
BY_LAW = ". By law also for "
ALSO = {
    "the police, when it happens inside Pakistan": N_(
        "By law also for the police, when it happens inside Pakistan."
    ),
    "the police, the labour department and the district vigilance committee": N_(
        "By law also for the police, the labour department and the district vigilance committee."
    ),
    "the labour department and child protection": N_(
        "By law also for the labour department and child protection."
    ),
}
# The directory's own names are long and carry notes; these are the kinds that tips go to.
CIRCLES = {
    CircleType.HEADQUARTERS: N_("Headquarters desk, {city}"),
    CircleType.ZONE: N_("FIA zone, {city}"),
    CircleType.AHTC: N_("AHTC {city}"),
    CircleType.AHTC_AND_COMPOSITE: N_("AHTC {city}"),
    CircleType.COMPOSITE: N_("Composite Circle {city}"),
    CircleType.CIRCLE: N_("FIA Circle {city}"),
    CircleType.ZONE_OFFICE: N_("FIA zone office, {city}"),
    CircleType.POLICE_STATION: N_("FIA police station {city}"),
}
# What the rooms below note as a reason, and how a page says it. A reason that fits none is shown as it stands.
REASONS = (
    # Why this circle: told in full where the page tells of the circle.
    (rf"({'|'.join(Why)}): .*", N_("The referral is opened.")),
    (
        r"no phone is entered for the circle, its zone or the headquarters desk",
        N_("No phone is entered for the circle, its zone or the headquarters desk."),
    ),
    (r"to (?P<circle>\S+): circle's phone", N_("To the phone of {circle}.")),
    (r"to (?P<circle>\S+): zone's phone", N_("To the phone of the zone, {circle}: the circle has none.")),
    (
        r"to (?P<circle>\S+): headquarters's phone",
        N_("To the headquarters desk, {circle}: neither circle nor zone has a phone."),
    ),
    (r"handed to the carrier", N_("Handed to the carrier.")),
    (r"the carrier had taken it after all", N_("The carrier had taken it after all.")),
    (
        r"fate unknown: \w+",
        N_("No answer from the carrier; it is looked up before it is sent again."),
    ),
    (
        r"the sender died half-way",
        N_("The sending broke off half-way; it is looked up before it is sent again."),
    ),
    (r"a person has mended it", N_("A person has mended what it was refused for.")),
    (r"another phone has been entered", N_("Another phone has been entered.")),
    (r"carrier: sent", N_("The carrier reports: sent.")),
    (r"carrier: delivered", N_("The carrier reports: delivered.")),
    (
        r"carrier: undelivered(?:, code (?P<code>\w+))?",
        N_("The carrier reports: not delivered (code {code}). It is tried again."),
    ),
    (r"carrier: failed(?:, code (?P<code>\w+))?", N_("The carrier reports: failed (code {code}).")),
)
FAULTS = {
    "wrong": N_("The old password is wrong, or the account is shut for a while after too many wrong tries."),
    "busy": N_("Too many people are signing in at this moment. Please try again."),
    "differ": N_("The two new passwords differ."),
    Fault.TOO_SHORT: N_("The new password is too short: it needs at least {shortest} characters."),
    Fault.TOO_LONG: N_("The new password is too long."),
    Fault.TOO_SIMPLE: N_("The new password repeats too few characters."),
    Fault.IS_THE_NAME: N_("The new password is too close to the name."),
}


def put_up(app: Flask) -> None:
    """Give every template the names of things."""
    app.jinja_env.globals.update(
        CHANNELS=CHANNELS,
        STATES=STATES,
        spaced=spaced,
        kind_word=kind_word,
        province_word=province_word,
        language_word=language_word,
        why_words=why_words,
        detail_parts=detail_parts,
        reason_words=reason_words,
        question=question,
        answer_words=answer_words,
        circle_name=circle_name,
        fault_words=fault_words,
        shortest_password=SHORTEST,
        language_of=language_of,
    )


def kind_word(kind: Kind) -> str:
    word = say(KINDS[kind])
    return word[:1].upper() + word[1:]


def province_word(province: str) -> str:
    return say(PROVINCES[province]) if province in PROVINCES else province


def language_word(language: str) -> str:
    return say(LANGUAGES[Language(language)]) if language in set(Language) else language


def why_words(why: str) -> str:
    return say(WHYS[Why(why)]) if why in set(Why) else why


def detail_parts(detail: str) -> tuple[str, str | None]:
    """Why this circle in particular, as it was noted (in English), and whom the law names beside it, translated."""
    reason, _, others = detail.partition(BY_LAW)
    return reason[:1].upper() + reason[1:], say(ALSO[others]) if others in ALSO else others or None


def reason_words(reason: str) -> Markup:
    """A reason in the page's language, or as it stands, marked as English."""
    for pattern, message in REASONS:
        found = re.fullmatch(pattern, reason)
        if found is not None:
            values = {name: value or "–" for name, value in found.groupdict().items()}
            return escape(say(message).format(**values))
    return Markup('<span lang="en" dir="ltr">{}</span>').format(reason)


def question(step_name: str) -> str:
    """What the caller was asked at this step, without the choices; the step's name if flows have changed since."""
    step = STEPS.get(step_name)
    if step is None or isinstance(step, Say):
        return step_name
    if step.fact == LANGUAGE:
        return say(N_("In which language?"))
    asked = [said for said in step.ask if isinstance(said, Prompt)]
    named = [said for said in asked if said.name == step_name]
    return " ".join(words(said, page_language()) for said in named or asked)


def answer_words(fact: str | None, value: str | None) -> str | None:
    """What a noted value says, or None when it says nothing in words (silence, or something recorded)."""
    if value is None or value == RECORDED:
        return None
    if fact == LANGUAGE:
        return language_word(value)
    if fact == "kind" and value in set(Kind):
        return kind_word(Kind(value))
    return say(N_("Not known")) if value == "unknown" else province_word(value)


def circle_name(name: str, kind: CircleType, city: str, city_ur: str) -> str:
    """The circle by kind and city, in the page's language; as the directory names it where the kind is a rare one."""
    here = city_ur if page_language() is Language.URDU and city_ur else city
    return say(CIRCLES[kind]).format(city=here) if kind in CIRCLES else name


def fault_words(fault: str) -> str:
    return say(FAULTS[fault]).format(shortest=SHORTEST)
