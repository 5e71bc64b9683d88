"""Texts of every kind that phones send, made up, with something awkward wherever a part may end."""

import random
from collections.abc import Callable, Iterator

BOUNDARIES = (67, 70, 134, 153, 160, 201, 306, 459)
URDU = ("مزدوروں کو", "بھٹے پر زبردستی", "روکا ہوا ہے،", "گوجرانوالہ میں۔", "بچے بھی ہیں؟", "۱۲۳۴")
ROMAN = ("bhattay par", "mazdoor qaid hain,", "Gujranwala mein.", "Bachay bhi hain?", "jaldi", "15")
EXTENSION = "€^{}[]~|\\\f"
GSM_BEYOND_ASCII = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà"
CURLY = "‘’“”–—…\u00a0•`´ç"
BREAKS = ("\n\r", "\u2028", "\t", "\0")
MARKS = "\u0301\u0308\u0327\u064b\u064e\u0650\u0651\u0652\u0654\u0670\u06d6\u093e\u0903\u20e3\ufe0f\ufe0e"
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u061c\u202b\u2066\ufeff\u00ad\u0600\u06dd"
TONES = "🏻🏼🏽🏾🏿"
PEOPLE = "👩👨👧👦🧑👮🧕🙏👍🤦🤝🫶💑"
THINGS = "⚕♂♀❤🔥💻🚀🌈🦰🎄⚖☠❄⬛💨✈"
PLAIN_EMOJI = "😀🥺🫡🆘🚨🇵🐻🏳🏴👁"
OTHER_SCRIPTS = ("한국", "\u1112\u1161\u11ab", "\u1100", "नि", "ക്ഷ", "中", "𐎠", "𝔞", "Ж")
LONE_SURROGATES = ("\ud83d", "\udc4d")


def made_up(how_many: int, seed: int) -> Iterator[str]:
    luck = random.Random(seed)
    for turn in range(how_many):
        yield _up_to_a_boundary(luck) if turn % 2 else _mixed(luck)


def _mixed(luck: random.Random) -> str:
    """A few kinds of pieces in any order, of any length up to some parts."""
    kinds = luck.choice([luck.sample(KINDS, luck.randint(1, 3)), GSM_KINDS])
    between = luck.choice(["", " "])
    return between.join(luck.choice(kinds)(luck) for _ in range(luck.choice([0, 1, 3, 10, 25, 60])))


def _up_to_a_boundary(luck: random.Random) -> str:
    """One letter over and over, then something awkward at the very place where a part, or the SMS, would end."""
    kinds = luck.choice([KINDS, GSM_KINDS])
    filler = luck.choice("aaا") if kinds is KINDS else "a"
    awkward = "".join(luck.choice(kinds)(luck) for _ in range(luck.randint(1, 3)))
    before = max(0, luck.choice(BOUNDARIES) - luck.randint(0, 12))
    return filler * before + awkward + luck.choice(["", filler * luck.choice([1, 3, 64, 67, 150])])


def _urdu(luck: random.Random) -> str:
    return luck.choice(URDU)


def _roman(luck: random.Random) -> str:
    return luck.choice(ROMAN)


def _one_of(letters: str | tuple[str, ...]) -> Callable[[random.Random], str]:
    return lambda luck: luck.choice(letters)


def _marked(luck: random.Random) -> str:
    marks = luck.choice([1, 1, 1, 2, 3, 12])
    return luck.choice("aeoابک😀1") + "".join(luck.choice(MARKS) for _ in range(marks))


def _flag(luck: random.Random) -> str:
    """Of a country, real or not, at times half of one; or of a part of one."""
    if luck.random() < 0.1:
        return "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbsct") + "\U000e007f"
    return "".join(chr(luck.randint(0x1F1E6, 0x1F1FF)) for _ in range(luck.choice([2, 2, 2, 1, 3])))


def _toned(luck: random.Random) -> str:
    return luck.choice(PEOPLE + "a") + luck.choice(["", "\ufe0f"]) + luck.choice(TONES)


def _joined(luck: random.Random) -> str:
    """A family, a profession, a heart on fire: emoji with joiners between, each perhaps with its skin tone."""
    members = [
        luck.choice(PEOPLE + THINGS) + luck.choice(["", "", luck.choice(TONES), "\ufe0f"])
        for _ in range(luck.randint(2, 4))
    ]
    return "\u200d".join(members)


def _anything(luck: random.Random) -> str:
    """Any letter of Unicode, given out yet or not."""
    letter = luck.randint(0, 0x10FFFF)
    return chr(letter) if not 0xD800 <= letter <= 0xDFFF else "\ufffd"


def _half_a_letter(luck: random.Random) -> str:
    return luck.choice(LONE_SURROGATES) + "x"


GSM_KINDS = (_roman, *map(_one_of, (EXTENSION, GSM_BEYOND_ASCII, ("\r\n", "\n", "\r"))))
KINDS = (
    *GSM_KINDS,
    _urdu,
    *map(_one_of, (CURLY, BREAKS, UNSEEN, PLAIN_EMOJI, OTHER_SCRIPTS)),
    _marked,
    _flag,
    _toned,
    _joined,
    _anything,
    _half_a_letter,
)
