"""The whole vocabulary of a flow: what is said, and the kinds of step a conversation is made of."""

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
    """Pressing `key` (or typing it, where it has several digits) notes `value` and leads to the step named `to`.

    `said` is heard on the way there: the name of a place just chosen.
    """

    key: str
    value: str
    to: str
    said: Said = ()
    fact: str | None = None  # what the value tells; None: what its step asks for


@dataclass(frozen=True, slots=True)
class Menu:
    """One key answers it. Who never presses a fitting key is led on to `otherwise`, never hung up on."""

    name: str
    ask: Said
    fact: str
    options: tuple[Option, ...]
    otherwise: str
    otherwise_value: str
    silence_seconds: int = 4
    tries: int = 3  # wrong keys and silences together
    silences: int = 2  # so many of them lead on by themselves
    ask_again: Said = ()  # shorter words for the second try; empty: all of `ask`
    also: tuple[Option, ...] = ()  # keys told of in passing, not as a choice
    for_callers: bool = True  # whether the keys that hold everywhere in a call of a caller hold here


@dataclass(frozen=True, slots=True)
class Record:
    """The caller speaks after a tone. Silence, or hash, leads on to `silent_to` with nothing noted.

    While the prompts play, the keys of `options` are taken in place of speech.
    """

    name: str
    ask: Said
    fact: str
    to: str
    silent_to: str
    max_seconds: int = 120
    silence_seconds: int = 4
    tries: int = 2
    silences: int = 2
    ask_again: Said = ()
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Digits:
    """The caller types a number of `length` digits."""

    name: str
    ask: Said
    fact: str
    to: str
    otherwise: str
    length: int = 8
    silence_seconds: int = 5
    tries: int = 3
    silences: int = 2
    ask_again: Said = ()


@dataclass(frozen=True, slots=True)
class Dial:
    """A person is called and, if one answers within `seconds`, speaks with the caller. `desk` says whose number."""

    name: str
    say: Said
    desk: str
    answered: str
    unanswered: str
    fact: str
    seconds: int = 25


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a look beyond the flow may find, and the step that it leads to."""

    value: str
    to: str


@dataclass(frozen=True, slots=True)
class Consult:
    """A look beyond the flow, such as whether a desk is open. The caller waits for nothing; any outcome not listed
    leads to `otherwise`."""

    name: str
    question: str
    outcomes: tuple[Outcome, ...]
    otherwise: str


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


Asking = Menu | Record | Digits | Words
Step = Asking | Dial | Consult | Say


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps under one name. Step names hold in every flow, so a `to` may lead into another one."""

    name: str
    start: str
    steps: tuple[Step, ...]
