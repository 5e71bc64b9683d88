"""Our turns as TwiML: ready-made bytes, cached where nothing in them belongs to one call only."""

import re
from collections.abc import Callable
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement, tostring

from ivr_flows.engine import Turn
from ivr_flows.phrases import APOLOGY
from ivr_flows.prompts import spoken_reference
from ivr_flows.steps import Menu, Prompt, Record, Reference, Said

PromptUrl = Callable[[str, str], str]
"""The address of a recording, from the prompt's name and the language."""

CONTENT_TYPE = "text/xml; charset=utf-8"
# Whoever hears the apology may not have chosen a language yet: the one most callers share comes first.
CONTENT_TYPE = "text/xml; charset=utf-8"
APOLOGY_LANGUAGES = ("ur", "en")
SPOKEN_APOLOGY = (
    f'<?xml version="1.0" encoding="utf-8"?><Response><Say>{APOLOGY.words}</Say><Hangup/></Response>'.encode()
)
"""For when not even the apology has a recording: in English, since the carrier has no voice for Urdu."""

PAUSE_BETWEEN_GROUPS = 1
# What XML 1.0 cannot hold in any spelling.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_turn(turn: Turn, prompt_url: PromptUrl, answer_url: str, reference: str | None) -> bytes:
    """What the caller hears, and how the answer comes back to `answer_url`; a turn that is over hangs up.

    Pass the same `prompt_url` every time: it is part of what the answer is remembered by.
    """
    if any(isinstance(said, Reference) for said in turn.prompts):
        return _render(turn, prompt_url, answer_url, reference)
    return _remembered(turn, prompt_url, answer_url)


@lru_cache(maxsize=8)
def apology(prompt_url: PromptUrl) -> bytes:
    """Our fault, said in each language, and whom to call instead; never silence."""
    response = Element("Response")
    for language in APOLOGY_LANGUAGES:
        SubElement(response, "Play").text = prompt_url(APOLOGY.name, language)
    SubElement(response, "Hangup")
    return _written(response)


def sms_reply(words: str | None) -> bytes:
    """One text back to the sender, or none."""
    response = Element("Response")
    if words:
        SubElement(response, "Message").text = UNWRITABLE.sub("", words)
    return _written(response)


@lru_cache(maxsize=4096)
def _remembered(turn: Turn, prompt_url: PromptUrl, answer_url: str) -> bytes:
    return _render(turn, prompt_url, answer_url, None)


def _render(turn: Turn, prompt_url: PromptUrl, answer_url: str, reference: str | None) -> bytes:
    response = Element("Response")
    language = turn.position.language
    if turn.over:
        _play(response, turn.prompts, language, prompt_url, reference)
        SubElement(response, "Hangup")
    elif isinstance(turn.step, Menu):
        gather = SubElement(response, "Gather", _gather(turn.step, answer_url))
        # Nested, so that a key pressed while a prompt plays is already the answer.
        _play(gather, turn.prompts, language, prompt_url, reference)
    elif isinstance(turn.step, Record):
        _play(response, turn.prompts, language, prompt_url, reference)
        SubElement(response, "Record", _record(turn.step, answer_url))
        # The carrier does not report an empty recording, it goes on to the next verb: this one.
        SubElement(response, "Redirect", {"method": "POST"}).text = answer_url
    else:
        raise TypeError(f"the phone cannot ask for {turn.step.name}")
    return _written(response)


def _gather(step: Menu, answer_url: str) -> dict[str, str]:
    return {
        "input": "dtmf",
        "numDigits": "1",
        "timeout": str(step.silence_seconds),
        # No key ends the input by itself: `*` and `#` come to us like any other.
        "finishOnKey": "",
        "actionOnEmptyResult": "true",
        "action": answer_url,
        "method": "POST",
    }


def _record(step: Record, answer_url: str) -> dict[str, str]:
    return {
        "maxLength": str(step.max_seconds),
        "timeout": str(step.silence_seconds),
        "finishOnKey": "#",
        "playBeep": "true",
        "action": answer_url,
        "method": "POST",
    }


def _play(
    parent: Element, prompts: Said, language: str, prompt_url: PromptUrl, reference: str | None
) -> None:
    for said in prompts:
        if isinstance(said, Prompt):
            SubElement(parent, "Play").text = prompt_url(said.name, said.language or language)
        elif reference:
            _spell(parent, reference, language, prompt_url)


def _spell(parent: Element, reference: str, language: str, prompt_url: PromptUrl) -> None:
    for place, group in enumerate(spoken_reference(reference)):
        if place:
            SubElement(parent, "Pause", {"length": str(PAUSE_BETWEEN_GROUPS)})
        for digit in group:
            SubElement(parent, "Play").text = prompt_url(digit.name, language)


def _written(response: Element) -> bytes:
    return bytes(tostring(response, encoding="utf-8", xml_declaration=True))
