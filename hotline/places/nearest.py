"""The name that a misspelt word may be: by sound, then by edit distance, against ordinary words as well."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import OSA

from hotline.places.names import Cue, Name, is_well_known
from hotline.places.spelling import skeleton, sound, sound_of_all, sounds

_SHORTEST_KEY = 4
_MOST_KNOWN = 4096
# Half-steps that a spelling may be away (a vowel is half a step, a consonant a whole one), and the cue that it then
# needs: by the length of the name's key. Shorter names look like too many words, and a word is rarely a small town.
_Needs = tuple[tuple[int, tuple[Cue, ...]], ...]
_NEEDS_OF_DISTRICTS: _Needs = (
    (12, (Cue.NONE, Cue.NONE, Cue.NONE, Cue.FROM, Cue.IN)),
    (9, (Cue.NONE, Cue.NONE, Cue.NONE, Cue.FROM, Cue.IN)),
    (7, (Cue.NONE, Cue.NONE, Cue.FROM, Cue.IN)),
    (6, (Cue.NONE, Cue.FROM, Cue.IN)),
    (5, (Cue.NONE, Cue.FROM, Cue.NAMED)),
    (4, (Cue.FROM, Cue.IN)),
)
_NEEDS_OF_TOWNS: _Needs = (
    (12, (Cue.NONE, Cue.NONE, Cue.NONE, Cue.FROM, Cue.IN)),
    (9, (Cue.NONE, Cue.NONE, Cue.FROM, Cue.IN, Cue.NAMED)),
    (7, (Cue.FROM, Cue.FROM, Cue.IN, Cue.NAMED)),
    (6, (Cue.FROM, Cue.IN, Cue.NAMED)),
    (5, (Cue.FROM, Cue.IN, Cue.ALONE)),
    (4, (Cue.FROM, Cue.NAMED)),
)
_FEW_CONSONANTS = 2
# A short word that is nearly a name is one without a cue only where the name is in everybody's mouth.
_SHORT_KEY = 5
# Keys, each with its consonants, by consonants that they share.
_Keyed = tuple[str, str]
_ByBones = dict[str, list[_Keyed]]
# Of a name with no more consonants than these, none may be wrong.
_FEWEST_BONES = 2


@dataclass(frozen=True, slots=True)
class Match:
    """A name that a word may be, how many half-steps away, and the cue that it needs for that."""

    name: Name
    key: str
    steps: int
    needs: Cue


@dataclass(frozen=True, slots=True)
class Sounds:
    """Keys of names, and of words that are none; each also by its consonants, to have few to measure against."""

    names: dict[str, tuple[Name, ...]]
    districts_by_bones: _ByBones
    towns_by_bones: _ByBones
    others: frozenset[str]
    others_by_bones: _ByBones
    _known: dict[str, tuple[Match | None]] = field(default_factory=dict, compare=False)

    def nearest(self, key: str) -> Match | None:
        """The best name for `key`; None where no name is near, or an ordinary word is nearer."""
        known = self._known.get(key)  # people misspell alike
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[key] = (self._nearest(key),)
        return known[0]

    def _nearest(self, key: str) -> Match | None:
        exact = self.names.get(key)
        if key in self.others:
            return _match(exact, key, 0, Cue.NAMED) if exact else None
        if exact:
            return _match(exact, key, 0)
        bones = _with_one_less(skeleton(key))
        most = _most_steps(len(key))
        steps, keys = _nearest(key, bones, self.districts_by_bones, most)
        # A town is less likely than a district: it must be nearer by more than a vowel.
        near_town, towns = _nearest(key, bones, self.towns_by_bones, min(steps - 2, most))
        if towns:
            steps, keys = near_town, towns
        if not keys:
            return None
        against, _ = _nearest(key, bones, self.others_by_bones, steps)
        if against < steps:
            return None
        names = tuple(name for near in keys for name in self.names[near])
        near = min(keys, key=len)
        if against > steps:
            return _match(names, near, steps)
        # `mardn me`: of vowels that are left out the place where the word stands says more than they do.
        only_vowels = len(bones[0]) > _FEW_CONSONANTS + 1 and skeleton(near) == bones[0]
        return _match(names, near, steps, Cue.IN if only_vowels else Cue.NAMED)

    def sounding_like(self, words: Iterable[str]) -> dict[str, Name]:
        """Those of `words`, ordinary ones, that sound like a district: after `zila` or alone in a line they are it."""
        heard = {
            word: self.names.get(key, ()) for word, key in sounds(words).items() if len(key) > _SHORTEST_KEY
        }
        return {
            word: replace(names[0], needs=max(Cue.NAMED, names[0].needs))
            for word, names in heard.items()
            if len(names) == 1 and not names[0].town
        }

    def is_ordinary(self, word: str) -> bool:
        """It sounds like a word or a name that is no place of ours."""
        return sound(word) in self.others


def listen(names: Mapping[str, Name], others: Iterable[str]) -> Sounds:
    """The keys of `names` (by folded words) and of `others`, words and names that are no place of ours."""
    by_key: dict[str, tuple[Name, ...]] = {}
    abbreviated = {spelled.replace(" ", "") for spelled in names if _has_initials(spelled)}
    for spelled, name in names.items():
        if not name.places or spelled.replace(" ", "") in abbreviated:
            continue
        key = sound_of_all(spelled.split())
        known = by_key.get(key, ())
        if len(key) >= _SHORTEST_KEY and name not in known:
            by_key[key] = (*known, name)
    keys = frozenset(sounds(others).values())
    towns = {key for key, known in by_key.items() if all(name.town for name in known)}
    return Sounds(by_key, _by_bones(by_key.keys() - towns), _by_bones(towns), keys, _by_bones(keys))


def _has_initials(spelled: str) -> bool:
    """`d i khan`, `tt singh`: one letter more or less is another name."""
    return spelled.isascii() and any(len(word) <= 2 for word in spelled.split()[:2])


def _by_bones(keys: Iterable[str]) -> _ByBones:
    """Keys by their consonants, and by those less any one: so all that are one consonant away share an entry."""
    grouped: defaultdict[str, list[_Keyed]] = defaultdict(list)
    for key in keys:
        bones = skeleton(key)
        for shared in _with_one_less(bones):
            grouped[shared].append((key, bones))
    return dict(grouped)


def _with_one_less(bones: str) -> list[str]:
    """The consonants as they are, first, and then less each one."""
    if len(bones) <= _FEWEST_BONES:
        return [bones]
    return [bones, *dict.fromkeys([bones[:at] + bones[at + 1 :] for at in range(len(bones))])]


def _most_steps(length: int) -> int:
    return next((len(needs) - 1 for least, needs in _NEEDS_OF_DISTRICTS if length + 1 >= least), -1)


def _nearest(key: str, shared: list[str], by_bones: _ByBones, most: int) -> tuple[int, list[str]]:
    """How many half-steps away the nearest keys are, and which; `most + 1` and none where none is near."""
    best, found = most + 1, list[str]()
    if most < 0:
        return best, found
    bones, length = shared[0], len(key)
    likely = {keyed for less in shared if less in by_bones for keyed in by_bones[less]}
    for near, near_bones in likely:
        if abs(len(near) - length) > best:
            continue
        edits = OSA.distance(key, near, score_cutoff=best)
        if edits > best:
            continue
        steps = edits + min(OSA.distance(bones, near_bones), edits)
        if steps < best:
            best, found = steps, [near]
        elif steps == best and found:
            found.append(near)
    return best, sorted(found)


def _match(names: tuple[Name, ...], key: str, steps: int, least: Cue = Cue.NONE) -> Match | None:
    table = _NEEDS_OF_TOWNS if all(name.town for name in names) else _NEEDS_OF_DISTRICTS
    for length, needs in table:
        if len(key) >= length:
            if steps >= len(needs):
                return None
            few = (steps > 0 or table is _NEEDS_OF_TOWNS) and len(skeleton(key)) <= _FEW_CONSONANTS
            short = len(key) <= _SHORT_KEY and not all(map(is_well_known, names))
            own = max(_own_needs(name, steps) for name in names)
            return Match(
                _one_of(names),
                key,
                steps,
                max(least, needs[steps], own, Cue.IN if few else Cue.FROM if short else Cue.NONE),
            )
    return None


def _own_needs(name: Name, steps: int) -> Cue:
    """A misspelt ordinary word is that word, unless the words around it are surer of the place than usual."""
    if name.needs is Cue.NONE:
        return Cue.NONE
    return Cue(min(max(name.needs, Cue.IN) + (steps > 0), Cue.ALONE))


def _one_of(names: tuple[Name, ...]) -> Name:
    """The name, or where several sound alike one that may be each of them."""
    units = {name.places[0].unit for name in names}
    if len(units) == 1:
        return names[0]
    places = tuple(dict.fromkeys(place for name in names for place in name.places))
    unless_near = frozenset[str]().union(*(name.unless_near for name in names))
    return Name(places, unless_near=unless_near, ask=True)
