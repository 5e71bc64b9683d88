"""Misspelt names among the words of a line: one word, several, or one with a postposition run into it."""

from dataclasses import dataclass

from hotline.places.folding import fold
from hotline.places.gazetteer import Gazetteer
from hotline.places.names import Cue, Name
from hotline.places.nearest import Match
from hotline.places.spelling import sound, sound_of_all

# At neither edge of a name.
_EDGES = frozenset(
    fold(
        """
    me mein main mai se sy ka ki ke k kay ko ku ne par pe pay tak aur or ya bhi hai hain tha thi the wala wale wali
    ye yeh wo woh is us ek aik jo na hi ho to in at from near of and the a an i my we he she it to for by on is was
    le lay la gaya gaye gayi gai
    میں سے کا کی کے کو نے پر تک لے گیا گئے گئی اور یا بھی ہے ہیں تھا تھی تھے والا والے والی یہ وہ اس ایک جو نہ ہی ہو تو
    """
    ).split()
)
_GLUED = {
    fold(ending): given
    for given, endings in (
        (Cue.IN, "mein main mien men mai me mn میں مے"),
        (Cue.FROM, "se sy say tak ka ki ke kay ko wala wale wali walay سے تک کا کی کے کو والا والے والی"),
    )
    for ending in endings.split()
}
_LONGEST_FIRST = sorted(_GLUED, key=len, reverse=True)
_SHORTEST_STEM = 4
# People of a place and what comes from it: `lahori`, `multaniyon`, `لاہوری`.
_OF_A_PLACE = ("i", "y", "iya", "iye", "iyon", "ion", "ian", "iyan", "ی", "یا", "یون", "یان")
_VOWELS = "aeiouyاوی"
_LONGEST_WORD = 30
# Of a name that begins with another name, exactly written: `mirpur khaas`.
_MOST_STEPS_WITHIN = 2
_MOST_SEARCHES = 200
# In a word that runs on (`bhattalahoremein`) only long names are looked for, and between words that are known.
_LONG_WORD = 9
# An unknown word that a name explains is worth as much as a wrong consonant; a known one that fits half as much.
_NEW_WORD = 2
_NAME_INSIDE = range(15, 5, -1)
_NAME_INSIDE_URDU = range(14, 4, -1)


@dataclass(frozen=True, slots=True)
class Guess:
    """A name inside a word, and the cue that the rest of the word gives."""

    name: Name
    needs: Cue
    beside: Cue


class Misspelt:
    """Looks for misspelt names in one text, and no longer than a bounded number of searches."""

    MOST_WORDS = 4

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._names = gazetteer.names
        self._heads = gazetteer.reach
        self._ordinary = gazetteer.ordinary
        self._likely_ordinary = gazetteer.likely_ordinary
        self._sounds = gazetteer.sounds
        self._left = _MOST_SEARCHES

    def none_starts(self, words: list[str], start: int, limit: int) -> bool:
        """Seen at a glance, for most words of most texts: an ordinary word among ordinary words."""
        word = words[start]
        if word not in self._ordinary:
            return False
        return word in _EDGES or (
            self._heads.get(word, 1) == 1 and self._likely_ordinary.issuperset(words[start + 1 : limit])
        )

    def best(self, words: list[str], start: int, ends: range, *, within: bool) -> tuple[int, Match] | None:
        """The nearest name that starts at `start`, and its end; `within` when an exact name starts there too."""
        best: tuple[int, Match] | None = None
        least = (0, Cue.NONE)
        for end in ends:
            window = words[start:end]
            if not self._may_be(window, within=within):
                continue
            match = self._search(window)
            if match is None or (within and match.steps > _MOST_STEPS_WITHIN):
                continue
            rank = (
                match.steps - sum(1 if word in self._ordinary else _NEW_WORD for word in window),
                match.needs,
            )
            if best is None or rank < least:
                best, least = (end, match), rank
        return best

    def glued(self, word: str) -> Guess | None:
        """`lahoremein`, `لاہورمیں`; and in a long word a name between words that are known."""
        if len(word) <= _SHORTEST_STEM or word in self._ordinary:
            return None
        for ending in _LONGEST_FIRST:
            stem = word.removesuffix(ending)
            if len(stem) < _SHORTEST_STEM or stem == word:
                continue
            name = self._names.get(stem)
            if name is not None and name.places and not name.needs:
                return Guess(name, name.needs, _GLUED[ending])
            if len(stem) > _SHORTEST_STEM + 1 and self._names.get(word) is None:
                match = self._search([stem])
                if match is not None and match.steps <= 1 and not match.needs:
                    return Guess(match.name, match.needs, _GLUED[ending])
        return self._inside(word) if len(word) >= _LONG_WORD else None

    def _may_be(self, window: list[str], *, within: bool) -> bool:
        if len(window) == 1:
            word = window[0]
            return _SHORTEST_STEM <= len(word) <= _LONGEST_WORD and word not in self._ordinary
        if window[0] in _EDGES or window[-1] in _EDGES or len(window[0]) + len(window[-1]) < _SHORTEST_STEM:
            return False
        return within or self._heads.get(window[0], 1) > 1 or not self._likely_ordinary.issuperset(window)

    def is_ordinary(self, word: str) -> bool:
        return word in self._likely_ordinary

    def _search(self, window: list[str]) -> Match | None:
        joined = "".join(window)
        if self._left <= 0 or len(joined) > _LONGEST_WORD or any(map(self._of_a_named_place, window)):
            return None
        self._left -= 1
        key = sound_of_all(window)
        match = self._sounds.nearest(key)
        if match is None or (len(window) > 1 and not self._pieces_fit(window, match)):
            return None
        return None if self._of_a_place(joined, match) else match

    def _pieces_fit(self, window: list[str], match: Match) -> bool:
        """An ordinary word is rarely misspelt: it is part of the name as it stands, or the name is none."""
        if window[0] in self._names and not match.key.startswith(sound(window[0])):
            return False
        known = [word for word in window if word in self._names or word in self._ordinary]
        if len(known) == len(window) and match.steps:
            return False
        return all(sound(word) in match.key for word in known)

    def _of_a_named_place(self, word: str) -> bool:
        if word[-1] not in "iynین" or word in self._names:
            return False
        return any(
            word.endswith(ending)
            and len(word) - len(ending) >= _SHORTEST_STEM
            and word[-len(ending) - 1] not in _VOWELS
            and (name := self._names.get(word.removesuffix(ending))) is not None
            and bool(name.places)
            for ending in _OF_A_PLACE
        )

    def _of_a_place(self, word: str, match: Match) -> bool:
        if word[-1] in "iyی" and word[-2] not in _VOWELS and sound(f"{word[:-1]}a") == match.key:
            return True  # `gujranwali`; `gujranwale` is the place
        for ending in _OF_A_PLACE:
            stem = word.removesuffix(ending)
            if stem == word or len(stem) < _SHORTEST_STEM or stem[-1] in _VOWELS:
                continue
            if sound(stem) == match.key:
                return True
        return False

    def _inside(self, word: str) -> Guess | None:
        lengths = _NAME_INSIDE if word.isascii() else _NAME_INSIDE_URDU
        for start in range(len(word)):
            for length in lengths:
                name = self._names.get(word[start : start + length])
                if name is None or not name.places or name.needs:
                    continue
                after = word[start + length :]
                if self._known_end(word[:start]) and self._known_start(after):
                    beside = next(
                        (_GLUED[ending] for ending in _LONGEST_FIRST if after.startswith(ending)), Cue.FROM
                    )
                    return Guess(name, Cue.NONE, beside)
        return None

    def _known_end(self, before: str) -> bool:
        return not before or any(
            before[-length:] in self._ordinary for length in range(2, min(len(before), 9) + 1)
        )

    def _known_start(self, after: str) -> bool:
        return not after or any(
            after[:length] in self._ordinary for length in range(2, min(len(after), 9) + 1)
        )
