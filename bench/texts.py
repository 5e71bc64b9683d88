"""Measures what is read from a text, and where it leads: place, way of writing, kind, urgency, and the circle.

The texts of `bench/texts/*_unseen.csv` are for this measurement alone: no list or rule is made from them.
"""

import csv
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bench import plain_ways
from bench.routing import routing
from bench.rows import Figure, figures_table
from bench.samples import Samples
from hotline.places.gazetteer import load
from hotline.places.matching import find_places
from hotline.tips.triage.judging import Triage, triage
from hotline.writing.recognising import written

HEAD = ("a text, and where it leads", "", "target", "")
HERE = Path(__file__).parent / "texts"
FOR_PLACES = Path(__file__).parents[1] / "tests" / "places" / "sentences.csv"

EXACT = 0.96
PRECISION = 0.98
GIVEN_A_PLACE = 0.01
MEDIAN_US = 100.0
SLOW_US = 1000.0
GIBBERISH = 1600
GIBBERISH_MS = 30.0
LANGUAGE = 0.97
KIND = 0.85
DANGER_MISSED = 0.03
DANGER_CRIED = 0.10
ROUNDS = 3
GIBBERISH_TEXTS = 20
LATIN = "abcdefghijklmnopqrstuvwxyz"
URDU = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنوہھءیے"

Found = tuple[str, ...]
Find = Callable[[str], Found]
WAYS: tuple[tuple[str, Find], ...] = (
    ("beside it, every name as a substring", plain_ways.by_substring),
    ("beside it, rapidfuzz over windows of 1 to 3 words", plain_ways.by_windows),
)
YES_OR_NO: tuple[tuple[str, str, Callable[[Triage], bool]], ...] = (
    ("child", "a child", lambda found: found.child),
    ("official_involved", "an official involved", lambda found: found.official_involved),
    ("moving", "moving", lambda found: found.moving),
)
Labelled = Sequence[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 0.0

    def words(self) -> str:
        return f"{self.value:.1%} ({self.part:,} of {self.whole:,})"

    def least(self, name: str, target: float) -> Figure:
        return Figure(name, self.words(), f">= {target:.0%}", self.value >= target)

    def most(self, name: str, target: float) -> Figure:
        return Figure(name, self.words(), f"<= {target:.0%}", self.value <= target)


def texts() -> list[Figure]:
    """Every figure says on how many texts it stands."""
    known, unseen = _labelled(FOR_PLACES), _labelled(HERE / "places_unseen.csv")
    return [
        *_places(known, unseen),
        *_seconds(unseen),
        *_writing(_labelled(HERE / "language_unseen.csv")),
        *_triage("developed on", _labelled(HERE / "triage_dev.csv")),
        *_triage("unseen", _labelled(HERE / "triage_unseen.csv")),
        *routing(),
    ]


def _places(known: Labelled, unseen: Labelled) -> Iterator[Figure]:
    yield _exact(known, _found(known, _ours)).least(
        f"places, {len(known)} texts developed on: exact list", EXACT
    )
    ours = _found(unseen, _ours)
    plain = [(f"  {name}", _found(unseen, way)) for name, way in WAYS]
    yield _exact(unseen, ours).least(f"places, {len(unseen)} unseen texts: exact list", EXACT)
    yield from (Figure(name, _exact(unseen, found).words()) for name, found in plain)
    yield _precision(unseen, ours).least("places, unseen: named, and rightly", PRECISION)
    yield from (Figure(name, _precision(unseen, found).words()) for name, found in plain)
    yield _given(unseen, ours).most("places, unseen: a text without a place is given one", GIVEN_A_PLACE)
    yield from (Figure(name, _given(unseen, found).words()) for name, found in plain)


def _found(rows: Labelled, find: Find) -> list[Found]:
    return [find(row["text"]) for row in rows]


def _exact(rows: Labelled, found: list[Found]) -> Share:
    """All places and no other, in the order of mention."""
    pairs = zip(rows, found, strict=True)
    return Share(sum(";".join(each) == row["expected_district"] for row, each in pairs), len(rows))


def _precision(rows: Labelled, found: list[Found]) -> Share:
    pairs = zip(rows, found, strict=True)
    named = [(place, row["expected_district"].split(";")) for row, each in pairs for place in each]
    return Share(sum(place in expected for place, expected in named), len(named))


def _given(rows: Labelled, found: list[Found]) -> Share:
    without = [each for row, each in zip(rows, found, strict=True) if not row["expected_district"]]
    return Share(sum(map(bool, without)), len(without))


def _ours(text: str) -> Found:
    return find_places(text).districts


def _seconds(rows: Labelled) -> Iterator[Figure]:
    load()
    read = [row["text"] for row in rows]
    ours = _timed(_ours, read)
    mid, slow = ours.percentile(0.5) * 1e6, ours.percentile(0.99) * 1e6
    within = f"places, {len(read)} unseen texts:"
    yield Figure(f"{within} median", f"{mid:,.0f} µs", f"<= {MEDIAN_US:,.0f} µs", mid <= MEDIAN_US)
    yield Figure(f"{within} p99", f"{slow:,.0f} µs", f"<= {SLOW_US:,.0f} µs", slow <= SLOW_US)
    for name, way in WAYS:
        plain = _timed(way, read)
        mid, slow = plain.percentile(0.5) * 1e6, plain.percentile(0.99) * 1e6
        yield Figure(f"  {name}: median, p99", f"{mid:,.0f} µs, {slow:,.0f} µs")
    nonsense = [*_gibberish()]
    took = max(_timed(_ours, nonsense).latencies) * 1e3
    value = f"{took:,.1f} ms, slowest of {len(nonsense)}"
    target = f"<= {GIBBERISH_MS:.0f} ms"
    yield Figure(f"places: {GIBBERISH:,} characters of gibberish", value, target, took <= GIBBERISH_MS)
    for name, way in WAYS:
        took = max(_timed(way, nonsense[:: GIBBERISH_TEXTS // 4]).latencies) * 1e3
        yield Figure(f"  {name}", f"{took:,.1f} ms, slowest of 4")


def _timed(way: Find, read: Sequence[str]) -> Samples:
    """Each text's own median of several rounds, after one that only warms up: other work on the machine falls out."""
    every: list[list[float]] = [[] for _ in read]
    for _ in range(ROUNDS + 1):
        for text, seconds in zip(read, every, strict=True):
            begun = perf_counter()
            way(text)
            seconds.append(perf_counter() - begun)
    return Samples(latencies=[median(seconds[1:]) for seconds in every])


def _gibberish() -> Iterator[str]:
    """The same at every run: both scripts, in words and without a single space."""
    chance = random.Random(GIBBERISH)
    for letters in (LATIN, URDU, LATIN + " " * 5, URDU + " " * 8):
        for _ in range(GIBBERISH_TEXTS // 4):
            yield "".join(chance.choices(letters, k=GIBBERISH))


def _writing(rows: Labelled) -> Iterator[Figure]:
    def right(way: Callable[[str], str]) -> Share:
        return Share(sum(way(row["text"]) == row["language"] for row in rows), len(rows))

    name = f"way of writing, {len(rows)} unseen texts: right"
    yield right(lambda text: written(text).writing).least(name, LANGUAGE)
    yield Figure("  beside it, Urdu letters and 15 English words", right(plain_ways.writing).words())


def _triage(which: str, rows: Labelled) -> Iterator[Figure]:
    found = [triage(row["text"]) for row in rows]
    pairs = [*zip(rows, found, strict=True)]
    kind = Share(sum(row["kind"] == each.kind for row, each in pairs), len(rows))
    plain = Share(sum(row["kind"] == plain_ways.kind(row["text"]) for row in rows), len(rows))
    yield kind.least(f"kind, {len(rows)} texts {which}: right", KIND)
    yield Figure("  beside it, the first word of a list", plain.words())
    missed, cried = _wrong("danger_now", rows, [each.danger_now for each in found])
    plain_missed, plain_cried = _wrong(
        "danger_now", rows, [plain_ways.in_danger(row["text"]) for row in rows]
    )
    yield missed.most(f"danger now, {which}: missed, of those in danger", DANGER_MISSED)
    yield Figure("  beside it, a handful of words", plain_missed.words())
    yield cried.most(f"danger now, {which}: cried, of those in none", DANGER_CRIED)
    yield Figure("  beside it, a handful of words", plain_cried.words())
    for column, words, of in YES_OR_NO:
        missed, cried = _wrong(column, rows, [of(each) for each in found])
        right = Share(len(rows) - missed.part - cried.part, len(rows))
        yield Figure(
            f"{words}, {which}: right; missed; falsely",
            f"{right.value:.1%} of {right.whole}; {missed.part} of {missed.whole}; {cried.part} of {cried.whole}",
        )


def _wrong(column: str, rows: Labelled, said: Iterable[bool]) -> tuple[Share, Share]:
    """Of those that are so, how many were missed; of those that are not, how many were taken for it."""
    pairs = [(row[column] == "yes", yes) for row, yes in zip(rows, said, strict=True)]
    missed = sum(so and not yes for so, yes in pairs)
    falsely = sum(yes and not so for so, yes in pairs)
    so = sum(so for so, _ in pairs)
    return Share(missed, so), Share(falsely, len(pairs) - so)


def _labelled(path: Path) -> Labelled:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.stdout.write(f"{figures_table(texts(), HEAD)}\n")
