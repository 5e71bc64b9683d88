"""What the console calls things about a referral: where it stands, why this circle, the reasons of its moves."""

import re
from collections.abc import Mapping

from flask import Flask
from markupsafe import Markup, escape

from hotline.circles.models import CircleType, Rung
from hotline.circles.reasons import read, sentence
from hotline.circles.routing import Why
from hotline.languages import N_, Language, words
from hotline.referrals.acknowledgement import DONE, MINE, NOT_OURS, ONWARD, OUTCOME
from hotline.referrals.dispatch import HELD_UP, NOBODY_LEFT
from hotline.referrals.escalation import NOBODY_ANSWERED, NOT_ANSWERED
from hotline.referrals.keeping_away import NOTED as KEPT
from hotline.referrals.models import Fate, Outcome, ReferralState, Role
from hotline.referrals.opening import NOT_TO
from hotline.referrals.progress import Progress
from hotline.referrals.sweep import ANOTHER_CARRIER
from hotline.referrals.wording import PROVINCES
from hotline.web.labels import Label
from hotline.web.page_language import comma, page_language, say
from ivr_flows.flows import STEPS
from ivr_flows.steps import Prompt, Say

STATES = {
    ReferralState.WAITING: Label(N_("Waiting to be sent"), "waiting"),
    ReferralState.SENDING: Label(N_("Being sent"), "sending"),
    ReferralState.UNKNOWN: Label(N_("Not known whether it was sent"), "unknown"),
    ReferralState.SENT: Label(N_("Sent"), "sent"),
    ReferralState.DELIVERED: Label(N_("Delivered"), "delivered"),
    ReferralState.ACKNOWLEDGED: Label(N_("Taken by the circle"), "accepted"),
    ReferralState.DECLINED: Label(N_("Declined: not theirs"), "declined"),
    ReferralState.ESCALATED: Label(N_("Goes on up the ladder"), "escalated"),
    ReferralState.CLOSED: Label(N_("Work finished"), "closed"),
    ReferralState.REFUSED: Label(N_("Refused by the carrier"), "refused"),
    ReferralState.WITHDRAWN: Label(N_("Taken back, not sent"), "wrong"),
}
# What is known of the circle's work; a report that is received or passed on shows the referral's state.
PROGRESS = {
    Progress.ACCEPTED: STATES[ReferralState.ACKNOWLEDGED],
    Progress.CLOSED: STATES[ReferralState.CLOSED],
}
FATES = {
    Fate.PENDING: Label(N_("Being handed over"), "sending"),
    Fate.NOT_SENT: Label(N_("Not taken by the carrier"), "again"),
    Fate.REFUSED: Label(N_("Refused by the carrier"), "refused"),
    Fate.UNKNOWN: Label(N_("Not known whether it was taken"), "unknown"),
    Fate.TAKEN: Label(N_("Taken by the carrier"), "sent"),
    Fate.DELIVERED: Label(N_("Delivered"), "delivered"),
    Fate.UNDELIVERED: Label(N_("Not delivered"), "wrong"),
}
RUNGS = {
    Rung.CIRCLE: N_("the office's duty phone"),
    Rung.HEAD: N_("the head of the office"),
    Rung.ZONE: N_("the zone's phone"),
    Rung.HEADQUARTERS: N_("the headquarters desk"),
}
OUTCOMES = {
    Outcome.VICTIMS_IDENTIFIED: N_("Potential victims identified"),
    Outcome.FIR: N_("FIR registered"),
    Outcome.REFERRED: N_("Referred to a service"),
    Outcome.UNFOUNDED: N_("Unfounded"),
    Outcome.NOT_REACHABLE: N_("Nobody could be reached"),
    Outcome.OTHER: N_("Something else"),
}
NOT_SAID = N_("not said")
WHYS = {
    Why.JURISDICTION: N_("The place is this circle's ground."),
    Why.NEAREST: N_("The nearest circle: none is known whose ground it is."),
    Why.PROVINCE: N_("Only the province is known; it lies in this circle's zone."),
    Why.HEADQUARTERS: N_("No circle could be told from the place; the headquarters desk takes it."),
    Why.OFFICIAL: N_("The headquarters desk takes it, and not the local circle."),
    Why.LABOUR: N_("It gets the tip beside the circle, for this kind of work."),
    Why.CHILD: N_("It gets the tip beside the circle, for the child."),
}
# What an office gets a tip for, beside the circle.
BESIDE = {
    Role.LABOUR: N_("Also to the labour department"),
    Role.CHILD_PROTECTION: N_("Also to child protection"),
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
    CircleType.LABOUR_DEPARTMENT: N_("Labour department, {city}"),
    CircleType.CHILD_PROTECTION: N_("Child protection, {city}"),
}
_BY_SMS, _BY_PHONE, _BY_NAME = r"(?P<circle>\S+), by SMS", r"(?P<circle>\S+), by phone", "(?P<name>.+)"
_OUTCOME = "(?P<outcome>[a-z_ ]+)"
# What was answered, by whom. The order counts: a supervisor's name fits last.
ANSWERS = (
    (MINE.format(by=_BY_SMS), N_("{circle} has taken it, by SMS.")),
    (MINE.format(by=_BY_PHONE), N_("{circle} has taken it, by phone.")),
    (MINE.format(by=_BY_NAME), N_("{name} noted that the circle has taken it.")),
    (NOT_OURS.format(by=_BY_SMS), N_("{circle} says by SMS that it is not theirs.")),
    (NOT_OURS.format(by=_BY_PHONE), N_("{circle} says by phone that it is not theirs.")),
    (NOT_OURS.format(by=_BY_NAME), N_("{name} noted that it is not theirs.")),
    (
        DONE.format(outcome=_OUTCOME, by=_BY_SMS),
        N_("{circle} says by SMS that the work is finished. Outcome: {outcome}."),
    ),
    (
        DONE.format(outcome=_OUTCOME, by=_BY_PHONE),
        N_("{circle} says by phone that the work is finished. Outcome: {outcome}."),
    ),
    (
        DONE.format(outcome=_OUTCOME, by=_BY_NAME),
        N_("{name} noted that the work is finished. Outcome: {outcome}."),
    ),
    (OUTCOME.format(outcome=_OUTCOME, by=_BY_SMS), N_("{circle} says by SMS what came of it: {outcome}.")),
    (
        OUTCOME.format(outcome=_OUTCOME, by=_BY_PHONE),
        N_("{circle} says by phone what came of it: {outcome}."),
    ),
    (OUTCOME.format(outcome=_OUTCOME, by=_BY_NAME), N_("{name} noted what came of it: {outcome}.")),
    (
        ONWARD.format(circle=r"(?P<circle>\S+)", onward=r"(?P<onward>\S+)"),
        N_("{circle} does not take it: it goes on to {onward}."),
    ),
    (NOT_ANSWERED.format(rung=r"(?P<rung>\w+)"), N_("Not answered in time ({rung}): the next one is told.")),
    (NOBODY_ANSWERED, N_("Nobody up the ladder has answered: a person must see to it.")),
    # As earlier versions kept it.
    (r"accepted, noted by (?P<name>.+)", N_("{name} noted that the circle has taken it.")),
    (r"closed, noted by (?P<name>.+)", N_("{name} noted that the work is finished.")),
)
# What the rooms below note as a reason, and how a page says it. A reason that fits none is shown as it stands.
REASONS = (
    # Why this circle: told in full where the page tells of the circle.
    (rf"({'|'.join(Why)}): .*", N_("The referral is opened.")),
    (
        r"no phone is entered for the circle, its zone or the headquarters desk",
        N_("No phone is entered for the circle, its zone or the headquarters desk."),
    ),
    (r"no phone is entered for the office", N_("No phone is entered for the office.")),
    (r"to (?P<circle>\S+): circle's phone", N_("To the phone of {circle}.")),
    (r"to (?P<circle>\S+): zone's phone", N_("To the phone of the zone, {circle}.")),
    (r"to (?P<circle>\S+): headquarters's phone", N_("To the headquarters desk, {circle}.")),
    (r"to (?P<circle>\S+): head's phone", N_("To the head of {circle}.")),
    (NOBODY_LEFT, N_("Nobody else up the ladder can be written to.")),
    (HELD_UP, N_("Held up before it was sent: it is tried again.")),
    (
        r"cannot be looked up: \w+",
        N_("The carrier cannot say whether it has it: nothing is sent before it can."),
    ),
    (ANOTHER_CARRIER, N_("It is tried by another carrier.")),
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
    (r"another phone is written to now", N_("Another phone is written to now.")),
    (r"more is known: urgent", N_("It is known now that it is urgent: it goes out once more.")),
    (r"more is known: the place", N_("The place is known now: it goes to whose ground it is.")),
    (
        r"more is known: an official",
        N_("An official is said to be involved: it goes to the headquarters desk."),
    ),
    (r"more is known: this office", N_("It is this office's after all.")),
    (r"not for this office any more", N_("It is not this office's any more: nobody there has been told.")),
    (NOT_TO.format(circle=r"(?P<circle>\S+)"), N_("It must not go to {circle}: it goes elsewhere.")),
    (
        KEPT.format(circle=r"(?P<circle>\S+)", by="(?P<name>.+)"),
        N_("{name} noted that it must not go to {circle}."),
    ),
    (r"carrier: sent", N_("The carrier reports: sent.")),
    (r"carrier: delivered", N_("The carrier reports: delivered.")),
    (
        r"carrier: undelivered(?:, code (?P<code>\w+))?",
        N_("The carrier reports: not delivered (code {code}). It is tried again."),
    ),
    (r"carrier: failed(?:, code (?P<code>\w+))?", N_("The carrier reports: failed (code {code}).")),
    *ANSWERS,
)
# What a supervisor adds to an answer: a sentence or two, as an officer would by SMS.
LONGEST_WORDS = 500
# As earlier versions kept what a supervisor noted.
PROGRESS_NOTED = re.compile(r"(accepted|closed), noted by .+")


def put_up(app: Flask) -> None:
    """Give every template the words of a referral."""
    app.jinja_env.globals.update(
        STATES=STATES,
        FATES=FATES,
        RUNGS=RUNGS,
        OUTCOMES=OUTCOMES,
        longest_words=LONGEST_WORDS,
        standing=standing,
        move_label=move_label,
        heard_by_code=heard_by_code,
        why_words=why_words,
        detail_words=detail_words,
        BESIDE=BESIDE,
        reason_words=reason_words,
        circle_name=circle_name,
    )


def standing(state: ReferralState, progress: Progress) -> Label:
    """Where the report stands: what the circle does with it, once that is known, else how far the message is."""
    return PROGRESS.get(progress) or STATES[state]


def move_label(state: ReferralState, reason: str) -> Label:
    """What happened in one move: the state that it led to, or what a supervisor noted."""
    noted = PROGRESS_NOTED.fullmatch(reason)
    found = PROGRESS.get(Progress(noted[1])) if noted and noted[1] in set(Progress) else None
    return found or STATES[state]


def heard_by_code(progress: Progress) -> str:
    """What a caller hears who asks by code how far the report is."""
    step = STEPS[f"called_before.{progress}"]
    said = step.say if isinstance(step, Say) else ()
    return " ".join(words(each, page_language()) for each in said if isinstance(each, Prompt))


def why_words(why: str) -> str:
    return say(WHYS[Why(why)]) if why in set(Why) else why


def detail_words(detail: str, names: Mapping[str, str]) -> Markup:
    """Why this circle in particular, in sentences; what earlier versions noted stands as it was noted, in English.

    `names` are the directory's names of districts in the page's language, where they differ.
    """
    reasons = read(detail)
    if reasons is None:
        return _as_it_stands(detail)

    def named(place: str) -> str:
        return names.get(place) or (say(PROVINCES.get(place, place)) if place else place)

    return escape(" ".join(sentence(each, say, named, comma()) for each in reasons))


def reason_words(reason: str) -> Markup:
    """A reason in the page's language, or as it stands, marked as English."""
    for pattern, message in REASONS:
        found = re.fullmatch(pattern, reason)
        if found is not None:
            values = {name: _value(name, value) for name, value in found.groupdict().items()}
            return escape(say(message).format(**values))
    return _as_it_stands(reason)


def _value(name: str, value: str | None) -> str:
    if name == "outcome":
        return say(OUTCOMES[Outcome(value)]) if value in set(Outcome) else say(NOT_SAID)
    if name == "rung" and value in set(Rung):
        return say(RUNGS[Rung(value)])
    return value or "–"


def _as_it_stands(words: str) -> Markup:
    return Markup('<span lang="en" dir="ltr">{}</span>').format(words)


def circle_name(name: str, kind: CircleType, city: str, city_ur: str) -> str:
    """The circle by kind and city, in the page's language; as the directory names it where the kind is a rare one."""
    here = city_ur if page_language() is Language.URDU and city_ur else city
    return say(CIRCLES[kind]).format(city=here) if kind in CIRCLES else name
