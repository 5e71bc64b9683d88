"""Tells Urdu script, Roman Urdu and English apart by script and word lists; knows the letters of Pashto and Sindhi."""

import functools
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from hotline.writing.roman import bones, sound


class Writing(StrEnum):
    """The three ways in which people write to us, and are answered."""

    URDU = "ur"
    ROMAN = "roman"
    ENGLISH = "en"


class OtherTongue(StrEnum):
    """A language in a sister of the Urdu script, which a person must read."""

    PASHTO = "pashto"
    SINDHI = "sindhi"


@dataclass(frozen=True, slots=True)
class Written:
    """How a text is written; `other` where it has letters that only that other language has."""

    writing: Writing
    other: OtherTongue | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    roman: frozenset[str]
    sounds: frozenset[str]
    bones: frozenset[str]
    english: frozenset[str]
    loans: frozenset[str]


_URDU_WORD = re.compile(
    "[\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff\u0750-\u077f]+"
)
_LATIN_WORD = re.compile(r"[a-z]+")
_URDU_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
_APOSTROPHE = re.compile(r"(?<=[a-z])['’`](?=[a-z])")

_PASHTO = frozenset("ټډړږښڼځڅۍ")
_SINDHI = frozenset("ٻڀٺٽڄڃڇڊڌڍڏڳڱڻڦڙ")
# Typed for ordinary letters by some keyboards and fonts: they count where no letter of Urdu alone stands.
_PERHAPS_PASHTO = "ې"
_PERHAPS_SINDHI = "ڪ"
_ONLY_URDU = frozenset("ٹڈڑےںۓ")
_SARAIKI = frozenset("ݙݨ")

# How much an unknown word says by its shape alone.
_ROMAN_SHAPE = re.compile(r"aa|kh|gh|bh|dh|jh|zh|[aeo]in$|iy[ao]|q(?!u)|wal[aie]$|[^aeiou]on$|[aiu]$|ay$")
_ENGLISH_SHAPE = re.compile(
    r"ing$|ed$|tion|ment$|ness$|ful$|ly$|ck|th(?![aeiouy])|wh|[^aeiou]le$|ee[kpmd]|ght|ss$|x|ould|ous$|ers?$|ity$"
    r"|ves$|[rtnl]s$"
)
_SURE, _LOAN, _SHAPE = 1.0, 0.3, 0.2


def written(text: str) -> Written:
    """How `text` is written; any text will do, and none raises. Names of places say nothing."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    urdu = len(_URDU_WORD.findall(plain))
    english, roman, unknown = _weigh(plain.lower())
    other = _other_tongue(plain) if urdu else None
    if urdu and urdu >= english + roman + unknown / 2:
        return Written(Writing.URDU, other)
    if english > roman:
        return Written(Writing.ENGLISH, other)
    if not (english or roman or unknown) and _URDU_DIGIT.search(plain):
        return Written(Writing.URDU, other)
    # Where nothing tells, the one that most people read, on any telephone.
    return Written(Writing.ROMAN, other)


def is_english(word: str) -> bool:
    """Whether a word in lower case stands in the list of English words."""
    return word in _words().english


def _weigh(lower: str) -> tuple[float, float, int]:
    """How much speaks for English and for Roman Urdu, and how many words neither list has."""
    words = _words()
    english = roman = 0.0
    unknown = 0
    for word in _LATIN_WORD.findall(_APOSTROPHE.sub("", lower)):
        if word in words.loans:
            english += _LOAN
        elif word in words.english:
            english += _SURE if word not in words.roman else 0
        elif word in words.roman or sound(word) in words.sounds:
            roman += _SURE
        elif len(word) > 2 and bones(sound(word)) in words.bones:
            roman += _SURE / 2
        else:
            unknown += 1
            english += _SHAPE if _ENGLISH_SHAPE.search(word) else 0
            roman += _SHAPE if _ROMAN_SHAPE.search(word) else 0
    return english, roman, unknown


def _other_tongue(text: str) -> OtherTongue | None:
    letters = frozenset(text)
    urdu = not letters.isdisjoint(_ONLY_URDU)
    if letters & _PASHTO or (_PERHAPS_PASHTO in letters and not urdu):
        return OtherTongue.PASHTO
    if letters & _SARAIKI:
        return None
    if letters & _SINDHI or (_PERHAPS_SINDHI in letters and not urdu):
        return OtherTongue.SINDHI
    return None


@functools.cache
def _words() -> _Words:
    """The lists beside this module, read at the first use and kept."""
    roman = _listed("roman_urdu.txt")
    sounds = frozenset(sound(word) for word in roman)
    return _Words(
        roman=roman,
        sounds=sounds,
        bones=frozenset(bones(word) for word in sounds if len(bones(word)) > 2),
        english=_listed("english.txt"),
        loans=_listed("loan_words.txt"),
    )


def _listed(name: str) -> frozenset[str]:
    lines = (files("hotline.writing") / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
