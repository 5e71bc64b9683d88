"""Where the clauses of a text part, and whether each tells of now or of the past."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotline.tips.triage.typed import Word

_NOW = frozenset({"now", "again", "today"})
_NOT_LONG = frozenset({"since", "recently"})
_LATELY = frozenset({"recently", "tomorrow"})  # the `kal` of a `tha` is yesterday


@dataclass(frozen=True, slots=True)
class Meaning:
    """What `words[start:end]` of a text mean, in the writing of the list that says so."""

    meaning: str
    writing: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """What a clause tells; `was` are the places of its English words of the past, `iss` of those of the present."""

    is_now: bool
    got_away: bool
    over: bool
    was: tuple[int, ...]
    iss: tuple[int, ...]

    def tells_past(self, at: int, *, ended: bool) -> bool:
        """Whether the word at this place is long past; `ended` says that someone in the text got away.

        In English the last of `was` and `is` before the word decides.
        """
        if self.is_now or self.over:
            return not self.is_now
        was = max((place for place in self.was if place < at), default=-1)
        now = max((place for place in self.iss if place < at), default=-1)
        return was > now or (ended and now < 0)


def clauses(words: Sequence[Word], told: Sequence[Meaning]) -> list[Clause]:
    """The clause that each of `words` is in."""
    starts = [0, *_starts(words, told), len(words)]
    clause_of: list[Clause] = []
    waiting = iter([*told, Meaning("", "", len(words), len(words))])
    meaning = next(waiting)
    for start, end in itertools.pairwise(starts):
        ours = []
        while meaning.start < end:
            ours.append(meaning)
            meaning = next(waiting)
        clause_of += [_clause(ours)] * (end - start)
    return clause_of


def _starts(words: Sequence[Word], told: Iterable[Meaning]) -> list[int]:
    """A clause begins at a break, before `aur` and the like, and after a verb: `hai`, `tha`, `nahi deta`."""
    joins, ends = set[int](), set[int]()
    for one in told:
        if one.meaning == "join":
            joins.add(one.start)
        elif one.meaning in {"is", "was"} and one.writing != "english":
            ends.update(range(one.start, one.end))
        elif one.meaning == "told":
            ends.add(one.end - 1)
    return [
        at
        for at in range(1, len(words))
        if words[at].is_break or at in joins or (at - 1 in ends and at not in ends)
    ]


def _clause(told: Sequence[Meaning]) -> Clause:
    meanings = {one.meaning for one in told}
    ours = {one.meaning for one in told if one.writing != "english"}
    english = [one for one in told if one.writing == "english"]
    return Clause(
        is_now=bool(meanings & _NOW) or ("is" in ours and "was" not in ours),
        got_away="got away" in meanings,
        over=("was" in ours and meanings.isdisjoint(_LATELY))
        or ("long ago" in meanings and meanings.isdisjoint(_NOT_LONG)),
        was=tuple(one.start for one in english if one.meaning == "was"),
        iss=tuple(one.start for one in english if one.meaning == "is"),
    )
