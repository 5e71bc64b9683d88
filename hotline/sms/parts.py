"""Several texts as one: long ones that a phone has cut and numbered are put together in their order."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# "1/3 ...", "(1/3) ...", "... 2 of 3", in digits of any script.
_NUMBER = r"[(\[]?\s*(\d)\s*(?:/|of|میں سے)\s*(\d)\s*[)\]]?"
_BEFORE = re.compile(rf"\s*{_NUMBER}[\s:.)-]+", re.IGNORECASE)
_AFTER = re.compile(rf"\s+{_NUMBER}\s*", re.IGNORECASE)
# A phone that cuts a long text by length cuts through words.
_CUT_AT = frozenset({67, 70, 153, 160})


@dataclass(frozen=True, slots=True)
class Part:
    """The `number`th of `of` parts; a whole text is 1 of 1. `cut`: its last word may go on in the next."""

    number: int
    of: int
    words: str
    cut: bool = False


def part_of(body: str) -> Part:
    found = _BEFORE.match(body)
    if found is not None and (numbered := _numbered(found, body[found.end() :])):
        return numbered
    ends = list(_AFTER.finditer(body))
    if ends and ends[-1].end() == len(body) and (numbered := _numbered(ends[-1], body[: ends[-1].start()])):
        return numbered
    return Part(1, 1, body)


def joined(bodies: Sequence[str]) -> str:
    """The texts of one conversation, in the order in which they came, one a line; a text that came again only once.

    Those numbered as parts of as many stand together, in their order, where the first of them came.
    """
    once = list(dict.fromkeys(bodies))
    parts = [part_of(body) for body in once]
    together = Counter(part.of for part in parts if part.of > 1)
    lines: list[str] = []
    told: set[int] = set()
    for body, part in zip(once, parts, strict=True):
        if together[part.of] < 2:
            lines.append(body)
        elif part.of not in told:
            told.add(part.of)
            lines.append(_glued(sorted((p for p in parts if p.of == part.of), key=lambda p: p.number)))
    return "\n".join(lines)


def continues(body: str, before: Sequence[str]) -> bool:
    """Whether `body` is one more part of a text that has come in part before."""
    of = part_of(body).of
    return of > 1 and any(part_of(earlier).of == of for earlier in before)


def _numbered(found: re.Match[str], words: str) -> Part | None:
    number, of = (unicodedata.decimal(digit) for digit in found.groups())
    return (
        Part(number, of, words, cut=len(found.string) in _CUT_AT) if 1 <= number <= of and of >= 2 else None
    )


def _glued(parts: Sequence[Part]) -> str:
    return "".join(part.words if part.cut else f"{part.words}\n" for part in parts).rstrip("\n")
