"""How a folded word sounds, roughly: one key for the many ways in which people spell it, Latin and Urdu."""

import functools
import re
from collections.abc import Iterable

# Latin: what Roman Urdu writes in several ways. All vowels fall into three: a, i (e, y, ee, ai), u. First what takes
# two letters or three, then the single ones; `C` stands for a `ch` until the other `c`s are `k`.
_LATIN_SEVERAL = {
    **dict.fromkeys(("tch", "cch", "chh", "ch"), "C"),
    **dict.fromkeys(("kh", "ck"), "k"),
    "sh": "s",
    "ph": "f",
    **dict.fromkeys(("au", "ou", "oo", "oa"), "u"),
    **dict.fromkeys(("aie", "aye", "ai", "ay", "ei", "ey", "ie", "ee", "ea"), "i"),
}
_LATIN_ONE = str.maketrans(
    {"q": "k", "c": "k", "C": "c", "z": "s", "w": "v", "o": "u", "e": "i", "y": "i", "x": "ks"}
)
_LATIN_SOUNDS = re.compile("|".join(sorted(_LATIN_SEVERAL, key=len, reverse=True)))
_SILENT_END = "ore"  # Lahore, Kashmore

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
_VOWEL = "aiuاوی"
_VOWELS = re.compile(f"[{_VOWEL}]")
_H = "hہ"


@functools.lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """`faislabad`, `fesalaabaad`: the letters that are heard; `h` only where it begins the word."""
    return _heard(word)


def _heard(word: str) -> str:
    if word.isascii():
        spoken = word[:-1] if word.endswith(_SILENT_END) else word
        letters = _LATIN_SOUNDS.sub(_several, spoken).translate(_LATIN_ONE)
    else:
        letters = word.translate(_URDU)
        if letters.endswith("ہ"):
            letters = f"{letters[:-1]}ا"
    key = before = letters[:1]
    for letter in letters[1:]:
        if letter != before and letter not in _H and (letter != key[-1] or letter not in _VOWEL):
            key += letter
        before = letter
    return key


def sounds(words: Iterable[str]) -> dict[str, str]:
    """Each of many words with its key."""
    return {word: _heard(word) for word in words}


def sound_of_all(words: Iterable[str]) -> str:
    """Of words one after the other: each sounds by itself (`dera ismail`), and they may be run together."""
    key = ""
    for word in words:
        heard = sound(word)
        key += heard[1:] if key.endswith(heard[:1]) else heard
    return key


def _several(found: re.Match[str]) -> str:
    return _LATIN_SEVERAL[found[0]]


def skeleton(key: str) -> str:
    """The consonants of a sound key; a vowel at its beginning stays, as one sign for all."""
    first = "a" if _VOWELS.match(key) else key[:1]
    return first + _VOWELS.sub("", key[1:])
