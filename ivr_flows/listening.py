"""How long a way through a call takes to listen to, from the lengths of its recordings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ivr_flows.engine import Heard, Turn, answer, begin, consulted
from ivr_flows.flows import PHONE
from ivr_flows.inspection import keys_said, ways_on
from ivr_flows.languages import MOST_SHARED
from ivr_flows.phrases import DIGITS
from ivr_flows.prompts import options_of
from ivr_flows.steps import Consult, Dial, Flow, Menu, Prompt, Reference, Said, Say, Step

SPEAKS = "speaks"
"""The answer of a caller who talks into a recording; any other is the keys pressed, and "" silence."""

PAUSE_SECONDS = 1.0
CODE_DIGITS = 8

Seconds = Callable[[Prompt, str], float]
"""How long the recording of a prompt in a language lasts."""


@dataclass(frozen=True, slots=True)
class Listened:
    """One turn of a call: how long it was listened to before the answer, and how long all of it would have lasted."""

    step: str
    given: str | None
    seconds: float
    whole: float


def listening(
    way: Sequence[str], seconds: Seconds, found: Mapping[str, str] | None = None
) -> tuple[Listened, ...]:
    """Each turn of the call that these answers make; a key is pressed when the line that tells of it has been said.

    `found` says what each look beyond the flow finds. Raises ValueError when answers are left over.
    """
    turn, heard = _looked_up(begin(PHONE, MOST_SHARED), found or {}), []
    for given in way:
        if turn.over:
            raise ValueError(f"the call is over before {given} is answered")
        heard.append(_listened(turn, given, seconds))
        told = Heard(recording=True) if given == SPEAKS else Heard(digits=given)
        turn = _looked_up(answer(turn.position, told).turn, found or {})
    return (*heard, _listened(turn, None, seconds))


def longest(flow: Flow, language: str, seconds: Seconds) -> float:
    """The seconds of the longest way through this flow on which nothing is asked twice, every line heard to its end."""
    here = {step.name: step for step in flow.steps}
    return _longest_from(here[flow.start], here, partial(_lasts, language=language, seconds=seconds))


def _longest_from(step: Step, here: Mapping[str, Step], lasts: Callable[[Said], float]) -> float:
    left = {name: other for name, other in here.items() if name != step.name}
    onward = (
        lasts(said) + (_longest_from(left[to], left, lasts) if to in left else 0.0)
        for said, to in dict.fromkeys(_ways(step))
    )
    return lasts(_put(step)) + max(onward, default=0.0)


def _put(step: Step) -> Said:
    if isinstance(step, Consult):
        return ()
    return step.say if isinstance(step, Say | Dial) else step.ask


def _ways(step: Step) -> Iterator[tuple[Said, str]]:
    """Where a step leads, with what is said on the way there."""
    for option in options_of(step):
        yield option.said, option.to
    for to in ways_on(step):
        yield (), to


def _looked_up(turn: Turn, found: Mapping[str, str]) -> Turn:
    while isinstance(turn.step, Consult):
        turn = consulted(turn, found.get(turn.step.question, ""))
    return turn


def _listened(turn: Turn, given: str | None, seconds: Seconds) -> Listened:
    lasts = partial(_lasts, language=turn.position.language, seconds=seconds)
    return Listened(turn.step.name, given, lasts(_until(turn, given)), lasts(turn.prompts))


def _until(turn: Turn, given: str | None) -> Said:
    """What is heard of a menu before this key is pressed; all of it where no line tells of the key."""
    if given and isinstance(turn.step, Menu):
        for at, said in enumerate(turn.prompts, start=1):
            if given in keys_said(said):
                return turn.prompts[:at]
    return turn.prompts


def _lasts(said: Said, language: str, seconds: Seconds) -> float:
    return sum(
        _code(language, seconds) if isinstance(each, Reference) else seconds(each, each.language or language)
        for each in said
    )


def _code(language: str, seconds: Seconds) -> float:
    """A code of digits of middling length, in two groups with a pause between."""
    return CODE_DIGITS * sum(seconds(digit, language) for digit in DIGITS) / len(DIGITS) + PAUSE_SECONDS
