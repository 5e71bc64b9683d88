"""Who called or texted, as we keep it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """`pseudonym` is keyed, to know a number again (None for a withheld or malformed one); `sealed` is the number
    itself, or what the carrier wrote in its place."""

    carrier: str
    pseudonym: str | None
    sealed: bytes | None
