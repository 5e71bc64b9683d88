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
    content: frozenset[str]
    loans: frozenset[str]
    names: frozenset[str]


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

# "in": English has these words too, but not behind any noun.
_IN = frozenset({"me", "main", "men", "m"})
_CALLS = frozenset({"call", "help", "text", "message", "msg", "sms", "save", "tell", "let", "take", "give"})

# How much an unknown word says by its shape alone.
_ROMAN_SHAPE = re.compile(r"aa|kh|gh|bh|dh|jh|zh|[aeo]in$|iy[ao]|q(?!u)|wal[aie]$|[^aeiou]on$|[aiu]$|ay$")
_ENGLISH_SHAPE = re.compile(
    r"ing$|ed$|tion|ment$|ness$|ful$|ly$|ck|th(?![aeiouy])|wh|[^aeiou]le$|ee[kpmd]|ght|ss$|x|ould|ous$|ers?$|ity$"
    r"|ves$|[rtnl]s$"
)
_SURE, _LESS, _LOAN, _SHAPE = 1.0, 0.5, 0.3, 0.2
# Who mixes Roman Urdu into English reads both; who writes English to us has hardly a word of Urdu.
_MIXED = 1.7


def written(text: str) -> Written:
    """How `text` is written; any text will do, and none raises. Names of places say nothing."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    urdu = len(_URDU_WORD.findall(plain))
    english, roman, unknown = _weigh(plain.lower())
    other = _other_tongue(plain) if urdu else None
    if urdu and urdu >= english + roman + unknown / 2:
        return Written(Writing.URDU, other)
    if english > _MIXED * roman:
        return Written(Writing.ENGLISH, other)
    if not (english or roman or unknown) and _URDU_DIGIT.search(plain):
        return Written(Writing.URDU, other)
    # Where nothing tells, the one that most people read, on any telephone.
    return Written(Writing.ROMAN, other)


def is_english(word: str) -> bool:
    """Whether a word in lower case stands in the list of English words."""
    words = _words()
    return word in words.english or word in words.content


def _weigh(lower: str) -> tuple[float, float, int]:
    """How much speaks for English and for Roman Urdu, and how many words no list has."""
    words = _words()
    english = roman = 0.0
    unknown = 0
    before = ""
    for word in _LATIN_WORD.findall(_APOSTROPHE.sub("", lower)):
        if word not in words.names:
            for_english, for_roman, known = _speaks(word, words)
            english += for_english
            roman += for_roman
            unknown += not known
        if word in _IN and before and before not in words.english and before not in _CALLS:
            roman += _LESS
        before = word
    return english, roman, unknown


def _speaks(word: str, words: _Words) -> tuple[float, float, bool]:
    """How much a word speaks for English, how much for Roman Urdu, and whether a list has it."""
    if word in words.loans:
        return _LOAN, 0, True
    if word in words.english or word in words.content:
        sure = _SURE if word in words.english else _LESS
        return (0 if word in words.roman else sure), 0, True
    if word in words.roman:
        return 0, (_SURE if len(word) > 1 else _LOAN), True
    sounded = sound(word)
    if sounded in words.sounds:
        return 0, _SURE, True
    if len(word) > 2 and bones(sounded) in words.bones:
        return 0, _LESS, True
    return _SHAPE * bool(_ENGLISH_SHAPE.search(word)), _SHAPE * bool(_ROMAN_SHAPE.search(word)), False


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
        content=_listed("english_content.txt"),
        loans=_listed("loan_words.txt"),
        names=_listed("names.txt"),
    )


def _listed(name: str) -> frozenset[str]:
    lines = (files("hotline.writing") / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
