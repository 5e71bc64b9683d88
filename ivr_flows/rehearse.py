"""Plays a flow in the terminal: what is heard, keys from standard input, and what would be noted."""

import argparse
import io
import os
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import TextIO

from ivr_flows.catalogue import said_in
from ivr_flows.engine import Heard, Turn, answer, begin, consulted
from ivr_flows.flows import FLOWS
from ivr_flows.languages import LANGUAGES, WRITTEN_ONLY
from ivr_flows.prompts import spoken_reference
from ivr_flows.steps import Consult, Dial, Digits, Flow, Menu, Prompt, Record, Reference, Step, Words
from ivr_flows.ways import AGAIN, SKIP, WAYS_OUT

SAMPLE_REFERENCE = "12345678"
SAMPLE_PLACES = "Rahim Yar Khan / Haripur"
KEYS = {AGAIN, SKIP, *WAYS_OUT}
NOTHING_FOUND: Mapping[str, str] = {}
HOW_TO_ANSWER = (
    "A line is one answer: a key, or, where one speaks or writes, any words. An empty line is silence, "
    f"{AGAIN} says it again, and the end of the input hangs up. Where a desk is called, a word is its answer."
)


def conversation(
    flow: Flow, language: str, answers: Iterator[str], found: Mapping[str, str] = NOTHING_FOUND
) -> Iterator[str]:
    """The lines of a whole conversation; each answer is taken only when its question has been put.

    `found` says what a look beyond the flow finds, by its question, and what is found in the words of a text, by
    the fact that need not be asked for then.
    """
    facts: dict[str, str] = {}
    read = frozenset(found) & {step.fact for step in flow.steps if isinstance(step, Words)}
    turn = begin(flow, language)
    turn = yield from _looked_up(turn, found)
    yield from _heard_in(turn)
    while not turn.over:
        line = next(answers, None)
        if line is None:
            yield f"caller  {'writes no more' if isinstance(turn.step, Words) else 'hangs up'}"
            break
        heard, told = _read(line.strip(), turn.step)
        yield f"caller  {told}"
        answered = answer(turn.position, heard, read.union(facts))
        noted = answered.noted
        # As the hotline counts: what is only assumed of a caller who says nothing is no fact.
        if noted.understood and noted.fact is not None and noted.value is not None:
            facts[noted.fact] = noted.value
        yield ""
        turn = yield from _looked_up(answered.turn, found)
        yield from _heard_in(turn)
    yield ""
    yield from (f"noted   {fact} = {value}" for fact, value in facts.items())
    if not facts:
        yield "noted   nothing"


def _looked_up(turn: Turn, found: Mapping[str, str]) -> Generator[str, None, Turn]:
    while isinstance(turn.step, Consult):
        value = found.get(turn.step.question, "nothing")
        yield f"[{turn.step.name}]"
        yield f"looks   {turn.step.question}: {value}"
        turn = consulted(turn, value)
    return turn


def _heard_in(turn: Turn) -> Iterator[str]:
    yield f"[{turn.step.name}]"
    for said in turn.prompts:
        yield f"line    {_words(said, turn.position.language)}"


def _words(said: Prompt | Reference, language: str) -> str:
    if isinstance(said, Reference):
        groups = spoken_reference(SAMPLE_REFERENCE)
        return " - ".join(" ".join(_words(digit, language) for digit in group) for group in groups)
    return said_in(said.words, said.language or language).format(
        reference=SAMPLE_REFERENCE, places=SAMPLE_PLACES
    )


def _read(line: str, step: Step) -> tuple[Heard, str]:
    """What the flow hears of a typed line, and how a page tells it."""
    if not line:
        return Heard(), "waits in vain" if isinstance(step, Dial) else "is silent"
    if isinstance(step, Words):
        return Heard(words=line), f"writes: {line}"
    if isinstance(step, Dial):
        return Heard(dialled=True), "is answered"
    digits = "".join(line.split())
    if isinstance(step, Menu | Digits) or digits in KEYS or digits.rstrip(SKIP).isdigit():
        return Heard(digits=digits.rstrip(SKIP) or digits), f"presses {line}"
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


def _arguments(given: Sequence[str] | None) -> tuple[Flow, str, dict[str, str]]:
    flows = {flow.name: flow for flow in FLOWS}
    parser = argparse.ArgumentParser(
        prog="python -m ivr_flows.rehearse", description=__doc__, epilog=HOW_TO_ANSWER
    )
    parser.add_argument("flow", metavar="FLOW", choices=flows, help=", ".join(flows))
    parser.add_argument(
        "--lang", choices=(*LANGUAGES, *WRITTEN_ONLY), default=LANGUAGES[0], help="default: %(default)s"
    )
    parser.add_argument(
        "--found",
        action="append",
        default=[],
        type=_found,
        metavar="QUESTION=VALUE",
        help="what a look beyond the flow finds, such as desk=open, or the words of a text: place=Multan",
    )
    chosen = parser.parse_args(given)
    return flows[chosen.flow], chosen.lang, dict(chosen.found)


def _found(told: str) -> tuple[str, str]:
    question, _, value = told.partition("=")
    if not question or not value:
        raise argparse.ArgumentTypeError("give it as QUESTION=VALUE")
    return question, value


def main(given: Sequence[str] | None = None) -> int:
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Urdu, whatever the terminal's locale
    flow, language, found = _arguments(given)
    try:
        for line in conversation(flow, language, _typed(sys.stdin), found):
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
