"""Several texts as one: long ones that a phone has cut and numbered are put together in their order."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# "1/3 ...", "(1/3) ...", "... 2 of 3", in digits of any script.
_NUMBER = r"[(\[]?\s?(\d)\s?(?:/|of|میں سے)\s?(\d)\s?[)\]]?"
_BEFORE = re.compile(rf"{_NUMBER}[\s:.)-]+", re.IGNORECASE)
_AFTER = re.compile(rf"\s{_NUMBER}$", re.IGNORECASE)
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
    body = body.strip()
    found = _BEFORE.match(body)
    if found is not None and (numbered := _numbered(found, body[found.end() :])):
        return numbered
    found = _AFTER.search(body)
    if found is not None and (numbered := _numbered(found, body[: found.start()])):
        return numbered
    return Part(1, 1, body)


def joined(bodies: Sequence[str]) -> str:
    """The texts of one conversation, in the order in which they came, one a line; a text that came again once.

    Parts that are all there stand together, in their order, where the first of them came: until then, and where what
    looks like a part is a house number, each text stays as it is.
    """
    once = list(dict.fromkeys(bodies))
    parts = [part_of(body) for body in once]
    lines: list[str] = []
    told: set[int] = set()
    for body, part in zip(once, parts, strict=True):
        whole = _whole(parts, part.of)
        if not whole:
            lines.append(body)
        elif part.of not in told:
            told.add(part.of)
            lines.append(_glued(whole))
    return "\n".join(lines)


def continues(body: str, before: Sequence[str]) -> bool:
    """Whether `body` is another part of a text that has come in part before."""
    part = part_of(body)
    earlier = [each for each in map(part_of, before) if each.of == part.of]
    return part.of > 1 and bool(earlier) and all(each.number != part.number for each in earlier)


def _whole(parts: Sequence[Part], of: int) -> list[Part]:
    """The parts of so many, in order; nothing while one of them is missing, or where there are two of one number."""
    if of == 1:
        return []
    found = sorted((part for part in parts if part.of == of), key=lambda part: part.number)
    return found if [part.number for part in found] == list(range(1, of + 1)) else []


def _numbered(found: re.Match[str], words: str) -> Part | None:
    number, of = (unicodedata.decimal(digit) for digit in found.groups())
    return (
        Part(number, of, words, cut=len(found.string) in _CUT_AT) if 1 <= number <= of and of >= 2 else None
    )


def _glued(parts: Sequence[Part]) -> str:
    return "".join(part.words if part.cut else f"{part.words}\n" for part in parts).rstrip("\n")
