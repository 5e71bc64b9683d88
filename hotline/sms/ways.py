"""The ways an SMS can take to a phone: one carrier, or two, of which the second stands in for the first."""

import random
from dataclasses import dataclass

from hotline.sms.sending import SendsSms

SECOND = "second"
"""The name of the second way; the first bears that of its carrier."""


@dataclass(frozen=True, slots=True)
class Way:
    """One carrier under the name that messages are kept with; `most` SMS in 15 minutes from its `sender`, 0 for any.

    `of_numbers` are the codes by which it says that a phone's number is at fault, and not the carrier.
    """

    name: str
    sms: SendsSms
    sender: str
    most: int
    of_numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ways:
    """All the ways of this installation."""

    first: Way
    second: Way | None = None

    def of(self, name: str) -> Way:
        """The way of this name; the first where there is none of it any more."""
        return self.second if self.second is not None and self.second.name == name else self.first

    def other_than(self, name: str) -> Way | None:
        """The way that is left when the one of this name cannot be taken."""
        return self.second if self.of(name) is self.first else self.first

    def next(self, share: int, tried: str | None) -> Way:
        """The one whose turn it is; after a try in vain, by the way of that name, the other one if there is any."""
        other = self.other_than(tried) if tried is not None else None
        return other or self.pick(share)

    def pick(self, share: int) -> Way:
        """One of them by chance, the first in `share` cases of a hundred."""
        if self.second is None or random.randrange(100) < share:  # noqa: S311 - a lot, not a secret
            return self.first
        return self.second
