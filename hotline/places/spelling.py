"""How a folded word sounds, roughly: one key for the many ways in which people spell it, Latin and Urdu."""

import itertools
import re
from collections.abc import Iterable

# Latin: what Roman Urdu writes in several ways, longest first. All vowels fall into three: a, i (e, y, ee, ai), u.
_LATIN = {
    **dict.fromkeys(("tch", "cch", "chh", "ch"), "c"),
    **dict.fromkeys(("kh", "ck", "q", "c", "k"), "k"),
    **dict.fromkeys(("sh", "z", "s"), "s"),
    **dict.fromkeys(("ph", "f"), "f"),
    **dict.fromkeys(("w", "v"), "v"),
    **dict.fromkeys(("au", "ou", "oo", "oa", "o", "u"), "u"),
    **dict.fromkeys(("aie", "aye", "ai", "ay", "ei", "ey", "ie", "ee", "ea", "e", "i", "y"), "i"),
    "x": "ks",
}
_LATIN_SOUNDS = re.compile("|".join(sorted(_LATIN, key=len, reverse=True)))
_SILENT_END = re.compile("(?<=or)e$", re.MULTILINE)  # Lahore, Kashmore

# Urdu: letters that sound alike, or that one stroke or dot parts.
_URDU = str.maketrans(
    {
        **dict.fromkeys("صث", "س"),
        **dict.fromkeys("ذضظژ", "ز"),
        **dict.fromkeys("طٹ", "ت"),
        **dict.fromkeys("ڈ", "د"),
        **dict.fromkeys("ڑ", "ر"),
        **dict.fromkeys("قخ", "ک"),
        **dict.fromkeys("غ", "گ"),
        **dict.fromkeys("ع", "ا"),
        **dict.fromkeys("ےئ", "ی"),
        **dict.fromkeys("ؤ", "و"),
        **dict.fromkeys("ح", "ہ"),
    }
)
_TWICE = re.compile(r"(.)\1+")
_TWICE_A_VOWEL = re.compile(r"([aiuاوی])\1+")
_VOWELS = re.compile("[aiuاوی]")
_H_WITHIN = re.compile("(?<=.)[hہ]")
_H_AT_THE_END = re.compile("ہ$", re.MULTILINE)


def sound(words: str) -> str:
    """`faislabad`, `fesalaabaad`: the letters that are heard; `h` only where it begins the word. One word a line."""
    if words.isascii():
        key = _LATIN_SOUNDS.sub(_latin, _SILENT_END.sub("", words))
    else:
        key = _H_AT_THE_END.sub("ا", words.translate(_URDU))
    return _TWICE_A_VOWEL.sub(r"\1", _H_WITHIN.sub("", _TWICE.sub(r"\1", key)))


def sounds(words: Iterable[str]) -> dict[str, str]:
    """Each of many words with its key, all heard at once, as a table is read."""
    latin: list[str] = []
    urdu: list[str] = []
    for word in words:
        (latin if word.isascii() else urdu).append(word)
    heard = itertools.chain(sound("\n".join(latin)).split("\n"), sound("\n".join(urdu)).split("\n"))
    return dict(zip(latin + urdu, filter(None, heard), strict=True))


def sound_of_all(words: Iterable[str]) -> str:
    """Of words one after the other: each sounds by itself (`dera ismail`), and they may be run together."""
    key = ""
    for word in words:
        heard = sound(word)
        key += heard[1:] if key.endswith(heard[:1]) else heard
    return key


def _latin(found: re.Match[str]) -> str:
    return _LATIN[found[0]]


def skeleton(key: str) -> str:
    """The consonants of a sound key; a vowel at its beginning stays, as one sign for all."""
    first = "a" if _VOWELS.match(key) else key[:1]
    return first + _VOWELS.sub("", key[1:])
