"""What each TwiML verb does on the practice line."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from hotline.carriers.practice.call import Call
from hotline.carriers.practice.events import Asked, Awaits, Dialled, EndedBy, Failed, Heard, Paused, Spoken
from hotline.carriers.practice.state import BUSY, IN_PROGRESS, NO_ANSWER, RINGING, dialling_fields

UNKNOWN_VERB = 12200
GATHER_SECONDS = "5"
RECORD_SECONDS = "5"
LONGEST_RECORDING = "3600"
PAUSE_SECONDS = "1"
RING_SECONDS = "30"
# How long the practice desk speaks with a caller.
DESK_SPEAKS_SECONDS = 30.0
ALL_KEYS = "1234567890*#"
END_KEY = "#"
PLAY = "Play"
RECORD = "Record"
REJECT = "Reject"


def execute(call: Call, verb: Element) -> None:
    """Do one verb: say something, fetch another document, end the call, or leave it waiting."""
    if verb.tag != REJECT and call.state.status == RINGING:
        call.state.status = IN_PROGRESS
    VERBS.get(verb.tag, _unknown)(call, verb)


def limit(verb: Element) -> float:
    """The seconds of silence that end a Gather or a Record."""
    return float(verb.get("timeout", GATHER_SECONDS if verb.tag == "Gather" else RECORD_SECONDS))


def longest(verb: Element) -> float:
    return float(verb.get("maxLength", LONGEST_RECORDING))


def keys_wanted(verb: Element) -> int | None:
    return int(verb.get("numDigits", "0")) or None


def reports_silence(verb: Element) -> bool:
    """Whether a Gather hands on that nothing was pressed, or the line goes on to the next verb."""
    return verb.get("actionOnEmptyResult") == "true"


def ending_keys(verb: Element) -> str:
    """The keys that end the input and are not part of it."""
    return verb.get("finishOnKey", END_KEY if verb.tag == "Gather" else ALL_KEYS)


def action(call: Call, verb: Element) -> str:
    """Where the answer goes; by default to the document that asked."""
    return call.address(verb.get("action", ""))


def _gather(call: Call, verb: Element) -> None:
    state = call.state
    state.typed, state.prompt_seconds, state.prompt_ends = "", 0.0, []
    for nested in verb:
        # Their time is counted with the answer: a key may cut them short.
        state.prompt_seconds += _sound(call, nested, barge_in=True)
        if nested.tag == PLAY:
            state.prompt_ends.append(state.prompt_seconds)
    state.awaits = Awaits.KEYS
    optional = not reports_silence(verb)
    call.happened(Asked(Awaits.KEYS, keys_wanted(verb), limit(verb), ending_keys(verb), optional=optional))


def _record(call: Call, verb: Element) -> None:
    call.state.awaits = Awaits.RECORDING
    beep = verb.get("playBeep", "true") == "true"
    call.happened(Asked(Awaits.RECORDING, None, limit(verb), ending_keys(verb), longest(verb), beep))


def _say_or_play(call: Call, verb: Element) -> None:
    seconds = _sound(call, verb, barge_in=False)
    call.state.seconds += seconds
    call.state.heard_seconds += seconds


def _sound(call: Call, verb: Element, barge_in: bool) -> float:
    """Play, Say or Pause, and its seconds. Words of the carrier's own voice take none: we do not speak them."""
    text = (verb.text or "").strip()
    if verb.tag == PLAY:
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


def _dial(call: Call, verb: Element) -> None:
    """Calls nobody: whether the desk answers is part of the call's state."""
    answered = call.state.desk_answers
    seconds = DESK_SPEAKS_SECONDS if answered else float(verb.get("timeout", RING_SECONDS))
    call.happened(Dialled("".join(verb.itertext()).strip(), answered, seconds))
    call.state.seconds += seconds
    if verb.get("action"):
        call.fetch(action(call, verb), dialling_fields(answered, seconds if answered else 0))


def _hang_up(call: Call, verb: Element) -> None:
    call.end(EndedBy.HOTLINE)


def _reject(call: Call, verb: Element) -> None:
    """Only a call that still rings can be rejected."""
    if call.state.status == RINGING:
        call.end(EndedBy.HOTLINE, BUSY if verb.get("reason") == "busy" else NO_ANSWER)
    else:
        call.end(EndedBy.HOTLINE)


def _unknown(call: Call, verb: Element) -> None:
    """The carrier warns and goes on to the next verb."""
    call.happened(Failed(UNKNOWN_VERB, call.state.address, f"a verb that the line does not know: {verb.tag}"))


VERBS: dict[str, Callable[[Call, Element], None]] = {
    "Gather": _gather,
    RECORD: _record,
    PLAY: _say_or_play,
    "Say": _say_or_play,
    "Pause": _say_or_play,
    "Redirect": _redirect,
    "Hangup": _hang_up,
    REJECT: _reject,
    "Dial": _dial,
}
