"""One form for the many spellings of a word of Urdu in Latin letters: `larkiyan`, `larkian`, `Larkiyaan`."""

import re

_SAME = (
    (re.compile(r"w"), "v"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|q|(?<!c)c(?!h)"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"chh?"), "c"),
    (re.compile(r"(?<=[gr])h"), ""),
    (re.compile(r"a[iye]e?|e[iy]|ae|(?<=[^aeiou])y$"), "e"),
    (re.compile(r"e{2,}|ie?e$|i{2,}"), "i"),
    (re.compile(r"o{2,}|u{2,}"), "u"),
    (re.compile(r"a[uw](?=[^aeiou]|$)|o[uw](?=[^aeiou]|$)"), "o"),
    (re.compile(r"(?<=i)y(?=[aeou])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[aeiou])h$"), ""),
    (re.compile(r"(?<=e)n$|(?<=..[aiou])n$"), ""),
)
_INNER_VOWELS = re.compile(r"(?<!^)[aeiou](?![aeiou]*$)")


def sound(word: str) -> str:
    """`word` (lower case, Latin letters) as it sounds, roughly; two words that differ may fall together."""
    for written, kept in _SAME:
        word = written.sub(kept, word)
    return word


def bones(sounded: str) -> str:
    """A sounded word without its inner vowels, as hasty people type: `krta` for `karta`, `bchi` for `bachi`."""
    return _INNER_VOWELS.sub("", sounded)
