"""What a text can ask of the hotline itself: STATUS, HELP, STOP, START, SAFE, in three ways of writing."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hotline.places.folding import fold, word_set
from hotline.tips.reference import is_reference
from hotline.writing.recognising import Writing


class Asked(StrEnum):
    STATUS = "status"
    HELP = "help"
    STOP = "stop"
    START = "start"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Command:
    """`code` is what was typed behind STATUS, its digits only; `writing` that of the word that was used."""

    asked: Asked
    writing: Writing
    code: str = ""


# A whole text must be one of these: "mujhe band kiya hua hai" is no STOP, it is a report.
_WORDS = {
    Asked.STATUS: {
        Writing.ENGLISH: "status; my status; check status; status of; code status",
        Writing.ROMAN: "haal; haalat; halat; meri ittila; ittila ka haal",
        Writing.URDU: "حال; حالت; سٹیٹس; اسٹیٹس; صورت حال; میری اطلاع",
    },
    Asked.HELP: {
        Writing.ENGLISH: "help; help me; please help",
        Writing.ROMAN: "madad; madad karo; madad karen; madad chahiye; meri madad karo; meri madad karen",
        Writing.URDU: "مدد; مدد کرو; مدد کریں; مدد چاہیے; میری مدد کرو; میری مدد کریں",
    },
    Asked.STOP: {
        Writing.ENGLISH: "stop; stop all; unsubscribe",
        Writing.ROMAN: (
            "band karo; band kro; bnd karo; bnd kro; band kero; band karoo; band karu; bandkaro;"
            " band karen; band kren; band karein; band kar do; band kardo; band kr do; band krdo;"
            " message band karo; sms band karo"
        ),
        Writing.URDU: (
            "بند; بند کرو; بند کریں; بند کر دو; بند کر دیں; بند کردو; بند کردیں; پیغام بند کریں; روکیں"
        ),
    },
    Asked.START: {
        Writing.ENGLISH: "start; unstop; start again",
        Writing.ROMAN: "shuru; shuru karo; shuru karen; shuru karein; dobara shuru karo; dobara shuru",
        Writing.URDU: "شروع; شروع کرو; شروع کریں; دوبارہ شروع کریں; دوبارہ شروع",
    },
    Asked.SAFE: {
        Writing.ENGLISH: "safe",
        Writing.ROMAN: "mehfooz; mahfooz; mehfuz",
        Writing.URDU: "محفوظ",
    },
}
# Only as they stand: one letter from "band karo" lies "band kar di", they locked her up, and SAFE brings the one reply
# that names us.
_NO_SLIPS_IN = {
    (Asked.STOP, Writing.ROMAN),
    (Asked.STOP, Writing.URDU),
    (Asked.SAFE, Writing.ENGLISH),
    (Asked.SAFE, Writing.ROMAN),
    (Asked.SAFE, Writing.URDU),
}
# These ask for a status only with a code behind or before them, as our own replies write it.
_BESIDE_A_CODE = {
    "code": Writing.ENGLISH,
    "my code": Writing.ENGLISH,
    "mera code": Writing.ROMAN,
    "کوڈ": Writing.URDU,
}
_PHRASES = {
    fold(phrase.strip()): (asked, writing)
    for asked, by_writing in _WORDS.items()
    for writing, phrases in by_writing.items()
    for phrase in phrases.split(";")
}
# One slip away from a command, and a word of its own.
_NO_SLIPS = word_set("""
    hell heel heap elp top hop stoop stops stat state states star stars tart safer cafe haul hala hal halal half
    haat shuri rok raha hara حال حالا حالات بندہ بندے بندی شروعات
""")
# A slip may be a letter left out: "stp".
_SHORTEST_TYPED, _SHORTEST_WITH_A_SLIP, _SHORTEST_WITH_ANY, _SHORTEST_WITH_TWO = 3, 4, 6, 9
_MOST_SLIPS = 2
_CODE_DIGITS = 8


def read_command(body: str) -> Command | None:
    """What the whole of `body` asks; None for a text that tells something, however much it sounds like a command."""
    words, digits = _words_and_digits(body)
    if not words:
        is_code = len(digits) == _CODE_DIGITS and is_reference(digits)
        return Command(Asked.STATUS, _writing_of_digits(body), digits) if is_code else None
    if len(digits) == _CODE_DIGITS and words in _BESIDE_A_CODE:
        return Command(Asked.STATUS, _BESIDE_A_CODE[words], digits)
    meant = _meant(words)
    if meant is None:
        return None
    asked, writing = meant
    if digits and asked is not Asked.STATUS:
        return None
    return Command(asked, writing, digits)


def _words_and_digits(body: str) -> tuple[str, str]:
    """The folded letters of a text, a space between two words; and its digits as 0 to 9, in whatever script."""
    folded = fold(body)
    digits = "".join(str(unicodedata.decimal(sign)) for sign in folded if sign.isdecimal())
    return " ".join("".join(sign if sign.isalpha() else " " for sign in folded).split()), digits


def _meant(words: str) -> tuple[Asked, Writing] | None:
    if words in _PHRASES:
        return _PHRASES[words]
    if len(words) < _SHORTEST_TYPED or words in _NO_SLIPS:
        return None
    near = process.extractOne(words, _PHRASES.keys(), scorer=OSA.distance, score_cutoff=_MOST_SLIPS)
    if near is None:
        return None
    nearest, slips, _ = near
    meant = _PHRASES[nearest]
    return meant if meant not in _NO_SLIPS_IN and _is_slip(words, nearest, slips) else None


def _is_slip(words: str, phrase: str, slips: float) -> bool:
    if len(phrase) < _SHORTEST_WITH_ANY:
        # A letter left out, doubled or swapped; with another letter in its place it is too often another word
        # ("haal" and "haan", "help" and "held", "madad" and "madam").
        same_letters = len(words) != len(phrase) or sorted(words) == sorted(phrase)
        return len(phrase) >= _SHORTEST_WITH_A_SLIP and slips == 1 and same_letters
    return slips <= (_MOST_SLIPS if len(phrase) >= _SHORTEST_WITH_TWO else 1)


def _writing_of_digits(body: str) -> Writing:
    return Writing.ENGLISH if body.isascii() else Writing.URDU
