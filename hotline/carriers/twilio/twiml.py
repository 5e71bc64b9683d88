"""Our turns as TwiML: ready-made bytes, cached where nothing in them belongs to one call only."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement, tostring

from ivr_flows.catalogue import tongue_of
from ivr_flows.engine import Turn
from ivr_flows.languages import LANGUAGES
from ivr_flows.phrases import APOLOGY
from ivr_flows.prompts import spoken_reference
from ivr_flows.steps import Dial, Digits, Menu, Prompt, Record, Reference

PromptUrl = Callable[[str, str], str]
"""The address of a recording, from the prompt's name and the language."""

CONTENT_TYPE = "text/xml; charset=utf-8"
SPOKEN_APOLOGY = (
    f'<?xml version="1.0" encoding="utf-8"?><Response><Say>{APOLOGY.words}</Say><Hangup/></Response>'.encode()
)
"""For when not even the apology has a recording: in English, since the carrier has no voice for Urdu."""

REJECTED = b'<?xml version="1.0" encoding="utf-8"?><Response><Reject reason="busy" /></Response>'

PAUSE_BETWEEN_GROUPS = 1
# Between the last prompt and the tone. Who types several digits needs a moment more between two of them.
SECONDS_BEFORE_TONE = 1
SECONDS_BETWEEN_DIGITS = 3
# Hash is done, the others are the keys that hold everywhere: again, a person, danger now.
KEYS_THAT_END_SPEECH = "#*09"
# What XML 1.0 cannot hold in any spelling.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose telephone rings, and the number it shows: the hotline's own, never the caller's."""

    number: str
    caller_id: str


def render_turn(
    turn: Turn, prompt_url: PromptUrl, answer_url: str, reference: str | None, desk: Desk | None = None
) -> bytes:
    """What the caller hears, and how the answer comes back to `answer_url`; a turn that is over hangs up.

    Pass the same `prompt_url` every time: it is part of what the answer is remembered by. Where a desk is to be
    called and there is none, the answer comes back at once, as from one that nobody answers.
    """
    if isinstance(turn.step, Dial) or any(isinstance(said, Reference) for said in turn.prompts):
        return _render(turn, _Means(prompt_url, answer_url, reference, desk))
    return _remembered(turn, prompt_url, answer_url)


def rejected() -> bytes:
    """Nobody picks up: the caller hears that the line is busy, and pays nothing."""
    return REJECTED


def forget_rendered() -> None:
    """Render everything anew from now on: a prompt has another recording."""
    _remembered.cache_clear()
    apology.cache_clear()


@lru_cache(maxsize=8)
def apology(prompt_url: PromptUrl) -> bytes:
    """Our fault, and whom to call instead; never silence.

    Whoever hears it may not have chosen a language yet: it is said in each that has words for it.
    """
    response = Element("Response")
    for language in dict.fromkeys(tongue_of(APOLOGY.words, language) for language in LANGUAGES):
        SubElement(response, "Play").text = prompt_url(APOLOGY.name, language)
    SubElement(response, "Hangup")
    return _written(response)


def sms_reply(words: str | None) -> bytes:
    """One text back to the sender, or none."""
    response = Element("Response")
    if words:
        SubElement(response, "Message").text = UNWRITABLE.sub("", words)
    return _written(response)


@dataclass(frozen=True, slots=True)
class _Means:
    """What a document is made with, beside its turn."""

    prompt_url: PromptUrl
    answer_url: str
    reference: str | None = None
    desk: Desk | None = None


@lru_cache(maxsize=4096)
def _remembered(turn: Turn, prompt_url: PromptUrl, answer_url: str) -> bytes:
    return _render(turn, _Means(prompt_url, answer_url))


def _render(turn: Turn, means: _Means) -> bytes:
    response, step = Element("Response"), turn.step
    if turn.over:
        _play(response, turn, means)
        SubElement(response, "Hangup")
    elif isinstance(step, Menu):
        _play(_gather(response, means, step.silence_seconds, keys=1, silence=True), turn, means)
    elif isinstance(step, Digits):
        _play(_gather(response, means, step.silence_seconds, keys=step.length, silence=True), turn, means)
    elif isinstance(step, Record):
        _play(_keys_before_tone(response, means, step), turn, means)
        _record(response, means, step)
    elif isinstance(step, Dial):
        _play(response, turn, means)
        _dial(response, means, step)
    else:
        raise TypeError(f"the phone cannot ask for {step.name}")
    return _written(response)


def _gather(response: Element, means: _Means, seconds: int, keys: int | None, silence: bool) -> Element:
    """Prompts go inside, so that a key pressed while one plays is already the answer.

    Without `silence` nothing pressed is no answer: the carrier goes on to the next verb.
    """
    attributes = {
        "input": "dtmf",
        "timeout": str(seconds),
        # No key ends the input by itself: `*` and `#` come to us like any other.
        "finishOnKey": "",
        "action": means.answer_url,
        "method": "POST",
    }
    if keys is not None:
        attributes["numDigits"] = str(keys)
    if silence:
        attributes["actionOnEmptyResult"] = "true"
    return SubElement(response, "Gather", attributes)


def _keys_before_tone(response: Element, means: _Means, step: Record) -> Element:
    typed = any(len(option.key) > 1 for option in step.options)
    if typed:
        return _gather(response, means, SECONDS_BETWEEN_DIGITS, keys=None, silence=False)
    return _gather(response, means, SECONDS_BEFORE_TONE, keys=1, silence=False)


def _record(response: Element, means: _Means, step: Record) -> None:
    attributes = {
        "maxLength": str(step.max_seconds),
        "timeout": str(step.silence_seconds),
        "finishOnKey": KEYS_THAT_END_SPEECH,
        "playBeep": "true",
        "action": means.answer_url,
        "method": "POST",
    }
    SubElement(response, "Record", attributes)
    # The carrier does not report an empty recording, it goes on to the next verb: this one.
    _come_back(response, means)


def _dial(response: Element, means: _Means, step: Dial) -> None:
    desk = means.desk
    # Without a number to show, the carrier would show the caller's.
    if desk is None or not desk.number or not desk.caller_id:
        _come_back(response, means)
        return
    attributes = {
        "timeout": str(step.seconds),
        "callerId": desk.caller_id,
        "action": means.answer_url,
        "method": "POST",
    }
    SubElement(SubElement(response, "Dial", attributes), "Number").text = desk.number


def _come_back(response: Element, means: _Means) -> None:
    """Fetch the answer to nothing said, pressed or reached."""
    SubElement(response, "Redirect", {"method": "POST"}).text = means.answer_url


def _play(parent: Element, turn: Turn, means: _Means) -> None:
    language = turn.position.language
    for said in turn.prompts:
        if isinstance(said, Prompt):
            SubElement(parent, "Play").text = means.prompt_url(said.name, said.language or language)
        elif means.reference:
            _spell(parent, means.reference, language, means.prompt_url)


def _spell(parent: Element, reference: str, language: str, prompt_url: PromptUrl) -> None:
    for place, group in enumerate(spoken_reference(reference)):
        if place:
            SubElement(parent, "Pause", {"length": str(PAUSE_BETWEEN_GROUPS)})
        for digit in group:
            SubElement(parent, "Play").text = prompt_url(digit.name, language)


def _written(response: Element) -> bytes:
    return bytes(tostring(response, encoding="utf-8", xml_declaration=True))
