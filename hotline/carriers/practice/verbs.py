"""What each TwiML verb does on the practice line."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from hotline.carriers.practice.call import Call
from hotline.carriers.practice.events import Asked, Awaits, EndedBy, Failed, Heard, Paused, Spoken

UNKNOWN_VERB = 12200
GATHER_SECONDS = "5"
RECORD_SECONDS = "5"
LONGEST_RECORDING = "3600"
PAUSE_SECONDS = "1"
ALL_KEYS = "1234567890*#"
END_KEY = "#"


def execute(call: Call, verb: Element) -> None:
    """Do one verb: say something, fetch another document, end the call, or leave it waiting."""
    VERBS.get(verb.tag, _unknown)(call, verb)


def limit(verb: Element) -> float:
    """The seconds of silence that end a Gather or a Record."""
    return float(verb.get("timeout", GATHER_SECONDS if verb.tag == "Gather" else RECORD_SECONDS))


def longest(verb: Element) -> float:
    return float(verb.get("maxLength", LONGEST_RECORDING))


def keys_wanted(verb: Element) -> int | None:
    return int(verb.get("numDigits", "0")) or None


def ending_keys(verb: Element) -> str:
    """The keys that end the input and are not part of it."""
    return verb.get("finishOnKey", END_KEY if verb.tag == "Gather" else ALL_KEYS)


def action(call: Call, verb: Element) -> str:
    """Where the answer goes; by default to the document that asked."""
    return call.address(verb.get("action", ""))


def _gather(call: Call, verb: Element) -> None:
    call.state.typed, call.state.prompt_seconds = "", 0.0
    for nested in verb:
        # Their time is counted with the answer: a key may cut them short.
        call.state.prompt_seconds += _sound(call, nested, barge_in=True)
    call.state.awaits = Awaits.KEYS
    call.happened(Asked(Awaits.KEYS, keys_wanted(verb), limit(verb), ending_keys(verb)))


def _record(call: Call, verb: Element) -> None:
    call.state.awaits = Awaits.RECORDING
    beep = verb.get("playBeep", "true") == "true"
    call.happened(Asked(Awaits.RECORDING, None, limit(verb), ending_keys(verb), longest(verb), beep))


def _say_or_play(call: Call, verb: Element) -> None:
    call.state.seconds += _sound(call, verb, barge_in=False)


def _sound(call: Call, verb: Element, barge_in: bool) -> float:
    """Play, Say or Pause, and its seconds. Words of the carrier's own voice take none: we do not speak them."""
    text = (verb.text or "").strip()
    if verb.tag == "Play":
        url = call.address(text)
        prompt = call.exchange.prompt(url)
        call.happened(Heard(url, prompt.status, prompt.seconds, barge_in))
        return prompt.seconds
    if verb.tag == "Say":
        call.happened(Spoken(text, verb.get("language", "en-US"), barge_in))
        return 0.0
    if verb.tag == "Pause":
        seconds = float(verb.get("length", PAUSE_SECONDS))
        call.happened(Paused(seconds))
        return seconds
    _unknown(call, verb)
    return 0.0


def _redirect(call: Call, verb: Element) -> None:
    call.fetch(call.address(verb.text or ""), {})


def _hang_up(call: Call, verb: Element) -> None:
    call.end(EndedBy.HOTLINE)


def _unknown(call: Call, verb: Element) -> None:
    """The carrier warns and goes on to the next verb."""
    call.happened(Failed(UNKNOWN_VERB, call.state.address, f"a verb that the line does not know: {verb.tag}"))


VERBS: dict[str, Callable[[Call, Element], None]] = {
    "Gather": _gather,
    "Record": _record,
    "Play": _say_or_play,
    "Say": _say_or_play,
    "Pause": _say_or_play,
    "Redirect": _redirect,
    "Hangup": _hang_up,
    "Reject": _hang_up,
}
