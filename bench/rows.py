"""The table: each figure with what it stands beside, its target, and whether it was reached."""

from collections.abc import Iterable
from dataclasses import dataclass

from bench.samples import Rounds

HEAD = ("", "per second", "p50 ms", "p99 ms", "ratio", "to", "target", "")
WIDTHS = (46, 10, 8, 8, 6, 24, 20, 7)
FIGURES_HEAD = ("a call anyone can finish", "", "target", "")
FIGURE_WIDTHS = (66, 34, 20, 7)


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `reached` is None where there is nothing to reach."""

    name: str
    rate: float | None = None
    p50: float | None = None
    p99: float | None = None
    ratio: float | None = None
    beside: str = ""
    target: str = ""
    reached: bool | None = None

    def words(self) -> tuple[str, ...]:
        return (
            self.name,
            "" if self.rate is None else f"{self.rate:,.0f}",
            _milliseconds(self.p50),
            _milliseconds(self.p99),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            self.beside,
            self.target,
            _outcome(self.reached),
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the further tables: a figure in its own unit, such as seconds of a call."""

    name: str
    value: str
    target: str = ""
    reached: bool | None = None

    def words(self) -> tuple[str, ...]:
        return self.name, self.value, self.target, _outcome(self.reached)


def row_of(name: str, rounds: Rounds) -> Row:
    return Row(name, rounds.rate, rounds.percentile(0.5), rounds.percentile(0.99))


def table(rows: Iterable[Row]) -> str:
    return "\n".join(_line(words) for words in (HEAD, *(row.words() for row in rows)))


def _line(words: tuple[str, ...]) -> str:
    aligned = (
        f"{word:>{width}}" if 1 <= place <= 4 else f"{word:<{width}}"
        for place, (word, width) in enumerate(zip(words, WIDTHS, strict=True))
    )
    return "  ".join(aligned).rstrip()


def figures_table(figures: Iterable[Figure], head: tuple[str, ...] = FIGURES_HEAD) -> str:
    lines = (head, *(figure.words() for figure in figures))
    return "\n".join(
        "  ".join(f"{word:<{width}}" for word, width in zip(words, FIGURE_WIDTHS, strict=True)).rstrip()
        for words in lines
    )


def _outcome(reached: bool | None) -> str:
    return {None: "", True: "reached", False: "MISSED"}[reached]


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.2f}"
