"""Where the clauses of a text part, and whether each tells of now or of the past."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotline.tips.triage.typed import Word

_NOW = frozenset({"now", "again", "today"})


@dataclass(frozen=True, slots=True)
class Clause:
    """`words[start:end]`; `was` are the places of English words of the past in it, `iss` those of the present."""

    start: int
    end: int
    is_now: bool
    got_away: bool
    over: bool
    was: tuple[int, ...]
    iss: tuple[int, ...]

    def is_past(self, at: int) -> bool:
        if self.over:
            return True
        before = max((place for place in self.was if place < at), default=-1)
        return before > max((place for place in self.iss if place < at), default=-1)

    def is_present(self, at: int) -> bool:
        """`is holding`: in English, where the verb of the present stands before."""
        return any(place < at for place in self.iss) and not self.is_past(at)


def clauses(words: Sequence[Word], meanings: Iterable[tuple[str, str, int, int]]) -> list[Clause]:
    """The clauses of a text; `meanings` are (meaning, writing, start, end) of what its words mean."""
    told = list(meanings)
    starts = [0, *_starts(words, told), len(words)]
    return [
        _clause(start, end, [one for one in told if start <= one[2] < end])
        for start, end in zip(starts, starts[1:], strict=False)
        if start < end
    ]


def _starts(words: Sequence[Word], told: Sequence[tuple[str, str, int, int]]) -> list[int]:
    """A clause begins at a break, before `aur` and the like, and after the verb that ends one: `... hai`, `... tha`."""
    joins = {start for meaning, _, start, _ in told if meaning == "join"}
    ends = {
        at
        for meaning, writing, start, end in told
        for at in range(start, end)
        if meaning in {"is", "was"} and writing != "english"
    }
    return [
        at
        for at in range(1, len(words))
        if words[at].is_break or at in joins or (at - 1 in ends and at not in ends)
    ]


def _clause(start: int, end: int, told: Sequence[tuple[str, str, int, int]]) -> Clause:
    meanings = {meaning for meaning, _, _, _ in told}
    ours = {meaning for meaning, writing, _, _ in told if writing != "english"}
    now = bool(meanings & _NOW)
    since = "since" in meanings
    return Clause(
        start,
        end,
        is_now=now or ("is" in ours and "was" not in ours),
        got_away="got away" in meanings,
        over="was" in ours or ("long ago" in meanings and not since),
        was=tuple(at for meaning, writing, at, _ in told if meaning == "was" and writing == "english"),
        iss=tuple(at for meaning, writing, at, _ in told if meaning == "is" and writing == "english"),
    )
