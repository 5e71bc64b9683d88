"""Words of the lists that are meant where a word we do not know has two letters swapped or vowels left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hotline.writing.roman import bones

_SHORTEST = 4
_FEWEST_BONES = 3
_SWAPPED = 2


@dataclass(frozen=True, slots=True)
class Slips:
    """`by_letters` and `by_bones` are the words with these letters in any order, and without their vowels."""

    by_letters: dict[str, tuple[str, ...]]
    by_bones: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Slips":
        by_letters, by_bones = dict[str, tuple[str, ...]](), dict[str, tuple[str, ...]]()
        for word in words:
            if len(word) >= _SHORTEST and word.isalpha() and word.isascii():
                letters, hard = "".join(sorted(word)), bones(word)
                by_letters[letters] = (*by_letters.get(letters, ()), word)
                if len(hard) >= _FEWEST_BONES:
                    by_bones[hard] = (*by_bones.get(hard, ()), word)
        return cls(by_letters, by_bones)

    def swapped(self, typed: str) -> Iterator[str]:
        """`lcok` is `lock`."""
        if len(typed) >= _SHORTEST:
            for word in self.by_letters.get("".join(sorted(typed)), ()):
                if _are_swapped(typed, word):
                    yield word

    def without_vowels(self, typed: str) -> Iterator[str]:
        """`lck` is `lock` and `kdnap` is `kidnap`; a vowel that was typed must be in the word."""
        for word in self.by_bones.get(bones(typed), ()):
            letters = iter(word)
            if len(typed) < len(word) and all(letter in letters for letter in typed):
                yield word


def _are_swapped(one: str, other: str) -> bool:
    differ = [at for at, (here, there) in enumerate(zip(one, other, strict=True)) if here != there]
    return len(differ) == _SWAPPED and differ[1] - differ[0] == 1
