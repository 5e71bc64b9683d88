"""The alarm that the database is away: kept in memory and told without any row, by a clock that cannot jump."""

import threading
from collections.abc import Callable

from hotline.alarms.looking import span
from hotline.alarms.models import AlarmKind
from hotline.alarms.standing import AGAIN_AFTER, Telling
from hotline.alarms.wording import alarm_words, passed_words


class WithoutDatabase:
    """`say` tells whom it may concern; every moment is of `time.monotonic`."""

    def __init__(self, too_long: float, now: float, say: Callable[[Telling], None]) -> None:
        self._too_long = too_long
        self._say = say
        self._answered_at = now
        self._told_at: float | None = None
        self._lock = threading.Lock()

    def answered(self, now: float) -> float | None:
        """The database has answered. After an alarm that is told too, and the seconds that it was away come back."""
        with self._lock:
            away, told = now - self._answered_at, self._told_at is not None
            self._answered_at, self._told_at = now, None
        if not told:
            return None
        self._say(_telling(passed_words(AlarmKind.DATABASE_AWAY), passed=True))
        return away

    def tell(self, now: float) -> bool:
        """Tell it when the database has been away too long, and every 15 minutes again; whether that was now."""
        with self._lock:
            away = now - self._answered_at
            just_told = self._told_at is not None and now - self._told_at < AGAIN_AFTER.total_seconds()
            if away <= self._too_long or just_told:
                return False
            self._told_at = now
        self._say(_telling(alarm_words(AlarmKind.DATABASE_AWAY, span(away)), passed=False))
        return True


def _telling(words: str, *, passed: bool) -> Telling:
    return Telling(None, AlarmKind.DATABASE_AWAY, words, passed, "")
