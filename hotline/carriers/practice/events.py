"""What happens on a practice call, in order: what the caller hears, is asked and does, and what went wrong."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Awaits(StrEnum):
    """What may end a wait."""

    NOTHING = ""
    KEYS = "keys"
    RECORDING = "recording"


class EndedBy(StrEnum):
    HOTLINE = "hotline"
    CALLER = "caller"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A webhook that was answered; `milliseconds` until the whole answer was here."""

    url: str
    status: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording that plays. `status` is what its address answered, `seconds` its length (0 when it failed);
    with `barge_in` a key pressed meanwhile is already the answer."""

    url: str
    status: int
    seconds: float
    barge_in: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words in the carrier's own synthetic voice."""

    words: str
    language: str
    barge_in: bool


@dataclass(frozen=True, slots=True)
class Paused:
    seconds: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The line waits. `keys` is how many are taken (None: until `finish_on`), `seconds` of silence end it.

    Where it is `optional`, silence is no answer: the line goes on to what follows, such as a tone.
    """

    kind: Awaits
    keys: int | None
    seconds: float
    finish_on: str
    longest: float | None = None
    beep: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    digits: str


@dataclass(frozen=True, slots=True)
class Spoke:
    """The caller left a recording."""

    seconds: float


@dataclass(frozen=True, slots=True)
class KeptSilent:
    seconds: float


@dataclass(frozen=True, slots=True)
class Dialled:
    """A desk was called: `seconds` are those it spoke with the caller, or those it rang with nobody answering."""

    number: str
    answered: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A webhook or a document that the carrier could not use; `code` as the real carrier numbers it."""

    code: int
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Ended:
    """`status` is the carrier's word: "busy" and "no-answer" are calls that were never picked up."""

    by: EndedBy
    seconds: int
    status: str = "completed"


Event = Fetched | Heard | Spoken | Paused | Asked | Pressed | Spoke | KeptSilent | Dialled | Failed | Ended


def as_json(event: Event) -> dict[str, object]:
    """The event with its kind in lower case under `event`: {"event": "heard", "url": ..., ...}."""
    return {"event": type(event).__name__.lower(), **asdict(event)}
