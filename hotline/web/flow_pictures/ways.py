"""What a step is, what it says, and the ways on from it: read from the flows, whichever flows there are."""

from dataclasses import dataclass
from enum import StrEnum

from ivr_flows.flows import FLOWS
from ivr_flows.steps import (
    Consult,
    Dial,
    Digits,
    Flow,
    Menu,
    Option,
    Prompt,
    Record,
    Said,
    Say,
    Step,
    Words,
)


class Kind(StrEnum):
    """The kinds of step that a picture tells apart by their shape."""

    MENU = "menu"
    RECORD = "record"
    DIGITS = "digits"
    DIAL = "dial"
    LOOK = "look"
    WORDS = "words"
    SAY = "say"
    END = "end"


class By(StrEnum):
    """What takes a conversation one way and not the other."""

    KEY = "key"
    SILENCE = "silence"
    SPOKEN = "spoken"
    TYPED = "typed"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    FOUND = "found"
    ELSE = "else"
    WRITTEN = "written"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Way:
    """One way on. `value` is what is then noted under `fact`, or what a look beyond the flow has found."""

    by: By
    to: str
    key: str = ""
    fact: str | None = None
    value: str | None = None
    said: tuple[Prompt, ...] = ()


FLOW_OF: dict[str, Flow] = {step.name: flow for flow in FLOWS for step in flow.steps}


def kind_of(step: Step) -> Kind:
    match step:
        case Menu():
            return Kind.MENU
        case Record():
            return Kind.RECORD
        case Digits():
            return Kind.DIGITS
        case Dial():
            return Kind.DIAL
        case Consult():
            return Kind.LOOK
        case Words():
            return Kind.WORDS
        case Say(to=None):
            return Kind.END
        case Say():
            return Kind.SAY


def waits(step: Step) -> bool:
    """Whether a conversation ever stands here, so that a caller can leave here: not where it only passes through."""
    return not isinstance(step, Consult | Say) or kind_of(step) is Kind.END


def said_first(step: Step) -> Said:
    """What is said on arriving."""
    match step:
        case Say() | Dial():
            return step.say
        case Consult():
            return ()
    return step.ask


def said_again(step: Step) -> Said:
    """What is said at the second try, where it differs."""
    if isinstance(step, Consult | Dial | Say) or step.ask_again == step.ask:
        return ()
    return step.ask_again


def ways_on(step: Step) -> tuple[Way, ...]:
    """Every way on from this step; none from where a conversation ends."""
    match step:
        case Menu():
            keys = (*step.options, *step.also)
            silence = Way(By.SILENCE, step.otherwise, fact=step.fact, value=step.otherwise_value)
            return (*_by_key(keys, step.fact), silence)
        case Record():
            spoken = Way(By.SPOKEN, step.to, fact=step.fact)
            return (spoken, *_by_key(step.options, step.fact), Way(By.SILENCE, step.silent_to))
        case Digits():
            return (Way(By.TYPED, step.to, fact=step.fact), Way(By.SILENCE, step.otherwise))
        case Dial():
            return (Way(By.ANSWERED, step.answered), Way(By.UNANSWERED, step.unanswered))
        case Consult():
            found = (Way(By.FOUND, outcome.to, value=outcome.value) for outcome in step.outcomes)
            return (*found, Way(By.ELSE, step.otherwise))
        case Words():
            return (Way(By.WRITTEN, step.to, fact=step.fact),)
        case Say():
            return () if step.to is None else (Way(By.ON, step.to),)


def _by_key(options: tuple[Option, ...], fact: str) -> tuple[Way, ...]:
    return tuple(
        Way(By.KEY, option.to, option.key, option.fact or fact, option.value, _prompts(option.said))
        for option in options
    )


def _prompts(said: Said) -> tuple[Prompt, ...]:
    return tuple(item for item in said if isinstance(item, Prompt))
