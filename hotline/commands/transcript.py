"""A practice call as a page that can be read: what the line says in words, and what the caller does."""

import re
from collections.abc import Iterable, Iterator

from hotline.carriers.practice.events import (
    Asked,
    Awaits,
    Dialled,
    Ended,
    EndedBy,
    Event,
    Failed,
    Heard,
    KeptSilent,
    Paused,
    Pressed,
    Spoke,
    Spoken,
)
from hotline.languages import words
from hotline.phone_numbers import read
from hotline.tips.reference import is_reference
from ivr_flows.languages import LANGUAGES
from ivr_flows.prompts import every_prompt

PROMPT_URL = re.compile(r"/prompts/(?P<language>[a-z]+)/(?P<name>[^/]+?)(?:\.[0-9a-f]{8,64})?\.wav$")
DIGIT = "digit."
CODE = re.compile(r"(?<!\d)(\d{4}) ?(\d{4})(?!\d)")
PROMPTS = {prompt.name: prompt for prompt in every_prompt()}


def lines(events: Iterable[Event]) -> Iterator[str]:
    """One line for each thing heard or done; a code read digit by digit is one line."""
    spelt: list[str] = []
    for event in events:
        digit = _digit(event)
        if digit is not None or (spelt and isinstance(event, Paused)):
            spelt.append(words_of(event.url) if isinstance(event, Heard) else "-")
            continue
        if spelt:
            yield f"line    {' '.join(spelt)}"
            spelt = []
        line = _line(event)
        if line is not None:
            yield line
    if spelt:
        yield f"line    {' '.join(spelt)}"


def words_of(url: str) -> str:
    """The words that the recording at `url` stands for, or its name where there are none."""
    found = PROMPT_URL.search(url)
    if found is None:
        return url
    prompt = PROMPTS.get(found["name"])
    if prompt is None or found["language"] not in LANGUAGES:
        return found["name"]
    return words(prompt, found["language"])


def spelt_code(events: Iterable[Event]) -> str | None:
    """The reference code that was read out, the first time."""
    digits = "".join(filter(None, map(_digit, events)))
    return digits[:8] if is_reference(digits[:8]) else None


def written_code(texts: Iterable[str]) -> str | None:
    """The reference code in a reply by text."""
    codes = (first + last for text in texts for first, last in CODE.findall(text))
    return next(filter(is_reference, codes), None)


def known_number(number: str) -> str:
    """As people write it: +92 364 0009001; what is no number stands as it is."""
    e164 = read(number)
    if e164 and e164.startswith("+92"):
        return f"{e164[:3]} {e164[3:6]} {e164[6:]}"
    return number or "a withheld number"


def _digit(event: Event) -> str | None:
    found = PROMPT_URL.search(event.url) if isinstance(event, Heard) else None
    if found is None or not found["name"].startswith(DIGIT):
        return None
    return found["name"].removeprefix(DIGIT)


def _line(event: Event) -> str | None:
    """None for what a caller does not notice."""
    match event:
        case Pressed(digits):
            return f"caller  presses {digits}"
        case Spoke(seconds):
            return f"caller  speaks for {seconds:.0f} s"
        case KeptSilent(seconds):
            return f"caller  is silent for {seconds:.0f} s"
        case Ended(by, seconds, "completed"):
            return f"{by if by is EndedBy.CALLER else 'line':<7} hangs up after {seconds} s"
        case Ended(_, _, status):
            return f"line    does not pick up ({status})"
        case _:
            return _line_says(event)


def _line_says(event: Event) -> str | None:
    match event:
        case Heard(url, status, _, _):
            lost = "" if status == 200 else f"   (not heard: HTTP {status})"
            return f"line    {words_of(url)}{lost}"
        case Spoken(said, _, _):
            return f"line    {said}   (the carrier's own voice)"
        case Asked(Awaits.RECORDING):
            return "line    (a tone, then it records)"
        case Dialled(number, True, seconds):
            return f"line    calls {known_number(number)}, who answers: they speak for {seconds:.0f} s"
        case Dialled(number, False, seconds):
            return f"line    calls {known_number(number)}: nobody answers for {seconds:.0f} s"
        case Failed(code, url, why):
            return f"fault   {why} at {url}" + (f" (error {code})" if code else "")
        case _:
            return None
