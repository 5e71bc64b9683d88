"""What a scenario is made of: a role, steps that a trainee or a test can take, and what should come of them."""

from dataclasses import dataclass

from hotline.tips.models import Callback, Kind


@dataclass(frozen=True, slots=True)
class Press:
    """Each of these keys (`042#` is typed in one go) answers a question of its own."""

    keys: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Press and say nothing until the hotline asks on."""

    words: str


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak after the tone and end it with hash."""

    words: str
    seconds: float = 4.0


@dataclass(frozen=True, slots=True)
class HangUp:
    """Speak after the tone, and hang up in the middle of it."""

    words: str
    seconds: float = 3.0


@dataclass(frozen=True, slots=True)
class LineDrops:
    """The line is cut, and the hotline is not told."""

    words: str


@dataclass(frozen=True, slots=True)
class TypeCode:
    """Type the code of the earlier report."""

    words: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Hear the hotline to its end."""

    words: str


Step = Press | Wait | Speak | HangUp | LineDrops | TypeCode | Listen


@dataclass(frozen=True, slots=True)
class Expected:
    """What the hotline should know after the call; the circle follows from the place, by the directory of the day.

    Whatever the scenario, nothing is ever sent to the caller.
    """

    language: str
    kind: Kind = Kind.UNKNOWN
    danger: bool | None = None
    urgent: bool = False
    province: str | None = None
    district: str | None = None
    to_the_end: bool = True
    recordings: int = 0
    callback: Callback | None = None
    may_say_who: bool = False
    adds_to_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """`role` is read by whoever plays the caller, `watch` by whoever trains; `earlier` names the scenario whose report
    is made beforehand, by the same caller."""

    name: str
    title: str
    role: tuple[str, ...]
    steps: tuple[Step, ...]
    expected: Expected
    watch: str
    earlier: str = ""

    @property
    def drops(self) -> bool:
        return any(isinstance(step, LineDrops) for step in self.steps)
