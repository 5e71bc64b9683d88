"""What the words of a text mean by the lists: each with its place, and whether it is denied or long past."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hotline.tips.triage.clauses import Clause, Meaning, clauses
from hotline.tips.triage.lists import GAP, NUMBER, Node, Phrase, load
from hotline.tips.triage.typed import Word

_LONGEST_GAP = 3
_LONGEST_PHRASE = 12
_REACH_OF_NOT = 4
_PRESENT = re.compile("..[^s]s$|^(wont|dont|doesnt|cannot|cant|will)$")
_PRESENT_IN_URDU = re.compile(".(t[aeiy]|[ei]g[aiy]|eng[eya]|ung[ai])$|(تا|تے|تی|گا|گے|گی)$")
# These stand before what they make present: `they will | sell her`, `I hear a child | screaming`.
_AUXILIARIES = ("will", "does", "doesnt", "dont", "wont", "cant", "cannot", "is", "are", "am", "im")
_IS_TOLD_AS_PRESENT = frozenset({*_AUXILIARIES, "hear", "see", "keeps", "still"})
_TIMES = frozenset({"today", "tomorrow"})
_FAR_BEFORE = 3
# A longer phrase of these hides the shorter ones in it: `missed call maro` beats nobody.
_HIDING = {
    "not a child": {"child"},
    "not beating": {"beaten", "killing", "held"},
    "shut": {"held"},
    "no danger": {"not let go", "held", "beaten", "killing", "trouble"},
    "official helped": {"official", "official who", "takes part", "refuses"},
    "since": {"long ago"},
    "recently": {"long ago"},
    "until paid": {"long ago"},
    "passive": {"on the way"},
    "in earnest": {"joke"},
    "study kept from": {"not let go"},
    "again": {"now"},
    "stuck in debt": {"held"},
    "papers kept": {"held"},
    "no pay": {"held"},
    "surrogate": {"child"},
}
# These are hidden by any longer phrase: the `nahi` of `jane nahi dete` denies nothing.
_HIDDEN = frozenset({"not", "long ago", "asks", "greeting", "if"})
_CAN_BE_HIDDEN = _HIDDEN.union(*_HIDING.values())


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lists at `words[start:end]` of the text."""

    phrase: Phrase
    start: int
    end: int
    denied: bool = False
    past: bool = False

    @property
    def meaning(self) -> str:
        return self.phrase.meaning


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text's words mean, in order of mention, and the clause that each word is in."""

    hits: list[Hit]
    clause_of: list[Clause]


def read(words: Sequence[Word], *, english: bool) -> Reading:
    raw = _without_false_ends([hit for start in range(len(words)) for hit in _from(words, start)])
    shown = _shown(raw, len(words))
    clause_of = clauses(
        words, [Meaning(hit.meaning, hit.phrase.writing, hit.start, hit.end) for hit in shown]
    )
    denial = _Denial.of([hit for hit in shown if hit.meaning == "not"], words, english=english)
    ended = any(clause.got_away for clause in clause_of)
    hits = [
        replace(hit, denied=denial.of_hit(hit), past=_is_past(hit, words, clause_of[hit.start], ended=ended))
        for hit in shown
    ]
    return Reading(hits, clause_of)


def _without_false_ends(hits: list[Hit]) -> list[Hit]:
    """Nobody got away where a text says `not released`."""
    kept = {at for hit in hits if hit.meaning == "not let go" for at in range(hit.start, hit.end)}
    return [hit for hit in hits if hit.meaning != "got away" or hit.start not in kept]


def _is_past(hit: Hit, words: Sequence[Word], clause: Clause, *, ended: bool) -> bool:
    """`he beats them` is no thing of the past because one got away."""
    english = hit.phrase.writing == "english"
    if english and _told_as_present(hit, words):
        return False
    sign, end = (_PRESENT, hit.end) if english else (_PRESENT_IN_URDU, hit.end + 1)
    present = any(sign.search(word.text) for word in words[hit.start : end])
    return clause.tells_past(hit.start, ended=ended and not present and hit.meaning not in _TIMES)


def _told_as_present(hit: Hit, words: Sequence[Word]) -> bool:
    for word in reversed(words[max(0, hit.start - _FAR_BEFORE) : hit.end]):
        if word.is_break:
            return False
        if word.text in _IS_TOLD_AS_PRESENT:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Denial:
    """The words before which or behind which something is denied."""

    before: frozenset[int]
    behind: frozenset[int]
    is_urdu: bool

    @classmethod
    def of(cls, nots: Sequence[Hit], words: Sequence[Word], *, english: bool) -> "_Denial":
        before, behind = set[int](), set[int]()
        for no in nots:
            if no.phrase.writing != "english":
                before.add(no.end)
                behind.add(no.start)
            elif english:
                before.update(_reach(words, no.end))
        return cls(frozenset(before), frozenset(behind), not english)

    def of_hit(self, hit: Hit) -> bool:
        # `parson nahi, kal`: a day is denied by what stands behind it.
        before = hit.start in self.before and not (self.is_urdu and hit.meaning in _TIMES)
        return before or hit.end in self.behind


def _reach(words: Sequence[Word], start: int) -> Iterator[int]:
    """How far an English `not` reaches: a few words, and not past a `but`."""
    for at in range(start, min(start + _REACH_OF_NOT, len(words))):
        if words[at].is_break or words[at].text in {"but", "and"}:
            return
        yield at


def _from(words: Sequence[Word], start: int) -> Iterator[Hit]:
    for phrase, end in _follow(words, start, load().phrases):
        yield Hit(phrase, start, end)


def _follow(words: Sequence[Word], at: int, node: Node) -> Iterator[tuple[Phrase, int]]:
    """Every phrase that goes on from `node` with the words from `at` on, and where it ends."""
    for phrase in node.ends:
        yield phrase, at
    if at >= len(words) or not node.next:
        return
    word = words[at]
    for key in word.keys:
        further = node.next.get(key)
        if further is not None:
            yield from _follow(words, at + 1, further)
    if word.number is not None and NUMBER in node.next:
        yield from _follow(words, at + 1, node.next[NUMBER])
    gap = node.next.get(GAP)
    if gap is not None:
        for skipped in range(_LONGEST_GAP + 1):
            if at + skipped < len(words):
                yield from _follow(words, at + skipped, gap)
            if at + skipped >= len(words) or words[at + skipped].is_break:
                break


def _shown(raw: Sequence[Hit], length: int) -> list[Hit]:
    starting: list[list[Hit]] = [[] for _ in range(length)]
    for hit in raw:
        starting[hit.start].append(hit)
    return [
        hit
        for hit in raw
        if hit.meaning not in _CAN_BE_HIDDEN
        or not any(
            _hides(other, hit)
            for others in starting[max(0, hit.start - _LONGEST_PHRASE) : hit.start + 1]
            for other in others
        )
    ]


def _hides(other: Hit, hit: Hit) -> bool:
    if other.meaning == hit.meaning or other.end <= hit.start:
        return False
    if hit.meaning in _HIDING.get(other.meaning, ()) and (other.start < hit.start or other.end >= hit.end):
        return True
    return hit.meaning in _HIDDEN and other.end >= hit.end and other.end - other.start > hit.end - hit.start
