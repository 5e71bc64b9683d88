"""Plays a flow in the terminal: what is heard, keys from standard input, and what would be noted."""

import argparse
import io
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TextIO

from ivr_flows.catalogue import words_of
from ivr_flows.engine import SAY_AGAIN, Heard, Turn, answer, begin
from ivr_flows.flows import FLOWS, LANGUAGES
from ivr_flows.prompts import spoken_reference
from ivr_flows.steps import Flow, Menu, Prompt, Record, Reference, Step, Words

SAMPLE_REFERENCE = "12345678"
HOW_TO_ANSWER = (
    "A line is one answer: a key, or, where one speaks or writes, any words. An empty line is silence, "
    f"{SAY_AGAIN} says it again, and the end of the input hangs up."
)


def conversation(flow: Flow, language: str, answers: Iterator[str]) -> Iterator[str]:
    """The lines of a whole conversation; each answer is taken only when its question has been put."""
    facts: dict[str, str] = {}
    turn = begin(flow, language)
    yield from _heard_in(turn)
    while not turn.over:
        line = next(answers, None)
        if line is None:
            yield f"caller  {'writes no more' if isinstance(turn.step, Words) else 'hangs up'}"
            break
        heard, told = _read(line.strip(), turn.step)
        yield f"caller  {told}"
        answered = answer(turn.position, heard, frozenset(facts))
        if answered.noted.fact is not None and answered.noted.value is not None:
            facts[answered.noted.fact] = answered.noted.value
        turn = answered.turn
        yield ""
        yield from _heard_in(turn)
    yield ""
    yield from (f"noted   {fact} = {value}" for fact, value in facts.items())
    if not facts:
        yield "noted   nothing"


def _heard_in(turn: Turn) -> Iterator[str]:
    yield f"[{turn.step.name}]"
    for said in turn.prompts:
        yield f"line    {_words(said, turn.position.language)}"


def _words(said: Prompt | Reference, language: str) -> str:
    if isinstance(said, Reference):
        groups = spoken_reference(SAMPLE_REFERENCE)
        return " - ".join(" ".join(_words(digit, language) for digit in group) for group in groups)
    in_that_language = words_of(said.language or language)
    return in_that_language.get(said.words, said.words).replace("{reference}", SAMPLE_REFERENCE)


def _read(line: str, step: Step) -> tuple[Heard, str]:
    """What the flow hears of a typed line, and how a page tells it."""
    if not line:
        return Heard(), "is silent"
    if isinstance(step, Words):
        return Heard(words=line), f"writes: {line}"
    if isinstance(step, Menu) or line == SAY_AGAIN:
        return Heard(digits=line), f"presses {line}"
    return Heard(recording=isinstance(step, Record)), f"says: {line}"


def _typed(source: TextIO) -> Iterator[str]:
    """Lines as they come, with a mark to type at when someone sits there. Ctrl-C hangs up like the end."""
    try:
        while True:
            if source.isatty():
                sys.stdout.write("> ")
                sys.stdout.flush()
            line = source.readline()
            if not line:
                return
            yield line
    except KeyboardInterrupt:
        return


def _arguments(given: Sequence[str] | None) -> tuple[Flow, str]:
    flows = {flow.name: flow for flow in FLOWS}
    parser = argparse.ArgumentParser(
        prog="python -m ivr_flows.rehearse", description=__doc__, epilog=HOW_TO_ANSWER
    )
    parser.add_argument("flow", metavar="FLOW", choices=flows, help=", ".join(flows))
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="default: %(default)s")
    chosen = parser.parse_args(given)
    return flows[chosen.flow], chosen.lang


def main(given: Sequence[str] | None = None) -> int:
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Urdu, whatever the terminal's locale
    flow, language = _arguments(given)
    try:
        for line in conversation(flow, language, _typed(sys.stdin)):
            print(line, flush=True)
    except FileNotFoundError as missing:
        print(f"rehearse: the words of a language are missing: {missing.filename}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read along has left; nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
