"""What a load saw: how long each answer took, and which answers were not the expected ones."""

from dataclasses import dataclass, field
from statistics import median


@dataclass(slots=True)
class Samples:
    """Seconds of each answer, in the order in which they came; `seconds` is the time from first to last."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    wrong_count: int = 0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Seconds within which `share` of the answers came (nearest rank)."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


@dataclass(frozen=True, slots=True)
class Rounds:
    """The same load in several rounds, with other loads in between."""

    rounds: tuple[Samples, ...]

    @property
    def rate(self) -> float:
        return median(samples.rate for samples in self.rounds)

    def percentile(self, share: float) -> float:
        return median(samples.percentile(share) for samples in self.rounds)

    @property
    def wrong(self) -> list[str]:
        return [line for samples in self.rounds for line in samples.wrong]

    def ratio_to(self, peer: "Rounds") -> float:
        """Median of the ratios of neighbouring rounds: what drifts with the machine falls out."""
        pairs = zip(self.rounds, peer.rounds, strict=True)
        return median(ours.rate / theirs.rate for ours, theirs in pairs if theirs.rate)
