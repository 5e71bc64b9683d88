"""What kind of tip a text is, whether someone is in danger now, how far up the list it belongs, and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from hotline.places.matching import find_places
from hotline.tips.models import Kind
from hotline.tips.triage.ages import ages
from hotline.tips.triage.lists import Phrase, Rule, load
from hotline.tips.triage.reading import Hit, Reading, read
from hotline.tips.triage.typed import Word, words_of
from hotline.writing.recognising import Writing, written

DANGER, CHILD, OFFICIAL, MOVING = "danger_now", "child", "official_involved", "moving"
_IN_THE_PRESENT = frozenset({DANGER, MOVING})
_KINDS = frozenset(Kind) - {Kind.NOT_A_TIP, Kind.UNKNOWN}
_LONGEST_ANSWER = 12
# A phrase said over and over says no more than said so many times.
_MOST_OF_ONE = 8
# What a phrase of the lists says in signs rather than in words.
_SIGNS = frozenset("<>#…*~=^$@.")
# What a sure conclusion weighs at least, and by how much the lesser rules add to the strongest.
_SURE, _LESSER = 3, 12


@dataclass(frozen=True, slots=True)
class Reason:
    """`what` was concluded (a kind, `danger_now`, ...), and the `words` that say so: those of our lists that the text
    has, or, where a list says it in signs, those of the text."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Triage:
    """`score` ranks tips from 100 down; 0 is likely not a tip, and is kept all the same."""

    kind: Kind
    danger_now: bool
    child: bool
    official_involved: bool
    moving: bool
    score: int
    reasons: tuple[Reason, ...]

    @property
    def urgent(self) -> bool:
        return self.danger_now or self.child or self.moving


@dataclass(frozen=True, slots=True)
class _Found:
    """A rule that holds, and the phrases by which it does."""

    rule: Rule
    hits: tuple[Hit, ...]


def triage(text: str) -> Triage:
    """What the words of `text` say; any text will do, and none raises."""
    english = written(text).writing is Writing.ENGLISH
    words = words_of(text, english=english)
    hits = _with_ages(words, read(words, english=english))
    found = list(_holding(hits))
    whats = {one.rule.what for one in found}
    meanings = {hit.meaning for hit in hits}
    joking = "joke" in meanings and "in earnest" not in meanings
    moving = MOVING in whats and not joking
    danger = (DANGER in whats or moving) and not joking
    sure = danger or any(one.rule.what == OFFICIAL and one.rule.weight >= _SURE for one in found)
    kind = Kind.NOT_A_TIP if joking else _kind(found, sure=sure)
    if not found and len(words) <= _LONGEST_ANSWER and find_places(text).districts:
        kind = Kind.UNKNOWN  # a place and nothing else: the answer to a question of ours, or a beginning
    told = kind is not Kind.NOT_A_TIP
    child, official = told and CHILD in whats, told and OFFICIAL in whats
    score = _score(kind, danger=danger, moving=moving, child=child)
    return Triage(kind, danger, child, official, moving, score, _reasons(found, kind, words))


def _with_ages(words: Sequence[Word], reading: Reading) -> list[Hit]:
    """Adds the ages of children; takes `bachi` out where she is said to be of age.

    Who was 16 then and says to be 30 now is no child.
    """
    said = ages(words)
    grown = [age for age in said if not age.minor]
    minors = [
        Hit(Phrase("child", "", words[age.at].text), age.at, age.at + 1)
        for age in said
        if age.minor and not (grown and reading.clause_of[age.at].over)
    ]
    kept = [
        hit
        for hit in reading.hits
        if hit.meaning != "child" or not any(age.is_of(hit.start, hit.end) for age in grown)
    ]
    return [*kept, *minors]


def _holding(hits: Sequence[Hit]) -> Iterable[_Found]:
    by_meaning: dict[str, list[Hit]] = defaultdict(list)
    present: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        if len(by_meaning[hit.meaning]) < _MOST_OF_ONE:
            by_meaning[hit.meaning].append(hit)
        if not hit.past and not hit.denied and len(present[hit.meaning]) < _MOST_OF_ONE:
            present[hit.meaning].append(hit)
    for rule in _that_may_hold(by_meaning):
        now = rule.what in _IN_THE_PRESENT
        together = _together(rule, present if now else by_meaning)
        if not together:
            continue
        against = [hit for meaning in rule.unless for hit in by_meaning.get(meaning, ())]
        # What is told of later in the text takes no danger away that is told of here.
        if not any(
            not now or all(_apart(hit, other) <= rule.within for other in together) for hit in against
        ):
            yield _Found(rule, together)


def _that_may_hold(by_meaning: Mapping[str, object]) -> list[Rule]:
    """The rules of whose needs the first is met, in the order of the table: most of them are about something else."""
    rules = load().rules_by_need
    return [
        rule
        for _, rule in sorted(
            (each for need in by_meaning for each in rules.get(need, ())), key=itemgetter(0)
        )
    ]


def _together(rule: Rule, by_meaning: dict[str, list[Hit]]) -> tuple[Hit, ...]:
    """One hit for each need, all of them within so many words; () if there are none."""
    if not all(by_meaning.get(need) for need in rule.needs):
        return ()
    chosen: list[tuple[Hit, ...]] = [()]
    for need in rule.needs:
        chosen = [
            (*some, hit)
            for some in chosen
            for hit in by_meaning.get(need, ())
            if all(_apart(hit, other) <= rule.within for other in some)
        ]
        if not chosen:
            return ()
    return chosen[0]


def _apart(one: Hit, other: Hit) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def _kind(found: Sequence[_Found], *, sure: bool) -> Kind:
    """The kind that most speaks for; `sure` that it is a tip, however much looks like chatter."""
    weights: dict[str, list[int]] = defaultdict(list)
    for one in found:
        weights[one.rule.what].append(one.rule.weight)
    strength = {what: max(some) + (sum(some) - max(some)) / _LESSER for what, some in weights.items()}
    kinds = {what: weight for what, weight in strength.items() if what in _KINDS}
    best = max(kinds, key=lambda what: kinds[what], default="")
    child = strength.get(CHILD, 0)
    against = strength.get(Kind.NOT_A_TIP, 0)
    if best and (kinds[best] >= _SURE or sure or child) and (sure or kinds[best] >= against):
        return Kind.CHILD_LABOUR if best == Kind.FORCED_LABOUR and child else Kind(best)
    if sure or (weights and max(strength.get(Kind.UNKNOWN, 0), min(child, _SURE)) >= against):
        return Kind.UNKNOWN
    return Kind.NOT_A_TIP


def _score(kind: Kind, *, danger: bool, moving: bool, child: bool) -> int:
    if kind is Kind.NOT_A_TIP:
        return 0
    known = 10 if kind is not Kind.UNKNOWN else 0
    return min(100, 20 + known + 40 * danger + 15 * moving + 15 * child)


def _reasons(found: Sequence[_Found], kind: Kind, words: Sequence[Word]) -> tuple[Reason, ...]:
    telling = {kind.value, DANGER, CHILD, OFFICIAL, MOVING}
    if kind is Kind.CHILD_LABOUR:
        telling.add(Kind.FORCED_LABOUR.value)
    ranked = sorted((one for one in found if one.rule.what in telling), key=lambda one: -one.rule.weight)
    reasons = [Reason(one.rule.what, " + ".join(_said(hit, words) for hit in one.hits)) for one in ranked]
    return tuple(dict.fromkeys(reasons))


def _said(hit: Hit, words: Sequence[Word]) -> str:
    if _SIGNS.isdisjoint(hit.phrase.words):
        return hit.phrase.words
    return " ".join(word.text for word in words[hit.start : hit.end] if not word.is_break)
