"""Every prompt by name, for whoever records them, renders them, or translates them."""

from ivr_flows.flows import FLOWS
from ivr_flows.phrases import DIGITS, PHRASES
from ivr_flows.steps import Consult, Dial, Flow, Menu, Option, Prompt, Record, Said, Say, Step, Words
from ivr_flows.texts import TEXTS


def every_prompt() -> tuple[Prompt, ...]:
    """Each prompt the phone line says, once. One with a language of its own is only said in that one."""
    return _once((*(said for flow in FLOWS if not by_text(flow) for said in said_in(flow)), *PHRASES))


def every_text() -> tuple[Prompt, ...]:
    """Each reply to a text message, once. These are read, never spoken."""
    return _once((*(said for flow in FLOWS if by_text(flow) for said in said_in(flow)), *TEXTS))


def by_text(flow: Flow) -> bool:
    return any(isinstance(step, Words) for step in flow.steps)


def said_in(flow: Flow) -> Said:
    return tuple(said for step in flow.steps for said in said_at(step))


def said_at(step: Step) -> Said:
    """All that a step may say, and what is said on the way out of it."""
    if isinstance(step, Say | Dial):
        return step.say
    if isinstance(step, Consult):
        return ()
    return step.ask + step.ask_again + tuple(said for option in options_of(step) for said in option.said)


def options_of(step: Step) -> tuple[Option, ...]:
    """Every key that this step takes beside those that hold everywhere."""
    if isinstance(step, Menu):
        return step.options + step.also
    return step.options if isinstance(step, Record) else ()


def spoken_reference(reference: str) -> tuple[tuple[Prompt, ...], ...]:
    """A code as digit prompts, in groups of four with a pause to be left between two groups."""
    digits = tuple(DIGITS[int(digit)] for digit in reference)
    return tuple(digits[start : start + 4] for start in range(0, len(digits), 4))


def _once(said: Said) -> tuple[Prompt, ...]:
    return tuple(dict.fromkeys(item for item in said if isinstance(item, Prompt)))
