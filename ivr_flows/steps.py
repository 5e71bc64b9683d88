"""The whole vocabulary of a flow: what is said, and the four kinds of step a conversation is made of."""

from dataclasses import dataclass

LANGUAGE = "language"
"""The one fact the engine itself reads: its value is the language of everything said from then on."""

RECORDED = "recorded"
"""The value of a fact that was spoken into a recording; the words themselves never pass through a flow."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing said. The name is the recording's file name; the words are the English of the catalogues."""

    name: str
    words: str
    language: str | None = None  # says it in this language whatever the caller chose


@dataclass(frozen=True, slots=True)
class Reference:
    """Stands for the tip's code: digit by digit on the phone, "{reference}" in the words of a text."""


Said = tuple[Prompt | Reference, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """Pressing `key` notes `value` and leads to the step named `to`."""

    key: str
    value: str
    to: str


@dataclass(frozen=True, slots=True)
class Menu:
    """One key answers it. Who never presses a fitting key is led on to `otherwise`, never hung up on."""

    name: str
    ask: Said
    fact: str
    options: tuple[Option, ...]
    otherwise: str
    otherwise_value: str
    silence_seconds: int = 5
    tries: int = 3
    ask_again: Said = ()  # shorter words for the second try; empty: all of `ask`


@dataclass(frozen=True, slots=True)
class Record:
    """The caller speaks after a tone. Silence leads on to `to` like an answer, only with nothing noted."""

    name: str
    ask: Said
    fact: str
    to: str
    max_seconds: int = 120
    silence_seconds: int = 5
    tries: int = 2
    ask_again: Said = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Free words in a text message; skipped when its fact is already known."""

    name: str
    ask: Said
    fact: str
    to: str
    tries: int = 2
    ask_again: Said = ()


@dataclass(frozen=True, slots=True)
class Say:
    """Says something and goes on to `to`, or ends the conversation."""

    name: str
    say: Said
    to: str | None = None


Asking = Menu | Record | Words
Step = Asking | Say


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps under one name. Step names hold in every flow, so a `to` may lead into another one."""

    name: str
    start: str
    steps: tuple[Step, ...]
