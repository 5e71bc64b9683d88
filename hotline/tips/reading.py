"""What the words of a tip say: where it is, what kind it is and how urgent, and how it is written."""

from dataclasses import dataclass

from hotline.places.matching import Places, find_places
from hotline.tips.triage.judging import Triage, triage
from hotline.writing.recognising import Written, written


@dataclass(frozen=True, slots=True)
class Reading:
    places: Places
    triage: Triage
    written: Written

    @property
    def at_once(self) -> bool:
        """Whether a minute may be too long to wait for more to be told."""
        return self.triage.danger_now or self.triage.moving


def read_words(words: str) -> Reading:
    """Any text will do, and none raises."""
    return Reading(find_places(words), triage(words), written(words))


def read_lists() -> None:
    """Read the tables and lists that texts are read by before anybody waits for them; safe to call again."""
    read_words("a text, ایک پیغام")
