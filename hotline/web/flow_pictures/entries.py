"""The list that says what a picture shows: each step with its words, its ways on, and the callers it lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hotline.web.flow_pictures.callers import NOBODY, Callers, Counted
from hotline.web.flow_pictures.outline import Part, outline, part_of
from hotline.web.flow_pictures.ways import (
    FLOW_OF,
    By,
    Kind,
    Way,
    kind_of,
    said_again,
    said_first,
    waits,
    ways_on,
)
from hotline.web.flow_pictures.words import (
    facts_of,
    left_out,
    noted_words,
    part_title,
    sentences,
    short_name,
    silence_words,
    way_words,
)
from ivr_flows.steps import Prompt, Said, Step

Listen = Callable[[Prompt], str | None]


@dataclass(frozen=True, slots=True)
class Code:
    """A key of several digits, such as an area code, and what it stands for."""

    key: str
    told: str | None


@dataclass(frozen=True, slots=True)
class Onward:
    """One line of ways on: a key, or what else takes a conversation there; or many codes that lead to one step."""

    to: str
    part: Part
    title: str
    key: str = ""
    words: str = ""
    told: str | None = None
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A step as listed, its words line by line. `sounds` are the prompts that can be played, with their addresses."""

    step: Step
    kind: Kind
    indent: int
    said: tuple[Said, ...]
    again: tuple[Said, ...]
    left_out: str | None
    facts: tuple[str, ...]
    ways: tuple[Onward, ...]
    sounds: tuple[tuple[Prompt, str], ...]
    counts: bool
    callers: Callers
    texts: int


def entries(part: Part, counted: Counted, listen: Listen) -> tuple[Entry, ...]:
    return tuple(_entry(line.step, line.indent, part, counted, listen) for line in outline(part))


def title_of(step_name: str, seen_from: Part) -> str:
    """How a step is called where a way leads to it: shortly within its own picture."""
    part = part_of(step_name)
    if part == seen_from:
        return short_name(step_name)
    if part.name or step_name == FLOW_OF[step_name].start:
        return part_title(part)
    return f"{part_title(part)} · {short_name(step_name)}"


def _entry(step: Step, indent: int, part: Part, counted: Counted, listen: Listen) -> Entry:
    said, again = said_first(step), said_again(step)
    prompts = (one for one in dict.fromkeys((*said, *again)) if isinstance(one, Prompt))
    heard = ((prompt, listen(prompt)) for prompt in prompts)
    dropped = left_out(step)
    return Entry(
        step=step,
        kind=kind_of(step),
        indent=indent,
        said=sentences(said),
        again=() if dropped else sentences(again),
        left_out=dropped,
        facts=facts_of(step),
        ways=tuple(_onward(step, part)),
        sounds=tuple((prompt, address) for prompt, address in heard if address is not None),
        counts=waits(step),
        callers=counted.steps.get(step.name, NOBODY),
        texts=counted.texts.get(step.name, 0),
    )


def _onward(step: Step, seen_from: Part) -> Iterator[Onward]:
    codes: dict[str, list[Code]] = {}
    for way in ways_on(step):
        if len(way.key) > 1:
            codes.setdefault(way.to, []).append(Code(way.key, noted_words(way)))
    for way in ways_on(step):
        place = way.to, part_of(way.to), title_of(way.to, seen_from)
        if len(way.key) > 1:
            if way.to in codes:
                yield Onward(*place, codes=tuple(codes.pop(way.to)))
        elif way.by is By.KEY:
            yield Onward(*place, key=way.key, told=noted_words(way))
        else:
            told = silence_words(step) if way.by is By.SILENCE else None
            yield Onward(*place, words=_by_words(way), told=told)


def _by_words(way: Way) -> str:
    words = way_words(way)
    return words[:1].upper() + words[1:]
