"""The words of a text as they are typed: letters folded, numbers read, breaks kept."""

import re

from hotline.places.folding import fold
from hotline.writing.roman import sound

BREAK = "|"
STOP = "||"

_DIGITS = {ord(digit): str(at % 10) for at, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_WITHIN_WORDS = re.compile("(?<=[a-z])['’`´](?=[a-z])|[\u200b\u200c\u2060\ufeff]")
_PIECES = re.compile(
    "[a-z]+|[0-9]+|[\u0621-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff]+|[.!?\n\r؟۔]+|[^\\s'’`_-]"
)
_ENGLISH_ENDS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
_SHORTEST_STEM = 3
_URDU_END = re.compile("(?:[اےیئ]|یں|ین|ون|ئے|یان)+$|و$")
_STOPS = frozenset(".!?\n\r؟۔")


def split_words(text: str) -> list[str]:
    """The words and numbers of `text` in order, with BREAK at a comma and the like and STOP at a sentence's end."""
    found: list[str] = []
    for piece in _PIECES.findall(_WITHIN_WORDS.sub("", fold(text).translate(_DIGITS))):
        if piece[0].isalnum():
            found.append(piece)
        elif found:
            mark = STOP if piece[0] in _STOPS else BREAK
            if found[-1] not in {BREAK, STOP}:
                found.append(mark)
            elif mark == STOP:
                found[-1] = STOP
    return found


def stem(word: str) -> str:
    """An English word without what it ends in: `locks`, `locked` and `locking` are one word."""
    for end, instead in _ENGLISH_ENDS:
        if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM:
            word = word.removesuffix(end) + instead
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word


def root(word: str) -> str:
    """A word of Urdu without the vowel it ends in: `marta`, `marte` and `marti` have one root."""
    return bare(sound(word)) if word.isascii() else _URDU_END.sub("", word)


def bare(sounded: str) -> str:
    return sounded.rstrip("aeiou")
