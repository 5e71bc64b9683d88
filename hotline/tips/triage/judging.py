"""What kind of tip a text is, whether someone is in danger now, how far up the list it belongs, and why."""

import csv
import functools
from dataclasses import dataclass
from importlib.resources import files

from hotline.places.folding import fold, tokens
from hotline.tips.models import Kind


@dataclass(frozen=True, slots=True)
class Reason:
    """`what` was concluded (a kind, `danger_now`, ...), and the `words` of our lists that the text has."""

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


def triage(text: str) -> Triage:
    """What the words of `text` say; any text will do, and none raises."""
    said = f" {' '.join(tokens(fold(text)))} "
    reasons = tuple(Reason(what, words) for what, words, found in _listed() if found in said)
    whats = {reason.what for reason in reasons}
    kinds = [reason.what for reason in reasons if reason.what in set(Kind) and reason.what != Kind.NOT_A_TIP]
    kind = (
        Kind(kinds[0])
        if kinds
        else Kind.NOT_A_TIP
        if Kind.NOT_A_TIP in whats or not said.strip()
        else Kind.UNKNOWN
    )
    danger, child, moving = "danger_now" in whats, "child" in whats, "moving" in whats
    score = 0 if kind is Kind.NOT_A_TIP else 20 + 40 * danger + 20 * child + 20 * moving
    return Triage(kind, danger, child, "official_involved" in whats, moving, score, reasons)


@functools.cache
def _listed() -> list[tuple[str, str, str]]:
    text = (files("hotline.tips.triage") / "data" / "first_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return [
        (row["what"], word, f" {' '.join(tokens(fold(word)))} ")
        for row in rows
        for word in row["words"].split(";")
    ]
