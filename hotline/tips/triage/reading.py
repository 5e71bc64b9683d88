"""What the words of a text mean by the lists: each with its place, and whether it is denied or long past."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hotline.tips.triage.clauses import Clause, clauses
from hotline.tips.triage.lists import GAP, NUMBER, Node, Phrase, load
from hotline.tips.triage.typed import Word

_LONGEST_GAP = 2
# A longer phrase of these hides the shorter ones in it: `missed call maro` beats nobody.
_HIDING = {
    "not a child": {"child"},
    "not beating": {"beaten", "killing", "held"},
    "shut": {"held"},
    "no danger": {"not let go", "held", "beaten", "killing", "trouble"},
    "official helped": {"official", "takes part", "refuses"},
    "since": {"long ago"},
    "until paid": {"long ago"},
    "passive": {"on the way"},
    "in earnest": {"joke"},
    "study kept from": {"not let go"},
    "again": {"now"},
    "bonded": {"held"},
    "papers kept": {"held"},
}
# These are hidden by any longer phrase: the `nahi` of `jane nahi dete` denies nothing.
_HIDDEN = frozenset({"not", "long ago", "asks", "greeting", "if"})


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


def read(words: Sequence[Word], *, english: bool) -> list[Hit]:
    """The meanings in `words`, in order of mention."""
    raw = [hit for start in range(len(words)) for hit in _from(words, start)]
    told = clauses(words, [(hit.meaning, hit.phrase.writing, hit.start, hit.end) for hit in raw])
    shown = [hit for hit in raw if not _is_hidden(hit, raw)]
    nots = [hit for hit in shown if hit.meaning == "not"]
    return [
        replace(
            hit,
            denied=any(_denies(no, hit, words, english=english) for no in nots),
            past=_is_past(hit, told),
        )
        for hit in shown
    ]


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


def _is_hidden(hit: Hit, all_hits: Sequence[Hit]) -> bool:
    for other in all_hits:
        if other.start > hit.start:
            break
        if other.meaning == hit.meaning or other.end <= hit.start:
            continue
        if hit.meaning in _HIDING.get(other.meaning, ()) and (
            other.start < hit.start or other.end >= hit.end
        ):
            return True
        if hit.meaning in _HIDDEN and other.end >= hit.end and other.end - other.start > hit.end - hit.start:
            return True
    return False


def _denies(no: Hit, hit: Hit, words: Sequence[Word], *, english: bool) -> bool:
    if no.phrase.writing == "english":
        reach = 3
        return english and no.end <= hit.start <= no.end + reach and _unbroken(words, no.end, hit.start)
    if no.end == hit.start:
        return True
    return no.start == hit.end


def _unbroken(words: Sequence[Word], start: int, end: int) -> bool:
    return not any(word.is_break or word.text in {"but", "and"} for word in words[start:end])


def _is_past(hit: Hit, told: Sequence[Clause]) -> bool:
    ended = any(clause.got_away for clause in told)
    for clause in told:
        if clause.start <= hit.start < clause.end:
            if clause.is_now:
                return False
            return clause.is_past(hit.start) or (ended and not clause.is_present(hit.start))
    return False
