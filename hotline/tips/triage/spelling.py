"""The words of a text as they are typed: letters folded, numbers read, breaks kept."""

import re

from hotline.places.folding import fold

BREAK = "|"
STOP = "||"

_DIGITS = {ord(digit): str(at % 10) for at, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_WITHIN_WORDS = re.compile("(?<=[a-z])['’`´](?=[a-z])|[\u200b\u200c\u2060\ufeff]")
_PIECES = re.compile("[a-z]+|[0-9]+|[\u0621-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff]+|[.!?\n\r؟۔]+|[^\\s'’`_-]")
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
