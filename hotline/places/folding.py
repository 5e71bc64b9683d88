"""One spelling for the many ways in which the same letters are typed, in Latin and in Urdu script."""

import re
import unicodedata

# Between the tokens of a line: what parts a name's words (a comma, a digit), unlike a space or a hyphen.
BREAK = "|"

# Typed between letters, seen by nobody; some people type the non-joiner where others type a space.
JOINTS = re.compile("[\u200b\u200c\u2060\ufeff]")

# Arabic keyboards and Urdu keyboards write the same word with other letters; do-chashmi he and nun ghunna are
# often typed as their plain sisters; the free-standing hamza is often left out.
_SISTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ھ": "ہ", "ة": "ہ", "ۃ": "ہ", "ە": "ہ", "ں": "ن", "ء": None}
)
_TOKENS = re.compile(r"[a-z]+|[\u0621-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff]+|\.|[^\s'’`_\u2010\u2011-]")


class _Unseen(dict[int, int | None]):
    """For `str.translate`: drops accents, vowel marks, joiners and marks of direction; learns as it meets them."""

    def __missing__(self, code: int) -> int | None:
        letter = chr(code)
        dropped = unicodedata.category(letter) in {"Mn", "Me", "Cf"} or letter == "ـ"
        self[code] = None if dropped else code
        return self[code]


_UNSEEN = _Unseen()


def fold(text: str) -> str:
    """`text` in lower case, without marks, each letter in one form: `Gūjrānwāla` and `gujranwala` are the same."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).translate(_UNSEEN)
    return plain.translate(_SISTERS).lower()


def word_set(text: str) -> frozenset[str]:
    """The folded words of a list that has only spaces between them."""
    return frozenset(fold(text).split())


def tokens(folded: str) -> list[str]:
    """The words of one folded line, in order, with `BREAK` where something parts them.

    A full stop after an initial does not part (`D.G. Khan`); after a word it does.
    """
    found: list[str] = []
    for piece in _TOKENS.findall(folded):
        if piece == "." and found and found[-1].isascii() and len(found[-1]) <= 2:
            continue
        if piece[0].isalpha() and (piece.isascii() or "\u0621" <= piece[0] <= "\u06ff"):
            found.append(piece)
        elif found and found[-1] != BREAK:
            found.append(BREAK)
    return found
