"""Runs a flow: where a conversation begins, and where each answer takes it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from ivr_flows.flows import LANGUAGES, STEPS
from ivr_flows.phrases import NOT_HEARD, NOT_UNDERSTOOD
from ivr_flows.steps import LANGUAGE, RECORDED, Asking, Flow, Menu, Record, Said, Say, Step, Words

SAY_AGAIN = "*"
# From this turn on, asking to hear a step again uses up a try, so that every conversation ends.
PATIENCE = 40
LAST_TURN = 999

NOTHING_KNOWN: frozenset[str] = frozenset()


class UnknownPosition(ValueError):
    """A text that names no step, language or count of ours: forged, or from flows since changed."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a conversation waits. Each answer counts `turn` up, so no two positions of one call are equal."""

    language: str
    step: str
    turn: int
    tries: int

    def __str__(self) -> str:
        return f"{self.language}.{self.step}.{self.turn}.{self.tries}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The position whose `str` is exactly `text`; raises UnknownPosition for anything else."""
        language, _, rest = text.partition(".")
        rest, _, tries_text = rest.rpartition(".")
        name, _, turn_text = rest.rpartition(".")
        step = STEPS.get(name)
        turn, tries = _count(turn_text), _count(tries_text)
        if step is None or turn is None or tries is None or language not in LANGUAGES:
            raise UnknownPosition("no such step of a conversation")
        if turn > LAST_TURN or tries >= (1 if isinstance(step, Say) else step.tries):
            raise UnknownPosition("no conversation is that long")
        return cls(language, name, turn, tries)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back: keys, a recording made elsewhere, or the words of a text. All empty is silence."""

    digits: str = ""
    recording: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is said, in order, and the step that then waits for an answer (or, when over, the last one)."""

    position: Position
    prompts: Said
    step: Step
    over: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """What one answer told: no fact when the step is to be asked again."""

    step: str
    fact: str | None
    value: str | None
    understood: bool


@dataclass(frozen=True, slots=True)
class Answered:
    turn: Turn
    noted: Noted


def begin(flow: Flow, language: str, known: frozenset[str] = NOTHING_KNOWN) -> Turn:
    return _arrive(language, flow.start, 0, known)


def again(position: Position) -> Turn:
    """The same step put once more, in full; nothing moves, so it may be repeated without end."""
    step = STEPS[position.step]
    if isinstance(step, Say):
        return _arrive(position.language, step.name, position.turn, NOTHING_KNOWN)
    return Turn(position, step.ask, step, over=False)


def answer(position: Position, heard: Heard, known: frozenset[str] = NOTHING_KNOWN) -> Answered:
    """The step after this one. `known` names the facts the caller need not be asked for in words."""
    step = STEPS[position.step]
    if isinstance(step, Say):
        # Nothing waits here any more: a late or repeated answer hears the end once more.
        return Answered(again(position), Noted(step.name, None, None, understood=False))
    understood = _understand(step, heard)
    if understood is not None:
        value, to = understood
        return _go_on(position, step.fact, value, to, known, understood=True)
    if heard.digits == SAY_AGAIN and position.turn < PATIENCE:
        return _stay(position, step, step.ask, tries=position.tries, understood=True)
    if position.tries + 1 < step.tries:
        after_key, after_silence = _SECOND_TRY[step.name]
        said = after_key if heard.digits else after_silence
        return _stay(position, step, said, tries=position.tries + 1, understood=False)
    if isinstance(step, Menu):
        return _go_on(position, step.fact, step.otherwise_value, step.otherwise, known, understood=False)
    return _go_on(position, step.fact, None, step.to, known, understood=False)


def _understand(step: Asking, heard: Heard) -> tuple[str, str] | None:
    """The value told and the step it leads to; None when this is no answer to that step."""
    if isinstance(step, Menu):
        return _CHOICES[step.name].get(heard.digits)
    if isinstance(step, Record):
        return (RECORDED, step.to) if heard.recording else None
    return (heard.words, step.to) if heard.words.strip() else None


def _stay(position: Position, step: Asking, said: Said, tries: int, understood: bool) -> Answered:
    stays = Position(position.language, step.name, min(position.turn + 1, LAST_TURN), tries)
    return Answered(Turn(stays, said, step, over=False), Noted(step.name, None, None, understood))


def _go_on(
    position: Position, fact: str, value: str | None, to: str, known: frozenset[str], understood: bool
) -> Answered:
    language = value if fact == LANGUAGE and value else position.language
    turn = _arrive(language, to, min(position.turn + 1, LAST_TURN), known)
    return Answered(turn, Noted(position.step, fact, value, understood))


def _arrive(language: str, name: str, turn: int, known: frozenset[str]) -> Turn:
    said, step = _said_from(name, known)
    return Turn(Position(language, step.name, turn, 0), said, step, over=isinstance(step, Say))


@lru_cache(maxsize=1024)
def _said_from(name: str, known: frozenset[str]) -> tuple[Said, Step]:
    """All that is said from this step on until one waits, and that one."""
    said: Said = ()
    step = STEPS[name]
    while True:
        if isinstance(step, Say):
            said += step.say
            if step.to is None:
                return said, step
            step = STEPS[step.to]
        elif isinstance(step, Words) and step.fact in known:
            step = STEPS[step.to]
        else:
            return said + step.ask, step


def _second_try(step: Asking) -> tuple[Said, Said]:
    """What is said after a wrong key, and what after silence."""
    ask = step.ask_again or step.ask
    if isinstance(step, Words):
        return ask, ask
    after_silence: Said = (NOT_HEARD, *ask)
    # A key is a wrong answer only where a key was asked for.
    return ((NOT_UNDERSTOOD, *ask) if isinstance(step, Menu) else after_silence), after_silence


_SECOND_TRY: dict[str, tuple[Said, Said]] = {
    step.name: _second_try(step) for step in STEPS.values() if not isinstance(step, Say)
}
_CHOICES: dict[str, dict[str, tuple[str, str]]] = {
    step.name: {option.key: (option.value, option.to) for option in step.options}
    for step in STEPS.values()
    if isinstance(step, Menu)
}


def _count(text: str) -> int | None:
    """A whole number written in one way only: no sign, no zero in front, none but ASCII digits."""
    if not 0 < len(text) <= 3 or not (text.isascii() and text.isdigit()):
        return None
    return None if text[0] == "0" and text != "0" else int(text)
