"""Finds what is wrong with a flow before a caller does."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ivr_flows.flows import FLOWS
from ivr_flows.languages import LANGUAGES
from ivr_flows.phrases import PHRASES
from ivr_flows.prompts import by_text, options_of, said_at, said_in
from ivr_flows.steps import Consult, Dial, Digits, Flow, Menu, Prompt, Record, Said, Say, Step, Words
from ivr_flows.ways import AGAIN, WAYS_OUT

MOST_OPTIONS = 4
MOST_OPTIONS_OF_PLACES = 5
MOST_LEVELS = 3
PROVINCE = "province"
PLACES = frozenset({"division", "district"})
UNKNOWN = "unknown"
_STEP_NAME = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
_PROMPT_NAME = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_KEY = re.compile(r"[1-8#]")
_TYPED = re.compile(r"[0-9]{2,}")
_KEY_SAID = re.compile(r"\b[0-9]\b")


def faults(flow: Flow, flows: tuple[Flow, ...] = FLOWS) -> tuple[str, ...]:
    """What is wrong with this flow, a sentence each; `flows` are the others that it may lead into."""
    everywhere = {step.name: step for other in (*flows, flow) for step in other.steps}
    starts = {flow.start, *(other.start for other in flows)}
    return (
        *_faults_of_names(flow, flows),
        *_faults_of_ways(flow, everywhere, starts),
        *(
            fault
            for step in flow.steps
            if isinstance(step, Menu)
            for fault in _faults_of_menu(step, everywhere)
        ),
        *(fault for step in flow.steps for fault in _faults_of_keys(step)),
        *(fault for step in flow.steps for fault in _faults_of_asking(step)),
        *_faults_of_prompts(flow, flows),
    )


def ways_on(step: Step) -> tuple[str, ...]:
    """Where this step may lead, answered or not, the keys that hold everywhere left aside."""
    return tuple(dict.fromkeys((*ways_by_silence(step), *_answered(step))))


def ways_by_silence(step: Step) -> tuple[str, ...]:
    """Where this step may lead a caller who does nothing."""
    match step:
        case Menu() | Digits():
            return (step.otherwise,)
        case Record():
            return (step.silent_to,)
        case Dial():
            return (step.answered, step.unanswered)
        case Consult():
            return (*(outcome.to for outcome in step.outcomes), step.otherwise)
        case Words():
            return (step.to,)
    return () if step.to is None else (step.to,)


def _answered(step: Step) -> tuple[str, ...]:
    by_key = tuple(option.to for option in options_of(step))
    return (step.to, *by_key) if isinstance(step, Record | Digits) else by_key


def _faults_of_names(flow: Flow, flows: tuple[Flow, ...]) -> Iterator[str]:
    taken = Counter(step.name for step in flow.steps)
    taken.update(step.name for other in flows if other.name != flow.name for step in other.steps)
    for step in dict.fromkeys(step.name for step in flow.steps):
        if taken[step] > 1:
            yield f"{step}: two steps have this name"
        if not _STEP_NAME.fullmatch(step) or not step.startswith(f"{flow.name}."):
            yield f"{step}: is not named {flow.name}. and one small word"


def _faults_of_ways(flow: Flow, everywhere: dict[str, Step], starts: Iterable[str]) -> Iterator[str]:
    here = [step.name for step in flow.steps]
    if flow.start not in here:
        yield f"{flow.name}: starts at {flow.start}, which is none of its steps"
    for step in flow.steps:
        for to in ways_on(step):
            if to not in everywhere:
                yield f"{step.name}: leads to {to or 'nothing'}, which is no step"
    from_start = _reached(starts, everywhere)
    for name in dict.fromkeys(here):
        beyond = _reached(ways_on(everywhere[name]), everywhere)
        if name not in from_start:
            yield f"{name}: nothing leads here"
        if name in _reached(ways_by_silence(everywhere[name]), everywhere, silent=True):
            yield f"{name}: comes round again by silence alone"
        if not any(isinstance(step, Say) and step.to is None for step in _at(beyond | {name}, everywhere)):
            yield f"{name}: is a dead end, no goodbye comes after it"


def _reached(starts: Iterable[str], everywhere: dict[str, Step], silent: bool = False) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name in everywhere and name not in reached:
            reached.add(name)
            waiting.extend((ways_by_silence if silent else ways_on)(everywhere[name]))
    return reached


def _at(names: set[str], everywhere: dict[str, Step]) -> list[Step]:
    return [everywhere[name] for name in names if name in everywhere]


def _faults_of_menu(menu: Menu, everywhere: dict[str, Step]) -> Iterator[str]:
    keys = [option.key for option in menu.options]
    most = MOST_OPTIONS_OF_PLACES if menu.fact in PLACES else MOST_OPTIONS
    if not keys:
        yield f"{menu.name}: has no options"
    by_prompt = [keys_said(said) for said in menu.ask]
    # More are only bearable where several are said in a breath, as with the provinces.
    if len(keys) > most and all(len(told) <= 1 for told in by_prompt):
        yield f"{menu.name}: has {len(keys)} options, more than {most} to keep in mind"
    for told in by_prompt:
        if len(told) > MOST_OPTIONS:
            yield f"{menu.name}: says {len(told)} keys in one breath"
    levels = _levels(menu, everywhere)
    if levels > MOST_LEVELS:
        yield f"{menu.name}: begins {levels} levels of menus, more than {MOST_LEVELS} to find one's way in"
    yield from _faults_of_keys_said(menu, keys, everywhere)


def _faults_of_keys_said(menu: Menu, keys: list[str], everywhere: dict[str, Step]) -> Iterator[str]:
    in_passing = {option.key for option in menu.also} | WAYS_OUT.keys()
    for asked in (menu.ask, menu.ask_again or menu.ask):
        told = [key for key in _all_said(asked) if key not in in_passing]
        if told != keys:
            yield f"{menu.name}: says to press {', '.join(told) or 'nothing'}, takes {', '.join(keys)}"
            return
    before = (step for step in everywhere.values() if isinstance(step, Menu) and menu.name in ways_on(step))
    known = {key for step in (menu, *before) for key in _all_said(step.ask)}
    for option in menu.also:
        if option.key not in known:
            yield f"{menu.name}: takes {option.key} and never tells of it"


def _levels(menu: Menu, everywhere: dict[str, Step], above: frozenset[str] = frozenset()) -> int:
    """How many menus narrow down one matter, each by the key pressed in the one above; more pages are no level."""
    within = above | {menu.name}
    further = (everywhere.get(option.to) for option in menu.options if option.value != UNKNOWN)
    finer = (
        step
        for step in further
        if isinstance(step, Menu) and _matter(step) == _matter(menu) and step.name not in within
    )
    return 1 + max((_levels(step, everywhere, within) for step in finer), default=0)


def _matter(menu: Menu) -> str:
    return PROVINCE if menu.fact in PLACES else menu.fact


def keys_said(said: object) -> list[str]:
    """The keys that a prompt tells to press, in order."""
    return _KEY_SAID.findall(said.words) if isinstance(said, Prompt) and "press" in said.words else []


def _all_said(asked: Said) -> list[str]:
    return [key for said in asked for key in keys_said(said)]


def _faults_of_keys(step: Step) -> Iterator[str]:
    options = options_of(step)
    for key, times in Counter(option.key for option in options).items():
        if times > 1:
            yield f"{step.name}: key {key} is given twice"
        if key in WAYS_OUT or key == AGAIN:
            yield f"{step.name}: key {key} means something else at every step"
        elif not (_KEY.fullmatch(key) or (isinstance(step, Record) and _TYPED.fullmatch(key))):
            yield f"{step.name}: key {key} is not one key of a phone"


def _faults_of_asking(step: Step) -> Iterator[str]:
    if isinstance(step, Consult):
        return
    if not said_at(step) or (not isinstance(step, Say | Dial) and not step.ask):
        yield f"{step.name}: says nothing"
    if isinstance(step, Menu | Record | Digits | Words) and step.tries < 1:
        yield f"{step.name}: gives no try"
    if isinstance(step, Menu | Record | Digits) and min(step.silence_seconds, step.silences) < 1:
        yield f"{step.name}: does not wait for an answer"
    if isinstance(step, Record) and step.max_seconds < 1:
        yield f"{step.name}: records nothing"
    if isinstance(step, Digits) and step.length < 1:
        yield f"{step.name}: takes no digits"


def _faults_of_prompts(flow: Flow, flows: tuple[Flow, ...]) -> Iterator[str]:
    if by_text(flow) and any(isinstance(step, Menu | Record | Digits | Dial) for step in flow.steps):
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
