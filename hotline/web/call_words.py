"""What a page says of one answer of a call: the choice in words, a key that means the same everywhere, or silence."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from hotline.languages import N_
from hotline.tips.reference import spaced
from hotline.web.labels import Label, answer_words
from hotline.web.one_entry import Answered
from hotline.web.page_language import say
from ivr_flows.called_before import REFERENCE
from ivr_flows.choose_language import CHOOSE_LANGUAGE
from ivr_flows.flows import STEPS
from ivr_flows.steps import Digits, Record
from ivr_flows.ways import AGAIN, CANNOT_SPEAK, DANGER_NOW, PERSON, SKIP

# As many keys as an area code has. What is longer may be a code or a number: it is not for every eye.
MOST_KEYS = 5

A_PERSON = Label(N_("Asked for a person"), "call")
DANGER = Label(N_("Danger now"), "urgent")
SILENT = Label(N_("Cannot speak"), "silence")
HEARD_AGAIN = Label(N_("Asked to hear it again"), "again")
WITHOUT_SPEAKING = Label(N_("Went on without speaking"), "silence")
SILENCE = Label(N_("Silence"), "silence")
NO_SUCH_CHOICE = Label(N_("No such choice"), "wrong")
NOT_A_CODE = Label(N_("Not a whole code"), "wrong")
WRONG_CODE = Label(N_("A code that was not found"), "wrong")
# The caller chose none of what was offered.
OTHER_PLACE = N_("Another place")
PLACE_CHANGED = N_("No; it is changed")
PROVINCE_CHANGED = N_("The province is chosen again")


@dataclass(frozen=True, slots=True)
class TellingAnswer:
    """One answer in words: what was chosen, or what was done instead; the keys pressed; what silence was taken as."""

    words: str | None = None
    done: Label | None = None
    keys: str = ""
    taken_as: str | None = None


def put_up(app: Flask) -> None:
    """Give every template the words of an answer."""
    app.jinja_env.globals.update(tell_answer=tell_answer)


def tell_answer(answer: Answered, reference: str | None, names: Mapping[str, str]) -> TellingAnswer:
    """`reference` is the code of the call's own tip: no other code is shown, nor what was typed in its place."""
    way = _way(answer)
    keys = _shown_keys(answer)
    if answer.sound is not None:
        return TellingAnswer(done=way, keys=keys if way else "")
    if way is not None:
        return TellingAnswer(done=way, keys=keys)
    if not answer.understood:
        taken = answer_words(answer.fact, answer.value, names)
        return TellingAnswer(done=_not_understood(answer), keys=keys, taken_as=taken)
    if answer.fact == REFERENCE:
        return _code(answer.value, reference)
    words = _place_taken_back(answer) or answer_words(answer.fact, answer.value, names) or say(N_("Answered"))
    return TellingAnswer(words=words, keys=keys)


def _way(answer: Answered) -> Label | None:
    """What the key means that was pressed, if it is one of those that no menu counts among its choices."""
    step = STEPS.get(answer.step)
    if answer.keys == PERSON.key and (answer.fact == PERSON.fact or answer.sound):
        return A_PERSON
    if answer.keys == DANGER_NOW.key and (answer.fact == DANGER_NOW.fact or answer.sound):
        return DANGER
    if answer.keys == CANNOT_SPEAK.key and (
        answer.value == CANNOT_SPEAK.value or answer.step == CHOOSE_LANGUAGE.start
    ):
        return SILENT
    if answer.keys == SKIP and isinstance(step, Record):
        return WITHOUT_SPEAKING
    return HEARD_AGAIN if answer.keys == AGAIN and answer.understood and answer.fact is None else None


def _shown_keys(answer: Answered) -> str:
    typed = isinstance(STEPS.get(answer.step), Digits) or len(answer.keys) > MOST_KEYS
    return "" if typed and answer.keys not in {PERSON.key, DANGER_NOW.key, AGAIN} else answer.keys


def _not_understood(answer: Answered) -> Label:
    if not answer.keys:
        return SILENCE
    return NOT_A_CODE if isinstance(STEPS.get(answer.step), Digits) else NO_SUCH_CHOICE


def _code(typed: str | None, reference: str | None) -> TellingAnswer:
    if typed is not None and typed == reference:
        return TellingAnswer(words=spaced(typed))
    return TellingAnswer(done=WRONG_CODE)


def _place_taken_back(answer: Answered) -> str | None:
    """Where a key says that it is another place, or that the one given was wrong."""
    if answer.value != "unknown":
        return None
    if answer.step.startswith("where.right"):
        return say(PLACE_CHANGED)
    if answer.fact == "province" and isinstance(STEPS.get(answer.step), Record):
        return say(PROVINCE_CHANGED)
    return say(OTHER_PLACE) if answer.fact in {"division", "district"} else None
