"""Finds what is wrong with a flow before a caller does."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ivr_flows.engine import SAY_AGAIN
from ivr_flows.flows import FLOWS, LANGUAGES
from ivr_flows.phrases import PHRASES
from ivr_flows.prompts import by_text, said_at, said_in
from ivr_flows.steps import Flow, Menu, Prompt, Record, Said, Say, Step

MOST_OPTIONS = 4
_STEP_NAME = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
_PROMPT_NAME = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_KEY = re.compile(r"[0-9#]")
_KEY_SAID = re.compile(r"\bpress ([0-9])\.$")


def faults(flow: Flow, flows: tuple[Flow, ...] = FLOWS) -> tuple[str, ...]:
    """What is wrong with this flow, a sentence each; `flows` are the others that it may lead into."""
    everywhere = {step.name: step for other in (*flows, flow) for step in other.steps}
    return (
        *_faults_of_names(flow, flows),
        *_faults_of_ways(flow, everywhere),
        *(fault for step in flow.steps if isinstance(step, Menu) for fault in _faults_of_menu(step)),
        *(fault for step in flow.steps for fault in _faults_of_asking(step)),
        *_faults_of_prompts(flow, flows),
    )


def ways_on(step: Step) -> tuple[str, ...]:
    """Where this step may lead, answered or not."""
    return (step.otherwise, *_answered(step)) if isinstance(step, Menu) else _answered(step)


def _answered(step: Step) -> tuple[str, ...]:
    if isinstance(step, Menu):
        return tuple(dict.fromkeys(option.to for option in step.options))
    return () if step.to is None else (step.to,)


def _faults_of_names(flow: Flow, flows: tuple[Flow, ...]) -> Iterator[str]:
    taken = Counter(step.name for step in flow.steps)
    taken.update(step.name for other in flows if other.name != flow.name for step in other.steps)
    for step in dict.fromkeys(step.name for step in flow.steps):
        if taken[step] > 1:
            yield f"{step}: two steps have this name"
        if not _STEP_NAME.fullmatch(step) or not step.startswith(f"{flow.name}."):
            yield f"{step}: is not named {flow.name}. and one small word"


def _faults_of_ways(flow: Flow, everywhere: dict[str, Step]) -> Iterator[str]:
    here = [step.name for step in flow.steps]
    if flow.start not in here:
        yield f"{flow.name}: starts at {flow.start}, which is none of its steps"
    for step in flow.steps:
        if isinstance(step, Menu) and step.otherwise not in everywhere:
            yield f"{step.name}: has no way on at silence, {step.otherwise or 'nothing'} is no step"
        for to in _answered(step):
            if to not in everywhere:
                yield f"{step.name}: leads to {to}, which is no step"
    from_start = _reached(flow.start, everywhere)
    for name in dict.fromkeys(here):
        beyond = set().union(*(_reached(to, everywhere) for to in ways_on(everywhere[name])))
        if name not in from_start:
            yield f"{name}: nothing leads here"
        if name in beyond:
            yield f"{name}: can come round again, so a call might never end"
        if not any(isinstance(step, Say) and step.to is None for step in _at(beyond | {name}, everywhere)):
            yield f"{name}: is a dead end, no goodbye comes after it"


def _reached(start: str, everywhere: dict[str, Step]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in everywhere and name not in reached:
            reached.add(name)
            waiting.extend(ways_on(everywhere[name]))
    return reached


def _at(names: set[str], everywhere: dict[str, Step]) -> list[Step]:
    return [everywhere[name] for name in names if name in everywhere]


def _faults_of_menu(menu: Menu) -> Iterator[str]:
    keys = [option.key for option in menu.options]
    if not keys:
        yield f"{menu.name}: has no options"
    if len(keys) > MOST_OPTIONS:
        yield f"{menu.name}: has {len(keys)} options, more than {MOST_OPTIONS} to keep in mind"
    for key, times in Counter(keys).items():
        if times > 1:
            yield f"{menu.name}: key {key} is given twice"
        if not _KEY.fullmatch(key):
            why = "says the step again" if key == SAY_AGAIN else "is not one key of a phone"
            yield f"{menu.name}: key {key} {why}"
    for said in (menu.ask, menu.ask_again or menu.ask):
        told = [key for key in map(_key_said, said) if key]
        if told != keys:
            yield f"{menu.name}: says to press {', '.join(told) or 'nothing'}, takes {', '.join(keys)}"
            return


def _key_said(said: object) -> str | None:
    found = _KEY_SAID.search(said.words) if isinstance(said, Prompt) else None
    return found[1] if found else None


def _faults_of_asking(step: Step) -> Iterator[str]:
    if not said_at(step) or (not isinstance(step, Say) and not step.ask):
        yield f"{step.name}: says nothing"
    if not isinstance(step, Say) and step.tries < 1:
        yield f"{step.name}: gives no try"
    if isinstance(step, Menu | Record) and step.silence_seconds < 1:
        yield f"{step.name}: does not wait for an answer"
    if isinstance(step, Record) and step.max_seconds < 1:
        yield f"{step.name}: records nothing"


def _faults_of_prompts(flow: Flow, flows: tuple[Flow, ...]) -> Iterator[str]:
    if by_text(flow) and any(isinstance(step, Menu | Record) for step in flow.steps):
        yield f"{flow.name}: asks for a text message and for keys or speech in one conversation"
    for prompt in _prompts(said_in(flow)):
        if not prompt.words.strip():
            yield f"{prompt.name}: has no words"
        if not _PROMPT_NAME.fullmatch(prompt.name):
            yield f"{prompt.name}: cannot be the name of a recording"
        if prompt.language is not None and prompt.language not in LANGUAGES:
            yield f"{prompt.name}: is to be said in {prompt.language}, which nobody can choose"
        if not by_text(flow) and "{" in prompt.words:
            yield f"{prompt.name}: has a gap to fill in, which no recording can"
    elsewhere = (said_in(other) for other in flows if other.name != flow.name)
    all_said = (*said_in(flow), *PHRASES, *(said for flow_said in elsewhere for said in flow_said))
    mine = {prompt.name for prompt in _prompts(said_in(flow))}
    by_name = sorted({(p.name, p.words, p.language or "") for p in _prompts(all_said) if p.name in mine})
    for one, other in pairwise(by_name):
        if one[0] == other[0]:
            yield f"{one[0]}: two prompts have this name but not the same words"


def _prompts(said: Said) -> dict[Prompt, None]:
    return dict.fromkeys(item for item in said if isinstance(item, Prompt))
