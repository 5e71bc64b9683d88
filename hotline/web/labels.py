"""What the console calls things: kinds and places, questions and answers, in the words of the page's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from hotline.languages import N_, Language, language_name, language_of, words
from hotline.referrals.wording import KINDS, PROVINCES
from hotline.supervisors.passwords import SHORTEST, Fault
from hotline.tips.models import Callback, Channel, Kind
from hotline.tips.reference import spaced
from hotline.web.page_language import page_language, say
from ivr_flows.flows import STEPS
from ivr_flows.languages import ROMAN_URDU
from ivr_flows.regions import DISTRICTS, REGIONS, name_of
from ivr_flows.steps import LANGUAGE, RECORDED, Consult, Dial, Prompt, Say


@dataclass(frozen=True, slots=True)
class Label:
    """A word and the shape that stands beside it, so that colour alone never says anything."""

    word: str
    shape: str


LANGUAGES = {"ur": N_("Urdu"), "en": N_("English"), ROMAN_URDU: N_("Roman Urdu")}
CHANNELS = {
    Channel.CALL: Label(N_("Call"), "call"),
    Channel.SMS: Label(N_("Text"), "text"),
}
FAULTS = {
    "wrong": N_("The old password is wrong, or the account is shut for a while after too many wrong tries."),
    "busy": N_("Too many people are signing in at this moment. Please try again."),
    "differ": N_("The two new passwords differ."),
    Fault.TOO_SHORT: N_("The new password is too short: it needs at least {shortest} characters."),
    Fault.TOO_LONG: N_("The new password is too long."),
    Fault.TOO_SIMPLE: N_("The new password repeats too few characters."),
    Fault.IS_THE_NAME: N_("The new password is too close to the name."),
}
# A question is told shorter than it was put: who reads it needs no "press 1". First those of single steps, ...
QUESTIONS_OF_STEPS = {
    "report_tip.kind_work": N_("What kind of work is it?"),
    "help.kind_work": N_("What kind of work is it?"),
    "report_tip.kind_child": N_("What is the child made to do?"),
    "help.kind_child": N_("What is the child made to do?"),
    "help.danger": N_("Are you in danger right now?"),
    "where.city_ict": N_("In which sector or neighbourhood?"),
    "danger.message": N_("Where are you, and what is happening?"),
    "called_before.add": N_("Would you like to add something?"),
    "called_before.lost": N_("The code was not found: a person, or a message?"),
    "anyway.words": N_("What is happening, and where?"),
    "information.agents": N_("Would you like anything else?"),
    "information.travel": N_("Would you like anything else?"),
    "information.bonded": N_("Would you like anything else?"),
    "information.rights": N_("Would you like anything else?"),
    "sms_tip.which": N_("Which of several places of that name?"),
}
# ... then those of every other step that asks for the same.
QUESTIONS = {
    LANGUAGE: N_("In which language?"),
    "wish": N_("What would you like to do?"),
    "kind": N_("What is it about?"),
    "danger": N_("Is someone in danger right now?"),
    "province": N_("In which province?"),
    "division": N_("In which division?"),
    "district": N_("In which district?"),
    "city": N_("In which city or district?"),
    "place_right": N_("Is that the right place?"),
    "what": N_("What is happening?"),
    "message": N_("Would you like to leave a message?"),
    "callback": N_("May we call you back, and when?"),
    "callback_who": N_("May we then say who we are?"),
    "safe_word": N_("Which safe word should we say first?"),
    "about_self": N_("Is it about yourself?"),
    "child": N_("Is it about a child?"),
    "reference": N_("What is the code of the earlier report?"),
    "topic": N_("What would you like to know about?"),
    "instead": N_("Nobody could come to the phone: a call back, or a message?"),
    "desk": N_("The desk was called."),
    "emergency_desk": N_("The emergency desk was called."),
    "officer": N_("Does your office take it?"),
}
ANSWERS = {
    ("wish", "report"): N_("To report something"),
    ("wish", "help"): N_("To get help"),
    ("wish", "before"): N_("Word of an earlier report"),
    ("wish", "information"): N_("Information"),
    ("wish", "silent"): N_("Cannot speak"),
    ("callback", "morning"): N_("In the morning"),
    ("callback", "afternoon"): N_("In the afternoon"),
    ("callback", "evening"): N_("In the evening"),
    ("callback", "no"): N_("We should not call"),
    ("topic", "agents"): N_("Fake agents"),
    ("topic", "travel"): N_("Going abroad safely"),
    ("topic", "bonded"): N_("Labour for a debt"),
    ("topic", "rights"): N_("Rights"),
    ("person", "yes"): N_("A person"),
    ("instead", "call_back"): N_("A call back"),
    ("instead", "message"): N_("A message"),
    ("desk", "answered"): N_("Somebody answered"),
    ("desk", "unanswered"): N_("Nobody answered"),
    ("emergency_desk", "answered"): N_("Somebody answered"),
    ("emergency_desk", "unanswered"): N_("Nobody answered"),
    ("officer", "mine"): N_("Mine"),
    ("officer", "not_ours"): N_("Not ours"),
}
CALL_BACK = {
    Callback.MORNING: N_("May be called back in the morning."),
    Callback.AFTERNOON: N_("May be called back in the afternoon."),
    Callback.EVENING: N_("May be called back in the evening."),
}
# How the place of a tip became known, as the rooms below note it.
PLACE_WHYS = {
    "district chosen by key": N_("The district was given by key."),
    "province chosen by key": N_("The province was given by key."),
    "district named in the text": N_("The district is named in the text."),
    "of several districts the one where it is now": N_(
        "Several districts are named in the text; this is the one where it is now."
    ),
    "province named in the text": N_("The province is named in the text."),
}
ANY_ANSWER = {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Not known")}
PLACES = DISTRICTS | {name_of(each.said): each.said for region in REGIONS for each in region.divisions}
NO_NAMES: Mapping[str, str] = {}


def put_up(app: Flask) -> None:
    """Give every template the names of things."""
    app.jinja_env.globals.update(
        CHANNELS=CHANNELS,
        spaced=spaced,
        kind_word=kind_word,
        province_word=province_word,
        language_word=language_word,
        CALL_BACK=CALL_BACK,
        place_why_words=place_why_words,
        question=question,
        fault_words=fault_words,
        shortest_password=SHORTEST,
        language_of=language_of,
    )


def kind_word(kind: Kind) -> str:
    word = say(KINDS[kind])
    return word[:1].upper() + word[1:]


def province_word(province: str) -> str:
    return say(PROVINCES[province]) if province in PROVINCES else province


def place_why_words(why: str) -> str:
    return say(PLACE_WHYS[why]) if why in PLACE_WHYS else why


def language_word(language: str) -> str:
    return say(LANGUAGES[language]) if language in LANGUAGES else language_name(language, page_language())


def question(step_name: str) -> str:
    """What the caller was asked at this step, without the choices, or what was done there; the step's name if flows
    have changed since."""
    step = STEPS.get(step_name)
    if step is None or isinstance(step, Say | Consult):
        return step_name
    asked = QUESTIONS_OF_STEPS.get(step_name) or QUESTIONS.get(step.fact)
    if asked is not None:
        return say(asked)
    said = step.say if isinstance(step, Dial) else step.ask
    return " ".join(words(each, page_language()) for each in said if isinstance(each, Prompt))


def answer_words(fact: str | None, value: str | None, names: Mapping[str, str] = NO_NAMES) -> str | None:
    """What a noted value says, or None when it says nothing in words (silence, or something recorded).

    `names` are the directory's names of districts in the page's language, where they are at hand.
    """
    if value is None or value == RECORDED:
        return None
    if fact == LANGUAGE:
        return language_word(value)
    if fact == "kind" and value in set(Kind):
        return kind_word(Kind(value))
    if fact in {"division", "district"} and value in PLACES:
        return place_word(value) if fact == "division" else names.get(value) or place_word(value)
    answer = ANSWERS.get((fact or "", value)) or ANY_ANSWER.get(value)
    return say(answer) if answer is not None else province_word(value)


def place_word(name: str) -> str:
    """A division or district: as the directory names it, and in another language as callers hear it."""
    return name if page_language() is Language.ENGLISH else words(PLACES[name], page_language())


def fault_words(fault: str) -> str:
    return say(FAULTS[fault]).format(shortest=SHORTEST)
