"""What a call may ask of the world beyond its flow."""

import uuid
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Looked:
    """A look for `question`, with the digits just typed and who asks (None for a withheld number)."""

    question: str
    digits: str
    caller_pseudonym: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """What the flow goes on by; `tip` is the earlier report that the caller has shown to be theirs."""

    value: str
    tip: uuid.UUID | None = None


class Look(Protocol):
    def __call__(self, session: Session, looked: Looked) -> Found: ...
