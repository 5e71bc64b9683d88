"""What happened on a practice call as the page plays it: what is said in sound and words, then what is waited for."""

from dataclasses import asdict
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from hotline.carriers.practice.events import Asked, Dialled, Ended, Event, Failed, Heard, Paused, Spoken
from hotline.languages import direction, words
from hotline.web.practice.calls import Moved
from ivr_flows.languages import LANGUAGES, WORDS_OF_THE_CODE
from ivr_flows.phrases import DIGITS
from ivr_flows.prompts import every_prompt
from ivr_flows.steps import Prompt

DIGIT = {prompt.name: str(digit) for digit, prompt in enumerate(DIGITS)}


def scene(moved: Moved) -> dict[str, Any]:
    """The call as JSON: `said` in order, `waits` (null when it does not), `ended` (null before), `faults`."""
    said = [said for event in moved.events for said in _said(event)]
    waits = [asdict(event) for event in moved.events if isinstance(event, Asked)]
    ended = [asdict(event) for event in moved.events if isinstance(event, Ended)]
    faults = [f"{event.code}: {event.why}" for event in moved.events if isinstance(event, Failed)]
    return {
        "call": moved.call_sid,
        "said": said,
        "waits": waits[-1] if waits else None,
        "ended": ended[-1] if ended else None,
        "faults": faults,
    }


def _said(event: Event) -> list[dict[str, Any]]:
    match event:
        case Heard():
            return [_prompt(event)]
        case Spoken():
            language = "ur" if event.language.startswith("ur") else "en"
            return [_words(event.words, language) | {"barge_in": event.barge_in}]
        case Paused():
            return [{"pause": event.seconds}]
        case Dialled():
            how = "answered" if event.answered else "unanswered"
            return [{"desk": "calling"}, {"desk": how, "seconds": event.seconds}]
        case _:
            return []


def _prompt(event: Heard) -> dict[str, Any]:
    """A recording by its path alone: the page may know this server by another name than the carrier does."""
    path = urlsplit(event.url).path
    sound = {
        "sound": path if event.status == 200 else None,
        "seconds": event.seconds,
        "barge_in": event.barge_in,
    }
    language, _, file_name = path.removeprefix("/prompts/").partition("/")
    prompt = _known(file_name.removesuffix(".wav"))
    if prompt is None or language not in LANGUAGES:
        return sound | _words("", WORDS_OF_THE_CODE)
    said = _words(words(prompt, language), prompt.language or language)
    return sound | said | {"digit": DIGIT.get(prompt.name)}


def _words(text: str, language: str) -> dict[str, Any]:
    return {"words": text, "lang": language, "dir": direction(language)}


def _known(name: str) -> Prompt | None:
    """The prompt of a public name, which carries the hash of its sound behind a dot, or does not."""
    return _prompts().get(name) or _prompts().get(name.rpartition(".")[0])


@lru_cache(maxsize=1)
def _prompts() -> dict[str, Prompt]:
    return {prompt.name: prompt for prompt in every_prompt()}
